#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# defects.t - every seeded defect is caught by the metric meant for it, and
# a clean pair by none. tests/defects/README.md tells what each breaks.
#
# Each machine takes a kernel of its own; DEFECTS=all in the environment adds
# those that the other tests do not boot either, DEFECTS="NAME ..." are those
# machines alone.
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

# Was there a leak in that scenario?
sub leaks {
	my ($scenario, $metric) = @_;
	return sub {
		my ($s) = @_;
		my @hit = grep { $_->{scenario} eq $scenario &&
				 $_->{metric} eq $metric }
			  @{ $s->{health}{leaks} };
		ok(scalar(@hit), "... as a leak of $metric in $scenario");
		isnt($s->{verdict}, 'ok', '... and the run fails');
	};
}

# Does what one table held adds go from $base to $patched?
sub moves {
	my ($scenario, $metric, $phase, $base, $patched) = @_;
	return sub {
		my ($s) = @_;
		my $r = row($s, $scenario, $metric, $phase);
		is($r->{base}, $base, "... $metric per table in $scenario, clean");
		is($r->{patched}, $patched, '... and with the defect');
		is($r->{verdict}, 'regressed', '... is a regression');
	};
}

sub costs {
	my ($scenario, $instructions) = @_;
	return sub {
		my ($s) = @_;
		my $r = row($s, $scenario, 'cost.instructions', 'op');
		is($r->{class}, 'exact', "... the cost of $scenario is exact");
		is($r->{diff}, $instructions, "... and $instructions more");
	};
}

sub splats {
	my ($words) = @_;
	return sub {
		my ($s) = @_;
		is($s->{verdict}, 'badness', '... as badness on the console');
		ok(scalar(grep { JSON::PP->new->allow_nonref->encode($_) =~ $words }
			  @{ $s->{health}{badness} }), "... that says $words");
	};
}

# Is there a table on patched that no constructor saw?
sub uncovers {
	my ($level) = @_;
	return sub {
		my ($s) = @_;
		ok(scalar(grep { JSON::PP->new->encode($_) =~ /"$level"/ }
			  @{ $s->{health}{uncovered} }),
		   "... as $level tables without a constructor");
	};
}

# Are pages lost that nothing else counts, and is the call told that took them?
sub loses {
	my ($scenario, $call) = @_;
	return sub {
		my ($s) = @_;
		leaks($scenario, 'pages.used')->($s);
		my @hit = grep { $_->{scenario} eq $scenario }
			  @{ $s->{health}{leaks} };
		is(scalar(grep { $_->{metric} ne 'pages.used' }
			  @{ $s->{health}{leaks} }), 0, '... and of no other');
		my ($site) = @{ $hit[0]{sites} // [ {} ] };
		like($site->{site} // '', $call, '... with its call');
		is($site->{calls}, $hit[0]{left}, '... which made all of it');
	};
}

# Architecture, configuration, scenarios, and what shows each defect; and, where
# it is not the usual one, the kernel and the parameter that chooses a defect.
my @machines = (
	[ 'arm64', 'rt', 'pte-churn,pmd-churn,pte-hold,pmd-hold,hotplug-pte', {
		'arm64-hotremove-nodtor' =>
			leaks('hotplug-pte', 'meminfo.PageTables'),
		'arm64-pmdfree-nodtor' =>
			leaks('pte-churn', 'meminfo.PageTables'),
		'ctor-nomm' =>
			moves('pmd-hold', 'slab.page_ptl.active', 'held', 0, 1),
		'ptlock-free-none' => splats(qr/not a Slab page/),
		'account-twice' =>
			moves('pte-hold', 'accounting.error', 'held', 0, 1),
		'extra-insn' => costs('pte-churn', 1),
	} ],
	[ 'arm64', 'allocinfo', 'pte-churn,pte-hold,vmalloc-64k', {
		'table' => loses('pte-churn', qr/ kpt_leak_page$/),
		'array' => loses('vmalloc-64k', qr/\[kptbench\] vm_make$/),
	}, 'leaks', 'kpt_leak' ],
	[ 'x86_64', 'debug', 'pte-churn,pmd-churn,pte-hold,split,split-hold', {
		'x86-huge-nodtor' => leaks('pte-churn', 'meminfo.PageTables'),
		'x86-split-noctor' =>
			moves('split-hold', 'accounting.error', 'held', 0, -1),
		'extra-insn' => costs('pmd-churn', 1),
	} ],
	[ 'riscv64', 'debug', 'pte-hold,pmd-hold,hotplug', {
		'riscv-hotremove-nodtor' =>
			leaks('hotplug', 'meminfo.PageTables'),
		'ctor-nomm' =>
			moves('pmd-hold', 'slab.page_ptl.active', 'held', 0, 1),
		'account-twice' =>
			moves('pte-hold', 'accounting.error', 'held', 0, 1),
	} ],
);
push @machines, (
	[ 's390x', 'debug', 'hotplug', {
		's390-vmem-nodtor' => leaks('hotplug', 'meminfo.PageTables'),
	} ],
	[ 'ppc64le', 'debug', 'pte-churn,pmd-hold', {
		'powerpc-frag-nodtor' =>
			leaks('pte-churn', 'meminfo.PageTables'),
		'ctor-nomm' =>
			moves('pmd-hold', 'slab.page_ptl.active', 'held', 0, 1),
	} ],
	[ 'sparc64', 'debug', 'vmalloc-64k', {
		'sparc64-kernel-noctor' => uncovers('pte'),
	} ],
	# So many tables that some pages have kernel tables alone.
	[ 'm68k', 'debug', 'vmap-64m', {
		'm68k-kernel-noctor' => uncovers('pte'),
	} ],
) if $ENV{DEFECTS};
if (($ENV{DEFECTS} // 'all') ne 'all') {
	my %asked = map { $_ => 1 } split ' ', $ENV{DEFECTS};
	@machines = grep { $asked{ $_->[0] } } @machines;
	ok(scalar(@machines), 'machines that there are were asked for');
}

for my $m (@machines) {
	my ($arch, $config, $scenarios, $defects, $variant, $word) = @$m;
	$variant //= 'defects';
	$word //= 'kpt_defect';
	my $dir = kernel($arch, $config, $variant);
	ok($dir && -d $dir, "$arch $config: the kernel with the $variant is built");

	my $name = "$variant-$arch";
	is(run_kernels("$name-clean", $arch, $config,
		       { base => $dir, patched => $dir }, $scenarios, ''), 0,
	   "$arch: a clean pair boots cleanly");
	my $clean = "build/check/$name-clean/records.jsonl";
	my $s = judge("$name-clean", $clean, '');
	is($s->{verdict}, 'ok', '... has no leak and no badness');
	is_deeply($s->{health}{uncovered}, [], '... nor a table uncovered');
	is(scalar(grep { $_->{verdict} !~ /^(equivalent|n\/a)$/ }
		  @{ $s->{comparisons} // [ { verdict => 'none' } ] }), 0,
	   '... and no difference');

	for my $defect (sort keys %$defects) {
		my $run = "$name-$defect";
		run_kernels($run, $arch, $config, { patched => $dir },
			    $scenarios, "--extra-cmdline $word=$defect");
		$s = judge($run, "--base base $clean",
			   "build/check/$run/records.jsonl");
		ok($s->{comparisons}, "$arch: $defect is judged");
		$defects->{$defect}->($s);
	}
}

done_testing();
