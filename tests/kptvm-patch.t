#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-patch.t - patches are applied as git am does it: what becomes of the
# tree, and what is said of those that do not apply
# shellcheck disable=SC1091,SC2154,SC2086 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
mkdir "$T/top/q"
variant v "git:$T/tree@main" q

# git: in the tree
g() {
	git -C "$T/tree" -c user.name=t -c user.email=t@t "$@"
}
mkdir "$T/tree/dir"
seq 40 >"$T/tree/mm/long.c"
echo file >"$T/tree/dir/file"
echo 'sub = 1' >"$T/tree/top.c"
printf '\0\1\2' >"$T/tree/logo"
ln -s top.c "$T/tree/link"
g add -A
g commit -q -m more

# made SUBJECT [ARGS...]: what is changed in the tree, as a patch on stdout
made() {
	subject=$1
	shift
	g add -A
	g commit -q -m "$subject"
	g format-patch -q --stdout "$@" -1
	g reset -q --hard HEAD^
}

# tree FILE... : kernels of the queue of these; its tree in $src
tree() {
	rm -f "$T/top/q/series"
	for file; do
		echo "$file" >>"$T/top/q/series"
	done
	run kernel --variant v
	src=$T/cache/kptbench/src/$(sed -n 's/^source .*(\(.*\))$/\1/p' \
		"$(tail -n 1 "$T/out")/kptbench.about" 2>/dev/null)
}

# as_git: is the tree as git am makes it?
as_git() {
	while read -r file rest; do
		g am -q $rest "$T/top/q/$file" >"$T/am" 2>&1 || {
			cat "$T/am"
			g am --abort
		}
	done <"$T/top/q/series"
	diff -r --no-dereference -x .git "$T/tree" "$src" >"$T/err"
	ok $? "$1: the tree git am makes"
	g reset -q --hard more
}
g tag more
rm -rf "$T/cache"
variant plain "git:$T/tree@main"
run kernel --variant plain
plain=$(echo "$T"/cache/kptbench/src/????????????????)
find "$plain" -type f -exec sha256sum {} + | sort >"$T/plain"

# ---- what a mailer does to it
sed -i s/two/zwei/ "$T/tree/mm/memory.c"
{
	echo 'From: t <t@t>'
	echo 'Subject: [PATCH] mm: german'
	printf '\nThis is what it was like:\n\n'
	printf '  --- a/top.c\n  +++ b/top.c\n  @@ -1 +1 @@\n  -sub = 1\n  +sub = 666\n'
	echo '---'
	g diff
} >"$T/top/q/indented.patch"
g reset -q --hard
tree indented.patch
as_git 'an indented diff in a message'
is "$(cat "$src/top.c")" 'sub = 1' '... is no part of the patch'
{
	printf 'From: t <t@t>\nSubject: =?UTF-8?Q?mm:_gr=C3=BC=C3=9Fe?=\n'
	printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n'
	printf 'Content-Transfer-Encoding: quoted-printable\n\nhi\n---\n'
	printf 'diff --git a/top.c b/top.c\n--- a/top.c\n+++ b/top.c\n'
	printf '@@ -1 +1,2 @@\n sub =3D 1\n+add =3D 2; /* a very long line that=\n goes on */\n'
} >"$T/top/q/qp.patch"
tree qp.patch
as_git 'quoted-printable'
is "$(tail -n 1 "$src/top.c")" \
	'add = 2; /* a very long line that goes on */' '... is decoded'
run steps --variant v
is "$(tail -n 1 "$T/out" | cut -f 3)" 'mm: grüße' '... and so is a subject'
{
	printf 'From: t <t@t>\nSubject: mm: coded\n'
	printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n'
	printf 'Content-Transfer-Encoding: base64\n\n'
	printf 'why\n---\ndiff --git a/top.c b/top.c\n--- a/top.c\n+++ b/top.c\n@@ -1 +1 @@\n-sub = 1\n+sub = 3\n' | base64
} >"$T/top/q/coded.patch"
tree coded.patch
as_git 'base64'
is "$(cat "$src/top.c")" 'sub = 3' '... is decoded'
sed 's/$/\r/' "$T/top/q/indented.patch" >"$T/top/q/crlf.patch"
tree crlf.patch
as_git 'a mail with CR LF'

sed -i 's/two/zwei/' "$T/tree/mm/memory.c"
made "mm: german

From the manual: this is how it was meant to be, from 12:30 to 13:40" \
	>"$T/top/q/from.patch"
tree from.patch
as_git 'a sentence that begins with From'
cat "$T/top/q/from.patch" "$T/top/q/qp.patch" "$T/top/q/from.patch" \
	>"$T/top/q/both.patch"
tree both.patch
is "$status" 1 'several mails in a queue: refused'
says 'both.patch holds several mails; git mailsplit' '... with what to do'

# ---- what git makes
printf 'other\0\3' >"$T/tree/logo"
made 'logo: changed' --binary >"$T/top/q/binary.patch"
tree binary.patch
as_git 'a binary patch'
rm -r "$T/tree/dir"
echo file >"$T/tree/dir"
made 'dir: a file now' >"$T/top/q/file.patch"
tree file.patch
as_git 'a folder becomes a file'
rm "$T/tree/top.c"
mkdir "$T/tree/top.c"
echo x >"$T/tree/top.c/x"
made 'top.c: a folder now' >"$T/top/q/folder.patch"
tree folder.patch
as_git 'a file becomes a folder'
g mv mm/long.c mm/renamed.c
sed -i s/20/zwanzig/ "$T/tree/mm/renamed.c"
chmod +x "$T/tree/top.c"
ln -sf mm/memory.c "$T/tree/link"
made 'renamed' -M >"$T/top/q/rename.patch"
tree rename.patch
as_git 'a rename, a mode, a symbolic link'
[ -x "$src/top.c" ] && [ ! -x "$plain/top.c" ]
ok $? '... and a mode is not shared with the tree it is made of'
printf 'neu\n' >"$T/tree/mm/new.c"
sed -i s/two/zwei/ "$T/tree/mm/memory.c"
made 'no prefix' --no-prefix >"$T/top/q/noprefix.patch"
tree noprefix.patch
is "$status" 0 'made with --no-prefix: applies'
says 'noprefix.patch has no a/ and b/: applied with -p0' '... and that is told'
[ -e "$src/mm/new.c" ] && [ ! -e "$src/new.c" ]
ok $? '... a new file is where it belongs'
sed -n '/^diff/,$p' "$T/top/q/noprefix.patch" | sed '/^diff/d; /^index/d; /^new/d' \
	>"$T/top/q/bare.diff"
tree bare.diff
is "$status" 0 'no prefix, no mail, no git: applies'
is "$(cat "$src/mm/memory.c" "$src/mm/new.c" | tr '\n' ' ')" \
	'one zwei three neu ' '... what it says'
for opt in '-p2' '-p 2' -x --fuzz=3; do
	sed 's,^\(--- \|+++ \)mm,\1x/y/mm,' "$T/top/q/bare.diff" \
		>"$T/top/q/deep.diff"
	tree "deep.diff $opt"
	case $opt in
	-p2) is "$status $(sed -n 2p "$src/mm/memory.c")" '0 zwei' 'series: -p2' ;;
	*)
		is "$status" 1 "series: $opt is refused"
		says "q/series:1: option '.*' of deep.diff is not known" '... by name' ;;
	esac
done
tree 'bare.diff -p0' 'bare.diff -p0 -R'
diff -r "$plain" "$src" >"$T/err"
ok $? 'series: -R takes it back'
printf '# comment\n\n+later gone.patch\n-later indented.patch -pab # why\n0000-cover.patch\n' \
	>"$T/list"
printf 'From: t <t@t>\nSubject: [PATCH 0/1] mm: words\n\nWords\n---\n diffstat\n' \
	>"$T/top/q/0000-cover.patch"
cp "$T/list" "$T/top/q/series"
run kernel --variant v
is "$status" 0 'series: comments, guards, a cover letter'
says 'q/series:3: gone.patch is left out: its guard \+later is not set' \
	'... what is left out for its guard is told'
says '0000-cover.patch is left out: it has no diff' '... and for having no diff'
run steps --variant v
is "$(cut -f 1,3 "$T/out" | tr '\t\n' '=,')" \
	'base=without the series,01=mm: german,' '... a cover letter is no step'

# ---- what does not apply, and why
# fails NAME WHY...
fails() {
	is "$status" 1 "$1: fails"
	what=$1
	shift
	for why; do
		says "$why" "$what: $why"
	done
	is "$(find "$T/cache" -name '*.tmp*' | wc -l)" 0 "$what: nothing is left"
}
tree indented.patch indented.patch
fails 'applied twice' 'mm/memory.c: hunk 1 \(line 1\)' \
	'the tree has this patch already' 'indented.patch \(mm: german\) does not apply'
tree bare.diff bare.diff
fails 'applied twice, no mail' 'mm/memory.c: hunk 1 \(line 1\)' \
	'the tree has this patch already'
into() { # NAME: a patch that makes a file of that name
	printf 'diff --git a/%s b/%s\nnew file mode 100644\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+evil\n' \
		"$1" "$1" "$1"
}
into mm/new.c >"$T/top/q/new.diff"
tree new.diff new.diff
fails 'a new file, twice' 'mm/new.c: already exists' \
	'the tree has this patch already'
sed '$d' "$T/top/q/qp.patch" >"$T/top/q/cut.patch"
tree cut.patch
fails 'cut off' 'corrupt patch' 'the diff is cut off, or was mangled'
sed -i '20,21s/^/x/' "$T/tree/mm/long.c"
sed -i '10s/^/x/' "$T/tree/mm/long.c"
made 'two hunks' >"$T/top/q/two.patch"
sed 's/^ 18$/ eighteen/' "$T/top/q/two.patch" >"$T/top/q/fuzz.patch"
tree fuzz.patch
fails 'fuzz' 'mm/long.c: hunk 2 \(line 17\)' 'it needs fuzz'
sed -i 's/two/zwei/' "$T/tree/mm/memory.c"
sed -i '20s/^/x/' "$T/tree/mm/long.c"
made 'two files' | sed 's/^ 21$/ other/; s/^ one$/ eins/' >"$T/top/q/files.patch"
tree files.patch
fails 'two files' 'mm/long.c: hunk 1 \(line 17\)' 'mm/memory.c: hunk 1 \(line 1\)' \
	'^  . +other' '^  . +eins'
sed 's/mm.long.c/mm\/gone.c/g' "$T/top/q/two.patch" >"$T/top/q/gone.patch"
tree gone.patch
fails 'a file that is not there' 'mm/gone.c: No such file'
printf '*** a/top.c\n--- b/top.c\n***************\n*** 1 ****\n! sub = 1\n--- 1 ----\n! sub = 2\n' \
	>"$T/top/q/context.diff"
tree context.diff
fails 'a context diff' 'it is no unified diff'
sed -i 's/two/zwei/' "$T/tree/mm/memory.c"
g diff | sed 's/$/\r/' >"$T/top/q/crlf.diff"
g reset -q --hard
tree crlf.diff
fails 'CR LF without a mail' 'its lines end in CR LF'
sed -i '1i0' "$T/tree/mm/long.c"
made 'one line more' >"$T/top/q/moved.patch"
tree moved.patch two.patch
is "$status" 0 'lines that moved: applies'
says 'two.patch: 2 of its hunks were moved to other lines' '... and that is told'
is "$(sed -n 11p "$src/mm/long.c")" x10 '... where they belong'
[ "$(wc -l <"$T/top/q/series")" = 2 ] && as_git 'lines that moved'

# ---- hostile
touch "$T/victim"
into ../../escaped >"$T/top/q/up.diff"
tree up.diff
fails 'a name with ..' "invalid path '../../escaped'"
into "/$T/victim" | sed "s,[ab]//,/,g" >"$T/top/q/abs.diff"
tree abs.diff
is "$status" 1 'an absolute name: fails'
into .git/hooks/x >"$T/top/q/git.diff"
tree git.diff
fails 'a name in .git' "invalid path"
{
	printf 'diff --git a/way b/way\nnew file mode 120000\n--- /dev/null\n+++ b/way\n@@ -0,0 +1 @@\n+%s\n\\ No newline at end of file\n' "$T"
	into way/victim
} >"$T/top/q/way.diff"
tree way.diff
fails 'a file behind a symbolic link' 'beyond a symbolic link'
sed '/^diff.*victim/,$d' "$T/top/q/way.diff" >"$T/top/q/1.diff"
into way/victim >"$T/top/q/2.diff"
tree 1.diff 2.diff
fails 'the same in two patches' 'beyond a symbolic link'
[ ! -s "$T/victim" ]
ok $? 'nothing was written outside'
find "$T" -name escaped | grep -q .
is $? 1 '... nor above'
head -c 200000 /dev/urandom >"$T/top/q/noise.diff"
tree noise.diff
says 'noise.diff is left out: it has no diff' 'noise is no patch'
printf '[apply]\n\twhitespace = fix\n\tignoreWhitespace = change\n[mailinfo]\n\tscissors = true\n' >"$T/.gitconfig"
printf 'blank  \n' >>"$T/tree/top.c"
made 'trailing blanks' >"$T/top/q/blank.patch"
HOME=$T tree blank.patch
as_git 'settings of whoever runs it do not count'
git init -q "$T/cache"
tree two.patch
as_git 'a cache in a repository'

# ---- and through all of it
find "$plain" -type f -exec sha256sum {} + | sort | diff "$T/plain" - >"$T/err"
ok $? 'the tree they were all made of is as it was'
finish
