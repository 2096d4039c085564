#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# releases.t - kernels of today from source: two releases compared, and the
# newest with itself on four architectures
#
# Environment: KSRC, a git tree of Linux; OLD and NEW, revisions in it. Takes
# an hour and more where nothing is in the cache.
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

my ($tree, $old, $new) = @ENV{qw(KSRC OLD NEW)};
plan skip_all => 'KSRC=TREE is needed, a git tree of Linux' if !$tree;
$old ||= 'v6.12';
$new ||= 'v7.3';

# clean SUMMARY, NAME: what must be so of any comparison
sub clean {
	my ($s, $name) = @_;
	is($s->{verdict}, 'ok', "$name: no leak, no badness, nothing missing");
	is_deeply($s->{health}{leaks}, [], "$name: every count is back");
	cmp_ok($s->{health}{drained_readings} // 0, '>', 300,
	       "$name: drains were read");
	is_deeply($s->{health}{demoted}, [], "$name: boots are equal");
	return;
}

for my $what (['arm64', 'rt'], ['x86_64', 'debug']) {
	my ($arch, $config) = @$what;
	my $name = "releases-$arch-$config";
	my %env = (KSRC => $tree, ARCH => $arch, CONFIG => $config,
		   BASE => $old, PATCHED => $new);

	ok(compare($name, %env), "$name: $old against $new");
	my $s = summary($name);
	clean($s, $name);
	my $r = row($s, 'pte-hold', 'meminfo.PageTables', 'held');
	is($r->{base}, 0, "$name: $old does not account a kernel PTE table");
	is($r->{patched}, 1, "$name: $new does");
	my $first = slurp("build/check/$name/summary.json");
	ok(compare("$name-again", %env), "$name: once more");
	is(slurp("build/check/$name-again/summary.json"), $first,
	   "$name: two runs give the same summary to the digit");
}

for my $what (['arm64', 'rt'], ['x86_64', 'debug'], ['riscv64', 'debug'],
	      ['s390x', 'debug']) {
	my ($arch, $config) = @$what;
	my $name = "releases-null-$arch-$config";

	ok(compare($name, KSRC => $tree, ARCH => $arch, CONFIG => $config,
		   BASE => $new, PATCHED => $new), "$name: $new with itself");
	my $s = summary($name);
	clean($s, $name);
	cmp_ok(scalar(rows($s, verdict => 'equivalent')), '>', 40,
	       "$name: much is compared");
	is_deeply([map { "$_->{scenario} $_->{metric}" }
		   grep { $_->{verdict} !~ /^(equivalent|n\/a)$/ }
		   @{ $s->{comparisons} }], [],
		  "$name: and no difference is found");
}

done_testing();
