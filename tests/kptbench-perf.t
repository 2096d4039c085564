#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench run --perf-record: with perf itself, where there is one, and with
# perfs that fail
# What lib.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

stat=${KPTSTAT:-$top/build/kptstat}
out=$tmp/out.d
mkdir "$out" "$tmp/fake" "$tmp/empty"
cp "$fix/kptbench/perf.pl" "$tmp/fake/perf"

# A boot with one scenario that churns user tables and one that holds them.
{
	with_churn "$fix/kptbench/state.plan" |
		sed 's/^label .*/label /; s/^mode .*/mode metal/; s/^boot .*/boot 0/'
	printf 'scenario user-control\n\ttitle held\n\tmechanism user\n'
	printf '\tkind hold\n\tper table\n\titerations 1\n\tladder 1 4\nend\n'
} >"$tmp/plan"

# run ARGS...: with KPT_PERF as the stand-in's way to fail
tree absent
printf '\004\0\0\0\024\0\0\0\003\0\0\0GNU\0aaaaaaaaaaaaaaaaaaaa' \
	>"$tmp/tree/sys/kernel/notes"
run() {
	KPT_PERF_LOG=$tmp/log "$kptbench" run --root "$tmp/tree" \
		--plan "$tmp/plan" --again "$@" >"$tmp/stdout" 2>"$tmp/err"
	status=$?
}
fake() {
	KPT_PERF=$1
	export KPT_PERF
	shift
	rm -f "$out"/* "$tmp/log"
	PATH=$tmp/fake:$PATH run "$@" --perf-record
}
perf_record() { # SIDE TEXT WHAT: of the last run
	grep '"type":"perf"' "$out/$1.jsonl" >"$tmp/line"
	has "$tmp/line" "$2" "$3"
}
id=$(printf '61%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)

fake good -o "$out/base.jsonl"
ok $status "perf record: the run is good"
perf_record base "{\"type\":\"perf\",\"scenario\":\"user-churn\",\"build_id\":\"$id\",\"event\":\"cpu-clock:k\",\"file\":\"base-user-churn.perf.data\",\"samples\":42}" \
	"the record tells scenario, kernel, event, file and samples"
[ "$(wc -l <"$tmp/line")" -eq 1 ]
ok $? "a scenario that holds has no windows, and no profile"
[ "$(cat "$out/base-user-churn.perf.data")" = samples ]
ok $? "the file is beside the records"
[ "$(sed 1d "$tmp/log" | tr '\n' ' ')" = "enable disable finish " ]
ok $? "perf is told when to sample, and to finish"
has "$tmp/log" " -e cpu-clock:k " "without a PMU, by the clock"
has "$tmp/log" " -t " "one thread's work: that thread is sampled"
sed 's/^\(.*"phase":"[a-z]*"\).*/\1/' "$out/base.jsonl" | tail -n 2 >"$tmp/tail"
head -n 1 "$tmp/tail" | grep -q '"type":"perf"' &&
	tail -n 1 "$tmp/tail" | grep -q '"type":"end"'
ok $? "all is measured before perf begins"
"$stat" check "$out/base.jsonl" >"$tmp/stdout" 2>&1
ok $? "kptstat finds nothing wrong with it"

fails() { # HOW PATTERN TEXT
	fake "$1" -o "$out/base.jsonl"
	[ $status -eq 1 ] && grep -q "user-churn: no profile: $2" "$tmp/err" &&
		grep -q "\"samples\":0,\"na\":\"$2" "$out/base.jsonl" &&
		tail -n 1 "$out/base.jsonl" | grep -q '"status":"ok"' &&
		grep '"scenario":"user-churn"' "$out/base.jsonl" |
			grep -q '"metric":"cost.ns".*"values":\[[0-9]' &&
		[ "$(find "$out" -type f | wc -l)" -eq 1 ]
	ok $? "$3: said, n/a, all that was measured kept"
	[ "$failed" -eq 0 ] || sed 's/^/# /' "$tmp/err"
}
fails refuses "perf: Access to performance monitoring" "perf refuses"
fails silent "perf ended with status 3 and no word" "perf says nothing"
fails mute "perf does not answer: version 5.10" "perf knows no --control"
fails ends "perf ended with status 1" "perf ends while it samples"
fails none "cpu-clock:k: perf took no sample" "no samples"
fails full "perf: failed to write perf data, error: No space" "a full disk"
fails killed "perf failed without a word" "perf is killed"
export KPT_PERF=good
rm -f "$out"/*
PATH=$tmp/empty run --perf-record -o "$out/base.jsonl"
[ $status -eq 1 ] && grep -q 'no profile: perf cannot be run: .*linux-perf' "$tmp/err"
ok $? "no perf: the package is named"
grep -q '"status":"ok"' "$out/base.jsonl"
ok $? "... and all is measured"

fake good -o "$out/base.jsonl" --label '../../x;(y) -z'
[ $status -ne 0 ] && grep -q 'name another by --label' "$tmp/err" &&
	[ "$(cd "$out" && echo ./*)" = './*' ]
ok $? "a label that would lead elsewhere is refused"
fake good -o "$out/base.jsonl" --label -r
[ -s "$out/%2Dr-user-churn.perf.data" ]
ok $? "... and none is an option"
fake good -o -
[ $status -eq 2 ] && grep -q 'wants -o FILE' "$tmp/err"
ok $? "records to standard output: a usage error"
fake good -o - --perf-dir "$out"
[ $status -eq 0 ] && [ -s "$out/this-user-churn.perf.data" ]
ok $? "... unless a folder is given"

# Two kernels' records, compared.
fake good -o "$out/base.jsonl"
PATH=$tmp/fake:$PATH run --perf-record -o "$out/patched.jsonl"
pair() { # SED: done to patched's perf record
	sed "/\"type\":\"perf\"/{
$1
}" "$out/patched.jsonl" >"$out/other.jsonl"
	"$stat" compare "$out/base.jsonl" "$out/other.jsonl" -o "$tmp/cmp" \
		--format none >"$tmp/stdout" 2>"$tmp/err"
}
pair ''
diff="perf diff base-user-churn.perf.data patched-user-churn.perf.data"
has "$tmp/cmp/report.txt" "    $diff" "the report has the command"
has "$tmp/cmp/report.txt" "user-churn, cpu-clock:k, 42 and 42 samples" \
	"... and what it is of"
has "$tmp/cmp/report.md" "\`$diff\`" "Markdown too"
has "$tmp/cmp/report.html" "<code>$diff</code>" "HTML too"
"$stat" report "$tmp/cmp" | grep -q "$diff"
ok $? "a report from the summary too"
! grep -q "perf diff" "$tmp/cmp/cover-letter.txt"
ok $? "a cover letter's readers have no such files"
pair 's/cpu-clock/cycles/'
has "$tmp/cmp/report.txt" "base was sampled by cpu-clock:k, patched by" \
	"two events: no command, and why"
pair 's/"samples":42/"samples":0,"na":"perf: no"/'
has "$tmp/cmp/report.txt" "no perf diff: patched: perf: no." "no file: why"
pair d
has "$tmp/cmp/report.txt" "no perf diff: patched was not sampled" "one side alone"
pair 's/patched-user/base-user/'
has "$tmp/cmp/report.txt" "both kernels' file is" "one file for both"
pair 's/patched-user/x;reboot /'
has "$tmp/err" "no name that kptbench gives" "a name for a shell is refused"
pair "s/$id/00/"
has "$tmp/err" "is not that of this boot" "so is another kernel's"

# perf itself. What a clock's samples are needs no PMU.
if ! (cd "$tmp" && perf record -q -e cpu-clock:k -o probe -- true) \
	>/dev/null 2>&1; then
	skip "perf" "there is none, or it may not sample"
	finish
fi
if [ "$(id -u)" -ne 0 ]; then
	skip "perf" "wants root"
	finish
fi
rm -f "$out"/*
for side in base patched; do
	HOME=$tmp "$kptbench" run -q --plan "$tmp/plan" --perf-record --again \
		-o "$out/$side.jsonl" >"$tmp/stdout" 2>"$tmp/err"
	ok $? "$side: under perf itself"
	n=$(sed -n 's/.*"type":"perf".*"samples":\([0-9]*\)}/\1/p' "$out/$side.jsonl")
	[ "${n:-0}" -gt 0 ]
	ok $? "... which took samples"
done
perf buildid-list -i "$out/base-user-churn.perf.data" >"$tmp/ids" 2>&1
has "$tmp/ids" "$(sed -n 's/.*"type":"perf".*"build_id":"\([0-9a-f]*\)".*/\1/p' \
	"$out/base.jsonl") [kernel" "the file has the kernel's build id, as the record says"
(cd "$out" && HOME=$tmp $diff >"$tmp/diff" 2>&1)
ok $? "perf reads both, by the report's own command"
has "$tmp/diff" "[k] " "... and has symbols of the kernel"
finish
