#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Counts of the whole machine around each window, measured on this machine
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/fixtures/kptbench/lib.sh"

{ with_churn "$fix/kptbench/state.plan"; echo end; } >"$tmp/plan"
"$kptbench" run --plan "$tmp/plan" --mode metal -q >"$tmp/out" 2>"$tmp/err"
ok $? 'user work is measured on this machine'
grep '"user-churn".*"phase":"op".*"side.page_faults"' "$tmp/out" >"$tmp/line"
# 16 operations touch a page each, and others of this machine run as well.
awk -F '"values":' '{ n = split($2, v, /[^0-9]+/); for (i = 2; i < n; i++)
	if (v[i] >= 16) found++ } END { exit found == 3 ? 0 : 1 }' "$tmp/line"
ok $? '... a page fault an operation, at least'
has "$tmp/line" '"class":"noisy"' '... which are noisy'
"$kptbench" run --plan "$tmp/plan" --mode exact -q >"$tmp/out" 2>"$tmp/err"
! grep -q '"side\.' "$tmp/out"
ok $? 'where instructions are counted there is no such row'
finish
