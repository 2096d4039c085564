#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-builds.t - several builds of a kernel, each with other padding between
# its objects: a build is the replicate, and boots of one are not
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh

model() { # FILE VARIABLE=VALUE...: boots of two kernels that never were
	file=$1
	shift
	for v in "$@"; do
		set -- "$@" -v "$v"
		shift
	done
	awk -v labels="base patched" "$@" -f tests/fixtures/records/noise.awk >"$file"
}
alarm() { # FILE: is a difference called one, however small?
	"$stat" compare --format none --margin 0.01% \
		--fail-on regressed,improved "$1" 2>"$tmp/err"
	case $? in
	0) return 1 ;;
	1) grep -Eq '1 (regressed|improved)' "$tmp/err" && return 0 ;;
	esac
	echo "Bail out! $(cat "$tmp/err")"
	exit 1
}
refused() { # TEXT NAME [FILE]
	"$stat" compare --format none "${3:-$tmp/bad.jsonl}" 2>"$tmp/err"
	[ $? = 2 ] && grep -q "$1" "$tmp/err"
	ok $? "$2" || sed 's/^/# /' "$tmp/err"
}

# Kernels that are one, linked five times each: builds lie 2 % apart, boots of a
# build 0.1 %. A layout that happens to be slow is no property of the series.
seed=0 boots=0 builds=0
while [ "$((seed += 1))" -le 60 ]; do
	model "$tmp/null.jsonl" boots=20 builds=5 effect=0.1 "seed=$seed"
	alarm "$tmp/null.jsonl" && builds=$((builds + 1))
	sed 's/"relink":[0-9]*,//; s/\(-*"build_id":"[a-z]*\)[0-9]*/\1/' \
		"$tmp/null.jsonl" >"$tmp/boots.jsonl"
	alarm "$tmp/boots.jsonl" && boots=$((boots + 1))
done
# 5 % of 60 are 3; of a binomial that small 9 or more come once in 300 times.
[ "$builds" -le 8 ]
ok $? "60 null comparisons by builds: $builds are called different"
[ "$boots" -ge 15 ]
ok $? "... the same boots taken for replicates: $boots are"
seed=0 found=0
while [ "$((seed += 1))" -le 20 ]; do
	model "$tmp/slow.jsonl" boots=20 builds=5 effect=0.1 slower=12 "seed=$seed"
	alarm "$tmp/slow.jsonl" && found=$((found + 1))
done
[ "$found" -ge 18 ]
ok $? "12 % slower, builds 2 % apart: $found of 20 are found"

# What a report and a program are told.
"$stat" compare --json "$tmp/s.json" "$tmp/slow.jsonl" >"$tmp/text"
tr '\n' ' ' <"$tmp/text" | tr -s ' ' >"$tmp/flat"
grep -q '20 boots per kernel, of 5 builds each with other padding between objects; a build is one replicate' "$tmp/flat"
ok $? "the report says what a replicate is"
perl -MJSON::PP -e '
	local $/; my $s = decode_json(<STDIN>);
	my ($r) = @{ $s->{comparisons} };
	print join(" ", @{ $r->{builds} }{"base", "patched"},
		   $s->{base}{builds}, scalar @{ $r->{hier}{base}{t2} },
		   @{ $r->{hier}{base}{repetitions} }), "\n";
	my $t2 = $r->{hier}{base}{t2};
	# Of 1000 ns builds have 20 and boots 1; so few builds tell no more.
	exit !($t2->[3] > 50 && $t2->[3] < 1600 && $t2->[2] < 10);
' <"$tmp/s.json" >"$tmp/got"
ok $? "variance: most of it is between builds"
[ "$(cat "$tmp/got")" = "5 5 5 4 10 3 4 5" ]
ok $? "... of five builds, four boots each" || sed 's/^/# /' "$tmp/got"
model "$tmp/few.jsonl" boots=20 builds=4 slower=50
"$stat" compare --json "$tmp/s.json" "$tmp/few.jsonl" >"$tmp/text"
tr '\n' ' ' <"$tmp/text" | tr -s ' ' |
	grep -q '4 builds of base and 4 of patched, 5 of each needed'
ok $? "four builds are too few, however many boots"

# Builds that do not belong together.
sed 's/"label":"base",\(.*\)"relink":[0-9]*,/"label":"base",\1/; /"label":"base"/s/"build_id":"base[0-9]"/"build_id":"base"/' \
	"$tmp/slow.jsonl" >"$tmp/bad.jsonl"
refused 'patched has 5 builds with other padding, and base has one' \
	"builds of one kernel alone are refused"
sed '0,/"build_id":"base1"/s//"build_id":"other"/' "$tmp/slow.jsonl" >"$tmp/bad.jsonl"
refused 'is of build 1, and has another build id than boot 1 of that build' \
	"a build with two build ids is refused"
sed 's/"build_id":"base2"/"build_id":"base1"/' "$tmp/slow.jsonl" >"$tmp/bad.jsonl"
refused 'has the build id of build 1: they are one build' \
	"two builds with one build id are refused"
sed '0,/"relink":1,/s///' "$tmp/slow.jsonl" >"$tmp/bad.jsonl"
refused 'of boot 1 of base the build is not told (relink), of others it is' \
	"a boot that does not tell its build is refused"
sed '/"label":"patched"/{s/"relink":1,/"relink":9,/;s/"relink":2,/"relink":1,/;s/"relink":9,/"relink":2,/}' \
	"$tmp/slow.jsonl" >"$tmp/bad.jsonl"
refused 'boot 1 is of build 1 of base and of build 2 of patched' \
	"a pair of two builds is refused"
# Two files are groups, not pairs: builds need not be as many.
model "$tmp/a.jsonl" boots=20 builds=5 labels=base
model "$tmp/b.jsonl" boots=18 builds=6 labels=patched slower=12
"$stat" compare --json "$tmp/s.json" "$tmp/a.jsonl" "$tmp/b.jsonl" >/dev/null
grep -q '"test": "\(welch\|permutation\)"' "$tmp/s.json" &&
	tr -d ' \n' <"$tmp/s.json" | grep -q '"builds":{"base":5,"patched":6}'
ok $? "two files with five and six builds are groups"

# The plan: boots of a build by the formula, then builds fill the budget.
model "$tmp/pilot.jsonl" boots=40 builds=10 effect=1 layout=1
"$stat" compare --format none --json "$tmp/s.json" "$tmp/pilot.jsonl"
"$stat" plan "$tmp/pilot.jsonl" --budget 10h --boot-cost 40s --build-cost 200s \
	>"$tmp/plan"
ok $? "a pilot with builds gives a plan"
perl -MJSON::PP -MPOSIX=ceil -e '
	local $/; my $s = decode_json(<STDIN>);
	my $t2 = $s->{comparisons}[0]{hier}{base}{t2};
	open(my $f, "<", $ARGV[0]) or die;
	my ($builds, $cost, $boots, $each) = <$f> =~
		/^(\d+) builds of each kernel, (\d+) s each; (\d+) boots of each build, (\d+) s each/
		or die "no design";
	my $want = ceil(sqrt(200 / $each * $t2->[2] / $t2->[3]));
	print "boots $boots, by the formula $want; $builds builds\n";
	# Seconds are printed rounded, so one boot more or less is no other plan.
	exit !(abs($boots - $want) <= 1 && $cost == 200 &&
	       2 * $builds * (200 + $boots * $each) <= 36000 + 2 * $builds &&
	       2 * ($builds + 1) * (200 + $boots * ($each + 1)) > 36000);
' "$tmp/plan" <"$tmp/s.json" >"$tmp/got"
ok $? "... builds and boots are those of the formula and the budget"
sed 's/^/# /' "$tmp/got"
"$stat" plan "$tmp/pilot.jsonl" --budget 10h --boot-cost 40s --build-cost 1h \
	>"$tmp/dear" 2>/dev/null
awk '/builds of each/ { n[++i] = $1 } END { exit !(n[2] < n[1]) }' \
	"$tmp/plan" "$tmp/dear"
ok $? "builds that cost more are fewer"
"$stat" plan "$tmp/pilot.jsonl" --budget 10m >/dev/null 2>"$tmp/err"
[ $? = 1 ] && grep -q 'builds of each kernel, a noisy metric needs 5' "$tmp/err"
ok $? "a budget that is too small for five builds is told"

# The promise is kept by builds, too (see kptstat-plan.t).
seed=0 found=0
while [ "$((seed += 1))" -le 40 ]; do
	awk -v "seed=$seed" -v boots=24 -v builds=8 -v labels=base \
		-v layout=1 -f tests/fixtures/records/noise.awk >"$tmp/p.jsonl"
	"$stat" plan "$tmp/p.jsonl" --budget 3h >"$tmp/p.plan"
	# shellcheck disable=SC2046 # five numbers
	set -- $(awk '/builds of each/ { n = $1; b = $9 }
		$2 == "cost.ns" { print n, b, $3, $4, $5 + 0 }' "$tmp/p.plan")
	model "$tmp/c.jsonl" "seed=$((seed + 1000))" "boots=$(($1 * $2))" \
		"builds=$1" "windows=$3" "runs=$4" "slower=$5" layout=1
	"$stat" compare --format none --fail-on regressed "$tmp/c.jsonl" \
		2>"$tmp/err"
	[ $? = 1 ] && grep -q '1 regressed' "$tmp/err" && found=$((found + 1))
done
# 80 % of 40 are 32, and 22 is four standard errors less.
[ "$found" -ge 22 ]
ok $? "what it would see is found ($found of 40)"

finish
