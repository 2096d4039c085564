#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# source.sh - make a kernel source tree in DEST, an empty folder
#
#   source.sh unpack TARBALL DEST		Debian's source package
#   source.sh archive TREE COMMIT DEST [FROM COMMIT2]
#			one commit of a git tree; FROM holds another
#
# kptvm calls this; what goes wrong is told on stderr, which it shows.
set -eu
export LC_ALL=C

die() {
	echo "source.sh: $*" >&2
	exit 1
}

unpack() {
	[ -r "$1" ] || die "$1: cannot be read"
	tar -x -f "$1" -C "$2" --strip-components=1 --no-same-owner
}

# A pipe hides git's failure, so the archive says whether it is whole.
archive() {
	git -C "$1" archive --format=tar "$2" >"$3.tar" ||
		die "git archive of $2 in $1 failed"
	tar -x -f "$3.tar" -C "$3" --no-same-owner
	rm "$3.tar"
}

# changed TREE ARGS...: names of files that differ between two commits
changed() {
	tree=$1
	shift
	git -C "$tree" diff-tree -r -z --no-renames --relative --name-only "$@" ||
		die "git diff-tree in $tree failed"
}

# The same, from a tree of the cache: only what differs from it is unpacked,
# and what a commit leaves alone is shared through hard links. FROM stays as it
# was: a name is taken away before another file gets it.
archive_from() {
	tree=$1
	commit=$2
	dest=$3
	cp -al "$4/." "$dest/"
	changed "$tree" --diff-filter=a "$5" "$commit" >"$dest.names"
	(cd "$dest" && xargs -0 -r rm -f --) <"$dest.names"
	# A folder may have become a file.
	find "$dest" -mindepth 1 -type d -empty -delete
	changed "$tree" --diff-filter=d "$5" "$commit" >"$dest.names"
	if [ -s "$dest.names" ]; then
		GIT_LITERAL_PATHSPECS=1 xargs -0 git -C "$tree" archive \
			--format=tar "$commit" -- <"$dest.names" >"$dest.tar" ||
			die "git archive of $commit in $tree failed"
		# More names than a command takes are more than one archive.
		tar -x -f "$dest.tar" -C "$dest" --no-same-owner --ignore-zeros
		rm "$dest.tar"
	fi
	rm "$dest.names"
}

case ${1:-} in
unpack) [ $# -eq 3 ] && unpack "$2" "$3" ;;
archive)
	case $# in
	4) shift; archive "$@" ;;
	6) shift; archive_from "$@" ;;
	*) false ;;
	esac
	;;
*) die "see the comment at the top of $0" ;;
esac
