#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-size.t - how large a kernel is, read from an ELF file whose sections
# and symbols are known, and told in records
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
if ! command -v cc >/dev/null; then
	echo '1..0 # SKIP no compiler'
	exit 0
fi
world
cp "$fixtures/records" "$T/bin/records"
run kernel --ksrc "$T/tree"
k=$(tail -n 1 "$T/out")

# vmlinux GROWN [FOLDER]: with GROWN bytes more of a function
vmlinux() {
	cat >"$T/vmlinux.S" <<-END
	.text
	.globl f
	.type f, %function
	.type also_f, %function
	f: also_f: .skip 40 + $1
	.size f, 40 + $1
	.size also_f, 40 + $1
	.type f.cold, %function
	f.cold: .skip 8
	.size f.cold, 8
	.section .init.text, "ax"
	.globl __init_begin, __init_end
	__init_begin:
	.type start, %function
	start: .skip 16
	.size start, 16
	__init_end:
	.section .of_ours, "aw"
	.globl __start_rodata, __end_rodata
	__start_rodata: .skip 12
	__end_rodata:
	.data
	.type table, %object
	table: .skip 24
	.size table, 24
	.bss
	.skip 100
	.section .comment
	.skip 1000
	END
	cc -nostdlib -static -no-pie -Wl,-e,f -Wl,--build-id=none \
		-Wl,-z,noseparate-code -o "${2:-$k}/vmlinux" "$T/vmlinux.S" 2>/dev/null
}

# boots FOLDER: one boot of a kernel, in mode exact
boots() {
	run run --kernel "base=$k" --guest "$T/guest" --scenarios nop \
		--boots 1 -o "$1"
}

# size METRIC FILE: the value of that sample, or its reason
size() {
	sed -n "s/.*\"metric\":\"$1\".*\"values\":\[\(.*\)\].*/\1/p" "$2" |
		grep . || sed -n "s/.*\"metric\":\"$1\".*\"na\":\"\(.*\)\".*/\1/p" "$2"
}

# sizes FILE
sizes() {
	for m in functions text rodata data bss init; do
		size "vmlinux.$m" "$1"
	done | tr '\n' ' '
}

# ---- a kernel without its vmlinux
boots "$T/none"
is "$status" 0 'no vmlinux: the run goes well'
r=$T/none/records.jsonl
is "$(size vmlinux.text "$r")" 'vmlinux: it is not kept with the build' \
	'... and the size is n/a, with the reason'
is "$(size sizeof.page "$r")" 'sizes.o: it is not kept with the build' \
	'... as the sizes of structures are'
build/kptstat check "$r" >"$T/err" 2>&1
ok $? 'kptstat check takes such records'

# ---- sections and symbols
vmlinux 0
boots "$T/small"
is "$(sizes "$T/small/records.jsonl")" '64 48 12 24 100 16 ' \
	'functions once each, text, rodata, data, bss, init'
vmlinux 64
boots "$T/large"
is "$(sizes "$T/large/records.jsonl")" '128 112 12 24 100 16 ' \
	'a function that grew: so do functions and text, and nothing else'
echo 'no ELF' >"$k/vmlinux"
boots "$T/damaged"
is "$(size vmlinux.bss "$T/damaged/records.jsonl")" 'vmlinux: it is no ELF file' \
	'a damaged vmlinux: n/a with the reason'

# ---- structures
echo 'static char kptb_sizeof_page[72] __attribute__((used));
static char kptb_sizeof_spinlock_t[4] __attribute__((used));' >"$T/sizes.c"
for ko in "$T"/cache/kptbench/module/*/kptbench.ko; do
	cc -c -o "${ko%/*}/sizes.o" "$T/sizes.c"
done
boots "$T/structs"
r=$T/structs/records.jsonl
is "$(size sizeof.page "$r") $(size sizeof.spinlock_t "$r")" '72 4' \
	'structures have the sizes of the symbols of sizes.o'
is "$(size sizeof.ptdesc "$r")" 'this kernel has no such structure' \
	'... and one that the kernel lacks says so'

# ---- once in a boot, and counted by its end record
is "$(grep -c '"kind":"size"' "$r") $(grep -c '"type":"sample"' "$r")" \
	"11 $(sed -n 's/.*"type":"end".*"samples":\([0-9]*\).*/\1/p' "$r")" \
	'eleven samples, and the end record counts them'
build/kptstat check "$r" >"$T/err" 2>&1
ok $? 'kptstat check takes them'
grep -q '^sizes$' "$T/structs/.boots/stamp"
ok $? 'boots of before sizes were recorded are of another run'

# ---- in what two builds differ
grep -q '"build"' "$r"
[ $? = 1 ]
ok $? 'one kernel: its build differs from none'
cp -r "$k" "$T/k2"
vmlinux 0
vmlinux 64 "$T/k2"
echo 'CONFIG_ONE_MORE=y' >>"$T/k2/.config"
run run --kernel "base=$k" --kernel "patched=$T/k2" --guest "$T/guest" \
	--scenarios nop --boots 1 -o "$T/two"
is "$status" 0 'two kernels run'
r=$T/two/records.jsonl
is "$(sed -n 's/.*"symbols":\({[^}]*}\).*/\1/p' "$r" | tr '\n' ' ')" \
	'{"f":48} {"f":112} ' \
	'a function that grew is told, with its cold part, and nothing else'
is "$(sed -n 's/.*"options":\({[^}]*}\).*/\1/p' "$r" | tr '\n' ' ')" \
	'{"ONE_MORE":"n"} {"ONE_MORE":"y"} ' 'an option that differs is told'
build/kptstat check "$r" >"$T/err" 2>&1
ok $? 'kptstat check takes them'
build/kptstat compare "$r" 2>&1 | tr '\n' ' ' | tr -s ' ' >"$T/out"
grep -q 'Builds: symbols 1 grew; options 1 differs, ONE_MORE: n -> y\.' "$T/out"
ok $? '... and a report says so in a line'
grep -q 'bytes: functions 64 -> 128 (+64), text 48 -> 112 (+64); 4 others' \
	"$T/out"
ok $? '... one boot is enough to tell sizes'
grep -q 'f 48 112 +64' "$T/out"
ok $? '... and in a table'
rm "$T/k2/vmlinux"
run run --kernel "base=$k" --kernel "patched=$T/k2" --guest "$T/guest" \
	--scenarios nop --boots 1 -o "$T/half"
grep -q '"symbols_na":"patched: vmlinux: it is not kept with the build"' \
	"$T/half/records.jsonl"
ok $? 'symbols of one kernel are not known: n/a, with the reason'
finish
