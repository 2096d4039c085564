#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-records.t - records as they are read: what is divided by what, what
# is there twice, which names are none, how much a file may hold
use strict;
use warnings;
use lib 'tests/lib';
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

my $stat = abs_path($ENV{KPTSTAT} // 'build/kptstat');
plan skip_all => 'no build/kptstat; make tools' unless -x ($stat // '');

my $tmp = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->utf8->canonical;

sub sample {
	my (%more) = @_;
	return { type => 'sample', scenario => 's', params => 'p',
		 phase => 'op', n => 100, metric => 'cost.instructions',
		 kind => 'cost', unit => 'instructions', per => 'op',
		 class => 'exact', better => 'lower', source => 'x',
		 fixed => 0, scale => 1, values => [1000], %more };
}

# One boot: env, RECORDS, end; %more goes into the env record.
sub boot {
	my ($label, $boot, $records, %more) = @_;
	my $env = env_record($label, $boot, %more);
	my %n = (sample => 0, audit => 0);
	$n{$_->{type}}++ for @$records;
	return ($env, @$records,
		{ type => 'end', label => $env->{label}, boot => $boot,
		  group => $env->{group}, status => 'ok',
		  samples => $n{sample}, audits => $n{audit}, reason => '' });
}

# boots SUB: three of either kernel, each with the samples SUB(LABEL) returns
sub boots {
	my ($of) = @_;
	return map { my $n = $_; map { boot($_, $n, [$of->($_)]) }
		     qw(base patched) } 1 .. 3;
}

sub save {
	my ($name, @records) = @_;
	my $path = "$tmp/$name.jsonl";
	open(my $f, '>', $path) or die "$path: $!\n";
	print $f map { ref ? $json->encode($_) . "\n" : $_ } @records;
	close($f) or die "$path: $!\n";
	return $path;
}

# run ARGS: exit status of kptstat; what it prints in $tmp/out, $tmp/err
sub run {
	my ($args) = @_;
	return system("$stat $args >$tmp/out 2>$tmp/err") >> 8;
}

sub judged {
	my ($file) = @_;
	unlink("$tmp/json");
	run("compare --format none --json $tmp/json $file");
	return $json->decode(slurp("$tmp/json"))->{comparisons};
}

# Runs of 100 and of 1000 operations in one boot: each by its own n.
my $other = save('other', boots(sub {
	my $more = $_[0] eq 'patched' ? 1 : 0;
	return (sample(run => 1, values => [1000 + 100 * $more]),
		sample(run => 2, n => 1000, values => [10000 + 3000 * $more]));
}));
my ($row) = @{judged($other)};
is($row->{base}, 10, 'runs of other n: each is divided by its own');
is($row->{patched}, 12, '... and their mean is the value');
is($row->{diff}, 2, '... and so is the difference');
my $thousand = save('thousand', boots(sub {
	my $more = $_[0] eq 'patched' ? 1 : 0;
	return map { sample(run => $_, n => 1000, values => [1000 + $more]) }
	       1, 2;
}));
is(judged($thousand)->[0]{diff}, 0.001,
   'runs of one n: counts are subtracted before they are divided');

# Start samples of another boot line are another series, not the default's.
sub start {
	my ($value) = @_;
	return sample(scenario => '', phase => 'start', n => 0,
		      metric => 'tables.pte', kind => 'tables',
		      unit => 'pages', values => [$value]);
}

my @lines = boots(sub { return start(8) });
for my $n (1 .. 3) {
	push @lines, boot($_, $n, [start($_ eq 'base' ? 1030 : 1031)],
			  group => 'rodata=full') for qw(base patched);
}
my %at = map { $_->{group} => $_ } @{judged(save('lines', @lines))};
is($at{''}{base}, 8, 'the default boot line has its own value at boot');
is($at{''}{verdict}, 'equivalent', '... and its own verdict');
is($at{'rodata=full'}{diff}, 1, 'so has the boot line of a group');

# However long parameters are, two metrics are two.
my $long = 'x' x 3000;
my $params = save('params', boots(sub {
	return map { sample(params => $long, metric => "cost.$_",
			    values => [1000 * $_]) } 1, 2;
}));
is(run("check $params"), 0, 'two metrics, parameters of 3000 characters');
is(join(' ', sort map { $_->{base} } @{judged($params)}), '10 20',
   '... are two rows');

# Rungs in any order are the same ladder.
my $ladder = save('ladder', boots(sub {
	my @n = $_[0] eq 'patched' ? (64, 8, 1, 16) : (1, 8, 16, 64);
	return map { sample(phase => 'held', n => $_, kind => 'memory',
			    unit => 'objects', values => [2 * $_ + 3]) } @n;
}));
is(judged($ladder)->[0]{base}, 2, 'a ladder has its slope');
is(judged($ladder)->[0]{diff}, 0, '... in whatever order its rungs come');

# A boot that was done again twice: the whole one counts, the others do not.
my @first = boot('base', 1, [sample()]);
my $again = save('again', @first[0, 1], @first[0, 1], @first);
is(run("check $again"), 0, 'two interrupted boots, then a whole one');
like(slurp("$tmp/out"), qr/1 whole boots.*2 interrupted/, '... are counted');
my $thrice = save('thrice', @first, @first, @first);
is(run("check $thrice"), 1, 'a boot three times');
is(() = slurp("$tmp/err") =~ /a second time \(first at line 1\)/g, 2,
   '... is said of the second and of the third');

# What is no name breaks its boot, what no terminal should get is escaped.
sub said {
	my ($file) = @_;
	my $status = run("check $file");
	my $err = slurp("$tmp/err");
	unlike($err, qr/[^\n -~]/, '... and the message is plain text');
	return "$status $err";
}

sub broken {
	my ($what, $want, @records) = @_;
	like(said(save('broken', boot('base', 1, [sample()]),
		       boot('base', 2, [sample(), @records]))),
	     qr/^1 \S+:[67]: [^\n]*$want.*:4: boot 2 of base is not whole/s, $what);
	like(slurp("$tmp/out"), qr/ 1 whole boots, 2|3 samples/,
	     '... and the boot before it is good');
}

my $rtl = "a\x{202e}b\e[31mc\x{9b}d\n|";
for my $key (qw(scenario metric unit per kind)) {
	broken("a $key that is no name", qr/sample record: "$key" is "a\\u202eb\\x1b\[31mc\\u009bd\\x0a\|", not a name/,
	       sample($key => $rtl));
}
broken('a formula as a metric', qr/"metric" is "=1\+1", not a name/,
       sample(metric => '=1+1'));
broken('a name of 65', qr/"metric" is "m{60,65}", not a name/,
       sample(metric => 'm' x 65));
broken('a name of 5000 is cut short', qr/"metric" is "m{40,80}\.\.\.", not/,
       sample(metric => 'm' x 5000));
broken('a metric without a name', qr/"metric" is "", not a name/,
       sample(metric => ''));
my %audit = (type => 'audit', scenario => '', when => 'start', n => 0);
my %row = (region => 'linear', level => 'pte', map { $_ => 1 }
	   qw(tables boot constructed ptlocks leaves entries));
broken('an audit of a region that is no name',
       qr/row 1 of an audit: "region" is "a\\u202eb.*, not a name/,
       { %audit, rows => [{ %row, region => $rtl }] });
broken('an audit of a level that is no name',
       qr/row 2 of an audit: "level" is "", not a name/,
       { %audit, rows => [{ %row }, { %row, level => '' }] });
broken('an audit of 1025 rows', qr/an audit of more than 1024 rows/,
       { %audit, rows => [map { { %row } } 1 .. 1025] });
broken('a perf file that is none', qr/"file" is no name/,
       { type => 'perf', scenario => 's', build_id => 'base-id',
	 event => 'cycles:k', file => "../$rtl", samples => 1 });

for my $key (qw(label arch mode config_name build_id)) {
	my $file = save('env', boot('base', 1, [sample()]),
			boot('base', 2, [sample()], $key => "x $rtl"));
	like(said($file), qr/^1 \S+:4: env record: "$key" is "x a\\u202eb.*cannot be used\n\z/,
	     "an env record whose $key is no name: one message");
	is(run("compare --format none $file"), 2, '... and the file is refused');
}
like(said(save('group', boot('base', 1, [sample()], group => "a=b\nc"))),
     qr/"group" is "a=b\\x0ac", not a line of text/,
     'a boot line of two lines');
is(run('check ' . save('free', boots(sub { return sample(); }),
	boot('base', 4, [sample(source => $rtl, params => 'p')],
	     source => $rtl, cmdline => $rtl, machine => "\x{6f22}"))),
   0, 'free text is free');
my @failed = boot('base', 1, [sample()]);
$failed[-1] = { %{$failed[-1]}, status => 'fail', reason => $rtl };
like(said(save('failed', @failed)), qr/status fail: a\\u202eb\\x1b\[31mc/,
     'the reason of a boot that failed is escaped');

# One value has one sample, one audit, one boot.
broken('a sample twice', qr/cost.instructions of s \(op, n=100\) is there twice/,
       sample());
broken('the same with another value, n and source', qr/is there twice/,
       sample(n => 7, values => [3], source => 'y'));
broken('once measured, once not', qr/is there twice/,
       sample(values => [], na => 'no counter'));
broken('a rung twice', qr/is there twice/, map { sample(phase => 'held',
       n => 8, kind => 'memory') } 1, 2);
broken('an audit twice', qr/the audit of "" \(start, n=0\) is there twice/,
       map { { %audit, rows => [{ %row }] } } 1, 2);
my %perf = (type => 'perf', scenario => 's', build_id => 'base-id',
	    event => 'cycles:k', file => 'base-s.perf.data', samples => 1);
broken('perf twice', qr/perf of s is there twice/, { %perf }, { %perf });
is(run('check ' . save('apart', boot('base', 1, [sample(),
	sample(run => 1), sample(phase => 'held', n => 1, kind => 'memory'),
	sample(phase => 'held', n => 2, kind => 'memory'), sample(params => ''),
	{ %perf }, { %audit, rows => [] }, { %audit, n => 1, rows => [] }]))),
   0, 'what differs in params, phase, rung, run or moment is not the same');

sub machine {
	my ($name, $label, @ids) = @_;
	my $n = 0;
	return save($name, map { boot($label, ++$n, [sample()],
				      boot_id => $_) } @ids);
}
machine('a', 'base', qw(id-1 id-2 id-3));
machine('b', 'base', qw(id-4 id-2 id-5));
machine('c', 'base', qw(id-6 id-7 id-7));
is(run("compare --format none $tmp/a.jsonl $tmp/b.jsonl"), 2,
   'a boot of the machine in both files');
like(slurp("$tmp/err"), qr/b.jsonl:4: boot 2 of base is the same boot of the machine as boot 2 of base at \S+a.jsonl:4/,
     '... is refused, with where both are');
is(run("compare --format none $tmp/a.jsonl $tmp/c.jsonl"), 0,
   'a boot measured again, within one label, is as it was asked for');

# A file may be as large as it likes: what is read and said has an end.
sub packed {
	my ($name, $line, $times, @before) = @_;
	my $path = save($name, @before);
	open(my $f, '|-', "cat $path - | gzip -c >$path.gz") or die;
	print $f $line x 1000 for 1 .. $times / 1000;
	close($f) or die;
	return "$path.gz";
}

sub messages {
	my ($file, $want, $text, $what) = @_;
	is(run("check $file"), 1, $what);
	my @err = split(/\n/, slurp("$tmp/err"));
	is(@err, $want, "... in $want messages");
	like($err[-1], $text, '... the last of them says it');
}

messages(packed('alike', qq({"type":"sample"}\n), 30_000,
		boot('base', 1, [sample()])), 21,
	 qr/:30003: the last of 29980 more of this kind: sample record:/,
	 '30,000 bad samples');
messages(packed('many', qq({"type":"sample"}\n), 2_000_000), 1,
	 qr/:100002: 100000 lines before it are no records/,
	 'two million bad lines');
messages(packed('wide', 'x' x 1000 . "\n", 300_000), 1,
	 qr/:100002: 100000 lines before it/, '300 MB of text');
messages(packed('line', 'x' x 1000, 70_000), 1,
	 qr/:1: a line of over 64 MiB is no record/, '70 MB in a line');
my @twice = (env_record('base', 1), sample());
messages(packed('twice', $json->encode(sample()) . "\n", 100_000, @twice),
	 22, qr/the last of 99980 more of this kind: .* is there twice/,
	 'a sample 100,000 times');
messages(packed('big', $json->encode(sample(source => 'x' x 3000)) . "\n",
		90_000, @twice), 1,
	 qr/over 256 MiB of records; if that is right, set KPT_MAX_MIB/,
	 '290 MB of samples');
messages(save('wide', boot('base', 1, [sample(junk => [(0) x 600_000])])), 2,
	 qr/boot 1 of base is not whole .*over 1 MiB beside the numbers/,
	 'a megabyte beside the numbers');
my @boots = map { boot('base', $_, [sample()]) } 1 .. 50;
$_->{status} = 'fail' for grep { $_->{type} eq 'end' } @boots;
messages(save('fails', @boots), 21,
	 qr/the last of 30 more boots that did not end with status ok/,
	 '50 boots that failed');
is(run('check ' . save('long', boot('base', 1, [
	sample(values => [(1000) x 500_000])]))), 0, 'half a million windows');
for (['KPT_MAX_RECORDS', 2, qr/over 2 records; if that is right/],
     ['KPT_MAX_MIB', 1, qr/over 1 MiB of records; if that is right/],
     ['KPT_MAX_MIB', '-1', qr/KPT_MAX_MIB=-1: not a number above 0/],
     ['KPT_MAX_MIB', 'x', qr/KPT_MAX_MIB=x: not a number above 0/]) {
	my ($name, $value, $want) = @$_;
	local $ENV{$name} = $value;
	is(run("check $tmp/long.jsonl"), 1, "$name=$value");
	like(slurp("$tmp/err"), $want, '... is what it says');
	is(run("compare --format none $tmp/long.jsonl"), 2, '... and refused');
}

done_testing();
