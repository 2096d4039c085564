#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Counts that CPUs keep differences of: n/a where those cannot be folded, and
# no leak because of it
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/fixtures/kptbench/lib.sh"
kptstat=$top/build/kptstat

if ! uname -v | grep -q SMP; then
	skip "counts that lag" "this kernel has one CPU"
	finish
fi
if ! build_mock 2>"$tmp/err"; then
	skip "the module's mock" "no compiler for it"
	finish
fi

# one NAME: three boots of both kernels, in $tmp/NAME.jsonl
measured() {
	: >"$tmp/$1.jsonl"
	for label in base patched; do
		for boot in 1 2 3; do
			tree ptl
			[ "$1" != lag ] ||
				rm "$tmp/tree/proc/sys/vm/stat_refresh"
			mock "$label" run --plan "$fix/kptbench/full.plan" -q \
				--label "$label" --boot "$boot" \
				>>"$tmp/$1.jsonl" 2>"$tmp/err"
		done
	done
	"$kptstat" compare --format none --json "$tmp/$1.json" \
		"$tmp/$1.jsonl" >"$tmp/out" 2>"$tmp/err"
}

measured folded
measured lag

# of WHAT: samples of the kernel's counts in the records that lag
of() {
	grep '"type":"sample"' "$tmp/lag.jsonl" |
		grep -E "\"metric\":\"($1)" >"$tmp/of"
}
counts='vmstat\.|meminfo\.PageTables|node[0-9]|accounting\.error|pages\.'
of "$counts"
[ -s "$tmp/of" ]
ok $? 'the counts are told'
grep -q 'pte-hold.*counts lag by what CPUs keep: no /proc/sys/vm/stat_refresh' \
	"$tmp/of"
ok $? '... as n/a, with the reason'
! grep -qE '"values":\[[^]]*[0-9]' "$tmp/of"
ok $? '... and no number'
of 'tables\.'
grep -qE '"values":\[[^]]*[0-9]' "$tmp/of"
ok $? 'what is walked is a number all the same'
! grep -q '"verdict":"leak"' "$tmp/lag.json"
ok $? 'no leak is told of what could not be read'

# The write may fail otherwise, too.
tree ptl
rm "$tmp/tree/proc/sys/vm/stat_refresh"
mkdir "$tmp/tree/proc/sys/vm/stat_refresh"
mock base run --plan "$fix/kptbench/state.plan" -q >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" 'counts lag by what CPUs keep: /proc/sys/vm/stat_refresh: Is a directory' \
	'another reason is told as it is'
finish
