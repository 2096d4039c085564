#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-gate.t - a gate never passes on what was not measured, and a row never
# compares what does not measure the same; each input came out wrong once
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

sub cost {
	my (%more) = @_;
	return { type => 'sample', scenario => 's', params => 'p',
		phase => 'op', n => 1, metric => 'cost.instructions',
		kind => 'cost', unit => 'instructions', per => 'op',
		class => 'exact', better => 'lower', source => 'x', fixed => 0,
		scale => 1, values => [1000], %more };
}

sub held {
	my (%more) = @_;
	return cost(phase => 'held', metric => 'mem', kind => 'memory',
		unit => 'objects', per => 'table', %more);
}

# na SAMPLE: the same without values
sub na {
	my ($s) = @_;
	return { %$s, values => [], na => 'vmalloc failed: -ENOMEM' };
}

# boots N, CODE(label, number), END: records of so many boots of each kernel
sub boots {
	my ($n, $code, %end) = @_;
	my @all;
	for my $b (1 .. $n) {
		for my $label (qw(base patched)) {
			my @s = $code->($label eq 'patched', $b);
			push @all, env_record($label, $b), @s,
				{ type => 'end', label => $label, boot => $b,
				  group => '', status => 'ok', samples =>
				  scalar @s, audits => 0, reason => '',
				  %{ $end{"$label$b"} // {} } };
		}
	}
	return @all;
}

my ($status, $bisect, $s, $said, $text);

# compares RECORDS, OPTIONS: judges them
sub compares {
	my ($records, $options) = @_;
	my $file = "$tmp/r.jsonl";
	$options //= '--fail-on regressed';
	open(my $f, '>', $file) or die;
	print $f map { ref ? $json->encode($_) . "\n" : $_ } @$records;
	close $f;
	$status = system("build/kptstat compare $options --json $tmp/s.json " .
			 "--format text $file >$tmp/out 2>$tmp/err") >> 8;
	$bisect = system("build/kptstat compare $options --bisect --format " .
			 "none $file >/dev/null 2>&1") >> 8;
	$s = $json->decode(slurp("$tmp/s.json"));
	$said = slurp("$tmp/err");
	($text = slurp("$tmp/out")) =~ s/\s+/ /g;
}

sub row_of {
	my ($scenario) = @_;
	my ($r) = grep { $_->{scenario} eq ($scenario // 's') }
		@{ $s->{comparisons} };
	return $r;
}

sub judged {
	my ($what, $verdict, $exit, $skip, $scenario) = @_;
	is(row_of($scenario)->{verdict}, $verdict, "$what: $verdict");
	is($status, $exit, "... exit status $exit");
	is($bisect, $skip, "... git bisect $skip");
}

sub codes {
	return join ' ', map { $_->{code} } @{ row_of($_[0])->{reasons} };
}

# ---- measured on one kernel, or not in every boot --------------------------
compares([boots(3, sub { cost() })]);
judged('equal', 'equivalent', 0, 0);

compares([boots(3, sub { cost(values => [1000 + 100 * $_[0]]) })],
	 '--fail-on regressed --fail-on improved');
judged('more, --fail-on given twice', 'regressed', 1, 1);

compares([boots(3, sub { ($_[0] ? na(cost()) : cost()) })]);
judged('n/a on patched alone', 'missing', 1, 125);
like($text, qr/MISSING/, '... and said');
compares([boots(3, sub { ($_[0] ? na(cost()) : cost()) })],
	 '--fail-on regressed --allow-different metrics');
is(row_of()->{verdict}, 'n/a', '... n/a where that is allowed');
compares([boots(3, sub { na(cost()) })], '--fail-on leak');
is(row_of()->{verdict}, 'n/a', 'n/a on both: n/a');

compares([boots(3, sub { (cost(), $_[0] && $_[1] > 1 ? () :
			  cost(scenario => 't', values => [1000 + 8000 *
							     $_[0]])) })]);
judged('in one boot of three', 'missing', 1, 125, 't');
unlike($text, qr/No cost|costs more|no difference|Nothing costs/, '... and no headline about costs');

compares([boots(20, sub { $_[0] && $_[1] == 7 ? na(cost(class => 'noisy')) :
			  cost(class => 'noisy',
			       values => [1000 + $_[1] + 500 * $_[0]]) })]);
judged('n/a in one boot of twenty', 'missing', 1, 125);
is(row_of()->{reasons}[-1]{boots}, 19, '... and in how many it is');

compares([boots(3, sub { cost(values => [1000 + $_[0]]) },
		patched2 => { status => 'fail', reason => 'r' })]);
is(row_of()->{boots}{patched}, 2, 'a boot that failed is in no mean');
like($text, qr/boot 2: fail/, '... and is named');
is($status, 1, '... and fails');

# ---- what nobody looked at --------------------------------------------------
compares([boots(3, sub { cost() })], '--fail-on leak');
is($status, 1, 'no reading after a drain: --fail-on leak fails');
is($bisect, 125, '... and git bisect skips');
like($said, qr/leak was not checked: nothing was read after a drain/,
     '... and why');
like($text, qr/leaks not checked/, '... and the report does not say ok');
compares([boots(3, sub { cost() })], '--fail-on badness');
is($status, 1, 'no console read: --fail-on badness fails');
compares([boots(3, sub { cost() })]);
like($text, qr/consoles: not checked/, 'no console read: not checked');
my @host = map { { type => 'host', label => $_->{label}, boot => $_->{boot},
		   group => '', status => 'ok', reason => '', badness => [],
		   console => 'c.log', seconds => 1 } }
	grep { $_->{type} eq 'env' } boots(3, sub { cost() });
compares([boots(3, sub { cost() }), @host[0 .. 4]], '--fail-on badness');
is($status, 1, 'one console of six not read: --fail-on badness fails');
like($text, qr/NOT CHECKED the console of boot 3 of patched/,
     '... and which');
compares([boots(3, sub { cost() }), @host], '--fail-on badness');
is($status, 0, 'every console read: passes');
compares([(grep { ($_->{label} // '') ne 'patched' || $_->{boot} != 3 }
	   map { $_->{type} eq 'sample' ? () : $_ } boots(3, sub { () })),
	  @host]);
is($status, 1, 'a console without the records of its boot fails');

# ---- health is compared, too ------------------------------------------------
sub leaky {
	my ($base, $patched) = @_;
	return boots(3, sub { (cost(), held(phase => 'drained', n => 8,
			values => [$_[0] ? $patched : $base])) });
}
compares([leaky(2, 0)]);
is($status, 0, 'base leaks, patched does not: passes');
is(scalar @{ $s->{health}{fixed} }, 3, '... fixed');
compares([leaky(0, 2)]);
is($status, 1, 'patched leaks: fails');
is($bisect, 1, '... and is bad');
compares([leaky(2, 2)]);
is($status, 1, 'both leak: fails');
compares([boots(3, sub { (cost(), $_[0] ? () :
			  held(phase => 'drained', n => 8, values => [0])) })]);
is($status, 1, 'a drain that was read on base alone fails');

# ---- what does not measure the same ----------------------------------------
for my $odd ([unit => 'pages'], [kind => 'memory'], [per => 'table'],
	     [scale => 2], [class => 'count'], [better => 'higher'],
	     [n => 2]) {
	my ($key, $value) = @$odd;
	compares([boots(3, sub { cost($_[0] ? ($key => $value) : ()) })]);
	judged("another $key", 'incomparable', 1, 125);
	is(row_of()->{reasons}[0]{what}, $key, '... and in what');
	is(row_of()->{diff}, undef, '... and no difference');
}
compares([boots(3, sub { my $p = $_[0]; map { held(n => $_ * ($p ? 2 : 1),
					   values => [$_]) } 1, 2 })]);
judged('ladders of other rungs', 'incomparable', 1, 125);
compares([boots(3, sub { held(n => 8, values => [8 + 500 * $_[0]]) })]);
judged('one rung', 'regressed', 1, 1);
is(row_of()->{at}{diff}, 500, '... judged at that rung');
compares([boots(3, sub { my $p = $_[0]; map { held(n => $_,
		values => [$_ + 100 * $p]) } 1, 2 })]);
is(row_of()->{at}{n} . ' ' . row_of()->{at}{diff}, '2 100',
   'one slope, another offset: at a rung');
like($text, qr/slope unchanged; with 2 held, 2 -> 102 objects/, '... said');

# ---- windows of one boot ----------------------------------------------------
sub windows {
	my (@add) = @_;
	return boots(3, sub { my $p = $_[0]; cost(values => [map { 1e6 +
			$_ + ($p ? $add[$_] : 0) } 0 .. $#add]) });
}
compares([windows((5) x 9)]);
judged('every window +5', 'regressed', 1, 1);
is(row_of()->{diff}, 5, '... by the common amount');
compares([windows((5) x 8, 905)]);
is(row_of()->{verdict} . ' ' . row_of()->{diff}, 'regressed 5',
   'one window of nine excepted: the common amount');
like(codes(), qr/windows_differ/, '... and said');
compares([windows((0) x 5, (1000) x 4)]);
judged('four of nine windows doubled', 'unresolved', 0, 125);
unlike($text, qr/No change: s/, '... and not called unchanged');
compares([windows(-88910, 101395, 3, 40, -7, 12, 994, -20000)]);
judged('windows scatter', 'unresolved', 0, 125);
compares([windows(112, 113, 112, 113)]);
judged('windows scatter less than they differ', 'regressed', 1, 1);
compares([boots(3, sub { my $p = $_[0]; map { held(n => $_, values =>
	[$_, $_, $_ + ($p && $_ == 2 ? 1000 : 0)]) } 1, 2, 4 })]);
judged('one round of three', 'unresolved', 0, 125);
compares([boots(3, sub { cost(values => [1000, 1000, 1000 + $_[1]]) })]);
is(row_of()->{class}, 'noisy', 'equal medians of other windows do not repeat');

compares([boots(3, sub { cost(fixed => 1100, values => [1000 + $_[0]]) })]);
is(row_of()->{ratio}, undef, 'below the fixed cost: no ratio');
like($text, qr/costs less than a window with nothing in it/, '... said');
unlike($text, qr/\d%/, '... and no percentage');

# ---- published records, made worse ------------------------------------------
my $published = 'results/published/arm64-rt.jsonl.gz';
my @lines = split /^/, `zcat $published`;
sub of_default { return $_[0] =~ /"group":""/ }
sub changed { # CODE(line, group): reports of the records it makes
	my ($code) = @_;
	my $group = '';
	my @out = map {
		$group = $1 if /"type":"env".*?"group":"([^"]*)"/;
		$code->($_, $group);
	} @lines;
	compares(\@out, '--fail-on regressed');
}
changed(sub { $_[0] });
my $before = $text;
changed(sub {
	my ($l, $g) = @_;
	$l =~ s/("phase":"start".*"metric":"meminfo.PageTables".*"values":\[)(\d+)/
		$1 . ($2 + 100000)/e if $g eq '';
	return $l;
});
isnt($text, $before, '100,000 pages more in the default boots: told');
like($text, qr/PageTables at boot: 100016 -> 100020 pages/, '... and which');
my ($inside, $gone) = (0, 0);
changed(sub {
	my ($l, $g) = @_;
	$inside = 1 if $l =~ /"type":"env"/ && $l =~ /"label":"patched"/ &&
		$l =~ /"boot":2\b/ && $g eq 'rodata=full';
	my $drop = $inside;
	$gone += $drop;
	$inside = 0 if $l =~ /"type":"end"/;
	return $drop ? () : $l;
});
cmp_ok($gone, '>', 10, 'a boot of one boot line is taken out');
is($status, 1, '... that fails');
like($text, qr/INCOMPLETE patched, boot 2, rodata=full: no records/,
     '... and the boot is named');
changed(sub { $_[0] =~ /"type":"host"/ ? () : $_[0] });
like($text, qr/consoles: not checked/, 'without host records: not checked');
my $ktap = `build/kptstat report -f ktap $tmp/s.json`;
like($ktap, qr/run\.consoles # SKIP not checked/, '... in KTAP a skip');

# ---- a summary of schema 1 is read, and its sentences are passed on ----------
changed(sub { $_[0] });
$s->{schema} = 'kptbench.summary/1';
for my $r (@{ $s->{comparisons} }) {
	delete $r->{$_} for qw(reasons windows);
	$r->{why} = "as schema 1 said of $r->{metric}";
}
$s->{headline} = 'arm64 rt: a headline';
delete $s->{health}{$_} for qw(consoles unchecked fixed incomparable);
open(my $f, '>', "$tmp/one.json") or die;
print $f $json->encode($s);
close $f;
for my $format (qw(text md html cover-letter ktap csv kcidb gobench)) {
	my $out = `build/kptstat report -f $format $tmp/one.json 2>&1`;
	like($out, qr/\S/, "schema 1 as $format");
	like($out, qr/as schema 1 said of cost\.instructions/,
	     '... with its sentences') if $format =~ /^(md|csv|ktap)$/;
	unlike($out, qr/compared with window i/, '... and no pairs of windows');
}

done_testing();
