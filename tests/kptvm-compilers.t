#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-compilers.t - one comparison by several compilers, on a tree that only
# looks like a kernel's, with compilers and a QEMU that are scripts
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
releases

# compiler FILE TEXT: one that says it is that
compiler() {
	printf '#!/bin/sh\necho "%s"\n' "$2" >"$T/bin/$1"
	chmod +x "$T/bin/$1"
}
compiler aarch64-linux-gnu-gcc 'aarch64-linux-gnu-gcc (Debian 76.1) 76.1.0'
compiler aarch64-linux-gnu-gcc-76 'aarch64-linux-gnu-gcc-76 (Debian 76.1) 76.1.0'
compiler aarch64-linux-gnu-gcc-77 'aarch64-linux-gnu-gcc-77 (Debian 77.2) 77.2.0'
compiler clang-78 'Debian clang version 78.3.0'

# kernel ARGS...: its folder, of the tree's first revision
kernel() {
	run kernel --ksrc "$T/tree" --rev v6.12-fake "$@"
	dir=$(tail -n 1 "$T/out")
}

# ---- one kernel
kernel
usual=$dir
is "$(cat "$dir/built-by")" cc 'no --cc: Kbuild takes its own choice'
for cc in gcc gcc-76; do
	kernel --cc $cc
	is "$status $dir" "0 $usual" "$cc is what gcc is: the same kernel"
done
kernel --cc gcc-77
is "$(cat "$dir/built-by")" aarch64-linux-gnu-gcc-77 \
	'gcc-77: with the prefix of the architecture'
[ "$dir" != "$usual" ]
ok $? '... is a kernel of its own'
says 'building arm64, rt, gcc-77: done' '... which progress tells'
run module --kernel "$dir"
is "$(cat "$(dirname "$(cat "$T/out")")/built-by")" aarch64-linux-gnu-gcc-77 \
	'... and its module is built by the same compiler'
run module --kernel "$usual"
is "$(cat "$(dirname "$(cat "$T/out")")/built-by")" cc \
	'... that of the usual kernel is not'
kernel --cc clang-78
is "$(cat "$dir/built-by")" clang-78 'clang-78: as it is'
says 'building arm64, rt, clang-78: done' '... built'
kernel --cc clang-78
is "$(grep -c building "$T/err")" 0 '... once'

# ---- compilers there are not
kernel --cc gcc-79
is "$status" 1 'a compiler that is not installed'
says 'no compiler aarch64-linux-gnu-gcc-79 here; as root, apt-get install gcc-79-aarch64-linux-gnu|apt-get install gcc-79 ' \
	'... with the package that has it'
says 'there are:.* gcc-76 gcc-77.* clang-78' '... and what there is'
kernel --cc clang-79
says 'apt-get install clang-79 ' 'clang: by its own name'
for cc in cc /usr/bin/gcc aarch64-linux-gnu-gcc-77 'gcc 77' 'gcc;id' ''; do
	kernel --cc "$cc"
	is "$status" 2 "'$cc' is no name"
	says "'$cc' is no compiler of kernels" '... and is named'
done
LLVM=1 run kernel --ksrc "$T/tree" --cc clang-78
is "$status" 2 'LLVM= and --cc'
says 'LLVM=1 names the compiler already' '... exclude each other'

# ---- a comparison by each

# Of these two, where no words name others.
export BASE=v1 PATCHED=v2

compares two COMPILERS='gcc-77 clang-78' DRY=1
is "$status $(grep -c '  to be built ' "$T/out")" '0 4' 'dry: four kernels'
grep -q '^In all: 4 kernels to be built, 8 boots' "$T/out"
ok $? '... which is added up'
[ ! -e "$T/two" ]
ok $? '... and nothing is made'
compares none COMPILERS='gcc-77 gcc-79'
is "$status" 1 'one of them is not installed'
says 'no compiler aarch64-linux-gnu-gcc-79' '... and is named'
is "$(grep -c building "$T/err") $(find "$T/none" 2>/dev/null | wc -l)" '0 0' \
	'... before anything is built or made'
compares none COMPILERS='gcc clang-78 gcc-76'
is "$status" 2 'two names of one compiler'
says 'CC=: gcc and gcc-76 are one compiler here: \(Debian 76.1\)' '... are named'
compares none COMPILERS='gcc clang-78' BASE=image:/x PATCHED=image:/y
is "$status" 2 'no kernel is built here'
says 'CC= names what builds kernels' '... so no compiler is of use'

compares two COMPILERS='gcc-77 clang-78'
is "$status" 0 'two compilers'
for cc in gcc-77 clang-78; do
	[ -s "$T/two/cc-$cc/summary.json" ]
	ok $? "$cc: a folder of its own"
	grep -q "CC=$cc" "$T/two/cc-$cc/summary.json"
	ok $? "... with the command of that compiler"
done
grep -q 'CC_VERSION_TEXT":"clang-78"' "$T/two/cc-clang-78/records.jsonl"
ok $? '... of kernels that it built'
cmp -s "$T/out" "$T/two/report.txt" && [ -s "$T/two/cover-letter.txt" ] &&
	[ -s "$T/two/report.md" ]
ok $? 'one report of both, which is printed'
compares two COMPILERS='gcc-77,clang-78'
is "$status $(grep -c 'building\|booting' "$T/err")" '0 0' \
	'the same again, by comma: nothing is built or booted'
compares three COMPILERS='gcc-77 clang-78' BASE=base PATCHED=patched \
	KERNELS='v1 v2 v6.12-fake'
[ -s "$T/three/kernel-v2/report.txt" ] &&
	[ -s "$T/three/kernel-v6.12_fake/report.txt" ]
ok $? 'more kernels: a report of each, by both compilers'
compares fails COMPILERS='gcc-77 clang-78' FAKE=panic
[ "$status" != 0 ]
ok $? 'guests that fail'
says "to go on: make compare .* CC='gcc-77 clang-78' RESULTS=$T/fails" \
	'... and the command that goes on has both compilers'
compares one COMPILERS=clang-78
[ "$status" = 0 ] && [ -s "$T/one/summary.json" ] && [ ! -e "$T/one/cc-clang-78" ]
ok $? 'one compiler: the report is in the folder itself'
KPTBENCH_TOP=$PWD run compare --dry-run --ksrc "$T/tree" --base v1 \
	--patched v2 --cc gcc-77,clang-78 --scenarios nop
is "$status $(grep ':$' "$T/out" | tr '\n' ' ')" '0 gcc-77: clang-78: ' \
	'kptvm compare --cc'

# ---- make: which compiler is whose
for words in 'compare CC=clang-78' 'profile CC=clang-78'; do
	# shellcheck disable=SC2086 # words
	make -n -W vm/kptvm.c $words >"$T/out" 2>&1
	is "$(grep -c '^cc .*vm/kptvm\.o vm/kptvm\.c' "$T/out")" 1 \
		"make $words: programs are built by cc"
done
make -n -W vm/kptvm.c tools CC=clang-78 >"$T/out" 2>&1
is "$(grep -c '^clang-78 .*vm/kptvm\.o vm/kptvm\.c' "$T/out")" 1 \
	'make tools CC=clang-78: by that'
COMPILERS='gcc-77 gcc clang-78' vm/packages.sh riscv64 >"$T/out"
grep -q '^gcc-77-riscv64-linux-gnu$' "$T/out" && grep -q '^clang-78$' "$T/out" &&
	! grep -q '^gcc$' "$T/out"
ok $? 'make deps compare CC=: packages of compilers'
COMPILERS='gcc-77 clang-78' MATRIX_ARCHES=arm64 vm/matrix.sh >"$T/out" 2>"$T/err"
says 'ARCH=all takes one compiler' 'every architecture: one compiler'
COMPILERS='gcc-77 clang-78' vm/walk.sh >"$T/out" 2>"$T/err"
says 'name one' 'a walk: one compiler'
finish
