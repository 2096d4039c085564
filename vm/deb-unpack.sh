#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# deb-unpack.sh - package files of one kernel, made a folder modules build in
#
#   deb-unpack.sh OUT DEB...	OUT gets vmlinuz, .config and drivers, too
#
# CROSS_COMPILE comes from the environment. deb.sh calls this.
set -eu
export LC_ALL=C

die() {
	printf '%s\n' "$*" >&2
	exit 1
}

# Headers name the rest by absolute paths: here they are one folder, and the
# kernel's build folder is that folder.
lay_out() {
	all=$out/unpacked
	for image in "$all"/boot/vmlinu[xz]-* "$all"/usr/lib/modules/*/vmlinu[xz]; do
		[ ! -f "$image" ] || mv "$image" "$out/vmlinuz"
	done
	[ -f "$out/vmlinuz" ] || die "no kernel in the package"
	for config in "$all"/boot/config-* "$all"/usr/lib/modules/*/config; do
		[ ! -f "$config" ] || cp "$config" "$out/.config"
	done
	mkdir "$out/drivers"
	for ko in "$all"/lib/modules/*/kernel/drivers/virtio/*.ko* \
		"$all"/usr/lib/modules/*/kernel/drivers/virtio/*.ko*; do
		case $ko in
		*.xz) xz -dc "$ko" >"$out/drivers/$(basename "$ko" .xz)" ;;
		*.ko) [ ! -f "$ko" ] || cp "$ko" "$out/drivers/" ;;
		esac
	done
	# The one that is not common is the build folder.
	for build in "$all"/usr/src/linux-headers-*; do
		case $build in
		*common*) continue ;;
		esac
		[ -d "$build" ] || continue
		rm -f "$build/scripts" "$build/tools" "$build/vmlinux"
		cp -a "$build/." "$out/"
		mv "$all"/usr/src/linux-headers-*common* "$out/common"
		rm -f "$out/common/scripts" "$out/common/tools"
		mv "$all"/usr/lib/linux-kbuild-* "$out/kbuild"
		ln -s ../kbuild/scripts ../kbuild/tools "$out/common/"
		ln -s kbuild/scripts kbuild/tools "$out/"
		# shellcheck disable=SC2016 # make's own
		{
			echo 'here := $(dir $(realpath $(lastword $(MAKEFILE_LIST))))'
			sed -n 's/^\(KBUILD_OUTPUT *=\).*/\1 $(here)/p' \
				"$build/Makefile"
			echo 'include $(here)common/Makefile'
		} >"$out/Makefile"
		compiler "$out"
	done
	rm -rf "$all"
	[ -s "$out/.config" ] || die "no .config in the packages"
}

# Debian's own compiler where it is there, else the one there is.
compiler() {
	[ -f "$1/.kernelvariables" ] || return 0
	cc=$(sed -n 's/^CC = .*)\(gcc-[0-9]*\)$/\1/p' "$1/.kernelvariables")
	if [ -n "$cc" ] && ! command -v "${CROSS_COMPILE:-}$cc" >/dev/null; then
		sed -i '/^CC = /d' "$1/.kernelvariables"
	fi
}

out=$1
shift
mkdir "$out/unpacked"
for deb; do
	# Modules are hundreds of MiB, and a guest needs few of them.
	dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$out/unpacked" \
		--no-same-owner --exclude='./lib/modules/*/kernel' \
		--exclude='./usr/lib/modules/*/kernel' || die "$deb: cannot be unpacked"
	case $deb in
	*/linux-image-* | */linux-modules-*)
		dpkg-deb --fsys-tarfile "$deb" |
			tar -x -C "$out/unpacked" --no-same-owner \
			--wildcards '*/kernel/drivers/virtio/*' \
			2>/dev/null || :
		;;
	esac
done
lay_out
