#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fuzz.t - every reader under sanitizers: its corpus, then FUZZ_SECONDS (20)
# of new inputs; make fuzz goes on for longer
cd "$(dirname "$0")/.." || exit 1
cc=${FUZZ_CC:-clang}
n=0
failed=0

result() { # STATUS TEXT
	n=$((n + 1))
	[ "$1" = 0 ] || { failed=1; printf 'not '; }
	echo "ok $n - $2"
}

echo 'int LLVMFuzzerTestOneInput(const char *d, long n)
{ return d && n < 0; }' >build/fuzz-probe.c
if ! "$cc" -fsanitize=fuzzer,address build/fuzz-probe.c \
     -o build/fuzz-probe 2>/dev/null; then
	echo "1..0 # SKIP no $cc with libFuzzer: as root, make deps check"
	exit 0
fi
make -s fuzzers >build/fuzz-build.log 2>&1
result $? "the fuzz targets build"
for target in tests/fuzz/*.c; do
	name=$(basename "$target" .c)
	tests/fuzz/run.sh corpus "build/fuzz/$name" >build/fuzz-check.log
	result $? "$name: nothing is found by its corpus"
	sed 's/^/# /' build/fuzz-check.log
	tests/fuzz/run.sh "${FUZZ_SECONDS:-20}" "build/fuzz/$name" \
		>build/fuzz-check.log
	result $? "$name: nor by new inputs"
	sed 's/^/# /' build/fuzz-check.log
done
echo "1..$n"
exit $failed
