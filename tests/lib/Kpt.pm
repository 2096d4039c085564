# SPDX-License-Identifier: GPL-2.0-only
# Kpt.pm - what the tests that boot share: comparisons made, summaries read
package Kpt;
use strict;
use warnings;
use Cwd 'getcwd';
use Exporter 'import';
use File::Path qw(make_path remove_tree);
use JSON::PP;
use Test::More;

our @EXPORT = qw(compare summary slurp row rows value run_ok kernel run_kernels
		 judge coverage env_record planted);

# env_record LABEL, BOOT, key => value...: how a boot that was made up begins
sub env_record {
	my ($label, $boot, %more) = @_;
	return { type => 'env', schema => 'kptbench.records/1',
		 label => $label, boot => $boot, group => '', mode => 'exact',
		 seed => 1, arch => 'x86_64', release => 'r', version => 'v',
		 build_id => "$label-id", config_name => 'rt',
		 config_digest => 'd', config => {}, source => 'model',
		 cmdline => 'c', page_size => 4096, cpus => 1, machine => 'm',
		 topology => 't', module_abi => 1, ptlocks => 'allocated',
		 ptlock_size => 32, levels => 'pte pmd', counters => {},
		 %more };
}

sub slurp {
	my ($path) = @_;
	open(my $f, '<', $path) or return '';
	local $/;
	return scalar <$f>;
}

# run_ok COMMAND: runs it, both streams to build/check/log; true on success
sub run_ok {
	my ($command) = @_;
	make_path('build/check');
	my $status = system("{ $command; } >build/check/log 2>&1") >> 8;
	diag("exit $status: $command\n", join('', map { "  $_" }
	     grep { defined } (split(/^/, slurp('build/check/log')))[-25 .. -1]))
		if $status;
	return $status == 0;
}

# compare NAME, VAR => value...: make compare's own script into
# build/check/NAME; true when it succeeded
sub compare {
	my ($name, %env) = @_;
	remove_tree("build/check/$name");
	local %ENV = (%ENV, KSRC => '', BASE => 'base', PATCHED => 'patched',
		      SCENARIOS => 'standard', BOOTS => 3, %env,
		      RESULTS => "build/check/$name");
	return run_ok('vm/compare.sh');
}

sub summary {
	my ($name) = @_;
	my $text = slurp("build/check/$name/summary.json");
	return $text ? JSON::PP->new->decode($text) : {};
}

# rows SUMMARY, key => value...: the comparisons that match
sub rows {
	my ($s, %want) = @_;
	return grep {
		my $row = $_;
		!grep { ($row->{$_} // '') ne $want{$_} } keys %want;
	} @{ $s->{comparisons} // [] };
}

sub row {
	my ($s, $scenario, $metric, $phase) = @_;
	my ($r) = rows($s, scenario => $scenario, metric => $metric,
		       $phase ? (phase => $phase) : ());
	return $r // {};
}

# kernel ARCH, CONFIG, VARIANT: its cache folder, built if need be
sub kernel {
	my ($arch, $config, $variant) = @_;
	make_path('build/check');
	my $said = `build/kptvm kernel --arch $arch --config $config \\
		--variant $variant 2>build/check/log`;
	diag(slurp('build/check/log')) if $?;
	return (split /\n/, $said)[-1];
}

# run_kernels NAME, ARCH, CONFIG, {label => dir}, SCENARIOS, EXTRA, BOOTS
sub run_kernels {
	my ($name, $arch, $config, $kernels, $scenarios, $extra, $boots) = @_;
	$boots //= 3;
	my $k = join ' ', map { "--kernel $_=$kernels->{$_}" } sort keys %$kernels;
	remove_tree("build/check/$name");
	make_path("build/check/$name", 'build/check');
	return system("build/kptvm run --arch $arch --config $config $k " .
		"--boots $boots --scenarios $scenarios $extra -o build/check/$name " .
		">build/check/$name.log 2>&1") >> 8;
}

# planted NAME, STATEMENT, HEAD: a copy of what modules are built of, whose
# pte_op() has a C statement more, and what that needs at the file's begin
sub planted {
	my ($name, $statement, $head) = @_;
	my $top = getcwd() . "/build/check/planted-top-$name";
	remove_tree($top);
	make_path($top);
	system("cp -r configs kmod vm $top && ln -s ../../../build $top/build");
	my $source = slurp("$top/kmod/churn/pte.c");
	$source =~ s/(arena_unmap\(addr, PAGE_SIZE\);\n\tif \(!err\)\n\t\terr = arena_free)/$statement\n\t$1/
		or BAIL_OUT('pte_op() has no place to plant in');
	$source =~ s/(#include "slots.h"\n)/$1$head/ if defined $head;
	open(my $f, '>', "$top/kmod/churn/pte.c") or die $!;
	print $f $source;
	close($f);
	return $top;
}

# judge NAME, BASE RECORDS, PATCHED RECORDS: compares two files
sub judge {
	my ($name, $base, $patched) = @_;
	make_path("build/check/$name");
	unlink "build/check/$name/summary.json";
	system("build/kptstat compare -o build/check/$name $base $patched " .
		">build/check/$name/report.txt 2>&1");
	return summary($name);
}

1;
