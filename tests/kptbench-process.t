#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench-process.t - operations of processes, done here by the process that
# kptbench has for them; the module is a mock
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/fixtures/kptbench/lib.sh"
if ! build_mock 2>"$tmp/err"; then
	skip "the module's mock" "no compiler for it"
	finish
fi
build/kptvm plan --mode metal --scenarios @process 2>/dev/null |
	sed 's/^label .*/label base/; s/iterations [0-9]*/iterations 2/' \
		>"$tmp/plan"
names=$(awk '/^scenario/ { name = $2 } /^\tkind churn/ { print name }' \
	"$tmp/plan")
[ "$(echo "$names" | wc -l)" -ge 13 ]
ok $? "the group has its scenarios"
tree ptl
mock base run --plan "$tmp/plan" -q >"$tmp/out" 2>"$tmp/err"
ok $? "they run"
compact "$tmp/out" >"$tmp/short"
for name in $names; do
	grep -Eq "^$name op n=[0-9]+ cost.ns fixed=[0-9.]+ \[[0-9]{3,}" \
		"$tmp/short"
	ok $? "$name takes time"
done

# Ranges of pages that do not fit a table are refused in words.
sed 's/^\tsize .*/\tsize 8589934592/' "$tmp/plan" >"$tmp/big"
mock base run --plan "$tmp/big" -q -s munmap >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" '"na":"wants whole pages in' "a range that is too long: why"
# The program that is started ends at once, whatever it is given.
perl -e 'exec { shift } "kptbench-exec", "nonsense"' "$kptbench" \
	>"$tmp/out" 2>&1 &&
	[ ! -s "$tmp/out" ]
ok $? "the program that is started ends at once"
finish
