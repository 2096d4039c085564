# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # cache is set by who sources this
# deb-ask.sh - what packages this machine's sources have, for any architecture
#
# Sourced, behind common/apt.sh; $cache is the cache's folder.

host=$(dpkg --print-architecture)

# apt_of ARCH: apt answers for ARCH from now on
apt_of() {
	unset APT_CONFIG
	apt_arch=$1
	[ "$1" = "$host" ] || apt_private "$1" "$cache" || exit 1
}

# Some machines keep apt from caching what it reads, a second each time.
cached() {
	apt-cache -o Dir::Cache::pkgcache="$cache/apt-$apt_arch.bin" "$@"
}

# field PACKAGE[=VERSION] NAME: of the package's description, or nothing
field() {
	cached show --no-all-versions "$1" 2>/dev/null |
		sed -n "s/^$2: //p" | head -n 1
}

# packaged ARCH PACKAGE: "PACKAGE=VERSION" of the sources, or failure
packaged() {
	apt_of "$1"
	case $2 in
	*=*) [ -n "$(field "$2" Package)" ] && echo "$2" ;;
	*) v=$(field "$2" Version)
	   [ -n "$v" ] && echo "$2=$v" ;;
	esac
}
