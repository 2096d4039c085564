#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# compare-x86.t - the same comparison on x86_64, which has no PMU under TCG
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

ok(compare('x86-debug', ARCH => 'x86_64', CONFIG => 'debug'),
   'make compare ARCH=x86_64 CONFIG=debug succeeds');
my $s = summary('x86-debug');
is($s->{verdict}, 'ok', 'no leak, no badness, nothing missing');

my $r = row($s, 'pmd-hold', 'slab.page_ptl.active', 'held');
is($r->{base}, 1, 'a kernel PMD table holds one ptlock on base');
is($r->{patched}, 0, '... and none on patched');
$r = row($s, 'pte-hold', 'meminfo.PageTables', 'held');
is($r->{base}, 0, 'a kernel PTE table is not accounted on base');
is($r->{patched}, 1, '... and is one page on patched');
$r = row($s, 'pte-churn', 'cost.instructions', 'op');
is($r->{class}, 'exact', 'instructions by the clock are exact');
is(row($s, 'user-control', 'slab.page_ptl.active', 'held')->{diff}, 0,
   'user tables hold the locks they did');
is_deeply($s->{health}{locked} // [], [],
	  'no constructed kernel table holds a ptlock on patched');
is_deeply($s->{health}{uncovered} // [], [],
	  'every table born after boot is constructed on patched');
my @split = rows($s, scenario => 'split-hold', metric => 'tables.pte',
		 phase => 'held');
is($split[0]{patched}, 1, 'a split leaf is one PTE table');

done_testing();
