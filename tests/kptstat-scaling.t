#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-scaling.t - scenarios on several numbers of CPUs: a table and a plot
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh

# made NAME MODE PLANT [SED]: a comparison, its reports and the plot's numbers
made() {
	awk -v mode="$2" -v plant="$3" -f tests/fixtures/records/scaling.awk |
		sed "${4:-}" >"$tmp/r.jsonl"
	"$stat" compare --format none -o "$tmp/$1" "$tmp/r.jsonl" || exit 1
	"$stat" report --format md "$tmp/$1" >"$tmp/$1/md" || exit 1
	"$stat" plot --templates plots -o "$tmp/$1/plots" "$tmp/$1" \
		2>"$tmp/$1/err"
}

# part FILE: the section, of text or Markdown
part() {
	sed -n '/^#* *Several CPUs at once/,/^Size\|^## [^S]/p' "$1"
}

made same exact 0
made planted exact 20
made time metal 20
made quiet metal 0

part "$tmp/same/md" >"$tmp/part"
for row in '| threads | 1 | 4000 | 4000 | 0 | 1.00 | 1.00 |' \
	'|  | 4 | 10000 | 10000 | 0 | 2.50 | 2.50 |' \
	'| procs | 1 | 4000 | 4000 | 0 | 1.00 | 1.00 |' \
	'|  | 8 | 4000 | 4000 | 0 | 1.00 | 1.00 |' \
	'Not measured with 16 CPUs.' \
	'Instructions per operation, of all CPUs together:'; do
	grep -qxF -- "$row" "$tmp/part"
	ok $? "no difference: $row"
done
! grep -q '%' "$tmp/part"
ok $? "no difference: no percent"

part "$tmp/planted/md" >"$tmp/part"
grep -qxF '|  | 4 | 10000 | 12000 | +20.0% | 2.50 | 3.00 |' "$tmp/part" &&
	grep -qxF '|  | 8 | 18000 | 21600 | +20.0% | 4.50 | 5.40 |' "$tmp/part"
ok $? "what threads pay from 4 CPUs on is in the table"
[ "$(grep -c '%' "$tmp/part")" = 2 ]
ok $? "and nothing else is"
for format in text html; do
	"$stat" report --format $format "$tmp/planted" >"$tmp/report"
	grep -q 'Several CPUs at once' "$tmp/report" &&
		grep -qF '+20.0%' "$tmp/report"
	ok $? "it is in $format, too"
done
"$stat" report --format text "$tmp/planted" | part - |
	grep -qE '^ +4 +10000 +12000 +\+20\.0% +2\.50 +3\.00$'
ok $? "as text, in its columns"

# Of all CPUs together: 8e9 / 18000 of base, 8e9 / 21600 of patched.
part "$tmp/time/md" >"$tmp/part"
grep -qxF 'Operations a second, of all CPUs together:' "$tmp/part" &&
	grep -qxF '|  | 8 | 444000 | 370186 | -16.6% | 1.78 | 1.48 |' "$tmp/part"
ok $? "where time was measured, operations a second: fewer are less"
! part "$tmp/quiet/md" | grep -q '%'
ok $? "boots that vary by 1 % are no difference"

# A scenario is not of a curve because its name looks like it.
made names exact 0 's/"threads-4"/"threads-four"/;s/"procs-/"procs-0/'
part "$tmp/names/md" >"$tmp/part"
grep -q '^| threads | 1 ' "$tmp/part" && ! grep -q '^|  | 4 ' "$tmp/part" &&
	! grep -q procs "$tmp/part" && grep -q '^| procs-08 ' "$tmp/names/md"
ok $? "only those named by their number of CPUs"
awk -v what=good -f tests/fixtures/records/make.awk >"$tmp/r.jsonl"
"$stat" compare --format none -o "$tmp/good" "$tmp/r.jsonl"
"$stat" report --format md "$tmp/good" >"$tmp/good/md"
! grep -q 'Several CPUs' "$tmp/good/md"
ok $? "without such scenarios there is no table"

# Columns: CPUs, ideal, base and its boots, patched and its boots.
dat=$tmp/planted/plots/scaling.dat
grep -qx '4 4000 10000 10000 10000 12000 12000 12000' "$dat" &&
	grep -qx '8 4000 4000 4000 4000 4000 4000 4000' "$dat" &&
	[ "$(awk '$1 == 16' "$dat")" = '' ] && [ "$(grep -c . "$dat")" = 8 ]
ok $? "plot: the numbers of both curves, and none that was not measured"
[ "$(awk '$3 != $6' "$tmp/same/plots/scaling.dat")" = '' ]
ok $? "plot: no difference, where there is none"
awk '$1 == 8 && $2 > 1.9e6 { n++
	if (!($4 < $3 && $3 < $5 && $7 < $6 && $6 < $8)) bad = 1 }
	END { exit bad || n != 2 }' "$tmp/time/plots/scaling.dat"
ok $? "plot: boots spread around their mean, and base would have eight times as much"
grep -qxF "sub[1] = '16 CPUs: n/a'" "$tmp/planted/plots/scaling.labels"
ok $? "plot: what is n/a is told"

if ! command -v gnuplot >/dev/null; then
	skip "the pictures" "no gnuplot: as root, make deps"
	finish
fi
for name in planted time; do
	! grep -v ': nothing to draw' "$tmp/$name/err"
	ok $? "$name: gnuplot has nothing to say"
	head -c 4 "$tmp/$name/plots/scaling.png" | grep -q PNG
	ok $? "$name: as PNG"
	perl tests/svg-text.pl "$tmp/$name/plots/scaling.svg" >"$tmp/faults"
	status=$?
	sed 's/^/# /' "$tmp/faults"
	[ $status = 4 ] && status=0
	ok $status "$name: no text overlaps or leaves the picture"
done
"$stat" plot --templates plots -o "$tmp/good/plots" "$tmp/good" 2>/dev/null
[ -e "$tmp/good/plots/cost.svg" ] && [ ! -e "$tmp/good/plots/scaling.svg" ]
ok $? "no picture without such scenarios"
finish
