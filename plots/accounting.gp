# SPDX-License-Identifier: GPL-2.0-only
# accounting.gp - what the kernel says against what a walk of its tables finds
load labels
width = 900
height = panels > 2 ? 800 : 460
load style
across = panels > 1 ? 2 : 1
down = (panels + across - 1) / across
set multiplot layout down,across title "Does the kernel count its own tables, all that a walk finds? " . subject font ",17" noenhanced \
	margins 0.09,0.98,(panels > 2 ? 0.16 : 0.26),(panels > 2 ? 0.88 : 0.80) spacing 0.11,0.17
do for [i=1:panels] {
	set title metric . " in " . title[i] noenhanced font ",14" offset 0,-0.4
	set xlabel what[i] noenhanced
	set ylabel unit[i] . " more than before" noenhanced
	# stats leaves out what a range leaves out.
	set xrange [*:*]
	set yrange [*:*]
	stats data index i-1 using 2 nooutput name "A"
	stats data index i-1 using 3 nooutput name "B"
	stats data index i-1 using 5 nooutput name "C"
	top = A_max > B_max ? A_max : B_max
	top = top > C_max ? top : C_max
	low = A_min < B_min ? A_min : B_min
	set xrange [0:*]
	set yrange [(low < 0 ? 1.1 * low : -0.03 * (top > 0 ? top : 1)):(top > 0 ? 1.12 * top : 1)]
	if (i == panels) {
		set key at screen 0.5,0.045 center center vertical maxrows 3 samplen 4 noenhanced
	} else {
		unset key
	}
	plot data index i-1 using 1:5 with lines ls 3 title "a walk of kernel tables finds", \
	     data index i-1 using 1:2 with linespoints ls 1 title "the kernel says, base", \
	     data index i-1 using 1:3 with linespoints ls 2 title "the kernel says, patched"
}
unset multiplot
