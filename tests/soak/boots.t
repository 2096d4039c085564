#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# boots.t - SOAK_BOOTS boots (100), half of whose calls lack memory now and
# then, under KASAN, lockdep, kmemleak and DEBUG_VM, on each of ARCHES
# (arm64 x86_64 riscv64): no splat, no leak
use strict;
use warnings;
use lib 'tests/lib';
use Soak;
use Test::More;

my $n = amount('SOAK_BOOTS', 100);
my $rounds = amount('SOAK_ROUNDS', 4);

for my $arch (split ' ', $ENV{ARCHES} // 'arm64 x86_64 riscv64') {
	my $dir = soak_kernel($arch) or next;
	# A seed of its own in each boot, which it tells.
	local $ENV{SOAK_SEED} = 0;
	my @said = soak_guest('boots', $arch, $dir, $rounds, 3600, $n);
	my @done = grep { /rounds=$rounds / } @said;
	is(scalar(@done), $n, "$arch: $n boots");
	my ($calls, $failed) = (0, 0);
	for (@done) {
		/calls=(\d+) failed=(\d+)/ or next;
		$calls += $1;
		$failed += $2;
	}
	cmp_ok($failed, '>', 0, "$arch: of $calls calls $failed lacked memory");
}

done_testing();
