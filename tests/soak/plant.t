#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# plant.t - one instruction more in every operation is found in every scenario
# of the module, on each of ARCHES
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

my %machines = (arm64 => 'rt', x86_64 => 'debug', riscv64 => 'debug');
my @arches = split ' ', $ENV{ARCHES} // 'arm64 x86_64 riscv64';
# The module does not do the first, and the second is what is taken off.
my %without = map { $_ => 1 } qw(user-churn nop);
# One of 300,000 instructions, which pages of order 9 vary by more than: their
# lists are not the same at another moment. And one of 30 million: a block of
# memory, onlined by a debug kernel.
my %lost = map { $_ => 1 } qw(vmalloc-2m-huge hotplug);

for my $arch (@arches) {
	my $config = $machines{$arch} or die "$arch: no such machine here";
	my $dir = kernel($arch, $config, 'base');
	ok($dir && -d $dir, "$arch $config: the kernel is built") or next;
	is(run_kernels("plant-$arch", $arch, $config, { base => $dir }, 'standard',
		       '', 4), 0, "$arch: as it is");
	is(run_kernels("planted-$arch", $arch, $config, { patched => $dir },
		       'standard', '--extra-cmdline kptbench.plant=1', 4), 0,
	   "$arch: with an instruction more");
	my $s = judge("planted-$arch", "--base base build/check/plant-$arch/" .
		      'records.jsonl', "build/check/planted-$arch/records.jsonl");
	my $n = 0;
	for my $r (@{ $s->{comparisons} // [] }) {
		next if $r->{phase} ne 'op' || $r->{verdict} eq 'n/a' ||
			$r->{metric} ne 'cost.instructions' ||
			$without{ $r->{scenario} };
		$n++;
		my $name = "$arch: $r->{scenario} $r->{group}";
		if ($lost{ $r->{scenario} }) {
			like($r->{verdict}, qr/^(regressed|unresolved)$/,
			     "$name: found, or not resolved");
			next;
		}
		is("$r->{verdict} $r->{diff}", 'regressed 1', $name);
	}
	cmp_ok($n, '>', 8, "$arch: $n scenarios");
}

done_testing();
