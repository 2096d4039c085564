# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # cache is set by who sources this
# deb-ask.sh - what packages this machine's sources have, for any architecture,
# or a suite of the mirror they name
#
# Sourced, behind common/apt.sh; $cache is the cache's folder.

host=$(dpkg --print-architecture)
suite=

# suite_of SPEC: in $suite what is before its "/", or nothing; $spec: the rest
suite_of() {
	suite=
	spec=${1#*/}
	[ "$spec" = "$1" ] || suite=${1%%/*}
}

# apt_of ARCH: apt answers for ARCH from now on, and of $suite if that is one
apt_of() {
	unset APT_CONFIG
	apt_arch=$1${suite:+-$suite}
	if [ -n "$suite" ] || [ "$1" != "$host" ]; then
		# One apt at a time, so that nobody waits in a circle.
		[ "${apt_locked:-}" = "$cache/apt-$apt_arch" ] || apt_unlock
		apt_private "$1" "$cache" "$suite" || exit 1
	fi
	[ -z "$suite" ] || [ -n "$(find "$apt_dir/lists" -name '*_Packages*' \
		-print -quit)" ] || apt_update "$suite" || exit 1
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

# kernels: the names of packages that hold one, the oldest first
kernels() {
	cached pkgnames linux- |
		grep -E '^linux-(image|binary)-[0-9]' |
		grep -vE 'dbg|template|unsigned' | sort -V
}

# newest PATTERN: the last kernel whose name is like it; there may be names
# without a package, of what others provide
newest() {
	kernels | sort -rV | while read -r name; do
		# shellcheck disable=SC2254 # a pattern
		case $name in
		$1)	[ -n "$(field "$name" Version)" ] || continue
			echo "$name"
			break ;;
		esac
	done
}

# packaged ARCH PACKAGE: "PACKAGE=VERSION" of the sources, or failure
packaged() {
	apt_of "$1"
	asked=$2
	case $asked in
	*[*?[]*) asked=$(newest "$asked") ;;
	esac
	case $asked in
	'') return 1 ;;
	*=*) [ -n "$(field "$asked" Package)" ] && echo "$asked" ;;
	*) v=$(field "$asked" Version)
	   [ -n "$v" ] && echo "$asked=$v" ;;
	esac
}
