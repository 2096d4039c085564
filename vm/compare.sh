#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# compare.sh - what `make compare` does: kernels, boots, verdict, plots.
#
# Environment: ARCH CONFIG BOOTS SCENARIOS BASE PATCHED KSRC, as the Makefile
# documents them; CMDLINE, more words for both kernels; RESULTS, the folder to
# fill (default: a dated one); PROFILE, not empty: profile each kernel's first
# boot, on kernels with debug info; KERNELS, instead of BASE and PATCHED, any
# number of them, each NAME or LABEL=NAME, the base first; SERIES, an mbox, a
# folder of patches or a quilt queue: PATCHED is BASE with it, and with KSRC
# its base-commit is BASE; with KERNELS it is one more kernel, the first of them
# with the series; DRY, not empty: build and boot nothing, and tell what
# would be done; JOBS, compilers and guests at once; TIMEOUT, the seconds a guest
# may take; COMPILERS, what builds the kernels: one name, as kptvm kernel --cc
# takes it, or several: see compilers.sh. KPT_REPLACE, not empty: what RESULTS has of another run is removed;
# HISTORY, not empty, with KERNELS: these are releases, of which each may lack what
# another counts; and what changed with which is told and drawn.
# ENGINE, if not local, what runs the jobs this is divided into, and SHARDS, parts
# of the boots (see compare-jobs.sh); KPT_STEP, one of these jobs, or jobs: tell all.
# KPT_AGAIN: what to run again after Ctrl-C, instead of this.
set -euf

: "${ARCH:=arm64}" "${CONFIG:=rt}" "${BOOTS:=4}" "${SCENARIOS:=standard}"
: "${BASE:=base}" "${PATCHED:=patched}" "${KSRC:=}" "${PROFILE:=}"
: "${CMDLINE:=}" "${SERIES:=}" "${KERNELS:=}" "${DRY:=}"
: "${HISTORY:=}" "${COMPILERS:=}" "${JOBS:=}" "${TIMEOUT:=}" "${KPT_REPLACE:=}" "${KPT_AGAIN:=}"
: "${ENGINE:=local}" "${KPT_STEP:=}"
# shellcheck disable=SC2034 # jobs.sh reads it
JOBS_VARS='ARCH CONFIG BOOTS SCENARIOS BASE PATCHED KERNELS KSRC SERIES PROFILE
	HISTORY COMPILERS TIMEOUT KPT_REPLACE KPT_BIN KPT_FRONT'
# Where the programs are, and by what this is called: see kptvm compare.
: "${KPT_BIN:=build}" "${KPT_FRONT:=make}"
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/names.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/compilers.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/jobs.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/compare-jobs.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/parts.sh"
jobs_engine

labels='' specs='' base='' many=''
names_read
all_foreign=yes
for spec in $specs; do
	foreign "$spec" || all_foreign=
done
if [ -n "$all_foreign" ]; then
	CONFIG=stock
fi
compilers_read

# say NAME VALUE: one more word of the command, where VALUE is not the default
say() {
	case $2 in
	'<tree>') value=$2 ;;
	*[!A-Za-z0-9_.,:+=/@^~-]*) value="'$2'" ;;
	*) value=$2 ;;
	esac
	case $KPT_FRONT in
	kptvm) command="$command --$(echo "$1" | tr '[:upper:]' '[:lower:]') $value" ;;
	*) command="$command $1=$value" ;;
	esac
}

# repeat TREE: in $command what does it again. Reports do not name a folder of
# this machine; who goes on with a run has to.
repeat() {
	goal=compare list=KERNELS
	[ -z "$HISTORY" ] || goal=releases list=LIST
	command="$KPT_FRONT $goal"
	[ -z "$PROFILE" ] || case $KPT_FRONT in
	kptvm) command="$command --profile" ;;
	*) command="$KPT_FRONT profile" ;;
	esac
	say ARCH "$ARCH"
	say CONFIG "$CONFIG"
	[ -z "$KSRC" ] || say KSRC "${1:-$KSRC}"
	[ -z "$SERIES" ] || say SERIES "$(if [ "$1" ]; then
		basename "$SERIES"; else echo "$SERIES"; fi)"
	[ -z "$many" ] || say "$list" "$many"
	[ "$BASE" = base ] || say BASE "$BASE"
	[ "$PATCHED" = patched ] || say PATCHED "$PATCHED"
	[ "$SCENARIOS" = standard ] || say SCENARIOS "$SCENARIOS"
	[ "$BOOTS" = 4 ] || say BOOTS "$BOOTS"
	[ -z "$COMPILERS" ] || say CC "$COMPILERS"
	[ -z "$CMDLINE" ] || say CMDLINE "$CMDLINE"
	# Neither changes a number.
	[ "$1" ] || {
		[ -z "$JOBS" ] || say JOBS "$JOBS"
		[ -z "$TIMEOUT" ] || say TIMEOUT "$TIMEOUT"
	}
}

# finish: the end of every comparison
finish() {
	[ "${ran:-0}" != 3 ] || status=3
	case $out in
	results/matrix-*) ;;
	results/*) ln -sfn "${out#results/}" results/latest ;;
	esac
	echo "kptbench: everything is in $out" >&2 || :
	exit "$status"
}

case $COMPILERS in
*' '*)
	[ "$ENGINE" = local ] ||
		names_die "ENGINE=$ENGINE takes one compiler: name one in CC="
	compilers_compare
	;;
esac

# ---- what is built here
# It is asked for at once: all of it is configured, and found to have every
# option, before the first is built.
option=--variant
[ -z "$KSRC" ] || option=--rev
set --
if [ -n "$SERIES" ]; then
	[ "$PATCHED" = patched ] ||
		names_die "PATCHED= and SERIES= exclude each other"
	set -- --series "$SERIES" --with-base
fi
if [ -n "$SERIES" ] && [ -z "$many" ]; then
	# Without BASE= the series may say itself what it is for.
	[ "$BASE" = base ] || set -- "$@" "$option" "$BASE"
else
	for spec in $specs; do
		[ "$spec" = + ] || foreign "$spec" ||
			set -- "$@" "$option" "$spec"
	done
fi

# kptvm_kernel ARGS...: asks kptvm for them
kptvm_kernel() {
	"$KPT_BIN/kptvm" kernel --arch "$ARCH" --config "$CONFIG" \
		${COMPILERS:+--cc "$COMPILERS"} ${PROFILE:+--debug-info} \
		${KSRC:+--ksrc "$KSRC"} "$@"
}

if [ -n "$DRY" ]; then
	lines=
	[ $# = 0 ] || lines=$(kptvm_kernel --dry-run "$@")
	echo "$ARCH, $CONFIG:"
	for spec in $specs; do
		! foreign "$spec" || echo "  not built here $spec"
	done
	dry_kernels "$lines"
	set --
	for label in $labels; do
		set -- "$@" --kernel "$label=${all_foreign:+image:}x"
	done
	lines=$("$KPT_BIN/kptvm" run --dry-run --arch "$ARCH" --config "$CONFIG" \
		"$@" --boots "$BOOTS" --scenarios "$SCENARIOS" \
		${PROFILE:+--profile})
	dry_tell "$lines"
	exit
fi
out=${RESULTS:-results/$(date +%Y-%m-%d-%H%M%S)-$ARCH-$CONFIG}
case $KPT_STEP in
jobs)
	compare_jobs "$@"
	exit
	;;
kernel-*)
	kptvm_kernel --only "${KPT_STEP#kernel-}" "$@"
	exit
	;;
esac
if [ "$ENGINE" != local ]; then
	jobs_folder "$out"
	compare_jobs "$@" >"$out/jobs/list"
	jobs_run
fi
[ $# = 0 ] || dirs=$(kptvm_kernel "$@")

# What each is for kptvm run: a folder of the cache if it was built, the next
# one of $dirs; and of which release, where that is known here.
set --
releases=
for spec in $specs; do
	label=${labels# }
	label=${label%% *}
	labels="${labels#" $label"} $label"
	if foreign "$spec"; then
		releases="$releases $label=foreign"
	else
		spec=$(printf '%s\n' "$dirs" | head -n 1)
		dirs=$(printf '%s\n' "$dirs" | tail -n +2)
		releases="$releases $label=$(sed 's/^\([0-9]*\.[0-9]*\).*/\1/' \
			"$spec/include/config/kernel.release" 2>/dev/null || :)"
	fi
	set -- "$@" --kernel "$label=$spec"
done

# release LABEL: of that kernel
release() {
	printf '%s\n' "$releases" | tr ' ' '\n' | sed -n "s/^$1=//p"
}

# differ LABEL: what may differ between that kernel and the base. Two releases
# never have the same options: the report tells which differ, and the
# comparison is made all the same. Within one release a difference is a
# mistake, until somebody says it is none. What a package or an image was built
# by was not chosen here, either.
differ() {
	if [ "$(release "$1")" = foreign ] || [ "$(release "$base")" = foreign ]
	then
		echo --allow-different config --allow-different compiler
	elif [ "$(release "$1")" != "$(release "$base")" ]; then
		echo --allow-different config
	fi
	[ -z "$HISTORY" ] || echo --allow-different metrics
}

# history SUMMARY...: a line a metric over these kernels, in the order asked for
history() {
	rm -rf "$out/history" "$out/history.db"
	"$KPT_BIN/kptstat" history add "$out/history.db" "$@" >/dev/null &&
		"$KPT_BIN/kptstat" history show "$out/history.db" --order added \
			--format md -o "$out/history" >"$out/history.md" ||
		status=$?
	cat "$out/history.md" 2>/dev/null || :
}

mkdir -p "$out"

# hint: how to go on with what is there, after Ctrl-C or a boot that failed
hint() {
	# Of one job of several the engine tells that.
	[ -z "$KPT_STEP" ] || return 0
	if [ -n "$KPT_AGAIN" ]; then
		echo "kptbench: to go on: $KPT_AGAIN" >&2
	elif [ -d "$out/.boots" ]; then
		repeat ''
		say RESULTS "$out"
		echo "kptbench: to go on: $command" >&2
	fi
}
trap 'hint; exit 130' INT

# boots ARGS...: kptvm run
boots() {
	"$KPT_BIN/kptvm" run --arch "$ARCH" --config "$CONFIG" "$@" \
		--boots "$BOOTS" --scenarios "$SCENARIOS" \
		${PROFILE:+--profile} ${CMDLINE:+--extra-cmdline "$CMDLINE"} \
		${JOBS:+--jobs "$JOBS"} ${TIMEOUT:+--timeout "$TIMEOUT"} \
		${KPT_REPLACE:+--replace} -o "$out"
}

# A boot that failed still leaves records: they are judged and shown, and the
# exit status says so.
status=0
case $KPT_STEP in
boots) parts_do "$@" ;;
judge) parts_merge "$@" || status=$? ;;
*) boots "$@" || status=$? ;;
esac
ran=$status
# What is in a folder that was refused is of another run.
[ "$status" != 2 ] || exit 2
[ "$status" = 0 ] || hint
trap - INT
# Whoever reads may have read enough: the verdict stays what it is.
trap '' PIPE
if [ ! -s "$out/records.jsonl" ]; then
	rmdir "$out" 2>/dev/null || :
	exit "$status"
fi

repeat '<tree>'
# judge LABEL DIR FORMAT: that kernel against the base, every report in DIR
judge() {
	# What has no profile says why, and the rest is told.
	where=
	if [ -n "$PROFILE" ]; then
		"$KPT_BIN/kptstat" profile --in "$out" -o "$2/where" \
			--json "$2/where.json" "$base" "$1" >/dev/null ||
			status=$?
		[ ! -s "$2/where.json" ] || where=$2/where.json
	fi
	# shellcheck disable=SC2046 # none or some words
	"$KPT_BIN/kptstat" compare $(differ "$1") --command "$command" \
		--base "$base" --patched "$1" --format "$3" -o "$2" \
		${where:+--where "$where"} "$out/records.jsonl" || status=$?
	[ -s "$2/summary.json" ] || return 0
	"$KPT_BIN/kptstat" plot -o "$2/plots" "$2/summary.json" || status=$?
}

# Two kernels: their report is printed, and every format left beside the
# summary. More: a folder for each, and one table of them all.
if [ $# = 4 ]; then
	judge "${4%%=*}" "$out" text
	[ -z "$HISTORY" ] || history "$out"
else
	set --
	for label in ${labels#" $base"}; do
		rm -rf "$out/kernel-$label"
		mkdir "$out/kernel-$label"
		judge "$label" "$out/kernel-$label" none
		[ ! -s "$out/kernel-$label/summary.json" ] ||
			set -- "$@" "$out/kernel-$label"
	done
	[ $# -gt 0 ] || exit "$status"
	"$KPT_BIN/kptstat" report --format kernels "$@" >"$out/kernels.md" ||
		status=$?
	cat "$out/kernels.md" 2>/dev/null || :
	[ -z "$HISTORY" ] || history "$@"
fi
finish
