#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fuzz.t - every reader under sanitizers: its corpus, then FUZZ_SECONDS (20)
# of new inputs; make fuzz goes on for longer
# shellcheck disable=SC1091
cd "$(dirname "$0")/.." || exit 1
cc=${FUZZ_CC:-clang}
. tests/lib/tap.sh

echo 'int LLVMFuzzerTestOneInput(const char *d, long n)
{ return d && n < 0; }' >build/fuzz-probe.c
if ! "$cc" -fsanitize=fuzzer,address build/fuzz-probe.c \
     -o build/fuzz-probe 2>/dev/null; then
	echo "1..0 # SKIP no $cc with libFuzzer: as root, make deps check"
	exit 0
fi
make -s fuzzers >build/fuzz-build.log 2>&1
ok $? "the fuzz targets build"
for target in tests/fuzz/*.c; do
	name=$(basename "$target" .c)
	tests/fuzz/run.sh corpus "build/fuzz/$name" >build/fuzz-check.log
	ok $? "$name: nothing is found by its corpus"
	sed 's/^/# /' build/fuzz-check.log
	tests/fuzz/run.sh "${FUZZ_SECONDS:-20}" "build/fuzz/$name" \
		>build/fuzz-check.log
	ok $? "$name: nor by new inputs"
	sed 's/^/# /' build/fuzz-check.log
done
finish
