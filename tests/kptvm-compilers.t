#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-compilers.t - kernels by a compiler that is named, on a tree that only
# looks like a kernel's, with compilers that are scripts
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world

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

finish
