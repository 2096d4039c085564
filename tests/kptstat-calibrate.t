#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-calibrate.t - a small calibration: it must find our decisions right,
# and those rules wrong that are known to be
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp qw(tempdir);
use Kpt;
use Test::More;

my $tmp = tempdir(CLEANUP => 1);

sub calibrate {
	my ($args) = @_;
	my $out = `build/kptstat calibrate $args 2>$tmp/err`;
	return ($? >> 8, $out);
}

# tables MARKDOWN: a list of { title, rule => [[percent, error], ...] }
sub tables {
	my @tables;
	for (split /\n/, $_[0]) {
		push @tables, { title => $1 } if /^\*\*(.*)\*\*$/;
		next unless /^\| (.+?) \| (.*\)|.*n\/a.*) \|$/;
		my ($rule, $cells) = ($1, $2);
		$tables[-1]{$rule} = [ map { [/([\d.]+) \(([\d.]+)\)/] }
				       split / \| /, $cells ];
	}
	return @tables;
}

# ---- whole comparisons --------------------------------------------------
my $comparisons = 600;
my ($status, $md) = calibrate("--only decision --format md -n $comparisons");
is($status, 0, 'whole comparisons are calibrated');
my ($null, $rest, $margin, $promise) = tables($md);
like($promise->{title}, qr/the plan promises/, 'four tables');

# Four standard errors of a share of five in a hundred, and of eighty.
my $many = 4 * 100 * sqrt(0.05 * 0.95 / $comparisons);
my $found = 4 * 100 * sqrt(0.8 * 0.2 / $comparisons);
for my $t ($null, $rest, $margin) {
	my @noise = grep { $_ ne 'title' } sort keys %$t;
	is(scalar @noise, 7, "$t->{title}: seven kinds of noise");
	for my $noise (@noise) {
		my @most = sort { $b <=> $a } map { $_->[0] } @{ $t->{$noise} };
		cmp_ok($most[0], '<', 5 + $many, "... $noise: at most 5 %");
	}
}
for my $c (0 .. 3) {
	cmp_ok($null->{normal}[$c][0], '>', 5 - $many,
	       'normal noise: not far fewer either, column ' . ($c + 1));
	cmp_ok($promise->{normal}[$c][0], '>', 80 - $found,
	       '... and what was promised is found');
}
cmp_ok($null->{'drift, 2% from boot to boot'}[0][0], '>', 5 - $many,
       'drift: pairs keep their level');

# ---- single tests ---------------------------------------------------------
my $pairs = 3000;
($status, $md) = calibrate("--only rules --format md -n $pairs");
is($status, 0, 'a small calibration');
my @t = tables($md);
is(scalar(@t), 6, 'three designs, false alarms and power each');

# Four standard errors of a share of five in a hundred.
my $error = 4 * 100 * sqrt(0.05 * 0.95 / $pairs);
my $boots = 'groups of boots (ours)';
for my $t (grep { $_->{title} !~ /difference|drift/ } @t) {
	for my $c (0 .. 3) {
		my $at = "$t->{title}, column " . ($c + 1);
		my $ours = $t->{$boots}[$c][0];
		ok(abs($ours - 5) < $error,
		   "$at: groups of boots are right") or diag($ours);
		for my $rule ('pairs of boots (ours)',
			      'Student on boots (best)') {
			ok(abs($t->{$rule}[$c][0] - 5) < $error,
			   "... so is $rule") or diag($t->{$rule}[$c][0]);
		}
		ok($t->{'Welch on all iterations'}[$c][0] > 10,
		   '... and iterations as replicates are found wrong');
		ok($t->{'Mann-Whitney on iterations'}[$c][0] > 10,
		   '... by ranks as well');
	}
	ok($t->{'Welch on all iterations'}[3][0] >
	   $t->{'Welch on all iterations'}[0][0] + 30,
	   '... the more boots differ, the more');
	cmp_ok($t->{"boots' intervals apart"}[1][0], '<', 2,
	       '... and intervals by eye see too little');
}
for my $t (grep { $_->{title} =~ /boot effect and difference/ } @t) {
	for my $c (0 .. 3) {
		my $best = $t->{'Student on boots (best)'}[$c][0];
		ok(abs($best - 80) < 4, "$t->{title}: the best finds 80 of 100")
			or diag($best);
		cmp_ok($t->{$boots}[$c][0], '>', $best - 5,
		       '... and ours hardly fewer');
	}
}
my ($drift) = grep { $_->{title} =~ /drift$/ } @t;
cmp_ok($drift->{'pairs of boots (ours)'}[3][0], '>', 5 - $error,
       'under drift pairs stay right');
cmp_ok($drift->{$boots}[3][0], '<', 1, '... where the others go blind');

my (undef, $again) = calibrate("--only rules --format md -n $pairs");
is($again, $md, 'the same seed, the same bytes');
my (undef, $text) = calibrate('-n 100 --seed 2');
is(scalar(grep { length > 72 } split /\n/, $text), 0,
   'the text has at most 72 columns');
unlike($text, qr/nan|inf\b/i, '... and every number is one');

# Records of one kernel: 20 boots that differ by 1 %, 3 runs of 10 windows.
open(my $f, '>', "$tmp/noisy.jsonl") or die;
print $f `awk -v boots=20 -f tests/fixtures/records/noise.awk`;
close $f;
($status, $md) = calibrate("--format md -n $pairs $tmp/noisy.jsonl");
is($status, 0, 'boots of a records file are split');
my ($split) = tables($md);
cmp_ok(abs($split->{$boots}[0][0] - 5), '<', 3, '... ours is right')
	or diag($split->{$boots}[0][0]);
cmp_ok($split->{'Welch on all iterations'}[0][0], '>', 20,
       '... iterations as replicates are wrong');

system("awk -f tests/fixtures/records/make.awk >$tmp/exact.jsonl");
($status) = calibrate("$tmp/exact.jsonl");
is($status, 1, 'what is exact has nothing to split');
like(slurp("$tmp/err"), qr/no cost that varies/, '... and that is said');
($status) = calibrate("--label nosuch $tmp/exact.jsonl");
is($status, 2, 'an unknown label is a usage error');
($status) = calibrate('--format pdf');
is($status, 2, 'so is an unknown format');
($status) = calibrate('--only nothing');
is($status, 2, '... or an unknown part');
($status) = calibrate("$tmp/nosuch.jsonl");
is($status, 2, '... and a missing file');

# What is published is what the program printed.
my $table = slurp('docs/calibration-table.md');
ok(length($table) && index(slurp('docs/calibration.md'), $table) >= 0,
   'docs/calibration.md holds the table');
($status, $md) = calibrate('--only rules --format md');
ok($md eq $table, '... and the program prints it again, to the digit');
# Ten thousand comparisons take minutes: tests/soak/calibrate.t.
$table = slurp('docs/calibration-decision.md');
ok(length($table) && index(slurp('docs/calibration.md'), $table) >= 0,
   'it holds the tables of whole comparisons as well');

done_testing();
