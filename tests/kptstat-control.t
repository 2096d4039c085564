#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-control.t - what an operation costs less its control is what its
# tables cost: the row that is shown, with the other two below it
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

sub sample {
	my ($metric, $values, %more) = @_;
	return { type => 'sample', scenario => 's', phase => 'op', n => 1,
		params => 'mechanism=pte kind=churn per=table ops=64',
		metric => $metric, kind => 'cost', unit => 'instructions',
		per => 'table', class => 'exact', better => 'lower',
		source => 'x', fixed => 0, scale => 1, values => $values,
		%more };
}

my ($s, $text);

# compared SAMPLES(patched), BOOTS: the records they make, judged
sub compared {
	my ($samples, $boots) = @_;
	open(my $f, '>', "$tmp/r.jsonl") or die;
	for my $b (1 .. $boots) {
		for my $label (qw(base patched)) {
			my @all = $samples->($label eq 'patched', $b);
			print $f $json->encode($_), "\n" for
				{ %{ env_record($label, $b) }, mode => 'exact' },
				@all,
				{ type => 'end', label => $label, boot => $b,
				  group => '', status => 'ok',
				  samples => scalar @all, audits => 0,
				  reason => '' };
		}
	}
	close $f;
	my $said = `build/kptstat compare --base base --patched patched \\
		-o $tmp/out $tmp/r.jsonl 2>&1`;
	$s = $json->decode(slurp("$tmp/out/summary.json"));
	$text = slurp("$tmp/out/report.txt");
	$text =~ s/[ \n]+/ /g;
	return $said;
}

sub one {
	my ($metric) = @_;
	my ($r) = grep { $_->{metric} eq $metric } @{ $s->{comparisons} };
	return $r // {};
}

# Windows of an operation of 100 and of 60 of them that are no table.
sub three {
	my ($patched, $boot) = @_;
	my ($op, $control) = (100 + 8 * $patched, 60);
	return (sample('cost.instructions', [ ($op + 5) x 6 ], fixed => 5),
		sample('cost.instructions.control', [ ($control + 5) x 6 ],
		       fixed => 5),
		sample('cost.instructions.table', [ ($op - $control) x 6 ],
		       primary => 1));
}

compared(\&three, 3);
my $table = one('cost.instructions.table');
is($table->{base}, 40, 'tables cost the operation less its control');
is($table->{diff}, 8, '... and what the operation does more');
is($table->{ratio}, 1.2, '... of what the tables cost');
ok($table->{main}, '... which is the row that is shown');
is($table->{part}, 'table', '... and what it is');
is($table->{of}, 'cost.instructions', '... and of what');
is(one('cost.instructions')->{part}, 'operation', 'the operation is one');
is(one('cost.instructions')->{base}, 100, '... less its fixed cost');
ok(!one('cost.instructions')->{main}, '... and is not shown by itself');
is(one('cost.instructions.control')->{part}, 'control', 'so is the control');
ok(!one('cost.instructions.control')->{main}, '... which is not shown either');
like($text, qr/kernel PTE table 40 48 \+8 \+20\.0%/, 'tables in the table');
like($text, qr/The operation: kernel PTE table: 100 -> 108, control 60 -> 60\./,
     '... and what they are a part of below it');
like($text, qr/ s 40 48 \+8 \+20\.0% all of it 100 108 \+8 \+8\.0% less: control 60 60 0/,
     'all three in the full table');
unlike($text, qr/Further counters/, '... so that none is left');

# A window of few operations may cost less than its control.
my $said = compared(sub {
	my @all = three(@_);
	$all[2]{values} = [ (2 * $_[0] - 3) x 6 ];
	return @all;
}, 3);
is(one('cost.instructions.table')->{base}, -3, 'less than nothing is a value');
like($text, qr/costs less than its control, so there is no percentage/,
     '... without a percentage');

# As records were before there were controls.
compared(sub { my @all = three(@_); return $all[0]; }, 3);
is(one('cost.instructions')->{base}, 100, 'records without a control');
ok(one('cost.instructions')->{main}, '... have one cost, which is shown');
ok(!exists one('cost.instructions')->{part}, '... and is no part');

# Of a kernel whose control could not be measured.
compared(sub {
	my @all = three(@_);
	@{ $_ }{qw(values na)} = ([], 'no control here') for @all[1, 2];
	return @all;
}, 3);
ok(one('cost.instructions')->{main}, 'without a control the operation is shown');
ok(!one('cost.instructions.table')->{main}, '... and not what has no value');

done_testing();
