#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-boot.t - real guests: exact counts repeat to the byte, and a guest
# that panics, hangs or leaves early is told as such
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh

build/kptvm kernel --quiet --arch arm64 --config rt --variant base \
	>"$T/out" 2>"$T/err"
ok $? 'the base kernel builds, or is in the cache'
k=$(tail -n 1 "$T/out")

# boot NAME ARGS...: one boot of it into $T/NAME
boot() {
	name=$1
	shift
	run run --kernel "base=$k" --boots 1 --scenarios nop,pte-churn \
		-o "$T/$name" "$@"
}

# told STATUS NAME: the host record says so
told() {
	grep '"type":"host"' "$T/$1/records.jsonl" |
		grep -q "\"status\":\"$2\""
	ok $? "$1: told as $2"
}

boot two --boots 2
is "$status" 0 'two boots end well'
sed 's/"boot":[0-9]*,"group"/"boot":N,"group"/; /"type":"host"/d' \
	"$T/two/.boots/base-1.jsonl" >"$T/a"
sed 's/"boot":[0-9]*,"group"/"boot":N,"group"/; /"type":"host"/d' \
	"$T/two/.boots/base-2.jsonl" >"$T/b"
cmp -s "$T/a" "$T/b"
ok $? 'their records are the same byte for byte'
cmp -s "$T/two/console-base-1.log" "$T/two/console-base-2.log"
ok $? 'and so are their consoles'

# What the module says of itself in a guest, and what was compiled beside it.
is "$(sed -n 's/.*"metric":"sizeof.spinlock_t".*"values":\[\(.*\)\].*/\1/p' \
	"$T/two/.boots/base-1.jsonl")" \
	"$(sed -n 's/.*"ptlock_size":\([0-9]*\).*/\1/p' \
	"$T/two/.boots/base-1.jsonl")" 'the size of spinlock_t is that of the kernel'
is "$(grep -c '"kind":"size".*"values":\[[1-9]' "$T/two/.boots/base-1.jsonl")" \
	11 'every size of the kernel is known'
build/kptvm verify "$T/two/config-base" configs/kconfig/common.config \
	configs/kconfig/rt.config configs/arch/arm64/kernel.config 2>"$T/err"
ok $? 'every option asked for is in the built .config'

# Every 300th table stays, as when others hold the lock of the kernel's tables:
# the windows that had one are done again. Of every fifth, all have one.
boot late --extra-cmdline kptbench.keep_every=300
is "$status" 0 'a table that is freed late: the boot ends well'
grep '"metric":"cost.instructions.table"' "$T/late/records.jsonl" |
	sed 's/.*"values":\[//; s/\].*//' | tr , '\n' | sort | uniq -c |
	sort -rn >"$T/late.n"
# One may have had a tick of the clock.
read -r alike _ <"$T/late.n"
[ "$alike" -ge 15 ]
ok $? '... and no window has fewer tables'
boot never --extra-cmdline kptbench.keep_every=5
is "$status" 1 'tables that are never freed at once: status 1'
says 'a table was not freed at once' '... and the reason'

# Where no RAM is hidden, no leaf of 1 GiB can be mapped over a PMD table.
run run --kernel "base=$k" --boots 1 --scenarios pmd-churn -o "$T/direct" \
	--extra-cmdline kptbench.hidden=
is "$status" 0 'without hidden RAM: the boot ends well'
grep '"metric":"cost.instructions.table"' "$T/direct/records.jsonl" |
	grep -q '"values":\[[1-9]'
ok $? '... and PMD tables are freed'

# Every 31st table that is walked was freed and reused.
boot moved --extra-cmdline kptbench.moved_every=31
is "$status" 0 'a table that is freed while it is walked: the boot ends well'
grep '"type":"audit"' "$T/two/.boots/base-1.jsonl" >"$T/a"
grep '"type":"audit"' "$T/moved/records.jsonl" >"$T/b"
[ -s "$T/a" ] && cmp -s "$T/a" "$T/b"
ok $? '... and the walk finds what it finds without'

boot panic --extra-cmdline 'rdinit=/nothing'
is "$status" 1 'a guest that panics: status 1'
told panic panic
says 'Kernel panic - not syncing' '... and the console is shown'

# Guest programs that go wrong in their own ways.
cc=$(sed -n 's/^cc *= *//p' configs/arch/arm64/arch.conf)
mkdir "$T/g"
# guest C-CODE: an init that runs it
guest() {
	printf '%s\n' '#include <unistd.h>' '#include <sys/reboot.h>' \
		"int main(void) { $1; for (;;) pause(); }" >"$T/init.c"
	"$cc" -O1 -static -o "$T/g/init" "$T/init.c"
	cp build/guest-arm64/kptbench "$T/g/kptbench"
}

guest 'reboot(RB_POWER_OFF)'
boot early --guest "$T/g"
is "$status" 1 'a guest that powers off early: status 1'
told early early

guest ''
boot hang --guest "$T/g" --timeout 8
is "$status" 1 'a guest that hangs: status 1'
told hang hang
says 'no end after 8 s' '... after the time it was given'
says 'QEMU says running, CPU 0 is at 0x[0-9a-f]+ [a-z_]+' '... where it was'

cp build/guest-arm64/init "$T/g/init"
echo 'not a program' >"$T/g/kptbench"
boot broken --guest "$T/g"
is "$status" 1 'a kptbench that cannot run: status 1'
told broken incomplete
says 'exec /kptbench: Exec format error' '... init says why'
finish
