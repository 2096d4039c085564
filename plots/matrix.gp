# SPDX-License-Identifier: GPL-2.0-only
# matrix.gp - many architectures and configurations, one line each
load labels
# As wide as the names need, and what stands beside them.
width = ceil(30 + (13 * namewidth > 70 ? 13 * namewidth : 70)) + 1310
head = 112
foot = 112
height = head + 44 * rows + foot
heading = 'Constructors, ptlocks, accounting and cost, side by side'
aside = 'base and patched'
load style
set multiplot
left = names(namewidth)
bars = left + 200
set lmargin at screen X(left)
set rmargin at screen X(bars)
set tmargin at screen T(head)
set bmargin at screen B(foot)
set yrange [rows + 0.5:0.5]
set noytics
set xrange [0:100]
set xtics 0,50,100
set grid xtics noytics
set border 1
array column[5] = [bars + 12, bars + 222, bars + 380, bars + 560, bars + 860]
do for [i=1:rows] {
	set label i name[i] at screen X(left - 12),first i right font ',13'
	set label 200 + i constructed[i] at screen X(column[1]),first i left font ',12'
	set label 400 + i locks[i] at screen X(column[2]),first i left font ',12'
	set label 600 + i error[i] at screen X(column[3]),first i left font ',12'
	set label 800 + i cost[i] at screen X(column[4]),first i left font ',12'
	set label 1100 + i balance[i] at screen X(column[5]),first i left font ',12'
	if (i % 2 == 0) {
		set object i rectangle from screen X(10),first i - 0.5 to screen X(width - 10),first i + 0.5 fc rgb pale fs solid noborder behind
	}
}
set label 1301 'constructed' at screen X(column[1]),T(head - 14) left font ',13'
set label 1302 'ptlocks per PMD' at screen X(column[2]),T(head - 14) left font ',13'
set label 1303 'accounting error, pages' at screen X(column[3]),T(head - 14) left font ',13'
set label 1304 'instructions per PTE table' at screen X(column[4]),T(head - 14) left font ',13'
set label 1305 'leaks (exact: none)' at screen X(column[5]),T(head - 14) left font ',13'
set label 1306 'percent of kernel tables allocated after boot' at screen X((left + bars) / 2),B(foot - 48) center font ',13'
unset key
plot data using (0):1:(0):2:($1-0.32):($1-0.02) with boxxyerror fs solid 0.9 border lc rgb black lc rgb vermillion notitle, \
     data using (0):1:(0):3:($1+0.02):($1+0.32) with boxxyerror fs solid 0.9 border lc rgb black lc rgb blue notitle
eval legend
plot 2 notitle, \
     keyentry with boxes fs solid 0.9 border lc rgb black lc rgb vermillion title 'constructed on base', \
     keyentry with boxes fs solid 0.9 border lc rgb black lc rgb blue title 'constructed on patched'
unset multiplot
