#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# parsers.t - every fuzz target under sanitizers: SOAK_RUNS executions (10^8),
# or as many as there are in SOAK_FUZZ_SECONDS (3600)
#
# New inputs are kept in build/fuzz/NAME.new; make fuzz-merge takes those that
# cover more into the corpus.
# shellcheck disable=SC1091,SC2154 # tmp comes from tap.sh
cd "$(dirname "$0")/../.." || exit 1
. tests/lib/tap.sh

if ! make -s fuzzers >"$tmp/err" 2>&1; then
	echo "1..0 # SKIP no clang with libFuzzer: as root, make deps check"
	exit 0
fi
for target in tests/fuzz/*.c; do
	name=$(basename "$target" .c)
	FUZZ_RUNS=${SOAK_RUNS:-100000000} tests/fuzz/run.sh \
		"${SOAK_FUZZ_SECONDS:-3600}" "build/fuzz/$name" >"$tmp/err"
	ok $? "$name: $(head -n 1 "$tmp/err")"
done
finish
