# SPDX-License-Identifier: GPL-2.0-only
# walk.gp - every counter on its way down a series, patch by patch
load labels
left = ceil(30 + (12 * namewidth > 180 ? 12 * namewidth : 180))
# A column: 50 pixels for the line, the rest for what it says. More than six are
# too wide for a page: they go on below, in a panel with the same rows.
wide = 176
line = 50
panels = ceil(columns / 6.0)
per = ceil(columns / (1.0 * panels))
width = left + per * wide + 24
head = 66
row = 26
foot = 74
# In rows: a panel has four of headings above its own, and one of totals below.
span = rows + 5
height = head + row * panels * span + foot
heading = 'Which patch moved which counter'
aside = 'each step against the one before'
load style
set multiplot
set lmargin at screen X(left)
set rmargin at screen X(left + per * wide)
set tmargin at screen T(head)
set bmargin at screen B(foot)
set xrange [0:per * wide]
set yrange [panels * span - 3.5:-3.5]
unset xtics
unset ytics
unset border
unset grid
unset key
panel(c) = int((c - 1) / per)
down(c, i) = panel(c) * span + i
across(c) = int(c - 1) % int(per) * wide
at(c, v) = across(c) + 12 + v * line
do for [p=0:panels - 1] {
	do for [i=1:rows] {
		set label 20000 + 500 * p + i name[i] at screen X(left - 14),first p * span + i right font ',12'
		if (i % 2 == 0) {
			set object 500 * p + i rectangle from screen X(10),first p * span + i - 0.5 to screen X(width - 10),first p * span + i + 0.5 fc rgb pale fs solid noborder behind
		}
	}
	set label 20000 + 500 * p + rows + 1 'the last kernel against the first' at screen X(left - 14),first p * span + rows + 1 right font ',12'
	set arrow p + 1 from screen X(10),first p * span + rows + 0.5 to screen X(width - 10),first p * span + rows + 0.5 nohead lc rgb black lw 1
}
do for [c=1:columns] {
	set label 2000 + c where[c] at first across(c) + 6,first down(c, -2.0) left font ',12'
	set label 3000 + c metric[c] at first across(c) + 6,first down(c, -1.2) left font ',12'
	set label 4000 + c unit[c] at first across(c) + 6,first down(c, -0.4) left font ',12' tc rgb '#555555'
	set label 5000 + c total[c] at first at(c, 1) + 10,first down(c, rows + 1) left font ',12'
}
do for [i=1:cells] {
	c = real(word(place[i], 1))
	set label 10000 + i cell[i] at first at(c, 1) + 10,first down(c, real(word(place[i], 2))) left font ',12'
}
# Down to the row that moved it, and there to where it then is.
was = 0
from = 0
plot for [c=1:columns] data index c - 1 using (at(c, $2)):(down(c, $1 == 0 ? 0.5 : $1)):(0):($1 == 0 || $1 == rows ? 0.5 : 1) with vectors nohead lc rgb blue lw 2 notitle, \
     for [c=1:columns] data index c - 1 using (from = $1 == 0 ? $2 : was, was = $2, at(c, from)):(down(c, $1)):(at(c, was) - at(c, from)):(0) with vectors nohead lc rgb blue lw 2 notitle, \
     for [c=1:columns] data index c - 1 using ($3 > 0 ? at(c, $2) : NaN):(down(c, $1)) with points pt 7 ps 0.6 lc rgb vermillion notitle
eval legend
plot 2 notitle, \
     keyentry with lines lc rgb blue lw 2 title 'the counter, first kernel to last, each to its own scale', \
     keyentry with points pt 7 ps 0.6 lc rgb vermillion title 'a step that moved it'
unset multiplot
