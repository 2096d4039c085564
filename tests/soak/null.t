#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# null.t - kernels that differ in nothing a scenario runs are not called
# different: PAIRS pairs (100) on each of ARCHES, a kernel against itself out
# of phase by chance (tests/defects/README.md, kpt_phase=)
#
# A pair takes half a minute. KPT_SEED=N shifts by other amounts.
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

my %machines = (arm64 => 'rt', x86_64 => 'debug', riscv64 => 'debug');
my @arches = split ' ', $ENV{ARCHES} // 'arm64 x86_64 riscv64';
my $pairs = $ENV{PAIRS} // 100;
my $boots = 1 + ($ENV{LAYOUTS} // 3);
my $seed = $ENV{KPT_SEED} // 1;

# Those that share one boot line.
my $scenarios = join ',', map { m{([^/]+)\.conf$} } grep {
	my $conf = slurp($_);
	$conf !~ /^(boot|arch) *=/m && $conf !~ /^standard *= *0/m
} glob 'configs/scenarios/*.conf';

sub shift_words {
	return join ',', 'burn:' . int(rand(10_000_000)),
		'pages:' . int(rand(60)), 'objects:' . int(rand(60)),
		'areas:' . int(rand(12)), 'tick:' . (1 + int(rand(20)));
}

sub name {
	my ($r) = @_;
	return "$r->{scenario} $r->{metric} $r->{phase}: $r->{verdict}, " .
		($r->{diff} // '-');
}

for my $arch (@arches) {
	my $config = $machines{$arch} or die "$arch: no such machine here";
	my $dir = kernel($arch, $config, 'defects');
	ok($dir && -d $dir, "$arch $config: the kernel is built") or next;
	is(run_kernels("null-$arch", $arch, $config, { base => $dir },
		       $scenarios, '', $boots), 0, "$arch: in phase");
	srand($seed);
	my (%rows, @found);
	for my $n (1 .. $pairs) {
		my $run = "null-$arch-$n";
		my $words = shift_words();
		is(run_kernels($run, $arch, $config, { patched => $dir },
			       $scenarios, "--extra-cmdline kpt_phase=$words",
			       $boots), 0, "$arch: pair $n, $words");
		my $s = judge($run, "--base base build/check/null-$arch/" .
			      'records.jsonl', "build/check/$run/records.jsonl");
		my @all = @{ $s->{comparisons} // [] };
		ok(scalar(@all), '... is judged');
		# What is read at boot has what was taken there in it.
		for my $r (grep { $_->{phase} ne 'start' } @all) {
			$rows{ $r->{verdict} }++;
			next if $r->{verdict} =~ m{^(equivalent|unresolved|n/a)$};
			push @found, "pair $n, " . name($r);
		}
	}
	is_deeply(\@found, [], "$arch: no row of $pairs pairs is called different");
	note("$arch: $pairs pairs: ", join ', ',
	     map { "$rows{$_} $_" } sort keys %rows);
}

done_testing();
