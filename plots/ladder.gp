# SPDX-License-Identifier: GPL-2.0-only
# ladder.gp - what holding tables costs: count against tables held
load labels
width = 900
height = panels > 2 ? 760 : 440
load style
across = panels > 1 ? 2 : 1
down = (panels + across - 1) / across
set multiplot layout down,across title "What holding kernel page tables takes, " . subject font ",17" noenhanced \
	margins 0.09,0.98,(panels > 2 ? 0.14 : 0.24),(panels > 2 ? 0.88 : 0.80) spacing 0.11,0.17
do for [i=1:panels] {
	set title title[i] noenhanced font ",14" offset 0,-0.4
	set xlabel what[i] noenhanced
	set ylabel unit[i] noenhanced
	set xtics auto
	# stats leaves out what a range leaves out.
	set xrange [*:*]
	set yrange [*:*]
	stats data index i-1 using 2 nooutput name "B"
	stats data index i-1 using 3 nooutput name "P"
	top = (B_max > P_max ? B_max : P_max)
	low = (B_min < P_min ? B_min : P_min)
	set xrange [0:*]
	set yrange [(low < 0 ? 1.1 * low : -0.03 * (top > 0 ? top : 1)):(top > 0 ? 1.12 * top : 1)]
	if (i == panels) {
		set key at screen 0.5,0.035 center center horizontal samplen 4 width 4
	} else {
		unset key
	}
	plot data index i-1 using 1:2 with linespoints ls 1 title "base", \
	     data index i-1 using 1:3 with linespoints ls 2 title "patched"
}
unset multiplot
