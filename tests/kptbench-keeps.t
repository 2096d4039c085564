#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench-keeps.t - what the kernel keeps tables of is held once, rung on rung,
# without a module; pages are counted by their type where that is asked for
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/fixtures/kptbench/lib.sh"

# plan MECHANISM KIND ITERATIONS LINE: one scenario
plan() {
	printf 'kptbench-plan 1\nlabel x\nboot 1\nmode metal\nseed 1\narch x86_64\n' \
		>"$tmp/plan"
	printf 'scenario s\n\ttitle t\n\tmechanism %s\n\tkind %s\n\titerations %s\n\t%s\nend\n' \
		"$1" "$2" "$3" "$4" >>"$tmp/plan"
}

# runs: that plan, on the recorded machine
runs() {
	"$kptbench" run --root "$tmp/tree" --plan "$tmp/plan" -q >"$tmp/out" \
		2>"$tmp/err" && s=0 || s=$?
	compact "$tmp/out" >"$tmp/short"
}

tree absent
rm -f "$tmp/tree/dev/kptbench"
plan task hold 1 'ladder 1 4 16'
runs
is "$s" 0 "tasks are held, without a module"
for n in 1 4 16; do
	has "$tmp/out" "\"phase\":\"held\",\"n\":$n,\"metric\":\"meminfo.PageTables\"" \
		"... $n of them"
done
! grep -q '"phase":"drained"' "$tmp/out"
ok $? "... and what is left afterwards is no leak"
plan task hold 2 'ladder 1 4'
runs
is "$s" 1 "twice: refused"
has "$tmp/err" "mechanism task leaves tables that the kernel keeps: iterations = 1" \
	"... says why"
plan task churn 1 'ops 1'
runs
has "$tmp/out" '"na":"mechanism task only holds: kind = hold"' \
	"as operations: why not"
plan task hold 1 'ladder 1 4096'
runs
has "$tmp/err" 'holding 4096 objects, 1 held: Numerical result out of range' \
	"more than there can be: why not"
for what in 'bpf-map no BPF array: ' 'secretmem no memfd_secret\(\): '; do
	plan "${what%% *}" hold 1 'ladder 1 2'
	runs
	grep -Eq "\"na\":\"${what#* }|\"phase\":\"held\",\"n\":2," "$tmp/out"
	ok $? "${what%% *}: holds two, or says why not"
done

# Three pages are tables by their type, of the four that are flagged.
plan task hold 1 'ladder 1 2'
! grep -q pageflags "$tmp/out"
ok $? "types of pages: nobody asked, so nothing is told"
echo 'quiet kptbench-flags=1' >"$tmp/tree/proc/cmdline"
perl -e 'print pack "Q<*", 0, 1 << 26, (1 << 26) | 1, 1, 1 << 26' \
	>"$tmp/tree/proc/kpageflags"
runs
grep -q '"phase":"start","n":0,"metric":"pageflags.pgtable",.*"values":\[3\]' \
	"$tmp/out"
ok $? "three of five pages are tables by their type"
said=$(sed -n 's/^nr_page_table_pages //p' "$tmp/tree/proc/vmstat")
grep -Eq "\"metric\":\"pageflags.error\",.*(\"values\":\[$((said - 3))\]|\"na\":\"counts lag)" \
	"$tmp/out"
ok $? "... and the kernel counts more, by so many"
rm "$tmp/tree/proc/kpageflags"
runs
has "$tmp/out" '"na":"/proc/kpageflags: No such file or directory (CONFIG_PROC_PAGE_MONITOR, root)"' \
	"a kernel without: which option it lacks"
finish
