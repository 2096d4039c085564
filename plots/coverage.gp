# SPDX-License-Identifier: GPL-2.0-only
# coverage.gp - kernel page tables by region and level: how were they born?
#
# Shares, because one region may hold a thousand tables and the next two; the
# counts are written beside the bars.
load labels
width = 1000
height = 210 + 62 * rows
load style
set multiplot
set label 1 "Kernel page tables by region and level, " . subject at screen 0.5,1 - 28.0/height center font ",17" noenhanced
set label 2 "share born at boot, and constructed or not since (" . when . ")" at screen 0.5,1 - 56.0/height center font ",14" noenhanced
set yrange [rows - 0.4:-0.6]
set xrange [0:130]
set xtics 0,20,100
set grid xtics noytics
set border 1
set ytics scale 0 noenhanced
set tmargin at screen 1 - 85.0/height
set bmargin at screen 125.0/height
set lmargin at screen 0.29
set rmargin at screen 0.97
set xlabel offset -12,0 "percent of the tables of that region and level"
set key at screen 0.5,28.0/height center center horizontal samplen 2.5 width 2
share(x, all) = 100.0 * x / all
plot data using (0):0:(0):(share($3,$2)):($0-0.36):($0-0.03):ytic(1) with boxxyerror fs solid 0.45 border lc rgb black lc rgb grey title "born at boot", \
     data using (0):0:(share($3,$2)):(share($3+$4,$2)):($0-0.36):($0-0.03) with boxxyerror fs solid 0.9 border lc rgb black lc rgb blue title "constructed", \
     data using (0):0:(share($3+$4,$2)):(100):($0-0.36):($0-0.03) with boxxyerror fs pattern 2 border lc rgb black lc rgb vermillion title "not constructed", \
     data using (0):0:(0):(share($7,$6)):($0+0.03):($0+0.36) with boxxyerror fs solid 0.45 border lc rgb black lc rgb grey notitle, \
     data using (0):0:(share($7,$6)):(share($7+$8,$6)):($0+0.03):($0+0.36) with boxxyerror fs solid 0.9 border lc rgb black lc rgb blue notitle, \
     data using (0):0:(share($7+$8,$6)):(100):($0+0.03):($0+0.36) with boxxyerror fs pattern 2 border lc rgb black lc rgb vermillion notitle, \
     data using (102):($0-0.19):(sprintf("base: %d table%s", $2, $2 == 1 ? "" : "s")) with labels left font ",12" notitle, \
     data using (102):($0+0.20):(sprintf("patched: %d table%s", $6, $6 == 1 ? "" : "s")) with labels left font ",12" notitle
unset multiplot
