#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-timeline.t - memory through a run, as summary.json has it
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use lib 'tests/lib';
use Kpt;
use Test::More;

my $stat = $ENV{KPTSTAT} // 'build/kptstat';
plan skip_all => "no $stat; make tools" unless -x $stat;
my $records = 'tests/fixtures/records';
my $tmp = tempdir(CLEANUP => 1);

# timeline COMMAND: of the records it prints; the summary may be a failure
sub timeline {
	my ($command) = @_;
	unlink "$tmp/s.json";
	system("$command >$tmp/r.jsonl && $stat compare --format none " .
	       "--json $tmp/s.json $tmp/r.jsonl >$tmp/log 2>&1");
	my $text = slurp("$tmp/s.json") or diag(slurp("$tmp/log"));
	return decode_json($text)->{timeline};
}

sub model { return timeline("awk -v what=$_[0] -f $records/make.awk") }
sub many { return timeline("perl $records/many.pl $_[0]") }

# steps TIMELINE, KEY => VALUE...: those that match
sub steps {
	my ($t, %want) = @_;
	return grep {
		my $s = $_;
		!grep { $s->{$_} ne $want{$_} } keys %want;
	} @{ $t->{steps} };
}

my $pages = 'meminfo.PageTables';
my $t = many('scenarios=6 boots=5');
is_deeply([ map { $_->{metric} } @{ $t->{metrics} } ],
	  [ 'tables.pte', $pages, 'slab.page_ptl.active' ],
	  'metrics of state, not of what was done, nor checks');
my ($start) = steps($t, when => 'start');
is($t->{steps}[0], $start, 'it begins with the start');
is($start->{base}{$pages}, 15, '... in absolute numbers, base');
is($start->{patched}{$pages}, 15 + 8, '... and patched');
is(scalar(@{ $t->{steps} }), 1 + 4 + 2 * 2 * 7, 'every drain, every rung');
my ($top) = steps($t, scenario => 'hold-05', when => 'held', n => 64);
is($top->{patched}{$pages}, 23 + 64 + 1,
   'a rung: the level and what it brought');
is_deeply($top->{base}, { 'tables.pte' => 8 + 65,
			  'slab.page_ptl.active' => 21 + 84 },
	  'only what changed is told');
my ($after) = steps($t, scenario => 'hold-05', when => 'drained', n => 64);
is($after->{patched}{$pages}, 23, 'drained: as it was before');
is($t->{left_out}, 0, 'nothing is left out');

$t = many('scenarios=6 boots=3 noise=0 leak=100');
is_deeply([ map { $_->{patched}{$pages} }
	    steps($t, scenario => 'hold-05', when => 'drained') ],
	  [ map { 23 + 100 * 7 + 100 * $_ } 1 .. 7 ],
	  'what a drain leaves behind stays in the level');

$t = many('scenarios=5 boots=3 noise=0 alone=1');
is(scalar(grep { !$_->{base} } @{ $t->{steps} }), 1,
   'a scenario patched has alone');
is(scalar(grep { !$_->{patched} } @{ $t->{steps} }), 14,
   '... and one of base');
is_deeply([ map { $_->{scenario} =~ /(\d+)$/ } @{ $t->{steps} }[-15, -1] ],
	  [ '06', '05' ], '... each where its kernel had it');

$t = many('scenarios=900 noise=0 boots=1');
is(scalar(@{ $t->{steps} }), 4096, 'no more steps than that');
is($t->{left_out}, 1 + 600 + 300 * 14 - 4096, '... and the rest is counted');

$t = model('embedded');
is_deeply($t, { metrics => [], steps => [], left_out => 0 },
	  'what has no start has no timeline');
$t = model('good');
is_deeply([ map { $_->{n} } steps($t, scenario => 'pmd-hold') ],
	  [ 8, 16, 32, 64, 128 ], 'a metric that is not read when drained');

done_testing();
