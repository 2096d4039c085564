#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# results.sh - what `make results` does: the full matrix, published.
#
# Every comparison leaves its records, compressed, and its summary in
# results/published/; RESULTS.md is made from the summaries alone.
#
# Environment: RESULTS_ARCHES, told in full, each in RESULTS_CONFIGS;
# MATRIX_ARCHES, all of them: the others take one line each.
set -eu

: "${RESULTS_ARCHES=arm64 x86_64}" "${RESULTS_CONFIGS=plain rt debug}"
: "${MATRIX_ARCHES=}"
pub=results/published
status=0

# publish ARCH CONFIG DIR: compares, and leaves records and summary in DIR
publish() {
	out=results/matrix-$1-$2
	rm -rf "$out"
	# A comparison that fails is published all the same: a leak is a
	# result.
	ARCH=$1 CONFIG=$2 RESULTS=$out vm/compare.sh || status=1
	[ -s "$out/summary.json" ] || return 0
	mkdir -p "$3"
	cp "$out/summary.json" "$3/$1-$2.json"
	gzip -9nc "$out/records.jsonl" >"$3/$1-$2.jsonl.gz"
}

for arch in $RESULTS_ARCHES; do
	for config in $RESULTS_CONFIGS; do
		publish "$arch" "$config" "$pub"
		[ -d "$out/plots" ] || continue
		mkdir -p "$pub/plots/$arch-$config"
		cp "$out"/plots/*.svg "$pub/plots/$arch-$config/"
	done
done
for arch in $MATRIX_ARCHES; do
	[ -e "$pub/$arch-debug.json" ] || publish "$arch" debug "$pub/matrix"
done

# The first in full, and of all of them what they have in common.
set -- "$pub"/*-debug.json
[ ! -d "$pub/matrix" ] || set -- "$@" "$pub"/matrix/*.json
build/kptstat plot -o results/matrix-plots "$@" || status=1
mkdir -p "$pub/plots"
cp results/matrix-plots/matrix.svg "$pub/plots/"
{
	build/kptstat report --format results "$pub"/*.json
	printf '\n## Every architecture\n\n'
	echo "\`make compare ARCH=all CONFIG=debug\`:"
	echo
	build/kptstat report --format matrix "$@"
	printf '\n![several summaries, a line each](%s)\n' \
		"$pub/plots/matrix.svg"
	printf '\n## How often kptstat is wrong, beside rules of others\n\n'
	echo "\`kptstat calibrate --format md\`; docs/calibration.md explains it."
	echo
	cat docs/calibration-table.md
} >RESULTS.md.new
mv RESULTS.md.new RESULTS.md
echo "kptbench: wrote RESULTS.md and $pub" >&2
exit "$status"
