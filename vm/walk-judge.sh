#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# walk-judge.sh - the reports of a walk, from its records
#
#	walk-judge.sh DIR COMMAND	DIR has records.jsonl and steps.tsv; COMMAND
#					is how to make them again
set -eu

out=$1
command=$2
status=0
tab=$(printf '\t')
mkdir -p "$out/steps"

# Each kernel with the last one that was measured.
rm -f "$out"/steps/*.json
was=base
set --
while IFS=$tab read -r name label _; do
	if [ "$name" != "$label" ] || [ "$name" = base ]; then
		continue
	fi
	build/kptstat compare --format none --base "$was" --patched "$name" \
		--json "$out/steps/$name.json" "$out/records.jsonl" ||
		status=$?
	if [ -s "$out/steps/$name.json" ]; then
		set -- "$@" "$out/steps/$name.json"
		was=$name
	fi
done <"$out/steps.tsv"

# And the last of them with the first: what they add up to.
build/kptstat compare --format none --base base --patched "$was" \
	--steps "$out/steps.tsv" --command "$command" -o "$out" \
	"$out/records.jsonl" || status=$?
[ -s "$out/summary.json" ] || exit "$status"
build/kptstat report --format walk "$out" "$@" >"$out/walk.md" || status=$?
build/kptstat plot -o "$out/plots" "$out" "$@" || status=$?
exit "$status"
