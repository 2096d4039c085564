#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-stock.t - Debian's own kernels, two releases of two flavours, booted
# in exact mode with no hand work: state and walk at the start
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh

if [ "$(dpkg --print-architecture)" != amd64 ] ||
   ! apt-cache show linux-image-6.12-rt-amd64 >/dev/null 2>&1; then
	echo "1..0 # SKIP Debian's 6.12 kernels are not in this machine's sources"
	exit 0
fi

# starts METRIC LABEL: its value at the start
starts() {
	sed -n "/\"type\":\"env\".*\"label\":\"$2\"/,/\"type\":\"end\"/p" "$records" |
		grep '"phase":"start"' | grep "\"metric\":\"$1\"" |
		sed 's/.*"values":\[\([^]]*\)\].*/\1/'
}

for flavour in rt cloud; do
	run run --arch x86_64 --boots 1 --scenarios nop,bpf-load --timeout 1200 \
		--kernel "old=deb:linux-image-$flavour-amd64" \
		--kernel "new=deb:linux-image-6.12-$flavour-amd64" \
		-o "$T/$flavour"
	is "$status" 0 "$flavour: both boot, and no console line is bad"
	records=$T/$flavour/records.jsonl
	for label in old new; do
		[ "$(starts meminfo.PageTables $label)" -gt 0 ]
		ok $? "$flavour, $label: PageTables"
		[ "$(starts tables.pte $label)" -gt 0 ]
		ok $? "$flavour, $label: the walk finds PTE tables"
	done
	is "$(grep -c '"type":"audit".*"when":"start"' "$records")" 2 \
		"$flavour: a walk by level of each"
done
sed -n 's/^kernel [a-z]*=//p' "$T/rt/.boots/stamp" | while read -r kernel; do
	grep '^compiler .*gcc-' "$kernel/kptbench.about"
done | wc -l | grep -qx 2
ok $? 'which compiler built it, the image tells'
records=$T/rt/records.jsonl
[ "$(starts slab.page_ptl.bytes old)" -gt 0 ] &&
	[ "$(starts slab.page_ptl.bytes new)" -gt 0 ]
ok $? 'rt: locks are slab objects'
records=$T/cloud/records.jsonl
grep '"metric":"slab.page_ptl.active"' "$records" | grep -q '"na":"'
ok $? 'cloud: there are none, which reads n/a and not 0'
grep -q '"release":"6\.1\.' "$records" && grep -q '"release":"6\.12\.' "$records"
ok $? 'the releases are in the records'
is "$(grep -o '"SPLIT_PTE_PTLOCKS":"[a-z]*"' "$records" | sort -u)" \
	'"SPLIT_PTE_PTLOCKS":"y"' 'split locks of either are told alike'
# Small kernels have no BPF; these compile what they load.
is "$(grep '"scenario":"bpf-load".*"metric":"cost.instructions"' "$records" |
	grep -c '"phase":"op".*"values":\[[0-9]\{6,\},')" 2 \
	'a BPF program costs something on both'
build/kptstat compare --base old --patched new --allow-different config \
	"$records" >"$T/out" 2>"$T/err"
grep -q 'linux-image-6.1' "$T/out" && grep -q 'linux-image-6.12' "$T/out"
ok $? 'kptstat compares the two releases'
finish
