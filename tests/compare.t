#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# compare.t - the default comparison, end to end: arm64 with PREEMPT_RT,
# base against our queue, and what it must show
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

my %env = (ARCH => 'arm64', CONFIG => 'rt', BOOTS => 4);

ok(compare('arm64-rt', %env), 'make compare succeeds');
my $s = summary('arm64-rt');
is($s->{verdict}, 'ok', 'no leak, no badness, nothing missing');
for my $side (qw(base patched)) {
	is($s->{$side}{boots}, 4, "four boots of $side");
	is($s->{$side}{layouts}, 3, '... in three layouts');
}
is_deeply($s->{health}{demoted}, [],
	  'boots of one layout repeat to the digit');

my $r = row($s, 'pmd-hold', 'slab.page_ptl.active', 'held');
is($r->{base}, 1, 'a kernel PMD table holds one ptlock on base');
is($r->{patched}, 0, '... and none on patched');
is($r->{class}, 'exact', '... exactly');
is($r->{verdict}, 'improved', '... which is an improvement');

$r = row($s, 'pte-hold', 'meminfo.PageTables', 'held');
is($r->{base}, 0, 'a kernel PTE table is not accounted on base');
is($r->{patched}, 1, '... and is one page on patched');
is($r->{verdict}, 'shift', '... told as an accounting shift');

$r = row($s, 'pte-hold', 'accounting.error', 'held');
is($r->{base}, -1, 'base leaves a page out of its accounts');
is($r->{patched}, 0, 'patched does not');
is(row($s, 'pte-hold', 'tables.pte', 'held')->{diff}, 0,
   'as many tables on both');

for my $sc (qw(pte-churn pmd-churn)) {
	$r = row($s, $sc, 'cost.instructions', 'op');
	is($r->{class}, 'exact', "$sc: instructions are exact");
	cmp_ok($r->{base}, '>', 0, "$sc: ... and counted");
	is_deeply($r->{layouts}, { agree => 3, of => 3 },
		  "$sc: ... and differ by as much in every layout");
}
for my $sc (qw(pte-churn pmd-churn)) {
	my %part = map { $_ => row($s, $sc, "cost.instructions$_", 'op') }
		('', '.control', '.table');
	is($part{'.control'}{diff}, 0, "$sc: the control does not change");
	is($part{'.table'}{diff}, $part{''}{diff}, '... what tables cost does');
	is($part{'.table'}{base} + $part{'.control'}{base}, $part{''}{base},
	   '... and is the operation less the control');
	ok($part{'.table'}{main}, '... which is the row that is shown');
}
# A loop takes four instructions for each of 512 pages.
cmp_ok(row($s, 'pte-churn', 'cost.instructions.control', 'op')->{base}, '<',
       4 * 512, 'a leaf is not flushed from the TLB page by page');

is(row($s, 'user-control', 'slab.page_ptl.active', 'held')->{diff}, 0,
   'user tables hold the locks they did');
is(scalar(grep { $_->{metric} =~ /^cost\.cycles/ } @{ $s->{comparisons} }), 0,
   'instructions are never called cycles');
is_deeply($s->{health}{locked} // [], [],
	  'no constructed kernel table holds a ptlock on patched');
is_deeply($s->{health}{uncovered} // [], [],
	  'every table born after boot is constructed on patched');

# The layout decides in which order scenarios run.
my (%order, $env);
for (split /\n/, slurp('build/check/arm64-rt/records.jsonl')) {
	my $r = JSON::PP->new->decode($_);
	$env = $r if $r->{type} eq 'env';
	push @{ $order{"$env->{label}$env->{boot}$env->{group}"} },
		$r->{scenario} if $r->{type} eq 'sample' &&
		$r->{phase} eq 'drained' && $r->{metric} eq 'meminfo.PageTables';
}
isnt("@{ $order{base3} }", "@{ $order{base1} }", 'boot 3 has another order');
is("@{ $order{patched3} }", "@{ $order{base3} }", '... the same on both kernels');
is(join(' ', sort @{ $order{base3} }), join(' ', sort @{ $order{base1} }),
   '... of the same scenarios');

my $dir = 'build/check/arm64-rt';
for my $file (qw(records.jsonl summary.json report.txt report.md
		 cover-letter.txt config-base config-patched)) {
	ok(-s "$dir/$file", "$file is there");
}
for my $file (qw(report.txt cover-letter.txt)) {
	my $text = slurp("$dir/$file");
	is(scalar(grep { length > 72 } split(/\n/, $text)), 0,
	   "$file fits in 72 columns");
	unlike($text, qr/[^\x00-\x7f]/, "$file is ASCII");
}
cmp_ok(scalar(() = glob("$dir/plots/*.svg")), '>=', 4, 'plots, as SVG');
cmp_ok(scalar(() = glob("$dir/plots/*.png")), '>=', 4, '... and PNG');

my $first = slurp("$dir/summary.json");
ok(compare('arm64-rt-again', %env), 'make compare once more');
is(slurp('build/check/arm64-rt-again/summary.json'), $first,
   'two runs give the same summary to the digit');

ok(compare('arm64-rt-null', %env, PATCHED => 'base'), 'base against base');
$s = summary('arm64-rt-null');
cmp_ok(scalar(rows($s, verdict => 'equivalent')), '>', 50,
       'everything is compared');
is(scalar(grep { $_->{verdict} !~ /^(equivalent|n\/a)$/ }
	  @{ $s->{comparisons} }), 0, '... and no difference is found');

done_testing();
