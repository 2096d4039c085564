#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# walk.t - a series step by step: the kernels, on a tree that only looks like
# a kernel's; and what is said of a walk whose numbers are known
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"
mkdir -p "$T/top/build"
cp -r "$T/guest" "$T/top/build/guest-arm64"

# entry ARGS...: the folder of a kernel
entry() {
	run kernel "$@"
	tail -n 1 "$T/out"
}

# ---- a queue cut off
mkdir "$T/top/q"
# patch NAME FROM TO SUBJECT...
patch() {
	{
		printf 'From: a\nSubject: [PATCH 1/3] %s\n' "$4"
		printf ' and a line that goes on\n\n---\n'
		printf -- '--- a/mm/memory.c\n+++ b/mm/memory.c\n'
		printf '@@ -1,3 +1,3 @@\n one\n-%s\n+%s\n three\n' "$2" "$3"
	} >"$T/top/q/$1"
	echo "$1 # comment" >>"$T/top/q/series"
}
patch 1.patch two zwei 'mm: german'
patch 2.patch zwei deux 'mm: french'
patch 3.patch deux due 'mm: italian'
variant plain "git:$T/tree@main"
variant whole "git:$T/tree@main" q
base=$(entry --variant plain)
all=$(entry --variant whole)
is "$(entry --variant whole --patches 0)" "$base" \
	'none of the patches: the kernel without the series'
is "$(entry --variant whole --patches 3)" "$all" \
	'all of them: the kernel with the series'
one=$(entry --variant whole --patches 2)
grep -q deux "$one/arch/arm64/boot/Image"
ok $? 'the first two: what they make'
run kernel --variant whole --patches 4
is "$status" 2 'more than there are: usage error'
says 'patch 4 is asked for, and there are 3' '... which says how many'
run kernel --ksrc "$T/tree" --patches 1
is "$status" 2 'of a git tree there are no patches'
run steps --variant whole
is "$(cut -f 1,2 "$T/out" | tr '\t\n' '= ')" 'base=0 01=1 02=2 03=3 ' \
	'steps: every patch is one'
is "$(tail -n 1 "$T/out" | cut -f 3)" 'mm: italian and a line that goes on' \
	'steps: its subject, folded lines and all'
run steps --variant plain
is "$status" 1 'steps: none without patches'

# ---- with ccache the kernel is the same, and its own tree is named
if command -v ccache >/dev/null; then
	again=$(XDG_CACHE_HOME="$T/other" entry --variant whole --ccache)
	[ -s "$again/arch/arm64/boot/Image" ]
	ok $? '--ccache builds'
	is "$(basename "$again")" "$(basename "$all")" \
		'--ccache: the same entry'
	diff -r -x build.log -x source -x kptbench.about "$again" "$all" \
		>"$T/err"
	ok $? '--ccache: the same in it'
	[ -e "$again/source/mm/memory.c" ]
	ok $? '--ccache: the source it names is there'
else
	ok 0 '--ccache # SKIP ccache is not installed'
fi
run kernel --variant whole --ccache --debug-info
is "$status" 2 '--ccache and --debug-info exclude each other'

# ---- commits: each tree is made of the one before, and is what git has
git() {
	command git -C "$T/tree" -c user.name=t -c user.email=t@t "$@"
}
commit() {
	git add -A
	git commit -q -m "$1"
}
sed -i s/two/zwei/ "$T/tree/mm/memory.c"
mkdir "$T/tree/dir"
echo file >"$T/tree/dir/file"
echo '*.o' >"$T/tree/odd name[1]"
commit 'mm: german | barred'
rm -r "$T/tree/dir"
echo now a file >"$T/tree/dir"
echo 'more' >>"$T/tree/odd name[1]"
chmod +x "$T/tree/odd name[1]"
commit 'doc: the image stays as it was'
cp "$T/tree/Makefile" "$T/Makefile"
echo 'error' >"$T/tree/Makefile"
commit 'kbuild: broken'
sed -i s/zwei/due/ "$T/tree/mm/memory.c"
commit 'mm: not yet'
cp "$T/Makefile" "$T/tree/Makefile"
rm "$T/tree/odd name[1]"
commit 'kbuild: mended'

# walk ARGS...: of the tree
walk() {
	status=0
	env KSRC="$T/tree" BASE=v6.12-fake PATCHED=main ARCH=arm64 CONFIG=rt \
		SCENARIOS=nop BOOTS=3 RESULTS="$T/walk" "$@" vm/walk.sh \
		>"$T/out" 2>"$T/err" </dev/null || status=$?
}
if command -v ccache >/dev/null; then
	walk
	is "$status" 1 'walk: a step that does not build fails it'
	is "$(cut -f 1,2 "$T/walk/steps.tsv" | tr '\t\n' '= ')" \
		'base=base 01=01 02=01 03=- 04=- 05=05 ' \
		'walk: what was measured of each step'
	says '05 \(6 of 6\).*kbuild: mended' 'walk: it says where it is'
	says '03: not built; the walk goes on' '... and what does not build'
	is "$(grep -c '"type":"end"' "$T/walk/records.jsonl")" 9 \
		'walk: each kernel boots three times, the same one is not booted'
	grep -q '^| 02 | the same kernel as before |' "$T/out"
	ok $? 'walk: the same kernel is told'
	grep -q '^| 03-04 | 2 steps: not measured: no kernel could be built |' "$T/out"
	ok $? 'walk: what did not build is told, in one line'
	grep -qF '| 01 | mm: german \| barred |' "$T/out"
	ok $? 'walk: a bar in a subject ends no cell'
	cmp -s "$T/out" "$T/walk/walk.md"
	ok $? 'walk: the table is kept'
	grep -q '^The steps add up .* in all [1-9][0-9]* exact rows' "$T/out"
	ok $? 'walk: what the boots say is exact'
	mkdir "$T/calls"
	walk FAKE_DIR="$T/calls"
	is "$(find "$T/calls" -type f | wc -l)" 0 'walk: once more boots nothing'
	for rev in main~4 main~3 main; do
		run kernel --ksrc "$T/tree" --rev $rev
		src=$(readlink -f "$(tail -n 1 "$T/out")/source")
		mkdir "$T/git"
		git archive $rev | tar -x -C "$T/git"
		diff -r "$T/git" "$src" >"$T/err" &&
			[ "$(cd "$T/git" && find . -perm -u+x | sort)" = \
			"$(cd "$src" && find . -perm -u+x | sort)" ]
		ok $? "the tree of $rev is as git has it"
		rm -r "$T/git"
	done
	is "$(stat -c %h "$src/scripts/kconfig/merge_config.sh")" \
		"$(find "$T/cache/kptbench/src" -name merge_config.sh | wc -l)" \
		'trees share what no commit touched'
else
	ok 0 'walk # SKIP ccache is not installed'
fi
walk BASE=main PATCHED=v6.12-fake
is "$status" 1 'walk: backwards is refused'
says 'main is no ancestor of v6.12-fake' '... and says so'
walk BASE=main
says 'are the same commit' 'walk: nowhere to go is refused'
walk KSRC= BASE=main
is "$status" 2 'walk: a base without a tree is a usage error'

# ---- the report: four kernels that never ran, whose numbers are known
unset KPTBENCH_TOP
stat=${KPTSTAT:-build/kptstat}

# label FROM TO [WHAT]: boots of FROM of the made-up records, as TO
label() {
	awk -v what="${3:-good}" -f tests/fixtures/records/make.awk |
	awk -v from="\"label\":\"$1\"" '
		/"type":"env"/ { on = index($0, from) }
		on { print }' | sed "s/\"label\":\"$1\"/\"label\":\"$2\"/"
}
{
	label base base
	label base 01
	label patched 03
	label patched 04 double
} >"$T/records.jsonl"
tab=$(printf '\t')
sed "s/ /$tab/; s/ /$tab/" >"$T/steps.tsv" <<'EOF'
base base without the series
01 01 mm: prepare
02 01 x86: another machine
03 03 mm: construct
04 04 mm: account once more
05 - mm: cannot be compiled
EOF

# compare NAME BASE PATCHED ARGS...
compare() {
	name=$1
	from=$2
	to=$3
	shift 3
	"$stat" compare --format none --base "$from" --patched "$to" \
		--json "$T/$name.json" "$@" "$T/records.jsonl" 2>"$T/err"
}
compare 01 base 01
compare 03 01 03
compare 04 03 04
compare total base 04 --steps "$T/steps.tsv"

# report NAME...: of these summaries
report() {
	status=0
	for name; do
		set -- "$@" "$T/$name.json"
		shift
	done
	"$stat" report --format walk "$@" >"$T/out" 2>"$T/err" || status=$?
}
report total 01 03 04
is "$status" 0 'report: made'
# told LINE TEXT
told() {
	grep -qxF -- "$1" "$T/out"
	ok $? "report: $2" || cat "$T/out"
}
told '| 01 | mm: prepare | . | . | . | . | . | . |' 'a step that moved nothing'
told '| 03 | mm: construct | +37 | -146 | +3 | +1 | +1 | -1 |' \
	'a step that moved much, with directions'
told '| 04 | mm: account once more | . | . | . | +1 | +1 | . |' \
	'a step that moved a little'
told '| all | the last kernel against the first | +37 | -146 | +3 | +2 | +2 | -1 |' \
	'what it comes to'
told '- pmd-hold: slab.page_ptl.bytes, bytes per table: -32 in 03; -32 in all' \
	'a row that moves as another does is told below'
told '- 02 x86: another machine: the same kernel as before' \
	'the subject of what was not measured'
grep -q '^The steps add up .* in all [0-9]* exact rows' "$T/out"
ok $? 'report: it adds up'
sed 's/"diff": 37,/"diff": 38,/; s/"diff":37,/"diff":38,/' "$T/03.json" \
	>"$T/odd.json"
report total 01 odd 04
is "$status" 1 'report: steps that do not add up fail'
says 'in 1 rows the steps do not add up' '... and say so'
grep -q '^- pte-churn: .*: the steps make 38, the series 37' "$T/out"
ok $? '... with the row and both numbers'
report total 01 04
is "$status" 1 'report: a step left out fails'
says '04 is compared with 03, and comes after 01' '... and is named'
report 01 03
says 'the first summary is not of a walk' 'report: a walk has its steps'
printf 'base\n' >"$T/bad.tsv"
compare bad base 04 --steps "$T/bad.tsv"
is $? 2 'steps that cannot be read: usage error'
says 'bad.tsv:1: not "NAME LABEL SUBJECT"' '... with the line'

# ---- a boot that cannot be used, and one that leaks
{
	label base base
	label base 01 | sed '/"type":"end"/d'
	label patched 03 leak
} >"$T/records.jsonl"
compare 03 base 03
compare total base 03 --steps "$T/steps.tsv"
report total 03
grep -q '^| 01 | not measured: no boot of it can be used |' "$T/out"
ok $? 'report: a kernel whose boots were lost'
grep -q '^| 03 | mm: construct |.* leak |$' "$T/out"
ok $? 'report: a kernel that leaks is told in its line'

# ---- what is published
published=results/published/walk-arm64-rt.md
if [ -e "$published" ]; then
	grep -q '^The steps add up .* in all [1-9][0-9]* exact rows' "$published"
	ok $? 'published: the steps add up'
	is "$(sed -n 's/^Steps: \([0-9]*\)\..*/\1/p' "$published")" \
		"$(grep -c '^[^#]' patches/6.12/series)" \
		'published: every patch of the series is in it'
else
	ok 0 'published # SKIP no walk is'
fi

# ---- two boots are too few to call a number exact
label base base few >"$T/records.jsonl"
label patched 01 few >>"$T/records.jsonl"
printf 'base\tbase\tnone\n01\t01\tmm: all of it\n' >"$T/steps.tsv"
compare 01 base 01
compare total base 01 --steps "$T/steps.tsv"
report total 01
told 'No row is exact in every step: nothing can be added up.' \
	'what is not exact is not added up'
is "$(grep -c '^- not enough evidence' "$T/out")" 1 'report: a reason is told once'
grep -q "^- not enough evidence.*; pte-churn: cost.*; pmd-churn: cost" "$T/out"
ok $? 'report: ... with all it is about'

# ---- the picture, of many steps that go to and fro
if command -v gnuplot >/dev/null; then
	was=base
	set -- "$T/total.json"
	label base base >"$T/records.jsonl"
	printf 'base\tbase\tnone\n' >"$T/steps.tsv"
	for step in 01 02 03 04 05 06 07 08 09 10 11 12; do
		case $step in
		*[13579]) label patched $step ;;
		*) label base $step ;;
		esac >>"$T/records.jsonl"
		# shellcheck disable=SC2016 # it is to be no command
		printf '%s\t%s\tmm: "`touch oops`" %s, as long as %s\n' $step \
			$step "it's named" 'a subject may ever come to be' \
			>>"$T/steps.tsv"
		compare $step $was $step
		was=$step
		set -- "$@" "$T/$step.json"
	done
	compare total base 12 --steps "$T/steps.tsv"
	"$stat" plot --templates plots -o "$T/plots" "$@" >"$T/err" 2>&1 &&
		[ ! -s "$T/err" ]
	ok $? 'plot: drawn, and gnuplot has nothing to say'
	[ -s "$T/plots/walk.png" ] &&
		[ "$(cd "$T/plots" && echo *.svg)" = walk.svg ]
	ok $? 'plot: this one, and no other'
	grep -q "^metric.*= 'Kernel instructions'" "$T/plots/walk.labels" &&
		grep -q "^metric.*= 'PageTables'" "$T/plots/walk.labels"
	ok $? 'plot: metrics have their names in words'
	is "$(grep -c '^12 0 1$' "$T/plots/walk.dat")" 4 \
		'plot: what is back at 0 is drawn there'
	perl tests/svg-text.pl "$T/plots/walk.svg" >"$T/err"
	status=$?
	[ $status = 4 ] && status=0
	ok $status 'plot: no text overlaps or leaves the picture'
	[ ! -e oops ]
	ok $? 'plot: a subject is no command'
fi
finish
