# SPDX-License-Identifier: GPL-2.0-only
# scaling.gp - cost or throughput by the number of CPUs, a line a kernel
load labels
width = 900
across = panels > 2 ? 3 : panels
down = (panels + across - 1) / across
head = 74
foot = 92
cell = 292
wide = 1.0 * (width - 20) / across
height = head + down * cell + foot
heading = 'By the number of CPUs that do it at once'
aside = note
load style
set multiplot
do for [i=1:panels] {
	column = (i - 1) % across
	row = (i - 1) / across
	set lmargin at screen X(88 + column * wide)
	set rmargin at screen X(6 + (column + 1) * wide)
	set tmargin at screen T(head + 46 + row * cell)
	set bmargin at screen T(head + row * cell + cell - 44)
	set label 1 title[i] at graph 0.45,screen T(head + 12 + row * cell) center font ',13'
	set label 2 sub[i] at graph 0.45,screen T(head + 30 + row * cell) center font ',12'
	# stats leaves out what a range leaves out.
	unset logscale
	set xrange [*:*]
	set yrange [*:*]
	stats data index i-1 using 1 nooutput name 'N'
	stats data index i-1 using 4 nooutput name 'A'
	stats data index i-1 using 5 nooutput name 'B'
	stats data index i-1 using 7 nooutput name 'C'
	stats data index i-1 using 8 nooutput name 'D'
	least = A_min < C_min ? A_min : C_min
	most = B_max > D_max ? B_max : D_max
	most = most > 0 ? most : 1
	# Instructions and the like from zero; a rate as its logarithm, so that
	# twice as many is as far everywhere.
	f = most >= 1e7 ? 1e6 : most >= 1e4 ? 1e3 : 1
	word = f == 1e6 ? 'million ' : f == 1e3 ? 'thousand ' : ''
	set logscale x 2
	set xrange [N_min / 1.3:N_max * 1.3]
	set xtics 2 format '%g' font ',12'
	if (rate[i] && least > 0) {
		set logscale y 10
		set yrange [least / f / 1.6:most / f * 1.6]
		span = log10(2.56 * most / least)
		set ytics (1) format '%g' font ',12'
		do for [e=-9:12] {
			set ytics add (sprintf('%g', 10.0**e) 10.0**e)
			if (span < 2.5) {
				set ytics add (sprintf('%g', 2 * 10.0**e) 2 * 10.0**e)
				set ytics add (sprintf('%g', 5 * 10.0**e) 5 * 10.0**e)
			}
		}
	} else {
		set yrange [0:1.12 * most / f]
		set ytics step(0, most / f, wide > 500 ? 8 : 5) format '%g' font ',12'
	}
	set ylabel word . unit[i] font ',12' offset 1,0
	unset key
	# The dotted line may leave the picture: it is no measurement.
	plot data index i-1 using 1:($2/f) with lines lc rgb grey lw 1.5 dt 3 notitle, \
	     data index i-1 using 1:($3/f):($4/f):($5/f) with yerrorlines ls 1 notitle, \
	     data index i-1 using 1:($6/f):($7/f):($8/f) with yerrorlines ls 2 notitle
	unset label 1001
	unset label 1002
}
eval legend
set label 4 'CPUs that do it at once; a bar is from the least boot to the largest' at screen 0.5,B(60) center font ',13'
plot 2 notitle, \
     keyentry with linespoints ls 1 title 'base', \
     keyentry with linespoints ls 2 title 'patched', \
     keyentry with lines lc rgb grey lw 1.5 dt 3 title 'base, if it scaled'
unset multiplot
