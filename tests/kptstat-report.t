#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-report.t - what kptstat says of records whose truth is known, to the
# letter; REGENERATE=1 writes the golden files anew (then read the diff)
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh
golden=tests/golden/kptstat
model=tests/fixtures/records/make.awk

same() { # FILE GOLDEN TEXT
	if [ -n "$REGENERATE" ]; then
		mkdir -p "$golden"
		cp "$1" "$golden/$2"
	fi
	diff -u "$golden/$2" "$1" >"$tmp/diff" 2>&1
	status=$?
	[ $status = 0 ] || sed 's/^/# /' "$tmp/diff" | head -40
	ok $status "$3"
}

# WORD EXIT: model, compare, exit status
compare() {
	awk -v what="$1" -f $model >"$tmp/$1.jsonl"
	"$stat" compare --command "make compare" -o "$tmp/$1" \
		"$tmp/$1.jsonl" >"$tmp/$1.out" 2>"$tmp/$1.err"
	[ $? = "$2" ]
	ok $? "$1: exit status $2"
}

has() { # FILE PATTERN TEXT
	tr '\n' ' ' <"$tmp/$1" | tr -s ' ' | grep -q -e "$2"
	ok $? "$3"
}

compare good 0
same "$tmp/good/report.txt" good.txt "good: the text report"
same "$tmp/good/cover-letter.txt" good-cover.txt "good: the cover letter"
same "$tmp/good/report.md" good.md "good: Markdown"
same "$tmp/good/summary.json" good.json "good: the summary"
cmp -s "$tmp/good.out" "$tmp/good/report.txt"
ok $? "what is printed is what is kept"
"$stat" report --format json "$tmp/good" >"$tmp/again.json" &&
	cmp -s "$tmp/again.json" "$tmp/good/summary.json"
ok $? "a summary read is a summary written"

"$stat" compare --command "make compare" --json "$tmp/two.json" \
	--format none "$tmp/good.jsonl" && cmp -s "$tmp/two.json" \
	"$tmp/good/summary.json"
ok $? "the same records give the same bytes"

awk '/"type":"env"/ { base = /"label":"base"/ }
     /"type":"host"/ { base = /"label":"base"/ }
     { print > (base ? a : b) }' a="$tmp/a.jsonl" b="$tmp/b.jsonl" \
	"$tmp/good.jsonl"
"$stat" compare --command "make compare" --json "$tmp/split.json" \
	--format none "$tmp/a.jsonl" "$tmp/b.jsonl" &&
	cmp -s "$tmp/split.json" "$tmp/good/summary.json"
ok $? "two files give the summary of one"

"$stat" compare --json "$tmp/aa.json" --format none "$tmp/a.jsonl" \
	"$tmp/a.jsonl" && ! grep -E -q \
	'"verdict": "(improved|regressed|shift|changed|inconclusive)"' \
	"$tmp/aa.json"
ok $? "base against itself: no difference at all"

compare same 0
same "$tmp/same/report.txt" same.txt "same: no difference at all"

awk -v boots=20 -v metrics=3 -v runs=2 -v windows=5 -v 'labels=base patched' \
	-f tests/fixtures/records/noise.awk >"$tmp/noise.jsonl"
"$stat" compare --format none --json "$tmp/noise.json" "$tmp/noise.jsonl" &&
	"$stat" report "$tmp/noise.json" |
	grep -q 'No change beyond the margin of 1%'
ok $? "noisy ones inside the margin are not called equal"

compare leak 1
same "$tmp/leak/report.txt" leak.txt "leak: told, with its place"
compare badness 1
has badness.out 'BADNESS patched, boot 2.*Bad page state' \
	"badness: the console line is shown"
compare embedded 0
same "$tmp/embedded/report.txt" embedded.txt "embedded: n/a, never 0"
has embedded.out 'embedded in the page descriptor, none to save' \
	"embedded: no lock to save, in words"
compare double 0
has double.out 'PageTables per pte-hold: 0 -> 2 pages (a check' \
	"double accounting is no expected shift"
has double.out 'accounting.error -1 1 +2 worse' \
	"... and the check is worse"
compare demoted 0
has demoted.out 'boot 2 of patched does not repeat the others: 1849 against 1847' \
	"demoted: which boot and by how much"
has demoted.out 'not enough evidence: 3 boots of base and 3 of patched' \
	"... and then too few boots to tell"
compare few 0
has few.out '3 of each needed' "few: too few boots"
compare noisy 0
same "$tmp/noisy/cover-letter.txt" noisy-cover.txt \
	"noisy: the cover letter, with intervals and margin"
same "$tmp/noisy/report.md" noisy.md "noisy: Markdown"
has noisy.out 'patched/base 1.0204 (95% interval ' \
	"noisy: pairs of boots, in words"
compare uncovered 0
has uncovered.out 'vmalloc pte, at the start: 8 of 9 constructed' \
	"uncovered: region, level and count"
compare slab 0
has slab.out 'with 128 held, 128 -> 0 objects' \
	"slab: a constant part is told apart"

for word in "odd-config:option KASAN differs" "odd-arch:architecture differs" \
	"odd-params:run with other parameters" \
	"odd-emulator:emulator differs" "odd-compiler:option CC_VERSION_TEXT differs" \
	"odd-tools:kptbench, or what built it, differs" \
	"mixed:boot 2 of base is another kernel or machine than the first: emulator is"; do
	compare "${word%%:*}" 2
	has "${word%%:*}.err" "${word#*:}" "${word%%:*}: says what differs"
done
"$stat" compare --format none --allow-different params "$tmp/odd-params.jsonl"
ok $? "odd-params: compared when allowed"
for word in emulator compiler tools; do
	"$stat" compare --format text --allow-different $word \
		"$tmp/odd-$word.jsonl" >"$tmp/out" 2>"$tmp/err"
	ok $? "odd-$word: compared when allowed"
	tr -s ' \n' ' ' <"$tmp/out" |
		grep -q "differs: .*(allowed by --allow-different $word)"
	ok $? "odd-$word: ... and told in the report"
done
"$stat" compare --format text --allow-different emulator "$tmp/mixed.jsonl" \
	>"$tmp/out" 2>"$tmp/err"
ok $? "mixed: compared when allowed"
"$stat" compare --format none --allow-different config \
	"$tmp/odd-compiler.jsonl" >"$tmp/out" 2>"$tmp/err"
is $? 2 "odd-compiler: another option's leave does not let it pass"
compare named-compiler 0
compare old 0
tr -s ' \n' ' ' <"$tmp/old.out" | grep -q 'compiler that is not recorded'
ok $? "records from before the emulator was recorded are read"
tr -s ' \n' ' ' <"$tmp/old.out" | grep -q 'The emulator is not recorded\.'
ok $? "... and say that it is not"

for word in regressed demoted leak badness uncovered; do
	case $word in
	regressed) records=good ;;
	*) records=$word ;;
	esac
	"$stat" compare --format none --fail-on "$word" \
		"$tmp/$records.jsonl" 2>/dev/null
	[ $? = 1 ]
	ok $? "--fail-on $word fails where it should"
done
"$stat" compare --format none --fail-on regressed,leak,badness,demoted \
	"$tmp/same.jsonl"
ok $? "--fail-on passes where nothing differs"
"$stat" compare --fail-on slower "$tmp/same.jsonl" 2>"$tmp/err"
[ $? = 2 ] && grep -q 'valid are: regressed' "$tmp/err"
ok $? "--fail-on lists what it knows"
"$stat" report --format pdf "$tmp/good" 2>"$tmp/err"
[ $? = 2 ] && grep -q 'valid are: .*cover-letter, csv' "$tmp/err"
ok $? "an unknown format lists the known"

awk 'length > 72 { bad = 1 } END { exit bad }' "$tmp"/*/report.txt \
	"$tmp"/*/cover-letter.txt
ok $? "plain text has at most 72 columns"
! LC_ALL=C grep -q '[^ -~]' "$tmp"/*/report.txt "$tmp"/*/cover-letter.txt
ok $? "... and is ASCII"
! grep -v 'not cycles or time' "$tmp/good/report.md" | grep -q -w cycles
ok $? "instructions are never called cycles"

# Plots are linked where they are found, so look where there are none.
stat=$(realpath "$stat")
(cd "$tmp" && "$stat" report --format results good embedded >RESULTS.md)
same "$tmp/RESULTS.md" RESULTS.md "RESULTS.md of two comparisons"

finish
