# SPDX-License-Identifier: GPL-2.0-only
# history.gp - one metric over kernels: each kernel, the range of its boots, and
# the mean from one change to the next
load labels
width = 120 + (kernels > 8 ? 58 * kernels : 520)
head = 86
foot = 44 + 9.5 * namewidth
height = head + 330 + foot
heading = title
aside = unit
load style
set lmargin at screen X(96)
set rmargin at screen X(width - 24)
set tmargin at screen T(head + 16)
set bmargin at screen B(foot)
set xrange [0.4:kernels + 0.6]
set yrange [low - 0.12 * (high - low):high + 0.16 * (high - low)]
set ytics step(low, high, 6)
set noxtics
do for [i=1:kernels] {
	set label i name[i] at first i,screen B(foot - 12) right rotate by 45 font ',13'
	if (strlen(change[i])) {
		set arrow i from first i - 0.5,graph 0 to first i - 0.5,graph 1 nohead lc rgb vermillion lw 1 dt (5,4) back
		set label 500 + i change[i] at first i - 0.5,graph 1.045 center font ',13' textcolor rgb vermillion
	}
}
unset key
plot data using ($1 - 0.5):5:(1):(0) with vectors nohead lc rgb grey lw 6 notitle, \
     data using 1:2:3:4 with yerrorbars pt 7 ps 0.75 lw 1.5 lc rgb blue notitle
