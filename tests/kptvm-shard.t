#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-shard.t - boots of one run in several folders, merged: as if one host had
# done them all; and what is done again of boots that were lost
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"
run kernel --ksrc "$T/tree"
k=$(tail -n 1 "$T/out")
mkdir -p "$T/top/build"
cp build/kptprof-*.so "$T/top/build/"
# Two boot lines, so that a shard has some of each.
sed 's/^boot *=.*//; $a boot = maxcpus=1 words' configs/scenarios/nop.conf \
	>"$T/top/configs/scenarios/nop-words.conf"

# boots ARGS...: both kernels, two short scenarios
boots() {
	run run --kernel "base=$k" --kernel "patched=$k" --guest "$T/guest" \
		--scenarios nop,nop-words "$@"
}

# names FOLDER: boots that are there
names() {
	find "$1/.boots" -name '*.jsonl' -printf '%f\n' | sed 's/.jsonl//' |
		sort | tr '\n' ' '
}

# same FOLDER: all of it as in the run that one host did
same() {
	diff -r --exclude=lock --exclude=stamp "$T/one" "$T/$1" >"$T/err" 2>&1
}

boots -o "$T/one" --boots 3 --profile
is "$status" 0 'one run'
is "$(wc -l <"$T/one/records.jsonl")" "$(cat "$T"/one/.boots/*.jsonl | wc -l)" \
	'... of 12 boots'

# ---- two and three parts
for n in 2 3; do
	set --
	for i in $(seq $n); do
		boots -o "$T/s$n-$i" --boots 3 --profile --shard "$i/$n"
		is "$status" 0 "shard $i of $n"
		set -- "$@" --merge "$T/s$n-$i"
	done
	boots "$@" -o "$T/m$n" --boots 3 --profile
	is "$status" 0 "$n shards are merged"
	same "m$n"
	ok $? '... and are to the byte what one host made'
done
is "$(names "$T/s3-1")$(names "$T/s3-2")$(names "$T/s3-3" )" \
	"$(for b in '1 2-maxcpus_1_words' '1-maxcpus_1_words 3' \
		'2 3-maxcpus_1_words'; do for l in base patched; do
		for x in $b; do echo "$l-$x"; done; done; done | tr '\n' ' ')" \
	'a shard has the boots of all kernels'
boots -o "$T/m3" --boots 3 --profile
says '12 of 12 boots are in' 'what was merged goes on as any other folder'
boots -o "$T/s2-1" --boots 5 --profile --shard 1/2
says '6 of 10 boots are in' 'more boots: a shard keeps those it had'
boots --merge "$T/s2-2" --merge "$T/s2-1" --merge "$T/m3" -o "$T/m3" --boots 3 \
	--profile
is "$status" 0 'merged again, in another order, into what is there'
same m3
ok $? '... the same'
boots -o "$T/s100" --boots 3 --profile --shard 100/100
is "$status" 0 'a shard without boots is none to fail'
boots --dry-run --boots 3 --shard 3/4
is "$(cut -f 3 "$T/out")" 2 'a dry run tells how many a shard has'
for bad in 0/2 3/2 2 x/2 1/ 1/2/3; do
	boots -o "$T/bad" --shard "$bad"
	is "$status" 2 "--shard $bad is none"
done

# ---- what is not there
boots --merge "$T/s3-1" --merge "$T/s3-3" -o "$T/part" --boots 3 --profile
is "$status" 3 'a folder is missing: status 3, for nothing was measured'
says 'boot patched-3 is in none of the folders' '... which boots'
says '8 of 12 boots are in' '... and how many'
is "$(grep -c '"type":"host"' "$T/part/records.jsonl")" 8 '... the others are there'
boots --merge "$T/s3-2" -o "$T/part" --boots 3 --profile
is "$status" 0 '... and the missing one can follow'
same part
ok $? '... to the same'

# ---- what is not the same
refused() { # NAME PATTERN ARGS...
	what=$1 pattern=$2
	shift 2
	boots -o "$T/no" --boots 3 --profile "$@"
	is "$status" 2 "$what: refused"
	says "$pattern" '... why is told'
	[ ! -e "$T/no/records.jsonl" ]
	ok $? '... and nothing is made of them'
}
cp -r "$T/s2-1" "$T/x"
sed -i 's/^emulator .*/emulator QEMU emulator version 10.0/' "$T/x/.boots/stamp"
refused 'another emulator' 'there: emulator QEMU emulator version 10.0' \
	--merge "$T/s2-2" --merge "$T/x"
says "merge $T/x: it holds boots of another run" '... and which folder'
cp "$T/s2-1/.boots/stamp" "$T/x/.boots/stamp"
sed -i 's|^kernel patched=.*|kernel patched=/cache/kernel/0123456789abcdef|' \
	"$T/x/.boots/stamp"
refused 'another kernel' 'there: kernel patched=/cache/kernel/0123456789abcdef' \
	--merge "$T/s2-2" --merge "$T/x"
head -n -1 "$T/s2-1/.boots/stamp" >"$T/x/.boots/stamp"
refused 'a shorter plan' 'there: nothing' --merge "$T/s2-2" --merge "$T/x"
refused 'a folder without a run' 'nothing-here: no run was begun there' \
	--merge "$T/nothing-here"
cp "$T/s2-1/.boots/stamp" "$T/x/.boots/stamp"
sed -i 's/"value[^,]*,/"values":[4711],/' "$T/x/.boots/base-1.jsonl"
refused 'a boot that is not the same in two of them' \
	'boot base-1 is in .*s2-1 and in .*x, and they are not the same' \
	--merge "$T/s2-1" --merge "$T/x"
cp "$T/s2-1/.boots/base-1.jsonl" "$T/x/.boots/"
sed -i 's/"build_id":"[^"]*"/"build_id":"aa"/' "$T"/x/.boots/base-1.jsonl
sed -i 's/"build_id":"[^"]*"/"build_id":"bb"/' "$T"/x/.boots/base-3.jsonl
boots -o "$T/no2" --boots 3 --profile --merge "$T/x"
is "$status" 2 'a kernel built twice, and not the same: refused'
says 'base is not one kernel: its build id is aa, and 00 in' '... why is told'
cp -r "$T/s2-1" "$T/y"
sed -i "s|^\\(kernel [a-z]*=\\).*/|\\1/elsewhere/kernel/|" "$T/y/.boots/stamp"
boots --merge "$T/s2-2" --merge "$T/y" -o "$T/m-y" --boots 3 --profile
is "$status" 0 'the same kernels in another cache are the same'
run run --kernel "base=$k" --shard 1/2 --merge "$T/y" -o "$T/no3"
is "$status" 2 'a part is either done or merged'

# ---- what is done again, where failed boots are kept
one() { # FAKE NAME
	FAKE=$1 boots -o "$T/$2" --boots 1 --scenarios nop --keep-failed \
		--timeout 1
}
host() {
	sed -n 's/.*"type":"host".*"status":"\([^"]*\)".*/\1/p' \
		"$T/$1/records.jsonl" | tr '\n' ' '
}
for what in panic warning init early short; do
	one $what "keep-$what"
	is "$status" 1 "$what: status 1"
	was=$(host "keep-$what")
	one ok "keep-$what"
	is "$status $(host "keep-$what")" "1 $was" '... is not done again'
	[ ! -e "$T/keep-$what/lost.tsv" ]
	ok $? '... nor told as lost'
done
one killed q
is "$status" 3 'QEMU is killed: status 3'
is "$(cut -f 1,2 "$T/q/lost.tsv" | tr '\t\n' '  ')" 'base-1 qemu patched-1 qemu ' \
	'... told in lost.tsv'
is "$(cut -f 3 "$T/q/lost.tsv" | sort -u)" "$(hostname)" '... with the host'
boots -o "$T/q-m" --boots 1 --scenarios nop --merge "$T/q"
is "$status" 3 '... merged as it is: status 3'
one ok q
is "$status $(host q)" '0 ok ok ' '... and done again'
boots -o "$T/q-m" --boots 1 --scenarios nop --merge "$T/q"
is "$status" 0 '... merged again: well'
is "$(wc -l <"$T/q-m/lost.tsv")" 2 '... and still told'
one hang h
is "$status" 3 'a guest hangs: status 3'
one hang h
is "$status $(host h)" '1 hang hang ' '... it hangs again: the kernel hangs'
one ok h
is "$status $(host h)" '1 hang hang ' '... and is not done a third time'
is "$(grep -c hang "$T/h/lost.tsv")" 4 '... both are told'
boots -o "$T/h-m" --boots 1 --scenarios nop --merge "$T/h"
is "$status" 1 '... merged: status 1'
finish
