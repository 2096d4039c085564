#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-run.t - boots that go well and ill, with a QEMU that is a script
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"
run kernel --ksrc "$T/tree"
k=$(tail -n 1 "$T/out")

# boots ARGS...: both kernels, one short scenario
boots() {
	run run --kernel "base=$k" --kernel "patched=$k" --guest "$T/guest" \
		--scenarios nop "$@"
}

# host FIELD FILE: that field of every host record
host() {
	sed -n "s/.*\"type\":\"host\".*\"$1\":\"\([^\"]*\)\".*/\1/p" "$2" |
		tr '\n' ' ' | sed 's/ $//'
}

# ---- all well
mkdir "$T/calls"
FAKE_DIR="$T/calls" boots -o "$T/r" --boots 2 --jobs 1
is "$status" 0 'boots that go well: status 0'
is "$(cat "$T"/calls/* | grep -E '^(base|patched)' | tr '\n' ' ')" \
	'base-1 patched-1 base-2 patched-2 ' 'they are interleaved'
is "$(sed -n 's/.*"env".*"label":"\([a-z]*\)","boot":\([0-9]\).*/\1\2/p' \
	"$T/r/records.jsonl" | tr '\n' ' ')" 'base1 base2 patched1 patched2 ' \
	'records are in order, with their own names'
is "$(host status "$T/r/records.jsonl")" 'ok ok ok ok' 'host records say ok'
grep -q '"source":"git HEAD' "$T/r/records.jsonl"
ok $? 'env records say what the kernel was built from'
build/kptstat check "$T/r/records.jsonl" >"$T/err" 2>&1
ok $? 'kptstat check takes them'
[ -s "$T/r/console-patched-2.log" ] && cmp -s "$T/r/config-base" "$k/.config"
ok $? 'consoles and configurations are kept'
icount=shift=0,sleep=off
cat "$T"/calls/* | grep -qx "$icount,rr=record,rrfile=/dev/null"
ok $? 'QEMU counts instructions, its main loop and the CPU in turns'
cat "$T"/calls/* | grep -q 'kptinit.records=ttyS0'
ok $? 'the kernel line says where records go'
mkdir "$T/calls-smp"
FAKE_DIR="$T/calls-smp" boots -o "$T/r-smp" --boots 1 --jobs 1 \
	--extra-cmdline maxcpus=2
cat "$T"/calls-smp/* | grep -qx "$icount"
ok $? '... but not of two CPUs, which QEMU does not record'

# ---- layouts
mkdir "$T/calls-layout"
FAKE_DIR="$T/calls-layout" boots -o "$T/r-layout" --boots 4 --jobs 1
is "$(grep -ho 'kptbench.layout=[0-9]*' "$T"/calls-layout/* | sort | uniq -c |
	tr -s ' \n' ' ')" ' 2 kptbench.layout=2 2 kptbench.layout=3 ' \
	'boots 3 and 4 of each kernel have layouts of their own'
is "$(sed -n 's/.*"env".*"boot":\([0-9]\).*"layout":\([0-9]\).*/\1:\2/p' \
	"$T/r-layout/records.jsonl" | tr '\n' ' ')" \
	'1:1 2:1 3:2 4:3 1:1 2:1 3:2 4:3 ' '... and records say which'
boots -o "$T/r-layout" --boots 5
grep -q '8 of 10 boots are in' "$T/err"
ok $? '... and one more boot is one more layout'
mkdir "$T/calls-alike"
FAKE_DIR="$T/calls-alike" boots -o "$T/r-alike" --boots 4 --alike
! grep -q 'kptbench.layout=' "$T"/calls-alike/*
ok $? '--alike: every boot is in the first'

# ---- by a loader
mkdir "$T/calls-loader"
conf=$T/top/configs/arch/arm64/arch.conf
printf '[qemu]\nloader = %s\ndisk = efi/boot/b.efi\n' "$T/fw" >>"$conf"
boots -o "$T/r-none" --boots 1
is "$status" 1 'a loader that is not here: fails'
grep -q "$T/fw: No such file .*make deps ARCH=arm64" "$T/err"
ok $? '... before a boot, and says what installs it'
: >"$T/fw"
FAKE_DIR="$T/calls-loader" boots -o "$T/r-loader" --boots 1 --jobs 1
cp configs/arch/arm64/arch.conf "$conf"
is "$status" 0 'boots by a loader: status 0'
is "$(sed -n '/^-kernel$/{n;p;}' "$T"/calls-loader/* | sort -u)" "$T/fw" \
	'... QEMU starts the loader'
cat "$T"/calls-loader/* | grep -qx "$icount"
ok $? '... and does not record it: it waits for its disk in a loop'
is "$(sed -n 's/^disk.* is //p' "$T"/calls-loader/* | sort -u)" \
	"$(sed -n '/^-kernel$/{n;p;}' "$T/calls/000")" \
	'... which finds the kernel on its disk'

# ---- again, more boots, another plan
boots -o "$T/r" --boots 2
is "$status" 0 'the same again: status 0'
says '4 of 4 boots are in' '... nothing is done twice'
rm -r "$T/calls" && mkdir "$T/calls"
FAKE_DIR="$T/calls" boots -o "$T/r" --boots 3 --jobs 1
is "$(cat "$T"/calls/* | grep -E '^(base|patched)' | tr '\n' ' ')" \
	'base-3 patched-3 ' 'more boots: the missing ones'
run run --kernel "base=$k" --guest "$T/guest" --scenarios nop -o "$T/r"
is "$status" 2 'another plan in the same folder is refused'
says 'holds boots of another run' '... and says so'
FAKE_VERSION=10.0 boots -o "$T/r" --boots 4
is "$status" 2 'another emulator in the same folder is refused'
says 'there: emulator QEMU emulator version 7.2 \(a script\)' \
	'... what was there is named'
says 'now:   emulator QEMU emulator version 10.0' '... and what is now'
is "$(grep -c '"emulator":"QEMU emulator version 7.2 (a script)"' \
	"$T/r/records.jsonl")" 6 'every env record names the emulator'

cp -r "$T/r" "$T/kept" && echo mine >"$T/kept/notes" && mkdir "$T/kept/plots"
boots -o "$T/kept" --boots 3 --replace
says '6 of 6 boots are in' 'to be replaced, and of the same run: kept'
[ -e "$T/kept/notes" ]
ok $? '... with all that is there'
FAKE_VERSION=10.0 boots -o "$T/kept" --boots 1 --replace
is "$status" 0 'to be replaced, and of another run: booted'
says 'now:   emulator QEMU emulator version 10.0' '... why is told'
is "$(host status "$T/kept/records.jsonl")" 'ok ok' '... nothing of the other is kept'
is "$(find "$T/kept" -name '*-2*' -o -name notes -o -name plots | wc -l)" 0 \
	'... in the whole folder'
rm "$T/kept/.boots/stamp"
boots -o "$T/kept" --boots 1
is "$status" 2 'records that nothing is known of: refused'
boots -o "$T/kept" --boots 1 --replace
is "$status" 0 '... or replaced'

# ---- two at once in one folder
exec 7>>"$T/r/.boots/lock" && flock 7
boots -o "$T/r" --boots 4
is "$status" 2 'a folder somebody works in is refused'
says 'r: another kptvm run works there' '... and says so'
is "$(find "$T/r/.boots" -type f -name lock | wc -l)" 1 \
	'... by a file, which NFS locks for all hosts'
exec 7>&-
boots -o "$T/r" --boots 3
is "$status" 0 '... and then is not'
if [ "$(id -u)" = 0 ] && command -v chattr >/dev/null &&
   mkdir -p "$T/fixed/.boots" && chattr +i "$T/fixed/.boots" 2>/dev/null; then
	boots -o "$T/fixed"
	chattr -i "$T/fixed/.boots"
	says 'fixed/.boots/lock: cannot be locked: ' 'what is no other run is told as it is'
else
	skip 'what is no other run is told as it is' 'cannot make such a folder'
fi

# ---- kptvm is killed: QEMU goes with it, whatever it heeds
FAKE=stubborn FAKE_PID=$T/pid "$kptvm" run --kernel "base=$k" \
	--guest "$T/guest" --scenarios nop -o "$T/orphan" --boots 1 \
	>"$T/out" 2>"$T/err" &
pid=$!
for _ in $(seq 100); do
	[ -s "$T/pid" ] && break
	sleep 0.1
done
kill -KILL $pid
wait $pid 2>/dev/null
gone=1
for _ in $(seq 30); do
	grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$(cat "$T/pid")/status" ||
		{ gone=0; break; }
	sleep 0.1
done
ok $gone 'kptvm is killed: a QEMU that heeds no SIGTERM ends, too'
[ "$gone" = 0 ] || kill -KILL "$(cat "$T/pid")"

# ---- trouble, one kind each
trouble() { # FAKE STATUS PATTERN [TIMEOUT]
	wanted=1
	[ "$2" != qemu ] || wanted=3
	FAKE=$1 boots -o "$T/$1" --boots 1 ${4:+--timeout "$4"}
	is "$status" "$wanted" "$1: status $wanted"
	is "$(host status "$T/$1/records.jsonl")" "$2 $2" "$1: told as $2"
	says "$3" "$1: in words"
	says '^  \| (kptbench: loading|qemu)' "$1: with the last console lines"
}
trouble warning badness 'WARNING: CPU: 0 PID: 1 at mm/memory.c'
trouble panic panic 'Kernel panic - not syncing: VFS: no root'
trouble hang hang 'no end after 1 s' 1
trouble early early 'ended before its init was done'
trouble init incomplete 'init: insmod /kptbench.ko: Exec format error'
trouble cut incomplete 'a damaged record'
trouble short incomplete 'stop before their end record'
trouble exits qemu 'ended with status 1'
trouble killed qemu 'killed by signal 9'
is "$(grep -c '"type":"sample"' "$T/hang/records.jsonl")" 2 \
	'records that were finished are kept'
FAKE=ok boots -o "$T/panic" --boots 1
is "$status" 0 'a boot that failed is done again'
is "$(host status "$T/panic/records.jsonl")" 'ok ok' '... and takes its place'

# ---- a console that does not end
FAKE=flood boots -o "$T/flood" --boots 1 --jobs 1
is "$(host status "$T/flood/records.jsonl")" 'flood flood' 'a console without end: told'
says 'base-1: flood: stopped: a console of more than 64 MiB; it says: .*WARNING' \
	'... in words, with the first bad line'
sed '/kptvm: of/,$d' "$T/flood/console-base-1.log" | head -n 2 | tail -n 1 |
	grep -q 'the first line'
ok $? '... its beginning is kept'
[ "$(stat -c %s "$T/flood/console-base-1.log")" -lt 2200000 ]
ok $? '... and no more than its ends'
! pgrep -f "yes over and over again" >/dev/null
ok $? '... and who wrote it is gone'
FAKE=long boots -o "$T/long" --boots 1 --jobs 1
is "$(host status "$T/long/records.jsonl")" 'ok ok' 'a long console is fine'
is "$(grep -cv 'nothing that is bad' "$T/long/console-base-1.log") $(
	sed -n '/^kptvm: of 30[0-9]* bytes about 9[0-9]* are left out here; all/=' \
		"$T/long/console-base-1.log" | wc -l) $(
	tail -n 1 "$T/long/console-base-1.log" | tr -d '\r')" \
	'5 1 kptbench-init: done status=0' '... its ends are kept, in whole lines'
build/kptvm scan "$T/long/console-base-1.log" >"$T/err" 2>&1
ok $? '... what kptvm says there itself is not bad'

# ---- what a guest says is not what a terminal does
FAKE=escapes boots -o "$T/escapes" --boots 1 --jobs 1
says 'base-1: incomplete: init: .x1b\[2Jfailed' "a guest's escape sequences are shown"
says 'no module: .x1b\[2Jnone' '... in a reason, too'
! grep -q "$(printf '\033')" "$T/err"
ok $? '... and none reaches the terminal'
! grep -q "$(printf '\033')" "$T/escapes/records.jsonl"
ok $? '... nor a record'

# ---- a QEMU that aborts with the plugin: another boot, and no third one
mkdir "$T/top/build"
cp build/kptprof-*.so "$T/top/build/"
aborts() { # TIMES
	: >"$T/aborts"
	FAKE=aborts FAKE_ABORTS=$1 FAKE_COUNT=$T/aborts boots --profile \
		-o "$T/aborts-$1" --boots 1 --jobs 1
}
aborts 1
is "$status" 0 'a profiled boot whose QEMU aborts once: status 0'
says 'base-1: qemu-system-aarch64 with the plugin was killed by signal 6; it is' \
	'... told'
says 'code should not be reached' '... with what QEMU said'
is "$(host status "$T/aborts-1/records.jsonl")" 'ok ok' '... all boots are there'
aborts 3
is "$status" 3 'one whose QEMU aborts twice: status 3'
is "$(host status "$T/aborts-3/records.jsonl")" 'qemu ok' '... told as qemu'
: >"$T/aborts"
FAKE=aborts FAKE_ABORTS=1 FAKE_COUNT=$T/aborts boots -o "$T/aborts-plain" \
	--boots 1 --jobs 1
is "$(host status "$T/aborts-plain/records.jsonl")" 'qemu ok' \
	'without a plugin, the first time'

# ---- a guest that hangs, in a QEMU that can be spoken to
cp "$fixtures/qmp.pl" "$T/bin/"
talks() { # NAME
	FAKE=talks FAKE_QMP=$T/$1.log boots -o "$T/$1" --boots 1 --jobs 1 \
		--timeout 1
	is "$(host status "$T/$1/records.jsonl")" 'hang hang' "$1: told as hang"
	says 'no end after 1 s; QEMU says running, CPU 0 is at 0xffff' \
		"$1: where it was"
}
talks polite
is "$(tail -n 3 "$T/polite.log" | sed 's/ .*//' | tr '\n' ' ')" \
	'human-monitor-command quit ended ' 'it is told to quit, and ends itself'
begun=$(date +%s)
FAKE_QUIT=no talks stubborn
is "$(tail -n 1 "$T/stubborn.log")" quit 'one that does not end is killed'
[ $(($(date +%s) - begun)) -lt 60 ] && ! pgrep -f "$T/bin/qmp.pl" >/dev/null
ok $? '... and is gone'

# ---- a kernel that is not there, a QEMU that is not there
run run --kernel "base=$T/guest" -o "$T/x"
says "not a kernel that 'kptvm kernel' built" 'a folder that is no kernel'
run run --kernel "$k" -o "$T/x"
is "$status" 2 'a kernel without label: usage error'
run run --kernel "base=$k" --config plain --guest "$T/guest" -o "$T/x"
says 'built for arm64, rt, and this run is arm64, plain' 'another config'
run run --kernel "base=$k" --mode nonsense --guest "$T/guest" -o "$T/x"
says "no mode 'nonsense' on arm64; there are: exact" 'unknown mode'
run run --kernel "base=$k" --guest "$T" -o "$T/x"
says 'make guest-arm64 builds it' 'guest programs that are not built'
sed -i 's/^binary = .*/binary = qemu-system-nothing/' \
	"$T/top/configs/arch/arm64/arch.conf"
boots -o "$T/noqemu" --boots 1
is "$status" 1 'QEMU missing: status 1'
says 'qemu-system-nothing cannot be run; as root: apt-get install' \
	'... says what to install'
cp configs/arch/arm64/arch.conf "$T/top/configs/arch/arm64/"

# ---- no room for results
if [ "$(id -u)" = 0 ] && mkdir "$T/small" &&
   mount -t tmpfs -o size=1m tmpfs "$T/small" 2>/dev/null; then
	boots -o "$T/small/r"
	umount "$T/small"
	is "$status" 1 'no room for results: status 1'
	says 'MiB are needed' '... says how much is needed'
else
	ok 0 'no room for results # SKIP cannot mount'
fi

# ---- stopped in the middle, and continued
FAKE=talks FAKE_QMP=$T/stop.log "$kptvm" run --kernel "base=$k" --guest "$T/guest" \
	--scenarios nop -o "$T/stop" --boots 2 2>"$T/err" &
pid=$!
for _ in $(seq 100); do
	[ -e "$T/stop/.boots/base-2/records" ] && break
	sleep 0.1
done
kill -INT $pid 2>/dev/null || kill -TERM $pid
sleep 0.5
kill -TERM $pid 2>/dev/null
wait $pid
is $? 1 'a run that is stopped: status 1'
says 'interrupted: 0 of 2 boots are kept' '... says what is kept'
sort -u "$T/stop.log" | grep -qx ended
ok $? '... QEMU is told to quit'
run run --kernel "base=$k" --guest "$T/guest" --scenarios nop -o "$T/stop" \
	--boots 2
is "$status" 0 '... and goes on'
is "$(host status "$T/stop/records.jsonl")" 'ok ok' '... to its end'
finish
