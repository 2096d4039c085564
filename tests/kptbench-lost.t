#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Pages lost outside all accounting, and the call that allocated them
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/fixtures/kptbench/lib.sh"
kptstat=$top/build/kptstat

if ! build_mock 2>"$tmp/err"; then
	skip "the module's mock" "no compiler for it"
	finish
fi

# measured LABEL WORDS: three boots
measured() {
	for boot in 1 2 3; do
		tree ptl
		mock "$2" run --plan "$fix/kptbench/full.plan" -q -s pte-hold \
			--label "$1" --boot "$boot" 2>"$tmp/err"
	done
}

measured base base >"$tmp/clean.jsonl"
measured patched base >>"$tmp/clean.jsonl"
"$kptstat" compare -o "$tmp/clean" "$tmp/clean.jsonl" >"$tmp/out" 2>&1
ok $? 'nothing is lost: no leak'
grep '"type":"sites"' "$tmp/clean.jsonl" >"$tmp/sites"
has "$tmp/sites" '"when":"held","n":16,"left":0,"rows":[{"site":"mm/memory.c:461 __pte_alloc_kernel","bytes":65536,"calls":16}]' \
	'what is held is told with its call'
! grep -q '"when":"drained"' "$tmp/sites"
ok $? '... and where nothing changed there is no record'
grep '"alloc.bytes"' "$tmp/clean.jsonl" | grep '"start"' | head -n 1 \
	>"$tmp/start"
has "$tmp/start" '"values":[1740800]' \
	'the pages of slab caches are left to their objects'

measured base base >"$tmp/lost.jsonl"
measured patched lose >>"$tmp/lost.jsonl"
"$kptstat" compare -o "$tmp/lost" "$tmp/lost.jsonl" >"$tmp/out" 2>&1
[ $? -eq 1 ]
ok $? 'pages that are counted nowhere fail the comparison'
has "$tmp/lost/report.txt" 'LEAK on patched: pages.used in pte-hold is +1 pages' \
	'... as a leak'
# Calls are recorded on the last step.
has "$tmp/lost/report.txt" 'allocated by mm/lost.c:22 lost_page: 65536 bytes, 16 calls' \
	'... with the call that allocated them'
! grep -q 'LEAK.*PageTables' "$tmp/lost/report.txt"
ok $? '... and accounting saw nothing'

# Names are shown to people: what is no line breaks the boot.
sed 's|"site":"mm/memory.c|"site":"\\u001b[31m|' "$tmp/clean.jsonl" \
	>"$tmp/odd.jsonl"
! "$kptstat" check "$tmp/odd.jsonl" >"$tmp/out" 2>&1 &&
	grep -q 'row 1 of sites is no call' "$tmp/out"
ok $? 'a name that is no line of text is refused'
finish
