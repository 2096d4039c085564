#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sysroot.sh - static libraries for guests; prints where they are
#
#   sysroot.sh [--cached] ARCH
#
# Most cannot be installed for another architecture beside the host's own, so
# their packages are downloaded with an apt state of their own (nothing on this
# machine changes) and unpacked into the cache. Run again, it only prints the
# path; --cached: only if it can do so without downloading.
set -eu

# What kptbench has there, and kptvm.
packages="libpfm4-dev libhwloc-dev libjansson-dev libinih-dev"
here=$(dirname "$0")
# shellcheck disable=SC1091
. "$here/../common/apt.sh"
# shellcheck disable=SC1091
. "$here/../common/cache.sh"
cache=$(cache_folder) || exit 1

die() {
	echo "sysroot.sh: $*" >&2
	exit 1
}

cached=
[ "${1-}" != --cached ] || { cached=1 && shift; }
[ $# = 1 ] || die "name one architecture of configs/arch"
conf=$here/../configs/arch/$1/arch.conf
[ -e "$conf" ] || die "there is no architecture $1 in configs/arch"
arch=$(sed -n 's/^debian *= *//p' "$conf")
[ -n "$arch" ] || die "Debian has no architecture $1"

# Which versions are in a sysroot is in its name, so a new one is a new folder.
build() {
	exec 9>"$cache/sysroot-$arch.lock" && flock 9
	apt_private "$arch" "$cache" || exit 1
	apt-get -qq update >&2 || die "apt-get update for $arch failed: this" \
		"machine's package sources may not have it (see Containerfile)"
	debs=$(mktemp -d "$cache/debs.XXXXXX")
	trap 'rm -rf "$debs"' EXIT
	# shellcheck disable=SC2086
	(cd "$debs" && apt-get -qq download $packages >&2) ||
		die "downloading $packages for $arch failed"
	apt_unlock
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

# The answer of the last time, as long as this script asks the same question
# of the same sources.
sources=$(apt_sources) || exit 1
# shellcheck disable=SC2086 # files
asked=$(cat "$self" $sources | sha256sum | cut -c 1-16)
stamp=$cache/sysroot-$arch-$asked.path
if [ -s "$stamp" ]; then
	read -r root <"$stamp"
	if [ -e "$root/.done" ]; then
		echo "$root"
		exit 0
	fi
fi
[ -z "$cached" ] || exit 1
build
echo "$root" >"$stamp.new.$$"
mv "$stamp.new.$$" "$stamp"
echo "$root"
