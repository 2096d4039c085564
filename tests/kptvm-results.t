#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-results.t - many comparisons, one after the other: what make results and
# make compare ARCH=all keep, what they do again, and what they say meanwhile
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
releases
variant base "git:$T/tree@v1"
variant patched "git:$T/tree@v2"
: >"$T/top/configs/arch/arm64-16k/kernel.config"
mkdir "$T/w"
for f in vm build configs docs common; do
	ln -s "$PWD/$f" "$T/w/$f"
done

# script NAME WORDS...: one of make's scripts, in $T/w; $booted: guests it started
script() {
	name=$1
	shift
	rm -rf "$T/calls"
	mkdir "$T/calls"
	status=0
	(cd "$T/w" && env BOOTS=2 JOBS=1 SCENARIOS=nop FAKE_DIR="$T/calls" \
		RESULTS_ARCHES=arm64 RESULTS_CONFIGS='rt debug' \
		MATRIX_ARCHES='arm64 arm64-16k' MATRIX_BUILT= "$@" "vm/$name.sh") \
		>"$T/out" 2>"$T/err" </dev/null || status=$?
	booted=$(find "$T/calls" -type f | wc -l)
}

# ---- make results
script results DRY=1
is "$booted $(grep -c '^arm64.*, .*:$' "$T/out")" '0 3' 'a dry run: all are told'
script results
is "$status $booted" '0 12' 'three comparisons of two kernels, two boots each'
says '^kptbench: arm64, rt \(1 of 3\)$' 'the first: nothing is known of time'
says '^kptbench: arm64, debug \(2 of 3, about [0-9]+ s left\)$' \
	'the second: by what the first took'
for config in rt debug; do
	[ -s "$T/w/results/published/arm64-$config.json" ] &&
		[ -s "$T/w/results/published/arm64-$config.jsonl.gz" ]
	ok $? "$config: published"
done
[ -s "$T/w/results/published/matrix/arm64-16k-debug.json" ] &&
	[ -s "$T/w/RESULTS.md" ]
ok $? '... and RESULTS.md made'
cp "$T/w/results/published/arm64-rt.json" "$T/was"

script results
is "$booted" 0 'again: nothing is booted'
says '^kptbench: arm64-16k, debug \(3 of 3\)$' '... and no time taken from that'
cmp -s "$T/was" "$T/w/results/published/arm64-rt.json"
ok $? '... and the same published'

rm "$T/w/results/matrix-arm64-rt/.boots/patched-2.jsonl"
script results
is "$booted" 1 'interrupted in the middle: what is missing is booted'

variant patched "git:$T/tree@v6.12-fake"
script results RESULTS_CONFIGS=rt MATRIX_ARCHES=arm64
is "$booted" 4 'another kernel: boots of the old one are replaced'
says 'now:   kernel patched=' '... which is told'
! cmp -s "$T/was" "$T/w/results/published/arm64-rt.json"
ok $? '... and what is published'

variant patched "git:$T/tree@v9"
script results RESULTS_CONFIGS=rt MATRIX_ARCHES=arm64
is "$status" 1 'a kernel that cannot be had: fails'
says 'arm64, rt: nothing to publish' '... says so'
[ ! -e "$T/w/results/matrix-arm64-rt/summary.json" ]
ok $? '... and an old summary is not taken for it'
[ -s "$T/w/results/matrix-arm64-rt/records.jsonl" ]
ok $? '... the boots are kept'

script results KERNELS='v1 v2'
is "$status $booted" '2 0' 'KERNELS=: RESULTS.md is of two kernels'
script walk KERNELS='v1 v2'
is "$status $booted" '2 0' '... and a walk has its own'

# ---- make compare ARCH=all
variant patched "git:$T/tree@v2"
matrix() {
	script matrix CONFIG=rt MATRIX_ARCHES=arm64 RESULTS="$T/m" "$@"
}
matrix
is "$status $booted" '0 4' 'a matrix'
says '^kptbench: arm64, rt \(1 of 1\): ' '... says which of how many'
matrix
is "$status $booted" '0 0' '... goes on where it was'
matrix BOOTS=3
is "$booted" 2 '... with more boots: those that are missing'
matrix BASE=v1 PATCHED=v6.12-fake KSRC="$T/tree"
is "$status" 1 'of other kernels: refused'
[ ! -e "$T/m/arm64/summary.json" ]
ok $? '... and what is there is not shown as theirs'
matrix RESULTS="$T/words" CMDLINE='one=1 two'
grep -hq 'one=1 two' "$T"/calls/*
ok $? 'more words for the command line reach the guests'

# ---- ARCH=all with more kernels than two
many() {
	script matrix CONFIG=rt KSRC="$T/tree" RESULTS="$T/a b" BOOTS=1 "$@"
}
many KERNELS='v6.12-fake v1 two=v2' MATRIX_BUILT=csky
is "$status $booted" '0 6' 'three kernels on two architectures'
is "$(grep '^# ' "$T/out" | tr '\n' ' ')" \
	'# v1 against v6.12_fake # two against v6.12_fake ' '... a table of each'
for label in v1 two; do
	[ -s "$T/a b/arm64/kernel-$label/summary.json" ] &&
		[ -s "$T/a b/arm64-16k/kernel-$label/summary.json" ]
	ok $? "$label: compared on both"
done
is "$(grep -c '^| csky | rt | ' "$T/out")" 2 \
	'... and what is built alone, for each'
cmp -s "$T/out" "$T/a b/matrix.md"
ok $? '... which is kept'
many KERNELS='v6.12-fake v1 two=v2' MATRIX_BUILT=csky BOOTS=2
is "$status $booted" '0 6' '... goes on, in a folder with a blank in its name'
many KERNELS='v1 v2' DRY=1 MATRIX_BUILT=
is "$status $(grep -c '2 boots' "$T/out")" '0 2' '... and can be asked for first'
script matrix CONFIG=rt KERNELS='v1' KSRC="$T/tree" RESULTS="$T/none"
is "$status" 2 'one kernel is no comparison'
finish
