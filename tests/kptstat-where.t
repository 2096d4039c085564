#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-where.t - the section of every report that tells where the
# instructions of a difference are
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh

where=tests/fixtures/where/where.json
records=$tmp/good.jsonl
awk -v what=good -f tests/fixtures/records/make.awk >"$records"

has() { # FILE PATTERN TEXT: the text is searched as one line
	tr -s ' \n' '  ' <"$tmp/$1" | grep -E -q -e "$2"
	ok $? "$3"
}

"$stat" compare --where "$where" -o "$tmp/out" --format none "$records"
ok $? "a comparison takes it in"
has out/cover-letter.txt 'pte-churn: \+218 instructions per table: \+166 in mod_node_state;' \
	"the cover letter: what is largest comes first"
has out/cover-letter.txt '\+73 in __pte_alloc_kernel \(of which \+70 in pagetable_pte_ctor with \+41 in lruvec_stat_add_folio, \+3 in ptlock_init, all inlined\); -21 in 2 others\.' \
	"... and what is inlined is part of it"
has out/cover-letter.txt 'In 1 scenario every function takes as many on both' \
	"... and a scenario without difference is told"
! awk 'length > 72 { bad = 1 } END { exit !bad }' "$tmp/out/cover-letter.txt"
ok $? "... in 72 columns"
has out/report.txt 'Where the instructions went' "the text has it"
has out/report.md '- pte-churn: \+218 instructions' "Markdown has it"
has out/report.html '>.*pagetable_pte_ctor</th>.*>70<.*>\+70<' \
	"HTML has a row for each, inlined ones too"
"$stat" report --format cover-letter "$tmp/out" >"$tmp/again"
cmp -s "$tmp/again" "$tmp/out/cover-letter.txt"
ok $? "a report from the summary says the same"

"$stat" compare --format text "$records" >"$tmp/without"
! grep -q 'Where the instr' "$tmp/without"
ok $? "without a profile there is no such section"

refused() { # FILE PATTERN WHAT
	"$stat" compare --where "$tmp/$1" --format none "$records" \
		2>"$tmp/err"
	[ $? = 2 ] && grep -E -q "$2" "$tmp/err"
	ok $? "$3"
}
head -c 200 "$where" >"$tmp/cut.json"
refused cut.json 'cut.json:[0-9]+: .*kptstat profile --json' \
	"a cut-off file is refused, with its line"
echo '{}' >"$tmp/object.json"
refused object.json 'object.json:0: not a list' "so is what is no list"
refused absent.json 'absent.json' "and what is not there"
echo '[1, {"functions": 3}, {"functions": [[], {"inlined": "x"}]}]' \
	>"$tmp/odd.json"
"$stat" compare --where "$tmp/odd.json" -o "$tmp/odd" --format none \
	"$records" && grep -q 'Where the instr' "$tmp/odd/report.txt"
ok $? "odd entries crash nothing"
finish
