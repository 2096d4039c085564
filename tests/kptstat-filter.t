#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-filter.t - some rows of a summary: what is left out is told, health
# is of the whole run, and a gate says what it looked at
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

# kptstat ARGS: exit status, what it prints, what it says
sub kptstat {
	my ($args) = @_;
	my $status = system("build/kptstat $args >$dir/out 2>$dir/err") >> 8;
	return ($status, slurp("$dir/out"), slurp("$dir/err"));
}

sub records {
	my ($name, $args) = @_;
	system("awk $args -f tests/fixtures/records/rows.awk " .
	       ">$dir/$name.jsonl") == 0 or die;
	return "$dir/$name.jsonl";
}

sub load { JSON::PP->new->decode(slurp($_[0])) }

my $exact = records('exact', '-v scenarios=12');
my ($status, $out, $err) =
	kptstat("compare --only 's1,s1?' -o $dir/exact $exact");
is($status, 0, 'compare: a filter is taken') or diag($err);
like((split /\n/, $out)[2], qr/^filtered: --only s1,s1\?: 4 of 12 scenarios;/,
     'its first lines say what is shown');
unlike($out, qr/\bs5\b/, '... and the rest is not');
my $whole = load("$dir/exact/summary.json");
is(scalar @{ $whole->{comparisons} }, 48, 'summary.json has every row');
ok(!exists $whole->{filter}, '... and no filter');
like(slurp("$dir/exact/$_"), qr/filtered: --only/, "$_ says so") for
	qw(report.md report.txt cover-letter.txt report.html summary.csv);

($status, $out) = kptstat("compare --only s1 --only 's1?' $exact");
like((split /\n/, $out)[2], qr/^filtered: --only s1,s1\?: 4 of 12 scenarios;/,
     'an option that is given again adds to the list');

# What programs read has it where its format has room for it, and a picture
# below its heading, unless it is of the whole run.
my @lines = split /\r\n/, slurp("$dir/exact/summary.csv");
like($lines[0], qr/,why,filter$/, 'csv: in a column more');
is(scalar(grep { /filtered: --only s1,s1\?: 4 of/ } @lines[1 .. $#lines]), 16,
   '... of every row');
($status, $out) = kptstat("report -f gobench --only 's1' $dir/exact");
like($out, qr/^note: filtered: --only s1: 1 of 12 scenarios;/m,
     'gobench: in a line of its configuration');
($status, $out) = kptstat("report -f kcidb --only 's1' $dir/exact");
my @tests = grep { $_->{misc} } @{ JSON::PP->new->decode($out)->{tests} };
is(scalar(grep { ($_->{misc}{filter} // '') =~ /^filtered: --only s1:/ }
	  @tests), 8, 'kcidb: in what is told of each row');
for my $of (['', 0, 0], ["--only 's1,s1?'", 1, 0]) {
	my ($filter, $rows, $run) = @$of;
	kptstat("plot --templates plots -o $dir/plots $filter $dir/exact");
	is(slurp("$dir/plots/$_->[0].labels") =~ /^subject = .*, filtered'$/m
		? 1 : 0, $_->[1], "picture $_->[0], '$filter'")
		for ['cost', $rows], ['forest', $rows], ['timeline', $run],
		    ['coverage', $run];
}

($status, $out, $err) = kptstat("report --only zz $dir/exact");
is($status, 2, 'a pattern that matches nothing is an error');
like($err, qr/nothing matches "zz"; there are: .*\bs12\b/,
     '... that lists what there is');
($status, $out, $err) = kptstat("report --only s1,zz $dir/exact");
is($status, 2, '... beside one that matches, too');
($status, $out, $err) = kptstat("report --metrics 'cost.[x' $dir/exact");
is($status, 2, '... of metrics, too');
like($err, qr/cost\.instructions/, '... with the metrics there are');

($status, $out) = kptstat("report --metrics 'cost.*' $dir/exact");
like($out, qr/--metrics cost\.\*: 2 of 4 metrics;\s24\sof\s48\srows/,
     'metrics are filtered');
like($out, qr/nothing passed the filter/, '... memory was not unmeasured');
($status, $out) = kptstat("report -f json --only s2 --metrics 'cost.*' " .
			  "$dir/exact");
my $some = JSON::PP->new->decode($out);
is(scalar @{ $some->{comparisons} }, 2, 'both filters at once');
is($some->{filter}{scenarios}{of}, 12, '... as the summary says');

# The family of tests is that of the whole comparison.
my $noisy = records('noisy', '-v scenarios=8 -v noisy=1 -v boots=10');
kptstat("compare -o $dir/noisy $noisy");
my ($all) = rows(load("$dir/noisy/summary.json"), scenario => 's7',
		 metric => 'cost.instructions');
($status, $out) = kptstat("report -f json --only s7 $dir/noisy");
my ($one) = rows(JSON::PP->new->decode($out), scenario => 's7',
		 metric => 'cost.instructions');
ok(defined $all->{p_adj}, 'a noisy row has an adjusted p');
is_deeply($one, $all, '... and a filter changes nothing of it');

# Costs of scenarios with an even number do not change.
($status, $out, $err) =
	kptstat("report --fail-on regressed --only s2 $dir/exact");
is($status, 0, 'a gate looks at what is left');
like($err, qr/--fail-on regressed looked at 4 of 48 rows/, '... and says so');
($status) = kptstat("report --fail-on regressed --only s1 $dir/exact");
is($status, 1, '... and fails on it');
my $leaks = records('leaks', '-v scenarios=4 -v leaks=1');
($status, $out) = kptstat("compare --only s2 --metrics cost.ns $leaks");
is($status, 1, 'no filter hides a leak from the gate');
like($out, qr/LEAK: \d+ readings/, '... nor from a report');
($status, $out) = kptstat("compare --only s2 --format ktap $exact");
like($out, qr/^KTAP version 1\n1\.\.\d+\n# filtered: /, 'KTAP says so');
system("grep -v '\"type\":\"end\",\"label\":\"patched\",\"boot\":3' $exact " .
       ">$dir/lost.jsonl");
($status, $out) = kptstat("compare --only s2 $dir/lost.jsonl");
is($status, 1, 'no filter hides a boot that is missing');
like($out, qr/INCOMPLETE/, '... nor does a report');
done_testing();
