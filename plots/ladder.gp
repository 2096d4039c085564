# SPDX-License-Identifier: GPL-2.0-only
# ladder.gp - counts while tables are held, the fitted line, its residuals
load labels
width = 900
across = panels > 1 ? 2 : 1
down = (panels + across - 1) / across
head = 66
foot = 64
cell = 430
height = head + down * cell + foot
heading = 'Counts while page tables are held, the fitted line, its residuals'
aside = note
load style
set multiplot
do for [i=1:panels] {
	column = (i - 1) % across
	row = (i - 1) / across
	set lmargin at screen X(92 + column * 440)
	set rmargin at screen X(across > 1 ? 430 + column * 440 : 860)
	set label 2 title[i] at graph 0.5,screen T(head + 14 + row * cell) center font ',14'
	set label 1 slopebase[i] . '; ' . slopepatched[i] at graph 0.5,screen T(head + 35 + row * cell) center font ',12'
	# stats leaves out what a range leaves out.
	set xrange [*:*]
	set yrange [*:*]
	stats data index i-1 using 1 nooutput name 'N'
	stats data index i-1 using 2 nooutput name 'A'
	stats data index i-1 using 3 nooutput name 'P'
	top = A_max > P_max ? A_max : P_max
	top = top > 0 ? top : 1
	low = A_min < P_min ? A_min : P_min
	set xrange [0:1.05 * N_max]
	set xtics 0,step(0, N_max, 4) format ''
	set ylabel unit[i] font ',13'
	set tmargin at screen T(head + 46 + row * cell)
	set bmargin at screen T(head + row * cell + 250)
	set yrange [low < 0 ? 1.1 * low : -0.04 * top:1.12 * top]
	set ytics step(low < 0 ? low : 0, top, 8) format '%g'
	unset key
	plot data index i-1 using 1:4 with lines ls 1 notitle, \
	     data index i-1 using 1:5 with lines ls 2 notitle, \
	     data index i-1 using 1:2 with points ls 1 notitle, \
	     data index i-1 using 1:3 with points ls 2 notitle
	unset label 1001
	unset label 1002
	unset label 1
	unset label 2
	worst = worstbase[i] > worstpatched[i] ? worstbase[i] : worstpatched[i]
	reach = worst > 0 ? worst : 1
	set tmargin at screen T(head + row * cell + 270)
	set bmargin at screen T(head + row * cell + cell - 64)
	set xtics format '%g'
	set label 2 what[i] at graph 0.5,screen T(head + row * cell + cell - 18) center font ',13'
	set ylabel 'residual' font ',13'
	set yrange [-1.4 * reach:1.4 * reach]
	set ytics neat(reach)
	if (worst == 0) {
		set label 1 'residuals are 0' at graph 0.97,graph 0.82 right font ',13'
	}
	plot 0 with lines lc rgb black lw 1 notitle, \
	     data index i-1 using 1:6 with points ls 1 notitle, \
	     data index i-1 using 1:7 with points ls 2 notitle
	unset label 1
	unset label 2
}
eval legend
plot 2 notitle, \
     keyentry with linespoints ls 1 title 'base and its fitted line', \
     keyentry with linespoints ls 2 title 'patched and its fitted line'
unset multiplot
