# SPDX-License-Identifier: GPL-2.0-only
# draw.gnuplot - one template in both formats; a start takes longer than a
# picture. Called with the template, the style and the plot's files but for
# their endings: arguments, so that no name is ever read as a command.
template = ARG1
style = ARG2
files = ARG3
data = files . '.dat'
labels = files . '.labels'
do for [format in 'svg png'] {
	reset
	output = files . '.' . format
	load template
	set output
}
