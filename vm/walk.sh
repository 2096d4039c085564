#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# walk.sh - what `make walk` does: every step of a series built and measured,
# and a table of which patch moved which counter.
#
# A step is a patch of the variant PATCHED, of SERIES (see compare.sh) or, with
# KSRC alone, a commit between the revisions BASE and PATCHED. A kernel that is
# the same to the byte as the one before is not booted.
#
# Environment: ARCH CONFIG BOOTS SCENARIOS PATCHED SERIES KSRC BASE JOBS TIMEOUT,
# as the Makefile documents them; COMPILERS, one that builds them; RESULTS, the folder to fill (default: a dated one):
# one that was begun goes on. ENGINE, if not local, what runs the jobs this is divided
# into (see jobs.sh); KPT_STEP, one of these: kernel, number PART; boots, part PART
# of SHARDS; judge.
set -eu

: "${ARCH:=arm64}" "${CONFIG:=rt}" "${BOOTS:=4}" "${SCENARIOS:=standard}"
: "${BASE:=base}" "${PATCHED:=patched}" "${KSRC:=}" "${SERIES:=}"
tab=$(printf '\t')
: "${ENGINE:=local}" "${KPT_STEP:=}" "${SHARDS:=$BOOTS}" "${JOBS:=}"
# shellcheck disable=SC2034 # jobs.sh reads it
JOBS_VARS='ARCH CONFIG BOOTS SCENARIOS BASE PATCHED KSRC SERIES COMPILERS TIMEOUT
	SHARDS'
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/jobs.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/parts.sh"
jobs_engine

command="make walk ARCH=$ARCH CONFIG=$CONFIG"
[ -z "$SERIES" ] || command="$command SERIES=$(basename "$SERIES")"
[ -z "$KSRC" ] || command="$command KSRC=<tree>"
[ "$BASE" = base ] || command="$command BASE=$BASE"
[ "$PATCHED" = patched ] || command="$command PATCHED=$PATCHED"
[ "$SCENARIOS" = standard ] || command="$command SCENARIOS=$SCENARIOS"
[ "$BOOTS" = 4 ] || command="$command BOOTS=$BOOTS"
[ -z "${COMPILERS:=}" ] || command="$command CC=$COMPILERS"

if [ -n "${KERNELS:-}" ]; then
	echo "kptbench: KERNELS=: the kernels of a walk are its patches: PATCHED=," \
		"SERIES=, or with KSRC= BASE= and PATCHED=" >&2
	exit 2
fi
case $COMPILERS in
*[\ ,]*)
	echo "kptbench: CC=: a walk builds every patch, so it is by one" \
		"compiler: name one" >&2
	exit 2
	;;
esac
if [ "$ARCH" = all ]; then
	echo "kptbench: ARCH=all: a walk builds every patch, so it is of one" \
		"architecture: name it, ARCH=NAME" >&2
	exit 2
fi
if [ -n "$SERIES" ] && [ "$PATCHED" != patched ]; then
	echo "kptbench: PATCHED= and SERIES= exclude each other" >&2
	exit 2
elif [ -n "$SERIES" ]; then
	steps=$(build/kptvm steps --series "$SERIES")
elif [ -n "$KSRC" ]; then
	steps=$(build/kptvm steps --ksrc "$KSRC" --base "$BASE" \
		--rev "$PATCHED")
elif [ "$BASE" = base ]; then
	steps=$(build/kptvm steps --variant "$PATCHED")
else
	echo "kptbench: BASE=$BASE: a walk begins without the patches of" \
		"PATCHED; only with KSRC= is BASE a revision" >&2
	exit 2
fi

# kptvm_kernel WHAT WORDS...: asks kptvm for a step's kernel
kptvm_kernel() {
	what=$1
	shift
	if [ -n "$SERIES" ]; then
		set -- --series "$SERIES" --patches "$what" "$@"
		option=--variant
		[ -z "$KSRC" ] || {
			set -- "$@" --ksrc "$KSRC"
			option=--rev
		}
		[ "$BASE" = base ] || set -- "$@" "$option" "$BASE"
	elif [ -n "$KSRC" ]; then
		set -- --ksrc "$KSRC" --rev "$what" "$@"
	else
		set -- --variant "$PATCHED" --patches "$what" "$@"
	fi
	build/kptvm kernel --arch "$ARCH" --config "$CONFIG" --ccache \
		${COMPILERS:+--cc "$COMPILERS"} "$@"
}

# forecast: of each step's kernel, whether it is in the cache
forecast() {
	printf '%s\n' "$steps" | cut -f 2 | while read -r what; do
		kptvm_kernel "$what" --dry-run || exit 1
	done
}

# forecast_boots ARGS...: how many boots at most, and how long they take
forecast_boots() {
	for name in $(printf '%s\n' "$steps" | cut -f 1); do
		set -- "$@" --kernel "$name=x"
	done
	build/kptvm run --dry-run --arch "$ARCH" --config "$CONFIG" "$@" \
		--boots "$BOOTS" --scenarios "$SCENARIOS"
}

if [ -n "${DRY:-}" ]; then
	lines=$(forecast)
	echo "$ARCH, $CONFIG:"
	dry_kernels "$lines"
	lines=$(forecast_boots)
	dry_tell "$lines"
	echo "  at most: a kernel equal to the one before is not booted"
	exit
fi

# walk_jobs: all there is to be done: kernels, boots in parts, and who judges
walk_jobs() {
	: "${JOBS:=4}"
	# A patch that does not apply is found by who builds it.
	lines=$(forecast || :)
	command="ENGINE=local $(RESULTS=$out jobs_vars $JOBS_VARS JOBS RESULTS)KPT_STEP"
	longest=$(printf '%s\n' "$lines" | grep ^build | cut -f 2 |
		sort -n | tail -n 1)
	jobs_put kernels - "$(printf '%s\n' "$steps" | wc -l)" "$JOBS" \
		"$((1024 + 512 * JOBS))" "$(jobs_minutes "${longest:-0}" 120)" \
		"$out" "build of a step" "$command=kernel vm/walk.sh"
	took=$(forecast_boots --shard "1/$SHARDS" | cut -f 2)
	jobs_put boots kernels "$SHARDS" "$JOBS" "$((512 + 512 * JOBS))" \
		"$(jobs_minutes "$took" 240)" "$out" "boots on $ARCH, $CONFIG" \
		"$command=boots vm/walk.sh"
	jobs_put judge 'kernels boots?' 1 1 2048 60 "$out" "walk" \
		"$command=judge vm/walk.sh"
}

out=${RESULTS:-results/$(date +%Y-%m-%d-%H%M%S)-walk-$ARCH-$CONFIG}
if [ "$ENGINE" != local ]; then
	jobs_folder "$out"
	walk_jobs >"$out/jobs/list"
	jobs_run
fi
unbuilt=$out/unbuilt
[ "$KPT_STEP" != boots ] || out=$out/parts/$PART-of-$SHARDS
mkdir -p "$out/steps"
trap 'echo "kptbench: to go on: $command RESULTS=$out" >&2; exit 130' INT
status=0

# kernel WHAT: a step's kernel in $dir, its module in $ko
kernel() {
	dir=$(kptvm_kernel "$1") || return 1
	dir=$(printf '%s\n' "$dir" | tail -n 1)
	ko=$(build/kptvm module --kernel "$dir") || return 1
	ko=$(printf '%s\n' "$ko" | tail -n 1)
}

# One alone. That a patch does not build is a result, and told by who judges.
if [ "$KPT_STEP" = kernel ]; then
	step=$(printf '%s\n' "$steps" | sed -n "${PART}p")
	rm -f "$unbuilt/$PART"
	kernel "$(echo "$step" | cut -f 2)" && exit
	[ "$PART" != 1 ] || exit 1
	mkdir -p "$unbuilt"
	: >"$unbuilt/$PART"
	exit 0
fi

# same DIR1 KO1 DIR2 KO2: would a boot of either do the same?
same() {
	image=$(sed -n 's/^image //p' "$1/kptbench.about")
	cmp -s "$1/$image" "$3/$image" && cmp -s "$2" "$4"
}

# left DONE OF SECONDS: what is left of building, from what it took so far
left() {
	[ "$1" -gt 0 ] || return 0
	echo ", about $((($2 * $3 / $1 + 59) / 60)) min left"
}

# What was measured of each step, for kptstat compare --steps: a line
# "NAME LABEL SUBJECT", tabs between; the label is that of the last step with
# another kernel, or "-" where none was built.
of=$(printf '%s\n' "$steps" | wc -l)
at=0
built=0
spent=0
label=
set --
: >"$out/steps.new"
while IFS=$tab read -r name what subject <&3; do
	at=$((at + 1))
	echo "kptbench: $name ($at of $of)$(left "$built" $((of - at + 1)) \
		"$spent"): $subject" >&2
	begun=$(date +%s)
	if [ ! -e "$unbuilt/$at" ] && kernel "$what"; then
		took=$(($(date +%s) - begun))
		# What was in the cache tells nothing of the others.
		if [ "$took" -gt 2 ]; then
			spent=$((spent + took))
			built=$((built + 1))
			echo "kptbench: $name: built in $took s" >&2
		fi
		if [ -z "$label" ] || ! same "$dir_was" "$ko_was" "$dir" "$ko"
		then
			label=$name
			set -- "$@" --kernel "$name=$dir"
		fi
		dir_was=$dir
		ko_was=$ko
		printf '%s\t%s\t%s\n' "$name" "$label" "$subject"
	else
		status=1
		echo "kptbench: $name: not built; the walk goes on" >&2
		[ "$name" != base ] || exit 1
		printf '%s\t-\t%s\n' "$name" "$subject"
	fi >>"$out/steps.new"
done 3<<EOF
$steps
EOF
mv "$out/steps.new" "$out/steps.tsv"

# boots ARGS...: kptvm run
boots() {
	build/kptvm run --arch "$ARCH" --config "$CONFIG" "$@" \
		--boots "$BOOTS" --scenarios "$SCENARIOS" \
		${JOBS:+--jobs "$JOBS"} ${TIMEOUT:+--timeout "$TIMEOUT"} \
		-o "$out"
}

# Boots that failed leave records as well: they are shown, and the exit status
# says so.
ran=0
case $KPT_STEP in
boots)
	out=${out%/parts/*}
	parts_do "$@"
	;;
judge) parts_merge "$@" || ran=$? ;;
*) boots "$@" || ran=$? ;;
esac
[ "$ran" = 0 ] || status=$ran
# What is in a folder that was refused is of another run.
[ "$status" != 2 ] || exit 2
if [ ! -s "$out/records.jsonl" ]; then
	exit "$status"
fi
trap - INT

vm/walk-judge.sh "$out" "$command" || status=$?
# Whoever reads may have read enough: the verdict stays what it is.
trap '' PIPE
[ "$ran" != 3 ] || status=3
[ ! -s "$out/walk.md" ] || cat "$out/walk.md" 2>/dev/null || :
echo "kptbench: everything is in $out" >&2 || :
exit "$status"
