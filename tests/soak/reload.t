#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# reload.t - the module is unloaded and loaded SOAK_RELOADS times (1000) while
# tables churn, and SOAK_RELOADS_KASAN times (100) under KASAN and lockdep, on
# each of ARCHES (arm64)
#
# Under KASAN a load takes 256 MiB of shadow memory, and seconds.
use strict;
use warnings;
use lib 'tests/lib';
use Soak;
use Test::More;

my %times = (debug => amount('SOAK_RELOADS', 1000),
	     faults => amount('SOAK_RELOADS_KASAN', 100));

for my $arch (split ' ', $ENV{ARCHES} // 'arm64') {
	for my $config (sort keys %times) {
		my $n = $times{$config};
		local $Soak::config = $config;
		my $dir = soak_kernel($arch) or next;
		my @said = soak_guest('reload', $arch, $dir, $n, 86400);
		my ($done, $busy) =
			map { /done=(\d+) busy=(\d+)/ ? ($1, $2) : () } @said;
		is($done, $n, "$arch $config: $n times");
		cmp_ok($busy // 0, '>', 0,
		       "$arch $config: some while it was in use");
	}
}

done_testing();
