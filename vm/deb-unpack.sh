#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# deb-unpack.sh - package files of one kernel, made a folder modules build in
#
#   deb-unpack.sh OUT DEB...	OUT gets vmlinuz; .config and drivers, if any
#
# CROSS_COMPILE comes from the environment. deb.sh calls this.
#
# A package may be anybody's: each is unpacked by itself, only what is wanted
# is taken of it, and no link may lead out of the folder it lies in.
set -eu
export LC_ALL=C

die() {
	printf '%s\n' "$*" >&2
	exit 1
}

# take DEB FOLDER: the files of it that are wanted, below FOLDER
take() {
	mkdir "$2"
	dpkg-deb --fsys-tarfile "$1" 2>"$2.dpkg" | tar -x -C "$2" \
		--no-same-owner --no-same-permissions --anchored --wildcards \
		--no-wildcards-match-slash \
		'./boot/vmlinu[xz]-*' './boot/config-*' \
		'./usr/lib/modules/*/vmlinu[xz]' './usr/lib/modules/*/config' \
		'./lib/modules/*/kernel/drivers/virtio/*' \
		'./usr/lib/modules/*/kernel/drivers/virtio/*' \
		'./usr/src/linux-headers-*' './usr/lib/linux-kbuild-*' \
		2>"$2.tar" || :
	# A pattern that nothing matches is an error of tar's, and none of ours.
	if grep -hv -e 'Not found in archive$' -e 'Exiting with failure status' \
		"$2.dpkg" "$2.tar" >&2; then
		die "$(basename "$1"): cannot be unpacked"
	fi
	odd=$(find "$2" \( ! -type f ! -type d ! -type l \) -o \
		-name '*[[:cntrl:]]*' | head -n 1)
	[ -z "$odd" ] || die "$(basename "$1"): ${odd#"$2"} is no file, folder or link, or has an odd name"
	# These lead to linux-kbuild, where they are made to lead again.
	for link in "$2"/usr/src/linux-headers-*/scripts \
		"$2"/usr/src/linux-headers-*/tools; do
		[ ! -L "$link" ] || rm "$link"
	done
	for tree in "$2"/usr/src/linux-headers-* "$2"/usr/lib/linux-kbuild-*; do
		check_links "$1" "$2" "$tree" "$tree"
	done
	for tree in "$2/boot" "$2/lib" "$2/usr/lib/modules"; do
		check_links "$1" "$2" "$tree" /nowhere
	done
}

# check_links DEB ROOT TREE INSIDE: every link in TREE leads to INSIDE
check_links() {
	[ -e "$3" ] || [ -L "$3" ] || return 0
	if [ -L "$3" ] || [ ! -d "$3" ]; then
		die "$(basename "$1"): ${3#"$2"} is no folder"
	fi
	inside=$(realpath -m "$4")
	find "$3" -type l >"$out/links"
	while read -r link; do
		case $(readlink "$link") in
		/*) ;;
		*)	case $(realpath -m "$link") in
			"$inside"/*) continue ;;
			esac ;;
		esac
		die "$(basename "$1"): ${link#"$2"} is a link to $(readlink "$link"), which is outside what is taken"
	done <"$out/links"
	rm "$out/links"
}

# first FILE...: the first of them that is there; a pattern may match none
first() {
	for file; do
		if [ -e "$file" ]; then
			printf '%s\n' "$file"
			return
		fi
	done
	return 1
}

# Headers name the rest by absolute paths: here they are one folder, and the
# kernel's build folder is that folder.
lay_out_headers() {
	common=$(first "$all"/*/usr/src/linux-headers-*-common*) || return 0
	kbuild=$(first "$all"/*/usr/lib/linux-kbuild-*) || return 0
	for build in "$all"/*/usr/src/linux-headers-*; do
		case $build in
		*-common*) continue ;;
		esac
		[ -f "$build/Makefile" ] || continue
		# shellcheck disable=SC2016 # make's own
		{
			echo 'here := $(dir $(realpath $(lastword $(MAKEFILE_LIST))))'
			sed -n 's/^\(KBUILD_OUTPUT *=\).*/\1 $(here)/p' \
				"$build/Makefile"
			echo 'include $(here)common/Makefile'
		} >"$all/Makefile"
		# These names are ours.
		(cd "$build" && rm -rf Makefile common kbuild vmlinux vmlinuz \
			drivers debs unpacked scripts tools kptbench.about)
		rm -rf "$common/scripts" "$common/tools"
		cp -a "$build/." "$out/"
		mv "$all/Makefile" "$out/"
		mv "$common" "$out/common"
		mv "$kbuild" "$out/kbuild"
		ln -s ../kbuild/scripts ../kbuild/tools "$out/common/"
		ln -s kbuild/scripts kbuild/tools "$out/"
		compiler "$out"
		return
	done
}

# Debian's own compiler where it is there, else the one there is.
compiler() {
	[ -f "$1/.kernelvariables" ] || return 0
	cc=$(sed -n 's/^CC = .*)\(gcc-[0-9]*\)$/\1/p' "$1/.kernelvariables")
	if [ -n "$cc" ] && ! command -v "${CROSS_COMPILE:-}$cc" >/dev/null; then
		sed -i '/^CC = /d' "$1/.kernelvariables"
	fi
}

lay_out_drivers() {
	mkdir "$out/drivers"
	for ko in "$all"/*/lib/modules/*/kernel/drivers/virtio/*.ko* \
		"$all"/*/usr/lib/modules/*/kernel/drivers/virtio/*.ko*; do
		name=$(basename "$ko" | sed 's/\.ko.*/.ko/')
		case $ko in
		*.xz) xz -dc "$ko" >"$out/drivers/$name" ;;
		*.zst) zstd -qdc "$ko" >"$out/drivers/$name" ;;
		*.ko) [ ! -f "$ko" ] || cp "$ko" "$out/drivers/" ;;
		esac
	done
}

out=$1
all=$out/unpacked
shift
mkdir "$all"
n=0
for deb; do
	n=$((n + 1))
	take "$deb" "$all/$n"
done
lay_out_headers
image=$(first "$all"/*/boot/vmlinu[xz]-* "$all"/*/usr/lib/modules/*/vmlinu[xz]) ||
	die "no kernel in the package"
mv "$image" "$out/vmlinuz"
if config=$(first "$all"/*/boot/config-* "$all"/*/usr/lib/modules/*/config); then
	rm -rf "$out/.config"
	mv "$config" "$out/.config"
fi
lay_out_drivers
rm -rf "$all"
# Once more, where they lie now.
check_links 'these packages' "$out" "$out" "$out"
