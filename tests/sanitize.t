#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# sanitize.t - the module and the queue under KASAN, lockdep, kmemleak and
# DEBUG_VM: every scenario, and not a word on the console
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More;

my $dir = kernel('arm64', 'sanitize', 'patched');
ok($dir && -d $dir, 'the kernel with all its checks is built');
is(run_kernels('sanitize', 'arm64', 'sanitize', { patched => $dir },
	       'standard,@kernel,@process', '--timeout 600', 1), 0, 'every scenario runs, the console is clean')
	or diag(slurp('build/check/sanitize.log'));
my @hosts = grep { /"type":"host"/ }
	split(/\n/, slurp('build/check/sanitize/records.jsonl'));
ok(scalar(@hosts), 'records came out');
is(scalar(grep { !/"status":"ok"/ } @hosts), 0, '... of boots that ended well');

done_testing();
