#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# compare.sh - what `make compare` does: kernels, boots, verdict, plots.
#
# Environment: ARCH CONFIG BOOTS SCENARIOS BASE PATCHED KSRC, as the Makefile
# documents them; CMDLINE, more words for both kernels; RESULTS, the folder to
# fill (default: a dated one); PROFILE, not empty: profile each kernel's first
# boot, on kernels with debug info; SERIES, an mbox, a folder of patches or a
# quilt queue: PATCHED is BASE with it, and with KSRC its base-commit is BASE.
set -eu

: "${ARCH:=arm64}" "${CONFIG:=rt}" "${BOOTS:=3}" "${SCENARIOS:=all}"
: "${BASE:=base}" "${PATCHED:=patched}" "${KSRC:=}" "${PROFILE:=}"
: "${CMDLINE:=}" "${SERIES:=}"

# What was not built here is known by its package or image alone.
foreign() {
	case $1 in
	deb:* | image:*) return 0 ;;
	*) return 1 ;;
	esac
}

if foreign "$BASE" && foreign "$PATCHED"; then
	CONFIG=stock
fi

# The command that does it again, for the reports.
target=compare
[ -z "$PROFILE" ] || target=profile
command="make $target ARCH=$ARCH CONFIG=$CONFIG"
[ -z "$KSRC" ] || command="$command KSRC=<tree>"
[ -z "$SERIES" ] || command="$command SERIES=$(basename "$SERIES")"
[ "$BASE" = base ] || command="$command BASE=$BASE"
[ "$PATCHED" = patched ] || command="$command PATCHED=$PATCHED"
[ "$SCENARIOS" = all ] || command="$command SCENARIOS=$SCENARIOS"
[ "$BOOTS" = 3 ] || command="$command BOOTS=$BOOTS"
[ -z "$CMDLINE" ] || command="$command CMDLINE='$CMDLINE'"

# What is built here is asked for at once: all of it is configured, and found
# to have every option, before the first is built.
option=--variant
[ -z "$KSRC" ] || option=--rev
set --
if [ -n "$SERIES" ]; then
	if [ "$PATCHED" != patched ]; then
		echo "kptbench: PATCHED= and SERIES= exclude each other" >&2
		exit 2
	fi
	set -- --series "$SERIES" --with-base
	[ "$BASE" = base ] || set -- "$@" "$option" "$BASE"
else
	for name in "$BASE" "$PATCHED"; do
		foreign "$name" || set -- "$@" "$option" "$name"
	done
fi
[ $# = 0 ] || dirs=$(build/kptvm kernel --arch "$ARCH" --config "$CONFIG" \
	${PROFILE:+--debug-info} ${KSRC:+--ksrc "$KSRC"} "$@")

# kernel NAME: in $kernel what it is for kptvm run, a folder of the cache if it
# was built: the next one of $dirs
kernel() {
	kernel=$1
	foreign "$1" || {
		kernel=$(printf '%s\n' "$dirs" | head -n 1)
		dirs=$(printf '%s\n' "$dirs" | tail -n +2)
	}
}
kernel "$BASE"
base=$kernel
kernel "$PATCHED"
patched=$kernel

# Two releases never have the same options: the report tells which differ, and
# the comparison is made all the same. Within one release a difference is a
# mistake, until somebody says it is none.
release() {
	sed 's/^\([0-9]*\.[0-9]*\).*/\1/' "$1/include/config/kernel.release" \
		2>/dev/null || :
}
differ=
if foreign "$BASE" || foreign "$PATCHED"; then
	# Nor was it chosen here what they were built by.
	differ='--allow-different config --allow-different compiler'
elif [ "$(release "$base")" != "$(release "$patched")" ]; then
	differ='--allow-different config'
fi

out=${RESULTS:-results/$(date +%Y-%m-%d-%H%M%S)-$ARCH-$CONFIG}
mkdir -p "$out"

# hint: how to go on with what is there, after Ctrl-C or a boot that failed
hint() {
	if [ -d "$out/.boots" ]; then
		echo "kptbench: to go on: $command RESULTS=$out" >&2
	fi
}
trap 'hint; exit 130' INT

# A boot that failed still leaves records: they are judged and shown, and the
# exit status says so.
status=0
build/kptvm run --arch "$ARCH" --config "$CONFIG" \
	--kernel "base=$base" --kernel "patched=$patched" \
	--boots "$BOOTS" --scenarios "$SCENARIOS" ${PROFILE:+--profile} \
	${CMDLINE:+--extra-cmdline "$CMDLINE"} \
	-o "$out" || status=$?
[ "$status" = 0 ] || hint
trap - INT
if [ ! -s "$out/records.jsonl" ]; then
	rmdir "$out" 2>/dev/null || :
	exit "$status"
fi

# What has no profile says why, and the rest is told.
where=
if [ -n "$PROFILE" ]; then
	build/kptstat profile --in "$out" -o "$out/where" \
		--json "$out/where.json" >/dev/null || status=$?
	[ ! -s "$out/where.json" ] || where=$out/where.json
fi

# Prints the report, and leaves every format beside the summary.
# shellcheck disable=SC2086 # $differ is none or two words
build/kptstat compare $differ --command "$command" -o "$out" \
	${where:+--where "$where"} "$out/records.jsonl" || status=$?
[ -s "$out/summary.json" ] || exit "$status"
build/kptstat plot -o "$out/plots" "$out/summary.json" || status=$?
case $out in
results/matrix-*) ;;
results/*) ln -sfn "${out#results/}" results/latest ;;
esac
echo "kptbench: everything is in $out" >&2
exit "$status"
