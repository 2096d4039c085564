#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-agree.t - what QEMU counted, held against what a machine's PMU did
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

# made_up NAME MODE BOOTS COST...: COST is [scenario, base, patched, spread]
sub made_up {
	my ($name, $mode, $boots, @costs) = @_;
	my $class = $mode eq 'exact' ? 'exact' : 'noisy';
	open(my $f, '>', "$tmp/$name.jsonl") or die $!;
	for my $boot (1 .. $boots) {
		for my $label (qw(base patched)) {
			my @s = map {
				my ($sc, @v) = @$_;
				# Not a pattern that both kernels share.
				my $off = $v[2] * (($boot * 7 + ($label eq 'base')
						    * 3) % 5 - 2);
				{ type => 'sample', scenario => $sc, params => '',
				  phase => 'op', n => 1, kind => 'cost',
				  metric => 'cost.instructions',
				  unit => 'instructions', per => 'op',
				  class => $class, better => 'lower',
				  source => 'perf:instructions:k', fixed => 0,
				  scale => 1, primary => 1,
				  values => [ $v[$label eq 'patched'] + $off ] }
			} @costs;
			print $f $json->encode($_), "\n" for
				env_record($label, $boot, mode => $mode),
				@s, { type => 'end', label => $label,
				      boot => $boot, group => '', status => 'ok',
				      samples => scalar @s, audits => 0,
				      reason => '' };
		}
	}
	close $f;
	system("build/kptstat compare --format none --fail-on leak --json " .
	       "$tmp/$name.json $tmp/$name.jsonl >$tmp/out 2>$tmp/err");
	ok(-s "$tmp/$name.json", "$name: a summary") or diag(slurp("$tmp/err"));
	return "$tmp/$name.json";
}

# agree FILE...: status and text
sub agree {
	my $text = `build/kptstat report -f agree @_ 2>$tmp/err`;
	return ($? >> 8, $text, slurp("$tmp/err"));
}

my $exact = made_up('exact', 'exact', 3, [ 'pte-churn', 1000, 1100, 0 ],
	['pmd-churn', 2000, 1900, 0 ], [ 'split', 4000, 4100, 0 ],
	['vmap-4k', 3000, 3000, 0 ], [ 'vmap-2m', 500, 510, 0 ],
	['ioremap-4k', 700, 700, 0 ]);
my $metal = made_up('metal', 'metal', 10, [ 'pte-churn', 1010, 1110, 1 ],
	['pmd-churn', 2100, 1800, 1 ], [ 'split', 3960, 3660, 1 ],
	['vmap-4k', 3000, 3000, 1 ], [ 'vmap-2m', 500, 501, 30 ]);

my ($status, $text) = agree($exact, $metal);
is($status, 0, 'two summaries that belong together');
my %says = map { /^\| ([\w-]+) \|.*\| ([\w ]+) \|$/ ? ($1 => $2) : () }
	split /\n/, $text;
delete $says{operation};	# the head
is_deeply(\%says, { 'pte-churn' => 'agrees',
	'pmd-churn' => 'same sign', 'split' => 'OPPOSITE SIGN',
	'vmap-4k' => 'agrees', 'vmap-2m' => 'not resolved' },
	'what the machine says of each difference') or diag($text);
like($text, qr/Of 5 operations the difference agrees in 2, has the same sign in 1, the opposite sign in 1, and is not resolved in 1\./,
     '... and of how many');
like($text, qr/between -1\.00% \(split\) and \+5\.00% \(pmd-churn\)/,
     'the counts of the base kernel differ by so much');
like($text, qr/n\/a: 1 operation that QEMU counted was not counted/,
     'what was not counted on the machine is n/a');
like($text, qr/\| pte-churn \| 1000 \| 1010\S* \| \+1\.00% \| \+100 \|/,
     'both counts and both differences stand side by side');

($status, $text) = agree($exact, $exact);
unlike($text, qr/OPPOSITE/, 'a count agrees with itself');
like($text, qr/agrees in 6,.* not resolved in 0\./, '... in every row');

for ([ "$metal $exact", 'not counted in mode exact, but in mode metal' ],
     [ $exact, 'name two summaries' ]) {
	my (undef, $out, $err);
	($status, $out, $err) = agree($_->[0]);
	isnt($status, 0, 'refused');
	like($err, qr/$_->[1]/, '... and why');
}
done_testing();
