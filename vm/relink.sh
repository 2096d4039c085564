#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# relink.sh - link a kernel several times, each time with other padding
#
#   relink.sh FOLDER BUILDS SEED MAKE [ARGUMENT...]
#
# MAKE and its arguments build the kernel's image; they are run once for each
# build, and all but the first only link. Images go to FOLDER/1, FOLDER/2, ...
# What relink-ld.sh is for stands there.
set -eu

die() {
	echo "kptvm: relink: $*" >&2
	exit 1
}

case $0 in
/*) here=$(dirname "$0") ;;
*) here=$PWD/$(dirname "$0") ;;
esac
mkdir -p "$1"
folder=$(cd "$1" && pwd)
builds=$2 seed=$3
shift 3
case $folder in
*[!A-Za-z0-9/._+~-]*)
	die "$folder: Kbuild and the linker want a path of letters, digits and / . _ + ~ -" ;;
esac

# Which linker Kbuild would take: the last of LD=, LLVM= and CROSS_COMPILE=.
ld=${LD:-} llvm=${LLVM:-} cross=${CROSS_COMPILE:-}
for arg in "$@"; do
	case $arg in
	LD=*) ld=${arg#LD=} ;;
	LLVM=*) llvm=${arg#LLVM=} ;;
	CROSS_COMPILE=*) cross=${arg#CROSS_COMPILE=} ;;
	esac
done
if [ -z "$ld" ]; then
	case $llvm in
	'' | 0) ld=${cross}ld ;;
	*/) ld=${llvm}ld.lld ;;
	-*) ld=ld.lld$llvm ;;
	*) ld=ld.lld ;;
	esac
fi
command -v "${ld%% *}" >/dev/null ||
	die "no linker ${ld%% *}; give make the words that it builds this kernel with, as LLVM=1 or CROSS_COMPILE="

# image_of ARGUMENT...: where the image is, below the build's folder: Kbuild knows,
# asked with the same words but for the targets
image_of() {
	before=
	for arg in "$@"; do
		shift
		case $before,$arg in
		-[Cf],* | -j,[0-9]* | *,-* | *,*=*) set -- "$@" "$arg" ;;
		,*) set -- "$@" "$arg" ;;	# make itself
		esac
		before=$arg
	done
	"$@" -s image_name
}

n=0
while [ "$((n += 1))" -le "$builds" ]; do
	to=$folder/$n
	rm -rf "$to"
	mkdir -p "$to"
	# Kbuild links again what another linker was used for.
	cp "$here/relink-ld.sh" "$to/ld"
	chmod +x "$to/ld"
	echo "kptvm: relink: build $n of $builds" >&2
	KPT_RELINK=$to KPT_RELINK_LD=$ld KPT_RELINK_SEED=$((seed * 1000 + n)) \
		"$@" "LD=$to/ld" >"$to/log" 2>&1 || {
		tail -n 20 "$to/log" >&2
		die "build $n failed: $to/log"
	}
	[ -s "$to/linked" ] ||
		die "build $n: vmlinux was not linked; does the command build an image, with no linker chosen in another way? $to/log"
	tree=$(sed -n 1p "$to/linked")
	image=$(image_of "$@" "LD=$to/ld" 2>>"$to/log") ||
		die "build $n: make image_name failed: $to/log"
	[ -s "$tree/$image" ] || die "build $n: $tree/$image: is not there: name the image's target, as bzImage or Image"
	cp "$tree/$image" "$tree/System.map" "$to"
	image=$to/${image##*/}
	[ "$n" = 1 ] || ! cmp -s "$image" "$first" ||
		die "build $n is the same as the first: $image"
	[ "$n" != 1 ] || first=$image
	rm -f "$to"/pad*.o "$to"/pad*.s
	echo "$image"
done
