#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-noisy.t - boots that vary, and some that do not though they might:
# verdicts, the reasons for them, and what is said of single boots
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

plan skip_all => 'no build/kptstat; make tools' unless -x 'build/kptstat';

my $tmp = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->utf8->canonical;

# One boot: SAMPLES is a list of [scenario, value, more].
sub boot {
	my ($label, $boot, @samples) = @_;
	my @records = env_record($label, $boot, mode => 'metal');
	push @records, { type => 'sample', scenario => $_->[0],
		params => 'p', phase => 'op', n => 1, metric => 'cost.ns',
		kind => 'cost', unit => 'ns', per => 'op', class => 'noisy',
		better => 'lower', source => 'x', fixed => 0, scale => 1,
		values => [$_->[1]], %{ $_->[2] // {} } } for @samples;
	return (@records, { type => 'end', label => $label, boot => $boot,
		group => '', status => 'ok', samples => scalar @samples,
		audits => 0, reason => '' });
}

# compared IN_TURN, BASE, PATCHED, ARGS: both are lists of boots, each a list of
# samples or undef where it was lost; rows by scenario
sub compared {
	my ($in_turn, $base, $patched, $args) = @_;
	my @boots = ([ map { [ 'base', $_, $base->[$_ - 1] ] } 1 .. @$base ],
		     [ map { [ 'patched', $_, $patched->[$_ - 1] ] }
		       1 .. @$patched ]);
	my @order = (@{ $boots[0] }, @{ $boots[1] });
	@order = map { ($boots[0][$_] // (), $boots[1][$_] // ()) }
		0 .. ($#$base > $#$patched ? $#$base : $#$patched) if $in_turn;
	open(my $f, '>', "$tmp/r.jsonl") or die;
	for (grep { $_->[2] } @order) {
		print $f $json->encode($_), "\n"
			for boot($_->[0], $_->[1], @{ $_->[2] });
	}
	close $f;
	$args //= '';
	my $status = system('build/kptstat compare --fail-on regressed ' .
		"--json $tmp/s.json $args $tmp/r.jsonl >$tmp/out 2>$tmp/err");
	my $s = decode_json(slurp("$tmp/s.json"));
	return ($status >> 8,
		map { $_->{scenario} => $_ } @{ $s->{comparisons} });
}

# one IN_TURN, BASE, PATCHED, MORE: one scenario, a value a boot
sub one {
	my ($in_turn, $base, $patched, $more, $args) = @_;
	my ($status, %row) = compared($in_turn, (map {
		[ map { defined $_ ? [ [ 's', $_, $more ] ] : undef } @$_ ] }
		$base, $patched), $args);
	return ($status, $row{s});
}

sub codes {
	return join ' ', map { $_->{code} } @{ $_[0]{reasons} };
}

sub reason {
	my ($row, $code) = @_;
	my ($r) = grep { $_->{code} eq $code } @{ $row->{reasons} };
	return $r;
}

sub near {
	my ($got, $want, $what) = @_;
	ok(defined $got && abs($got - $want) <= 1e-9 * abs($want), $what)
		or diag($got // 'undef');
}

sub text {
	return slurp("$tmp/out") =~ s/\s+/ /gr;
}

# ---- boots that do not vary -------------------------------------------------
my ($status, $row) = one(0, [ (1000) x 10 ], [ (2000) x 10 ]);
is($row->{verdict}, 'regressed', 'ten boots at 1000, ten at 2000: regressed');
is($row->{test}, 'permutation', '... by the permutation of labels');
near($row->{p}, 2 / 184756, '... p = 2 / choose(20, 10)');
is($status, 1, '... and the gate fails');
($status, $row) = one(1, [ (1000) x 10 ], [ (2000) x 10 ]);
is("$row->{verdict} $row->{test}", 'regressed signs', 'ten such pairs as well');
near($row->{p}, 2 / 1024, '... p = 2 / 2^10');
($status, $row) = one(0, [ (1000) x 40 ], [ (1500) x 40 ]);
is($row->{verdict}, 'regressed', 'forty against forty have a p, too');
($status, $row) = one(0, [ (1000) x 10 ], [ (1000) x 10 ]);
is("$row->{verdict} " . codes($row), 'equivalent same_values',
   'no difference: every boot reads the same');
($status, $row) = one(1, [ (1000) x 10 ], [ (1004) x 10 ]);
is("$row->{verdict} " . codes($row), 'equivalent inside_margin',
   '0.4 % is inside the margin of 1 %');

# ---- pairs ------------------------------------------------------------------
# Boots differ by 10 %, pairs by 1.9 %.
my @base = (1138.96, 1010.46, 973.61, 948.35, 946.44, 810.51, 955.94, 1001.46,
	    910.64, 987.64, 986.17, 985.39, 1081.83, 870.26, 901.98, 991.65,
	    928.98, 1004.78, 927.80, 956.59);
my @wobble = (0, 3, -4, 1, 2, -2, 4, -1, 0, -3);
my @patched = map { $base[$_] * (1.019 + $wobble[$_ % 10] / 1e4) } 0 .. 18;
($status, $row) = one(1, \@base, \@patched);
is($row->{test}, 'paired', '20 pairs that lost a boot are still pairs');
is($row->{verdict}, 'regressed', '... and find what lies between boots');
is_deeply($row->{pairs}, { used => 19, left_out_base => 1,
			   left_out_patched => 0 }, '... nineteen of them');
is(reason($row, 'pairs_lost')->{used}, 19, '... as a reason says');
like(text(), qr/19 complete pairs of 20 boots are used/, '... in words');
($status, $row) = one(1, \@base, [ @patched[0 .. 7], undef,
				   @patched[9 .. 18], 975 ]);
is($row->{pairs}{used}, 19, 'a boot lost from the middle is one pair less');
($status, $row) = one(1, [ @base[0 .. 4] ], [ undef, @patched[1 .. 4] ]);
is("$row->{verdict} " . codes($row), 'inconclusive pairs_lost few_boots',
   'four complete pairs are too few');
is(reason($row, 'few_boots')->{base}, 4, '... which is what is counted');

# ---- the margin -------------------------------------------------------------
($status, $row) = one(0, [ 991, 997, 1000, 1004, 1008 ],
		      [ 1002.6, 1006.6, 1010.6, 1013.6, 1019.6 ]);
is("$row->{verdict} " . codes($row), 'inconclusive straddles_margin',
   'an interval of 1.001 to 1.020 straddles a margin of 1 %');
is($status, 0, '... which is no regression');
cmp_ok($row->{mde}, '>', $row->{margin},
       '... and nothing inside the margin could have been seen');
($status, $row) = one(0, [ 991, 997, 1000, 1004, 1008 ],
		      [ 1032.6, 1036.6, 1040.6, 1043.6, 1049.6 ]);
is("$row->{verdict} " . codes($row), 'regressed beyond_margin',
   'one of 1.03 to 1.05 is beyond it');
cmp_ok($row->{ratio_ci}[0], '>', 1.01, '... as its interval is');
($status, $row) = one(0, [ map { 1000 + $_ } @wobble ],
		      [ map { 1001 + $_ } @wobble[3 .. 9, 0 .. 2] ]);
is("$row->{verdict} " . codes($row), 'equivalent inside_margin',
   'one of 0.999 to 1.004 is inside');
ok($row->{ratio_tost_ci}[0] > 0.99 && $row->{ratio_tost_ci}[1] < 1.01,
   '... as the interval of 90 % is');

($status, $row) = one(1, [ 1, 1e6, 1, 1e6, 1, 1 ], [ 1e6, 1, 1e6, 1, 1, 1 ]);
ok(exists $row->{mde} && !defined $row->{mde},
   'boots that differ a million times show no effect worth a number');

# ---- no ratio ---------------------------------------------------------------
my $below = { fixed => 1000 };
($status, $row) = one(1, [ 900 .. 905 ], [ 950, 952, 954, 951, 953, 950 ],
		      $below);
is(codes($row), 'below_fixed below_fixed in_units',
   'less than a window of nothing: said, for both kernels');
ok(!defined $row->{ratio} && !defined $row->{ratio_ci} &&
   !defined $row->{margin}, '... there is no ratio, and no margin');
ok($row->{ci}[0] < 49.17 && $row->{ci}[1] > 49.16, '... but a difference');
is($row->{verdict}, 'regressed', '... that is judged');
unlike(text(), qr/[-+]50\.?\d*%/, '... and no percentage is told');
like(text(), qr/interval of the difference 46\.\d+ to 51\.\d+ ns/,
     '... but its interval');
($status, $row) = one(0, [ 101, 98, 103, 99, 99, 100 ],
		      [ 140, 142, 138, 141, 139, 143 ],
		      { kind => 'memory', unit => 'bytes', fixed => 100 });
is(codes($row), 'no_ratio in_units', 'a mean of 0 has no ratio');
is($row->{verdict}, 'regressed', '... and 0 to 40 is a difference');

$below = { kind => 'memory', unit => 'bytes', fixed => 100 };
($status, $row) = one(1, [ 150, 152, 99, 151, 149, 150 ],
		      [ 154, 152, 151, 155, 153, 154 ], $below);
is(reason($row, 'no_ratio')->{what}, 'boot_not_above_0',
   'one boot of a pair below 0 has no ratio');
like(text(), qr/a boot is not above 0/, '... in words');

# ---- one family a comparison -------------------------------------------------
# Of 1.8 % each interval is beyond the margin, but not with 40 to look at.
my @noise = (-7.75, 5, -3.3, 1.9, -0.6, 0.6, -1.9, 3.3, -5, 7.75);
sub family {
	my ($n, $more) = @_;
	my @boots;
	for my $k (0, 1) {
		for my $b (0 .. 9) {
			push @{ $boots[$k][$b] }, [ "s$_", 1000 *
				($k && $_ == 1 ? 1.018 : 1) +
				$noise[($k ? 3 * $b + 1 : $b) % 10], $more ]
				for 1 .. $n;
		}
	}
	return compared(1, @boots);
}
my $primary = { primary => 1 };
my (undef, %alone) = family(1, $primary);
is($alone{s1}{verdict}, 'regressed', '1.8 % is found where it is looked for');
my (undef, %many) = family(40, $primary);
is($many{s1}{role}, 'primary', '40 scenarios with a primary metric each');
is($many{s1}{tests}, 40, '... are one family');
is("$many{s1}{adjust} $many{s1}{verdict} " . codes($many{s1}),
   'holm inconclusive many_tests', '... in which it is not, and that is why');
like(text(), qr/not after adjustment for 40 tests/, '... in words');
cmp_ok($many{s1}{mde}, '>', $alone{s1}{mde},
       '... and what could have been seen is told for 40');
(undef, %many) = family(40);
is("$many{s1}{adjust} $many{s1}{tests}", 'bh 40', 'others are a family, too');
my @five = map { my $k = $_; [ map { my $b = $_; [ map {
	[ "s$_", $k ? 2000 : 1000, $primary ] } 1 .. 17 ] } 1 .. 5 ] } 0, 1;
(undef, %many) = compared(0, @five);
is("$many{s1}{verdict} " . codes($many{s1}), 'inconclusive few_boots',
   'five boots a side cannot tell anything of 17 constants');
is(reason($many{s1}, 'few_boots')->{need}, 6, '... but six can');

# ---- flags ------------------------------------------------------------------
my @out = map { 1000 + $_ } @wobble;
$out[6] = 1100;
($status, $row) = one(0, \@out, [ map { 1000 + $_ } @wobble ]);
is_deeply($row->{outliers}, { base => [7] }, 'boot 7 of base is flagged');
is(reason($row, 'outliers')->{side}, 'base', '... by a reason');
near($row->{base}, 1000 + 96 / 10, '... and is in the mean all the same');
($status, $row) = one(1, \@out, [ map { 1000 + $_ } @wobble ]);
is_deeply($row->{outliers}, { pairs => [7] }, 'of pairs, pair 7 is');
my @modes = map { 1000 + $_ + ($_ % 2 ? 100 : 0) } @wobble;
($status, $row) = one(0, \@modes, [ map { 1000 + $_ } @wobble ]);
is_deeply($row->{two_modes}, ['base'], 'two modes of base are flagged');
is(reason($row, 'two_modes')->{lower}, 6, '... with how many are in each');
ok(!exists $row->{ratio_boot}, 'there is no bootstrap beside it');
unlike(slurp("$tmp/out"), qr/bootstrap/, '... nor a word of one');

done_testing();
