# SPDX-License-Identifier: GPL-2.0-only
# forest.gp - change of each cost, with its intervals and the margin
load labels
# As wide as the names need.
width = ceil(1000 + (13 * namewidth > 200 ? 13 * namewidth - 200 : 0))
pitch = rows > 25 ? 22 : 28
head = 104
foot = noisy ? 142 : 118
height = head + pitch * rows + foot
heading = counts . ' per operation: patched minus base, in percent'
aside = note
load style
set multiplot
set lmargin at screen X(names(namewidth))
set rmargin at screen X(width - 400)
set tmargin at screen T(head)
set bmargin at screen B(foot)
array ink[4] = [blue, vermillion, '#666666', black]
set yrange [rows + 0.5:0.5]
set noytics
set border 1
set grid xtics noytics
do for [i=1:rows] {
	set label i name[i] at screen X(names(namewidth) - 12),first i right font ',13'
	set label 200 + i interval[i] at screen X(width - 385),first i left font ',13'
	set label 400 + i verdict[i] at screen X(width - 178),first i left font ',13'
	if (i % 2 == 0) {
		set object i rectangle from screen X(10),first i - 0.5 to screen X(width - 10),first i + 0.5 fc rgb pale fs solid noborder behind
	}
}
set label 600 noisy || varying ? 'change [95 % interval]' : 'change' at screen X(width - 385),T(head - 14) left font ',13'
set label 601 'what it shows' at screen X(width - 178),T(head - 14) left font ',13'
# However alike the costs are, one percent is no large part of the picture.
low = low > 0.99 ? 0.99 : low
high = high < 1.01 ? 1.01 : high
# In percent; only where costs are many times as large as a ratio, logarithmic.
wild = low > 0 && high / low > 4
say(r) = wild ? r : 100 * (r - 1)
if (wild) {
	set logscale x 2
	set xrange [low / 1.1:high * 1.1]
	fewer = ceil((log(high / low) / log(2)) / 5)
	set xtics (1)
	do for [e=1:60] {
		set xtics add (sprintf('1/%.0f', 2.0**(e * fewer)) 2.0**(-e * fewer))
		set xtics add (sprintf('%.0f', 2.0**(e * fewer)) 2.0**(e * fewer))
	}
	axis = 'patched / base, logarithmic; 1: no change, right of it: more'
} else {
	set xrange [say(low - 0.05 * (high - low)):say(high + 0.05 * (high - low))]
	set xtics step(say(low), say(high), (width - 400 - names(namewidth)) / 60)
	set format x '%+g%%'
	set xtics add ('0%%' 0)
	axis = 'change in percent of base; right of 0%: more'
}
none = wild ? 1 : 0
set label 602 axis at screen X((names(namewidth) + width - 400) / 2),B(foot - 50) center font ',13'
unset key
set style fill solid 1 noborder
color(v) = v == 0 ? 0x0072B2 : v == 1 ? 0xD55E00 : v == 2 ? 0x666666 : 0x000000
plot data using (none):1:(say(1 - $5)):(say(1 + $5)):($1 - 0.5):($1 + 0.5) with boxxyerror lc rgb '#DCE7F1' notitle, \
     data using (none):($1 - 0.5):(0):(1) with vectors nohead lc rgb black lw 1.5 notitle, \
     data using (say($3)):1:(say($4) - say($3)):(0):(color($6)) with vectors nohead lw 1.5 lc rgb variable notitle, \
     data using (say($8)):1:(say($9) - say($8)):(0):(color($6)) with vectors nohead lw 6 lc rgb variable notitle, \
     data using (say($2)):1:($7 == 1 ? 13 : $7 == 2 ? 12 : 7):(color($6)) with points pointtype variable ps 0.8 lc rgb variable notitle
eval legend
if (noisy) {
	set label 1 '90 % interval inside the margin: the change does not matter. 95 % interval outside: it does.' at screen 0.5,B(62) center font ',13'
}
plot 2 notitle, \
     keyentry with points pt 13 ps 0.8 lc rgb black title !exact ? '' : layouts > 1 ? sprintf('exact: the same in %d layouts', layouts) : 'exact, every boot alike', \
     keyentry with points pt 12 ps 0.8 lc rgb '#666666' title unresolved ? 'not resolved' : '', \
     keyentry with points pt 7 ps 0.8 lc rgb black title noisy ? 'mean of boots' : varying ? 'mean of layouts' : '', \
     keyentry with lines lw 1.5 lc rgb black title noisy || varying ? '95 % interval' : '', \
     keyentry with lines lw 6 lc rgb black title noisy ? '90 % interval' : '', \
     keyentry with boxes fs solid 1 noborder lc rgb '#DCE7F1' title band
unset multiplot
