#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# run.sh SECONDS FUZZER...: each for so long, beginning with its corpus; less
#	when FUZZ_RUNS=N inputs were tried
# run.sh corpus FUZZER...: the corpus alone
# run.sh merge FUZZER...: the corpus anew, of what it and the runs found
#
# New inputs go to build/fuzz/NAME.new, the log to build/fuzz/NAME.log. Status
# 1 when a target found something: build/fuzz/NAME-crash-* repeats it.
cd "$(dirname "$0")/../.." || exit 1
what=$1
shift
bad=0
export ASAN_OPTIONS="quarantine_size_mb=16:malloc_context_size=8"

# The smallest set of inputs that covers the same.
merge() {
	rm -rf "$fuzzer.min"
	mkdir "$fuzzer.min"
	"$fuzzer" -close_fd_mask=3 -max_len=32768 -use_counters=0 -merge=1 "$fuzzer.min" \
		"$corpus" "$fuzzer.new" 2>"$fuzzer.log" || return 1
	rm -f "$corpus"/*
	cp "$fuzzer.min"/* "$corpus"
	echo "$name: $(find "$corpus" -type f | wc -l) inputs," \
		"$(du -sk "$corpus" | cut -f1) KiB"
}

for fuzzer; do
	name=$(basename "$fuzzer")
	corpus=tests/fuzz/corpus/$name
	mkdir -p "$fuzzer.new" "$corpus"
	limits="-close_fd_mask=3 -max_len=32768 -timeout=20 -rss_limit_mb=2048"
	limits="$limits -print_final_stats=1 -artifact_prefix=$fuzzer-"
	[ ! -f "tests/fuzz/$name.dict" ] ||
		limits="$limits -dict=tests/fuzz/$name.dict"
	# shellcheck disable=SC2086 # options, one a word
	case $what in
	merge)
		merge || exit 1
		continue ;;
	corpus)
		"$fuzzer" $limits -runs=0 "$corpus" 2>"$fuzzer.log" ;;
	*)
		"$fuzzer" $limits -max_total_time="$what" \
			-runs="${FUZZ_RUNS:--1}" "$fuzzer.new" "$corpus" \
			2>"$fuzzer.log" ;;
	esac
	status=$?
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$fuzzer.log" |
		tail -n 1)
	if [ $status = 0 ]; then
		echo "$name: ${runs:-no} inputs, nothing found"
		continue
	fi
	bad=1
	echo "$name: status $status; the input is $(sed -n \
		's/.*Test unit written to //p' "$fuzzer.log")"
	grep -a -E -A12 'ERROR|runtime error|SUMMARY' "$fuzzer.log" |
		sed 's/^/  /' | head -40
done
exit $bad
