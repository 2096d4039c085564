#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-history.t - runs of many kernels in one store: each value once,
# kernels in their order, changes where they were made, and files that are no
# stores, or broken ones
use strict;
use warnings;
use lib 'tests/lib';
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

plan skip_all => 'no build/kptstat; make tools' unless -x 'build/kptstat';

my $tmp = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->utf8->canonical;
my $stat = 'build/kptstat';
my ($status, $out, $err);

sub kptstat {
	$status = system("$stat @_ >$tmp/out 2>$tmp/err");
	$status = $status & 127 ? "signal $status" : $status >> 8;
	($out, $err) = (slurp("$tmp/out"), slurp("$tmp/err"));
	return $status;
}

sub sample {
	my ($metric, $value, %more) = @_;
	return { type => 'sample', scenario => 's', params => 'p',
		 phase => 'op', n => 1, metric => $metric, kind => 'cost',
		 unit => 'ns', per => 'op', class => 'exact', better => 'lower',
		 source => 'x', fixed => 0, scale => 1, values => [$value],
		 %more };
}

# One boot of a kernel LABEL of RELEASE.
sub boot {
	my ($label, $release, $boot, $more, @samples) = @_;
	return (env_record($label, $boot, release => $release,
			   build_id => "$release-id", %$more), @samples,
		{ type => 'end', label => $label, boot => $boot, group => '',
		  status => 'ok', samples => scalar @samples, audits => 0,
		  reason => '' });
}

# A run of 6.1 and of RELEASE: an exact count, and a time that varies.
my $run = 0;

sub run {
	my ($release, $count, $time, %more) = @_;
	my $name = 'run' . ++$run;
	open(my $f, '>', "$tmp/$name.jsonl") or die;
	for my $b (1 .. 5) {
		for ([ 'base', '6.1', 100, 1000 ],
		     [ 'patched', $release, $count, $time ]) {
			my ($label, $version, $exact, $mean) = @$_;
			# The same kernel is as it was, in every run.
			my $noise = (($b * 7 + length $version) % 5 - 2) *
				($mean / 1000);
			print $f map { $json->encode($_) . "\n" }
				boot($label, $version, $b, \%more,
				     sample('cost.count', $exact),
				     sample('cost.ns', $mean + $noise,
					    class => 'noisy'));
		}
	}
	close $f;
	system("build/kptstat compare --allow-different tools --format none " .
	       "-o $tmp/$name $tmp/$name.jsonl 2>/dev/null");
	return "$tmp/$name";
}

my @releases = qw(7.3 6.6 6.12 7.0-rc1 6.13 6.16 6.18 7.0 7.2 6.19 7.1);
my %count = (map { $_ => 100 } @releases);
my %time = (map { $_ => 1000 + 3 * length } @releases);
# Since 6.16 a table costs five more; since 7.0-rc1 an operation takes longer.
$count{$_} = 105 for qw(6.16 6.18 6.19 7.0-rc1 7.0 7.1 7.2 7.3);
$time{$_} += 400 for qw(7.0-rc1 7.0 7.1 7.2 7.3);
my @runs = map { run($_, $count{$_}, $time{$_}) } @releases;

# ---- in, and out again ------------------------------------------------------
is(kptstat("history add $tmp/h.db @runs"), 0, 'runs are added') or diag($err);
like($out, qr/: 12 kernels, 24 values are new; 20 values were there$/,
     'of 6.1, which is in every run, each value once');
kptstat("history add $tmp/h.db $runs[3]");
like($out, qr/: 0 kernels, 0 values are new; 4 values were there$/,
     'a run that is added again adds nothing');
is(kptstat("history show $tmp/h.db --alpha 0.05 --format json"), 0, 'shown');
my $h = $json->decode($out);
my %line = map { $_->{metric} => $_ } @{ $h->{lines} };
my @order = map { $_->{release} } @{ $line{'cost.count'}{points} };
is("@order", '6.1 6.6 6.12 6.13 6.16 6.18 6.19 7.0-rc1 7.0 7.1 7.2 7.3',
   'kernels are in the order of their versions');

sub changes {
	my ($metric) = @_;
	return join ' ', map { "$_->{release}:$_->{change}" }
		grep { $_->{change} } @{ $line{$metric}{points} };
}
is(changes('cost.count'), '6.16:5', 'an exact count changes once, by five');
like(changes('cost.ns'), qr/^7\.0-rc1:(39\d|40\d)[.\d]*$/,
     'a time changes once, with 7.0-rc1') or diag(changes('cost.ns'));
is($line{'cost.ns'}{class}, 'noisy', '... and is told to vary');
is(scalar @{ $line{'cost.ns'}{points}[0]{boots} }, 5, '... with its boots');
kptstat("history show $tmp/h.db --alpha 0.05");
like($out, qr/^  6\.16 +105 +\+5 \(\+5%\) +\d+$/m, 'the text has the change');
unlike($out, qr/^  6\.18 +105 +\+/m, '... and none where there is none');
kptstat("history show $tmp/h.db --metrics cost.count --format md");
like($out, qr/\| 6\.16 \| +105 \| +\+5 \(\+5%\)/, 'Markdown has it, too');
unlike($out, qr/cost\.ns/, '... of the metrics that were asked for');
is(kptstat("history show $tmp/h.db --alpha 0.05 --format table"), 0,
   'as one table');
like($out, qr/^\| kernel \| .*cost\.count.* \|$/m, '... a column a line');
like($out, qr/^\| 6\.16 \| 105 \\\* \| /m, '... a row a kernel, changes marked');
like($out, qr/^\| 6\.18 \| 105 \| /m, '... and no others');
kptstat("history show $tmp/h.db --order added --metrics cost.count " .
	'--format json');
@order = map { $_->{release} } @{ $json->decode($out)->{lines}[0]{points} };
is("@order[0 .. 3]", '6.1 7.3 6.6 6.12', 'kernels as they were added');

# A picture for each line that changes: the numbers that are drawn.
SKIP: {
	skip 'no gnuplot', 4 if system('command -v gnuplot >/dev/null');
	is(kptstat("history show $tmp/h.db --alpha 0.05 -o $tmp/plots"), 0,
	   'drawn');
	like($out, qr/^2 pictures are in /m, '... both');
	my $files = "$tmp/plots/history-x86_64-rt-s-op-cost.count";
	is(join(';', map { join ' ', (split)[0, 1, 4] }
		(split /\n/, slurp("$files.dat"))[3 .. 5]),
	   '4 100 100;5 105 105;6 105 105', '... with the level of each part');
	ok(-s "$files.svg" && -s "$files.png", '... in both formats');
}

# ---- a gate -----------------------------------------------------------------
is(kptstat("history show $tmp/h.db --alpha 0.05 --fail"), 0,
   'the last kernel is not worse than those before');
my $worse = run('7.4', 106, 1430);
kptstat("history add $tmp/h.db --name next --date 2026-12-01 $worse");
is(kptstat("history show $tmp/h.db --alpha 0.05 --fail"), 1,
   'a kernel that is worse in a count');
like($err, qr/the last kernel is worse in 1 of 2 lines/, '... fails, and it says so');
like($out, qr/^  next +106 +\+1/m, '... by the name it was given');
kptstat("history add $tmp/few.db $runs[0]");
is(kptstat("history show $tmp/few.db --metrics cost.ns --fail"), 1,
   'too few kernels of a number that varies: a gate does not pass');
like($err, qr/too few kernels: they were not judged/, '... and says so');
kptstat("history show $tmp/few.db");
like($out, qr/1 line of numbers that vary has too few kernels/,
     '... and so does the report');

# ---- two stores -------------------------------------------------------------
kptstat("history add $tmp/a.db @runs[0 .. 5]");
kptstat("history add $tmp/b.db @runs[4 .. 10]");
is(kptstat("history merge $tmp/a.db $tmp/b.db"), 0, 'two stores are one')
	or diag($err);
like($out, qr/: 5 kernels, 10 values are new; 6 values were there$/,
     '... without what both have');
kptstat("history show $tmp/a.db --all --format json");
my $merged = $json->decode($out);
kptstat("history add $tmp/c.db @runs");
kptstat("history show $tmp/c.db --all --format json");
is_deeply($merged, $json->decode($out), '... and that of all runs');
kptstat("history merge $tmp/a.db $tmp/b.db");
like($out, qr/: 0 kernels, 0 values are new/, 'merged again: nothing');
kptstat("history merge $tmp/a.db $tmp/b.db $tmp/b.db");
like($out, qr/ 0 values are new; 32 values were there$/,
     'what both of two stores have is counted of both');
# Two at once wait for each other.
my @pids = map {
	my $k = $_;
	my $pid = fork() // die;
	exec("build/kptstat history add $tmp/par.db @runs[$k .. $k + 4] " .
	     ">/dev/null") unless $pid;
	$pid;
} 0, 5;
my $bad = 0;
waitpid($_, 0), $bad ||= $? for @pids;
kptstat("history show $tmp/par.db --all --format json");
is("$bad " . scalar @{ $json->decode($out)->{lines}[0]{points} }, '0 11',
   'two that add at once lose nothing');

# ---- another compiler, another emulator --------------------------------------
my $gcc = run('6.14', 101, 1000, config => { CC_VERSION_TEXT => 'gcc 14' });
kptstat("history add $tmp/gcc.db $runs[1] $gcc");
kptstat("history show $tmp/gcc.db");
like($out, qr/^  6\.14 +101 .* other compiler$/m,
     'a kernel that another compiler built is told');
my $qemu = run('6.14', 300, 1000, emulator => 'QEMU 99');
kptstat("history add $tmp/qemu.db $runs[1] $qemu");
kptstat("history show $tmp/qemu.db --all --metrics cost.count --format json");
is(join(' ', map { scalar @{ $_->{points} } } @{ $json->decode($out)->{lines} }),
   '2 2', 'what another emulator counted is a line of its own');

# ---- what is no store ---------------------------------------------------------
sub refused {
	my ($args, $like, $what) = @_;
	kptstat("history $args");
	ok($status =~ /^[12]$/, "$what: refused") or diag("$status: $err");
	like($err, $like, '... and why');
}
refused("show $tmp/none.db", qr/none\.db: No such file.*'kptstat history add'/s,
	'no file');
ok(!-e "$tmp/none.db", '... and none is made');
refused("show tests/lib/Kpt.pm", qr/Kpt\.pm: .*not a database/, 'another file');
refused("add tests/lib/Kpt.pm $runs[0]", qr/not a database/, 'added to it');
system("perl -e 'print qq(x) x 100000' >$tmp/x.db");
refused("show $tmp/x.db", qr/not a database/, 'a file of nothing');
SKIP: {
	skip 'no sqlite3 program', 6 if system('command -v sqlite3 >/dev/null');
	system("sqlite3 $tmp/other.db 'create table t (x)'");
	refused("show $tmp/other.db", qr/no history of kptstat/, 'another database');
	copy("$tmp/h.db", "$tmp/new.db");
	system("sqlite3 $tmp/new.db 'pragma user_version = 9'");
	refused("show $tmp/new.db", qr/has schema 9, and this kptstat knows 1/,
		'a later store');
	copy("$tmp/h.db", "$tmp/odd.db");
	system("sqlite3 $tmp/odd.db \"update value set boots = '[1,nan]'\"");
	refused("show $tmp/odd.db", qr/are no list of numbers/, 'odd values');
}
refused('', qr/say what to do/, 'nothing');
refused("frob $tmp/h.db", qr/'frob' is none of add, merge, show/, 'another verb');
refused("add $tmp/h.db", qr/name a summary\.json/, 'no summary');
refused("add $tmp/h.db --date tomorrow $runs[0]", qr/wants YYYY-MM-DD/, 'a date');
refused("add $tmp/h.db --name x $runs[0] $runs[1]", qr/one summary/,
	'a name for two');
refused("show $tmp/h.db --only nothing", qr/nothing of that is in it/,
	'a filter that leaves nothing');
refused("show $tmp/h.db --alpha 2", qr/above 0 and below 1/, 'alpha');
refused("show $tmp/h.db --order size", qr/none of version, date, added/, 'order');

# ---- broken stores: no crash, whatever is in them -----------------------------
my $whole = slurp("$tmp/h.db");
$stat = 'build/kptstat-asan' if -x 'build/kptstat-asan';
my @crashed;
srand(1);
for my $n (1 .. 120) {
	my $bytes = $whole;
	if ($n % 3) {
		substr($bytes, int(rand(length $bytes)), 1, chr(int(rand(256))))
			for 1 .. 1 + int(rand(40));
	} else {
		$bytes = substr($bytes, 0, int(rand(length $bytes)));
	}
	open(my $f, '>', "$tmp/broken.db") or die;
	print $f $bytes;
	close $f;
	kptstat("history show --all $tmp/broken.db");
	push @crashed, "$n: $status $err" if $status !~ /^[012]$/ ||
		$err =~ /Sanitizer|runtime error/;
}
is("@crashed", '', '120 broken stores: no crash, and no error of memory');
done_testing();
