# SPDX-License-Identifier: GPL-2.0-only
# boots.gp - metrics whose boots vary, as dots and as their distribution
load labels
width = 900
across = panels > 2 ? 3 : panels
down = (panels + across - 1) / across
head = 84
foot = 92
cell = 276
wide = 1.0 * (width - 50) / across
height = head + down * cell + foot
heading = 'Metrics whose boots vary: each boot, and the share of boots up to it'
aside = note
load style
set multiplot
set yrange [-0.42:1.08]
set ytics ('0' 0, '' 0.5, '1' 1)
set xzeroaxis lc rgb '#DDDDDD' lw 1 dt 1
do for [i=1:panels] {
	column = (i - 1) % across
	row = (i - 1) / across
	set lmargin at screen X(60 + column * wide)
	set rmargin at screen X(24 + (column + 1) * wide)
	set tmargin at screen T(head + 56 + row * cell)
	set bmargin at screen T(head + row * cell + cell - 46)
	set label 1 title[i] at graph 0.5,screen T(head + 14 + row * cell) center font ',13'
	set label 2 sub[i] at graph 0.5,screen T(head + 30 + row * cell) center font ',12'
	set label 3 mean[i] at graph 0.5,screen T(head + 45 + row * cell) center font ',12'
	span = high[i] - low[i]
	set xrange [low[i] - 0.08 * span:high[i] + 0.08 * span]
	set xtics step(low[i], high[i], wide > 500 ? 8 : 4) font ',12'
	set arrow 1 from 0,0 to 0,1 nohead lc rgb '#BBBBBB' lw 1
	set ylabel column == 0 ? 'share of boots' : '' font ',12' offset 1,1
	unset key
	plot data index 2*i-2 using 1:2 with steps ls 1 notitle, \
	     data index 2*i-1 using 1:2 with steps ls 2 notitle, \
	     data index 2*i-2 using ($3 == 1 ? $1 : NaN):(-0.16) with points pt 4 ps 0.65 lw 2 lc rgb vermillion notitle, \
	     data index 2*i-1 using ($3 == 1 ? $1 : NaN):(-0.30) with points pt 7 ps 0.55 lc rgb blue notitle
	unset label 1001
	unset label 1002
}
eval legend
set label 4 'value of a boot, in percent above or below the mean of base' at screen 0.5,B(60) center font ',13'
plot 2 notitle, \
     keyentry with linespoints ls 1 title 'base, each square a boot', \
     keyentry with linespoints ls 2 title 'patched, each dot a boot'
unset multiplot
