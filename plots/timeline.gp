# SPDX-License-Identifier: GPL-2.0-only
# timeline.gp - memory through a run; time goes down, a section is a scenario
load labels
width = 1000
head = 118
foot = 104
height = head + total + foot
heading = 'Memory through a run, step by step from top to bottom'
aside = note
load style
set multiplot
left = names(namewidth)
wide = (width - left - 20) / panels
set yrange [total:0]
set noytics
set border 3
do for [s=1:sections] {
	set label s name[s] at screen X(left - 12),first (from[s] + from[s+1]) / 2 right font ',13'
	if (s % 2 == 0) {
		set object s rectangle from screen X(10),first from[s] to screen X(width - 10),first from[s+1] fc rgb pale fs solid noborder behind
	}
}
do for [i=1:panels] {
	set lmargin at screen X(left + (i - 1) * wide)
	set rmargin at screen X(left + i * wide - 26)
	set tmargin at screen T(head)
	set bmargin at screen B(foot)
	set label 601 title[i] at screen X(left + (i - 0.5) * wide - 13),T(head - 34) center font ',13'
	set label 602 unit[i] at screen X(left + (i - 0.5) * wide - 13),T(head - 17) center font ',12'
	set xrange [low[i] - 0.05 * (high[i] - low[i]):high[i] + 0.08 * (high[i] - low[i])]
	set xtics step(low[i], high[i], wide / 70)
	set grid xtics noytics
	unset key
	plot data using 2*i:1 with lines ls 1 lw 2.5 notitle, \
	     data using 2*i+1:1 with lines ls 2 lw 1.5 dt (5,4) notitle
	unset label
	unset object
}
eval legend
plot 2 notitle, \
     keyentry with lines ls 1 lw 2.5 title 'base', \
     keyentry with lines ls 2 lw 1.5 dt (5,4) title 'patched'
unset multiplot
