#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# publish.sh - RESULTS.md from the records in results/published/
#
# Every summary and every report of a run is made anew from its records, so that
# what is published is what this kptstat says of them; nothing is booted.
set -eu

pub=results/published
status=0
list=$(mktemp)
trap 'rm -rf "$list" "$list.d" "$list.results"' EXIT
find "$pub" "$pub/matrix" -maxdepth 1 -name '*.jsonl.gz' \
	! -name 'walk-*' 2>/dev/null | sort >"$list"

# judge FILE: its summary, and its report as Markdown
judge() {
	name=${1%.jsonl.gz}
	gzip -dc "$1" >"$list.d/records.jsonl"
	# How to make it again is told by who made it.
	command=$(sed -n 's/^ *"command": "\(.*\)",$/\1/p' "$name.json" 2>&1) ||
		command=
	# Records say which emulator and tools, or that they do not know.
	build/kptstat compare --format none --command "$command" \
		-o "$list.d" "$list.d/records.jsonl" || status=1
	[ -s "$list.d/summary.json" ] || return 0
	cp "$list.d/summary.json" "$name.json"
	[ "${1#"$pub/matrix"}" = "$1" ] || return 0
	cp "$list.d/report.md" "$name.md"
	cp "$list.d/cover-letter.txt" "$name.txt"
	build/kptstat plot -o "$list.d/plots" "$list.d/summary.json" ||
		status=1
	mkdir -p "$pub/plots/$(basename "$name")"
	find "$list.d/plots" -name '*.svg' -exec cp {} \
		"$pub/plots/$(basename "$name")/" \;
}

while read -r file; do
	rm -rf "$list.d"
	mkdir "$list.d"
	judge "$file" || status=1
done <"$list"

# Side by side, the smallest configuration first.
set --
for arch in arm64 x86_64; do
	for config in plain distro debug rt; do
		[ ! -e "$pub/$arch-$config.json" ] ||
			set -- "$@" "$pub/$arch-$config.json"
	done
done
[ $# != 0 ] || set -- "$pub"/*.json
build/kptstat report --format results "$@" >"$list.results" || status=1
build/kptstat report --format cover-letter "$@" >"$pub/cover-letter.txt" ||
	status=1
mkdir -p "$pub/plots"
build/kptstat plot -o results/costs-plots "$@" || status=1
[ ! -e results/costs-plots/costs.svg ] ||
	cp results/costs-plots/costs.svg "$pub/plots/"

# And of all of them what they have in common.
set -- "$pub"/*-debug.json
[ ! -d "$pub/matrix" ] || set -- "$@" "$pub"/matrix/*.json
build/kptstat plot -o results/matrix-plots "$@" || status=1
mkdir -p "$pub/plots"
cp results/matrix-plots/matrix.svg "$pub/plots/"
walk='walk-arm64-rt'
if [ -s "$pub/$walk.tsv" ]; then
	rm -rf "$list.d"
	mkdir "$list.d"
	gzip -dc "$pub/$walk.jsonl.gz" >"$list.d/records.jsonl"
	cp "$pub/$walk.tsv" "$list.d/steps.tsv"
	vm/walk-judge.sh "$list.d" "make walk ARCH=arm64 CONFIG=rt" || status=1
	cp "$list.d/walk.md" "$pub/$walk.md"
	cp "$list.d/plots/walk.svg" "$pub/plots/$walk.svg"
fi
# Releases as distributions ship them: a table and plots an architecture.
releases=
for gz in "$pub"/releases/*.jsonl.gz; do
	[ -e "$gz" ] || continue
	arch=$(basename "$gz" .jsonl.gz)
	rm -rf "$list.d"
	mkdir "$list.d"
	gzip -dc "$gz" >"$list.d/records.jsonl"
	vm/releases.sh "$arch" "$list.d/records.jsonl" "$list.d" || status=1
	cp "$list.d/table.md" "$pub/releases/$arch.md"
	mkdir -p "$pub/plots/releases-$arch"
	find "$list.d/plots" -name '*.svg' \
		-exec cp {} "$pub/plots/releases-$arch/" \;
	releases="$releases $arch"
done
{
	cat "$list.results"
	printf '\nAs text for a mail: [cover-letter.txt](%s).\n' \
		"$pub/cover-letter.txt"
	printf '\n![costs of all configurations, in percent](%s)\n' \
		"$pub/plots/costs.svg"
	printf '\n## Every architecture\n\n'
	echo "\`make compare ARCH=all CONFIG=debug\`:"
	echo
	build/kptstat report --format matrix "$@"
	[ ! -e "$pub/built.md" ] || cat "$pub/built.md"
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
	[ -z "$releases" ] ||
		printf '\n## Releases\n\n%s\n' "Kernels as Debian ships them, whatever suite has them (\`make releases\`): pages, as every boot and every round of a kernel read them, in mode exact. A kernel with one boot was not shown to repeat. What it means: [docs/findings.md](docs/findings.md)."
	for arch in $releases; do
		printf '\n### %s\n\n' "$arch"
		sed '/./,$!d' "$pub/releases/$arch.md"
		for svg in "$pub/plots/releases-$arch"/*.svg; do
			[ ! -e "$svg" ] ||
				printf '\n![%s](%s)\n' "$(basename "$svg" .svg)" "$svg"
		done
	done
	printf '\n## How often kptstat is wrong\n\n'
	echo "\`kptstat calibrate --format md\`; docs/calibration.md explains it."
	echo
	cat docs/calibration-decision.md docs/calibration-table.md
} >RESULTS.md.new
mv RESULTS.md.new RESULTS.md
echo "kptbench: wrote RESULTS.md and $pub" >&2
exit "$status"
