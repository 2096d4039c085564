#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# scenarios.t - scenarios that do not run unasked: each runs, costs something,
# leaves nothing behind, and two boots alike agree to the digit
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use JSON::PP;
use Test::More;

my %groups = map { $_->{name} => $_->{scenarios} }
	@{ decode_json(`build/kptvm list --json`)->{groups} };
my %standard = map { $_ => 1 } @{ $groups{standard} };
my @names = grep { !$standard{$_} } @{ $groups{'@kernel'} },
	@{ $groups{'@process'} }, @{ $groups{'@execmem'} };
cmp_ok(scalar(@names), '>=', 36, 'there are such scenarios');

for ([ 'arm64', 'rt' ], [ 'x86_64', 'debug' ]) {
	my ($arch, $config) = @$_;
	my $name = "scenarios-$arch";
	my $dir = kernel($arch, $config, 'base');
	is(run_kernels($name, $arch, $config, { base => $dir },
		       join(',', @names), '--alike', 2), 0, "$arch: they run")
		or diag(slurp("build/check/$name.log"));
	my (%cost, %left, %na, %user);
	my $boot = 0;
	for (split /\n/, slurp("build/check/$name/records.jsonl")) {
		my $d = decode_json($_);
		$boot++ if $d->{type} eq 'env';
		next unless $d->{type} eq 'sample' && $d->{scenario};
		$cost{$d->{scenario}}[$boot - 1] =
			join(' ', $d->{fixed}, @{ $d->{values} })
			if $d->{metric} eq 'cost.instructions';
		$na{$d->{scenario}} = $d->{na}
			if $d->{metric} eq 'cost.instructions' && $d->{na};
		$user{$d->{scenario}} = $d->{na} // "@{ $d->{values} }"
			if $d->{metric} eq 'cost.user_instructions';
		# Slab caches keep pages, as docs/numbers.md has it.
		push @{ $left{$d->{scenario}} }, "$d->{metric} @{ $d->{values} }"
			if $d->{phase} eq 'drained' &&
			$d->{metric} ne 'pages.slab' &&
			grep { $_ } @{ $d->{values} };
	}
	for my $s (@names) {
		my @boots = @{ $cost{$s} // [] };

		# The configuration rt has no huge pages (PREEMPT_RT).
		if ($config eq 'rt' && $s =~ /thp|collapse/) {
			like($na{$s} // '', qr/has no transparent huge pages/,
			     "$arch: $s: n/a, and why");
			next;
		}
		# Both are small kernels of 6.12, and a clock counts x86_64's.
		my $why = $s =~ /nowait|atomic/ ? qr/before Linux 6\.19/ :
			$s eq 'bpf-load' ? qr/loads no BPF program.*CONFIG_BPF_SYSCALL/ :
			$s eq 'module-load' && $arch eq 'x86_64' ?
			qr/waits for a grace period of RCU.*only a PMU tells/ : undef;
		if ($why) {
			like($na{$s} // '', $why, "$arch: $s: n/a, and why");
			is("@{ $left{$s} // [] }", '', "$arch: $s leaves nothing");
			next;
		}
		like($boots[0] // '', qr/^[\d.]+( \d{4,}){8}$/,
		     "$arch: $s costs something in every window");
		is($boots[1], $boots[0], "$arch: $s: two boots agree");
		like($user{$s} // 'none', $arch eq 'arm64' ? qr/^(\d{3,} ?){8}$/ :
		     qr/^perf:instructions:k: this machine's PMU/,
		     "$arch: $s: user mode apart, or why not")
			if grep { $_ eq $s } @{ $groups{'@process'} };
		is("@{ $left{$s} // [] }", '', "$arch: $s leaves nothing");
	}
}
done_testing();
