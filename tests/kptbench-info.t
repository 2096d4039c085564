#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench info on recorded files, and the choice of a CPU on topologies of
# other machines
# What lib.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC2016,SC1091,SC2154

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

put() { # FILE TEXT: below the tree
	mkdir -p "$(dirname "$t/$1")"
	printf '%s\n' "$2" >"$t/$1"
}
info() {
	"$kptbench" info --root "$t" >"$tmp/out" 2>"$tmp/err"
}
says() { # TEXT DESCRIPTION: wrapped or not
	tr -s ' \n' ' ' <"$tmp/out" >"$tmp/line"
	has "$tmp/line" "$1" "$2"
}
silent() {
	! tr -s ' \n' ' ' <"$tmp/out" | grep -qF -- "$1"
	ok $? "$2"
}

# What is typed wrong: the message is the program's, and names what is near.
wrong() { # TEXT DESCRIPTION ARGS...
	text=$1 what=$2
	shift 2
	"$kptbench" "$@" >/dev/null 2>"$tmp/err"
	[ $? -eq 2 ] && grep -qF -- "$text" "$tmp/err"
	ok $? "$what"
}
wrong "kptbench: run: no option --scenariox; did you mean --scenario?" \
	"an option that is near another" run --scenariox a
wrong "kptbench: run: no option --zzzz" "an option that is near none" \
	run --zzzz=1
wrong "kptbench: run: no option -Z" "a letter that is no option" run -Z
wrong "--per may mean more than one option" "a part of two names" run --per
wrong "--output needs a value" "no value" run --output
wrong "--scenario needs a value" "another name of an option" run --scenarios
wrong "--quiet takes no value" "a value too many" run --quiet=1
wrong "no command 'rnu'; did you mean 'run'?" "a command that is near" rnu
wrong "campaign: say what to do: new, resume, status or stop" \
	"campaign without a word" campaign
wrong "campaign: 'begin' is none of new, resume, status, stop" \
	"campaign with a wrong word" campaign begin
! "$kptbench" run --help | grep -q -e "-scenarios"
ok $? "help tells one name of an option"

# A server as it comes.
tree ptl
t=$tmp/tree
rm "$t/dev/kptbench"
cpu=sys/devices/system/cpu
put $cpu/online 0-3
for i in 0 1 2 3; do
	put $cpu/cpu$i/cpufreq/scaling_governor powersave
done
put $cpu/intel_pstate/no_turbo 0
put $cpu/smt/control on
put $cpu/cpu0/cpuidle/state0/latency 2
put $cpu/cpu0/cpuidle/state1/latency 133
put sys/kernel/mm/transparent_hugepage/enabled '[always] madvise never'
put sys/devices/system/clocksource/clocksource0/current_clocksource hpet
put proc/sys/kernel/perf_event_paranoid 3
put proc/sys/kernel/nmi_watchdog 1
put proc/sys/kernel/osrelease 6.1.0-test
put proc/cmdline 'quiet root=/dev/sda1'
put boot/config-6.1.0-test 'CONFIG_MODULES=y
CONFIG_KALLSYMS=y
# CONFIG_KPROBES is not set
CONFIG_PERF_EVENTS=y
CONFIG_SLUB_DEBUG=y
CONFIG_SMP=y
CONFIG_NR_CPUS=8192
CONFIG_PREEMPT_RT=y'
printf 'cpu 1 2 3 4 5 6 7 8\nprocs_running 3\nprocs_blocked 0\n' >"$t/proc/stat"
info
ok $? "a server as it comes: info succeeds"
says "CPUs: 4 online" "CPUs are the recorded machine's"
put $cpu/online "$(seq 0 2 4000 | tr '\n' ',' | sed 's/,$//')"
info
says "CPUs: 2001 online" "... however long their list is"
put $cpu/online 0-3
info
says "quiet: no 2 other tasks run" "not quiet, and why"
says "module: none" "no module"
says "Without it: what the kernel counts itself" "... what is left"
says "built without CONFIG_KPROBES: the module wants lookup=" "... what the kernel lacks for it"
silent "without CONFIG_KALLSYMS" "... and not what it has"
says "ptlocks: allocated, by the kernel's options" "ptlocks, told by Kconfig"
says "frequency governor powersave" "governor"
says "cpupower frequency-set" "... what to do"
says "turbo frequencies on" "turbo"
says "sibling threads on" "SMT"
says "deepest idle state 133 us" "idle states"
says "transparent huge pages always" "THP"
says "clock source hpet Slow or coarse" "clock source"
says "slab merging on Boot with slab_nomerge" "slab merging"
if [ "$(id -u)" -eq 0 ]; then
	silent "Only root may" "root is not told to be root"
else
	says "perf_event_paranoid 3 Only root may" "paranoid"
fi
says "NMI watchdog 1 It takes one counter" "watchdog"
says "hidden RAM none Memory hotplug is not measured" "hidden RAM"
[ "$(awk 'length > 72' "$tmp/out" | grep -vc "$tmp")" -eq 0 ]
ok $? "it fits 72 columns"

# The same after all advice was taken.
for i in 0 1 2 3; do
	put $cpu/cpu$i/cpufreq/scaling_governor performance
done
put $cpu/intel_pstate/no_turbo 1
put $cpu/smt/control off
put $cpu/cpu0/cpuidle/state1/disable 1
put sys/devices/system/clocksource/clocksource0/current_clocksource tsc
put proc/sys/kernel/perf_event_paranoid 1
put proc/sys/kernel/nmi_watchdog 0
put proc/cmdline 'slab_nomerge mem=4G'
sed -i '/PREEMPT_RT/d' "$t/boot/config-6.1.0-test"
printf 'cpu 1 2 3 4 5 6 7 8\nprocs_running 1\nprocs_blocked 0\n' >"$t/proc/stat"
info
says "quiet: yes" "quiet"
says "governor performance turbo frequencies off sibling threads off deepest idle state 2 us" "nothing to do about CPUs"
says "ptlocks: embedded" "embedded ptlocks, told by Kconfig"
says "hidden RAM behind mem=4G The module is not told" "hidden RAM is found"
put $cpu/cpu2/cpufreq/scaling_governor schedutil
info
says "frequency governor mixed" "a governor that differs between CPUs"
sed -i 's/=8192/=2/' "$t/boot/config-6.1.0-test"
info
says "ptlocks: not split" "too few CPUs for split ptlocks"
rm -r "${t:?}/boot"
info
says "nowhere to be read" "no Kconfig: said"
says "ptlocks: n/a" "... and ptlocks are n/a"

# Where the module as built cannot be loaded, nobody is told to load it.
no_module() { # TEXT DESCRIPTION
	info
	says "$1" "$2"
	silent "modprobe kptbench" "... and modprobe is not the answer"
}
put proc/sys/kernel/modules_disabled 1
no_module "loads no more modules until the next boot" "modules are disabled"
put proc/sys/kernel/modules_disabled 0
info
says "modprobe kptbench" "modules are not disabled"
put sys/kernel/security/lockdown 'none [integrity] confidentiality'
no_module "this kernel is locked down: sign kptbench.ko" "lockdown"
put sys/kernel/security/lockdown '[none] integrity confidentiality'
put sys/module/module/parameters/sig_enforce Y
no_module "has module.sig_enforce set: sign kptbench.ko" "sig_enforce"
put sys/module/module/parameters/sig_enforce N
put proc/version 'Linux version 6.1.0-test'
no_module "is built without CONFIG_MODULES" "no CONFIG_MODULES"
put proc/modules ''
info
says "modprobe kptbench" "a kernel that takes modules"
"$kptbench" list --root "$t" >"$tmp/out" 2>"$tmp/err"
[ "$(tr -s ' \n' ' ' <"$tmp/out" | grep -o 'modprobe kptbench' | wc -l)" -eq 1 ]
ok $? "list tells once why there is no module"
sed -n '/^Mechanisms/,/^$/p' "$tmp/out" >"$tmp/line"
! grep -q modprobe "$tmp/line"
ok $? "... and not among the mechanisms"

# What the records keep of it.
sed 's/^mode .*/mode metal/' "$fix/kptbench/state.plan" >"$tmp/plan"
"$kptbench" run --root "$t" --plan "$tmp/plan" -q >"$tmp/out" 2>/dev/null
has "$tmp/out" '"settings":{"governor":"mixed","turbo":"off","smt":"off","idle":"2 us","thp":"always","clocksource":"tsc","slab_merge":"off"}' \
	"settings are in the env record"

# Topologies of other machines: nothing is pinned.
if "$kptbench" info 2>/dev/null | grep -q 'built without hwloc'; then
	skip "topologies" "built without hwloc"
	finish
fi
place() { # NAME SYNTHETIC SUMMARY CPU NODE
	HWLOC_SYNTHETIC=$2 "$kptbench" info >"$tmp/out" 2>/dev/null
	says "$3" "$1: what it is made of"
	says "CPU $4 of NUMA node $5 would be; not pinned" "... CPU $4, node $5"
}
# Machines that there are: sockets, nodes, caches and numbers of CPUs as their
# lscpu tells.
place "Xeon Platinum 8488C (Sapphire Rapids), two sockets" \
	"pack:2 numa:1 core:48 pu:2(indexes=2*96:1*2)" \
	"2 packages 96 cores 192 PUs 2 NUMA nodes" 95 1
place "EPYC 7R13 (Zen 3), two sockets, NPS2" \
	"pack:2 numa:2 l3:3 core:8 pu:2(indexes=2*96:1*2)" \
	"2 packages 96 cores 192 PUs 4 NUMA nodes" 95 3
place "EPYC 9R14 (Zen 4), two sockets, no SMT" \
	"pack:2 numa:1 l3:12 core:8 pu:1" \
	"2 packages 192 cores 192 PUs 2 NUMA nodes" 191 1
place "Ampere Altra (Neoverse N1), a guest's share" \
	"pack:1 numa:1 core:16 pu:1" "1 package 16 cores 16 PUs 1 NUMA node" 15 0
# And kinds that there are, of which none was at hand.
place "Ampere Altra, one socket" "pack:1 numa:1 core:80 pu:1" \
	"1 package 80 cores 80 PUs 1 NUMA node" 79 0
place "Neoverse N1, four nodes" "pack:1 numa:4 core:16 pu:1" \
	"1 package 64 cores 64 PUs 4 NUMA nodes" 63 3
place "Zen 3, two sockets, NPS4" "pack:2 numa:4 l3:2 core:8 pu:2" \
	"2 packages 128 cores 256 PUs 8 NUMA nodes" 254 7
place "Sapphire Rapids, two sockets, SNC4" "pack:2 numa:4 core:14 pu:2" \
	"2 packages 112 cores 224 PUs 8 NUMA nodes" 222 7
# Linux numbers the second threads after all first ones.
place "the same, as Linux numbers it" \
	"pack:2 numa:4 core:14 pu:2(indexes=2*112:1*2)" \
	"2 packages 112 cores 224 PUs 8 NUMA nodes" 111 7
# ---- for programs
build_mock 2>/dev/null
# of PATH PERL: what the JSON of the last run says
of() {
	perl -MJSON::PP -0777 -ne \
		'my $d = decode_json($_); print eval($ENV{WHAT}) // "", "\n"' \
		"$tmp/out"
}
tree ptl
mock base info --json >"$tmp/out" 2>"$tmp/err"
ok $? "info --json"
is "$(WHAT='$d->{type}' of)" info "... is one object"
is "$(WHAT='scalar grep { $_->{name} eq "slab" && $_->{available} } @{$d->{sources}}' of)" \
	1 "... a source that is there"
is "$(WHAT='$d->{module_why}' of)" "" "... with the module there is no reason"
mock base info --strict >"$tmp/out" 2>"$tmp/err"
strict=$?
if [ "$(id -u)" = 0 ]; then
	is "$strict" 0 "info --strict: with the module nothing is missing"
else
	is "$strict" 1 "info --strict: root is missing"
fi
mock base list --json >"$tmp/out"
is "$(WHAT='(scalar grep { $_->{churn} && $_->{available} } @{$d->{mechanisms}}) > 0' of)" \
	1 "list --json: a mechanism of the module"
is "$(WHAT='scalar grep { $_->{name} eq "tables.pte" && $_->{unit} eq "pages" } @{$d->{metrics}}' of)" \
	1 "... and a metric"
rm "$tmp/tree/dev/kptbench"
"$kptbench" info --json --root "$tmp/tree" >"$tmp/out" 2>"$tmp/err"
is "$(WHAT='$d->{module_abi} . (length $d->{module_why} ? " why" : "")' of)" \
	"0 why" "info --json: without the module, why"
"$kptbench" info --strict --root "$tmp/tree" >"$tmp/out" 2>"$tmp/err"
is $? 1 "info --strict: without the module it fails"
has "$tmp/err" "missing: the module: " "... and says so"

finish
