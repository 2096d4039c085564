#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# bench.pl - how fast kptbench itself is: make bench
#
# Each line sets what we do beside what a user would do instead, measured in
# one run. Instructions come from one guest, seconds from this machine.
# COLD=1 also builds both kernels into an empty cache, which takes minutes.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp qw(tempdir);
use Kpt;
use JSON::PP;
use Time::HiRes qw(time);

my $config = 'ptdump';
my $limit_ok = 1;

sub timed {
	my ($what, $limit, $code) = @_;
	my $start = time;
	my $good = $code->();
	my $took = time - $start;
	printf "%-52s %8.1f s  (goal: %d s)%s\n", $what, $took, $limit,
		$good ? '' : '  FAILED';
	$limit_ok &&= $good;
}

# per_op RECORDS, SCENARIO: median window less the fixed cost, an operation
sub per_op {
	my ($records, $scenario) = @_;
	for my $line (split /\n/, slurp($records)) {
		my $r = decode_json($line);
		next unless $r->{type} eq 'sample' && $r->{phase} eq 'op' &&
			$r->{scenario} eq $scenario &&
			$r->{metric} eq 'cost.instructions';
		die "$scenario: n/a: $r->{na}\n" if defined $r->{na};
		my @v = sort { $a <=> $b } @{ $r->{values} };
		my $median = ($v[$#v / 2] + $v[@v / 2]) / 2;
		return ($median - $r->{fixed}) / $r->{n};
	}
	die "$scenario: not measured; see build/check/bench.log\n";
}

sub ratio {
	my ($what, $ours, $theirs) = @_;
	printf "%-44s %12.1f against %12.1f: %.3f\n", $what, $ours, $theirs,
		$ours / $theirs;
}

print "kptbench against the clock, on this machine\n";
if ($ENV{COLD}) {
	my $cache = tempdir(CLEANUP => 1);
	local $ENV{XDG_CACHE_HOME} = $cache;
	timed('make compare, cold: two kernels built', 900,
	      sub { compare('bench-cold', ARCH => 'arm64', CONFIG => 'rt') });
}
my $base = kernel('arm64', 'rt', 'base');
kernel('arm64', 'rt', 'patched');
timed('make compare, kernels cached', 60,
      sub { compare('bench', ARCH => 'arm64', CONFIG => 'rt') });
timed('one boot with all scenarios (both boot lines)', 10,
      sub { run_kernels('bench-boot', 'arm64', 'rt', { base => $base }, 'standard',
			'--jobs 1', 1) == 0 });

print "\nInstructions in one x86_64 guest, ours against theirs\n";
my $dump = kernel('x86_64', $config, 'base');
run_kernels('bench-guest', 'x86_64', $config, { base => $dump },
	    'bench-walk,bench-ptdump,bench-vmalloc,bench-test-vmalloc', '', 1);
my $records = 'build/check/bench-guest/records.jsonl';
ratio('page tables: our walk / the kernel\'s dump', per_op($records,
      'bench-walk'), per_op($records, 'bench-ptdump'));
ratio('vmalloc+vfree: our loop / lib/test_vmalloc', per_op($records,
      'bench-vmalloc'), per_op($records, 'bench-test-vmalloc'));

# CPU time, for a busy machine has none to spare: what children took.
sub cpu {
	my ($code) = @_;
	my (undef, undef, $user, $sys) = times;
	die "failed; see build/check\n" unless $code->();
	my (undef, undef, $user2, $sys2) = times;
	return $user2 + $sys2 - $user - $sys;
}

sub slower {
	my ($what, $limit, $with, $without) = @_;
	printf "%-44s %6.2f s against %6.2f s: %.2fx%s\n", $what, $with,
		$without, $with / $without,
		$limit ? sprintf('  (goal: %.1fx)', $limit) : '';
}

sub boot {
	my ($scenarios, $extra) = @_;
	return cpu(sub { run_kernels('bench-profile', 'arm64', 'rt',
				     { base => $base }, $scenarios,
				     "--jobs 1 $extra", 1) == 0 });
}

print "\nCPU time of classes and of a profile, arm64 guest\n";
boot('nop', '');	# the module is built
slower('one boot with all scenarios, classes counted', 1.3,
       boot('standard', ''), boot('standard', '--no-classes'));
slower('one boot with all scenarios, profiled', 3, boot('standard', '--profile'),
       boot('standard', ''));
slower('one boot without a window, plugin loaded', 1.3,
       boot('pte-hold,pmd-hold', '--profile'), boot('pte-hold,pmd-hold', ''));
open(my $c, '>', 'build/check/loop.c') or die $!;
print $c <<'C';
#include <stdlib.h>
#include <string.h>
int main(void)
{
	for (int i = 0; i < 2000000; i++) {
		char *volatile p = malloc(4096);
		memset(p, i, 512);
		free(p);
	}
	return 0;
}
C
close($c);
system('cc -O1 -o build/check/loop build/check/loop.c') == 0 or die;
slower('for scale: a user-space loop under callgrind', 0,
       cpu(sub { system('valgrind --tool=callgrind --cache-sim=yes ' .
			'--callgrind-out-file=/dev/null build/check/loop ' .
			'>build/check/log 2>&1') == 0 }),
       cpu(sub { system('build/check/loop') == 0 }));

exit($limit_ok ? 0 : 1);
