#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-startup.t - a boot is counted by phase: the same in each boot, and what
# is burned in one phase is found in that one
#
# KPT_QEMU_BIN=FOLDER, with another qemu-system-aarch64 in it, tries both.
use strict;
use warnings;
use lib 'tests/lib';
use File::Path qw(make_path);
use Kpt;
use Test::More;

my $check = 'build/check';
my @phases = qw(setup memory core initcalls);

# counts RUN: name of a phase to what each boot has, once; text if it is n/a
sub counts {
	my ($run) = @_;
	my (%of, %seen);
	for (split /\n/, slurp("$check/$run/records.jsonl")) {
		next unless /"metric":"boot\.(\w+)","kind":"boot"/;
		my $phase = $1;
		my ($value) = /"values":\[(\d+)\]\}$/;
		($value) = /"na":"([^"]*)"/ unless defined $value;
		push @{ $of{$phase} }, $value unless $seen{"$phase $value"}++;
	}
	return { map { $_ => join ' ', @{ $of{$_} } } keys %of };
}

my %machines = (arm64 => [ 'rt', 'aarch64' ], x86_64 => [ 'debug', 'x86_64' ],
		riscv64 => [ 'debug', 'riscv64' ]);
my $defects = kernel('arm64', 'rt', 'defects');

# boots NAME, ARCH: three boots, each the same, whose phases are all of it
sub boots {
	my ($name, $arch) = @_;
	my $config = $machines{$arch}[0];
	my $dir = kernel($arch, $config, 'base');
	is(run_kernels("boot-$name", $arch, $config, { base => $dir }, 'nop',
		       '--alike', 3), 0, "$name: three boots");
	my $n = counts("boot-$name");
	like($n->{$_} // '', qr/^[1-9]\d*$/, "$name: $_, each boot the same")
		for 'instructions', 'early', 'linear', @phases;
	my $sum = 0;
	$sum += $n->{$_} for @phases;
	is($sum, $n->{instructions}, "$name: phases are all of it");
	cmp_ok($n->{linear}, '<', $n->{setup}, "$name: the linear map is a part");
}

# burn NAME: what is burned is found; returns how much, and where
sub burn {
	my ($name) = @_;
	run_kernels("boot-none$name", 'arm64', 'rt', { base => $defects }, 'nop',
		    '', 1);
	run_kernels("boot-burnt$name", 'arm64', 'rt', { base => $defects }, 'nop',
		    '--extra-cmdline kpt_phase=burn:3000000', 1);
	my ($none, $burnt) = (counts("boot-none$name"),
			      counts("boot-burnt$name"));
	my %more = map { $_ => $burnt->{$_} - $none->{$_} } keys %$none;
	my @most = sort { $more{$b} <=> $more{$a} } @phases;
	cmp_ok($more{ $most[0] }, '>=', 3_000_000,
	       "burned in one phase: $most[0]$name");
	cmp_ok(abs($more{$_}), '<', 30_000, "... and not in $_")
		for @most[1 .. $#most], 'linear';
	return ($more{ $most[0] }, $most[0]);
}

boots($_, $_) for sort keys %machines;
my ($more, $where) = burn('');

# ---- another QEMU counts the same --------------------------------------
SKIP: {
	my $other = $ENV{KPT_QEMU_BIN};
	skip 'KPT_QEMU_BIN names no folder with another QEMU', 1 if !$other;
	local $ENV{PATH} = "$other:$ENV{PATH}";
	diag("another QEMU: " . `qemu-system-aarch64 --version`);
	for my $arch (sort keys %machines) {
		boots("other-$arch", $arch)
			if -x "$other/qemu-system-$machines{$arch}[1]";
	}
	my ($again, $there) = burn('-other');
	is($there, $where, 'what is burned is in the same phase');
	# Ticks of the timer are not at the same instructions.
	cmp_ok(abs($again - $more), '<', 30_000, '... and as much');
}

# ---- other amounts of RAM: a boot each, with phases of its own
my %ram;
is(run_kernels('boot-ram', 'arm64', 'rt', { base => $defects }, 'nop,ram-2g,ram-8g',
	       '', 1), 0, 'boots with other amounts of RAM');
my $group = '';
for (split /\n/, slurp("$check/boot-ram/records.jsonl")) {
	$group = /"group":"([^"]*)"/ ? $1 : '' if /"type":"env"/;
	$ram{$group}{$1} = $2
		if /"phase":"start",.*"metric":"(boot\.memory|pages\.reserved)".*"values":\[(\d+)\]/;
}
is_deeply([ sort keys %ram ], [ '', 'kptvm.ram-2G', 'kptvm.ram-8G' ],
	  '... are counted by phase');
# A page descriptor of 64 bytes for each of 6 GiB more.
cmp_ok(abs($ram{'kptvm.ram-8G'}{'pages.reserved'} -
	   $ram{'kptvm.ram-2G'}{'pages.reserved'} - 6 * 4096), '<', 6 * 4096 / 5,
       '... and more RAM has more descriptors');
cmp_ok($ram{'kptvm.ram-8G'}{'boot.memory'}, '>', $ram{'kptvm.ram-2G'}{'boot.memory'},
       '... and takes longer to set up');

# ---- what cannot be known
make_path("$check/boot-stripped");
system("cp -r --reflink=auto $defects/. $check/boot-stripped");
is(system("strip $check/boot-stripped/vmlinux 2>/dev/null || " .
	  "aarch64-linux-gnu-strip $check/boot-stripped/vmlinux"), 0,
   'a vmlinux without symbols');
is(run_kernels('boot-na', 'arm64', 'rt', { base => "$check/boot-stripped" },
	       'nop', '', 1), 0, '... boots');
is(counts('boot-na')->{instructions}, 'vmlinux: it has no symbol table',
   '... and its phases are n/a, with the reason');
is(run_kernels('boot-off', 'arm64', 'rt', { base => $defects }, 'nop',
	       '--no-classes', 1), 0, 'without the plugin');
is_deeply(counts('boot-off'), {}, '... nothing is said of them');

# ---- in the report: three layouts, and what was burned in each
for my $run ([ 'boot-base', '' ], [ 'boot-more', '--extra-cmdline ' .
	       'kpt_phase=burn:3000000' ]) {
	run_kernels($run->[0], 'arm64', 'rt', { base => $defects }, 'nop',
		    $run->[1], 4);
}
system("build/kptstat compare --fail-on changed,unresolved --base base " .
       "--json $check/boot.json $check/boot-base/records.jsonl " .
       "$check/boot-more/records.jsonl >$check/boot.txt 2>&1");
my $said = slurp("$check/boot.txt");
like($said, qr/^- Boot in instructions, of one build\s+each:\s+whole\s+boot [\d.]+\s+->\s+[\d.]+\s+\(\+\d{7,}[.\d]*\)/m,
     'a boot that is longer is told in the answer');
like($said, qr/^at boot, instructions$/m, '... and by phase below');
done_testing();
