# SPDX-License-Identifier: GPL-2.0-only
# cost.gp - cost of one operation by scenario, and the difference in numbers
load labels
# As wide as the names need.
width = ceil(1060 + (13 * namewidth > 200 ? 13 * namewidth - 200 : 0))
pitch = rows > 25 ? 22 : 28
head = 104
foot = 118
height = head + pitch * rows + foot
heading = 'Cost of one operation on base and on patched'
aside = note
load style
# Before any range is set: stats leaves out what a range leaves out.
stats data using 2 nooutput name 'A'
stats data using 3 nooutput name 'P'
least = A_min < P_min ? A_min : P_min
most = A_max > P_max ? A_max : P_max
set lmargin at screen X(names(namewidth))
set rmargin at screen X(width - 570)
set tmargin at screen T(head)
set bmargin at screen B(foot)
set yrange [rows + 0.5:0.5]
set noytics
set border 1
set grid xtics noytics
do for [i=1:rows] {
	set label i name[i] at screen X(names(namewidth) - 12),first i right font ',13'
	set label 200 + i amount[i] at screen X(width - 555),first i left font ',13'
	set label 400 + i change[i] at screen X(width - 312),first i left font ',13'
	if (i % 2 == 0) {
		set object i rectangle from screen X(10),first i - 0.5 to screen X(width - 10),first i + 0.5 fc rgb pale fs solid noborder behind
	}
}
set label 600 'base → patched' at screen X(width - 555),T(head - 14) left font ',13'
set label 601 'patched minus base' at screen X(width - 312),T(head - 14) left font ',13'
set logscale x
set xrange [least / 1.5:most * 1.5]
set label 602 unit . ' (logarithmic)' at screen X((names(namewidth) + width - 570) / 2),B(foot - 50) center font ',13'
# Few enough ticks, however many decades there are.
span = log10(2.25 * most / least)
fit = (width - 570 - names(namewidth)) / 48
each = ceil(span / fit)
say(v) = v < 1000 ? sprintf('%g', v) : gprintf('%.0s%c', v)
set xtics (1)
do for [e=-12:18] {
	if (e % each == 0) { set xtics add (say(10.0**e) 10.0**e) }
	if (3 * span + 1 < fit) {
		set xtics add (say(2 * 10.0**e) 2 * 10.0**e)
		set xtics add (say(5 * 10.0**e) 5 * 10.0**e)
	}
}
set key at screen 0.5,B(26) center center horizontal maxrows 1 samplen 1 width 4 font ',13'
plot data using 2:1 with points ls 1 title 'base', \
     data using 3:1 with points ls 2 title 'patched'
