#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-planted.t - exact metrics: a difference of one instruction, page or
# object that is planted is found, alone and to the digit; where none is, none
# is found
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

my $tmp = tempdir(CLEANUP => 1);
my @model = split /^/,
	`awk -v what=same -f tests/fixtures/records/make.awk`;

# field LINE, NAME: a member of a record, as text
sub field {
	my ($line, $name) = @_;
	return $line =~ /"$name":"?([^",}]*)/ ? $1 : '';
}

sub key {
	my ($line) = @_;
	return join ' ', map { field($line, $_) } qw(scenario phase metric);
}

# values LINE, CODE: the line with each of its values through CODE
sub values_of {
	my ($line, $code) = @_;
	$line =~ s{"values":\[([^\]]+)\]}
		  {'"values":[' . join(',', map { $code->($_) }
				       split /,/, $1) . ']'}e;
	return $line;
}

# records CODE: the model, each sample of patched through CODE(line)
sub records {
	my ($code) = @_;
	my ($label, @out) = ('');
	for (@model) {
		$label = field($_, 'label') if /"type":"env"/;
		push @out, /"type":"sample"/ ? $code->($_, $label) : $_;
	}
	open(my $f, '>', "$tmp/records.jsonl") or die;
	print $f @out;
	close $f;
}

# judge: rows of the comparison that are not without difference
sub judged {
	my $ret = system("build/kptstat compare --format none " .
			 "--json $tmp/s.json $tmp/records.jsonl 2>$tmp/err");
	return undef if $ret < 0 || $ret >> 8 > 1;
	my $s = decode_json(slurp("$tmp/s.json"));
	return grep { $_->{verdict} !~ /^(equivalent|n\/a)$/ }
		@{ $s->{comparisons} };
}

# One more of its unit for each operation or object.
sub planted {
	my ($line) = @_;
	my $n = field($line, 'phase') eq 'start' ? 1 : field($line, 'n');
	return values_of($line, sub { $_[0] + $n });
}

my %metrics = map { key($_) => 1 }
	grep { /"class":"exact"/ && !/"na":/ && !/"phase":"drained"/ }
	grep { /"type":"sample"/ } @model;
cmp_ok(scalar(keys %metrics), '>=', 20, 'the model has many exact metrics');

for my $m (sort keys %metrics) {
	records(sub {
		my ($line, $label) = @_;
		return $label eq 'patched' && key($line) eq $m ?
			planted($line) : $line;
	});
	my @rows = judged();
	is(join(', ', map { "$_->{scenario} $_->{phase} $_->{metric}" } @rows),
	   $m, "$m: found, and nothing else");
	is($rows[0]{diff}, 1, '... to the digit');
}

# All at once, a million values: every vector is 2,400 windows long.
my $values = 0;
records(sub {
	my ($line, $label) = @_;
	$line = planted($line)
		if $label eq 'patched' && $metrics{key($line)};
	$line =~ s{"values":\[([^\]]+)\]}{
		my @v = split /,/, $1;
		my $times = int(2400 / @v);
		$values += @v * $times;
		'"values":[' . join(',', ($1) x $times) . ']'}e;
	return $line;
});
cmp_ok($values, '>=', 1e6, "$values values in one file");
my @rows = judged();
is(scalar(@rows), scalar(keys %metrics), 'every planted difference is found');
is(scalar(grep { $_->{diff} != 1 } @rows), 0, '... to the digit');

# Kernels that do not differ: of any cost, with ticks anywhere.
srand(1);
my $found = 0;
for my $pair (1 .. 100) {
	my %offset = map { $_ => int(rand(1000)) } sort keys %metrics;
	my %tick = map { $_ => int(rand(4)) } qw(base patched);
	records(sub {
		my ($line, $label) = @_;
		return $line unless $metrics{key($line)};
		my $n = field($line, 'n') || 1;
		my $add = $offset{key($line)} * $n;
		my $at = 0;
		# One window of four has a tick in it, of any length.
		my $cost = field($line, 'phase') eq 'op';
		my ($first) = $line =~ /"values":\[(\d+)/;
		return values_of($line, sub {
			my $v = ($cost ? $first : $_[0]) + $add;
			$v += 480 + $pair if $cost && $at++ == $tick{$label};
			return $v;
		});
	});
	# Where ticks fall into other windows, windows disagree: not resolved.
	my @odd = grep { $_->{verdict} ne 'unresolved' } judged();
	$found += @odd;
	diag("pair $pair: $odd[0]{scenario} $odd[0]{metric}: " .
	     "$odd[0]{verdict}") if @odd;
}
is($found, 0, 'a hundred pairs that do not differ: no difference');

done_testing();
