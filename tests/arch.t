#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# arch.t - what must be so on riscv64, where tables are made and freed at five
# levels by code of its own
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

ok(compare('riscv64-debug', ARCH => 'riscv64', CONFIG => 'debug', BOOTS => 2),
   'make compare ARCH=riscv64 CONFIG=debug succeeds');
my $s = summary('riscv64-debug');
is($s->{verdict}, 'ok', 'no leak, no badness, nothing missing');
is($s->{base}{levels}, 'pte pmd pud p4d pgd', 'five levels');
cmp_ok($s->{health}{drained_readings}, '>', 1000, 'every drain was read');
is_deeply($s->{health}{leaks}, [], 'and every count is back after it');
is_deeply($s->{health}{demoted}, [], 'two boots are equal to the digit');
is_deeply($s->{health}{locked}, [],
	  'no constructed kernel table holds a ptlock on patched');
is_deeply($s->{health}{uncovered}, [],
	  'every table born after boot is constructed on patched');

# born WHEN, SIDE: tables and constructed ones by level, vmemmap left out
sub born {
	my ($when, $side) = @_;
	my %n;
	for my $p (@{ $s->{coverage}{points} }) {
		next if $p->{when} ne $when || $p->{group} ne '';
		for my $r (@{ $p->{rows} }) {
			next if $r->{by_design} || !$r->{$side};
			$n{ $r->{level} }[0] += $r->{$side}{born};
			$n{ $r->{level} }[1] += $r->{$side}{constructed};
		}
	}
	return \%n;
}

my ($base, $patched) = (born('end', 'base'), born('end', 'patched'));
for my $level (qw(pte pmd pud p4d)) {
	cmp_ok($patched->{$level}[0], '>', 0, "$level: tables born after boot");
	is($patched->{$level}[1], $patched->{$level}[0],
	   "$level: all of them constructed on patched");
	is($base->{$level}[0], $patched->{$level}[0],
	   "$level: as many on base");
}
cmp_ok($base->{pte}[1], '<', $base->{pte}[0],
       'on base the constructor does not see kernel PTE tables');

is(row($s, 'pmd-hold', 'ptlocks.kernel', 'held')->{base}, 1,
   'a kernel PMD table holds one ptlock on base');
is(row($s, 'pmd-hold', 'ptlocks.kernel', 'held')->{patched}, 0,
   '... and none on patched');
is(row($s, 'pte-hold', 'accounting.error', 'held')->{base}, -1,
   'base leaves a PTE table out of its accounts');
is(row($s, 'pte-hold', 'accounting.error', 'held')->{patched}, 0,
   'patched does not');
is(row($s, 'hotplug-hold', 'accounting.error', 'held')->{patched}, 0,
   'nor any table of hot-added memory');

for my $metric (qw(slab.page_ptl.active meminfo.PageTables)) {
	my $r = row($s, 'user-control', $metric, 'held');
	cmp_ok($r->{base}, '>', 0, "user tables: $metric");
	is($r->{diff}, 0, '... as before');
}

# What an architecture cannot have is refused by name.
my $said = `build/kptvm kernel --arch s390x --config rt 2>&1`;
isnt($?, 0, 's390x has no PREEMPT_RT');
like($said, qr/s390x has no configuration 'rt': \S+arch\.conf says why/,
     '... and is told so');

done_testing();
