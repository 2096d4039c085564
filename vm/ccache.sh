#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ccache.sh - kernel.sh, with objects that were compiled before
#
#   ccache.sh configure SRC OUT FRAGMENT...
#   ccache.sh build SRC OUT TARGET
#
# ccache finds an object by the compiler's arguments and by what it reads. In a
# build folder elsewhere Kbuild names sources by their full path, and each tree
# of the cache has another; in a child of the source tree it says "..". So the
# build runs in a child of a folder that links to all of SRC, and the outcome
# is turned to SRC itself: external modules find what they would find in an
# ordinary build, and the image is the same to the byte.
set -eu

: "${ARCH:?}" "${KPT_CCACHE:?}"
verb=$1
src=$2
out=$3
shift 3
tree=$out/kptbench-tree
obj=$tree/kptbench-obj

die() {
	echo "ccache.sh: $*" >&2
	exit 1
}

# move FROM TO: all there is in a folder; the log that is being written and the
# fragments, which the caller has named, stay
move() {
	find "$1" -mindepth 1 -maxdepth 1 ! -path "$tree" ! -name build.log \
		! -name fragments -exec mv -t "$2" {} +
}

ccache=$(command -v ccache) ||
	die "ccache is not installed; as root: apt-get install ccache (make deps walk does it)"
mkdir "$tree" "$obj" "$tree/kptbench-bin"
move "$out" "$obj"
find "$src" -mindepth 1 -maxdepth 1 -exec ln -s -t "$tree" {} +
# Called by a compiler's name, ccache runs the next one of that name in PATH.
for cc in "${CROSS_COMPILE:-}gcc" gcc clang ${KPT_CC:-}; do
	[ -e "$tree/kptbench-bin/$cc" ] ||
		ln -s "$ccache" "$tree/kptbench-bin/$cc"
done

# What the user told ccache elsewhere must not change what is compiled.
for v in $(env | sed -n 's/^\(CCACHE_[A-Z_]*\)=.*/\1/p'); do
	unset "$v"
done
export CCACHE_DIR="$KPT_CCACHE" CCACHE_CONFIGPATH=/dev/null
# Kbuild has the compiler write down what it read: no need to preprocess first.
export CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 CCACHE_MAXSIZE=3G
PATH=$tree/kptbench-bin:$PATH sh "$(dirname "$0")/kernel.sh" "$verb" \
	"$tree" "$obj" "$@"

move "$obj" "$out"
rm -r "$tree"
ln -sfn "$src" "$out/source"
# Linux 6.12 names the tree "..", later ones by its full name.
if [ -f "$out/Makefile" ]; then
	sed -i -e "s|\.\./Makefile|$src/Makefile|" \
		-e "s|$tree/Makefile|$src/Makefile|" "$out/Makefile"
	! grep -q -e '\.\./Makefile' -e '^include .*kptbench-tree' \
		"$out/Makefile" || die "$out/Makefile names a tree that is gone"
fi
