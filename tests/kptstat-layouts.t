#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-layouts.t - what is the same in every layout of memory is a
# difference; what is not has an interval, or is not resolved
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

plan skip_all => 'no build/kptstat; make tools' unless -x 'build/kptstat';

my $tmp = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->utf8->canonical;
my @layouts = (1, 1, 2, 3);	# of boots 1 to 4, as kptvm takes them

sub sample {
	my ($scenario, $values, %more) = @_;
	return { type => 'sample', scenario => $scenario, params => 'p',
		phase => 'op', n => 1, metric => 'cost.instructions',
		kind => 'cost', unit => 'instructions', per => 'op',
		class => 'exact', better => 'lower', source => 'x', fixed => 0,
		scale => 1, values => $values, %more };
}

my ($s, $said, $text);

# layouts CODE(patched, boot, layout), LAYOUTS...: the records it makes, judged
sub layouts {
	my ($code, @of) = @_;
	@of = @layouts unless @of;
	open(my $f, '>', "$tmp/r.jsonl") or die;
	for my $b (1 .. @of) {
		for my $label (qw(base patched)) {
			my @all = $code->($label eq 'patched', $b, $of[$b - 1]);
			print $f $json->encode($_), "\n" for
				{ %{ env_record($label, $b) },
				  mode => 'exact', layout => $of[$b - 1] }, @all,
				{ type => 'end', label => $label, boot => $b,
				  group => '', status => 'ok',
				  samples => scalar @all, audits => 0,
				  reason => '' };
		}
	}
	close $f;
	$said = `build/kptstat compare --base base --patched patched \\
		-o $tmp/out $tmp/r.jsonl 2>&1`;
	$s = $json->decode(slurp("$tmp/out/summary.json"));
	$text = slurp("$tmp/out/report.txt");
	$text =~ s/\s+/ /g;
}

sub one {
	my ($scenario) = @_;
	my ($r) = grep { $_->{scenario} eq $scenario } @{ $s->{comparisons} };
	return $r;
}

sub reason {
	my ($r, $code) = @_;
	my ($e) = grep { $_->{code} eq $code } @{ $r->{reasons} };
	return $e;
}

# windows BASE, OFFSETS...: what windows read
sub windows {
	my ($base, @offsets) = @_;
	return [ map { $base + $_ } @offsets ];
}

# ---- the same in every window of every layout, whatever the base reads
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return sample('s', windows(1000 * $layout + 218 * $patched, 0, 9, 0, 4,
				   0));
});
my $r = one('s');
is($r->{class}, 'exact', 'boots of other layouts do not demote a row');
is($r->{diff}, 218, '218 more in every layout');
is($r->{verdict}, 'regressed', '... is a difference');
is_deeply($r->{layouts}, { agree => 3, of => 3 }, '... in 3 of 3 layouts');
is($r->{base}, 1000, 'numbers are those of the first layout');
like($text, qr/4 boots per kernel in 3 layouts of memory/, 'the report says so');
unlike($text, qr/not checked whether boots repeat/, 'two boots are of one layout');

# ---- a boot that does not repeat its layout
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return sample('s', windows(1000 * $layout + ($boot == 2), 0, 0, 0));
});
is(one('s')->{class}, 'noisy', 'a boot that does not repeat its own layout');

# ---- no boot of a layout that another has
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return sample('s', [ 1000 + 5 * $patched ]);
}, 1, 2, 3);
like($text, qr/no boot of base repeats the layout of another: not checked/,
     'without two boots of a layout nobody knows whether boots repeat');

# ---- differences that vary, far from 0: mean and interval
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return sample('s', windows(1000 + $patched * (499 + $layout), 0, 0, 0));
});
$r = one('s');
my $e = reason($r, 'layouts_differ');
is($r->{verdict}, 'regressed', '500, 501 and 502 more: resolved');
is($r->{diff}, 501, '... by the mean');
is_deeply($r->{layout_diffs}, [ 500, 501, 502 ], '... of these');
# t of 2 degrees of freedom: 4.302653; standard error 1 / sqrt 3
ok(abs($e->{from} - 498.5159) < 1e-3 && abs($e->{to} - 503.4841) < 1e-3,
   '... with the interval of Student');
# 2 * (1 - F(867.76)) with 2 degrees of freedom: 1 / t^2 for large t
ok(abs($e->{p} / (1 / 867.757 ** 2) - 1) < 1e-3, '... and its p');
like($text, qr/not the same in all 3 layouts: \+500 to \+502; mean \+501/,
     '... and the report says so');
like($text, qr/Not the same in every layout, the mean is given: s/,
     '... on its first page');

# ---- ... around 0, and not far enough from it
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return (sample('zero', windows(1000 + $patched * (0, -3, 1, 2)[$layout],
				       0, 0, 0)),
		sample('near', windows(1000 + $patched * (0, 10, 14, 18)[$layout],
				       0, 0, 0)));
});
is(one('zero')->{verdict}, 'unresolved', '-3, 1 and 2 more: not resolved');
is(one('near')->{verdict}, 'unresolved', '10, 14 and 18 more: not resolved');
ok(reason(one('near'), 'many_varying'),
   '... though its own interval leaves 0 out');
like($text, qr/\(\*\) Not resolved, windows or layouts scatter more: near; zero/,
     '... and the report names them');

# ---- layouts that agree by chance, windows that scatter
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	my @scatter = $patched ? (900, -700, 5, 400, -901) :
				 (0, 0, 0, 0, 0);
	return sample('s', windows(1000 + $layout, @scatter));
});
is(one('s')->{verdict}, 'unresolved',
   '5 more in the middle of windows that lie 1800 apart: not resolved');

# ---- one window of five hit by something else, in one layout
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return sample('s', windows(1000 + 2 * $patched, 0, 0, 0, 0,
				   $layout == 2 && $patched ? 3000 : 0));
});
is(one('s')->{diff}, 2, 'one window of five is an exception');
is(one('s')->{verdict}, 'regressed', '... and no more');

# ---- ladders: slope and counts
sub ladder {
	my ($scenario, @counts) = @_;
	my $n = 0;
	return map { sample($scenario, [ $_ ], phase => 'held', metric => 'mem',
			    kind => 'memory', unit => 'objects', per => 'table',
			    n => 1 << $n++) } @counts;
}
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	my $more = $patched ? 1 : 2;
	return (ladder('slope', map { $layout + $more * $_ } 1, 2, 4),
		ladder('offset', map { $_ + $patched * $layout } 1, 2, 4),
		ladder('same', map { $_ + $layout } 1, 2, 4));
});
is(one('slope')->{diff}, -1, 'one object less a table, in every layout');
is(one('slope')->{verdict}, 'improved', '... is a difference');
is(one('same')->{verdict}, 'equivalent', 'counts of layouts differ, kernels do not');
is(one('offset')->{verdict}, 'unresolved',
   '1, 2 and 3 objects more at every count: not resolved');
is(one('offset')->{at}{diff}, 2, '... 2 in the mean');

# ---- at boot: what the layouts hold is not what the kernel boots with
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return sample('', [ 10 + $patched * (1 + $layout) ], phase => 'start',
		      metric => 'mem', kind => 'memory', unit => 'pages');
});
is(one('')->{diff}, 2, 'at boot: the difference in layout 1');
is(one('')->{verdict}, 'regressed', '... which is one');

# ---- how many layouts would tell
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return (sample('exact', [ 1000 + 5 * $patched ]),
		sample('varies', windows(1000 + $patched *
					 (0, 10, 14, 18)[$layout], 0, 0, 0)),
		sample('zero', windows(1000 + $patched * (0, -4, 0, 4)[$layout],
				       0, 0, 0)));
});
my $plan = `build/kptstat plan $tmp/r.jsonl 2>&1`;
like($plan, qr/^1 costs differ by the same .*; 2 vary$/m, 'plan: what varies');
# Mean 14, deviation 4, two rows: alpha 0.005. With 5 layouts (5.598 + 0.941)
# * 4 / sqrt 5 = 11.7, with 4 of them (7.453 + 0.978) * 4 / 2 = 16.9.
like($plan, qr/^varies +cost.instructions +14 +4 +5$/m, '... and how many tell');
like($plan, qr/^zero .* > 1000$/m, '... and where none does');
is(system("build/kptstat plan --label base $tmp/r.jsonl >$tmp/said 2>&1") >> 8,
   1, 'plan of one kernel: refused');
like(slurp("$tmp/said"), qr/a pilot of both kernels is needed/, '... and told');

# ---- what is read at boot: of the first layout, unless the others say otherwise
my %at_boot = (	# base and patched in layouts 1, 2 and 3
	'pages.tables' => [ 'accounting', 'none', [16, 21], [16, 24], [16, 23] ],
	'pages.odd' => [ 'accounting', 'none', [16, 15], [16, 19], [16, 17] ],
	'pages.some' => [ 'accounting', 'none', [16, 16], [16, 17], [16, 17] ],
	'pages.slab' => [ 'check', 'lower', [533, 506], [572, 559], [546, 539] ],
	'accounting.error' => [ 'check', 'zero', [4, 0], [7, 0], [6, 0] ],
);
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	return map {
		my ($kind, $better, @of) = @{ $at_boot{$_} };
		sample('', [$of[$layout - 1][$patched]], metric => $_,
		       phase => 'start', kind => $kind, unit => 'pages',
		       better => $better);
	} sort keys %at_boot;
});
my %start = map { $_->{metric} => $_ } @{ $s->{comparisons} };
is($start{'pages.tables'}{diff}, 5, 'more in each layout: that of the first');
isnt($start{'pages.tables'}{verdict}, 'unresolved', '... is a difference');
is($start{'pages.odd'}{verdict}, 'unresolved', 'less in one, more in others');
is($start{'pages.some'}{verdict}, 'unresolved', 'none in one, more in others');
is($start{'pages.slab'}{verdict}, 'unresolved',
   'what no layout leaves as it is: by all of them');
is($start{'accounting.error'}{verdict}, 'improved', 'a check that becomes 0');

# ---- a mean of 0 of layouts that differ is no equality, in pictures either
layouts(sub {
	my ($patched, $boot, $layout) = @_;
	my $more = $patched ? 3 * ($layout - 2) : 0;
	return (sample('mean-0', [1000 + $more]), sample('same', [500]));
});
is(one('mean-0')->{verdict}, 'unresolved', 'a mean of 0: not resolved');
is(one('mean-0')->{diff}, 0, '... though it is 0');
system("build/kptstat plot -o $tmp/plots $tmp/out >/dev/null 2>&1");
my @change = map { /^change\[\d+\] = '(.*)'$/ ? $1 : () }
	split /\n/, slurp("$tmp/plots/cost.labels");
is(join(';', sort @change), '0, not resolved;no change',
   '... and the picture says which is which');

done_testing();
