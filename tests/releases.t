#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# releases.t - the table of releases says what records say: a number that every
# boot has, not resolved where they differ, n/a with its reason
# shellcheck disable=SC1091,SC2154

cd "$(dirname "$0")/.." || exit 1
. tests/lib/tap.sh

# sample SCENARIO PHASE N METRIC VALUES [WHY]
sample() {
	printf '{"type":"sample","scenario":"%s","params":"a","phase":"%s","n":%s,"metric":"%s","values":[%s]%s}\n' \
		"$1" "$2" "$3" "$4" "$5" "${6:+,\"na\":\"$6\"}"
}
env() { # LABEL BOOT
	printf '{"type":"env","schema":"kptbench.records/1","label":"%s","boot":%s}\n' \
		"$1" "$2"
}
{
	env 6.1 1
	sample maps held 8 meminfo.PageTables 0,0
	sample maps held 4 meminfo.PageTables 77
	sample dimm drained 2 pages.used 0,0
	env 6.2 1
	sample maps held 8 meminfo.PageTables 8
	sample dimm drained 2 pages.used 511,510
	env 6.1 2
	sample maps held 8 meminfo.PageTables 0
	env 6.3 1
	sample maps held 8 meminfo.PageTables '' 'no BPF array'
	sample dimm held 9 other '' 'takes no DIMM'
} >"$tmp/records"
printf '%s\n' 'maps held 8 meminfo.PageTables of 8 tables: counted' \
	'dimm drained 2 pages.used left' >"$tmp/columns"
awk -v columns="$tmp/columns" -f vm/releases.awk "$tmp/records" >"$tmp/out"
is "$?" 0 "a table of three releases"
row() {
	grep "^| $1 " "$tmp/out"
}
is "$(head -n 1 "$tmp/out")" \
	"| kernel | boots | of 8 tables: counted | left |" "its columns"
is "$(row 6.1)" "| 6.1 | 2 | 0 | 0 |" "what all boots read, and no other rung"
is "$(row 6.2)" "| 6.2 | 1 | 8 | not resolved (510 to 511) |" \
	"what differs is not resolved"
is "$(row 6.3)" "| 6.3 | 1 | n/a (1) | n/a (2) |" "what is missing"
grep -qx '1. no BPF array' "$tmp/out" && grep -qx '2. takes no DIMM' "$tmp/out"
ok $? "... and why, also where the scenario could not run"
for arch in configs/releases/*; do
	bad=$(while read -r scenario _; do
		[ -e "configs/scenarios/$scenario.conf" ] || echo "$scenario"
	done <"$arch")
	is "$bad" '' "$arch: scenarios there are"
done
finish
