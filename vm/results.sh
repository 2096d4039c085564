#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# results.sh - what `make results` does: the full matrix, published.
#
# Every comparison leaves its records, compressed, and its summary in
# results/published/; RESULTS.md is made from the summaries alone. Boots are kept
# in results/matrix-*: run again, only those are booted that are missing, or that
# are of other kernels, another plan or another emulator.
#
# Environment: RESULTS_ARCHES, told in full, each in RESULTS_CONFIGS;
# MATRIX_ARCHES, all of them: the others take one line each; MATRIX_BUILT,
# those that are built and not run. ENGINE, what runs it (see jobs.sh); KPT_STEP,
# one of its jobs: built, the architecture PART of these; or publish.
set -eu

: "${RESULTS_ARCHES=arm64 x86_64}" "${RESULTS_CONFIGS=plain distro rt debug}"
: "${MATRIX_ARCHES=}" "${MATRIX_BUILT=}"
pub=results/published
status=0
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/left.sh"
: "${ENGINE:=local}" "${KPT_STEP:=}" "${CMDLINE:=}"
# shellcheck disable=SC2034 # jobs.sh reads it
JOBS_VARS='BOOTS SCENARIOS BASE PATCHED KSRC SERIES COMPILERS JOBS TIMEOUT SHARDS
	RESULTS_ARCHES RESULTS_CONFIGS MATRIX_ARCHES MATRIX_BUILT'
# shellcheck disable=SC1091
. "$(dirname "$0")/jobs.sh"
jobs_engine

if [ -n "${KERNELS:-}" ]; then
	echo "kptbench: KERNELS=: RESULTS.md is of two kernels: BASE= and PATCHED=" >&2
	exit 2
fi

# list FILE: every comparison, a line each: NAME ARCH CONFIG DIR WORDS..., with
# the folder it is published in, and more words for its command line
list() {
	for arch in $RESULTS_ARCHES; do
		for config in $RESULTS_CONFIGS; do
			echo "$arch $arch $config $pub"
		done
	done >"$1"
	# shellcheck disable=SC2086 # names, each a word
	vm/boots.sh $MATRIX_ARCHES | while read -r name arch words; do
		case " $RESULTS_ARCHES " in
		*" $name "*) ;;
		*) echo "$name $arch debug $pub/matrix $words" ;;
		esac
	done >>"$1"
}

if [ -n "${DRY:-}" ]; then
	dir=$(mktemp -d)
	trap 'rm -rf "$dir"' EXIT
	export DRY_SUM="$dir/sum"
	list "$dir/list"
	while read -r name arch config to words; do
		dry_compare "$name, $config" "$arch" "$config" "$words" ||
			status=1
	done <"$dir/list"
	dry_all
	exit "$status"
fi

# publish_one NAME ARCH CONFIG FOLDER: what there is of that comparison
publish_one() {
	out=results/matrix-$1-$3
	if [ ! -s "$out/summary.json" ]; then
		echo "kptbench: $1, $3: nothing to publish; what $4" \
			"has of it, if anything, is older" >&2
		status=1
		return
	fi
	mkdir -p "$4"
	cp "$out/summary.json" "$4/$1-$3.json"
	gzip -9nc "$out/records.jsonl" >"$4/$1-$3.jsonl.gz"
	if [ "$4" != "$pub" ] || [ ! -d "$out/plots" ]; then
		return
	fi
	mkdir -p "$pub/plots/$1-$3"
	find "$out/plots" -name '*.svg' -exec cp {} "$pub/plots/$1-$3/" \;
}

# put_all: every comparison, what is built alone, and who publishes
put_all() {
	command="ENGINE=local CMDLINE=$(jobs_quote "$CMDLINE") $(
		jobs_vars $JOBS_VARS)KPT_STEP"
	after=
	while read -r name arch config _ words; do
		builds=${words:+$arch-$config.}
		KPT_STEP=jobs KPT_ID=$name-$config KPT_BUILDS=$builds ARCH=$arch \
			CONFIG=$config CMDLINE=${words:-$CMDLINE} KPT_REPLACE=1 \
			RESULTS=results/matrix-$name-$config vm/compare.sh \
			</dev/null
		after="$after $name-$config.judge?"
	done <results/comparisons
	if [ -n "$MATRIX_BUILT" ]; then
		jobs_put built - "$(echo $MATRIX_BUILT | wc -w)" "${JOBS:-4}" \
			"$((1024 + 512 * ${JOBS:-4}))" 120 results \
			'build of patched alone' "$command=built vm/results.sh"
		after="$after built?"
	fi
	jobs_put publish "${after# }" 1 1 2048 60 results 'what is published' \
		"$command=publish vm/results.sh"
}

mkdir -p results
case $KPT_STEP in
built)
	CONFIG=debug vm/built.sh "$(echo $MATRIX_BUILT | cut -d ' ' -f "$PART")"
	exit
	;;
publish) status=$(jobs_worst results/jobs/list) ;;
*) list results/comparisons ;;
esac
if [ "$ENGINE" != local ]; then
	out=results
	mkdir -p "$out/jobs"
	put_all >"$out/jobs/list"
	jobs_run
fi
[ "$KPT_STEP" = publish ] || left_begin "$(wc -l <results/comparisons)"
while read -r name arch config to words; do
	if [ "$KPT_STEP" = publish ]; then
		publish_one "$name" "$arch" "$config" "$to"
		continue
	fi
	out=results/matrix-$name-$config
	left_next "$name, $config" "$out"
	# A comparison that fails is published all the same: a leak is a
	# result.
	ARCH=$arch CONFIG=$config CMDLINE=${words:-$CMDLINE} RESULTS=$out \
		KPT_REPLACE=1 KPT_AGAIN='make results' \
		vm/compare.sh </dev/null || status=1
	left_done "$out"
	publish_one "$name" "$arch" "$config" "$to"
done <results/comparisons

# A walk takes many kernels: `make walk RESULTS=results/walk-arm64-rt` makes it,
# and here it is published when it is there.
walk='walk-arm64-rt'
if [ -s "results/$walk/walk.md" ]; then
	cp "results/$walk/steps.tsv" "$pub/$walk.tsv"
	gzip -9nc "results/$walk/records.jsonl" >"$pub/$walk.jsonl.gz"
fi

# shellcheck disable=SC2086 # names, each a word
CONFIG=debug vm/built.sh $MATRIX_BUILT >results/built.md || status=1
cp results/built.md "$pub/built.md"
vm/publish.sh || status=1
exit "$status"
