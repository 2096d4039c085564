#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# engine.t - comparisons as lists of jobs, by a Slurm that is a script
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
releases
: >"$T/top/configs/arch/arm64-16k/kernel.config"
mkdir "$T/w"
for f in vm build configs docs common; do
	ln -s "$PWD/$f" "$T/w/$f"
done
# sleep is what waits for Slurm to end it.
for program in sbatch squeue scontrol sinfo sleep; do
	cp "$fixtures/sbatch.sh" "$T/bin/$program"
done
export KSRC="$T/tree" BASE=v1 PATCHED=v2 BOOTS=2 SCENARIOS=nop JOBS=1

# script NAME WORDS...: one of make's scripts, in $T/w; $given: IDs given to Slurm
script() {
	name=$1
	shift
	rm -rf "$T/slurm"
	mkdir "$T/slurm"
	status=0
	(cd "$T/w" && env FAKE_SLURM="$T/slurm" MATRIX_BUILT= "$@" \
		"vm/$name.sh") >"$T/out" 2>"$T/err" </dev/null || status=$?
	given=$(for nr in $(seq "$(find "$T/slurm" -name '*.args' | wc -l)"); do
		sed -n 's/--job-name=kpt-//p' "$T/slurm/$nr.args"
	done | tr '\n' ' ')
}
slurm() {
	script compare ENGINE=slurm "$@"
}
# words ID PATTERN NAME: sbatch was given that word for that job
words() {
	grep -l -- "--job-name=kpt-$1\$" "$T"/slurm/*.args | xargs cat |
		grep -qx -- "$2"
	ok $? "$3"
}

slurm ENGINE=nothing
is "$status" 2 'an engine that is not there: refused'
says 'no such engine; there are: local slurm' '... those that are there are named'

# ---- one comparison
slurm RESULTS="$T/s"
is "$status $given" '0 kernel-1 kernel-2 boots judge ' \
	'a build for each kernel, boots, and who judges'
words kernel-1 --time=120 'a build nobody measured yet has two hours'
words boots --dependency=afterok:1,afterok:2 'boots wait for both kernels'
words boots --array=1-2 '... in as many parts as there are boots'
words boots --cpus-per-task=1 '... each with CPUs'
words boots --mem=1024M '... and memory'
words judge --dependency=afterok:1,afterok:2,afterany:3 \
	'the judge waits for boots, however they end'
words judge --kill-on-invalid-dep=yes '... and is not kept where a kernel does not build'
cp "$T/out" "$T/s.out"
script compare RESULTS="$T/l"
is "$status" 0 'the same on this machine'
cmp -s "$T/out" "$T/s.out" && cmp -s "$T/l/records.jsonl" "$T/s/records.jsonl" &&
	cmp -s "$T/l/summary.json" "$T/s/summary.json"
ok $? '... is the same to the byte: report, records, summary'
slurm RESULTS="$T/s"
is "$status $given" '0 ' 'again: nothing is given to Slurm'
cmp -s "$T/out" "$T/s.out"
ok $? '... and the report is printed'
slurm RESULTS="$T/t" SHARDS=1 KPT_SBATCH='--partition=big --exclusive'
is "$status $given" '0 boots judge ' 'kernels in the cache are no job'
words boots --time=5 'what was measured before decides the time'
words boots --partition=big 'more words for sbatch reach it'
slurm RESULTS="$T/s" DRY=1
is "$status $given" '0 ' 'a dry run gives nothing to Slurm'

# ---- what goes wrong
slurm RESULTS="$T/lost" FAKE_LOSE=boots-2
is "$status" 3 'a job that is lost: status 3'
says 'boots on arm64, rt \(boots-2\) is lost: NODE_FAIL' '... told'
says 'the same command goes on' '... and what to do'
slurm RESULTS="$T/lost"
is "$status $given" '0 boots judge ' '... which does it'
words boots --array=2 '... that part alone'
cmp -s "$T/lost/records.jsonl" "$T/l/records.jsonl"
ok $? '... and what was lost is there'
slurm RESULTS="$T/late" FAKE_LOSE='boots-1 boots-2' FAKE_STATE=TIMEOUT
is "$status" 3 'jobs whose time is up: status 3'
slurm RESULTS="$T/late"
words boots --time=20 '... they have more the next time'
slurm RESULTS="$T/panic" FAKE=panic
is "$status" 2 'kernels that panic: status 2, nothing is measured'
[ ! -e "$T/slurm/scontrol" ]
ok $? '... nothing is done again'
slurm RESULTS="$T/panic"
is "$status $given" '2 judge ' '... nor by the same command'
slurm RESULTS="$T/qemu" FAKE=killed
is "$status" 3 'QEMU is killed each time: status 3'
is "$(grep -c boots-1 "$T/qemu/jobs/again.tsv")" 3 '... it was tried elsewhere, three times'
grep -q 'update JobId=1_1 ExcNodeList=node2' "$T/slurm/scontrol"
ok $? '... without the host it was on'
is "$(wc -l <"$T/qemu/lost.tsv")" 16 '... each is told in lost.tsv'
slurm RESULTS="$T/qemu"
is "$status $given" '0 boots judge ' '... and done by the same command'
echo broken >"$T/tree/Makefile"
(cd "$T/tree" && git -c user.name=t -c user.email=t@t commit -qam broken && git tag v3)
slurm RESULTS="$T/broken" PATCHED=v3
[ "$status" != 0 ]
ok $? 'a kernel that does not build fails'
[ ! -e "$T/broken/records.jsonl" ]
ok $? '... and nothing is booted'

# ---- without RESULTS: what was begun goes on
slurm FAKE_LOSE=boots-1
is "$status" 3 'a folder is chosen'
slurm
is "$status $given" '0 boots judge ' '... and found again by the same command'
is "$(find "$T/w/results" -maxdepth 1 -name '20*' | wc -l)" 1 '... it is the same one'

# ---- of all architectures
all() {
	script matrix MATRIX_ARCHES=arm64 MATRIX_BUILT=csky CONFIG=debug BOOTS=1 "$@"
}
all ENGINE=slurm RESULTS="$T/ms"
is "$given" "arm64.kernel-1 arm64.kernel-2 arm64.boots arm64.judge built-patched table " \
	'a matrix: jobs of every comparison, what is built alone, and a table'
was=$status
all RESULTS="$T/ml"
is "$status" "$was" '... ends as on this machine'
cmp -s "$T/ms/matrix.md" "$T/ml/matrix.md" && [ -s "$T/ml/matrix.md" ]
ok $? '... with the same table'

# ---- what is published
results() {
	script results RESULTS_ARCHES=arm64 RESULTS_CONFIGS=debug BOOTS=1 \
		MATRIX_ARCHES='arm64 arm64-16k' "$@"
}
rm -rf "$T/w/results"
results
is "$status" 0 'make results, on this machine'
mv "$T/w/results" "$T/w/local"
results ENGINE=slurm
is "$status $given" '0 arm64-debug.boots arm64-debug.judge arm64-16k-debug.boots arm64-16k-debug.judge publish ' \
	'... and by Slurm'
diff -r "$T/w/local/published" "$T/w/results/published" >"$T/err" 2>&1 &&
	[ -s "$T/w/results/published/arm64-debug.json" ]
ok $? '... publishes the same'

# ---- releases: a history of any number of kernels
slurm RESULTS="$T/h" HISTORY=1 KERNELS='v1 two=v2' BASE=base PATCHED=patched
is "$status $given" '0 boots judge ' 'releases'
[ -s "$T/h/history.md" ]
ok $? '... and what changed with which'

# ---- patch by patch
(cd "$T/tree" && git checkout -q v2 && echo nothing >README &&
	git add README && git -c user.name=t -c user.email=t@t commit -qm same &&
	git tag v4 && git checkout -q -b v5 && echo v5 >>mm/memory.c &&
	git -c user.name=t -c user.email=t@t commit -qam v5)
walk() {
	script walk BASE=v6.12-fake PATCHED=v5 "$@"
}
walk ENGINE=slurm RESULTS="$T/ws"
is "$given" 'kernels boots judge ' 'a walk: kernels, boots, and who judges'
words kernels --array=1,2,3,4,5 '... a kernel for each step'
words boots --dependency=afterok:1 '... boots wait for them'
was=$status
cp "$T/out" "$T/ws.out"
walk RESULTS="$T/wl"
is "$status" "$was" '... ends as on this machine'
cmp -s "$T/out" "$T/ws.out" && cmp -s "$T/ws/steps.tsv" "$T/wl/steps.tsv" &&
	cmp -s "$T/ws/records.jsonl" "$T/wl/records.jsonl"
ok $? '... with the same steps, records and table'
is "$(cut -f 1,2 "$T/ws/steps.tsv" | tr '\t\n' '= ')" \
	'base=base 01=01 02=02 03=02 04=04 ' '... a kernel that is the same is not booted'
walk ENGINE=slurm RESULTS="$T/wb" PATCHED=v3
is "$(cut -f 2 "$T/wb/steps.tsv" | tail -n 1)" - 'a step that does not build is told'
[ "$status" = 1 ]
ok $? '... and fails'
finish
