# SPDX-License-Identifier: GPL-2.0-only
# accounting.gp - pages the kernel counts against kernel tables a walk finds
load labels
width = 900
across = panels > 1 ? 2 : 1
down = (panels + across - 1) / across
head = 70
foot = 64
cell = 320
height = head + down * cell + foot
heading = 'Page tables the kernel counts, and kernel page tables a walk finds'
aside = note
load style
set multiplot
do for [i=1:panels] {
	column = (i - 1) % across
	row = (i - 1) / across
	set lmargin at screen X(92 + column * 440)
	set rmargin at screen X(across > 1 ? 430 + column * 440 : 860)
	set tmargin at screen T(head + 24 + row * cell)
	set bmargin at screen T(head + row * cell + cell - 64)
	set label 1 title[i] at graph 0.5,screen T(head + 12 + row * cell) center font ',14'
	set label 2 what[i] at graph 0.5,screen T(head + row * cell + cell - 18) center font ',13'
	set ylabel unit[i] . ', change' font ',13'
	# stats leaves out what a range leaves out.
	set xrange [*:*]
	set yrange [*:*]
	stats data index i-1 using 1 nooutput name 'N'
	stats data index i-1 using 2 nooutput name 'A'
	stats data index i-1 using 3 nooutput name 'P'
	stats data index i-1 using 5 nooutput name 'W'
	top = A_max > P_max ? A_max : P_max
	top = top > W_max ? top : W_max
	top = top > 0 ? top : 1
	low = A_min < P_min ? A_min : P_min
	low = low < W_min ? low : W_min
	set xrange [0:1.05 * N_max]
	set xtics 0,step(0, N_max, 4)
	set yrange [low < 0 ? 1.1 * low : -0.04 * top:1.12 * top]
	set ytics step(low < 0 ? low : 0, top, 8)
	unset key
	plot data index i-1 using 1:5 with lines ls 3 notitle, \
	     data index i-1 using 1:2 with linespoints ls 1 notitle, \
	     data index i-1 using 1:3 with linespoints ls 2 notitle
	unset label 1001
	unset label 1002
}
eval legend
plot 2 notitle, \
     keyentry with lines ls 3 title 'page-table walk finds', \
     keyentry with linespoints ls 1 title 'base counts', \
     keyentry with linespoints ls 2 title 'patched counts'
unset multiplot
