#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptstat-compilers.t - summaries of one comparison by several compilers, side
# by side: columns by compiler, and what depends on them is said
# shellcheck disable=SC1091,SC2154 # stat and tmp come from kptstat.sh
cd "$(dirname "$0")/.." || exit 1
. tests/lib/kptstat.sh

gcc11='aarch64-linux-gnu-gcc-11 (Debian 11.3.0-11) 11.3.0'
gcc12='aarch64-linux-gnu-gcc (Debian 12.2.0-14) 12.2.0'
clang='Debian clang version 14.0.6'
awk -v what=good -f tests/fixtures/records/make.awk >"$tmp/r.jsonl"
"$stat" compare --format none --command 'make compare CC=x' -o "$tmp/model" \
	"$tmp/r.jsonl"

# summary NAME COMPILER [SCENARIO=DIFFERENCE]: the model's, by that compiler,
# where a cost changes by as much
summary() {
	mkdir "$tmp/$1"
	perl -MJSON::PP -0777 -e '
		my ($cc, $what) = splice @ARGV, 0, 2;
		my $d = decode_json(<>);
		my ($sc, $diff) = split /=/, $what;
		for my $side (qw(base patched)) {
			$d->{$side}{config}{CC_VERSION_TEXT} = $cc if $cc;
			$d->{$side}{build_id} .= $cc;
		}
		for my $r (@{ $d->{comparisons} }) {
			next if $r->{scenario} ne $sc || $r->{kind} ne "cost";
			$r->{diff} = $diff eq "?" ? 1 : 0 + $diff;
			$r->{patched} = $r->{base} + $r->{diff};
			$r->{verdict} = $diff eq "?" ? "unresolved" : !$diff ? "equivalent" :
				$diff > 0 ? "regressed" : "improved";
		}
		print encode_json($d)' "$2" "${3:-none=0}" \
		"$tmp/model/summary.json" >"$tmp/$1/summary.json"
}

# report NAME...: of these, in one line
report() {
	format=$1
	shift
	# shellcheck disable=SC2046 # names, each a word
	"$stat" report --format "$format" $(printf "$tmp/%s " "$@") \
		>"$tmp/out" 2>"$tmp/err"
	status=$?
	tr -s ' \n' ' ' <"$tmp/out" >"$tmp/line"
}

# says PATTERN NAME
says() {
	grep -Eq -- "$1" "$tmp/line"
	ok $? "$2"
}

summary a "$gcc11"
summary b "$gcc12"
summary c "$clang"
report text a b c
is "$status" 0 'three compilers, side by side'
says 'arm64 rt: base and patched by 3 compilers' '... in the title'
says 'Kernels built by gcc 11.3.0, gcc 12.2.0 and clang 14.0.6, a column each' \
	'... in the headline'
says ' gcc 11.3.0 gcc 12.2.0 clang 14.0.6 pmd-churn ' 'a column is named by one'
says 'gcc 12.2.0: Kernels built by aarch64-linux-gnu-gcc \(Debian 12.2.0-14\)' \
	'which they are to the letter is below'
says 'Every change has the same sign with each compiler\.' \
	'changes that do not depend on it: that is said'
! grep -q 'SIGN\|some compilers only' "$tmp/line"
ok $? '... and nothing else'
is "$(awk 'length > 72' "$tmp/out" | wc -l)" 0 'lines of 72 columns'
report cover-letter a b c
says 'Kernels built by gcc 11.3.0, gcc 12.2.0 and clang 14.0.6' \
	'a cover letter has the compilers'
[ "$(wc -l <"$tmp/out")" -le 40 ]
ok $? '... in 40 lines'

summary flip "$clang" pmd-churn=7
report text a flip
says 'The SIGN depends on the compiler: pmd-churn: fewer \[gcc 11.3.0\]; more \[clang 14.0.6\]\.' \
	'a sign that depends on the compiler'
! grep -q 'Every change' "$tmp/line"
ok $? '... is no sign that every compiler has'
report cover-letter a b flip
says 'The SIGN depends on the compiler: pmd-churn: fewer \[gcc 11.3.0, gcc 12.2.0\]; more \[clang' \
	'... is in a cover letter'
summary none "$clang" pmd-churn=0
report text a none
says 'Changed with some compilers only: pmd-churn: fewer \[gcc 11.3.0\]; no change \[clang 14.0.6\]' \
	'a change that another compiler does not have'
! grep -q 'Every change\|SIGN' "$tmp/line"
ok $? '... has no sign there'

summary open "$clang" 'pmd-churn=?'
report text a open
says 'No change that is resolved has the other sign, or is 0, with another compiler\.' \
	'a change that is not resolved with one: of the others it is said'
says 'Not resolved[^:]*: pmd-churn \(clang 14.0.6\)' '... and with which'

# ---- what is no comparison by several compilers
report text a a
is "$status" 0 'one compiler twice'
! grep -q 'compilers' "$tmp/line"
ok $? '... is not several'
summary other 'Debian clang version 14.0.6'
sed -i 's/"label":"patched"/"label":"other"/' "$tmp/other/summary.json"
report text a other
is "$status" 1 'other kernels by another compiler: two things differ'
report kernels a b
is "$status" 1 'a table of kernels is none of compilers'
report text a
says 'Kernels built by aarch64-linux-gnu-gcc-11 \(Debian 11.3.0-11\) 11.3.0' \
	'of one run the headline names the compiler'

# ---- several configurations: the headline names the compiler, too
summary x 'x86_64-linux-gnu-gcc (Debian 12.2.0-14) 12.2.0'
sed -i 's/"arch":"arm64"/"arch":"x86_64"/g' "$tmp/x/summary.json"
report text b x
says 'Kernels built by gcc 12.2.0\.' 'by the prefix it differs, and is one'
report text c x
says 'Kernels built by clang 14.0.6 \[arm64\]; gcc 12.2.0 \[x86_64\]\.' \
	'two are told apart'
summary same 'Ubuntu clang version 14.0.6'
report text c same
says 'Debian clang version 14.0.6 Ubuntu clang version 14.0.6' \
	'one version of two vendors: the whole text'

# ---- pictures
"$stat" plot -o "$tmp/plots" "$tmp/a" "$tmp/c" >"$tmp/out" 2>"$tmp/err"
is $? 0 'a picture of both'
grep -q 'gcc 11.3.0' "$tmp/plots/costs.dat" "$tmp/plots/costs.labels" &&
	grep -q 'clang 14.0.6' "$tmp/plots/costs.dat" "$tmp/plots/costs.labels"
ok $? '... names the compilers'
finish
