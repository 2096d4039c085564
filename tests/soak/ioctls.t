#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# ioctls.t - SOAK_IOCTLS random ioctls (10 million) on /dev/kptbench, by root
# and by who is not, under KASAN and lockdep, on each of ARCHES (arm64)
#
# SOAK_SEED=N makes others. About 2000 a second on a machine with little else
# to do.
use strict;
use warnings;
use lib 'tests/lib';
use Soak;
use Test::More;

my $n = amount('SOAK_IOCTLS', 10_000_000);

for my $arch (split ' ', $ENV{ARCHES} // 'arm64') {
	my $dir = soak_kernel($arch) or next;
	my @said = soak_guest('ioctls', $arch, $dir, $n, 86400);
	ok(scalar(grep { $_ eq "soak: ioctls: done=$n" } @said),
	   "$arch: $n ioctls");
	# What is refused at once tests little.
	my ($ok) = map { /ioctls: (\d+) ended with 0 / } @said;
	cmp_ok($ok // 0, '>', $n / 4, "$arch: many of them did something");
}

done_testing();
