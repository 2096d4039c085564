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
# those that are built and not run.
set -eu

: "${RESULTS_ARCHES=arm64 x86_64}" "${RESULTS_CONFIGS=plain distro rt debug}"
: "${MATRIX_ARCHES=}" "${MATRIX_BUILT=}"
pub=results/published
status=0
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/left.sh"

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

mkdir -p results
list results/comparisons
left_begin "$(wc -l <results/comparisons)"
while read -r name arch config to words; do
	out=results/matrix-$name-$config
	left_next "$name, $config" "$out"
	# A comparison that fails is published all the same: a leak is a
	# result.
	ARCH=$arch CONFIG=$config CMDLINE=${words:-${CMDLINE:-}} RESULTS=$out \
		KPT_REPLACE=1 KPT_AGAIN='make results' \
		vm/compare.sh </dev/null || status=1
	left_done "$out"
	if [ ! -s "$out/summary.json" ]; then
		echo "kptbench: $name, $config: nothing to publish; what $to" \
			"has of it, if anything, is older" >&2
		status=1
		continue
	fi
	mkdir -p "$to"
	cp "$out/summary.json" "$to/$name-$config.json"
	gzip -9nc "$out/records.jsonl" >"$to/$name-$config.jsonl.gz"
	if [ "$to" != "$pub" ] || [ ! -d "$out/plots" ]; then
		continue
	fi
	mkdir -p "$pub/plots/$name-$config"
	find "$out/plots" -name '*.svg' -exec cp {} "$pub/plots/$name-$config/" \;
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
