#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-many.t - more than two kernels in one comparison, on a tree that only
# looks like a kernel's and a QEMU that is a script
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
releases

# env_labels NAME: label and number of every boot
env_labels() {
	sed -n 's/.*"env".*"label":"\([^"]*\)","boot":\([0-9]\).*/\1:\2/p' \
		"$T/$1/records.jsonl" | sort | tr '\n' ' '
}

compares three KERNELS='v6.12-fake v1 again=v6.12-fake v2'
is "$(env_labels three)" \
	'again:1 again:2 v1:1 v1:2 v2:1 v2:2 v6.12_fake:1 v6.12_fake:2 ' \
	'four kernels, two boots each, by names of their own'
for label in v1 again v2; do
	[ -s "$T/three/kernel-$label/summary.json" ] &&
		[ -s "$T/three/kernel-$label/report.txt" ]
	ok $? "$label: a summary and reports"
	grep -q "\"label\":\"$label\"\|\"label\": \"$label\"" \
		"$T/three/kernel-$label/summary.json"
	ok $? "$label: ... of that kernel"
done
[ ! -e "$T/three/kernel-v6.12_fake" ]
ok $? 'the base is not compared with itself'
grep -q '^# arm64 rt: 3 kernels against v6.12_fake$' "$T/three/kernels.md"
ok $? 'one table, a column each'
is "$(grep -c '^- .*: git ' "$T/three/kernels.md")" 4 \
	'... and a line of what each is, and how its run went'
cmp -s "$T/out" "$T/three/kernels.md"
ok $? '... which is what is printed'
is "$(grep -c 'building.*done' "$T/err")" 3 'the same kernel is built once'
ls "$T/three/config-v2" >/dev/null
ok $? 'configurations are kept by label'

# Names of packages and revisions may have letters that no label may have.
git -C "$T/tree" tag 'v1+deb12' v1
compares plus KERNELS='v6.12-fake v1+deb12'
is "$status $(env_labels plus)" \
	'0 v1_deb12:1 v1_deb12:2 v6.12_fake:1 v6.12_fake:2 ' \
	'a name with a plus is a label without one'

# What make releases does: the same, and a line a metric over all of them.
compares releases KERNELS='v6.12-fake v2 v1' HISTORY=1
[ -s "$T/releases/history.db" ] && grep -q '^# History: ' "$T/releases/history.md"
ok $? 'make releases: a history'
build/kptstat history show "$T/releases/history.db" --order added --format json |
	perl -MJSON::PP -0777 -ne 'print join(" ", map { $_->{kernel} }
		@{ decode_json($_)->{lines}[0]{points} })' >"$T/order"
is "$(cat "$T/order")" 'v6.12_fake v2 v1' '... of all kernels, in the order asked for'
grep -q 'History: ' "$T/out"
ok $? '... which is printed'
grep -q '"command": *"make releases .*LIST=' "$T/releases/kernel-v1/summary.json"
ok $? '... and the summary has what makes it again'

compares two KERNELS='v6.12-fake v1'
[ -s "$T/two/report.txt" ] && [ ! -e "$T/two/kernels.md" ]
ok $? 'two kernels: the report is in the folder itself'
grep -q 'label.*v1' "$T/two/summary.json"
ok $? '... by their names'

# ---- whoever reads has read enough: the verdict is the exit status
for name in three two; do
	words='v6.12-fake v1 again=v6.12-fake v2'
	[ "$name" = three ] || words='v6.12-fake v1'
	compares "$name" KERNELS="$words"
	{ env KSRC="$T/tree" BOOTS=2 SCENARIOS=nop RESULTS="$T/$name" \
		KERNELS="$words" vm/compare.sh 2>"$T/err" </dev/null
	  echo $? >"$T/left"; } | true
	is "$(cat "$T/left") $(tail -n 1 "$T/err" | grep -c 'everything is in')" \
		"$status 1" "$name: nobody reads the report: status $status all the same"
done
{ sleep 0.2; build/kptstat report --format text "$T/two"; echo $? >"$T/left"; } | true
is "$(cat "$T/left")" 0 'kptstat, whose reader left'
build/kptstat report --format text "$T/two" >/dev/full 2>"$T/err"
is "$? $(grep -c 'cannot be written' "$T/err")" '1 1' \
	'... a full disk is told as before'

compares two KERNELS='v6.12-fake v2'
is "$status $(wc -c <"$T/out")" '2 0' 'a folder of another run: no report of it'
says 'holds boots of another run' '... and why'

# JOBS and TIMEOUT; what is slow is the guest.
mkdir "$T/calls"
compares quick KERNELS='v1 v2' JOBS=1 TIMEOUT=100 FAKE_DIR="$T/calls"
is "$status $(head -qn 1 "$T"/calls/* | grep . | tr '\n' ' ')" \
	'0 v1-1 v2-1 v1-2 v2-2 ' 'JOBS=1: one guest after the other'
# A container or a job of a cluster sees more CPUs than it may use.
mkdir "$T/calls2" "$T/cgroup"
echo '150000 100000' >"$T/cgroup/cpu.max"
export KPT_CGROUP="$T/cgroup"
compares share KERNELS='v1 v2' FAKE_DIR="$T/calls2"
unset KPT_CGROUP
is "$status $(head -qn 1 "$T"/calls2/* | grep . | tr '\n' ' ')" \
	'0 v1-1 v2-1 v1-2 v2-2 ' 'one CPU by cpu.max: one guest after the other'
rm "$T"/calls2/* "$T/cgroup/cpu.max"
echo 1600000000 >"$T/cgroup/memory.max"
echo 1000000000 >"$T/cgroup/memory.current"
export KPT_CGROUP="$T/cgroup"
compares room KERNELS='v1 v2' FAKE_DIR="$T/calls2"
unset KPT_CGROUP
is "$status $(head -qn 1 "$T"/calls2/* | grep . | tr '\n' ' ')" \
	'0 v1-1 v2-1 v1-2 v2-2 ' 'memory for one by memory.max: likewise'
[ "$(nproc)" = 1 ] || says 'there is memory for 1 guest at once, of ' '... told'
compares slow KERNELS='v1 v2' TIMEOUT=1 FAKE=hang BOOTS=1
[ "$status" != 0 ]
ok $? 'TIMEOUT=1: a guest that takes longer fails'
says 'hang: no end after 1 s' '... and is taken for hung'
says "to go on: make compare .* TIMEOUT=1 RESULTS=$T/slow" \
	'... and the command that goes on has it'
grep -q 'make compare' "$T/quick/report.txt" &&
	! grep -q 'TIMEOUT\|JOBS' "$T/quick/report.txt"
ok $? '... which a report does not: no number depends on it'
compares bad KERNELS='v1 v2' JOBS=many
is "$status" 2 'JOBS=many is refused'
KPTBENCH_TOP=$PWD run compare --dry-run --jobs 0
is "$status" 2 'kptvm compare takes both as options'

# ---- with a series: the first kernel with it is one more
(cd "$T/tree" && git checkout -q v6.12-fake && sed -i 's/one/eins/' mm/memory.c &&
	git -c user.name=t -c user.email=t@t commit -qam 'mm: german' &&
	git format-patch -q --stdout -1 >"$T/series.mbx" &&
	git checkout -q main)
compares series KERNELS='v6.12-fake v2' SERIES="$T/series.mbx"
is "$status $(env_labels series)" \
	'0 patched:1 patched:2 v2:1 v2:2 v6.12_fake:1 v6.12_fake:2 ' \
	'SERIES= with KERNELS=: three kernels'
is "$(sed -n 's/.*"env".*"label":"patched".*"source":"\([^"]*\)".*/\1/p' \
	"$T/series/records.jsonl" | sort -u | sed 's/ ([^)]*)//g')" \
	'git v6.12-fake + 1 patch' '... the last is the base with the series'
[ -s "$T/series/kernel-patched/summary.json" ] &&
	[ -s "$T/series/kernel-v2/summary.json" ]
ok $? '... each compared with the base'
grep -q "make compare .*SERIES=series.mbx KERNELS='v6.12-fake v2'" \
	"$T/series/kernel-patched/summary.json"
ok $? '... and the summary has the command'
compares alone2 KERNELS=v6.12-fake SERIES="$T/series.mbx" DRY=1
is "$(grep -c 'in the cache' "$T/out")" 2 'one kernel and a series: two kernels'
compares named KERNELS='v1 patched=v2' SERIES="$T/series.mbx"
says 'the base with SERIES= is called patched' 'a name that the series has'
compares foreign KERNELS='image:/x v2' SERIES="$T/series.mbx"
says 'SERIES= is put on the base, and image:/x was built elsewhere' \
	'a base that nobody here built'

# ---- profiles
mkdir -p "$T/top/build"
cp build/kptprof-*.so "$T/top/build/"
compares profile KERNELS='v1 v2 v6.12-fake' PROFILE=1 DRY=1
is "$status $(grep -c 'to be built' "$T/out")" '0 4' \
	'make profile with KERNELS=: kernels with debug info'
compares profile KERNELS='v1 v2 v6.12-fake' PROFILE=1 BOOTS=1
says 'v2/where|no profile' '... each is told where instructions went, or why not'
[ -s "$T/profile/kernel-v2/summary.json" ] &&
	[ -s "$T/profile/kernel-v6.12_fake/summary.json" ]
ok $? '... and compared'

compares twice KERNELS='v1 v2 v1'
is "$status" 2 'a kernel named twice'
says 'two are called v1; name one of them: LABEL=v1' '... says what to do'
compares alone KERNELS=v1
is "$status" 2 'one kernel is no comparison'
compares both KERNELS='v1 v2' BASE=v1
says 'names the base, too' 'BASE= beside KERNELS='
compares gone KERNELS='v1 v2 v9'
is "$status" 1 'a revision that is not there'
says "there is no revision 'v9'" '... is named'
[ ! -e "$T/gone/records.jsonl" ]
ok $? '... before anything is built or booted'
compares dots KERNELS='v1 ..=v2 w=v6.12-fake'
[ -s "$T/v1/summary.json" ] || [ ! -e "$T/summary.json" ]
ok $? 'a label of dots leads nowhere'
finish
