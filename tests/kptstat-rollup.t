#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-rollup.t - many costs in a line: the geometric mean of what rows say
# of each boot, computed again here; and the signs of small changes
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

plan skip_all => 'build/kptstat is not built; make tools' unless
	-x 'build/kptstat';
my $dir = tempdir(CLEANUP => 1);

sub compare_rows {
	my ($name, $args) = @_;
	system("awk $args -f tests/fixtures/records/rows.awk " .
	       ">$dir/$name.jsonl && build/kptstat compare --format none " .
	       "-o $dir/$name $dir/$name.jsonl 2>$dir/err");
	diag(slurp("$dir/err")) if $?;
	my $text = slurp("$dir/$name/report.txt");
	$text =~ s/\s+/ /g;
	return ($text, JSON::PP->new->decode(
		slurp("$dir/$name/summary.json")));
}

sub main_rows {
	my ($s) = @_;
	return grep { $_->{kind} eq 'cost' && $_->{main} } @{ $s->{comparisons} };
}

sub mean { my $sum = 0; $sum += $_ for @_; return $sum / @_ }

# Pairs of six boots: Student's t of five degrees of freedom.
my ($text, $s) = compare_rows('noisy', '-v scenarios=12 -v noisy=1 -v boots=6');
my @rows = main_rows($s);
is(scalar @rows, 12, 'twelve main costs');
ok($rows[0]{interleaved}, '... of pairs of boots');
my @d = map {
	my $j = $_;
	mean(map { log($_->{boot_means}{patched}[$j] /
		       $_->{boot_means}{base}[$j]) } @rows)
} 0 .. 5;
my $mid = mean(@d);
my $se = sqrt(mean(map { ($_ - $mid) ** 2 } @d) / 5);
my @want = map { sprintf '%+.2g%%', 100 * (exp($_) - 1) }
	$mid, $mid - 2.570582 * $se, $mid + 2.570582 * $se;
my ($got) = $text =~ /(Geometric mean of [^)]*\))/;
is($got, "Geometric mean of 12 costs: $want[0] (95% interval $want[1] to " .
   "$want[2], 6 boots of each)", 'the mean and its interval');
like($text, qr/The same by operation, 3 of vmalloc: \S+ \(95% interval/,
     'the mean of one mechanism');
my $letter = slurp("$dir/noisy/cover-letter.txt");
$letter =~ s/\s+/ /g;
like($letter, qr/\Q$got\E/, 'the letter has it');
unlike($letter, qr/by operation/, '... and no more');
like(slurp("$dir/noisy/$_"), qr/Geometric mean of 12 costs/, "$_ has it") for
	qw(report.md report.html);

my @small = grep { $_->{verdict} eq 'equivalent' && $_->{diff} } @rows;
my $up = grep { $_->{diff} > 0 } @small;
my $more = 2 * $up >= @small ? "$up of ${\scalar @small} small changes are " .
	'increases' : (@small - $up) . " of ${\scalar @small} small changes " .
	'are decreases';
like($text, qr/\Q$more\E \(sign test p = /, 'signs of small changes')
	if @small >= 6;

# Exact: scenario s costs 100,000 and, with an odd number, s more.
($text, $s) = compare_rows('exact', '-v scenarios=9');
my $ratio = exp(mean(map { $_ % 2 ? log((100000 + $_) / 100000) : 0 } 1 .. 9));
my $pc = sprintf '%+.2g%%', 100 * ($ratio - 1);
like($text, qr/Geometric mean of 9 costs: \Q$pc\E \(exact\)\./,
     'exact rows have no interval');
unlike($text, qr/sign test/, '... and no p-value');
($text) = compare_rows('few', '-v scenarios=2');
unlike($text, qr/Geometric mean/, 'two rows are no mean');

# Values not above 0, and other units.
my $records = slurp("$dir/exact.jsonl");
open(my $f, '>', "$dir/zero.jsonl") or die;
for (split /^/, $records) {
	s/"values":\[\d+\]/"values":[0]/ if /"cost/ && /"scenario":"s2"/;
	s/"unit":"instructions"/"unit":"loads"/ if /"scenario":"s[3456]"/;
	print $f $_;
}
close $f;
$text = `build/kptstat compare $dir/zero.jsonl 2>/dev/null`;
$text =~ s/\s+/ /g;
like($text, qr/Geometric mean of 4 costs in [^:]*: \S+ \(exact\), 1 left out; 4 costs in virtual ns[^:]*: \S+ \(exact\)\./,
     'units are not mixed, and what has no ratio is counted');
done_testing();
