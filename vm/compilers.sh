# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # what is set here or there is used
# in the other, and in what it reads
# compilers.sh - one comparison by several compilers, and a table of them all
#
# Sourced by compare.sh, which is called again for each of $COMPILERS, with a
# folder of its own in RESULTS: cc-NAME.

# compilers_read: in $COMPILERS the names, a blank between two
compilers_read() {
	# shellcheck disable=SC2046 # words
	set -- $(printf %s "$COMPILERS" | tr , ' ')
	COMPILERS=$*
	[ -z "$COMPILERS" ] || [ -z "$all_foreign" ] ||
		names_die "CC= names what builds kernels, and none is built here"
}

# compiler_is NAME: what the compiler says it is, but for the name it has
compiler_is() {
	{ "$cross$1" --version 2>/dev/null || "$1" --version; } | head -n 1 |
		cut -d ' ' -f 2-
}

# compilers_check: each is here, and all there is to be built can be; and no
# two of them are one
compilers_check() {
	cross=$(cd "$(dirname "$0")/.." && vm/arch.sh cross "$ARCH" |
		tail -n 1)
	known=
	for cc in $COMPILERS; do
		COMPILERS=$cc DRY=1 DRY_SUM='' sh "$0" >/dev/null || exit
		is=$(compiler_is "$cc")
		for other in $known; do
			[ "$is" != "$(compiler_is "$other")" ] ||
				names_die "CC=: $other and $cc are one compiler here: $is"
		done
		known="$known $cc"
	done
}

# compilers_tell: what would be done with each, and in all
compilers_tell() {
	sum=$(mktemp -d)
	trap 'rm -rf "$sum"' EXIT
	export DRY_SUM="$sum/sum"
	for cc in $COMPILERS; do
		dry_one "$cc" env COMPILERS="$cc" sh "$0" || exit
	done
	dry_all
}

# compilers_run: a comparison by each; one that fails is shown as it is, and
# the others go on
compilers_run() {
	repeat ''
	say RESULTS "$out"
	export KPT_AGAIN="${KPT_AGAIN:-$command}"
	trap 'exit 130' INT
	# shellcheck disable=SC2086 # words
	left_begin "$(set -- $COMPILERS; echo $#)"
	for cc in $COMPILERS; do
		left_next "$cc" "$out/cc-$cc" "$out/cc-$cc"
		one=0
		COMPILERS=$cc RESULTS=$out/cc-$cc sh "$0" >/dev/null || one=$?
		case $one in
		0) ;;
		130) exit 130 ;;
		*)
			status=$one
			echo "kptbench: $cc: not well, see above" >&2
			;;
		esac
		left_done "$out/cc-$cc"
	done
	trap - INT
}

# compilers_table LABEL: that kernel against the base, a column for each
# compiler that has a summary
compilers_table() {
	label=$1
	to=$(names_place "$out" "$label")
	set --
	for cc in $COMPILERS; do
		at=$(names_place "$out/cc-$cc" "$label")
		[ ! -s "$at/summary.json" ] || set -- "$@" "$at"
	done
	[ $# -gt 0 ] || return 0
	mkdir -p "$to"
	for to_format in report.txt=text report.md=md \
		cover-letter.txt=cover-letter; do
		"$KPT_BIN/kptstat" report --format "${to_format#*=}" "$@" \
			>"$to/${to_format%=*}" || status=1
	done
	[ $# -lt 2 ] || "$KPT_BIN/kptstat" plot -o "$to/plots" "$@" >&2 ||
		status=1
	cat "$to/report.txt" 2>/dev/null || :
}

# compilers_compare: all of it; exits
compilers_compare() {
	# shellcheck disable=SC1091
	. "$(dirname "$0")/left.sh"
	if [ -n "$DRY" ]; then
		compilers_tell
		exit
	fi
	compilers_check
	out=${RESULTS:-results/$(date +%Y-%m-%d-%H%M%S)-$ARCH-$CONFIG}
	mkdir -p "$out"
	status=0
	compilers_run
	# Whoever reads may have read enough: the verdict stays what it is.
	trap '' PIPE
	for label in ${labels#" $base"}; do
		compilers_table "$label"
	done
	finish
}
