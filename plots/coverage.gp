# SPDX-License-Identifier: GPL-2.0-only
# coverage.gp - kernel page tables by region and level: which are constructed?
#
# Shares, because one region may hold a thousand tables and the next two; the
# counts are written beside the bars.
load labels
width = 1120
head = 84
foot = 112
height = head + 50 * rows + foot
heading = 'Kernel page tables by region and level: which are constructed'
aside = when
load style
set multiplot
left = names(namewidth)
set lmargin at screen X(left)
set rmargin at screen X(width - 210)
set tmargin at screen T(head)
set bmargin at screen B(foot)
set yrange [rows + 0.5:0.5]
set noytics
set xrange [0:100]
set xtics 0,20,100
set grid xtics noytics
set border 1
count(side, n) = sprintf('%s: %.0f table%s', side, n, n == 1 ? '' : 's')
do for [i=1:rows] {
	set label i name[i] at screen X(left - 12),first i right font ',13'
}
set label 601 'percent of the tables of that region and level, by when they were allocated' at screen X((left + width - 210) / 2),B(foot - 48) center font ',13'
unset key
share(x, all) = all > 0 ? 100.0 * x / all : 0
plot data using (0):1:(0):(share($3,$2)):($1-0.36):($1-0.02) with boxxyerror fs solid 0.45 border lc rgb black lc rgb grey notitle, \
     data using (0):1:(share($3,$2)):(share($3+$4,$2)):($1-0.36):($1-0.02) with boxxyerror fs solid 0.9 border lc rgb black lc rgb blue notitle, \
     data using (0):1:(share($3+$4,$2)):(share($2,$2)):($1-0.36):($1-0.02) with boxxyerror fs pattern 2 border lc rgb black lc rgb vermillion notitle, \
     data using (0):1:(0):(share($7,$6)):($1+0.02):($1+0.36) with boxxyerror fs solid 0.45 border lc rgb black lc rgb grey notitle, \
     data using (0):1:(share($7,$6)):(share($7+$8,$6)):($1+0.02):($1+0.36) with boxxyerror fs solid 0.9 border lc rgb black lc rgb blue notitle, \
     data using (0):1:(share($7+$8,$6)):(share($6,$6)):($1+0.02):($1+0.36) with boxxyerror fs pattern 2 border lc rgb black lc rgb vermillion notitle, \
     data using (100):($1-0.19):(count('base', $2)) with labels left offset 1,0 font ',13' notitle, \
     data using (100):($1+0.19):(count('patched', $6)) with labels left offset 1,0 font ',13' notitle
eval legend
plot 2 notitle, \
     keyentry with boxes fs solid 0.45 border lc rgb black lc rgb grey title 'before the page allocator was up', \
     keyentry with boxes fs solid 0.9 border lc rgb black lc rgb blue title 'after it, constructed', \
     keyentry with boxes fs pattern 2 border lc rgb black lc rgb vermillion title 'after it, not constructed'
unset multiplot
