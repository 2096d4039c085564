#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# releases.sh - a table and plots of many releases, from their records
#
#	releases.sh ARCH RECORDS DIR	DIR gets table.md, history.db and plots/
#
# configs/releases/ARCH says which readings the table has. The first kernel of
# the records is what the others are compared with for the plots: PageTables of
# these scenarios, where it changes.
set -eu

arch=$1
records=$2
out=$3
status=0
columns=configs/releases/$arch
mkdir -p "$out/each"
rm -rf "$out/history.db" "$out/plots"
awk -v columns="$columns" -f vm/releases.awk "$records" >"$out/table.md"
labels=$(sed -n 's/^{"type":"env",.*"label":"\([^"]*\)".*/\1/p' "$records" |
	awk '!seen[$0]++')
base=$(printf '%s\n' "$labels" | head -n 1)
for label in $labels; do
	[ "$label" != "$base" ] || continue
	# A release that leaks fails a comparison, and is what is looked for.
	rm -f "$out/each/summary.json"
	build/kptstat compare --format none --allow-different config \
		--allow-different compiler --allow-different metrics \
		--base "$base" --patched "$label" -o "$out/each" "$records" \
		2>"$out/each/err" || :
	if [ -s "$out/each/summary.json" ]; then
		build/kptstat history add "$out/history.db" --name "$label" \
			"$out/each" >/dev/null || status=$?
	else
		cat "$out/each/err" >&2
		status=1
	fi
done
rm -r "$out/each"
build/kptstat history show "$out/history.db" --order added \
	--only "$(cut -d ' ' -f 1 "$columns" | sort -u | paste -s -d ,)" \
	--metrics meminfo.PageTables \
	--format json -o "$out/plots" >"$out/history.json" || status=$?
exit "$status"
