#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Names of events, by the PMUs of other machines that libpfm4 knows: nothing
# is counted; and PMUs that lack some of them, or counters
# What lib.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

if "$kptbench" list --events | grep -q 'perf::INSTRUCTIONS.*0x1' ; then
	ok 0 "the standard events are encoded here"
else
	echo "1..0 # SKIP built without libpfm4"
	exit 0
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
try "$pmu" INST_RETIRE
[ $? -eq 1 ] && [ ! -s "$tmp/out" ]
ok $? "an unknown event: refused, and nothing is measured"
has "$tmp/err" "nearest: $near," "... and the nearest name comes first"
try "$pmu" ""
has "$tmp/err" "no such event" "an empty name too"
try "$pmu" "$(printf '%0300d' 0)"
has "$tmp/err" "no such event" "... and a very long one"

# ---- what a PMU lacks is told, event by event
cc -shared -fPIC -O1 -o "$tmp/fake-pmu.so" "$fix/kptbench/fake-pmu.c" -ldl
ok $? "a fake PMU"
{
	with_churn "$fix/kptbench/state.plan" | sed 's/^mode .*/mode metal/'
	echo end
} >"$tmp/plan"
pmu() { # COUNTERS LACKS: a run there
	LD_PRELOAD=$tmp/fake-pmu.so FAKE_PMU_COUNTERS=$1 FAKE_PMU_LACKS=$2 \
		"$kptbench" run -q --plan "$tmp/plan" -s user-churn >"$tmp/all" 2>"$tmp/err"
	status=$?
	grep '"metric":"cost' "$tmp/all" >"$tmp/out"
	ok $status "$1 counters, without ${2:-nothing}"
}
counts() { # METRIC TEXT: it has values, and no reason
	grep "\"metric\":\"$1\"" "$tmp/out" | grep -v '"na"' |
		grep -q '"values":\[[0-9]'
	ok $? "... $2"
}
absent() { # METRIC REASON
	grep "\"metric\":\"$1\"" "$tmp/out" | grep '"values":\[\]' |
		grep -q "\"na\":\"[^\"]*$2"
	ok $? "... $1 is n/a: $2"
}
pmu 8 0:3
counts cost.instructions "instructions are counted"
absent cost.cache_misses "this machine's PMU does not have it"
counts cost.l1d_misses "and so is what comes after the one that is not"
pmu 8 0:1
absent cost.instructions "this machine's PMU does not have it"
counts cost.cycles "cycles are counted"
pmu 2 ""
counts cost.cycles "the two most wanted are counted"
absent cost.dtlb_misses "too few counters"
absent cost.l1d_misses "too few counters"
pmu 0 ""
! grep '"source":"perf:' "$tmp/out" | grep -qv '"values":\[\]'
ok $? "... nothing counts"
finish
