#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-classes.t - classes of instructions are counted in every boot and change
# no other record; one that is planted is found by the row meant for it alone
#
# KPT_QEMU_BIN=FOLDER, with another QEMU in it: code that masks interrupts is
# run by that one, for QEMU before 9.1 cannot tell.
use strict;
use warnings;
use lib 'tests/lib';
use Cwd 'getcwd';
use File::Path 'make_path';
use Kpt;
use Test::More;

my $check = 'build/check';

# plain RUN: its records without those of classes, and without their number
sub plain {
	my $text = slurp("$check/$_[0]/records.jsonl");
	$text =~ s/^.*"metric":"(?:class|boot)\..*\n//mg;
	$text =~ s/^(\{"type":"end".*"samples":)\d+/$1/mg;
	return $text;
}

# class RUN, SCENARIO, CLASS: the values of its windows
sub class {
	my ($run, $scenario, $class) = @_;
	my ($values) = slurp("$check/$run/records.jsonl") =~
		/^.*"scenario":"$scenario",.*"metric":"class\.\Q$class\E",.*"values":\[(.*)\]/m;
	return $values // '';
}

# ---- every other record ------------------------------------------------
# Also of work that is deferred, and in the second layout, which has another
# order of scenarios.
my %all = (
	arm64 => [ 'rt', 'nop,pte-churn,pmd-churn,vmalloc-4k,user-churn' ],
	x86_64 => [ 'debug', 'nop,pte-churn,split' ],
	riscv64 => [ 'debug', 'nop,pte-churn' ],
);
for my $arch (sort keys %all) {
	my ($config, $scenarios) = @{ $all{$arch} };
	my $dir = kernel($arch, $config, 'base');
	is(run_kernels("classes-off-$arch", $arch, $config, { base => $dir },
		       $scenarios, '--no-classes', 3), 0,
	   "$arch: boots without classes");
	is(run_kernels("classes-$arch", $arch, $config, { base => $dir },
		       $scenarios, '', 3), 0, "$arch: boots with them");
	unlike(slurp("$check/classes-off-$arch/records.jsonl"), qr/"class\./,
	       "$arch: none is counted when none is asked for");
	is(plain("classes-$arch"), plain("classes-off-$arch"),
	   "$arch: every other record is the same to the byte");
	is(system("build/kptstat check $check/classes-$arch/records.jsonl " .
		  '>/dev/null 2>&1'), 0, "$arch: the records are valid");
	like(class("classes-$arch", 'pte-churn', 'tlbi.page'), qr/^[1-9]\d*,/,
	     "$arch: an operation invalidates TLB entries");
	like(class("classes-$arch", 'nop', 'tlbi.page'), qr/^0,(?:0,)*0$/,
	     "$arch: nothing invalidates none");
}
like(class('classes-arm64', 'pte-churn', 'barrier.dsb'), qr/^[1-9]\d*,/,
     'arm64: an operation has barriers');

# ---- planted, at an equal number of instructions -----------------------
# of a machine: [ an instruction, the class it is found as ]; none changes what
# a kernel has
my %plants = (
	arm64 => {
		tlbi => [ 'tlbi vmalle1', 'class.tlbi.all' ],
		barrier => [ 'dsb nsh', 'class.barrier.dsb' ],
		atomic => [ '.arch_extension lse\n\tstadd xzr, [sp]',
			    'class.atomic.rmw' ],
		register => [ 'msr contextidr_el1, xzr',
			      'class.sysreg.translation' ],
	},
	x86_64 => {
		tlbi => [ 'invlpg (%%rsp)', 'class.tlbi.page' ],
		barrier => [ 'mfence', 'class.barrier.fence' ],
		atomic => [ 'lock; orl $0, (%%rsp)', 'class.atomic.rmw' ],
		register => [ 'movq %%rax, %%cr2', 'class.sysreg.other' ],
	},
	riscv64 => {
		tlbi => [ 'sfence.vma', 'class.tlbi.all' ],
		barrier => [ 'fence', 'class.barrier.fence' ],
		atomic => [ 'amoadd.w zero, zero, (sp)', 'class.atomic.rmw' ],
		# Zero is what it has in the kernel.
		register => [ 'csrw sscratch, zero', 'class.sysreg.other' ],
	},
);

# plant RUN, MACHINE, INSTRUCTION: boots with one more in pte_op()
sub plant {
	my ($run, $arch, $insn) = @_;
	local $ENV{KPTBENCH_TOP} =
		planted($run, qq{asm volatile("$insn" : : : "memory");});
	is(run_kernels("planted-$run", $arch, $all{$arch}[0],
		       { k => kernel($arch, $all{$arch}[0], 'base') },
		       'nop,pte-churn,pmd-churn', '', 3), 0,
	   "$run is planted in pte_op()");
}

for my $arch (sort keys %plants) {
	plant("$arch-nop", $arch, 'nop');
	for my $name (sort keys %{ $plants{$arch} }) {
		my ($insn, $class) = @{ $plants{$arch}{$name} };
		my $run = "$arch-$name";

		plant($run, $arch, $insn);
		my $s = judge("planted-$run-judged",
			      "$check/planted-$arch-nop/records.jsonl",
			      "$check/planted-$run/records.jsonl");
		my @found = grep { $_->{verdict} !~ m{^(?:equivalent|n/a)$} &&
				   $_->{kind} !~ /^(?:size|boot)$/ &&
				   $_->{metric} !~ /\.deferred$/ } rows($s);
		is_deeply([ map { "$_->{scenario} $_->{metric} $_->{diff}" }
			    @found ], [ "pte-churn $class 1" ],
			  "$run: one more is found by its own row, and by no other");
		my $cost = row($s, 'pte-churn', 'cost.instructions');
		is($cost->{diff}, 0, "$run: ... at as many instructions");
		like(slurp("$check/planted-$run-judged/report.txt"),
		     qr/^- [^.]* per\s+operation:\s+kernel\s+PTE\s+table \d+\s->\s+\d+\.$/m,
		     "$run: the report begins with it");
	}
}

# ---- lines and pages of data, planted ----------------------------------
# spread RUN, MACHINE, OFFSET...: boots whose pte_op() reads a byte or, the last,
# eight bytes at each of these offsets of a buffer that nothing else touches
sub spread {
	my ($run, $arch, @at) = @_;
	my $last = pop @at;
	my $read = join ' ', map { "(void)kptb_far[$_];" } @at;
	local $ENV{KPTBENCH_TOP} =
		planted($run, "$read kptb_read8(kptb_far + $last);",
			"static volatile u8 kptb_far[16384] __aligned(4096);\n" .
			"struct kptb_u64 { u64 v; } __packed;\n" .
			"static noinline u64 kptb_read8(volatile u8 *p)\n" .
			"{ return ((volatile struct kptb_u64 *)p)->v; }\n");
	is(run_kernels("planted-$run", $arch, $all{$arch}[0],
		       { k => kernel($arch, $all{$arch}[0], 'base') },
		       'pte-churn', '', 1), 0, "$run is planted in pte_op()");
}

# What tells of them is the same on all machines.
for my $arch ('arm64') {
	spread("$arch-near", $arch, 0, 1, 2, 3, 8);
	# Two lines of a page, one of the next but one, and two of two pages.
	spread("$arch-far", $arch, 0, 64, 127, 8192 + 63, 12288 - 4);
	my %got;
	for my $metric (qw(lines.touched pages.touched)) {
		my @near = split /,/, class("planted-$arch-near", 'pte-churn', $metric);
		my @far = split /,/, class("planted-$arch-far", 'pte-churn', $metric);
		my %diff = map { $far[$_] - $near[$_] => 1 } 0 .. $#near;
		$got{$metric} = join ' ', keys %diff;
	}
	# Of 64 operations: 1 line and page become 5 and 3.
	is_deeply(\%got, { 'lines.touched' => 64 * 4, 'pages.touched' => 64 * 2 },
		  "$arch: distinct lines and pages are counted");
}
# ---- interrupts masked, planted ----------------------------------------
# of a machine: what masks them, and what unmasks them
my %masks = (
	arm64 => [ 'msr daifset, #2', 'msr daifclr, #2' ],
	x86_64 => [ 'cli', 'sti' ],
	riscv64 => [ 'csrci sstatus, 2', 'csrsi sstatus, 2' ],
);

# stretches MACHINE, OFF, ON: boots with a long and a short stretch between two
# instructions, of which the second is the last of its stretch
sub stretches {
	my ($run, $arch, $off, $on) = @_;
	local $ENV{KPTBENCH_TOP} = planted($run, 'asm volatile("' .
		"$off\\n.rept 7000\\nnop\\n.endr\\n$on\\n" .
		"$off\\n.rept 6\\nnop\\n.endr\\n$on\" : : : \"memory\");");
	local $ENV{PATH} = "$ENV{KPT_QEMU_BIN}:$ENV{PATH}" if $ENV{KPT_QEMU_BIN};
	is(run_kernels("planted-$run", $arch, $all{$arch}[0],
		       { k => kernel($arch, $all{$arch}[0], 'base') },
		       'pte-churn', '', 1), 0, "$run is planted in pte_op()");
}

for my $arch (sort keys %masks) {
	SKIP: {
		my ($why) = slurp("$check/classes-$arch/records.jsonl") =~
			/"metric":"class.interrupts.off",.*"na":"(.*?)"/;
		is($why, 'QEMU before 9.1 shows a plugin no registers',
		   "$arch: why it is not known is told") if $why;
		skip "$arch: $why", 4 if $why && !$ENV{KPT_QEMU_BIN};
		stretches("$arch-unmasked", $arch, 'nop', 'nop');
		stretches("$arch-masked", $arch, @{ $masks{$arch} });
		my ($off, $on) = map { [ split /,/, class("planted-$arch-$_",
			'pte-churn', 'interrupts.off') ] } qw(masked unmasked);
		my %diff = map { $off->[$_] - $on->[$_] => 1 } 0 .. $#$on;
		is_deeply(\%diff, { 64 * (7001 + 7) => 1 },
			  "$arch: instructions with interrupts masked are counted");
		# One window of x86_64 fills lists of free pages, masked.
		my @longest = split /,/, class("planted-$arch-masked",
			'pte-churn', 'interrupts.off.longest');
		cmp_ok(scalar(grep { $_ == 64 * 7001 } @longest), '>=', @longest - 1,
		       "$arch: ... and the longest stretch");
	}
}
my $dir = kernel('arm64', 'rt', 'base');

# ---- a QEMU that takes no plugin ---------------------------------------
make_path("$check/bin-classes");
chomp(my $real = `which qemu-system-aarch64`);
open(my $q, '>', "$check/bin-classes/qemu-system-aarch64") or die $!;
print $q "#!/bin/sh\nfor a; do [ \"\$a\" != -plugin ] || { " .
	 "echo 'qemu: -plugin: invalid option'; exit 1; }; done\n" .
	 "exec $real \"\$@\"\n";
close($q);
chmod(0755, "$check/bin-classes/qemu-system-aarch64");
{
	local $ENV{PATH} = getcwd() . "/$check/bin-classes:$ENV{PATH}";
	is(run_kernels('classes-none', 'arm64', 'rt', { base => $dir }, 'nop',
		       '', 1), 0, 'a QEMU without plugins measures the rest');
}
like(slurp("$check/classes-none.log"),
     qr/classes of instructions are not counted: .*invalid option/,
     '... and why is told');

done_testing();
