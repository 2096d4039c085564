#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-bad.t - records that are cut off, mixed up, doubled, foreign or mad:
# refused or left out in words, and never a crash
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh

# FILE CHECK-STATUS COMPARE-STATUS PATTERN TEXT
try() {
	"$stat" check "$1" >"$tmp/out" 2>"$tmp/err"
	status=$?
	[ $status = "$2" ] && grep -q -e "$4" "$tmp/err"
	ok $? "$5: check says so"
	[ $status = "$2" ] || echo "# exit status $status, want $2"
	! grep -v '^[^ ]*:[0-9]*: ' "$tmp/err" | grep -v '^kptstat: '
	ok $? "$5: one line with file and line a problem"
	"$stat" compare --format none "$1" >"$tmp/out" 2>&1
	status=$?
	[ $status = "$3" ]
	ok $? "$5: compare exits $3"
	[ $status = "$3" ] || { echo "# got $status"; sed 's/^/# /' "$tmp/out"; }
}

good=$tmp/good.jsonl
awk -f tests/fixtures/records/make.awk >"$good"
"$stat" check "$good" >"$tmp/out"
ok $? "good records are good"
grep -q '6 whole boots, 504 samples' "$tmp/out"
ok $? "... and counted"

lines=$(wc -l <"$good")
head -c "$(($(wc -c <"$good") - 700))" "$good" >"$tmp/cut.jsonl"
try "$tmp/cut.jsonl" 1 1 'cut off' "a truncated last line"
head -n "$((lines - 30))" "$good" >"$tmp/short.jsonl"
try "$tmp/short.jsonl" 1 1 'no end record' "a boot without its end"
sed '41d' "$good" >"$tmp/lost.jsonl"
try "$tmp/lost.jsonl" 1 1 'counts 84 samples, 83 are here' "a lost sample"
sed '41p' "$good" >"$tmp/double.jsonl"
try "$tmp/double.jsonl" 1 1 'twice in this boot' "a sample twice"
cat "$good" "$good" >"$tmp/twice.jsonl"
try "$tmp/twice.jsonl" 1 2 'a second time' "every boot twice"
{ sed -n '2,50p' "$good"; sed -n 1p "$good"; sed '1,50d' "$good"; } \
	>"$tmp/order.jsonl"
try "$tmp/order.jsonl" 1 1 'outside of any boot' "records out of order"
sed '7s/.*/{"type":"weather","rain":true}/' "$good" >"$tmp/foreign.jsonl"
try "$tmp/foreign.jsonl" 1 1 'unknown record type' "a foreign record"
sed '7s/.*/garbage/' "$good" >"$tmp/garbage.jsonl"
try "$tmp/garbage.jsonl" 1 1 'not JSON' "a line of garbage"
sed '7s/"values":\[[^]]*\]/"values":[null,1]/' "$good" >"$tmp/null.jsonl"
try "$tmp/null.jsonl" 1 1 'value 1 of .* is not a number' "a null value"
sed '7s/"values":\[[^]]*\]/"values":[NaN]/' "$good" >"$tmp/nan.jsonl"
try "$tmp/nan.jsonl" 1 1 'not JSON' "NaN"
sed '7s/"values":\[[^]]*\]/"values":[1e999]/' "$good" >"$tmp/inf.jsonl"
try "$tmp/inf.jsonl" 1 1 ':7: ' "infinity"
sed '7s/"values":\[[^]]*\]/"values":[9223372036854775807]/' "$good" \
	>"$tmp/huge.jsonl"
try "$tmp/huge.jsonl" 1 1 'too large to be held exactly' "a huge value"
sed '7s/"values":\[[^]]*\]/"values":[100,-3]/' "$good" >"$tmp/wrap.jsonl"
try "$tmp/wrap.jsonl" 1 1 'value 2 of .* is below 0: a counter wrapped' \
	"a negative cost"
sed '7s/"values":\[[^]]*\]/"values":[]/' "$good" >"$tmp/empty.jsonl"
try "$tmp/empty.jsonl" 1 1 'neither values nor a reason' "no value, no reason"
sed '7s/"scale":1/"scale":0/' "$good" >"$tmp/scale.jsonl"
try "$tmp/scale.jsonl" 1 1 'scale or fixed' "a scale of 0"
sed '7s/"n":1000/"n":0/' "$good" >"$tmp/n.jsonl"
try "$tmp/n.jsonl" 1 1 'n is not a number of' "no operations"
sed '7s/"kind":"cost"/"kind":"joy"/' "$good" >"$tmp/kind.jsonl"
try "$tmp/kind.jsonl" 1 1 'kind is not' "an unknown kind"
sed 's/records\/1/records\/9/' "$good" >"$tmp/schema.jsonl"
try "$tmp/schema.jsonl" 1 2 'this program reads' "another schema"
: >"$tmp/void.jsonl"
try "$tmp/void.jsonl" 1 2 'no boot in this file' "an empty file"
head -c 3000 /dev/urandom >"$tmp/noise.jsonl"
try "$tmp/noise.jsonl" 1 2 'no boot in this file' "noise"
awk 'BEGIN { while (i++ < 100000) printf "["; print "" }' >"$tmp/deep.jsonl"
try "$tmp/deep.jsonl" 1 2 'nested too deeply' "a deep nest"

# A run broken off and continued: the whole boot takes the broken one's place.
{ sed -n '1,60p' "$good"; cat "$good"; } >"$tmp/again.jsonl"
"$stat" check "$tmp/again.jsonl" >"$tmp/out"
ok $? "an interrupted boot that was made up for is no problem"
grep -q '1 interrupted boots replaced' "$tmp/out"
ok $? "... and is counted"
"$stat" compare --format none "$tmp/again.jsonl"
ok $? "... and can be compared"

# Another kernel under the same label.
awk '/"type":"env"/ && ++e == 3 { sub(/"build_id":"aa"/, "\"build_id\":\"cc\"") }
     { print }' "$good" >"$tmp/other.jsonl"
"$stat" compare "$tmp/other.jsonl" >"$tmp/out" 2>&1
[ $? = 2 ] && grep -q 'build_id is "cc", was "aa"' "$tmp/out"
ok $? "two kernels under one label are refused"

"$stat" compare --base nosuch "$good" >"$tmp/out" 2>&1
[ $? = 2 ] && grep -q 'it has: base, patched' "$tmp/out"
ok $? "an unknown label lists the known"
"$stat" compare "$tmp/nosuch.jsonl" >"$tmp/out" 2>&1
[ $? = 2 ] && grep -q 'nosuch.jsonl: No such file' "$tmp/out"
ok $? "a missing file is named"
"$stat" report "$tmp" >"$tmp/out" 2>&1
[ $? = 2 ] && grep -q 'kptstat compare -o DIR' "$tmp/out"
ok $? "a missing summary: how to make it"
echo '{"schema":"kptbench.summary/7"}' >"$tmp/summary.json"
"$stat" report "$tmp" >"$tmp/out" 2>&1
[ $? = 2 ] && grep -q 'this program reads kptbench.summary/2' "$tmp/out"
ok $? "a summary of another schema"
for format in text md json cover-letter results; do
	echo '{"schema":"kptbench.summary/1"}' >"$tmp/summary.json"
	"$stat" report --format $format "$tmp" >/dev/null 2>"$tmp/err"
	[ $? -lt 3 ]
	ok $? "an empty summary does not break $format"
done
"$stat" compare -o /proc/nosuch "$good" >/dev/null 2>"$tmp/err"
[ $? = 1 ] && grep -q 'cannot be made' "$tmp/err"
ok $? "an output directory that cannot be"
PATH=/nonexistent "$stat" compare --json /dev/full --format none "$good" \
	2>"$tmp/err"
[ $? = 1 ] && grep -q 'cannot be written' "$tmp/err"
ok $? "a full disk"

finish
