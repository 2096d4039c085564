#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# patch.sh - a source tree with patches applied as `git am` applies them
#
#   patch.sh FROM DEST LIST	FROM with patches, in DEST, an empty folder
#   patch.sh split FILE DEST	the mails of an mbox, a file each, in DEST
#
# LIST has a line "OPTIONS|FILE" a patch; OPTIONS are -pN and -R, or none.
# A mail is decoded, and only what follows its message is a diff. Context must
# match; only lines above a hunk may have moved, which is told in DEST.notes.
#
# kptvm calls this; what goes wrong is told on stderr, which it shows.
set -eu
export LC_ALL=C
umask 022

# Only the patch and the tree count: no settings of whoever runs this, and no
# repository that the cache may lie in.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1
unset GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_OBJECT_DIRECTORY \
	GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT

die() {
	echo "patch.sh: $*" >&2
	exit 1
}

# mail FILE: is it a mail? Above its first empty line are headers, and no more.
mail() {
	awk '{ sub(/\r$/, "") }
	NR == 1 && /^From / { next }
	/^$/ { exit }
	n && /^[ \t]/ { next }
	/^[!-9;-~]+:/ { n++; next }
	{ odd = 1; exit }
	END { exit odd || !n }' "$1"
}

# split FILE DEST: gzip'ed ones too, as archives of lists have them
split() {
	file=$1
	if gzip -t "$1" 2>/dev/null; then
		gzip -dc "$1" >"$2.mbox"
		file=$2.mbox
	fi
	git mailsplit -d5 -b -o"$2" "$file" >/dev/null || die "$1: no mbox"
	rm -f "$2.mbox"
}

# diff_of FILE: its diff, in $diff; what it is called, in $title
diff_of() {
	diff=$1
	title=$1
	mail "$1" || return 0
	rm -rf "$work/mails"
	mkdir "$work/mails"
	{
		git mailsplit -d4 -b -o"$work/mails" "$1" &&
			git mailinfo "$work/message" "$work/diff" \
				<"$work/mails/0001"
	} >"$work/info" 2>"$work/said" ||
		die "$1: git mailinfo cannot read it: $(cat "$work/said")"
	title="$1 ($(sed -n 's/^Subject: //p' "$work/info"))"
	diff=$work/diff
}

# has_diff: is there one? A cover letter has none.
has_diff() {
	awk '/^diff --(git|cc|combined) / || (old && /^\+\+\+ /) ||
		(older && /^--- /) { found = 1; exit }
	{ old = /^--- /; older = /^\*\*\* / }
	END { exit !found }' "$diff"
}

# no_prefix: was it made without a/ and b/? Then both names are the same, or,
# where there is no "diff --git", a file of the tree has the name as it stands.
no_prefix() {
	awk '/^diff --git / {
		names = substr($0, 12)
		half = (length(names) - 1) / 2
		git = 1
		if (substr(names, 1, half) == substr(names, half + 2))
			found = 1
	}
	END { exit git ? !found : 2 }' "$diff" && return
	[ $? = 2 ] || return
	sed -n 's/^--- \([^	]*\).*/\1/p' "$diff" | while IFS= read -r name; do
		case $name in
		/* | a/* | b/* | *..*) ;;
		*) [ ! -f "$dest/$name" ] || echo yes ;;
		esac
	done | grep -q .
}

# counted ARGS...: lines added and deleted as the diff has them, and as its diffstat
# says, where it has one
counted() {
	awk '/^diff --git |^\+\+\+ / { on = 1 }
	!on && /^ [0-9]+ files? changed/ {
		for (i = 2; i <= NF; i++) {
			if ($i ~ /^insertion/) added = $(i - 1)
			if ($i ~ /^deletion/) deleted = $(i - 1)
		}
		print added + 0, deleted + 0
	}' "$diff" | tail -n 1
	git apply --numstat "$@" "$diff" 2>/dev/null |
		awk '{ added += $1; deleted += $2 }
		END { print added + 0, deleted + 0 }'
}

# apply ARGS...: the diff, to DEST
apply() {
	git -C "$dest" -c core.attributesFile=/dev/null apply \
		--whitespace=nowarn "$@" "$diff"
}

# hunk FILE LINE: the number of the hunk that begins there
hunk() {
	awk -v file="$1" -v line="$2" '
	/^--- / { old = $2 }
	/^\+\+\+ / {
		n = 0
		name = $2 == "/dev/null" ? old : $2
		on = substr(name, length(name) - length(file) + 1) == file
	}
	on && /^@@ -/ {
		n++
		split(substr($2, 2), at, ",")
		if (at[1] == line) { print n; exit }
	}' "$diff"
}

# why OPTIONS...: what git apply says of the patch, in our words
why() {
	printf '%s\n' "$said" | grep -q '^error: patch failed' ||
		printf '%s\n' "$said" | sed -n \
			-e '/^Checking patch/d' -e 's/^error: //p' \
			-e 's/^fatal: //p' | head -n 5
	nth=0
	printf '%s\n' "$said" | sed -n 's/^error: patch failed: //p' |
	while IFS= read -r at; do
		nth=$((nth + 1))
		n=$(hunk "${at%:*}" "${at##*:}")
		echo "${at%:*}: hunk ${n:-?} (line ${at##*:}): these lines are not in the file:"
		printf '%s\n' "$said" |
			awk -v nth="$nth" '
			/^error: while searching for:/ { on = ++found == nth; next }
			on && (/^error: / || ++n > 8) { exit }
			on && NF { print "    " $0 }'
	done
	# The reason that can be found out.
	if apply -R --check "$@" 2>/dev/null; then
		echo "the tree has this patch already"
	elif grep -Eq '^\*\*\* |^diff --c' "$diff"; then
		echo "it is no unified diff, as git diff and diff -u make"
	elif printf '%s\n' "$said" | grep -Eq 'corrupt|No valid patch'; then
		echo "the diff is cut off, or was mangled by a mailer"
	elif grep -q "$(printf '\r')\$" "$diff"; then
		echo "its lines end in CR LF"
	elif apply -C1 --check "$@" 2>/dev/null; then
		echo "it needs fuzz: it was made on another tree than this"
	fi
}

# one OPTIONS FILE: apply it
one() {
	file=$2
	diff_of "$file"
	if ! has_diff; then
		echo "$file has no diff: left out" >>"$dest.notes"
		return
	fi
	# shellcheck disable=SC2086 # words, or none
	set -- $1
	case " $* " in
	*' -p'*) ;;
	*)
		if no_prefix; then
			set -- "$@" -p0
			echo "$file has no a/ and b/: applied with -p0" \
				>>"$dest.notes"
		fi
		;;
	esac
	if said=$(apply -v "$@" 2>&1); then
		moved=$(printf '%s\n' "$said" | grep -c '^Hunk.* succeeded at' || :)
		[ "$moved" = 0 ] ||
			echo "$file: $moved of its hunks were moved to other lines" \
				>>"$dest.notes"
		[ "$(counted "$@" | uniq | wc -l)" = 1 ] ||
			echo "$file: its diffstat is of another diff: was it cut off or changed?" \
				>>"$dest.notes"
		return
	fi
	case $said in
	*'No space left'*) echo "$said" >&2 ;;
	esac
	why "$@" >&2
	die "$title does not apply"
}

case ${1:-} in
split)
	[ $# -eq 3 ] || die "see the comment at the top of $0"
	export GIT_DIR="$3.none"
	split "$2" "$3"
	exit
	;;
esac
[ $# -eq 3 ] || die "see the comment at the top of $0"
from=$1
dest=$2
export GIT_DIR="$dest.none"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Files are shared with FROM through hard links: git takes a name away before
# it writes the file anew, so FROM stays as it was.
cp -al "$from/." "$dest/"
: >"$dest.notes"
while IFS='|' read -r options file; do
	one "$options" "$file"
done <"$3"
