#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# beside.t - the audit in a loop for SOAK_SECONDS (3600) beside BPF programs,
# modules, huge vmalloc() and hot-removed memory, on each of ARCHES (arm64);
# half of the time without init_mm's lock, as on kernels that free tables
# without it
use strict;
use warnings;
use lib 'tests/lib';
use Soak;
use Test::More;

my $n = amount('SOAK_SECONDS', 3600);

sub beside {
	my ($arch, $dir, $how) = @_;
	local $Soak::words = $how;
	my $n = int(($n + 1) / 2);
	my @said = soak_guest('beside', $arch, $dir, $n, $n + 3600);
	my ($walks, $least, $most) =
		map { /walks=(\d+) .* tables=(\d+)\.\.(\d+)/ ? ($1, $2, $3) : () }
		@said;
	cmp_ok($walks // 0, '>', 0, "$arch: " . ($walks // 0) . " walks $how");
	cmp_ok($most // 0, '>', $least // 0, "$arch: tables came and went");
}

for my $arch (split ' ', $ENV{ARCHES} // 'arm64') {
	my $dir = soak_kernel($arch) or next;
	beside($arch, $dir, $_) for '', 'kptbench.walk_unlocked=1';
}

done_testing();
