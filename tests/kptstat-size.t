#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-size.t - the size of a kernel in reports, gates and older records
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh

# sized NAME FUNCTIONS-OF-PATCHED PAGE-OF-PATCHED [WORD]: the model's records
# (patched is base, unless WORD says otherwise) with sizes; "" for one: none
sized() {
	awk -v what="${4:-same}" -f tests/fixtures/records/make.awk |
	awk -v functions="$2" -v page="$3" '
	function put(metric, v) {
		if (v == "")
			return
		printf "{\"type\":\"sample\",\"scenario\":\"\"," \
			"\"params\":\"\",\"phase\":\"start\",\"n\":0," \
			"\"metric\":\"%s\",\"kind\":\"size\",\"unit\":\"bytes\"," \
			"\"per\":\"op\",\"class\":\"exact\",\"better\":\"none\"," \
			"\"source\":\"vmlinux\",\"fixed\":0,\"scale\":1,", metric
		if (v ~ /^[0-9]+$/)
			printf "\"values\":[%s]}\n", v
		else
			printf "\"values\":[],\"na\":\"%s\"}\n", v
		more++
	}
	/"type":"env"/ { patched = /"label":"patched"/; more = 0 }
	/"type":"end"/ {
		put("vmlinux.functions", patched ? functions : 1000)
		put("sizeof.page", patched ? page : 64)
		match($0, /"samples":[0-9]+/)
		n = substr($0, RSTART + 10, RLENGTH - 10) + more
		sub(/"samples":[0-9]+/, "\"samples\":" n)
	}
	{ print }' >"$tmp/$1.jsonl"
	"$stat" compare -o "$tmp/$1" "$tmp/$1.jsonl" >"$tmp/$1.out" \
		2>"$tmp/$1.err"
	status=$?
}

has() { # FILE PATTERN TEXT
	tr '\n' ' ' <"$tmp/$1" | tr -s ' ' | grep -q -e "$2"
	ok $? "$3"
}

sized same 1000 64
ok $status 'the same size: passes'
has same.out 'Size of the kernel in bytes: no difference\.' \
	'... in one line'
has same.out '2 comparisons: no difference\.' '... and a section that counts'

sized grown 1234 72
ok $status 'a kernel that grew passes'
has grown.out 'in bytes: functions 1000 -> 1234 (+234), struct page 64 -> 72 (+8)\.' \
	'... and the line says by how much'
has grown.out 'vmlinux.functions 1000 1234 +234' '... and the table'
has grown/cover-letter.txt 'functions 1000 -> 1234 (+234)' \
	'... and the cover letter'
has grown/report.md '## Size of the kernel' '... and Markdown'
has grown/report.html '<h3>Size of the kernel</h3>' '... and HTML'
has grown/summary.csv 'vmlinux\.functions' '... and CSV'
! grep -q 'sizeof.page.*sizeof.page' "$tmp/grown/summary.json" &&
	! sed -n '/"timeline"/,$p' "$tmp/grown/summary.json" | grep -q '"sizeof'
ok $? '... and what never changes is in no timeline'
"$stat" compare --fail-on changed,regressed --format none "$tmp/grown.jsonl" \
	2>/dev/null
ok $? '--fail-on changed: the size fails no gate'

# ---- known of one kernel only: of an image, or in records of before
sized image 'of this kernel there is an image only' 64
ok $status 'n/a on one kernel: passes'
! grep -q MISSING "$tmp/image.out"
ok $? '... and nothing is missing'
has image/report.md 'vmlinux.functions .* n/a' '... it is n/a'
sized older '' ''
ok $status 'not in the records of one kernel: passes'
! grep -q MISSING "$tmp/older.out"
ok $? '... and nothing is missing'
! grep -q 'Size of the kernel' "$tmp/older.out"
ok $? '... and no section tells of it'

# ---- in what builds differ, of three kernels in one run
build() { # NAME SYMBOLS-OF-BASE SYMBOLS-OF-PATCHED WITH [MORE]
	awk -v what=same -f tests/fixtures/records/make.awk |
	awk -v a="$2" -v b="$3" -v with="$4" -v more="$5" '
	/"type":"env"/ {
		sub(/}$/, ",\"build\":{\"with\":[" with "],\"symbols\":{" \
			(/"label":"base"/ ? a : b) "}" more "}}")
	}
	{ print }' >"$tmp/$1.jsonl"
	"$stat" compare -o "$tmp/$1" "$tmp/$1.jsonl" >"$tmp/$1.out" \
		2>"$tmp/$1.err"
	status=$?
}
all='"base","patched","third"'
build three '"grew":100,"same":7,"gone":30,"shrank":9,"odd":5' \
	'"grew":300,"same":7,"gone":0,"shrank":8,"odd":"x"' "$all" \
	',"symbols_left_out":4,"options":{},"options_left_out":0'
ok $status 'builds that differ: passes'
has three.out 'Builds: symbols 1 grew, 1 shrank, 1 gone (and up to 4 more); options all the same\.' \
	'... symbols are counted; what only differs from a third is not'
has three.out 'grew 100 300 +200 gone 30 none -30 shrank 9 8 -1' \
	'... the largest difference first, a value that is none left out'
has three/report.md '| grew | 100 | 300 | +200 |' '... in Markdown'
has three/report.html 'Symbols whose size differs' '... and in HTML'
"$stat" report --format json "$tmp/three" | cmp -s - "$tmp/three/summary.json"
ok $? '... a summary read is a summary written'
"$stat" report "$tmp/grown" "$tmp/grown" >"$tmp/many.out"
has many.out 'Size of the kernel in bytes: functions +234, struct page +8' \
	'several summaries: differences alone'
"$stat" report "$tmp/three" "$tmp/three" >"$tmp/many.out" &&
	! grep -q 'Builds:' "$tmp/many.out"
ok $? '... and no builds whose options are the same'
build other '"grew":1' '"grew":2' '"base"' ''
! grep -q 'Builds:' "$tmp/other.out"
ok $? 'kernels of different runs: nothing is told'
finish
