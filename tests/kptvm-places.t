#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-places.t - classes counted at places of the kernel: the places are those
# that binutils finds; as many exceptions are returned from as are taken; one
# that is planted is found, and told from others
use strict;
use warnings;
no warnings 'portable';	# addresses have 64 bits
use lib 'tests/lib';
use File::Path qw(make_path);
use Kpt;
use Test::More;

my $check = 'build/check';
my %machines = (arm64 => [ 'rt', 'aarch64-linux-gnu-' ],
		x86_64 => [ 'debug', 'x86_64-linux-gnu-' ],
		riscv64 => [ 'debug', 'riscv64-linux-gnu-' ]);

# places RUN: class to its addresses, as the plugin was told
sub places {
	my (%of, $class);
	for (split /\n/, slurp("$check/$_[0]/.boots/stamp")) {
		$class = $1 if /^class (\S+)$/;
		push @{ $of{$class} }, $1 if /^at ([0-9a-f]+)$/;
	}
	return { map { $_ => join ' ', sort @{ $of{$_} } } keys %of };
}

# windows RUN, SCENARIO, CLASS: the values of its windows in each boot
sub windows {
	my ($run, $scenario, $class) = @_;
	return join ' ', slurp("$check/$run/records.jsonl") =~
		/^.*"scenario":"$scenario",.*"metric":"class\.\Q$class\E",.*"values":\[(.*)\]/mg;
}

# ---- where they are ----------------------------------------------------
# expected ARCH, KERNEL: the same by nm
sub expected {
	my ($arch, $dir) = @_;
	my %at;
	for (`nm $dir/vmlinux`) {
		my ($addr, undef, $name) = split;
		$at{$name} = $addr;
	}
	my $list = sub { join ' ', sort grep { defined } @_ };
	if ($arch eq 'arm64') {
		my $vector = sub {
			my ($i) = @_;
			my $at = hex($at{vectors}) + 0x80 * $i;
			return map { sprintf '%x', $at + $_ }
				$i < 8 ? 0 : (0, 4);
		};
		return ($list->(map { $vector->($_) } 0 .. 15),
			$list->(map { $vector->($_) } 1, 2, 5, 6, 9, 10, 13, 14));
	}
	return ($at{handle_exception},
		$list->(@at{qw(do_irq generic_handle_arch_irq)}))
		if $arch eq 'riscv64';
	my @irq = map { $at{$_} } grep { /^asm_sysvec_/ } keys %at;
	push @irq, @at{qw(asm_common_interrupt asm_spurious_interrupt)};
	my @exc = map { $at{$_} } grep { /^asm_exc_/ } keys %at;
	push @exc, @at{qw(entry_SYSCALL_64 entry_SYSCALL32_ignore
			  entry_SYSCALL_compat entry_SYSENTER_compat
			  entry_INT80_compat asm_int80_emulation)};
	return ($list->(@irq, @exc), $list->(@irq));
}

for my $arch (sort keys %machines) {
	my ($config, $tools) = @{ $machines{$arch} };
	my $dir = kernel($arch, $config, 'base');
	is(run_kernels("places-$arch", $arch, $config, { base => $dir },
		       'nop,user-churn,fault,exec', '', 1), 0, "$arch: a boot");
	my ($p, ($taken, $irq)) = (places("places-$arch"), expected($arch, $dir));
	is($p->{'exception.taken'}, $taken, "$arch: where exceptions enter");
	is($p->{'exception.interrupt'}, $irq, "$arch: ... and interrupts");
	is(defined $p->{'ipi.sent'} || 0, ($arch ne 'x86_64') || 0,
	   "$arch: IPIs have a place, or no row");
	for my $scenario (qw(user-churn fault)) {
		my $n = windows("places-$arch", $scenario, 'exception.taken');
		like($n, qr/^[1-9]\d*,/, "$arch: $scenario takes exceptions");
		is($n, windows("places-$arch", $scenario, 'exception.return'),
		   "$arch: ... and returns from each");
	}
}

# The first instruction of a vector of el0 jumps over the second: no exception
# is counted twice.
my $vmlinux = kernel('arm64', 'rt', 'base') . '/vmlinux';
my ($vectors) = map { hex((split)[0]) } grep { / vectors$/ } `nm $vmlinux`;
for my $i (8 .. 15) {
	my $at = $vectors + 0x80 * $i;
	my $said = join '', `aarch64-linux-gnu-objdump -d --start-address=$at --stop-address=@{[ $at + 4 ]} $vmlinux`;
	my ($to) = $said =~ /\tb\t([0-9a-f]+)/;
	cmp_ok(hex($to // 0), '>', $at + 4, "vector $i jumps over the next one");
}

# ---- planted -----------------------------------------------------------
my %plants = (
	nop => [ 'asm volatile("nop");' ],
	# Nothing is mapped there.
	fault => [ 'if (!get_user(planted_at, (int __user *)8)) return -EINVAL;',
		   "#include <linux/uaccess.h>\nstatic int planted_at;\n" ],
	irq => [ 'irq_work_queue(&planted_work);',
		 "#include <linux/irq_work.h>\n" .
		 "static void planted_fn(struct irq_work *w) {}\n" .
		 "static struct irq_work planted_work = IRQ_WORK_INIT_HARD(planted_fn);\n" ],
);
# The riscv64 kernel has its firmware send: that is a call.
my %found = (
	fault => [ 'exception.return 1', 'exception.taken 1' ],
	irq => [ 'exception.interrupt 1', 'exception.return 1',
		 'exception.taken 1', 'ipi.sent 1' ],
);
for my $arch (sort keys %machines) {
	my $config = $machines{$arch}[0];
	my $dir = kernel($arch, $config, 'base');
	for my $name (qw(nop fault irq)) {
		my $run = "places-$arch-$name";
		local $ENV{KPTBENCH_TOP} = planted($run, @{ $plants{$name} });
		is(run_kernels($run, $arch, $config, { k => $dir },
			       'nop,pte-churn,pmd-churn', '', 3), 0,
		   "$arch: $name is planted in pte_op()");
		next if $name eq 'nop';
		my $s = judge("$run-judged",
			      "$check/places-$arch-nop/records.jsonl",
			      "$check/$run/records.jsonl");
		my @rows = grep { $_->{metric} =~ /^class\.(exception|ipi)/ &&
				  $_->{verdict} !~ m{^(?:equivalent|n/a)$} }
			   rows($s);
		is_deeply([ sort map { "$_->{scenario} $_->{metric} $_->{diff}" }
			    @rows ],
			  [ map { "pte-churn class.$_" }
			    $arch eq 'riscv64' && $name eq 'irq' ?
				'exception.call 1' : (),
			    grep { $arch ne 'x86_64' || !/^ipi/ }
			    @{ $found{$name} } ],
			  "$arch: $name is found by its rows, and by no other");
	}
}

# ---- what cannot be known ----------------------------------------------
my $stripped = "$check/places-stripped";
make_path($stripped);
system('cp -r --reflink=auto ' . kernel('arm64', 'rt', 'base') . "/. $stripped");
is(system("aarch64-linux-gnu-strip $stripped/vmlinux"), 0,
   'a vmlinux without symbols');
is(run_kernels('places-na', 'arm64', 'rt', { base => $stripped }, 'nop', '', 1),
   0, '... boots');
like(slurp("$check/places-na/records.jsonl"),
     qr/"metric":"class\.exception\.taken".*"values":\[\],"na":"vmlinux: it has no symbol table"/,
     '... and has no count of exceptions, with the reason');
like(slurp("$check/places-na/records.jsonl"),
     qr/"metric":"class\.exception\.return".*"values":\[\d+/,
     '... but of what it returns from');
is(system("build/kptstat check $check/places-na/records.jsonl >/dev/null 2>&1"),
   0, '... in valid records');
done_testing();
