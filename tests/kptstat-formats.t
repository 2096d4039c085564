#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-formats.t - the formats other programs read, read by other readers
# than ours; REGENERATE=1 writes the golden files anew (then read the diff)
use strict;
use warnings;
use lib 'tests/lib';
use Cwd qw(abs_path);
use File::Basename;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

my $stat = abs_path($ENV{KPTSTAT} // 'build/kptstat');
plan skip_all => 'no build/kptstat; make tools' unless -x ($stat // '');

my $tmp = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my $evil = "<b>\"it's\", 1\t#2\n\x{e4}|\x{6f22}/=\r";

sub save {
	my ($path, $text) = @_;
	make_path(dirname($path));
	open(my $f, '>', $path) or die "$path: $!\n";
	print $f $text;
	close($f) or die "$path: $!\n";
}

# run ARGS: exit status of kptstat; what it prints in $tmp/out, $tmp/err
sub run {
	my ($args) = @_;
	return system("$stat $args >$tmp/out 2>$tmp/err") >> 8;
}

sub records {
	my ($what) = @_;
	system("awk -v what=$what -f tests/fixtures/records/make.awk " .
	       ">$tmp/$what.jsonl");
	return "$tmp/$what.jsonl";
}

sub summary_of {
	my ($what) = @_;
	run("compare --command 'make compare' --format none " .
	    "--json $tmp/$what.json " . records($what));
	return "$tmp/$what.json";
}

sub report {
	my ($format, $file, $args) = @_;
	my $status = run("report --format $format " . ($args // '') . " $file");
	return wantarray ? (slurp("$tmp/out"), $status) : slurp("$tmp/out");
}

sub golden {
	my ($name, $text) = @_;
	my $path = "tests/golden/kptstat/$name";
	save($path, $text) if $ENV{REGENERATE};
	is($text, slurp($path), "$name: to the letter");
}

# A summary in which every name a record may carry is a trap.
sub hostile {
	my $s = $json->decode(slurp(summary_of('good')));
	for my $r (@{ $s->{comparisons} }) {
		$r->{scenario} .= $evil if $r->{scenario} =~ /churn|hold/;
		$r->{metric} .= $evil;
		$r->{unit} .= $evil if $r->{kind} ne 'cost';
		push @{ $r->{reasons} }, { code => 'text', text => $evil };
		$r->{params} = $evil;
	}
	$s->{$_}{$_ eq 'base' ? 'release' : 'source'} = $evil
		for qw(base patched);
	$s->{base}{machine} = $evil;
	save("$tmp/hostile.json", $json->encode($s));
	return "$tmp/hostile.json";
}

my %file = map { $_ => summary_of($_) } qw(good same noisy leak few badness
					   embedded uncovered);
$file{hostile} = hostile();
my %data = map { $_ => $json->decode(slurp($file{$_})) } keys %file;

# ---- CSV: RFC 4180 ------------------------------------------------------
sub csv {
	my ($text) = @_;
	my (@rows, @row);
	while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gc) {
		my ($quoted, $plain, $end) = ($1, $2, $3);
		push @row, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
		next if $end eq ',';
		push @rows, [@row];
		@row = ();
	}
	return (pos($text) // 0) == length $text && !@row ? @rows : ();
}

for my $name (qw(good noisy hostile)) {
	my ($head, @rows) = csv(scalar report('csv', $file{$name}));
	my @want = @{ $data{$name}{comparisons} };
	is(scalar(@rows), scalar(@want), "csv $name: a line a comparison");
	is(scalar(grep { @$_ != @{ $head // [] } } @rows), 0,
	   '... of as many cells as the head');
	my $bad = 0;
	for my $i (0 .. $#rows) {
		my %cell;
		@cell{@$head} = @{ $rows[$i] };
		for my $key (qw(scenario metric unit params verdict)) {
			my $text = $want[$i]{$key};
			utf8::encode($text);
			$bad++ if $cell{$key} ne $text;
		}
		for my $key (qw(base patched diff ratio p margin mde)) {
			my $v = $want[$i]{$key};
			$bad++ if defined $v ? $cell{$key} eq '' ||
				$cell{$key} != $v : $cell{$key} ne '';
		}
		$bad++ if $cell{values_base} ne
			join ' ', @{ $want[$i]{boot_values}{base} // [] };
	}
	is($bad, 0, '... and every text and number as it was');
}
golden('noisy.csv', scalar report('csv', $file{noisy}));

# ---- KTAP ---------------------------------------------------------------
# ktap TEXT: { name => "ok" | "not ok" | "skip" }, or why it is no KTAP
sub ktap {
	my ($text) = @_;
	my ($version, $plan, @lines) = split /\n/, $text;
	my (%result, $n);
	return "version: $version" unless $version eq 'KTAP version 1';
	return "plan: $plan" unless $plan =~ /^1\.\.(\d+)$/;
	my $planned = $1;
	for (@lines) {
		next if /^# /;
		return "line: $_" unless
			/^(not )?ok (\d+) ([\w.-]+)(?: # (SKIP) \S.*)?$/;
		return "number: $_" unless $2 == ++$n;
		return "twice: $_" if $result{$3};
		return "failed and skipped: $_" if $1 && $4;
		$result{$3} = $4 ? 'skip' : $1 ? 'not ok' : 'ok';
	}
	return "planned $planned, are $n" unless $n == $planned;
	return \%result;
}

like(ktap($_), qr/version|plan|line|number|twice|skipped|planned/,
     'ktap: the checker finds what is wrong') for
	"1..1\nok 1 x\n", "KTAP version 1\n1..2\nok 1 x\n",
	"KTAP version 1\n1..1\nok 2 x\n", "KTAP version 1\n1..1\nok 1 a b\n",
	"KTAP version 1\n1..1\nnot ok 1 x # SKIP y\n",
	"KTAP version 1\n1..2\nok 1 x\nok 2 x\n";

my %status = (good => 1, same => 0, leak => 1, few => 4, badness => 1,
	      uncovered => 1, hostile => 1);
for my $name (sort keys %status) {
	my ($text, $status) = report('ktap', $file{$name});
	my $r = ktap($text);
	is(ref $r, 'HASH', "ktap $name: a checker takes it") or diag($r);
	is($status, $status{$name}, "... exit status $status{$name}");
}
my $r = ktap(scalar report('ktap', $file{good}));
is($r->{'pte-churn.op.cost_instructions'}, 'not ok', 'ktap: regressed fails');
is($r->{'pmd-churn.op.cost_instructions'}, 'ok', '... improved does not');
is($r->{'nop.op.cost_dtlb'}, 'skip', '... n/a is skipped');
is($r->{'run.leaks'}, 'ok', '... nothing leaks');
is(ktap(scalar report('ktap', $file{leak}))->{'run.leaks'}, 'not ok',
   '... unless it does');
my ($text, $status) = report('ktap', $file{uncovered}, '--fail-on uncovered');
is(ktap($text)->{'run.constructors'}, 'not ok', 'ktap: what --fail-on asks');
is(ktap($text)->{'pte-churn.op.cost_instructions'}, 'skip',
   '... and what it does not');
is($status, 1, '... with its exit status');
(undef, $status) = report('ktap', $file{good}, '--fail-on leak');
is($status, 0, 'ktap: good, where only leaks are asked about');
for my $what (qw(good same few leak)) {
	is(run("compare --format ktap " . records($what)), $status{$what},
	   "compare --format ktap: $what exits $status{$what}, too");
}
is(run("compare --format text " . records('good')), 0,
   'no other format fails of regressions nobody asked about');
golden('good.ktap', scalar report('ktap', $file{good}));

# ---- Go benchmark format ------------------------------------------------
# gobench TEXT: { "kernel name unit" => [values] }, or why it is none
sub gobench {
	my ($text) = @_;
	my (%config, %values);
	for (split /\n/, $text) {
		if (/^Benchmark/) {
			my ($name, $n, $v, $unit, @more) = split;
			return "line: $_" if @more || !defined $unit ||
				$name !~ /^Benchmark[A-Z]/ || $n ne '1' ||
				$v !~ /^-?[\d.]+(e[-+]?\d+)?$/;
			push @{ $values{"$config{kernel} $name $unit"} }, $v;
		} elsif (/^([a-z][^\s:A-Z]*): (.*)$/) {
			$config{$1} = $2;
		} elsif (!/^$|^Unit \S+( \w+=\w+)+$/) {
			return "line: $_";
		}
	}
	return \%values;
}

for my $name (qw(good noisy hostile)) {
	my $got = gobench(scalar report('gobench', $file{$name}));
	my @rows = grep { $_->{verdict} ne 'n/a' }
		@{ $data{$name}{comparisons} };
	is(ref $got, 'HASH', "gobench $name: a reader takes it") or diag($got);
	is(scalar(keys %$got), 2 * @rows, '... two kernels a comparison');
	is(scalar(grep { @$_ != $rows[0]{boots}{base} } values %$got), 0,
	   '... and a line a boot');
}
my $got = gobench(scalar report('gobench', $file{noisy}));
my ($row) = rows($data{noisy}, scenario => 'pte-churn',
		 metric => 'cost.instructions');
is_deeply([ map { 0 + $_ } @{ $got->{'patched BenchmarkKpt/scenario=pte-churn' .
	'/phase=op/metric=cost.instructions instructions/table'} } ],
	$row->{boot_means}{patched},
	'gobench: noisy metrics by the mean of a boot, with all its digits');
like(scalar report('gobench', $file{good}), qr{^Unit virtual-ns/table }m,
     'gobench: virtual time does not pass for ns');
golden('good.gobench', scalar report('gobench', $file{good}));

# ---- KCIDB --------------------------------------------------------------
my %members = (
	checkouts => { id => 1, origin => 1, valid => 0, comment => 0,
		       git_commit_hash => 0 },
	builds => { id => 1, checkout_id => 1, origin => 1, comment => 0,
		    architecture => 0, compiler => 0, config_name => 0,
		    status => 0, misc => 0 },
	tests => { id => 1, build_id => 1, origin => 1, path => 0, status => 0,
		   number => 0, environment => 0, log_excerpt => 0,
		   misc => 0 },
);

sub nulls {
	my ($v) = @_;
	return ref $v eq 'HASH' ? map { nulls($_) } values %$v :
	       ref $v eq 'ARRAY' ? map { nulls($_) } @$v :
	       defined $v ? () : 1;
}

# kcidb DATA: what the schema, version 5.3, would say against it
sub kcidb {
	my ($d) = @_;
	my (@bad, %id);
	push @bad, 'version' unless $d->{version}{major} == 5 &&
		$d->{version}{minor} == 3;
	push @bad, 'null' if nulls($d);
	push @bad, "member $_" for grep { !$members{$_} && $_ ne 'version' }
		keys %$d;
	for my $kind (qw(checkouts builds tests)) {
		my $may = $members{$kind};
		for my $o (@{ $d->{$kind} }) {
			push @bad, "$kind: $_" for grep {
				!exists $may->{$_} } keys %$o;
			push @bad, "$kind: no $_" for grep {
				$may->{$_} && !exists $o->{$_} } keys %$may;
			for (grep { /(^|_)id$/ } keys %$o) {
				push @bad, "$_: $o->{$_}" unless
					$o->{$_} =~ /^[a-z0-9_]+:./;
			}
			push @bad, "id twice: $o->{id}"
				if $id{$kind}{ $o->{id} }++;
			push @bad, 'origin' unless
				$o->{id} =~ /^\Q$o->{origin}\E:/;
			push @bad, "status $o->{status}" if $o->{status} &&
				$o->{status} !~
				/^(FAIL|ERROR|MISS|PASS|DONE|SKIP)$/;
		}
	}
	push @bad, 'dangling checkout_id' if grep {
		!$id{checkouts}{ $_->{checkout_id} } } @{ $d->{builds} };
	for my $t (@{ $d->{tests} }) {
		push @bad, "path $t->{path}" unless
			$t->{path} =~ /^[\w-]+(\.[\w-]+)*$/a;
		push @bad, 'dangling build_id' unless
			$id{builds}{ $t->{build_id} };
		next unless $t->{number};
		push @bad, 'number' if grep { !/^(value|unit|prefix)$/ }
			keys %{ $t->{number} };
		push @bad, 'prefix' if ($t->{number}{prefix} // 'binary') !~
			/^(metric|binary)$/;
		push @bad, 'value' unless
			$json->encode($t->{number}{value}) =~ /^-?\d/;
	}
	push @bad, 'architecture' if grep {
		($_->{architecture} // '') !~ /^[a-z0-9_]*$/ } @{ $d->{builds} };
	return join '; ', @bad;
}

for my $name (qw(good noisy few hostile badness)) {
	my $d = $json->decode(scalar report('kcidb', $file{$name}));
	is(kcidb($d), '', "kcidb $name: as its schema wants it");
	is(scalar(@{ $d->{builds} }), 2, '... two builds');
}
my $d = $json->decode(scalar report('kcidb', $file{good}));
unlike(scalar report('kcidb', $file{good}), qr/_time"/,
       'kcidb: no time was recorded, so none is told');
my %tests = map { ($_->{build_id} eq $d->{builds}[0]{id} ? 'base ' :
		  'patched ') . $_->{path} => $_ } @{ $d->{tests} };
my $cost = 'kptbench.pte-churn.op.cost_instructions';
is($tests{"patched $cost"}{status}, 'FAIL', 'kcidb: regressed is FAIL');
is($tests{"patched $cost"}{number}{value}, 1847, '... with its number');
is($tests{"base $cost"}{status}, 'DONE', '... the base is measured');
is($tests{'patched kptbench.nop.op.cost_dtlb'}{status}, 'SKIP',
   '... n/a is SKIP');
my $broken = $json->decode($json->encode($d));
$broken->{tests}[0]{status} = 'GOOD';
$broken->{tests}[1]{start_time} = undef;
$broken->{builds}[0]{id} = 'nobody';
like(kcidb($broken), qr/null.*id: nobody.*start_time|GOOD/s,
     'kcidb: the checker finds what is wrong');
golden('good.kcidb.json', scalar report('kcidb', $file{good}));

# ---- HTML: the text of it; the layout has a test of its own --------------
golden('noisy.html', scalar(report('html', $file{noisy})) =~
       s{<style>.*</style>}{<style></style>}sr);

# ---- what fails, and git bisect -----------------------------------------
my %bisect = (same => 0, good => 1, few => 125, leak => 1, badness => 1,
	      'odd-arch' => 125);
for my $what (sort keys %bisect) {
	is(run("compare --bisect --fail-on regressed --format none " .
	       records($what)), $bisect{$what},
	   "--bisect: $what exits $bisect{$what}");
}
is(run("compare --bisect --format none $tmp/nothing.jsonl"), 125,
   '--bisect: no records exit 125');
is(run("compare --bisect --fail-on wrong --format none $tmp/good.jsonl"), 125,
   '--bisect: a wrong word is no bad kernel');

# A history that gets worse in its fourth commit, and cannot be judged in one.
my @history = qw(same few same good good good);
my $git = "git -C $tmp/repo -c user.name=t -c user.email=t\@localhost";
make_path("$tmp/repo");
system("git init -q $tmp/repo");
for my $i (0 .. $#history) {
	save("$tmp/repo/records.jsonl", slurp(records($history[$i])));
	save("$tmp/repo/n", "$i\n");
	system("$git add . && $git commit -qm 'commit $i'");
}
my $said = `$git bisect start HEAD HEAD~5 2>&1 && $git bisect run $stat \\
	compare --bisect --fail-on regressed --format none records.jsonl 2>&1`;
like($said, qr/is the first bad commit.*commit 3/s,
     'git bisect run finds the commit that made it worse') or diag($said);

# ---- help ---------------------------------------------------------------
run('report --help');
my $help = slurp("$tmp/out");
for my $f (glob 'analyze/report/format/*.c') {
	my $name = basename($f, '.c');
	my ($line) = slurp($f) =~ /\.summary = "(\w+)/;
	like($help, qr/^\s+\Q$name\E\s+\Q$line\E/m,
	     "report --help lists $name, with its line");
}

done_testing();
