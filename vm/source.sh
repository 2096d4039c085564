#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# source.sh - make a kernel source tree in DEST, an empty folder
#
#   source.sh unpack TARBALL DEST		Debian's source package
#   source.sh archive TREE COMMIT DEST		one commit of a git tree
#   source.sh patch FROM DEST PATCH...		FROM with patches applied
#
# kptvm calls this; what goes wrong is told on stderr, which it shows.
set -eu

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

# Files are shared with FROM through hard links. patch writes a new file and
# renames it over the old, so FROM stays as it was.
patch_tree() {
	from=$1
	dest=$2
	shift 2
	cp -al "$from/." "$dest/"
	for file; do
		said=$(patch -d "$dest" -p1 --fuzz=0 --batch --forward \
			--no-backup-if-mismatch --reject-file=- \
			<"$file" 2>&1) && continue
		printf '%s\n' "$said" |
			grep -E '^(patching|Hunk.*(FAILED|ignored)|can.t find|patch:)|No space' |
			grep -B1 -E 'Hunk|find|patch:|space' >&2 || :
		die "$file does not apply"
	done
}

case ${1:-} in
unpack) [ $# -eq 3 ] && unpack "$2" "$3" ;;
archive) [ $# -eq 4 ] && archive "$2" "$3" "$4" ;;
patch) [ $# -ge 3 ] && { shift; patch_tree "$@"; } ;;
*) die "see the comment at the top of $0" ;;
esac
