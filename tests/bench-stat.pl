#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# bench-stat.pl - how fast kptstat is, beside what else does the same work
#
# Everything is measured here and now, one after the other, and told as ratios.
# Seconds are those of the processor: others may be using this machine. What
# is not installed is n/a. R and benchstat are spared JSON: they get the values
# as a table and as Go benchmarks.
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;

my ($boots, $metrics, $runs, $windows) = (25, 200, 2, 100);
my $samples = 2 * $boots * $metrics * $runs * $windows;
my $dir = 'build/bench';
my $missed = 0;
system("mkdir -p $dir");

# measure COMMAND: (seconds, KiB) of the best of COUNT, or () where it failed
sub measure {
	my ($command, $count) = @_;
	my ($best, $kib);
	for (1 .. $count // 3) {
		my $shell = $command =~ /[<>|]/ ? "sh -c '$command'" : $command;
		system("build/measure $dir/took $shell 2>$dir/err") == 0
			or return ();
		my (undef, $cpu, $rss) = split ' ', slurp("$dir/took");
		($best, $kib) = ($cpu, $rss) if !defined $best || $cpu < $best;
	}
	return ($best, $kib);
}

sub line {
	my ($what, $took, $rest) = @_;
	printf "%-44s %9s  %s\n", $what,
		defined $took ? sprintf('%.3f s', $took) : 'n/a', $rest // '';
}

# goal TEXT, VALUE, LEAST: or MOST, when it is a bound from above
sub goal {
	my ($what, $value, $bound, $above) = @_;
	my $good = $above ? $value <= $bound : $value >= $bound;
	printf "  %-42s %9.4g  (goal: at %s %g)%s\n", $what, $value,
		$above ? 'most' : 'least', $bound, $good ? '' : '  MISSED';
	$missed ||= !$good;
}

sub model {
	my ($file, %v) = @_;
	my $args = join ' ', map { "-v $_=$v{$_}" } sort keys %v;
	system("awk $args -v 'labels=base patched' -v slower=1 " .
		"-f tests/fixtures/records/noise.awk >$dir/$file") == 0
		or die "noise.awk failed\n";
}

# The same values as a table, and as Go benchmarks.
sub tables {
	my ($in) = @_;
	open(my $f, '<', "$dir/$in") or die "$dir/$in: $!\n";
	open(my $table, '>', "$dir/stat.table") or die;
	open(my $go0, '>', "$dir/base.txt") or die;
	open(my $go1, '>', "$dir/patched.txt") or die;
	my ($side, $boot) = (0, 0);
	while (<$f>) {
		($side, $boot) = ($1 eq 'patched' ? 1 : 0, $2)
			if /"env".*"label":"(\w+)","boot":(\d+)/;
		next unless /"scenario":"s(\d+)".*"run":(\d+),"values":\[(.*)\]/;
		my $go = $side ? $go1 : $go0;
		for my $v (split /,/, $3) {
			print $table "$1 $side $boot $2 $v\n";
			print $go "BenchmarkS$1 1000 $v ns/op\n";
		}
	}
}

printf "kptstat: %d values, %d metrics, %d boots, in one file\n", $samples,
	$metrics, 2 * $boots;
model('stat.jsonl', boots => $boots, metrics => $metrics, runs => $runs,
      windows => $windows);
my $ours = "build/kptstat compare --format none --json $dir/stat.json";
my ($took, $kib) = measure("$ours $dir/stat.jsonl");
die slurp("$dir/err") unless defined $took;
line('kptstat compare', $took, sprintf('%.2f million values/s, %.1f MiB',
    $samples / $took / 1e6, $kib / 1024));
goal('bytes of memory a value', $kib * 1024 / $samples, 32, 1);
for my $z (['gz', 'gzip -1 -k -f'], ['zst', 'zstd -q -k -f']) {
	system("$z->[1] $dir/stat.jsonl");
	my ($t, $k) = measure("$ours $dir/stat.jsonl.$z->[0]");
	line("... from .$z->[0]", $t, defined $t ?
	    sprintf('%.1f MiB', $k / 1024) : slurp("$dir/err"));
}

tables('stat.jsonl');
my $models = 5;
my ($r, $rkib) = measure("Rscript tests/rival/hierarchical.R " .
			 "$dir/stat.table $models >$dir/r.out", 1);
if (defined $r) {
	my ($read, $tests, $model, $n) = split ' ', slurp("$dir/r.out");
	my $share = $model / ($read + $tests + $model);
	my $without = $r * (1 - $share);
	line('R: read, wilcox.test, t.test', $without,
	    sprintf('%.2f million values/s, %.0f MiB',
		    $samples / $without / 1e6, $rkib / 1024));
	printf "  %-42s %9.4g\n", 'R without a model / kptstat with one',
		$without / $took;
	if ($n) {
		my $with = $without + $r * $share * $metrics / $n;
		line("R: and lmer (of $n metrics, scaled to $metrics)", $with,
		    sprintf('%.3f million values/s', $samples / $with / 1e6));
		goal('R / kptstat, the same work', $with / $took, 25);
	} else {
		line('R: and lmer', undef, 'no lme4; apt-get install r-cran-lme4');
	}
} else {
	line('R', undef, 'no Rscript; apt-get install r-base-core r-cran-lme4');
}

my ($b, $bkib) = measure("benchstat $dir/base.txt $dir/patched.txt " .
			 ">$dir/go.out", 1);
if (defined $b) {
	line('benchstat', $b, sprintf('%.2f million values/s, %.1f MiB',
	    $samples / $b / 1e6, $bkib / 1024));
	goal('benchstat / kptstat', $b / $took, 3);
} else {
	line('benchstat', undef, 'not installed; Debian has no package of it');
}

print "\nA report of $metrics metrics: 20 boots, 5 values each\n";
model('small.jsonl', boots => 10, metrics => $metrics, runs => 1,
      windows => 5);
my ($report) = measure("build/kptstat compare -o $dir/small " .
		       "$dir/small.jsonl >/dev/null", 5);
my ($one_report) = measure("build/kptstat compare $dir/small.jsonl >/dev/null",
			   5);
my ($alone) = measure("build/kptstat report --format text $dir/small " .
		      ">/dev/null", 5);
line('kptstat compare, every report', $report);
line('kptstat compare, one report', $one_report);
line('kptstat report, from the summary', $alone);
goal('seconds for a report', $alone // 1e9, 0.1, 1);
goal('seconds, records to reports', $report // 1e9, 0.1, 1);

print "\n20,000 rows: 5000 scenarios, 3 boots of each kernel, exact\n";
system("awk -v scenarios=5000 -f tests/fixtures/records/rows.awk " .
       ">$dir/rows.jsonl") == 0 or die "rows.awk failed\n";
my ($rows) = measure("build/kptstat compare --format none --json " .
		     "$dir/rows.json $dir/rows.jsonl", 1);
my ($rows_all) = measure("build/kptstat compare --format none -o $dir/rows " .
			 "$dir/rows.jsonl >/dev/null", 1);
line('kptstat compare, the summary', $rows);
line('kptstat compare, every report', $rows_all);
goal('seconds, records to reports', $rows_all // 1e9, 4, 1);

open(my $f, '>', "$dir/interval.table") or die;
print $f map { sprintf "%d %.3f\n", $_ % 2, 1000 + 10 * rand } 1 .. 20;
close $f;
my ($one) = measure("Rscript tests/rival/interval.R $dir/interval.table " .
		    ">/dev/null", 5);
if (defined $one) {
	line("R started for one interval", $one);
	line("... for $metrics (scaled)", $one * $metrics);
	goal('R an interval / kptstat report', $one * $metrics / $alone, 500);
	# As it does: from the values to a table of them all.
	goal('R an interval / records to a report',
	     $one * $metrics / $one_report, 500);
} else {
	line('R started for each interval', undef,
	    'no Rscript; apt-get install r-base-core');
}
exit($missed ? 1 : 0);
