# SPDX-License-Identifier: GPL-2.0-only
# style.gnuplot - colours and terminal of every plot
#
# Colours are those of Okabe and Ito, which the colour-blind tell apart; base
# and patched differ in point, dash and fill as well, and equal values stay
# visible because the patched mark fits into the base mark.
if (!exists("width")) width = 900
if (!exists("height")) height = 600
if (format eq "svg") {
	set terminal svg size width,height dynamic font "DejaVu Sans,15" background "white"
} else {
	set terminal pngcairo size 2*width,2*height font "DejaVu Sans,15" fontscale 1.0 linewidth 2 pointscale 2 background "white"
}
set output output
set encoding utf8
grey = "#999999"
blue = "#0072B2"
vermillion = "#D55E00"
green = "#009E73"
black = "#000000"
set style line 1 lc rgb vermillion lw 3.5 dt 1 pt 4 ps 1.7
set style line 2 lc rgb blue lw 2 dt (8,5) pt 7 ps 0.75
set style line 3 lc rgb grey lw 8 dt 1 pt 0
set border 3 lw 1 lc rgb black
set tics nomirror out
set grid ytics lc rgb "#DDDDDD" lw 1 dt 1
