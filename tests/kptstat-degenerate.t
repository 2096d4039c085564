#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-degenerate.t - numbers at the edge: a verdict in words or a refusal,
# never "nan" or "inf" in any report, never a crash; under sanitizers
# shellcheck disable=SC1091,SC2154 # tmp comes from tap.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/tap.sh
stat=${KPTSTAT:-build/kptstat-asan}

[ -n "$KPTSTAT" ] || make -s "$stat" >"$tmp/log" 2>&1 || {
	echo "not ok 1 - kptstat builds with sanitizers"
	sed 's/^/# /' "$tmp/log"
	exit 1
}

# boot LABEL NUMBER VALUES: one boot with one sample; what it says besides is
# in the variables below, set anew by fresh()
fresh() {
	class=noisy phase=op kind=cost unit=ns amount=1000 fixed=0 scale=1
	metric=cost.ns audit=
	: >"$tmp/r.jsonl"
}
boot() {
	printf '{"type":"env","schema":"kptbench.records/1","label":"%s",' "$1"
	printf '"boot":%s,"group":"","mode":"metal","seed":1,' "$2"
	printf '"arch":"x86_64","release":"r","version":"v","build_id":"%s",' \
		"$1"
	printf '"config_name":"rt","config_digest":"d","config":{},'
	printf '"source":"s","cmdline":"c","page_size":4096,"cpus":1,'
	printf '"machine":"m","topology":"t","module_abi":1,'
	printf '"ptlocks":"allocated","ptlock_size":32,"levels":"pte pmd",'
	printf '"counters":{}}\n'
	samples=0
	for v in $3; do
		printf '{"type":"sample","scenario":"s","params":"p",'
		printf '"phase":"%s","n":%s,"metric":"%s","kind":"%s",' \
			"$phase" "${v%%:*}" "$metric" "$kind"
		printf '"unit":"%s","per":"op","class":"%s",' "$unit" "$class"
		printf '"better":"lower","source":"x","fixed":%s,' "$fixed"
		printf '"scale":%s,"values":[%s]}\n' "$scale" "${v#*:}"
		samples=$((samples + 1))
	done
	[ -z "$audit" ] || printf '{"type":"audit","scenario":"s","when":"%s",%s,"rows":[%s]}\n' \
		start '"n":0' "$audit"
	printf '{"type":"end","label":"%s","boot":%s,"group":"",' "$1" "$2"
	printf '"status":"ok","samples":%s,"audits":%s,"reason":""}\n' \
		$samples $(($([ -z "$audit" ]; echo $?)))
}

# side LABEL VALUES...: as many boots as there are vectors
side() {
	label=$1 number=0
	shift
	for values; do
		number=$((number + 1))
		boot "$label" $number "$amount:$values" >>"$tmp/r.jsonl"
	done
}

# judged EXIT PATTERN TEXT: compare exits so and says so
judged() {
	rm -rf "$tmp/out"
	"$stat" compare -o "$tmp/out" "$tmp/r.jsonl" >"$tmp/text" 2>"$tmp/err"
	status=$?
	cat "$tmp/text" "$tmp/err" "$tmp/out/summary.json" 2>/dev/null | tr '\n' ' ' | tr -s ' ' >"$tmp/flat"
	[ $status = "$1" ] && grep -q -E -e "$2" "$tmp/flat"
	good=$?
	ok $good "$3"
	[ $good = 0 ] || { echo "# exit $status, want $1: $2"
			   head -c 3000 "$tmp/flat" | fold | sed 's/^/# /'; }
	# What was found in a record may be quoted.
	! grep -r -i -w -n -E -e '-?(nan|inf|infinity)' "$tmp/out" \
		"$tmp/text" "$tmp/err" 2>/dev/null | grep -v -E "near ('|&#39;)" >"$tmp/odd"
	good=$?
	ok $good "... and every number in every report is one"
	[ $good = 0 ] || head -5 "$tmp/odd" | sed 's/^/# /'
	! grep -q -E 'Sanitizer|runtime error' "$tmp/err"
	good=$?
	ok $good "... without a word from the sanitizers"
	[ $good = 0 ] || head -20 "$tmp/err" | sed 's/^/# /'
}

fresh
side base 1000,1001
side patched 1100,1101
judged 0 'not enough evidence: 1 boots of base and 1 of patched' \
	"one boot of each"
fresh
side base 1000
side patched 1001 1002 1003 1004 1005 1006
judged 0 'not enough evidence: 1 boots of base and [16] of patched' "one boot of one"
fresh
side base 7 7 7 7 7
side patched 7 7 7 7 7
judged 0 'same_values' "no variance, no difference"
fresh
side base 1000 1000 1000 1000 1000
side patched 2000 2000 2000 2000 2000
judged 0 '"verdict": "regressed"' "no variance, a difference"
fresh
side base 1000 1000 1000 1000 1000
side patched 1900 2000 2100 1950 2050
judged 0 '"verdict": "regressed"' "one side does not vary"
fresh
side base 5,5,6 5,6,6 5,5,6 6,6,5 5,5,5
side patched 5,6,5 6,6,5 5,5,6 5,6,6 5,5,5
judged 0 'inconclusive|unclear' "all ties"
fresh
side base 0 0 0 0 0
side patched 0 0 0 0 0
judged 0 'same_values' "nothing but zeros"
fresh
side base 0 0 0 0 0
side patched 1 2 3 4 5
judged 0 'no ratio|base mean is 0' "a base of zero"
fresh
side base 0,1 1,0 0,0 1,1 0,2
side patched 900,901 800,801 700,701 600,601 500,501
judged 0 '"verdict": "regressed"' "a base that is nearly zero"

# What must be left out, with the reason.
for odd in NaN:'not JSON' Infinity:'not JSON' -Infinity:'not JSON' \
	   null:'not a number' 1e999:'not JSON|real number overflow' \
	   '"7"':'not a number' '[7]':'not a number' true:'not a number' \
	   18446744073709551615:'not JSON|too large' \
	   18446744073709551615.0:'too large' 9223372036854775807:'too large' \
	   1.8446744073709552e19:'too large' \
	   -9223372036854775808:'too large' 9007199254740993e1:'too large' \
	   -5:'below 0'; do
	fresh
	side base 1000 1001 1002 1001 "1000,${odd%%:*}"
	side patched 1000 1001 1002 1001 1000
	judged 1 "${odd#*:}" "a value of ${odd%%:*}"
	grep -q 'few_boots", "base": 4' "$tmp/flat"
	ok $? "... its boot is left out"
done

fresh
kind=memory phase=start unit=objects class=exact
side base 1 1 -1
side patched 1 1 1
judged 1 'below 0' "a negative count"
fresh
audit='{"region":"vmalloc","level":"pte","tables":-1,"boot":0,"constructed":0,"ptlocks":0,"leaves":0,"entries":0}'
side base 1000 1001 1002 1003 1004
side patched 1000 1001 1002 1003 1004
judged 2 'no count' "a negative count of tables"
fresh
audit='{"region":"vmalloc","level":"pte","tables":9223372036854775807,"boot":0,"constructed":0,"ptlocks":0,"leaves":0,"entries":0}'
side base 1000 1001 1002 1003 1004
side patched 1000 1001 1002 1003 1004
judged 2 'no count' "a count of tables that wrapped"

fresh
side base 1000 1001 1002 1001 1000
metric=cost.cycles
side patched 1000 1001 1002 1001 1000
judged 1 'not measured on patched' "a metric of one side alone"

# Counters of 32 bits that wrapped are numbers; the boots do not agree.
fresh
unit=instructions class=exact
side base 4294967295 100 100 100 100
side patched 100 100 100 100 100
judged 0 'boot 1 of base differs' "a counter of 32 bits that wrapped"

fresh
side base 9007199254740991 9007199254740990 9007199254740992 \
	9007199254740991 9007199254740991
side patched 9007199254740992 9007199254740992 9007199254740991 \
	9007199254740992 9007199254740992
judged 0 'margin' "the largest numbers there are"
fresh
side base 5e-324 1e-323 5e-324 5e-324 1e-323
side patched 9e15 9e15 9e15 9e15 8.9e15
judged 0 'regressed|no ratio' "the smallest against the largest"
fresh
fixed=1e15
side base 1000 1001 1002 1003 1004
side patched 1000 1001 1002 1003 1004
judged 0 '.' "a fixed cost larger than what it is part of"
for scale in 1e-300 1e300 0 -1; do
	keep=$scale
	fresh
	scale=$keep
	side base 1000 1001 1002 1003 1004
	side patched 1000 1001 1002 1003 1004
	judged 2 'scale or fixed' "a scale of $keep"
done
fresh
amount=9223372036854775807
side base 1000 1001 1002 1003 1004
side patched 1000 1001 1002 1003 1004
judged 0 '.' "as many operations as there are numbers"

# Ladders that are none.
held() { # VALUES-OF-ONE-BOOT BASE PATCHED
	fresh
	phase=held kind=memory unit=objects class=exact metric=slab.x
	for b in 1 2 3; do
		boot base $b "$1" >>"$tmp/r.jsonl"
		boot patched $b "$2" >>"$tmp/r.jsonl"
	done
}
held "8:8" "8:0"
judged 0 'one_rung' "a ladder of one rung"
held "0:8" "0:0"
judged 1 'bad_ladder' "a ladder of nothing held"
held "1:8 2:7 3:6 9223372036854775807:5" "1:0 2:0 3:0 9223372036854775807:0"
judged 0 '.' "a ladder to the sky"
held "8:-8 16:-16" "8:0 16:0"
judged 0 '.' "a ladder that goes down"

# A million values that are all the same.
fresh
million=$(awk 'BEGIN { while (i++ < 100000) printf "1000%s", i < 100000 ? "," : "" }')
side base "$million" "$million" "$million" "$million" "$million"
side patched "$million" "$million" "$million" "$million" "$million"
judged 0 'same_values' "a million values, all the same"

finish
