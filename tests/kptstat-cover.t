#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-cover.t - hunks of patches that were executed: random series, with
# git blame to tell whose each line is and objdump what code it became
use strict;
use warnings;
use lib 'tests/lib';
use Cwd 'getcwd';
use File::Temp 'tempdir';
use Kpt;
use Test::More;

my $top = getcwd;
my $tmp = tempdir(CLEANUP => 1);
plan(skip_all => 'a kernel in miniature is one of x86_64')
	if `cc -dumpmachine` !~ /^x86_64/;
plan(skip_all => 'git or objdump is missing')
	if system('git --version >/dev/null && objdump --version >/dev/null');

sub sh {
	my ($command) = @_;
	return system('sh', '-c', "cd $tmp/tree && ($command) >/dev/null 2>$tmp/err");
}

sub cover {
	my ($args) = @_;
	my $out = `build/kptstat cover --in $tmp/run $args 2>&1`;
	return ($? >> 8, $out);
}

# build: the tree as a kernel, a module with its marker, and records of a boot
sub build {
	is(sh('cc -g -O0 -mcmodel=kernel -ffreestanding -fno-pic -nostdlib ' .
	      '-static -Wl,--build-id=sha1,-Ttext=0xffffffff81000000,-e,f ' .
	      '-o ../vmlinux mm/f.c'), 0, 'a kernel') or diag(slurp("$tmp/err"));
	is(sh("cc -O1 -fno-asynchronous-unwind-tables -I$top -c -o ../m.ko ../m.c"),
	   0, 'a module') or diag(slurp("$tmp/err"));
	my ($id) = `readelf -n $tmp/vmlinux` =~ /Build ID: ([0-9a-f]+)/;
	my $env = (split /\n/, slurp('tests/fixtures/kptbench/golden/proc-ptl.jsonl'))[0];
	$env =~ s/"label":"[^"]*"/"label":"patched"/;
	$env =~ s/"build_id":"[^"]*"/"build_id":"$id"/;
	mkdir "$tmp/run";
	mkdir "$tmp/run/cover";
	spew("$tmp/run/records.jsonl", "$env\n");
}

sub spew {
	my ($file, $text) = @_;
	open(my $f, '>', $file) or die "$file: $!";
	print $f $text;
	close($f) or die "$file: $!";
}

sub executed {
	my ($who, @ranges) = @_;
	spew("$tmp/run/cover/patched-$who.cover", join "\n", 'kptcover 1',
	     'label patched', "scenario $who", "vmlinux $tmp/vmlinux",
	     "module $tmp/m.ko", 'target x86_64', @ranges, "end\n");
}

# line => [ [ begin, end ], ... ] of the code it became
sub code {
	my (%code, $last);
	for (`objdump --dwarf=decodedline $tmp/vmlinux`) {
		my ($line, $addr) = /^\S+\s+(\d+|-)\s+0x([0-9a-f]+)/ or next;
		push @{ $code{ $last->[0] } }, [ $last->[1], $addr ]
			if $last && $last->[1] ne $addr;
		$last = $line eq '-' ? undef : [ $line, $addr ];
	}
	return \%code;
}

mkdir "$tmp/tree";
spew("$tmp/m.c", "#include \"kmod/kptb_mark.h\"\n" .
     "void f(void);\nvoid f(void) { kptb_mark(KPTB_MARK_OP); }\n");
sh('git init -q . && git config user.name n && git config user.email n@n.org &&
   mkdir mm');
my $n = 0;
sub write_tree {
	spew("$tmp/tree/mm/f.c", join '', "volatile int v;\nvoid f(void);\n",
	     "void f(void)\n{\n", (map { "\tv = $_;\n" } @_), "}\n");
}
srand($ENV{KPT_SEED} // 1);
my @lines = map { $n++ } 1 .. 200;
write_tree(@lines);
is(sh('git add . && git commit -qm base && git tag base'), 0, 'a tree');

for my $round (1 .. 6) {
	sh('git reset -q --hard base');
	my @now = @lines;
	for my $patch (1 .. 8) {
		for (1 .. 1 + int(rand(6))) {
			my $at = int(rand(@now));
			splice(@now, $at, int(rand(5)),
			       map { $n++ } 1 .. int(rand(7)));
		}
		write_tree(@now);
		sh("git commit -qam 'patch $patch'");
	}
	sh('rm -f ../*.patch && git format-patch -q -o .. base');
	build();
	my $code = code();
	my (@boot, @work, %by, %want);
	for (split /\n/, `git -C $tmp/tree blame -s -l mm/f.c`) {
		my ($commit, $nr) = /^(\^?[0-9a-f]+)\s+(\d+)\)/ or next;
		my $who = int(rand(3));
		next unless $code->{$nr};
		push @{ $who == 1 ? \@boot : \@work },
			map { "$_->[0] $_->[1]" } @{ $code->{$nr} } if $who;
		$want{$commit}[0] += $who > 0;
		$want{$commit}[1]++;
	}
	executed('boot', @boot);
	executed('pte-churn', @work);
	my ($status, $out) = cover("--all $tmp/0*.patch");
	is($status, 0, "series $round is judged") or diag($out);
	my ($patch, %got) = '';
	for (split /\n/, $out) {
		$patch = $1 if /^  (?:\[PATCH.*\] )?(patch \d)$/;
		next unless /: (\d+) of (\d+) lines of code/;
		$got{$patch}[0] += $1;
		$got{$patch}[1] += $2;
	}
	my @log = reverse split /\n/, `git -C $tmp/tree log --format='%H %s' base..`;
	for (@log) {
		my ($commit, $name) = split / /, $_, 2;
		my ($w) = map { $want{$_} } grep { /^\^?\Q$commit\E/ ||
			$commit =~ /^\Q@{[ s{^\^}{}r ]}\E/ } keys %want;
		is_deeply($got{$name} // [ 0, 0 ], $w // [ 0, 0 ],
			  "series $round, $name: lines executed, and lines");
	}
}

# What is said of a hunk.
sh('git reset -q --hard base');
write_tree(@lines[0 .. 9], 1000, 1001, @lines[10 .. 199]);
sh('mkdir -p drivers && echo "int d;" >drivers/d.c && git add . &&
   git commit -qm "two lines" && rm -f ../*.patch &&
   git format-patch -q -o .. base');
build();
my $code = code();
unlink glob("$tmp/run/cover/*");
executed('boot');
my ($status, $out) = cover("$tmp/0*.patch");
like($out, qr/^patched: 2 hunks in 1 patches$/m, 'hunks and patches are counted');
like($out, qr/^ +1 built and not executed$/m, 'one that nothing executed');
like($out, qr/^ +1 in files this kernel is not built of$/m, '... and one not built');
like($out, qr{^    mm/f.c:\d+ \(.*\): 0 of 2 lines of code$}m, '... where');
($status) = cover("--fail $tmp/0*.patch");
is($status, 1, '--fail: fails for it');
executed('user-churn', map { "$_->[0] $_->[1]" } @{ $code->{15} });
($status, $out) = cover("$tmp/0*.patch");
like($out, qr{: 1 of 2 lines of code; user-churn$}m, 'half of it, and by whom');
like($out, qr/^      not executed: line 16$/m, '... and which is not');
executed('boot', map { "$_->[0] $_->[1]" } map { @{ $code->{$_} } } 15, 16);
($status, $out) = cover("--fail $tmp/0*.patch");
is($status, 0, 'all of it: --fail passes') or diag($out);
unlike($out, qr/lines of code/, '... and nothing is to be told');

# What is broken.
for ([ 'end', "drivers/d.c\n", 'no hunk in it: not a patch' ],
     [ 'count', "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n x\n", 'ends within a hunk' ],
     [ 'odd', "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n x\n?\n", 'a hunk that ends too early' ],
     [ 'hunk', "--- a/x\n+++ b/x\n@@ -1 +9999999999 @@\n", 'not a hunk' ],
     [ 'far', join('', map { "--- a/$_\n+++ b/$_\n@@ -900000,0 +900000 @@\n+x\n" } 1 .. 9),
       'changes more lines than any series' ],
     [ 'none', "--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n", 'from nothing to nothing' ],
     [ 'long', "--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-x\n-y\n", 'more lines than it says' ]) {
	my ($name, $text, $why) = @$_;
	spew("$tmp/$name.bad", $text);
	($status, $out) = cover("$tmp/$name.bad");
	is($status, 1, "a patch that is broken ($name)");
	like($out, qr/\Q$why\E/, '... why');
}
for ([ 'end', "kptcover 1\nlabel patched\nscenario x\n", 'ends too early' ],
     [ 'magic', "kptprof 1\n", 'of another version' ],
     [ 'range', "kptcover 1\nscenario x\n20 10\nend\n", 'want the begin and end' ],
     [ 'nobody', "kptcover 1\n10 20\nend\n", 'addresses of nobody' ],
     [ 'name', "kptcover 1\nscenario ../x\nend\n", 'not a name' ],
     [ 'empty', "kptcover 1\n\nend\n", 'not understood' ],
     [ 'other', "kptcover 1\nlabel patched\nscenario x\nvmlinux /other\nend\n",
       'of another kernel' ]) {
	my ($name, $text, $why) = @$_;
	spew("$tmp/run/cover/patched-zz.cover", $text);
	($status, $out) = cover("$tmp/0*.patch");
	is($status, 1, "a file that is broken ($name)");
	like($out, qr/\Q$why\E/, '... why');
	unlink "$tmp/run/cover/patched-zz.cover";
}
($status, $out) = cover("--kernel other $tmp/0*.patch");
like($out, qr/there is nothing of other; make profile/, 'no such kernel: what to do');
done_testing();
