# SPDX-License-Identifier: GPL-2.0-only
# cost.gp - cost of one operation by scenario, and the difference in words
load labels
width = 1000
height = 190 + 46 * rows
load style
# Before any range is set: stats leaves out what a range leaves out.
stats data using 2 nooutput name "B"
stats data using 4 nooutput name "D"
head = 70.0 / height
foot = 120.0 / height
set multiplot title "Cost of one operation, " . subject font ",17" noenhanced
set yrange [rows - 0.4:-0.6]
set grid xtics noytics
set ytics scale 0
set border 1
set tmargin at screen 1 - head
set bmargin at screen foot
set lmargin at screen 0.19
set rmargin at screen 0.56
set logscale x
set xlabel unit . " (logarithmic)" noenhanced
set format x "%.0s%c"
set xtics (1)
do for [e=0:9] { do for [d=1:5] { if (d == 1 || d == 2 || d == 5) { set xtics add (d * 10**e) } } }
set key at screen 0.375,35.0/height center center horizontal samplen 1 width 4
set xrange [B_min / 1.8:B_max * 1.8]
plot data using 2:0:ytic(1) with points ls 1 title "base", \
     data using 3:0 with points ls 2 title "patched"
unset logscale x
set format x "%+.3g"
unset key
set lmargin at screen 0.60
set rmargin at screen 0.97
unset ytics
set xlabel "patched against base, percent"
wide = (abs(D_max) > abs(D_min) ? abs(D_max) : abs(D_min))
wide = wide > 0 ? wide : 1
# Room for the words on either side of the bars.
set xrange [-3.1 * wide:3.1 * wide]
set xtics auto
set xtics wide < 0.02 ? wide : (wide < 1 ? 0.5 * 10**floor(log10(wide)) * ceil(2 * wide / 10**floor(log10(wide))) : ceil(wide))
set arrow 1 from 0,graph 0 to 0,graph 1 nohead lc rgb black lw 1
set style fill pattern 2 border lc rgb black
# An empty label, not NaN: gnuplot 5.4.4 crashes on a lone undefined label.
plot data using (0):0:(0):($4 > 0 ? $4 : 0):($0-0.28):($0+0.28) with boxxyerror fs pattern 2 lc rgb vermillion, \
     data using (0):0:($4 < 0 ? $4 : 0):(0):($0-0.28):($0+0.28) with boxxyerror fs solid 0.8 lc rgb blue, \
     data using ($4 + 0.06 * wide):0:($4 >= 0 ? strcol(5) : "") with labels left font ",13" noenhanced, \
     data using ($4 - 0.06 * wide):0:($4 < 0 ? strcol(5) : "") with labels right font ",13" noenhanced
unset multiplot
