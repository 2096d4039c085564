# SPDX-License-Identifier: GPL-2.0-only
# costs.gp - change of each cost in percent, a mark for every kernel
load labels
# As wide as the names need, as high as the marks of a row.
width = ceil(1060 + (13 * namewidth > 200 ? 13 * namewidth - 200 : 0))
pitch = 14 + 9 * kernels
# The legend: as many a line as the longest name lets.
each = 13 * kernelwidth + 60
across = floor(0.94 * width / each)
across = across < 1 ? 1 : across
lines = ceil(1.0 * kernels / across)
head = 104
foot = 112 + 22 * lines
height = head + pitch * rows + foot
heading = counts . ' per operation: patched minus base, in percent'
aside = note
load style
set multiplot
set lmargin at screen X(names(namewidth))
set rmargin at screen X(width - 400)
set tmargin at screen T(head)
set bmargin at screen B(foot)
set yrange [rows + 0.5:0.5]
set noytics
set border 1
set grid xtics noytics
do for [i=1:rows] {
	set label i name[i] at screen X(names(namewidth) - 12),first i right font ',13'
	set label 200 + i most[i] at screen X(width - 385),first i left font ',13'
	if (i % 2 == 0) {
		set object i rectangle from screen X(10),first i - 0.5 to screen X(width - 10),first i + 0.5 fc rgb pale fs solid noborder behind
	}
}
set label 600 'largest change' at screen X(width - 385),T(head - 14) left font ',13'
set label 602 'change in percent of base; right of 0%: more' at screen X((names(namewidth) + width - 400) / 2),B(foot - 50) center font ',13'
set xrange [low - 0.05 * (high - low):high + 0.05 * (high - low)]
set xtics step(low, high, (width - 400 - names(namewidth)) / 60)
set format x '%+g%%'
set xtics add ('0%%' 0)
# Colour and shape both tell a kernel; a mark that shows nothing is hollow.
array ink[8] = [0xD55E00, 0x0072B2, 0x009E73, 0xCC79A7, 0x000000, 0xE69F00, 0x56B4E9, 0x666666]
color(k) = ink[1 + (int(k) - 1) % 8]
array full[5] = [5, 7, 9, 11, 13]
shape(k, sure) = full[1 + (int(k) - 1) % 5] - (sure == 1 ? 0 : 1)
# A row has room for all its marks, one below the other.
at(i, k) = i + (k - (kernels + 1) / 2.0) * 9.0 / pitch
unset key
plot data using (0):($1 - 0.5):(0):(1) with vectors nohead lc rgb black lw 1.5 notitle, \
     data using 3:(at($1, $5)):($4 - $3):(0):(color($5)) with vectors nohead lw 1.5 lc rgb variable notitle, \
     data using 2:(at($1, $5)):(shape($5, $6)):(color($5)) with points pointtype variable ps 0.7 lc rgb variable notitle
eval legend
set tmargin at screen B(22 * lines + 26)
set key at screen 0.5,B(11 * lines + 15) center center horizontal maxrows lines maxcols across
set label 1 'hollow: not enough evidence, or not resolved' . (intervals ? '; line: 95 % interval' : '') at screen 0.5,B(22 * lines + 36) center font ',13'
plot 2 notitle, for [k=1:kernels] NaN with points pt full[1 + (k - 1) % 5] ps 0.7 lc rgb ink[1 + (k - 1) % 8] title kernel[k]
unset multiplot
