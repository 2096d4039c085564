#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# scaling.t - several CPUs at once, in a guest of four: each number of CPUs has
# its row or its reason, operations are those of all, nothing is left behind
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use JSON::PP;
use Test::More;

my @names = qw(kthreads-pte procs-mprotect procs-fork threads-mprotect
	       threads-fault);
my %ops = ('kthreads-pte' => 32, 'procs-fork' => 4);
my $dir = kernel('arm64', 'rt', 'base');
is(run_kernels('scaling', 'arm64', 'rt', { base => $dir },
	       join(',', @names, 'kpageflags-churn', 'walk-churn'), '', 1), 0,
   'a guest of four CPUs, and a clean console')
	or diag(slurp('build/check/scaling.log'));

my (%cost, %classes, @left);
my $drained = 0;
for (split /\n/, slurp('build/check/scaling/records.jsonl')) {
	my $d = decode_json($_);
	next unless $d->{type} eq 'sample' && $d->{scenario};
	$cost{$d->{scenario}} = $d if $d->{metric} eq 'cost.instructions';
	$classes{$d->{scenario}} = $d if $d->{metric} =~ /^class\.barrier/;
	next if $d->{phase} ne 'drained' || $d->{metric} eq 'pages.slab';
	$drained += @{ $d->{values} };
	push @left, "$d->{scenario} $d->{metric} @{ $d->{values} }"
		if grep { $_ } @{ $d->{values} };
}
cmp_ok($drained, '>', 100, 'state was read when all was over');
is("@left", '', 'and nothing is left');

# one SCENARIO: what an operation takes, of the median window
sub one {
	my ($d) = $cost{$_[0]} // { values => [], n => 1, fixed => 0 };
	my @v = sort { $a <=> $b } @{ $d->{values} };
	return @v ? ($v[$#v / 2] - $d->{fixed}) / $d->{n} : 0;
}

for my $name (@names) {
	for my $cpus (1, 2, 4) {
		my $d = $cost{"$name-$cpus"} // { params => '' };
		is($d->{n}, $cpus * ($ops{$name} // 8),
		   "$name-$cpus: operations of all");
		like($d->{params}, qr/ cpus=$cpus\b/, '... on as many CPUs');
		is($d->{source}, 'clock:icount',
		   '... counted where all CPUs are');
		is(scalar(grep { $_ > 1000 } @{ $d->{values} // [] }), 8,
		   '... in every window');
		my $c = $classes{"$name-$cpus"} // { values => [] };
		is(scalar(@{ $c->{values} }), $cpus == 1 ? 8 : 0,
		   '... by class on one CPU alone');
		is($c->{na} // '', $cpus == 1 ? '' :
		   'several CPUs were in a window at once', '... and why');
	}
	is($cost{"$name-$_"}{na}, "wants $_ CPUs, and 4 are online",
	   "$name-$_: n/a, and why") for 8, 16, 32, 64;
}

# Processes share nothing, and threads the lock of their address space.
for my $cpus (2, 4) {
	for my $name (grep { !/^threads-m/ } @names) {
		cmp_ok(abs(one("$name-$cpus") / (one("$name-1") || 1) - 1),
		       '<', 0.05, "$name: on $cpus CPUs an operation takes " .
		       'what it takes on one, within 5 %');
	}
	cmp_ok(one("threads-mprotect-$cpus"), '>',
	       1.2 * one('threads-mprotect-1'),
	       "threads-mprotect: on $cpus CPUs they wait for one another");
}
# Tables that come and go while another CPU looks at all pages, or walks.
sub tables_left {
	my ($name, $scenario) = @_;
	my ($read) = grep { /^\{"type":"sample","scenario":"$scenario"/ &&
			    /"phase":"drained".*"metric":"tables\.pte"/ }
		split /\n/, slurp("build/check/$name/records.jsonl");
	return decode_json($read // '{"values":[]}')->{values};
}

for my $name ('kpageflags-churn', 'walk-churn') {
	is($cost{$name}{na},
	   'the emulator counts what the CPU beside does as well',
	   "$name, beside another CPU: no cost, and why");
	is_deeply(tables_left('scaling', $name), [ 0 ],
		  '... and every table is gone again');
}
# Without the lock that keeps them, tables are freed in the midst of a walk.
is(run_kernels('unlocked', 'arm64', 'rt', { base => $dir }, 'walk-churn',
	       '--extra-cmdline kptbench.walk_unlocked=1', 1), 0,
   'walks without a lock: a clean console');
like(join('', map { slurp($_) } glob('build/check/unlocked/console-*')),
     qr/20 walks, which began anew [1-9]\d* times/,
     '... and tables did move meanwhile, which was seen');
is_deeply(tables_left('unlocked', 'walk-churn'), [ 0 ],
	  '... and every table is gone again');
done_testing();
