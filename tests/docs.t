#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# docs.t - docs/ says what the programs do: docs/schema.md names every key and
# code of a summary, a block of output is what its command prints, and every
# page and option that is named is there. REGENERATE=1 writes the blocks anew.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;
use lib 'tests/lib';
use Kpt;

my $tmp = tempdir(CLEANUP => 1);
my @pages = ('README.md', glob('docs/*.md'));

# section TEXT, HEADING: from this heading to the next of its level or above
sub section {
	my ($text, $heading) = @_;
	my ($level) = $heading =~ /^(#+)/;
	my $n = length $level;
	return $text =~ /^\Q$heading\E\n(.*?)(?=^#{1,$n} |\z)/ms ? $1 : '';
}

# first_cells TEXT: the names in the first column of its tables
sub first_cells {
	my ($text) = @_;
	$text =~ s/\n#+ .*//s;
	$text =~ s/^\|.*\n\|---.*//mg;
	return map { split /, / } map { s/`//gr } $text =~ /^\| (.+?) \|/mg;
}

sub same_names {
	my ($have, $want, $what) = @_;
	is(join(' ', sort @$have), join(' ', sort @$want), $what);
}

sub unknown {
	my ($known, @names) = @_;
	my %known = map { $_ => 1 } @$known;
	my %seen;
	return grep { !$known{$_} && !$seen{$_}++ } @names;
}

# ---- docs/schema.md against the code
my $schema = slurp('docs/schema.md');
my $reasons = section($schema, '## Reasons');
my ($macro) = slurp('analyze/judge/reason.h') =~
	/define KPT_REASONS\(X\)(.*?)\n\n/s;
same_names([first_cells($reasons)], [$macro =~ /X\((\w+)\)/g],
	   'reasons: the codes of analyze/judge/reason.h');
my ($notes) = slurp('analyze/words/note.c') =~ /^void words_note(.*?)^}/ms;
same_names([first_cells(section($schema, '### Notes'))],
	   [$notes =~ /\{ "(\w+)",/g],
	   'notes: the codes of analyze/words/note.c');
my ($name) = slurp('analyze/judge/compare.h') =~
	/KPT_SUMMARY_SCHEMA\s+"(.*?)"/;
like($schema, qr/\Q$name\E/, "the schema is $name");

my ($code, %fields) = slurp('common/record.c');
push @{ $fields{$1} }, $2 while $code =~ /(?:REQ|OPT)\("(\w+)", "(\w+)"/g;
for my $rec (sort keys %fields) {
	my $text = section($schema, "## $rec");
	is(join(' ', grep { $text !~ /^\|[^|]*\b$_\b|"$_":/m }
		@{ $fields{$rec} }), '', "records: every key of $rec");
}

# ---- and against summaries
sub params_of {
	my ($code) = @_;
	return $reasons =~ /^\| `$code` \| (.*?) \|/m ? split(/, /, $1) : ();
}

my @top = first_cells(section($schema, '# summary.json'));
my $rows = section($schema, '## Rows');
my @keys = (first_cells($rows),
	    first_cells(section($schema, '## Rows whose boots vary')),
	    first_cells(section($schema, '## Rows of several layouts')),
	    'mde_diff');
my ($enum) = $rows =~ /^(\| verdict \| meaning.*)/ms;
my @verdicts = first_cells($enum);
my @health = first_cells(section($schema, '## Health'));

sub check_summary {
	my ($from, $s) = @_;
	my @bad = map { "key $_" } unknown(\@top, keys %$s);
	push @bad, map { "health $_" } unknown(\@health, keys %{ $s->{health} });
	for my $r (@{ $s->{comparisons} }) {
		push @bad, map { "row $_" } unknown(\@keys, keys %$r);
		push @bad, map { "verdict $_" }
			unknown(\@verdicts, $r->{verdict});
		for my $e (@{ $r->{reasons} }) {
			push @bad, map { "$e->{code} $_" }
				unknown([params_of($e->{code}), 'code'], keys %$e);
		}
	}
	is(join(', ', @bad), '', "$from: docs/schema.md has every key and code");
}

my ($env) = grep { /"type":"env"/ }
	`zcat results/published/matrix/m68k-debug.jsonl.gz`;
my @env = map { split /, / } section($schema, '## env') =~ /^\| (.*?) \|/mg;
is(join(' ', unknown(\@env, keys %{ JSON::PP->new->decode($env) })), '',
   'records: what a guest writes of its environment');

for my $gz (sort glob('results/published/*-rt.jsonl.gz'),
	    'results/published/matrix/m68k-debug.jsonl.gz') {
	next if $gz =~ /walk/;
	system("build/kptstat compare --format none --fail-on leak " .
	       "--json $tmp/s.json $gz") and diag($gz);
	check_summary($gz, JSON::PP->new->decode(slurp("$tmp/s.json")));
}
for my $model (qw(good noisy leak few demoted uncovered badness)) {
	system("awk -v what=$model -f tests/fixtures/records/make.awk " .
	       ">$tmp/m.jsonl; build/kptstat compare --format none " .
	       "--json $tmp/s.json $tmp/m.jsonl 2>$tmp/err");
	check_summary("records of $model",
		      JSON::PP->new->decode(slurp("$tmp/s.json")));
}

# ---- what docs/reports.md lists
my $reports = slurp('docs/reports.md');
my ($formats) = `build/kptstat report --help` =~ /one of:\n(.*?)\n\s+--/s;
same_names([map { s/`//gr } section($reports, q(# Reports)) =~
		/^\| (`[a-z-]+`) \|[^|]*\|[^|]*\|$/mg],
	   [$formats =~ /^ {28}(\S+)  /mg],
	   'docs/reports.md lists the formats of kptstat report');
my ($words) = `build/kptstat compare --fail-on x results/published/arm64-rt.jsonl.gz 2>&1` =~
	/valid are: (.*)/;
my $gates = section($reports, '## What fails');
same_names([first_cells($gates)], [split /, /, $words],
	   'docs/reports.md lists the words of --fail-on');
my $help = `build/kptstat compare --help` =~ s/\s+/ /gr;
is(join(' ', grep { $help !~ /\b$_\b/ } split /, /, $words), '',
   'so does kptstat compare --help');

# ---- blocks of output
# A block begins after this line and has commands, each after "$ ", and under
# each what it prints. /tmp stands for a folder of the test's own.
my $mark = qr/^<!-- what these commands print: tests\/docs\.t -->\n/m;

sub run {
	my ($command) = @_;
	$command =~ s/\\\n\s*//g;
	$command =~ s{/tmp/}{$tmp/}g;
	open(my $f, '-|', 'sh', '-c', "{ $command\n} 2>&1") or return 'sh?';
	local $/;
	my $out = <$f> // '';
	close $f;
	$out =~ s{\Q$tmp\E/}{/tmp/}g;
	return $out;
}

sub block {
	my ($text) = @_;
	my @commands = $text =~ /^\$ ((?:.*\\\n)*.*)\n/mg;
	return join("\n", map { my $out = run($_); "\$ $_\n$out" } @commands);
}

my $blocks = 0;
for my $page (@pages) {
	my $text = slurp($page);
	my $now = $text =~ s{($mark```text\n)(.*?)(^```$)}
		{ $blocks++; $1 . block($2) . $3 }gemsr;
	next if $now eq $text && $text !~ $mark;
	if ($ENV{REGENERATE} && $now ne $text) {
		open(my $f, '>', $page) or die "$page: $!";
		print $f $now;
		close $f;
		$text = $now;
	}
	ok($now eq $text, "$page: output is what its commands print")
		or diag("REGENERATE=1 prove tests/docs.t writes it anew");
}
cmp_ok($blocks, '>', 0, 'there are blocks of output');

# What needs nothing but this checkout has to work as it stands.
for my $page (@pages) {
	for (slurp($page) =~ m{^    (build/kptstat .*(?:/tmp/|published).*)}mg) {
		my $command = s/ {2,}#.*//r =~ s{/tmp/}{$tmp/}gr;
		is(system("$command >$tmp/out 2>$tmp/err"), 0, "$page: $_")
			or diag(slurp("$tmp/err"));
	}
}

# ---- what pages name
sub anchors {
	my ($page) = @_;
	return map { lc s/[^\w -]//gr =~ s/ /-/gr }
	       slurp($page) =~ /^#+ (.*)$/mg;
}

my $readme = slurp('README.md');
for my $page (@pages) {
	my $text = slurp($page);
	my @lost = grep { !-e } $text =~ m{\b(docs/[\w.-]+\.md)}g;
	push @lost, grep { !-e "docs/$_" && !-e $_ }
		map { s/#.*//r } grep { !m{^(?:https?:|#)} }
		$text =~ /\]\(([^)]+)\)/g;
	is("@lost", '', "$page: every page it names is there");
	while ($text =~ m{\]\(([\w./-]*)#([\w-]+)\)}g) {
		my ($at, $anchor) = ($1, $2);
		my $to = !$at ? $page : $page eq 'README.md' ? $at : "docs/$at";
		ok(scalar(grep { $_ eq $anchor } anchors($to)),
		   "$page: $to has #$anchor");
	}
	unlike($text, qr/needs? no statistics/, "$page: claims no proof");
	# Tables that docs/calibration.md includes are for the tests.
	next if $page =~ /^README\.md$|calibration-/;
	like($readme, qr/\Q$page\E/, "README.md names $page");
}
my %options;
for my $page (@pages) {
	my $text = slurp($page) =~ s/\\\n\s*//gr;
	while ($text =~ /\b(kptstat|kptvm|kptbench) ([a-z]+)((?: [^\n`|#]*)?)/g) {
		my ($prog, $cmd, $rest) = ($1, $2, $3);
		my $say = $options{"$prog $cmd"} //=
			`build/$prog $cmd --help 2>/dev/null`;
		next unless $say;
		my @bad = grep { $say !~ /\Q$_\E\b/ } $rest =~ /(--[a-z][a-z-]+)/g;
		ok(0, "$page: $prog $cmd has @bad") if @bad;
	}
}
ok(scalar keys %options, 'options that are named exist');
done_testing;
