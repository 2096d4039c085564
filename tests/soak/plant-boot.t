#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# plant-boot.t - a struct page that grew and a linear map with one table more
# are found by the rows that are there for them, and in no operation
use strict;
use warnings;
use lib 'tests/lib';
use JSON::PP;
use Kpt;
use Test::More;

my $scenarios = 'nop,pte-hold,pte-churn,pmd-churn,vmalloc-4k,user-churn,fault';

# boots NAME, VARIANT, LABEL, WORDS: a run
sub boots {
	my ($name, $variant, $label, $words) = @_;
	my $dir = kernel('arm64', 'rt', $variant);
	ok($dir && -d $dir, "$variant is built") or BAIL_OUT($variant);
	is(run_kernels("plant-boot-$name", 'arm64', 'rt', { $label => $dir },
		       $scenarios, $words, 4), 0, "$name: boots");
}

# compared BASE, PATCHED: rows that differ, by metric, and the number of all
sub compared {
	my ($base, $patched) = @_;
	my @paths = map { "build/check/plant-boot-$_/records.jsonl" } @_;
	my $s = judge("plant-boot-$patched-judged", "--base base $paths[0]",
		      $paths[1]);
	my @all = @{ $s->{comparisons} // [] };
	cmp_ok(scalar @all, '>', 100, "$patched: rows");
	my @differ = grep { $_->{verdict} !~ m{^(?:equivalent|unresolved|n/a)$} }
		     @all;
	is_deeply([ map { "$_->{scenario} $_->{metric}" }
		    grep { $_->{phase} ne 'start' } @differ ], [],
		  "$patched: nothing in what an operation costs or holds");
	return { map { $_->{metric} => $_->{diff} } @differ };
}

# only ROWS, NAME, METRIC...: no others differ
sub only {
	my ($rows, $name, @metrics) = @_;
	my %known = map { $_ => 1 } @metrics;
	is_deeply([ grep { !$known{$_} } sort keys %$rows ], [],
		  "$name: and by no other row");
}

# ---- 64 bytes more for each page: of 2 GiB that are 8,192 pages -----------
boots('patched', 'patched', 'base', '');
boots('grown', 'grown', 'patched', '');
my $grown = compared('patched', 'grown');
is($grown->{'sizeof.page'}, 64, 'a struct page that grew');
is($grown->{'pages.reserved'}, 8192, '... and the memory that it takes');
cmp_ok($grown->{'boot.setup'}, '>', 1_000_000, '... and clearing that');
# Its code is another, by some instructions of the functions that clear it.
only($grown, 'grown', qw(sizeof.page pages.reserved boot.instructions boot.setup
			 boot.memory boot.initcalls vmlinux.functions
			 vmlinux.init vmlinux.text vmlinux.rodata));

# ---- one table more, before there is an allocator -------------------------
boots('blocks', 'planted', 'base', '--extra-cmdline kpt_linear=0');
boots('pages', 'planted', 'patched', '--extra-cmdline kpt_linear=1');
my $linear = compared('blocks', 'pages');
is($linear->{'tables.pte'}, 1, 'a table more');
is($linear->{'pages.reserved'}, 1, '... and the memory that it takes');
cmp_ok($linear->{'boot.linear'}, '>', 5_000, '... and filling 512 entries');
cmp_ok(abs($linear->{'boot.setup'} - $linear->{'boot.linear'}), '<', 500,
       '... which is in the phase around it');
# No kernel counts a table of the linear map. One page less to give away moves
# what comes later in the boot by a little.
only($linear, 'pages', qw(tables.pte pages.reserved accounting.error boot.linear
			  boot.setup boot.instructions boot.memory
			  boot.initcalls pages.slab));

# audit NAME: "region level" to tables, leaves and entries, of its first boot
sub audit {
	my ($line) = slurp("build/check/plant-boot-$_[0]/records.jsonl") =~
		/^(\{"type":"audit".*"when":"start".*)$/m;
	return { map { ("$_->{region} $_->{level}" =>
			"$_->{tables} $_->{leaves} $_->{entries}") }
		 @{ decode_json($line // '{"rows":[]}')->{rows} } };
}
my ($blocks, $pages) = (audit('blocks'), audit('pages'));
is_deeply([ map { "$_: $blocks->{$_} -> $pages->{$_}" }
	    grep { $blocks->{$_} ne ($pages->{$_} // '') } sort keys %$blocks ],
	  [ 'linear pmd: 1 511 1 -> 1 510 2',
	    'linear pte: 1 512 0 -> 2 1024 0' ],
	  'the audit tells where: a block of the linear map is a table');
done_testing();
