# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2153 # what is set here is read elsewhere
# names.sh - kernels as KERNELS= names them: each NAME or LABEL=NAME
#
# Sourced. With SERIES= there is one more behind them, the first with the
# series, whose name is "+".

# foreign NAME: was it built elsewhere? Then its package or image is all there is
foreign() {
	case $1 in
	deb:* | image:*) return 0 ;;
	*) return 1 ;;
	esac
}

# names_split WORD: in $spec what the kernel is, in $label what it is called
names_split() {
	label=${1%%=*}
	spec=${1#*=}
	case $label in
	"$1" | '' | *[!A-Za-z0-9_.]*)
		spec=$1
		label=${spec#deb:}
		label=${label#image:}
		label=$(printf %s "${label##*/}" | tr -c 'A-Za-z0-9_.' _ |
			cut -c 1-60)
		;;
	esac
}

# names_place FOLDER LABEL: where it has what is said of that kernel: of two
# kernels itself, of more a folder for each, as compare.sh makes them
names_place() {
	if [ "$labels" = " $base $2" ]; then
		echo "$1"
	else
		echo "$1/kernel-$2"
	fi
}

# names_die TEXT...
names_die() {
	echo "kptbench: $*" >&2
	exit 2
}

# names_read: the words in $words, from KERNELS, or from BASE and PATCHED; in
# $labels and $specs both lists, in $base the first label; $many: KERNELS
names_read() {
	words="base=$BASE patched=$PATCHED"
	many=$KERNELS
	if [ -n "$KERNELS" ]; then
		[ "$BASE $PATCHED" = 'base patched' ] ||
			names_die "KERNELS= names the base, too, as its first one: leave out BASE= and PATCHED="
		words="$KERNELS${SERIES:+ patched=+}"
	fi
	labels=
	specs=
	for word in $words; do
		names_split "$word"
		case " $labels " in
		*" $label "*)
			[ "$spec" != + ] ||
				names_die "KERNELS=: the base with SERIES= is called patched: give yours another name"
			names_die "KERNELS=: two are called $label; name one of them: LABEL=$spec"
			;;
		esac
		labels="$labels $label"
		specs="$specs $spec"
	done
	# shellcheck disable=SC2086 # words
	set -- $specs
	[ $# -gt 1 ] || names_die "KERNELS=: name a base and at least one more"
	[ -z "$many" ] || [ -z "$SERIES" ] || ! foreign "$1" ||
		names_die "SERIES= is put on the base, and $1 was built elsewhere: name one that is built here first"
	base=${labels# }
	base=${base%% *}
}
