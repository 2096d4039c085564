#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# svg-text.pl - does text in gnuplot's SVG overlap, or leave the picture?
#
# perl svg-text.pl FILE.svg...   exit 0: no; 1: every such text is told;
#                                4: the font to measure with is not there
#
# Widths are those of DejaVu Sans, read from the font itself: what a browser
# takes in its place is narrower.
use strict;
use warnings;
use Encode qw(decode FB_CROAK);

my $font = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf';
my ($ascent, $descent) = (0.76, 0.24);	# of capitals, of p and q
my $touch = 1;				# pixels that may be shared
my ($em, @advance, %glyph);

sub slurp {
	my ($path) = @_;
	open(my $f, '<:raw', $path) or die "$path: $!\n";
	local $/;
	return scalar <$f>;
}

# Advance widths (hmtx) and the table of characters (cmap, format 4).
sub read_font {
	my $ttf = slurp($font);
	my %at = map { (unpack 'a4 x4 N', substr($ttf, 12 + 16 * $_, 16)) }
		0 .. unpack('x4 n', $ttf) - 1;
	$em = unpack('n', substr($ttf, $at{head} + 18, 2));
	my $nr = unpack('n', substr($ttf, $at{hhea} + 34, 2));
	@advance = unpack("(n x2)$nr", substr($ttf, $at{hmtx}, 4 * $nr));
	for my $i (0 .. unpack('x2 n', substr($ttf, $at{cmap}, 4)) - 1) {
		my ($platform, $coding, $off) =
			unpack('n n N', substr($ttf, $at{cmap} + 4 + 8 * $i,
					8));
		my $map = substr($ttf, $at{cmap} + $off);
		next if $platform != 3 || $coding != 1 ||
			unpack('n', $map) != 4;
		my $n = unpack('x6 n', $map) / 2;
		my @end = unpack("x14 n$n", $map);
		my @start = unpack('x' . (16 + 2 * $n) . " n$n", $map);
		my @delta = unpack('x' . (16 + 4 * $n) . " n$n", $map);
		my @range = unpack('x' . (16 + 6 * $n) . " n$n", $map);
		for my $s (0 .. $n - 1) {
			for my $c ($start[$s] .. $end[$s]) {
				my $g = $c;
				$g = unpack('n', substr($map, 16 + 6 * $n +
					2 * $s + $range[$s] +
					2 * ($c - $start[$s]), 2))
					if $range[$s];
				$glyph{$c} = ($g + $delta[$s]) % 65536;
			}
		}
	}
	die "$font: no table of characters\n" unless %glyph;
}

sub width {
	my ($text) = @_;
	my $sum = 0;
	for (map { ord } split //, $text) {
		my $g = $glyph{$_} // 0;
		$sum += $advance[$g < @advance ? $g : -1];
	}
	return $sum / $em;
}

# Boxes of all texts: left, top, right, bottom, text.
sub boxes {
	my ($svg) = @_;
	my @found;
	while ($svg =~ m{<g\ transform="translate\(([-\d.]+),([-\d.]+)\)
			 (?:\ rotate\(([-\d.]+)\))?"[^>]*
			 font-size="([\d.]+)"\s+text-anchor="(\w+)">\s*
			 <text>(.*?)</text>}gsx) {
		my ($x, $y, $turn, $size, $anchor, $text) =
			($1, $2, $3 // 0, $4, $5, $6);
		$text =~ s/<[^>]*>//g;
		$text =~ s/&lt;/</g;
		$text =~ s/&gt;/>/g;
		$text =~ s/&amp;/&/g;
		next unless $text =~ /\S/;
		my $w = $size * width($text);
		my $left = $anchor eq 'middle' ? -$w / 2 :
			$anchor eq 'end' ? -$w : 0;
		my ($up, $down) = ($size * $ascent, $size * $descent);
		push @found, $turn == 0 ?
			[ $x + $left, $y - $up, $x + $left + $w, $y + $down,
			  $text ] :
			[ $x - $up, $y - $left - $w, $x + $down, $y - $left,
			  $text ];
	}
	return @found;
}

sub faults {
	my ($path) = @_;
	my $svg = decode('UTF-8', slurp($path), FB_CROAK);
	my ($width, $height) = $svg =~ /viewBox="0 0 ([\d.]+) ([\d.]+)"/
		or return "no viewBox: not gnuplot's SVG";
	return 'not whole' unless $svg =~ m{</svg>\s*$};
	my @b = sort { $a->[1] <=> $b->[1] } boxes($svg);
	return 'no text at all' unless @b;
	my @faults = map { "\"$_->[4]\" leaves the picture" } grep {
		$_->[0] < 0 || $_->[1] < 0 || $_->[2] > $width ||
		$_->[3] > $height } @b;
	for my $i (0 .. $#b) {
		for my $j ($i + 1 .. $#b) {
			last if $b[$j][1] > $b[$i][3] - $touch;
			push @faults, "\"$b[$i][4]\" and \"$b[$j][4]\" overlap"
				if $b[$j][0] < $b[$i][2] - $touch &&
				   $b[$i][0] < $b[$j][2] - $touch;
		}
	}
	return @faults;
}

-r $font or exit 4;
read_font();
binmode(STDOUT, ':utf8');
my $bad = 0;
for my $path (@ARGV) {
	for my $fault (faults($path)) {
		print "$path: $fault\n";
		$bad = 1;
	}
}
exit $bad;
