#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sysroot.sh - static libraries for arm64 guests; prints where they are
#
# Most cannot be installed for arm64 beside the host's own, so their packages
# are downloaded with an apt state of their own (nothing on this machine
# changes) and unpacked into the cache. Run again, it only prints the path.
set -eu

arch=arm64
# What kptbench has there, and kptvm.
packages="libpfm4-dev libhwloc-dev libjansson-dev libinih-dev"
here=$(dirname "$0")
# shellcheck disable=SC1091
. "$here/../common/apt.sh"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kptbench

die() {
	echo "sysroot.sh: $*" >&2
	exit 1
}

# Which versions are in a sysroot is in its name, so a new one is a new folder.
build() {
	apt_private "$arch" "$cache" || exit 1
	apt-get -qq update >&2 || die "apt-get update for $arch failed"
	debs=$(mktemp -d "$cache/debs.XXXXXX")
	trap 'rm -rf "$debs"' EXIT
	# shellcheck disable=SC2086
	(cd "$debs" && apt-get -qq download $packages >&2) ||
		die "downloading $packages for $arch failed"
	hash=$(cd "$debs" && cat ./*.deb "$self" | sha256sum | cut -c 1-16)
	root=$cache/sysroot-$arch-$hash
	if [ ! -e "$root/.done" ]; then
		rm -rf "$root"
		mkdir -p "$root"
		for deb in "$debs"/*.deb; do
			dpkg -x "$deb" "$root"
		done
		: >"$root/.done"
	fi
}

self=$(cd "$here" && pwd)/$(basename "$0")
mkdir -p "$cache"

# The answer of the last time, as long as this script asks the same question.
stamp=$cache/sysroot-$arch.path
asked=$(sha256sum <"$self" | cut -c 1-16)
if [ -s "$stamp" ]; then
	read -r was root <"$stamp"
	if [ "$was" = "$asked" ] && [ -e "$root/.done" ]; then
		echo "$root"
		exit 0
	fi
fi
if [ "${1-}" = --cached ]; then
	exit 1
fi
build
echo "$asked $root" >"$stamp.new"
mv "$stamp.new" "$stamp"
echo "$root"
