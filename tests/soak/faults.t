#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# faults.t - every allocation on every path of the module fails once,
# SOAK_FAULTS times over (1), and one in each of SOAK_LOADS loads of it (200), on
# each of ARCHES (arm64): then tables, memory and the kernel are as if it had
# not been tried
use strict;
use warnings;
use lib 'tests/lib';
use Soak;
use Test::More;

my $n = amount('SOAK_FAULTS', 1);
my $loads = amount('SOAK_LOADS', 200);

for my $arch (split ' ', $ENV{ARCHES} // 'arm64') {
	my $dir = soak_kernel($arch) or next;
	my @said = soak_guest('faults', $arch, $dir, $n, 86400);
	my ($paths, $failed) = map { /paths=(\d+) failed=(\d+)/ ? ($1, $2) : () }
		@said;
	cmp_ok($paths // 0, '>', 30 * $n, "$arch: " . ($paths // 0) . ' paths');
	cmp_ok($failed // 0, '>', 100 * $n,
	       "$arch: " . ($failed // 0) . ' calls that failed were unwound');
	@said = soak_guest('loads', $arch, $dir, $loads, 86400);
	ok(scalar(grep { /^soak: loads: done=$loads / } @said),
	   "$arch: $loads loads");
}

done_testing();
