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
standard() { # PMU METRIC TEXT
	LIBPFM_FORCE_PMU=$1 "$kptbench" list --events >"$tmp/out"
	has "$tmp/out" "$(printf '%-20s %s' "$2" "$3")" "$1: $2: $3"
}
stalls() { # PMU TEXT
	standard "$1" cost.stalls "$2"
}
# walks PMU WALKS CYCLES: what libpfm4's own tables make of them
walks() {
	standard "$1" cost.dtlb_walks "$2"
	standard "$1" cost.walk_cycles "$3"
}

# libpfm4 knows the PMUs of the architecture it is built for.
case $(uname -m) in
x86_64)
	stalls spr "spr::CYCLE_ACTIVITY:STALLS_TOTAL: type 4, config 0x"
	stalls icx "icx::CYCLE_ACTIVITY:STALLS_TOTAL: type 4, config 0x"
	stalls skx "skx::CYCLE_ACTIVITY:STALLS_TOTAL: type 4, config 0x"
	stalls amd64_fam19h_zen3 "n/a"
	load=DTLB_LOAD_MISSES
	l2=TLB_RELOAD_4K_L2_MISS:TLB_RELOAD_COALESCED_PAGE_MISS
	l2=$l2:TLB_RELOAD_2M_L2_MISS:TLB_RELOAD_1G_L2_MISS
	# Event and umask as in the vendors' manuals, for they move.
	for pmu in skl skx clx icl icx; do
		walks $pmu "$pmu::$load:WALK_COMPLETED: type 4, config 0xe08" \
			"$pmu::$load:WALK_ACTIVE: type 4, config 0x1001008"
	done
	walks spr "spr::$load:WALK_COMPLETED: type 4, config 0xe12" \
		"spr::$load:WALK_ACTIVE: type 4, config 0x1001012"
	for pmu in amd64_fam17h_zen2 amd64_fam19h_zen3 amd64_fam19h_zen4; do
		walks $pmu "$pmu::L1_DTLB_MISS:$l2: type 4, config 0xf045" "n/a"
	done
	good="spr::INST_RETIRED:ANY_P skx::DTLB_LOAD_MISSES:WALK_COMPLETED
		amd64_fam19h_zen4::RETIRED_INSTRUCTIONS"
	pmu=spr near=spr::INST_RETIRED no_cycles=amd64_fam19h_zen3
	;;
aarch64)
	stalls arm_n1 "arm_n1::STALL_BACKEND: type "
	stalls arm_v2 "arm_v2::STALL_BACKEND: type "
	for pmu in arm_n1 arm_n2 arm_v1 arm_v2; do
		walks $pmu "$pmu::DTLB_WALK: type " "n/a"
	done
	good="arm_n1::INST_RETIRED arm_v2::STALL_FRONTEND"
	pmu=arm_n1 near=arm_n1::INST_RETIRED no_cycles=arm_n1
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
export LIBPFM_FORCE_PMU=$no_cycles
pmu 16 ""
counts cost.dtlb_walks "walks are counted where libpfm4 has a name for them"
absent cost.walk_cycles "libpfm4 knows no such event of this CPU's PMU"
unset LIBPFM_FORCE_PMU
pmu 0 ""
! grep '"source":"perf:' "$tmp/out" | grep -qv '"values":\[\]'
ok $? "... nothing counts"

# ---- a machine with two kinds of cores: each CPU has its own PMU
pmus=$tmp/hybrid/sys/bus/event_source/devices
mkdir -p "$pmus/cpu_core" "$pmus/cpu_atom" "$pmus/cpu" "$tmp/none"
echo 0-7,16 >"$pmus/cpu_core/cpus" && echo 4 >"$pmus/cpu_core/type"
echo 8-15 >"$pmus/cpu_atom/cpus" && echo 10 >"$pmus/cpu_atom/type"
cat >"$tmp/type.c" <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include "bench/cores.h"
#include "bench/events.h"
int main(int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		struct perf_event_attr a = { .type = 0, .config = 1 };
		uint32_t pmu = core_pmu_type(argv[1], atoi(argv[i]));

		event_pin(&a, pmu);
		printf("%u:%llx ", pmu, (unsigned long long)a.config);
	}
	return 0;
}
EOF
cc -D_GNU_SOURCE -I. -o "$tmp/type" "$tmp/type.c" bench/cores.c bench/events.c \
	bench/parse.c common/util.c common/text.c
ok $? "what tells them apart is compiled"
is "$("$tmp/type" "$tmp/hybrid" 0 16 8 15 17 -1)" \
	"4:400000001 4:400000001 10:a00000001 10:a00000001 0:1 0:1 " \
	"events are those of the PMU of the CPU that is measured"
is "$("$tmp/type" "$tmp/none" 0)" "0:1 " "... and as they are where there is one PMU"
finish
