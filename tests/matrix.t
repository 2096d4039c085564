#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# matrix.t - what is published of every architecture says what it should: as
# the kernels were booted, without booting them again
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use JSON::PP;
use Test::More;

my @files = sort(glob('results/published/*-debug.json'),
		 glob('results/published/matrix/*.json'));
cmp_ok(scalar(@files), '>', 2, 'more than the two that are told in full');
my $table = join '', map { "$_\n" } split /\n/,
	`build/kptstat report --format matrix @files`;
is($?, 0, 'they make one table');

for my $file (@files) {
	my $s = JSON::PP->new->decode(slurp($file));
	my $arch = $s->{base}{arch};
	ok(-d "configs/arch/$arch", "$arch: is an architecture");
	is($s->{verdict}, 'ok', "$arch: no leak, no badness, nothing missing");
	# Whose firmware reads a disk cannot be recorded (docs/numbers.md).
	my $most = slurp("configs/arch/$arch/arch.conf") =~ /^disk *=/m ? 1 : 0;
	cmp_ok(scalar @{ $s->{health}{demoted} }, '<=', $most,
	       "$arch: metrics that do not repeat: $most at most");
	is_deeply($s->{health}{locked}, [],
		  "$arch: no constructed kernel table holds a ptlock");
	is_deeply($s->{health}{uncovered}, [],
		  "$arch: every table born after boot is constructed");
	cmp_ok($s->{health}{drained_readings}, '>', 100,
	       "$arch: what was drained was read");
	my @user = rows($s, scenario => 'user-control', phase => 'held',
			metric => 'slab.page_ptl.active');
	is($_->{diff}, 0, "$arch: user tables hold the locks they did")
		for grep { $_->{verdict} ne 'n/a' } @user;
	like($table, qr/^\| $arch \| debug \| .* \| (\d+) of (\d+) -> (\d+) of \3 \|/m,
	     "$arch: has its line, in which all are constructed on patched");
}

# A cell without a number has its reason below the table.
my @na = $table =~ /\| n\/a (?=\|)/g;
my @why = $table =~ /^- .*: ./mg;
cmp_ok(scalar(@why), '>=', scalar(@na), 'every n/a has its reason');

# Boots of the same kernels with other words, as an architecture asks for.
is(`vm/boots.sh m68k riscv64 arm64-lpa2`, "m68k m68k\nriscv64 riscv64\n" .
   "riscv64-no5lvl riscv64 no5lvl\nriscv64-no4lvl riscv64 no4lvl\n" .
   "arm64-lpa2 arm64-lpa2\narm64-lpa2-arm64-nolva arm64-lpa2 arm64.nolva\n",
   'riscv64 boots with five, four and three levels, arm64-lpa2 with two');
is(`vm/boots.sh riscv64-efi`, "riscv64-efi riscv64-efi\n",
   'a variant is not booted as what it is like is, besides');
is(`vm/arch.sh cc arm64-lpa2`, `vm/arch.sh cc arm64`,
   'a variant has the keys of what it is like');

# The firmware's tables are for another mm: they keep what the kernel's lose.
for my $arch (qw(arm64-efi riscv64-efi)) {
	my $efi = JSON::PP->new->decode(
		slurp("results/published/matrix/$arch-debug.json"));
	my @efi = grep { ($_->{mm} // '') eq 'efi_mm' }
		  map { @{ $_->{rows} } } @{ $efi->{coverage}{points} };
	cmp_ok(scalar(@efi), '>', 0, "$arch: tables of efi_mm were counted");
	for my $r (@efi) {
		my $locks = $r->{level} =~ /^p(te|md)$/ ?
			    $r->{patched}{tables} : 0;
		is($r->{patched}{constructed}, $r->{patched}{tables},
		   "$arch: every $r->{level} table of it is constructed on patched");
		is($r->{patched}{ptlocks}, $locks,
		   '... with a lock where it may split');
		is($r->{base}{ptlocks}, $locks, '... as on base');
	}
}

done_testing();
