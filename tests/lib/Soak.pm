# SPDX-License-Identifier: GPL-2.0-only
# Soak.pm - long tests that run in a guest in the place of kptbench
# (tests/soak/guest), and what they say
package Soak;
use strict;
use warnings;
use Exporter 'import';
use lib 'tests/lib';
use File::Path qw(make_path remove_tree);
use Kpt;
use Test::More;

our @EXPORT = qw(amount soak_kernel soak_guest);

# amount NAME, DEFAULT: what the environment says, or the default
sub amount {
	my ($name, $default) = @_;
	my $n = $ENV{$name} // $default;
	die "$name=$n: not a number\n" if $n !~ /^[1-9][0-9]*$/;
	return $n;
}

# Of kernels: all checks, and allocations that fail when told to.
our $config = $ENV{SOAK_CONFIG} // 'faults';
# More words for the kernel's command line: parameters of the module.
our $words = '';

# soak_kernel ARCH: the patched kernel of that configuration
sub soak_kernel {
	my ($arch) = @_;
	my $dir = kernel($arch, $config, 'patched');
	ok($dir && -d $dir, "$arch: the kernel is built, $config");
	return $dir;
}

# soak_guest TEST, ARCH, KERNEL, AMOUNT, SECONDS, BOOTS: boots (1) that each end
# within so many seconds; what the program said in all of them, line by line
sub soak_guest {
	my ($test, $arch, $dir, $amount, $seconds, $boots) = @_;
	my $name = "soak-$test-$arch-$config";
	my $seed = $ENV{SOAK_SEED} // 1;
	my $cpus = $ENV{SOAK_CPUS} // 2;
	my $out = "build/check/$name";
	remove_tree($out);
	make_path($out);
	my $begun = time;
	my $status = system('build/kptvm', 'run', '-q', '--arch', $arch,
		'--config', $config, '--mode', 'soak', '--jobs', 1,
		'--boots', $boots // 1, '--scenarios', 'nop', '--kernel', "soak=$dir",
		'--guest', "build/soak-$arch", '--timeout', $seconds,
		'--extra-cmdline', "maxcpus=$cpus soak.test=$test " .
		"soak.amount=$amount soak.seed=$seed $words", '-o', $out);
	my $took = time - $begun;
	my @said = map { s/\r?\n?$//r } grep { /^soak: / }
		map { split /^/, slurp($_) } sort glob "$out/console-soak-*.log";
	is($status, 0, "$arch: no splat, no leak, the guest ended well");
	is_deeply([grep { /^soak: FAIL/ } @said], [], "$arch: nothing failed");
	note(map { "$arch: $_\n" } grep { !/^soak: kernel:/ } @said);
	note("$arch: $took s\n");
	return @said;
}

1;
