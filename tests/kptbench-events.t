#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Names of events, by the PMUs of other machines that libpfm4 knows: nothing
# is counted
# What lib.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

if "$kptbench" list --events | grep -q 'perf::INSTRUCTIONS.*0x1' ; then
	ok 0 "the standard events are encoded here"
else
	echo "1..0 # SKIP built without libpfm4"
	exit 4
fi
tree absent
try() { # PMU EVENT: kptbench run with that event
	LIBPFM_FORCE_PMU=$1 "$kptbench" run --root "$tmp/tree" -q -e "$2" \
		--plan "$fix/kptbench/state.plan" >"$tmp/out" 2>"$tmp/err"
}
stalls() { # PMU TEXT
	LIBPFM_FORCE_PMU=$1 "$kptbench" list --events >"$tmp/out"
	has "$tmp/out" "cost.stalls          $2" "$1: stalled cycles: $2"
}

# libpfm4 knows the PMUs of the architecture it is built for.
case $(uname -m) in
x86_64)
	stalls spr "spr::CYCLE_ACTIVITY:STALLS_TOTAL: type 4, config 0x"
	stalls icx "icx::CYCLE_ACTIVITY:STALLS_TOTAL: type 4, config 0x"
	stalls skx "skx::CYCLE_ACTIVITY:STALLS_TOTAL: type 4, config 0x"
	stalls amd64_fam19h_zen3 "n/a"
	good="spr::INST_RETIRED:ANY_P skx::DTLB_LOAD_MISSES:WALK_COMPLETED
		amd64_fam19h_zen4::RETIRED_INSTRUCTIONS"
	pmu=spr near=spr::INST_RETIRED
	;;
aarch64)
	stalls arm_n1 "arm_n1::STALL_BACKEND: type "
	stalls arm_v2 "arm_v2::STALL_BACKEND: type "
	good="arm_n1::INST_RETIRED arm_v2::STALL_FRONTEND"
	pmu=arm_n1 near=arm_n1::INST_RETIRED
	;;
*)
	skip "PMUs of real machines" "none known for $(uname -m)"
	finish
	;;
esac
for event in $good; do
	try "${event%%::*}" "$event"
	ok $? "$event is taken"
done
try $pmu INST_RETIRE
[ $? -eq 1 ] && [ ! -s "$tmp/out" ]
ok $? "an unknown event: refused, and nothing is measured"
has "$tmp/err" "nearest: $near," "... and the nearest name comes first"
try $pmu ""
has "$tmp/err" "no such event" "an empty name too"
try $pmu "$(printf '%0300d' 0)"
has "$tmp/err" "no such event" "... and a very long one"
finish
