#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# results.sh - what `make results` does: the full matrix, published.
#
# Every comparison leaves its records, compressed, and its summary in
# results/published/; RESULTS.md is made from the summaries alone.
#
# Environment: RESULTS_ARCHES, told in full, each in RESULTS_CONFIGS;
# MATRIX_ARCHES, all of them: the others take one line each; MATRIX_BUILT,
# those that are built and not run.
set -eu

: "${RESULTS_ARCHES=arm64 x86_64}" "${RESULTS_CONFIGS=plain rt debug}"
: "${MATRIX_ARCHES=}" "${MATRIX_BUILT=}"
pub=results/published
status=0
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"

if [ -n "${DRY:-}" ]; then
	dir=$(mktemp -d)
	trap 'rm -rf "$dir"' EXIT
	export DRY_SUM="$dir/sum"
	for arch in $RESULTS_ARCHES; do
		for config in $RESULTS_CONFIGS; do
			dry_compare "$arch, $config" "$arch" "$config" '' ||
				status=1
		done
	done
	# shellcheck disable=SC2086 # names, each a word
	vm/boots.sh $MATRIX_ARCHES >"$dir/boots"
	while read -r name arch words; do
		case " $RESULTS_ARCHES " in
		*" $name "*) ;;
		*) dry_compare "$name, debug" "$arch" debug "$words" ||
			status=1 ;;
		esac
	done <"$dir/boots"
	dry_all
	exit "$status"
fi

# publish NAME ARCH CONFIG DIR: compares, and leaves records and summary in DIR
publish() {
	out=results/matrix-$1-$3
	rm -rf "$out"
	# A comparison that fails is published all the same: a leak is a
	# result.
	ARCH=$2 CONFIG=$3 RESULTS=$out vm/compare.sh </dev/null || status=1
	[ -s "$out/summary.json" ] || return 0
	mkdir -p "$4"
	cp "$out/summary.json" "$4/$1-$3.json"
	gzip -9nc "$out/records.jsonl" >"$4/$1-$3.jsonl.gz"
}

for arch in $RESULTS_ARCHES; do
	for config in $RESULTS_CONFIGS; do
		publish "$arch" "$arch" "$config" "$pub"
		[ -d "$out/plots" ] || continue
		mkdir -p "$pub/plots/$arch-$config"
		cp "$out"/plots/*.svg "$pub/plots/$arch-$config/"
	done
done
# shellcheck disable=SC2086 # names, each a word
vm/boots.sh $MATRIX_ARCHES >results/boots
while read -r name arch words; do
	[ -e "$pub/$name-debug.json" ] ||
		CMDLINE=$words publish "$name" "$arch" debug "$pub/matrix"
done <results/boots

# A walk takes many kernels: `make walk RESULTS=results/walk-arm64-rt` makes it,
# and here it is published when it is there.
walk='walk-arm64-rt'
if [ -s "results/$walk/walk.md" ]; then
	mkdir -p "$pub/plots"
	cp "results/$walk/walk.md" "$pub/$walk.md"
	cp "results/$walk/plots/walk.svg" "$pub/plots/$walk.svg"
	gzip -9nc "results/$walk/records.jsonl" >"$pub/$walk.jsonl.gz"
fi

# The first in full, and of all of them what they have in common.
set -- "$pub"/*-debug.json
[ ! -d "$pub/matrix" ] || set -- "$@" "$pub"/matrix/*.json
build/kptstat plot -o results/matrix-plots "$@" || status=1
# shellcheck disable=SC2086 # names, each a word
CONFIG=debug vm/built.sh $MATRIX_BUILT >results/built.md || status=1
mkdir -p "$pub/plots"
cp results/matrix-plots/matrix.svg "$pub/plots/"
{
	build/kptstat report --format results "$pub"/*.json
	printf '\n## Every architecture\n\n'
	echo "\`make compare ARCH=all CONFIG=debug\`:"
	echo
	build/kptstat report --format matrix "$@"
	cat results/built.md
	printf '\n![several summaries, a line each](%s)\n' \
		"$pub/plots/matrix.svg"
	if [ -e "$pub/$walk.md" ]; then
		printf '\n## Patch by patch\n\n'
		echo "[One kernel a patch]($pub/$walk.md): which patch" \
			"moved which counter (\`make walk\`; docs/walk.md)."
		echo
		printf '![every counter on its way down the series](%s)\n' \
			"$pub/plots/$walk.svg"
	fi
	printf '\n## How often kptstat is wrong, beside rules of others\n\n'
	echo "\`kptstat calibrate --format md\`; docs/calibration.md explains it."
	echo
	cat docs/calibration-table.md
} >RESULTS.md.new
mv RESULTS.md.new RESULTS.md
echo "kptbench: wrote RESULTS.md and $pub" >&2
exit "$status"
