#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Recorded /proc and /sys trees, replayed; KPT_REGOLD=1 regenerates.
# What lib.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

for t in ptl merged sysfs absent truncated huge; do
	tree $t
	rm -f "$tmp/tree/dev/kptbench"
	"$kptbench" run --root "$tmp/tree" --plan "$fix/kptbench/state.plan" \
		-q >"$tmp/out" 2>"$tmp/err"
	ok $? "proc-$t: run succeeds"
	golden "proc-$t.jsonl" "$tmp/out"
done

if ! build_mock 2>"$tmp/err"; then
	skip "the module's mock" "no compiler for it"
	finish
fi
for kernel in base patched; do
	tree ptl
	mock "$kernel" run --plan "$fix/kptbench/full.plan" -q >"$tmp/out" \
		2>"$tmp/err"
	ok $? "$kernel: every scenario runs"
	compact "$tmp/out" >"$tmp/short"
	golden "mock-$kernel.txt" "$tmp/short"
	tree ptl
	mock "$kernel" audit >"$tmp/out" 2>"$tmp/err"
	ok $? "$kernel: audit succeeds"
	golden "audit-$kernel.txt" "$tmp/out"
	[ "$(awk 'length > 72 || /[^ -~]/' "$tmp/out" | wc -l)" -eq 0 ]
	ok $? "$kernel: audit fits 72 columns of ASCII"
done
tree ptl
mock base audit --json >"$tmp/out"
golden audit-base.json "$tmp/out"
tree ptl
mock base list --mode exact >"$tmp/out"
golden list.txt "$tmp/out"
finish
