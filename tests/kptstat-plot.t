#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-plot.t - plots are drawn, alike every time, and failures are told
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh
skip=

for what in good embedded same; do
	awk -v what=$what -f tests/fixtures/records/make.awk >"$tmp/r.jsonl"
	"$stat" compare --format none -o "$tmp/$what" "$tmp/r.jsonl"
done

# NAME KEY=VALUE...: a comparison of made-up records
many() {
	name=$1
	shift
	perl tests/fixtures/records/many.pl "$@" >"$tmp/r.jsonl" || exit 1
	"$stat" compare --format none -o "$tmp/$name" "$tmp/r.jsonl"
}
many noisy-1 scenarios=1
many noisy-20 scenarios=20
many noisy-60 scenarios=60 boots=5 noise=0.03
many exact-1 scenarios=1 noise=0 boots=3
many exact-20 scenarios=20 noise=0 boots=3
many exact-60 scenarios=60 noise=0 boots=3
many alone scenarios=20 alone=1 noise=0.002

for name in exact-20 alone; do
	perl tests/fixtures/records/odd-names.pl <"$tmp/$name/summary.json" \
		>"$tmp/odd.json" || exit 1
	mv "$tmp/odd.json" "$tmp/$name/summary.json"
done

PATH=/nonexistent "$stat" plot --templates plots -o "$tmp/none" \
	"$tmp/good" 2>"$tmp/err"
[ $? = 1 ] && grep -q 'apt-get install gnuplot-nox' "$tmp/err"
ok $? "without gnuplot: what to install"
"$stat" plot -o /proc/nosuch "$tmp/good" 2>"$tmp/err"
[ $? = 1 ] && grep -q 'cannot be made' "$tmp/err"
ok $? "a directory that cannot be"
"$stat" plot --templates "$tmp" -o "$tmp/none" "$tmp/good" 2>"$tmp/err"
[ $? = 1 ] && grep -q 'no gnuplot templates' "$tmp/err"
ok $? "no templates"

if ! command -v gnuplot >/dev/null; then
	skip "the rest" "no gnuplot: as root, make deps"
	finish
fi
# NAME PLOT...: these plots, and no others, in both formats
drawn() {
	name=$1
	shift
	"$stat" plot --templates plots -o "$tmp/$name/plots" "$tmp/$name" \
		2>"$tmp/err"
	ok $? "$name: drawn"
	! grep -v ': nothing to draw' "$tmp/err"
	ok $? "$name: gnuplot has nothing to say"
	[ "$(cd "$tmp/$name/plots" && echo *.svg)" = \
		"$(printf '%s.svg ' "$@" | sed 's/ $//')" ]
	ok $? "$name: as SVG: $*"
	png=0
	for plot; do
		head -c 4 "$tmp/$name/plots/$plot.png" | grep -q PNG || png=1
	done
	ok $png "$name: as PNG"
	perl tests/svg-text.pl "$tmp/$name/plots/"*.svg >"$tmp/faults"
	status=$?
	[ $status = 4 ] && skip=" # SKIP DejaVu Sans is not installed" &&
		status=0
	sed 's/^/# /' "$tmp/faults"
	ok $status "$name: no text overlaps or leaves the picture$skip"
}
drawn good accounting cost coverage forest ladder timeline
drawn embedded accounting cost coverage forest ladder
drawn same accounting cost coverage forest ladder timeline
drawn noisy-1 boots cost coverage forest timeline
drawn noisy-20 accounting boots cost coverage forest ladder timeline
drawn noisy-60 accounting boots cost coverage forest ladder timeline
drawn exact-1 cost coverage forest timeline
drawn exact-20 accounting cost coverage forest ladder timeline
drawn exact-60 accounting cost coverage forest ladder timeline
drawn alone accounting boots cost coverage forest ladder timeline

# Ratios far apart, with no interval or one below zero.
# NAME RATIO INTERVAL
wild() {
	mkdir "$tmp/$1"
	perl -MJSON::PP -0777 -e '($r, $ci) = @ARGV; $s = decode_json(<STDIN>);
		($row) = grep { $_->{kind} eq "cost" } @{ $s->{comparisons} };
		$row->{ratio} = 0 + $r;
		$row->{ratio_ci} = decode_json($ci);
		print encode_json($s)' "$2" "$3" \
		<"$tmp/noisy-20/summary.json" >"$tmp/$1/summary.json"
}
for ratio in 37.5 0.0001 1e9; do
	wild "ratio-$ratio" $ratio '[0.9,1.1]'
	drawn "ratio-$ratio" accounting boots cost coverage forest ladder \
		timeline
done
wild below 3 '[-5,11]'
drawn below accounting boots cost coverage forest ladder timeline

svg=$tmp/exact-20/plots
[ ! -e oops ]
ok $? "odd names: no name was run"
grep -q '<text>it[^a-z]*s "quoted"</text>' "$svg/forest.svg" &&
	grep -qF '<text>100%d %s%%</text>' "$svg/forest.svg" &&
	grep -qF '<text>&lt;b>&amp;amp;?#x1f;?]>&lt;/b></text>' "$svg/forest.svg"
ok $? "odd names: quotes, percent signs and markup are seen as they are"
grep -q 'Größe-für' "$svg/timeline.svg" &&
	grep -q '<text>???????</text>' "$svg/forest.svg"
ok $? "odd names: UTF-8, and ? for what fonts lack"
cp -r "$svg" "$tmp/first"
"$stat" plot --templates plots -o "$svg" "$tmp/exact-20" 2>/dev/null
for plot in "$svg"/*; do
	cmp "$plot" "$tmp/first/${plot##*/}" || exit 1
done
ok $? "plots are alike every time"
grep -q '12 of 40 such metrics' "$tmp/noisy-60/plots/boots.svg" &&
	grep -q '4 of 40 drawn' "$tmp/noisy-60/plots/ladder.svg"
ok $? "what is left out is told"

"$stat" plot --templates plots -o "$tmp/noisy-60/plots" "$tmp/exact-1" \
	2>/dev/null
[ ! -e "$tmp/noisy-60/plots/boots.svg" ] &&
	[ ! -e "$tmp/noisy-60/plots/boots.png" ]
ok $? "no picture of another summary stays"

# Several summaries are drawn together.
mkdir "$tmp/several"
"$stat" plot --templates plots -o "$tmp/several" "$tmp/good" "$tmp/embedded" \
	"$tmp/exact-1" 2>"$tmp/err" && [ ! -s "$tmp/err" ] &&
	[ "$(cd "$tmp/several" && echo *.svg)" = 'costs.svg matrix.svg' ]
ok $? "several summaries: their costs, and a line each"
perl tests/svg-text.pl "$tmp/several/"*.svg >"$tmp/faults"
status=$?
[ $status = 4 ] && status=0
sed 's/^/# /' "$tmp/faults"
ok $status "several: no text overlaps or leaves the picture$skip"
[ "$("$stat" report --format matrix "$tmp/good" "$tmp/embedded" |
	grep -c '^| arm64 ')" = 2 ] &&
	grep -q '^1 1.43884892086331 100$' "$tmp/several/matrix.dat" &&
	grep -q '^3 49.9971056439942 100$' "$tmp/several/matrix.dat"
ok $? "several: shares of tables constructed"

# v SEED...: kernels of one configuration against one base
for seed in 1 2 3; do
	perl tests/fixtures/records/many.pl scenarios=8 noise=0.01 boots=8 \
		seed=$seed | sed "s/\"label\":\"patched\"/\"label\":\"v$seed\"/" \
		>"$tmp/r.jsonl"
	"$stat" compare --format none --patched v$seed -o "$tmp/v$seed" \
		"$tmp/r.jsonl"
done
mkdir "$tmp/v"
"$stat" plot --templates plots -o "$tmp/v" "$tmp/v1" "$tmp/v2" "$tmp/v3" \
	2>"$tmp/err" && [ ! -s "$tmp/err" ]
ok $? "three kernels against one base: drawn"
perl tests/svg-text.pl "$tmp/v/"*.svg >"$tmp/faults"
status=$?
[ $status = 4 ] && status=0
sed 's/^/# /' "$tmp/faults"
ok $status "three kernels: no text overlaps or leaves the picture$skip"
grep -qxF "kernel[3] = 'v3'" "$tmp/v/costs.labels" &&
	grep -q "^subject = '.* 3 kernels against base'" "$tmp/v/costs.labels"
ok $? "three kernels: by their names"
[ "$(awk '$1 == 1 { n++ } END { print n }' "$tmp/v/costs.dat")" = 3 ]
ok $? "three kernels: a mark each in a row"
perl -MJSON::PP -0777 -e '
	for my $f (@ARGV) {
		open my $h, "<", $f or die; my $s = decode_json(<$h>);
		for my $r (@{ $s->{comparisons} }) {
			my $size = ($r->{ratio} // 1) - 1;
			next if !$r->{main} ||
				$r->{verdict} !~ /^(improved|regressed|changed)$/;
			$most{$r->{scenario}} = abs($size)
				if abs($size) > ($most{$r->{scenario}} // 0);
		}
	}
	print "name[", ++$i, "] = \x27$_\x27\n"
		for sort { $most{$b} <=> $most{$a} } keys %most' \
	"$tmp/v1/summary.json" "$tmp/v2/summary.json" "$tmp/v3/summary.json" \
	>"$tmp/want"
grep '^name\[' "$tmp/v/costs.labels" >"$tmp/got"
[ -s "$tmp/want" ] && cmp -s "$tmp/want" "$tmp/got"
ok $? "three kernels: those that change, the largest change first"

# ---- the margin, and the two intervals
awk '$8 < $3 || $9 > $4 { bad = 1 } $8 < $2 && $2 < $9 { n++ }
     END { exit bad || !n }' "$tmp/noisy-20/plots/forest.dat"
ok $? "forest: the 90 % interval lies in the one of 95 %"
grep -q '>90 % interval<' "$tmp/noisy-20/plots/forest.svg" &&
	grep -q '>95 % interval<' "$tmp/noisy-20/plots/forest.svg" &&
	grep -q '>margin of 1%<' "$tmp/noisy-20/plots/forest.svg"
ok $? "forest: the legend has the intervals and the margin"
! grep -rhE '>[^<]*(slower|faster|born|regressed|improved)' \
	"$tmp"/*/plots/*.svg "$tmp/v" "$tmp/several" >"$tmp/words"
sed 's/^/# /' "$tmp/words"
[ ! -s "$tmp/words" ]
ok $? "no picture says slower, faster, born, regressed or improved"

# The judge of texts must see what is wrong.
if [ -z "$skip" ]; then
	sed 's/font-size="13.00"/font-size="33.00"/' "$svg/forest.svg" \
		>"$tmp/large.svg"
	perl tests/svg-text.pl "$tmp/large.svg" | grep -q 'overlap$'
	ok $? "texts too large overlap"
	sed 's/translate(/translate(-/' "$svg/cost.svg" >"$tmp/left.svg"
	perl tests/svg-text.pl "$tmp/left.svg" | grep -q 'leaves the picture$'
	ok $? "texts moved to the left leave the picture"
	head -n 50 "$svg/cost.svg" >"$tmp/cut.svg"
	! perl tests/svg-text.pl "$tmp/cut.svg" >/dev/null
	ok $? "a picture cut short is none"
fi

grep -q '^128 128 0 128 0 0 0$' "$tmp/good/plots/ladder.dat"
ok $? "ladder: locks of 128 tables, base and patched"
grep -q '^1 2304 2158$' "$tmp/good/plots/cost.dat" &&
	grep -qxF "change[1] = '-146 (-6.3%)'" \
		"$tmp/good/plots/cost.labels"
ok $? "cost: the largest difference first, in numbers"
build/kptstat plot --templates plots -o "$tmp/rt" \
	results/published/arm64-rt.json >/dev/null 2>&1
names=$tmp/rt/timeline.labels
grep -qxF "name[1] = 'at boot'" "$names" &&
	grep -qE "^name\[[0-9]+\] = 'kernel PTE table, up to [0-9]+ held'$" \
		"$names" && grep -qE "^title\[[0-9]+\] = 'PageTables'$" "$names"
ok $? "timeline: scenarios and metrics have their names in words"
grep -q '^128 0 128 128 128$' "$tmp/good/plots/accounting.dat"
ok $? "accounting: said and found"

finish
