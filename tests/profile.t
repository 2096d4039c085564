#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# profile.t - an exact profile changes no count, adds up to the records to the
# last digit, finds a planted instruction, and says in words what it lacks
#
# KPT_QEMU_BIN=FOLDER, with another qemu-system-aarch64 in it, tries both.
use strict;
use warnings;
use lib 'tests/lib';
use Cwd 'getcwd';
use File::Path qw(make_path);
use JSON::PP;
use Kpt;
use Test::More;

my $scenarios = 'nop,pte-churn,pmd-churn,vmalloc-4k,user-churn,smp-pte-churn';
my $check = 'build/check';

# profile ARGS: what kptstat profile prints, messages too
sub profile {
	my ($args) = @_;
	return scalar `build/kptstat profile $args 2>&1`;
}

# table TEXT: a hash of rows, function => [base, patched, difference, whole]
sub table {
	my ($text) = @_;
	my %rows;
	for (split /\n/, $text) {
		last if /^memory an operation/;
		my ($x, $y, $d, $name) = split ' ', $_, 4;
		next unless defined $name &&
			3 == grep { /^[-+]?\d[\d.]*$/ } $x, $y, $d;
		my $whole = $name =~ s/^([-+]?\d[\d.]*) +// ? $1 : undef;
		$rows{$name} = [ $x, $y, $d, $whole ];
	}
	return \%rows;
}

# adds_up NAME, TEXT: every column of the table is its total, to the digit
sub adds_up {
	my ($name, $text) = @_;
	my $rows = table($text);
	my $total = delete $rows->{'total, as the records have it'};
	ok($total, "$name: there is a table") or return diag($text);
	for my $col (0 .. 2) {
		my $sum = 0;
		$sum += $_->[$col] for values %$rows;
		cmp_ok(abs($sum - $total->[$col]), '<', 1e-9,
		       "$name: column $col adds up to $total->[$col]");
	}
	return { %$rows, total => $total };
}

sub per_table {
	my ($s, $scenario) = @_;
	return row($s, $scenario, 'cost.instructions', 'op')->{diff};
}

# ---- the counts of a profiled boot -------------------------------------
my %kernels = map { $_ => kernel('arm64', 'rt', $_) } qw(base patched);
is(run_kernels('profile-off', 'arm64', 'rt', \%kernels, $scenarios, '', 1), 0,
   'a run without a profile');
is(run_kernels('profile', 'arm64', 'rt', \%kernels, $scenarios, '--profile', 1),
   0, 'the same with one');
is(slurp("$check/profile/records.jsonl"),
   slurp("$check/profile-off/records.jsonl"),
   'every record is the same to the byte');
ok(slurp("$check/profile/console-base-1.log") eq
   slurp("$check/profile-off/console-base-1.log"), '... and the console');
for my $k (qw(base patched)) {
	ok(-s "$check/profile/profile/$k-$_.prof", "a profile of $k, $_")
		for qw(nop pte-churn pmd-churn user-churn);
}

my $s = judge('profile-judged', "$check/profile/records.jsonl", '');
for my $sc (qw(nop pte-churn pmd-churn vmalloc-4k user-churn)) {
	my $rows = adds_up($sc, profile("--in $check/profile --all -s $sc"));
	is($rows->{total}[2] + 0, per_table($s, $sc),
	   "$sc: the difference is the one kptstat compare tells");
	is_deeply([ @{ $rows->{'(remainder: counted outside the windows)'} }[0 .. 2] ],
		  [ 0, 0, 0 ], "$sc: nothing is left over");
}
my $nop = table(profile("--in $check/profile --all -s nop"));
is($nop->{'total, as the records have it'}[0], 0, 'nothing costs nothing');
# What the reports tell of it adds up as well.
profile("--in $check/profile -s pte-churn --json $check/where.json");
my $where = decode_json(slurp("$check/where.json"))->[0];
my $told = $where->{others}{diff} + $where->{fixed} + $where->{remainder};
$told += $_->{diff} for @{ $where->{functions} };
cmp_ok(@{ $where->{functions} }, '>', 2, 'pte-churn: functions that differ');
cmp_ok(abs($told - per_table($s, 'pte-churn')), '<', 1e-9,
       '... and what is told of them is the difference');

# QEMU 10 lets one CPU run for the whole of a window, QEMU 7 does not.
my $smp = profile("--in $check/profile --all -s smp-pte-churn");
if ($smp =~ /several CPUs were in a window at once/) {
	pass('a scenario on two CPUs has none, and says why');
} else {
	adds_up('two CPUs, one at a time', $smp);
}
like(profile("--in $check/profile -s pte-churn"), qr/64-byte lines of data/,
     'lines and pages are told');
ok(system("build/kptstat profile --in $check/profile -s pte-churn " .
	  "-o $check/profile/out >/dev/null 2>&1") == 0 &&
   slurp("$check/profile/out/pte-churn.svg") =~ m{^<svg.*</svg>$}s,
   'a flame graph is drawn');

# ---- another QEMU -------------------------------------------------------
# windows FILE: its windows and how often each instruction was executed;
# accesses, lines and pages differ: a load of two registers is two accesses in
# QEMU 7.2 and one in 10
sub windows {
	my @lines;
	for (split /\n/, slurp($_[0])) {
		push @lines, /^([0-9a-f]+) (\d+) / ? "$1 $2" : $_
			if !/^(vmlinux|module) /;
	}
	return join "\n", @lines;
}
SKIP: {
	my $other = $ENV{KPT_QEMU_BIN};
	skip 'KPT_QEMU_BIN names no folder with another QEMU', 4 if !$other;
	my $path = $ENV{PATH};
	local $ENV{PATH} = "$other:$path";
	diag("another QEMU: " . `qemu-system-aarch64 --version`);
	is(run_kernels('profile-other', 'arm64', 'rt', \%kernels,
		       'nop,pte-churn', '--profile', 1), 0,
	   'another QEMU profiles, too');
	like(slurp("$check/profile-other/records.jsonl"),
	     qr/"emulator":"QEMU emulator version/, '... and is recorded');
	local $ENV{PATH} = $path;
	is(run_kernels('profile-this', 'arm64', 'rt', \%kernels,
		       'nop,pte-churn', '--profile', 1), 0, '... as does this');
	is(windows("$check/profile-other/profile/patched-pte-churn.prof"),
	   windows("$check/profile-this/profile/patched-pte-churn.prof"),
	   '... and both executed the same');
}

# ---- other machines ----------------------------------------------------
for my $arch (qw(x86_64 riscv64)) {
	my %pair = map { $_ => kernel($arch, 'debug', $_) } qw(base patched);
	my $run = "profile-$arch";
	is(run_kernels($run, $arch, 'debug', \%pair, 'pte-churn,pmd-churn',
		       '--profile', 1), 0, "$arch: a run with a profile");
	my $judged = judge("$run-judged", "$check/$run/records.jsonl", '');
	for my $sc (qw(pte-churn pmd-churn)) {
		my $rows = adds_up("$arch $sc",
				   profile("--in $check/$run --all -s $sc"));
		is($rows->{total}[2] + 0, per_table($judged, $sc),
		   "$arch $sc: the difference is the one of the records");
		is_deeply([ @{ $rows->{'(remainder: counted outside the windows)'} }[0 .. 2] ],
			  [ 0, 0, 0 ], "$arch $sc: nothing is left over");
	}
}

# ---- what is missing ---------------------------------------------------
like(profile("--in $check/profile -s pte-churn"), qr/no debug info: inlined/,
     'a kernel without debug info is told');
like(profile("--in $check/profile-off"), qr/kptvm run --profile makes/,
     'a run without profiles is told');
like(profile("--in $check/profile -s hotplug"),
     qr/no profile of base: its first boot has no instructions of it/,
     'a scenario that was not run is told');

# spoilt PROGRAM, WHAT...: what is said of a profile changed by sed
sub spoilt {
	my ($program) = @_;
	system("rm -rf $check/spoilt && cp -r $check/profile $check/spoilt");
	system("sed -i -e '$program' $check/spoilt/profile/base-pte-churn.prof");
	my $said = profile("--in $check/spoilt -s pte-churn");
	isnt($?, 0, "a failure: $program");
	return $said;
}
like(spoilt('s/^end/unclosed\nend/'), qr/ended inside a window.*never closed/,
     '... a window never closed');
like(spoilt('s/^end/moved\nend/'), qr/loaded again, at another address/,
     '... a module that moved');
like(spoilt('s,^vmlinux .*,vmlinux /nowhere/vmlinux,'),
     qr{/nowhere/vmlinux: No such file.*--debug-info}, '... no vmlinux');
like(spoilt("s,^vmlinux .*,vmlinux $kernels{patched}/vmlinux,"),
     qr/not the same kernel/, '... another vmlinux');
system("aarch64-linux-gnu-strip -o $check/stripped $kernels{base}/vmlinux");
like(spoilt("s,^vmlinux .*,vmlinux " . getcwd() . "/$check/stripped,"),
     qr/is stripped, no address in it has a name/, '... a stripped one');
like(spoilt('/^end/d'), qr/base-pte-churn.prof:\d+: ends too early/,
     '... half a file');

# ---- a QEMU that takes no plugin ---------------------------------------
my $qemu = 'qemu-system-aarch64';
chomp(my $real = `which $qemu`);
make_path("$check/bin");

sub fake_qemu {
	my ($body) = @_;
	open(my $f, '>', "$check/bin/$qemu") or die $!;
	print $f "#!/bin/sh\n$body\nexec $real \"\$@\"\n";
	close($f);
	chmod(0755, "$check/bin/$qemu");
	local $ENV{PATH} = getcwd() . "/$check/bin:$ENV{PATH}";
	my $status = run_kernels('profile-fake', 'arm64', 'rt',
				 { base => $kernels{base} }, 'nop',
				 '--profile', 1);
	is($status, 1, 'a profile that cannot be made is a failure');
	ok(slurp("$check/profile-fake/records.jsonl") =~ /"type":"end"/,
	   '... and the records are kept');
	return slurp("$check/profile-fake.log");
}
like(fake_qemu('for a; do [ "$a" = -plugin ] && { ' .
	       'echo "qemu: -plugin: invalid option"; exit 1; }; done'),
     qr/does not take our plugin: .*invalid option.*built with TCG plugins/s,
     'a QEMU without plugins is told');
system("echo 'int qemu_plugin_version = 99, qemu_plugin_install;' | cc -xc - -shared -fPIC " .
       "-o $check/version99.so");
like(fake_qemu('for a; do shift; case $a in */kptprof-*.so,*) a=' . getcwd() .
	       "/$check/version99.so;; esac; set -- \"\$\@\" \"\$a\"; done"),
     qr/plugin requires API version 99, but this QEMU supports/,
     'and one of another interface, in its own words');

# ---- a guest that ends inside a window ---------------------------------
open(my $c, '>', "$check/unclosed.c") or die $!;
print $c <<'C';
#include <sys/reboot.h>
#include <unistd.h>
#include "kmod/kptb_mark.h"
int main(void)
{
	int i;

	kptb_mark(KPTB_MARK_SCENARIO);
	kptb_mark(KPTB_MARK_WORK);
	/* Translations change at the next jump. */
	for (i = 0; i < 3; i++) {
		getpid();
		kptb_mark(KPTB_MARK_OP);
	}
	reboot(RB_POWER_OFF);
	return 0;
}
C
close($c);
make_path("$check/unclosed-guest");
ok(run_ok("aarch64-linux-gnu-gcc -O1 -static -I. " .
	  "-o $check/unclosed-guest/init $check/unclosed.c"),
   'a guest that never closes its window');
system("cp build/guest-arm64/kptbench $check/unclosed-guest");
run_kernels('unclosed', 'arm64', 'rt', { base => $kernels{base} }, 'nop',
	    "--profile --guest $check/unclosed-guest", 1);
like(slurp("$check/unclosed/profile/base-nop.prof"), qr/^unclosed$/m,
     '... is told in the profile');

# ---- debug info, and one instruction planted ---------------------------
my $plain = $kernels{base};
my $debug = kernel('arm64', 'rt', 'base --debug-info');
ok($debug && $debug ne $plain, 'a kernel is built with debug info');
is(slurp("$debug/.config"), slurp("$plain/.config"),
   '... of the same configuration');

# code DIR: the image, build ids (its own and the vDSO's) blotted out
sub code {
	my ($dir) = @_;
	my $image = slurp("$dir/arch/arm64/boot/Image");
	$image =~ s/\x04\0{3}\x14\0{3}\x03\0{3}GNU\0\K.{20}/'-' x 20/gse;
	return $image;
}
ok(length(code($plain)) && code($debug) eq code($plain),
   '... and the very same code');

# A copy of the module with one instruction more in one function.
my $top = getcwd() . "/$check/planted-top";
system("rm -rf $top && mkdir -p $top && cp -r configs kmod vm $top && " .
       "ln -s ../../../build $top/build");
my $source = slurp("$top/kmod/churn/pte.c");
is($source =~ s/(arena_unmap\(addr, PAGE_SIZE\);\n\tif \(!err\)\n\t\terr = arena_free)/asm volatile("nop");\n\t$1/,
   1, 'an instruction is planted in pte_op()');
open(my $planted, '>', "$top/kmod/churn/pte.c") or die $!;
print $planted $source;
close($planted);

my %runs = (
	'debug-off' => [ $plain, '', '' ],
	'debug-clean' => [ $debug, '--profile', '' ],
	'debug-planted' => [ $debug, '--profile', $top ],
);
for my $name (sort keys %runs) {
	my ($dir, $extra, $tree) = @{ $runs{$name} };
	local %ENV = (%ENV, $tree ? (KPTBENCH_TOP => $tree) : ());
	is(run_kernels($name, 'arm64', 'rt', { k => $dir },
		       'nop,pte-churn,pmd-churn', $extra, 1), 0,
	   "$name: a boot");
}
my ($off, $clean) = map {
	my $text = slurp("$check/$_/records.jsonl");
	$text =~ s/"build_id":"\w+"/"build_id":""/g;
	# Waiting is in these windows and in the boot before the first, and a
	# plugin makes waiting another.
	$text =~ s/^.*"metric":"[\w.]+\.deferred".*\n//mg;
	$text =~ s/^.*"phase":"start".*"metric":"(?:pages|boot)\..*\n//mg;
	$text;
} qw(debug-off debug-clean);
is($clean, $off,
   'with debug info and a profile every record is the same to the byte');

my $both = "$check/debug-clean/k $check/debug-planted/k";
my $rows = adds_up('planted', profile("--all -s pte-churn $both"));
my %moved = map { $_ => $rows->{$_}[2] + 0 }
	    grep { $rows->{$_}[2] != 0 } keys %$rows;
is_deeply(\%moved, { pte_op => 1, total => 1 },
	  'one instruction planted is 1 where it was, and 0 everywhere else');
like(profile("-s pte-churn --lines pte_op $both"),
     qr/^ +- +1 +\+1 +\+pte\.c:\d+ +asm volatile\("nop"\);$/m,
     '... and its line is shown');
$rows = adds_up('pmd-churn', profile("--all -s pmd-churn $both"));
is($rows->{total}[2] + 0, 0, 'nothing in another scenario');
# Without a lock of its own the one for PMD tables is the same code.
ok(scalar(grep { /^pagetable_p[tm][ed]_ctor$/ } keys %$rows),
   'an inlined constructor is there by name');
like(profile("-s pmd-churn --lines __pmd_alloc $both"),
     qr/ memory\.c:\d+  pmd_t \*new = pmd_alloc_one\(/,
     '... and lines of the kernel, with what is inlined there');

# ---- which code was executed --------------------------------------------
# hunk LINE PATTERN...: a patch that adds the lines of memory.c that match
my $memory = slurp("$debug/source/mm/memory.c");
sub hunk {
	my $patch = "--- a/mm/memory.c\n+++ b/mm/memory.c\n";
	for my $re (@_) {
		my $nr = 1 + ($memory =~ /^(.*?)$re/s ? $1 =~ tr/\n// : -1);
		my ($line) = (split /\n/, $memory)[$nr - 1];
		$patch .= "\@\@ -$nr,1 +$nr,1 \@\@\n-x\n+$line\n";
	}
	open(my $f, '>', "$check/hunk.patch") or die $!;
	print $f $patch;
	close($f);
	return scalar `build/kptstat cover --all --kernel k --in $check/debug-clean $check/hunk.patch 2>&1`;
}
my $told_of = hunk(qr/pte_t \*new = pte_alloc_one_kernel\(/,
		   qr/pmd_t \*new = pmd_alloc_one\(/,
		   qr/pr_alert\("BUG: Bad page map in process/);
like($told_of, qr/^  +1 built and not executed\n +2 executed$/m,
     'code that was executed, and code that was not') or diag($told_of);
my @by = $told_of =~ /: 1 of 1 lines of code; (.*)/g;
like($by[0], qr/pte-churn/, 'pte-churn allocates PTE tables');
like($by[1], qr/pmd-churn/, '... and pmd-churn PMD tables');
unlike("@by", qr/nop/, '... and nop neither');
like(scalar `build/kptstat cover --in $check/profile $check/hunk.patch 2>&1`,
     qr/no debug info/, 'without debug info: why there is no answer');

done_testing();
