#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-html.t - the HTML report, opened in Chromium: nothing clipped, no
# text over text, no word on the console, on a phone, on a desk and on paper
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp qw(tempdir);
use JSON::PP;
use Kpt;
use Test::More;

my $stat = $ENV{KPTSTAT} // 'build/kptstat';
my ($browser) = grep { -x } map { "$_/chromium" } split /:/, $ENV{PATH};
plan skip_all => "no $stat; make tools" unless -x $stat;
plan skip_all => 'no chromium; make deps check installs it' unless $browser;

my $tmp = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->utf8->canonical;

sub save {
	my ($path, $text) = @_;
	open(my $f, '>', $path) or die "$path: $!\n";
	print $f $text;
	close($f) or die "$path: $!\n";
}

# summary_of WORD, EDIT: the model's summary, with EDIT done to it
sub summary_of {
	my ($what, $edit) = @_;
	system("awk -v what=$what -f tests/fixtures/records/make.awk " .
	       ">$tmp/r.jsonl; $stat compare --command 'make compare' " .
	       "--format none --json $tmp/s.json $tmp/r.jsonl 2>/dev/null");
	my $s = $json->decode(slurp("$tmp/s.json"));
	$edit->($s) if $edit;
	return $s;
}

sub page_of {
	my ($s) = @_;
	save("$tmp/s.json", $json->encode($s));
	return scalar `$stat report --format html $tmp/s.json`;
}

# chromium ARGS, URL: what it prints; its log in $tmp/log
sub chromium {
	my (@args) = @_;
	my $profile = tempdir(DIR => $tmp);
	my $flags = join ' ', qw(--headless --no-sandbox --disable-gpu
		--no-first-run --disable-background-networking
		--disable-component-update --disable-sync --hide-scrollbars
		--enable-logging=stderr), "--user-data-dir=$profile", @args;
	return scalar `timeout 120 $browser $flags 2>$tmp/log`;
}

sub console {
	return grep { /CONSOLE/ } split /\n/, slurp("$tmp/log");
}

# measure {name, width, html}...: what measure.js finds, by name
sub measure {
	my @pages = @_;
	my $data = $json->encode(\@pages);
	$data =~ s{</}{<\\/}g;
	save("$tmp/measure.html", "<!DOCTYPE html><meta charset=\"utf-8\">" .
	     "<body><pre id=\"findings\"></pre><script>const pages = $data;\n" .
	     slurp('tests/fixtures/measure.js') . "</script>");
	my $dom = chromium('--window-size=1500,1000', '--dump-dom',
			   "file://$tmp/measure.html");
	my ($text) = $dom =~ m{<pre id="findings">(.*?)</pre>}s;
	$text = '[]' unless length($text // '');
	$text =~ s/&lt;/</g;
	$text =~ s/&gt;/>/g;
	$text =~ s/&nbsp;/\xc2\xa0/g;
	$text =~ s/&amp;/&/g;
	return map { $_->{name} => $_ } @{ $json->decode($text) };
}

# The media a page may meet, as what holds without them.
my %media = (
	light => sub { $_[0] },
	dark => sub { $_[0] =~ s/\(prefers-color-scheme: dark\)/all/r },
	open => sub { $_[0] =~ s/<details\b/<details open/gr },
	print => sub { $_[0] =~ s/\@media print/\@media all/r
			     =~ s/\@media screen/\@media print/r },
);

sub hostile {
	my ($s) = @_;
	my $evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
	for my $r (@{ $s->{comparisons} }) {
		$r->{scenario} = "$evil & \x{00e4}\x{6f22}\n" . $r->{scenario}
			if $r->{scenario} =~ /pte-churn|pmd-hold/;
		$r->{metric} =~ s/^cost/co\x{202e}st-$evil/;
		$r->{why} .= " $evil";
	}
	$s->{$_}{source} = $evil . 'x' x 300 for qw(base patched);
	$s->{base}{cmdline} = $evil;
	$s->{command} = "make $evil";
	$s->{health}{notes} = [ $evil ];
	$s->{headline} = $evil;
	$s->{no_effect} = $evil;
}

# Sixty scenarios, and as many reasons for what is not there.
sub many {
	my ($s) = @_;
	my ($cost) = grep { $_->{kind} eq 'cost' && $_->{verdict} ne 'n/a' }
		@{ $s->{comparisons} };
	for my $i (1 .. 60) {
		my %row = (%$cost, scenario => "a-scenario-with-a-long-name-$i",
			   ratio => 1 + $i / 100,
			   ratio_ci => [ 1 + $i / 150, 1 + $i / 20 ],
			   diff => $cost->{base} * $i / 100,
			   verdict => 'regressed');
		my %na = (%row, verdict => 'n/a', metric => "cost.event.$i",
			  why => "event $i is not known to this PMU; it has 6");
		delete @na{qw(ratio_ci base patched diff ratio)};
		push @{ $s->{comparisons} }, \%row, \%na;
	}
}

my %summaries = (
	good => summary_of('good'), noisy => summary_of('noisy'),
	embedded => summary_of('embedded'), leak => summary_of('leak'),
	same => summary_of('same'), hostile => summary_of('good', \&hostile),
	many => summary_of('noisy', \&many),
);
# Boots that vary too much to tell anything.
system("perl tests/fixtures/records/many.pl scenarios=12 noise=0.01 boots=8 " .
       ">$tmp/r.jsonl; $stat compare --format none --json $tmp/s.json " .
       "$tmp/r.jsonl 2>/dev/null");
$summaries{vary} = $json->decode(slurp("$tmp/s.json"));
my @published = glob 'results/published/*.json';
$summaries{published} = $json->decode(slurp($published[0])) if @published;

my %html = map { $_ => page_of($summaries{$_}) } keys %summaries;

# Kernels of one base, and configurations, on one page.
for my $k (1 .. 3) {
	my $s = summary_of('good', sub { $_[0]{patched}{label} = "v$k" });
	save("$tmp/v$k.json", $json->encode($s));
	$s->{$_}{config_name} = "config-$k" for qw(base patched);
	save("$tmp/c$k.json", $json->encode($s));
}
$html{kernels} = `$stat report -f html $tmp/v1.json $tmp/v2.json $tmp/v3.json`;
$html{configs} = `$stat report -f html $tmp/c1.json $tmp/c2.json $tmp/c3.json`;
my @pages;
for my $name (sort keys %html) {
	for my $media (sort keys %media) {
		# A sheet of A4 within its margins is 718 pixels wide.
		for my $width ($media eq 'print' ? 718 : (360, 1400),
			       $media eq 'light' ? (768, 1000) : ()) {
			push @pages, { name => "$name, $media, $width",
				width => $width,
				html => $media{$media}->($html{$name}) };
		}
	}
}
my %found = measure(@pages);
my @console = console();
is("@console", '', 'nothing on the console');
for my $p (@pages) {
	my $m = $found{ $p->{name} };
	is(join('; ', @{ $m->{found} // ['not measured'] }), '', $p->{name});
	# Of several comparisons all but the answer is folded.
	cmp_ok($m->{texts} // 0, '>', $p->{name} =~ /^(kernels|configs)/ ? 40 :
	       100, '... and there is text on it');
}
cmp_ok($found{'good, print, 718'}{texts}, '>',
       $found{'good, light, 1400'}{texts} + 20,
       'paper shows what is folded on a screen');
unlike($html{hostile}, qr/<script|<img|onerror=[^&]*>[^&]*<img/,
       'no text of a record became markup');
like($html{hostile}, qr/&lt;script&gt;alert\(1\)/, '... it is shown as text');
unlike($html{hostile}, qr/\x{e2}\x{80}\x{ae}/,
       '... and cannot turn the direction of writing');

# Where a number comes from is folded behind its row.
my ($source) = $html{good} =~
	m{(<details\ class="from">(?:(?!</details>).)*
	   <p\ id="arm64-rt-patched-pte-churn-op-cost\.instructions">.*?</details>)}sx;
like($source // '', qr{</code>, as cost\.instructions, in scenario pte-churn},
     'a row tells its counter and scenario');
like($source // '', qr{<th[^>]*>window</th>.*<td>1\ to\ \d+</td>
		    <td>[\d.]+</td><td>[\d.]+</td><td>[-+][\d.]+</td>}sx,
     '... its windows, and their differences');
like($source // '', qr{<td>base</td><td>1</td><td>[\d.]+</td>
		    <td>console-base-1\.log</td>}x,
     '... the value and the console of each boot');
like($source // '', qr/\.config: .*sha256 /, '... the .config');
like($source // '', qr{<code>make compare SCENARIOS=pte-churn</code>},
     '... and the command');
for my $name (sort keys %html) {
	my %id = map { $_ => 1 } $html{$name} =~ / id="([^"]+)"/g;
	my @lost = grep { !$id{$_} } $html{$name} =~ / href="#([^"]+)"/g;
	is("@lost", '', "$name: every link leads somewhere");
}
for my $name (qw(good kernels configs)) {
	my @links = $html{$name} =~ /<a href="#[^"]+">[-+][\d.]+</g;
	cmp_ok(scalar(@links), '>=', $name eq 'good' ? 2 : 6,
	       "$name: changes on the first screen lead to their rows");
	my %count;
	$count{$_}++ for $html{$name} =~ / id="([^"]+)"/g;
	is(join(' ', grep { $count{$_} > 1 } sort keys %count), '',
	   "$name: a name is one place's");
}
my @rows = grep { $_->{verdict} !~ m{n/a|missing|incomparable} }
	@{ $summaries{good}{comparisons} };
is(scalar(() = $html{good} =~ /<details class="from">/g), scalar(@rows),
   'every row has its source');
my @thin = $html{noisy} =~ /<line class="thin" x1="([\d.]+)%" x2="([\d.]+)%"/g;
my @thick =
	$html{noisy} =~ /<line class="thick" x1="([\d.]+)%" x2="([\d.]+)%"/g;
is(scalar(@thick), scalar(@thin), 'an interval of 90 % for one of 95 %');
is(scalar(grep { $_ % 2 ? $thick[$_] > $thin[$_] : $thick[$_] < $thin[$_] }
	  0 .. $#thick), 0, '... which lies inside it');
like($html{noisy}, qr/thin line is the 95% interval/, '... and is explained');

# A page that is broken on purpose: each of these must be caught.
my %broken = (
	'page is 900' => '<div style="width:884px">wide</div>',
	'beyond the edge' => '<p style="margin-left:-90px">off the left</p>',
	'is clipped' => '<p style="height:6px;overflow:hidden">cut off</p>',
	'text over text' => '<p>under this</p><p style="margin-top:-36px">' .
		'over that</p>',
	'contrast' => '<p style="color:#ddd;background:#fff">pale</p>',
	'image is not there' => '<img src="data:image/png,x" alt="">',
	'picture of no size' => '<svg role="img" aria-label="x" width="0" ' .
		'height="9"></svg>',
	'picture without words' => '<svg width="9" height="9"></svg>',
	'heading level' => '<h4>too deep</h4>',
	'th without scope' => '<table><tr><th>x</th></tr></table>',
	'refers elsewhere' => '<a href="https://example.org/">x</a>',
);
my @bad = map { { name => $_, width => 360,
	html => $html{same} =~ s{</main>}{$broken{$_}</main>}r } }
	sort keys %broken;
my %caught = measure(@bad);
like(join('; ', @{ $caught{$_}{found} // [] }), qr/\Q$_/,
     "a broken page is caught: $_") for sort keys %broken;

save("$tmp/page.html", $html{same} =~ s{</main>}{<img src="x.png"></main>}r);
chromium('--dump-dom', "file://$tmp/page.html");
isnt(scalar(console()), 0, 'a picture the policy forbids is on the console');
save("$tmp/page.html", $html{good});
chromium("--print-to-pdf=$tmp/page.pdf", "file://$tmp/page.html");
like(slurp("$tmp/page.pdf"), qr/^%PDF-/, 'it can be printed');
is(scalar(console()), 0, '... without a word on the console');

done_testing();
