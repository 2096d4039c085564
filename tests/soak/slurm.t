#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# slurm.t - comparisons by a Slurm of three nodes on this machine: the same
# records, to the byte, as without; also where a node is lost, the controller is
# started again, or a job takes longer than it may
#
# Needs root and Debian's slurmctld, slurmd, slurm-client and munge; the kernels
# of arm64 rt, which are built if the cache does not have them; about 15 minutes.
# shellcheck disable=SC1091,SC2154 # cluster comes from slurm.sh
. tests/lib/tap.sh
. tests/lib/slurm.sh
missing=$(slurm_missing)
if [ -n "$missing" ]; then
	echo "1..0 # SKIP $missing"
	exit 0
fi
trap 'slurm_down; rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
export ARCH=arm64 CONFIG=rt BOOTS=4 SCENARIOS="${SOAK_SCENARIOS:-pte-churn,pmd-hold,fork}"
export KPT_POLL=1

# compare NAME WORDS...: make compare, in $tmp/NAME
compare() {
	name=$1
	shift
	status=0
	make -s compare RESULTS="$tmp/$name" "$@" >"$tmp/$name.out" \
		2>"$tmp/err" </dev/null || status=$?
}

# same NAME: what was found is what one host finds
same() {
	cmp "$tmp/local/records.jsonl" "$tmp/$1/records.jsonl" &&
		cmp "$tmp/local/summary.json" "$tmp/$1/summary.json" &&
		cmp "$tmp/local.out" "$tmp/$1.out"
	ok $? "$1: records, summary and report are those of one host, to the byte"
}

# running NAME: waits until a part of the boots runs; in $node where
running() {
	for _ in $(seq 120); do
		node=$(squeue -h -t R -n kpt-boots -o %N | grep . | head -n 1)
		[ -z "$node" ] || break
		sleep 0.5
	done
	for _ in $(seq 120); do
		[ -z "$(find "$tmp/$1" -path '*.boots/*' -name console)" ] ||
			break
		sleep 0.5
	done
}

# ours SIGNAL WORD NAME: to processes of the cluster with that word in their
# environment, and that name
ours() {
	for at in /proc/[0-9]*; do
		tr '\0' '\n' <"$at/environ" 2>/dev/null >"$tmp/environ" || continue
		grep -qx "$2" "$tmp/environ" &&
			grep -qx "SLURM_CONF=$SLURM_CONF" "$tmp/environ" &&
			grep -q "$3" "$at/comm" && kill "-$1" "${at#/proc/}"
	done 2>/dev/null
}

# lose NODE: as if its power failed: nobody there can say any more what became of
# its jobs
lose() {
	kill -KILL "$(slurm_pid "slurmd-$1")"
	for at in /proc/[0-9]*; do
		tr '\0' '\n' <"$at/environ" 2>/dev/null >"$tmp/environ" || continue
		grep -qx "SLURMD_NODENAME=$1" "$tmp/environ" &&
			sed -n 's/^PPid:[[:space:]]*//p' "$at/status"
	done 2>/dev/null | sort -u | while read -r parent; do
		grep -q slurmstepd "/proc/$parent/comm" && kill -KILL "$parent"
	done 2>/dev/null
	ours KILL "SLURMD_NODENAME=$1" .
}

compare local
[ "$status" -le 2 ] && [ -s "$tmp/local/records.jsonl" ]
ok $? 'one host'
slurm_up "$tmp/cluster"
ok $? 'a cluster of three nodes is up'

compare three ENGINE=slurm JOBS=1
is "$status" 0 'by Slurm'
same three
compare three ENGINE=slurm JOBS=1
is "$status" 0 'the same again'
! grep -q 'are left in' "$tmp/err"
ok $? '... gives nothing to Slurm'
same three

# ---- a node is lost
compare lost ENGINE=slurm JOBS=1 &
pid=$!
running lost
lose "$node"
wait $pid
same lost
is "$(cut -f 2 "$tmp/lost/jobs/again.tsv" | sort -u)" 1 \
	"... what $node did was started again, and is told"
! cut -f 3 "$tmp/lost/jobs/again.tsv" | grep -qx "$node"
ok $? '... elsewhere'
slurm_node "$node"

# ---- a job is killed, as for want of memory: Slurm does not start it again
compare killed ENGINE=slurm JOBS=1 &
pid=$!
running killed
ours KILL SLURM_ARRAY_TASK_ID=2 .
wait $pid
grep -q 'boots-2) is lost: FAILED' "$tmp/err"
ok $? '... told as lost'
compare killed ENGINE=slurm JOBS=1
is "$status" 0 '... and done by the same command'
same killed

# ---- the controller
compare controller ENGINE=slurm JOBS=1 &
pid=$!
running controller
kill "$(slurm_pid slurmctld)"
sleep 5
slurm_controller
wait $pid
same controller

# ---- time is up
compare late ENGINE=slurm JOBS=1 SHARDS=1 KPT_SBATCH=--time=1 &
pid=$!
running late
sleep 20
ours STOP SLURM_ARRAY_TASK_ID=1 qemu
wait $pid
is "$(grep -c 'is lost: TIMEOUT' "$tmp/err")" 1 'a job takes too long: told'
! pgrep -r T qemu-system >/dev/null
ok $? '... and Slurm ended it'
kept=$(find "$tmp/late/parts" -name '*.jsonl' -path '*.boots*' | wc -l)
compare late ENGINE=slurm JOBS=1 SHARDS=1
is "$status" 0 "the same command goes on: $kept boots were kept"
same late
finish
