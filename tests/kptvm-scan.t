#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-scan.t - what a console says that a healthy kernel does not: lines of
# public bug reports that were missed or were false alarms once
# shellcheck disable=SC1091,SC2154 # tmp comes from tap.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/tap.sh
[ -x build/kptvm ] || { echo "1..0 # SKIP no build/kptvm; make tools"; exit 0; }

# scan STATUS TEXT OPTIONS: judges $tmp/log
scan() {
	want=$1 text=$2
	shift 2
	build/kptvm scan "$@" "$tmp/log" >"$tmp/out" 2>"$tmp/err"
	status=$?
	[ "$status" = "$want" ]
	ok $? "$text" || sed 's/^/# /' "$tmp/out" "$tmp/err"
}
bad() {
	printf '%s\n' "[    0.000000] Lock dependency validator: Copyright (c) x" "$1" >"$tmp/log"
	scan 1 "bad: $1"
}

: >"$tmp/log"
scan 0 "an empty console"
echo 'kptbench-init: mounting' >"$tmp/log"
scan 0 "init's own line"
bad 'kptbench-init: mounting[    3.201234] BUG: non-zero pgtables_bytes on freeing mm: 4096'
grep -q '\[    3.201234\] BUG' "$tmp/out"
ok $? "... the kernel's part of it is shown"
bad '[    5.0] mm/pgtable-generic.c:53: bad pmd (ptrval)(0000000000000004)'
while read -r line; do
	bad "$line"
done <<'EOF'
mm/pgtable-generic.c:53: bad pmd (ptrval)(0000000000000004)
swapper/0: page allocation failure: order:0, mode:0xcc0(GFP_KERNEL)
CFI failure at foo+0x10/0x20 (target: bar+0x0/0x10; expected type: 0x1)
pagealloc: memory corruption
refcount_t: saturated; leaking memory.
INFO: trying to register non-static key.
divide error: 0000 [#1]
invalid opcode: 0000 [#1] PREEMPT SMP
list_del corruption. prev->next should be ffff8880, but was 0
WARNING: bad unlock balance detected!
rcu: INFO: rcu_sched self-detected stall on CPU
Kernel panic - not syncing: Attempted to kill init!
EOF
printf '%s\n' 'WARNING: Caches not enabled' 'U-Boot 2025.01' \
	'[    0.000000] Lock dependency validator: Copyright (c) x' >"$tmp/log"
scan 0 "firmware's warning before the kernel's first line"
printf '%s\n' 'WARNING: Caches not enabled' 'Linux version 6.12.0' \
	'kptbench-init: mounting' >"$tmp/log"
scan 0 "... and before one without a time stamp"
printf '%s\n' 'Linux version 6.12.0' 'WARNING: Caches not enabled' >"$tmp/log"
scan 1 "the same behind it"
printf '%s\n' 'WARNING: CPU: 0 PID: 1 at mm/memory.c:1 f+0x1/0x2' \
	'[    0.5] Lock dependency validator: Copyright (c) x' >"$tmp/log"
scan 1 "a kernel's warning without a stamp before its first stamp"
printf '%s\n' 'BUG: sleeping function called from invalid context' \
	'kptbench-init: mounting' >"$tmp/log"
scan 1 "a quiet kernel without stamps"
for line in 'Spectre V2 : WARNING: Unprivileged eBPF is enabled with eIBRS on, data leaks possible via Spectre v2 BHB attacks!' \
	'MDS CPU bug present and SMT on, data leak possible. See https://www.kernel.org/doc/html/latest/admin-guide/hw-vuln/mds.html for more details.'; do
	echo "[    0.1] $line" >"$tmp/log"
	scan 0 "of the host's CPU, under KVM: ${line%%:*}" \
		--arch x86_64 --mode kvm
	scan 1 "... and bad elsewhere" --arch x86_64
done
{
	yes '[    1.0] Lock dependency validator: Copyright (c) x' |
		head -n 200000
	echo '[    9.0] Kernel panic - not syncing: late'
} >"$tmp/log"
scan 1 "what comes after 10 MB is judged"
head -c 3000000 /dev/zero | tr '\0' 'x' >"$tmp/log"
scan 0 "a line without an end"
printf '[    1.0] \033[31mBUG: red\033[0m\n' >"$tmp/log"
scan 1 "an escape sequence"
! grep -q "$(printf '\033')" "$tmp/out"
ok $? "... does not reach the terminal"
finish
