#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# plant-mm.t - one instruction more in copy_page_range(), zap_pte_range() or
# do_anonymous_page() is found in the scenarios that are there for it, and in no
# other, on each of ARCHES (arm64)
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

my %machines = (arm64 => 'rt', x86_64 => 'debug');
my @arches = split ' ', $ENV{ARCHES} // 'arm64';

# How many times an operation comes by there; '+': some times, or so few among
# so many instructions that it may not be resolved.
my %places = (
	fork => { fork => '+', 'fork-2m' => '+', 'fork-exec' => '+' },
	zap => { munmap => 1, 'munmap-2m' => 1, 'munmap-file' => 1,
		 'munmap-shmem' => 1, dontneed => 1, 'dontneed-2m' => 1,
		 'user-churn' => 1, fork => '+', 'fork-2m' => '+',
		 'fork-exec' => '+', exec => '+', exit => '+' },
	fault => { fault => 64, populate => 64, 'user-churn' => 1,
		   exec => '+', 'fork-exec' => '+' },
);

for my $arch (@arches) {
	my $config = $machines{$arch} or die "$arch: no such machine here";
	my $dir = kernel($arch, $config, 'planted');
	ok($dir && -d $dir, "$arch $config: the kernel is built") or next;
	is(run_kernels("plant-mm-$arch", $arch, $config, { base => $dir },
		       '@process', '', 4), 0, "$arch: as it is");
	for my $place (sort keys %places) {
		my $run = "planted-mm-$arch-$place";
		is(run_kernels($run, $arch, $config, { patched => $dir },
			       '@process', "--extra-cmdline kpt_plant=$place",
			       4), 0, "$arch: with an instruction in $place");
		my $s = judge($run, "--base base build/check/plant-mm-$arch/" .
			      'records.jsonl', "build/check/$run/records.jsonl");
		my $n = 0;
		for my $r (@{ $s->{comparisons} // [] }) {
			next if $r->{phase} ne 'op' ||
				$r->{metric} ne 'cost.instructions' ||
				$r->{verdict} eq 'n/a' ||
				$r->{scenario} =~ /thp|collapse/;
			my $want = $places{$place}{ $r->{scenario} } // 0;
			my $got = "$r->{verdict} " . ($r->{diff} // '-');
			my $name = "$arch, $place: $r->{scenario}: $got";
			$n++;
			if (!$want) {
				like($r->{verdict}, qr/^(equivalent|unresolved)$/, $name);
			} elsif ($want eq '+') {
				like($got, qr/^(regressed \d|unresolved)/, $name);
			} else {
				is($got, "regressed $want", $name);
			}
		}
		cmp_ok($n, '>', 15, "$arch, $place: $n scenarios");
	}
}

done_testing();
