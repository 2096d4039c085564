#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# series-base.sh - revisions of a git tree that a series may be made for
#
#   series-base.sh TREE PATCH...
#
# A diff of git names the content each of its files had. Of the tree's tags and
# branches, the newest 200 of each, those are printed in which every file that
# the series changes is what it expects: "REVISION REVISION ...", the newest
# first, 8 at most. Nothing is printed where there are none.
set -eu
export LC_ALL=C

tree=$1
shift
# "BLOB PATH" of every file, as it is before the first patch that changes it
files=$(awk '
	FNR == 1 || /^diff --git / { blob = "" }
	{ sub(/\r$/, "") }
	/^index [0-9a-f]+\.\.[0-9a-f]+/ { blob = substr($2, 1, index($2, ".") - 1) }
	/^--- a\// { old = substr($0, 7) }
	/^\+\+\+ / && blob != "" {
		name = blob ~ /^0+$/ ? substr($0, 7) : old
		sub(/\t$/, "", name)
		if (!(name in seen) && blob !~ /^0+$/)
			print blob, name
		seen[name] = 1
		if ($0 ~ /^\+\+\+ b\//)
			seen[substr($0, 7)] = 1
		blob = ""
	}' "$@")
[ -n "$files" ] || exit 0

{
	echo HEAD
	git -C "$tree" for-each-ref --sort=-creatordate --count=200 \
		--format='%(refname:short)' refs/tags
	git -C "$tree" for-each-ref --sort=-creatordate --count=200 \
		--format='%(refname:short)' refs/heads refs/remotes
} | while IFS= read -r rev; do
	printf '%s\n' "$files" |
		awk -v rev="$rev" '{ sub(/^[^ ]* /, ""); print rev ":" $0 }' |
		git -C "$tree" cat-file --batch-check='%(objectname)' |
		awk -v rev="$rev" -v files="$files" '
			BEGIN { n = split(files, want, "\n") }
			{
				split(want[NR], w, " ")
				if (index($1, w[1]) != 1)
					odd = 1
			}
			END { if (!odd && NR == n) print rev }'
done | head -n 8 | tr '\n' ' '
