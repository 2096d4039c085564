#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# classes.t - what profile/classify*.c makes of an assembler's own output: every
# class of every architecture, and the neighbours that have none
use strict;
use warnings;
use File::Path 'make_path';
use Test::More;

my $check = 'build/check/classes';
make_path($check);

# The same code that QEMU's plugin runs: "TARGET HEX" in, names of classes
# out; with an argument the classes that a target has.
open(my $c, '>', "$check/classify.c") or die $!;
print $c <<'C';
#include <stdio.h>
#include "profile/classify.h"
int main(int argc, char **argv)
{
	char name[32], hex[64];

	for (int i = 0; argc > 1 && i < NR_CLASSES; i++)
		if (classify_target(argv[1])->has >> i & 1)
			printf("%s ", class_name(i));
	if (argc > 1)
		return 0;
	while (scanf("%31s %63s", name, hex) == 2) {
		const struct classify_target *t = classify_target(name);
		const char *sep = "";
		unsigned int byte, has;
		uint8_t code[16];
		size_t n = 0;

		while (n < 16 && sscanf(hex + 2 * n, "%2x", &byte) == 1)
			code[n++] = (uint8_t)byte;
		has = t->classes(code, n);
		for (int i = 0; i < NR_CLASSES; i++) {
			if (!(has >> i & 1))
				continue;
			printf("%s%s%s", sep, class_name(i),
			       t->has >> i & 1 ? "" : "(not of it)");
			sep = " ";
		}
		printf("\n");
	}
	return 0;
}
C
close($c);
is(system("cc -O1 -Wall -I. -o $check/classify $check/classify.c " .
	  'profile/classify.c profile/classify_x86.c'), 0,
   'the code under test is compiled') or BAIL_OUT('no compiler');

# "INSTRUCTIONS;... => CLASSES"; "-" is none
my %tables;
$tables{aarch64} = <<'T';
tlbi vae1, x0; tlbi vale1, x1; tlbi vaae1, x2; tlbi vaale1, x3 => tlbi.page
tlbi vae1is, x0; tlbi vale1is, x1; tlbi vaae1is, x2; tlbi vaale1is, x3 => tlbi.page tlbi.broadcast
tlbi vae1os, x0; tlbi vale1os, x1; tlbi vaae1os, x2; tlbi vaale1os, x3 => tlbi.page tlbi.broadcast
tlbi vae2, x0; tlbi vale2, x1; tlbi vae3, x2; tlbi vale3, x3 => tlbi.page
tlbi vae2is, x0; tlbi vale2os, x1; tlbi vae3is, x2; tlbi vale3os, x3 => tlbi.page tlbi.broadcast
tlbi ipas2e1, x0; tlbi ipas2le1, x1 => tlbi.page
tlbi ipas2e1is, x0; tlbi ipas2le1is, x1; tlbi ipas2e1os, x2; tlbi ipas2le1os, x3 => tlbi.page tlbi.broadcast
tlbi rvae1, x0; tlbi rvale1, x1; tlbi rvaae1, x2; tlbi rvaale1, x3; tlbi rvae2, x4 => tlbi.range
tlbi rvae1is, x0; tlbi rvale1is, x1; tlbi rvaae1is, x2; tlbi rvaale1is, x3 => tlbi.range tlbi.broadcast
tlbi rvae1os, x0; tlbi rvale1os, x1; tlbi rvae2is, x2; tlbi rvale3os, x3 => tlbi.range tlbi.broadcast
tlbi ripas2e1, x0; tlbi ripas2le1, x1 => tlbi.range
tlbi ripas2e1is, x0; tlbi ripas2le1is, x1; tlbi ripas2e1os, x2; tlbi ripas2le1os, x3 => tlbi.range tlbi.broadcast
tlbi aside1, x0 => tlbi.asid
tlbi aside1is, x0; tlbi aside1os, x0 => tlbi.asid tlbi.broadcast
tlbi vmalle1; tlbi alle1; tlbi alle2; tlbi alle3; tlbi vmalls12e1 => tlbi.all
tlbi vmalle1is; tlbi vmalle1os; tlbi alle1is; tlbi alle2os; tlbi vmalls12e1is => tlbi.all tlbi.broadcast
.inst 0xd5089720 => tlbi.page
.inst 0xd5089320 => tlbi.page tlbi.broadcast
dsb sy; dsb ish; dsb ishst; dsb nsh; dsb oshld; ssbb; pssbb => barrier.dsb
dmb sy; dmb ish; dmb ishst; dmb ishld; dmb oshst => barrier.dmb
isb; isb sy => barrier.isb
ldadd x0, x1, [x2]; ldaddal w0, w1, [x2]; stadd x0, [x1]; ldclrb w0, w1, [x2] => atomic.rmw
ldeor x0, x1, [x2]; ldsetal x0, x1, [x2]; ldsmax w0, w1, [x2]; ldumin w0, w1, [x2] => atomic.rmw
swp x0, x1, [x2]; swpalb w0, w1, [x2]; cas x0, x1, [x2]; casal w0, w1, [x2]; casb w0, w1, [x2] => atomic.rmw
casp x0, x1, x2, x3, [x4]; caspal w0, w1, w2, w3, [x4] => atomic.rmw
stxr w0, x1, [x2]; stlxr w0, w1, [x2]; stxrb w0, w1, [x2]; stxp w0, x1, x2, [x3]; stlxp w0, w1, w2, [x3] => atomic.exclusive
ldxr x0, [x1]; ldaxr w0, [x1]; ldxp x0, x1, [x2]; ldaxp x0, x1, [x2] => -
ldar x0, [x1]; stlr x0, [x1]; ldlar x0, [x1]; ldapr x0, [x1]; stllr x0, [x1] => -
ldr x0, [x1]; str x0, [x1, x2]; ldp x0, x1, [sp]; ldtr x0, [x1]; ldr d0, [x1, x2]; ld1 {v0.16b}, [x0] => -
msr ttbr0_el1, x0; msr ttbr1_el1, x0; msr tcr_el1, x0; msr mair_el1, x0; msr contextidr_el1, x0 => sysreg.translation
msr s3_0_c10_c2_4, x0; msr s3_3_c10_c2_4, x0; msr s3_0_c10_c2_3, x0; msr s3_0_c2_c0_3, x0 => sysreg.translation
msr daif, x0; msr daifset, #2; msr daifclr, #15; msr s3_0_c4_c6_0, x0; msr s3_0_c4_c3_0, x0 => sysreg.interrupts
.inst 0xd501411f; .inst 0xd501401f => sysreg.interrupts
msr pan, #1; msr uao, #0; msr spsel, #1; msr dit, #1; msr tco, #1; msr ssbs, #0 => sysreg.other
msr sctlr_el1, x0; msr tpidr_el1, x0; msr elr_el1, x0; msr sp_el0, x0; msr vbar_el1, x0; msr mdscr_el1, x0; msr amair_el1, x0; msr s2_0_c0_c0_5, x0 => sysreg.other
mrs x0, ttbr0_el1; mrs x0, daif; mrs x0, tpidr_el1; cfinv; xaflag; axflag => -
dc cvac, x0; dc civac, x0; dc cvau, x0; dc ivac, x0; dc isw, x0; dc csw, x0; dc cvap, x0; dc cvadp, x0; ic ivau, x0; ic iallu; ic ialluis => cache
dc zva, x0; dc gva, x0; dc gzva, x0; at s1e1r, x0; at s1e1wp, x0; cfp rctx, x0; dvp rctx, x0; cpp rctx, x0; sysl x0, #0, c7, c0, #0 => -
svc #0; hvc #0; smc #0; brk #0x800 => exception.call
eret; eretaa; eretab => exception.return
hlt #1; nop; wfi; wfe; sev; yield; csdb; esb; bti c; paciasp; clrex; movz xzr, #0x4b05 => -
ret; b .; bl .; add x0, x1, x2; mul x0, x1, x2; adrp x0, .; fadd d0, d1, d2; crc32x w0, w1, x2 => -
T
$tables{x86_64} = <<'T';
invlpg (%rax); invlpg 8(%rax,%rbx,4); invlpg %gs:(%r12) => tlbi.page
.byte 0x0f,0x01,0xfe => tlbi.page tlbi.broadcast
invpcid (%rax),%rbx; invpcid (%r8),%r9 => tlbi.invpcid
mfence; lfence; sfence => barrier.fence
cpuid; .byte 0x0f,0x01,0xe8 => barrier.serialising
lock incl (%rax); lock cmpxchg %rcx,(%rdx); lock cmpxchg16b (%rdi); lock addl $0,-4(%rsp); lock btsq $3,8(%rax) => atomic.rmw
lock xadd %eax,%gs:(%rbx); xchg %rax,(%rbx); xchg %al,8(%r8); xchg %ax,(%rbx); lock orb $1,(%rax) => atomic.rmw
xchg %rax,%rbx; xchg %cl,%dl; cmpxchg %rcx,(%rdx); incl (%rax); cmpxchg16b (%rdi); xchg %rax,%r8 => -
mov %rax,%cr3; mov %r9,%cr3; mov %rax,%cr4; .byte 0x0f,0x01,0xef => sysreg.translation
cli; sti; popfq; mov %rax,%cr8 => sysreg.interrupts
wrmsr; .byte 0x0f,0x01,0xc6 => sysreg.msr
mov %rax,%cr0; mov %rax,%cr2; mov %rax,%db7; lmsw %ax; lmsw (%rax) => sysreg.other
mov %cr3,%rax; mov %cr8,%rax; rdmsr; rdpkru; mov %db7,%rax; pushfq; lgdt (%rax); lidt (%rax); swapgs; stac; clac; xsetbv; xgetbv; rdtscp; smsw %eax; invlpga => -
clflush (%rax); clflushopt (%rax); clwb (%rax); wbinvd; wbnoinvd; invd => cache
fxsave (%rax); fxrstor (%rax); ldmxcsr (%rax); stmxcsr (%rax); xsave (%rax); xrstor (%rax); xsaveopt (%rax); rdfsbase %rax; wrgsbase %rax; umwait %eax; umonitor %rax; tpause %eax; incsspq %rax; clrssbsy (%rax); setssbsy => -
syscall; vmcall; vmmcall; int3; int $0x80 => exception.call
iretq; sysretq; sysexitq => exception.return
nop; nopl 8(%rax); pause; rep stosq; rep movsb; ret; call .; jmp .; mov %rax,(%rbx); push %rax; hlt; endbr64; ud2; prefetcht0 (%rax); crc32q %rax,%rbx; movbe %rax,(%rbx); pshufb %xmm0,%xmm1; vpaddd %ymm0,%ymm1,%ymm2; rdtsc; mov %eax,0x220f => -
T
$tables{riscv64} = <<'T';
sfence.vma a0, zero; sfence.vma a0, a1; sinval.vma a0, a1 => tlbi.page
sfence.vma zero, a1; sinval.vma zero, a1 => tlbi.asid
sfence.vma; sfence.vma zero, zero => tlbi.all
fence; fence rw, rw; fence w, w; fence.tso; sfence.w.inval; sfence.inval.ir => barrier.fence
amoadd.w a0, a1, (a2); amoswap.d.aqrl a0, a1, (a2); amoor.d zero, a1, (a2); amomaxu.w a0, a1, (a2) => atomic.rmw
sc.w a0, a1, (a2); sc.d.rl a0, a1, (a2) => atomic.exclusive
lr.w a0, (a1); lr.d.aq a0, (a1) => -
csrw satp, a0; csrrw a0, satp, a1; csrs satp, a0 => sysreg.translation
csrs sstatus, a0; csrc sstatus, a0; csrrci a0, sstatus, 2; csrsi sstatus, 2; csrw sie, a0; csrsi sie, 1 => sysreg.interrupts
csrw stvec, a0; csrrw a0, sscratch, a1; csrwi sepc, 0; csrw scause, zero; csrs sip, a0 => sysreg.other
csrr a0, sstatus; csrr a0, satp; rdtime a0; rdcycle a0; csrrsi a0, sie, 0; csrrc a0, sip, zero => -
fence.i; .insn i 0x0f, 2, x0, x10, 1; .insn i 0x0f, 2, x0, x10, 2; .insn i 0x0f, 2, x0, x10, 0 => cache
ecall; ebreak; c.ebreak => exception.call
sret; mret => exception.return
.insn i 0x0f, 2, x0, x10, 4; .insn 0x0100000f; wfi; nop; c.nop; ld a0, 0(a1); sd a0, 0(a1); ret; jal .; addi a0, a0, 1; mul a0, a1, a2; fadd.d fa0, fa1, fa2; fld fa0, 0(a0); c.jr a0; c.add a0, a1; slti x0, x0, 0x4b5 => -
T

my %as = (
	aarch64 => [ 'aarch64-linux-gnu-', '-march=armv9-a+memtag' ],
	x86_64 => [ 'x86_64-linux-gnu-', '--64' ],
	riscv64 => [ 'riscv64-linux-gnu-',
		     '-march=rv64imafdc_zicsr_zifencei_svinval' ],
);

# bytes TOOLS, OPTIONS, [INSTRUCTIONS]: what each is assembled to, in hex
sub bytes {
	my ($tools, $options, $insns) = @_;
	open(my $s, '>', "$check/in.s") or die $!;
	print $s ".text\n";
	for my $i (0 .. $#$insns) {
		print $s "at$i:\n$insns->[$i]\n";
	}
	print $s 'at', scalar(@$insns), ":\n";
	close($s);
	my $said = `${tools}as $options -o $check/in.o $check/in.s 2>&1`;
	return $said if $?;
	system("${tools}objcopy -O binary -j .text $check/in.o $check/in.bin");
	my %at = map { /^([0-9a-f]+) \w at(\d+)$/ ? ($2 => hex $1) : () }
		 `${tools}nm $check/in.o`;
	open(my $f, '<:raw', "$check/in.bin") or die $!;
	local $/;
	my $all = <$f>;
	return [ map { unpack 'H*', substr($all, $at{$_}, $at{$_ + 1} - $at{$_}) }
		 0 .. $#$insns ];
}

for my $target (sort keys %tables) {
	my ($tools, $options) = @{ $as{$target} };
	my (@insns, @want);
	for (split /\n/, $tables{$target}) {
		my ($text, $classes) = /^(.*) => (.*)$/ or die $_;
		for (split / *; */, $text) {
			push @insns, $_;
			push @want, $classes eq '-' ? '' : $classes;
		}
	}
	SKIP: {
		skip "$target: there is no ${tools}as", 1
			if system("command -v ${tools}as >/dev/null");
		my $hex = bytes($tools, $options, \@insns);
		ok(ref $hex, "$target: is assembled") or diag($hex), next;
		open(my $in, '>', "$check/in.hex") or die $!;
		print $in "$target $_\n" for @$hex;
		close($in);
		my @got = split /\n/, `$check/classify <$check/in.hex`, -1;
		is($got[$_], $want[$_], "$target: $insns[$_] ($hex->[$_])")
			for 0 .. $#insns;
		# A class that a target has and nothing here tests.
		my %seen = map { $_ => 1 } map { split / / } @want;
		is_deeply([ grep { !$seen{$_} } split / /,
			    `$check/classify $target` =~ s/\n//r ], [],
			  "$target: every class it has is tested");
	}
}

# ---- classes by place --------------------------------------------------
# What an assembler and nm make of a table of vectors, in the plugin's own form.
open($c, '>', "$check/places.c") or die $!;
print $c <<'C';
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "profile/places.h"
int main(int argc, char **argv)
{
	struct places p = { .nr = 0 };
	int ret = places_read(&p, argv[1]);

	if (ret)
		printf("%s", strerror(-ret));
	for (int i = 2; i < argc && !ret; i++)
		printf("%s%x", i > 2 ? " " : "",
		       places_at(&p, strtoull(argv[i], NULL, 16)));
	places_free(&p);
	return 0;
}
C
close($c);
is(system("cc -O1 -Wall -I. -o $check/places $check/places.c profile/places.c"),
   0, 'classes by place are compiled');

# at TEXT, ADDRESS...: classes there, a bit each
sub at {
	my ($text, @addresses) = @_;
	open(my $f, '>', "$check/places.in") or die $!;
	print $f $text;
	close($f);
	return scalar `$check/places $check/places.in @addresses`;
}

my ($tools, $options) = @{ $as{x86_64} };
my $hex = bytes($tools, $options, [ 'nop; nop', 'cli', 'iretq', 'ret' ]);
my @addr = map { /^([0-9a-f]+) \w at\d+$/ ? $1 : () }
	   sort { ($a =~ /at(\d+)/)[0] <=> ($b =~ /at(\d+)/)[0] }
	   grep { / at\d+$/ } `${tools}nm $check/in.o`;
my $head = "kptprof-places 1\n";
my $both = "class a\nat $addr[2]\nat $addr[0]\nclass b\nat $addr[2]\n" .
	   "class c\nclass d\nat $addr[3]\n";
is(at("$head${both}end\n", @addr[0 .. 4], '1'), '1 0 3 8 0 0',
   'an instruction has the classes of its place, all of them');
is(at("${head}end\n", $addr[0]), '0', 'of no place there is none');
like(at($_->[1], $addr[0]), qr/Bad message/, "refused: $_->[0]")
	for [ 'half a file', "$head$both" ], [ 'another file', "${both}end\n" ],
	    [ 'a place of no class', "${head}at 10\nend\n" ],
	    [ 'no address', "${head}class a\nat 1x\nend\n" ],
	    [ 'no name', "${head}class \nend\n" ],
	    [ 'too many', $head . join('', map { "class c$_\n" } 0 .. 8) . "end\n" ];
done_testing();
