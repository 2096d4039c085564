#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-series.t - a series as people have it: what git format-patch, b4 and
# quilt write, its order and its base
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world

# git: in the tree
g() {
	git -C "$T/tree" -c user.name=t -c user.email=t@t "$@"
}
# change SUBJECT FROM TO: a commit
change() {
	sed -i "s/$2/$3/" "$T/tree/mm/memory.c"
	g commit -q -a -m "$1"
}
variant base "git:$T/tree@v6.12-fake"
change 'base: of the series' one eins
base=$(g rev-parse HEAD)
g tag start
change 'mm: größer' two zwei
change 'mm: next' zwei deux
change 'mm: last' deux due
g branch 'done'
g format-patch -q --cover-letter --base=start -o "$T/folder" start..done
g reset -q --hard start

# series ARGS...: its kernel; the tree in $src
series() {
	run kernel --ksrc "$T/tree" "$@"
	dir=$(tail -n 1 "$T/out")
	src=$T/cache/kptbench/src/$(sed -n 's/^source .*(\(.*\))$/\1/p' \
		"$dir/kptbench.about" 2>/dev/null)
}
# whole NAME: is it all of the series?
git -C "$T/tree" worktree add -q "$T/want" "done"
whole() {
	is "$status" 0 "$1: taken"
	diff -r -x .git "$T/want" "$src" >>"$T/err"
	ok $? "$1: the tree that git has"
}
# refused NAME WHY: and nothing is built
refused() {
	is "$status" 1 "$1: refused"
	says "$2" "$1: $2"
}

# ---- git format-patch
series --series "$T/folder"
whole 'a folder of format-patch'
all=$dir
says "the base is $base, the base-commit of the series" \
	'its base is its base-commit'
says "'\[PATCH 0/3\] .*' is left out: it has no diff" \
	'a cover letter is no patch'
run steps --series "$T/folder"
is "$(cut -f 1,2,3 "$T/out" | tr '\t\n' ':,')" \
	'base:0:without the series,01:1:mm: größer,02:2:mm: next,03:3:mm: last,' \
	'steps: the patches, decoded'
run kernel --ksrc "$T/tree" --series "$T/folder" --with-base
is "$(tail -n 1 "$T/out")" "$all" 'with its base: the kernel of the series'
first=$(head -n 1 "$T/out")
run kernel --ksrc "$T/tree" --rev start
is "$first" "$(tail -n 1 "$T/out")" '... and first the one without'
run kernel --ksrc "$T/tree" --series "$T/folder" --patches 0
is "$first" "$(tail -n 1 "$T/out")" '--patches 0 is the base'
series --series "$T/folder" --patches 2
is "$(sed -n 2p "$src/mm/memory.c")" deux '--patches 2: the first two'
run kernel --ksrc "$T/tree" --series "$T/folder" --patches 4
is "$status" 2 '--patches 4: there are 3'
(cd "$T" && run kernel --ksrc tree --series folder -q && cat out) >"$T/out2"
is "$(tail -n 1 "$T/out2")" "$all" 'names from where one stands'
set -- "$T"/folder/*

# ---- an mbox, as b4 writes it
cat "$@" >"$T/whole.mbox"
series --series "$T/whole.mbox"
whole 'an mbox with its cover letter'
cat "$4" "$2" "$3" >"$T/v2.mbx"
cp "$1" "$T/v2.cover"
series --series "$T/v2.mbx"
whole 'out of order'
says 'sorted by their numbers' '... is sorted, and told'
says "the base-commit of the series" '... with the base of its .cover'
gzip -k "$T/whole.mbox"
series --series "$T/whole.mbox.gz"
whole 'gzip, as archives have it'
sed 's/$/\r/' "$T/whole.mbox" >"$T/crlf.mbox"
series --series "$T/crlf.mbox"
whole 'CR LF'
{
	cat "$T/whole.mbox"
	sed 's/^Subject: /&Re: /; s/^base-commit.*//' "$3"
} >"$T/thread.mbox"
series --series "$T/thread.mbox"
whole 'a thread with replies'
says "'Re: \[PATCH 2/3\] mm: next' is left out: it is a reply" \
	'a reply with a diff is no patch'
mkdir -p "$T/maildir/cur" "$T/maildir/new" "$T/maildir/tmp"
cp "$1" "$3" "$T/maildir/cur"
cp "$2" "$4" "$T/maildir/new"
series --series "$T/maildir"
whole 'a maildir'
cat "$1" "$2" "$4" >"$T/lost.mbox"
series --series "$T/lost.mbox"
refused 'a mail is missing' 'patch 2 of 3 is missing'
cat "$1" "$2" "$3" >"$T/lost.mbox"
series --series "$T/lost.mbox"
refused 'the last mail is missing' 'patch 3 of 3 is missing'
sed 's/\[PATCH 2/[PATCH v2 2/' "$3" | cat "$T/whole.mbox" - >"$T/two.mbox"
series --series "$T/two.mbox"
refused 'two versions' "are both patch 2: give one version"
sed 's/\[PATCH 2.3\]/[PATCH]/' "$3" | cat "$T/whole.mbox" - >"$T/odd.mbox"
series --series "$T/odd.mbox"
refused 'one without a number' "'\[PATCH\] mm: next' has no number, others have"
sed '/^diff/,$d' "$3" | cat "$2" - "$4" >"$T/empty.mbox"
series --series "$T/empty.mbox" --rev start
refused 'a mail without its diff' "'\[PATCH 2/3\] mm: next' has no diff"

sed 's/\[PATCH \(.*3\)\]/[v2,\1]/' "$T/v2.mbx" >"$T/work.mbox"
series --series "$T/work.mbox" --rev start
whole "patchwork's brackets, out of order"
name=$(printf 'a\n|b.patch')
mkdir "$T/lines"
cp "$2" "$T/lines/$name"
series --series "$T/lines" --rev start
refused 'a name of two lines' 'has a line break in it'

# ---- one patch
series --series "$2" --rev start
is "$status $(sed -n 2p "$src/mm/memory.c")" '0 zwei' 'one patch'
says 'is applied without the other patches' '... of a series: told'

# ---- quilt
mkdir -p "$T/quilt/patches"
for file in "$@"; do
	sed '1,/^$/d; /^-- $/,$d' "$file" >"$T/quilt/patches/$(basename "$file" .patch).diff"
done
(cd "$T/quilt/patches" && printf '%s\n' '# a queue' 0001*.diff \
	"$(echo 0002*.diff) -p1" "+later 0001.diff" "$(echo 0003*) # the end" \
	>series)
for what in quilt quilt/patches; do
	series --series "$T/$what" --rev start
	whole "$what"
done
says "guard \+later" 'a guard is told'
head -n 2 "$T/quilt/patches/series" >"$T/quilt/patches/series.part"
series --series "$T/quilt/patches/series.part" --rev start
is "$status $(sed -n 2p "$src/mm/memory.c")" '0 zwei' \
	'a part of a queue: series.NAME beside series'
(cd "$T/quilt/patches" && run steps --series series.part && cat "$T/out") \
	>"$T/out2"
is "$(wc -l <"$T/out2")" 2 '... by its name alone'
series --series "$T/quilt"
refused 'no base-commit' 'names no base-commit: BASE=REVISION \(--rev\)'
says 'each file as the series expects it: .*start' '... with revisions it fits'
grep -q 'expects it:.*v6.12-fake' "$T/err"
is $? 1 '... and none that it does not'
mkdir "$T/none"
series --series "$T/none"
refused 'an empty folder' 'there is no patch in it'
series --series "$T/gone"
refused 'none at all' 'gone: No such file'
series --series "$1"
refused 'a cover letter alone' 'there is no patch in it'

# ---- its base
run kernel --series "$T/folder"
is "$status" 1 'without a tree it is put on the source that is carried'
says "is put on kernel 'base'.*its base-commit is $base" '... which is told'
says 'mm/memory.c: hunk 1 \(line 1\)' '... where it does not apply'
says '0001-.*patch \(mm: größer\) does not apply' '... the patch is named'
says "KSRC=TREE.*; its base-commit is $base" '... and what to do'
git init -q "$T/other"
git -C "$T/other" -c user.name=t -c user.email=t@t commit -q \
	--allow-empty -m x
run kernel --ksrc "$T/other" --series "$T/folder"
refused 'a tree without the base' "has no commit $base, the base-commit"
says 'fetch --all' '... says how to get it'
says 'no tag and no branch there has every file' '... and that no other will do'
run kernel --ksrc "$T/none" --series "$T/folder"
refused 'no tree' 'not a git tree'
series --series "$T/folder" --rev v6.12-fake
refused 'another base' "the base is v6.12-fake, not $(echo "$base" | cut -c 1-12)"
says 'BASE=REVISION .* names another base' '... which it does not apply to'
variant base "git:$T/tree@start"
run kernel --series "$T/folder"
is "$(tail -n 1 "$T/out")" "$all" 'without a tree, where it applies'
sed -i "s/^base-commit.*/&\nprerequisite-patch-id: 1234\nprerequisite-patch-id: 5678/" "$1"
run kernel --series "$T/folder"
says 'wants 2 further patches applied before' 'prerequisites are told'
run kernel --with-base
is "$status" 2 '--with-base of no series'
run steps --series "$T/folder" --ksrc "$T/tree"
is "$status" 2 'steps: a series and a tree'

# ---- make walk and make compare
cp "$fixtures/records" "$T/bin/records"
mkdir -p "$T/top/build"
cp -r "$T/guest" "$T/top/build/guest-arm64"
# script NAME VAR=VALUE...: vm/NAME of the series
script() {
	name=$1
	shift
	status=0
	env ARCH=arm64 CONFIG=rt SCENARIOS=nop BOOTS=3 KSRC="$T/tree" \
		SERIES="$T/v2.mbx" RESULTS="$T/$name" "$@" "vm/$name.sh" \
		>"$T/out" 2>"$T/err" </dev/null || status=$?
}
if command -v ccache >/dev/null; then
	script walk
	is "$status" 0 'walk of a series: measured'
	is "$(cut -f 1,3 "$T/walk/steps.tsv" | tr '\t\n' '=,')" \
		'base=without the series,01=mm: größer,02=mm: next,03=mm: last,' \
		'walk of a series: its steps'
else
	skip 'walk of a series' 'ccache is not installed'
fi
script compare
is "$status" 0 'compare of a series: measured'
is "$(sed -n 's/.*"source":"\([^"]*\)".*/\1/p' "$T/compare/records.jsonl" |
	sed -n '/^git/s/ (.*//p; /^git [^(]*$/p' | sort -u)" \
	"$(echo "$base" | sed 's/\(.\{12\}\).*/git \1\ngit \1 + 3 patches/')" \
	'compare of a series: its base, and it'
tr '\n' ' ' <"$T/compare/report.txt" |
	grep -q 'make compare ARCH=arm64 CONFIG=rt KSRC=<tree> SERIES=v2.mbx'
ok $? 'compare of a series: the report says how'
for words in "SERIES=$T/v2.mbx KSRC=$T/tree" "KSRC=$T/tree PATCHED=done"; do
	# shellcheck disable=SC2086 # words
	env $words vm/built.sh arm64 >"$T/out" 2>"$T/err"
	grep -q '^| arm64 | rt | built, not run |' "$T/out"
	ok $? "what is built alone: ${words%%=*}"
done
script compare PATCHED=base
is "$status" 2 'compare: a series and PATCHED'

# ---- hostile
head -c 300000 /dev/urandom >"$T/noise"
series --series "$T/noise"
refused 'noise' 'there is no patch in it'
yes 'From x Mon Sep 17 00:00:00 2001' | head -n 3 >"$T/froms"
series --series "$T/froms"
is "$status" 1 'mails without anything: refused'
sed "s,^+++ b/mm/memory.c,+++ b/../../../escaped," "$T/whole.mbox" >"$T/up.mbox"
series --series "$T/up.mbox"
is "$status" 1 'a name with ..: refused'
cut -c 1-3 "$T/whole.mbox" >"$T/cut.mbox"
series --series "$T/cut.mbox"
is "$status" 1 'lines cut off: refused'
size=$(sed '/^ three$/q' "$2" | wc -c)
for less in 2 8 60; do
	head -c $((size - less)) "$2" >"$T/short.patch"
	series --series "$T/short.patch" --rev start
	is "$status" 1 "cut off $less bytes before the end: refused"
done
sed 's/1 insertion/2 insertions/' "$2" >"$T/stat.patch"
series --series "$T/stat.patch" --rev start
is "$status" 0 'another diffstat: applies'
says 'its diffstat is of another diff' '... and that is told'
# Bytes changed at random, the same ones each time: no crash, nothing outside.
(cd "$T" && find . -path ./cache -prune -o -type f -print | sort) >"$T/cache/files"
bad=0
for seed in $(seq 30); do
	perl -e 'srand(shift); local $/; $_ = <STDIN>;
		for my $n (1 .. 1 + rand 6) {
			my $at = int rand length;
			my @c = ("/", "\n", "..", "\0", "-", "=?", "\xff", "From ");
			substr($_, $at, rand 4) = $c[rand @c];
		}
		print' "$seed" <"$T/whole.mbox" >"$T/noise"
	series --series "$T/noise" --rev start
	[ "$status" -le 2 ] || bad=$seed
done
is "$bad" 0 'mails with some bytes changed: no crash'
(cd "$T" && find . -path ./cache -prune -o -type f -print | sort) |
	diff "$T/cache/files" - >"$T/err"
ok $? '... and no file outside'
is "$(find "$T" -name 'escaped*' | wc -l)" 0 'nothing was written outside'
is "$(find "$T/cache" -name '*.tmp*' | wc -l)" 0 'nothing half is left'
finish
