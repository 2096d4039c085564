#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# calibrate.t - the published calibration of whole comparisons, printed again;
# takes a minute
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use Test::More tests => 1;

my $md = `build/kptstat calibrate --only decision --format md`;
ok($md eq slurp('docs/calibration-decision.md'),
   'docs/calibration-decision.md is what the program prints, to the digit');
