#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# results.sh - what `make results` does: the full matrix, published.
#
# Every comparison leaves its records, compressed, and its summary in
# results/published/; RESULTS.md is made from the summaries alone.
set -eu

pub=results/published
mkdir -p "$pub"
status=0

for arch in ${RESULTS_ARCHES:-arm64 x86_64}; do
	for config in ${RESULTS_CONFIGS:-plain rt debug}; do
		out=results/matrix-$arch-$config
		rm -rf "$out"
		# A comparison that fails is published all the same: a leak
		# is a result.
		ARCH=$arch CONFIG=$config RESULTS=$out vm/compare.sh ||
			status=1
		[ -s "$out/summary.json" ] || continue
		cp "$out/summary.json" "$pub/$arch-$config.json"
		gzip -9nc "$out/records.jsonl" >"$pub/$arch-$config.jsonl.gz"
		mkdir -p "$pub/plots/$arch-$config"
		cp "$out"/plots/*.svg "$pub/plots/$arch-$config/"
	done
done

{
	build/kptstat report --format results "$pub"/*.json
	printf '\n## How often kptstat is wrong, beside rules of others\n\n'
	echo "\`kptstat calibrate --format md\`; docs/calibration.md explains it."
	echo
	cat docs/calibration-table.md
} >RESULTS.md.new
mv RESULTS.md.new RESULTS.md
echo "kptbench: wrote RESULTS.md and $pub" >&2
exit "$status"
