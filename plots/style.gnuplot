# SPDX-License-Identifier: GPL-2.0-only
# style.gnuplot - terminal, colours and heading of every plot
#
# A template sets width and height in pixels and a heading, then loads this.
# Colours are those of Okabe and Ito, which the colour-blind tell apart; base
# and patched differ in point, dash and size as well, and equal values stay
# visible because the patched mark fits into the base mark.
if (format eq 'svg') {
	set terminal svg size width,height dynamic noenhanced font 'DejaVu Sans,14' background 'white'
} else {
	# Twice as large in all: a point of text is 4/3 pixels here.
	set terminal pngcairo size 2*width,2*height noenhanced font 'DejaVu Sans,14' fontscale 1.5 linewidth 2 pointscale 4.5 background 'white'
}
set output output
set encoding utf8
grey = '#999999'
blue = '#0072B2'
vermillion = '#D55E00'
green = '#009E73'
black = '#000000'
pale = '#F4F4F4'
set style line 1 lc rgb vermillion lw 3.5 dt 1 pt 4 ps 0.95
set style line 2 lc rgb blue lw 2 dt (8,5) pt 7 ps 0.5
set style line 3 lc rgb grey lw 8 dt 1 pt 0
set border 3 lw 1 lc rgb black
set tics nomirror out scale 0.6 font ',13'
set format '%g'
set grid ytics lc rgb '#DDDDDD' lw 1 dt 1
# Screen coordinates of pixels, from the left, the top and the bottom.
X(px) = 1.0 * px / width
T(px) = 1 - 1.0 * px / height
B(px) = 1.0 * px / height
# Room for names at the left, no less than a few letters.
names(em) = 30 + (13 * em > 70 ? 13 * em : 70)
# A round step that fits n times and a quarter at most.
decade(v) = 10**floor(log10(v))
neat(v) = v >= 5 * decade(v) ? 5 * decade(v) : v >= 2 * decade(v) ? 2 * decade(v) : decade(v)
step(from, to, n) = neat(2.0 * (to - from) / n)
# The first picture of a multiplot carries them; it unsets them.
set label 1001 heading at screen 0.5,T(24) center font ',18'
set label 1002 subject . (strlen(aside) ? ': ' . aside : '') at screen 0.5,T(50) center font ',13'
# The last picture of a multiplot is its legend, over the whole width.
legend = "unset label; unset object; unset arrow; unset title; unset xlabel; unset ylabel; unset tics; unset border; unset grid; unset logscale; unset xzeroaxis; set xrange [0:1]; set yrange [0:1]; set lmargin at screen 0.02; set rmargin at screen 0.98; set bmargin at screen B(4); set tmargin at screen B(48); set key at screen 0.5,B(26) center center horizontal maxrows 1 samplen 3 width 1 font ',13'"
