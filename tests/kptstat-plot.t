#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-plot.t - plots are drawn, alike every time, and failures are told
cd "$(dirname "$0")/.." || exit 1
stat=${KPTSTAT:-build/kptstat}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0
failed=0

[ -x "$stat" ] || { echo "1..0 # SKIP no $stat; make tools"; exit 4; }

result() { # STATUS TEXT
	n=$((n + 1))
	[ "$1" = 0 ] || { failed=1; printf 'not '; }
	echo "ok $n - $2"
}

for what in good embedded same; do
	awk -v what=$what -f tests/fixtures/records/make.awk >"$tmp/r.jsonl"
	"$stat" compare --format none -o "$tmp/$what" "$tmp/r.jsonl"
done

"$stat" compare --format none -o "$tmp/good" "$tmp/r.jsonl" >/dev/null 2>&1
awk -f tests/fixtures/records/make.awk >"$tmp/r.jsonl"
"$stat" compare --format none -o "$tmp/good" "$tmp/r.jsonl"

PATH=/nonexistent "$stat" plot --templates plots -o "$tmp/none" \
	"$tmp/good" 2>"$tmp/err"
[ $? = 1 ] && grep -q 'apt-get install gnuplot-nox' "$tmp/err"
result $? "without gnuplot: what to install"
"$stat" plot -o /proc/nosuch "$tmp/good" 2>"$tmp/err"
[ $? = 1 ] && grep -q 'cannot be made' "$tmp/err"
result $? "a directory that cannot be"
"$stat" plot --templates "$tmp" -o "$tmp/none" "$tmp/good" 2>"$tmp/err"
[ $? = 1 ] && grep -q 'no gnuplot templates' "$tmp/err"
result $? "no templates"

if ! command -v gnuplot >/dev/null; then
	echo "1..$n"
	exit $failed
fi
# One cost, and that one dearer: gnuplot must not trip over a lone label.
mkdir -p "$tmp/lone"
perl -MJSON::PP -0777 -ne '$s = decode_json($_); $seen = 0;
	$s->{comparisons} = [ grep { $_->{phase} ne "op" ||
		(($_->{diff} // 0) > 0 && !$seen++) } @{ $s->{comparisons} } ];
	print encode_json($s)' "$tmp/good/summary.json" >"$tmp/lone/summary.json"
for what in good embedded same lone; do
	"$stat" plot --templates plots -o "$tmp/$what/plots" "$tmp/$what" \
		2>"$tmp/err"
	result $? "$what: drawn"
	! grep -v ': nothing to draw' "$tmp/err"
	result $? "$what: gnuplot has nothing to say"
done
for name in ladder cost coverage accounting; do
	[ -s "$tmp/good/plots/$name.png" ] &&
		grep -q '</svg>' "$tmp/good/plots/$name.svg"
	result $? "$name: PNG and a whole SVG"
done
grep -q '^128 128 0 128 0 0 0$' "$tmp/good/plots/ladder.dat"
result $? "ladder: locks of 128 tables, base and patched"
grep -q '^2 2304 2158$' "$tmp/good/plots/cost.dat" &&
	grep -qxF "change[2] = '-146 (-6.3%) faster'" \
		"$tmp/good/plots/cost.labels"
result $? "cost: the difference in words"
grep -q '^128 0 128 128 128$' "$tmp/good/plots/accounting.dat"
result $? "accounting: said and found"

echo "1..$n"
exit $failed
