#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# deb.sh - kernels as Debian packages have them
#
#   deb.sh find ARCH SPEC	what SPEC is: the packages, one a line; and
#				"nomodule WHY", "noconfig WHY", "note TEXT",
#				"suite SUITE"
#   deb.sh unpack ARCH SUITE OUT ITEM...	a folder modules build in, with
#				vmlinuz
#
# ARCH is Debian's name of it. SPEC is a package file, whose headers are looked
# for in its folder first, or [SUITE/]PACKAGE[=VERSION]: a package of this
# machine's sources, or of a suite of their mirror that the machine does not
# name. PACKAGE may be a pattern of the shell, which means the newest. An ITEM
# is a line of `find`: PACKAGE=VERSION or a file. SUITE is that of `find`, or "".
# kptvm calls this. Nothing is installed.
# shellcheck disable=SC1091,SC2034,SC2154 # what is sourced is not seen
set -eu
export LC_ALL=C

. "$(dirname "$0")/../common/apt.sh"
. "$(dirname "$0")/../common/cache.sh"
cache=$(cache_folder) || exit 1
. "$(dirname "$0")/deb-ask.sh"

die() {
	printf '%s\n' "$*" >&2
	exit 1
}

# word PATTERN TEXT: the first package of TEXT, a Depends line, that matches
word() {
	printf '%s\n' "$2" | sed 's/[,|] */\n/g' | sed 's/[ (].*//' |
		grep -E "^$1" | head -n 1 | grep .
}

# Names like the one that is not there: of its flavour, the newest last.
near() {
	case $1 in
	*rt*) flavour=-rt- ;;
	*cloud*) flavour=-cloud- ;;
	*) flavour='^linux-[a-z]*-[0-9.+deb]*-[a-z0-9]*$' ;;
	esac
	kernels | grep -E -e "$flavour" | tail -n 6 | tr '\n' ' '
}

other_suites() {
	if [ -n "$suite" ]; then
		printf '\nkptvm releases %s lists what it has' "$suite"
	else
		printf '\napt-get update makes the list new; a kernel of another suite is deb:SUITE/PACKAGE, which kptvm releases lists, or a package file, deb:FOLDER/FILE.deb'
	fi
}

# The linux-image package of SPEC; it may be one that names the newest.
image_of() {
	apt_of "$1"
	package=$(packaged "$1" "$2") || {
		# Another architecture's lists may be old, or not there yet.
		if [ -n "$suite" ]; then
			apt_update "$suite" || exit 1
		elif [ "$1" != "$host" ]; then
			apt-get -qq update >&2 || :
		fi
		package=$(packaged "$1" "$2") ||
			die "no package '$2' for $1 in ${suite:-the sources of this machine}; near it: $(near "$2")$(other_suites)"
	}
	real=$(word 'linux-image-[0-9].*-' "$(field "$package" Depends)") ||
		real=
	if [ -n "$real" ]; then
		packaged "$1" "$real" ||
			die "$package wants $real, which is not in ${suite:-the sources of this machine}"
	else
		echo "$package"
	fi
}

# beside FOLDER NAME: that package's file, the newest of them
beside() {
	[ -n "$1" ] || return 1
	find "$1" -maxdepth 1 -name "$2_*.deb" | sort -V | tail -n 1 | grep .
}

# get FOLDER ARCH NAME: as an item, from the folder or from the sources
get() {
	beside "$1" "$3" || packaged "$2" "$3"
}

# depends_of ARCH ITEM
depends_of() {
	case $2 in
	*.deb) dpkg-deb -f "$2" Depends ;;
	*)	apt_of "$1"
		field "$2" Depends ;;
	esac
}

# The packages a kernel is split into, as Debian does it since Linux 6.19. What
# boots is in linux-binary; without the others something is not known.
parts() {
	folder=$1
	arch=$2
	escaped=$(printf %s "$3" | sed 's/[.+]/\\&/g')
	depends=$(depends_of "$arch" "$4")
	case $5 in
	linux-binary-*) depends="$depends, linux-base-$3, linux-modules-$3" ;;
	esac
	for kind in base binary modules; do
		name=$(word "linux-$kind-$escaped(-unsigned)?\$" "$depends") ||
			continue
		get "$folder" "$arch" "$name" || case $kind in
		base) echo "noconfig no package $name, which has it" ;;
		binary) die "no package $name, which holds the kernel: put its file beside, from where that came" ;;
		modules) echo "note no package $name: its drivers are missing, and scenarios that want them read n/a" ;;
		esac
	done
}

# The packages modules are built with: all of them, or what is missing.
headers() {
	folder=$1
	arch=$2
	name=linux-headers-$3
	items=$(get "$folder" "$arch" "$name") || {
		echo "nomodule no package $name, so no module can be built"
		return
	}
	depends=$(depends_of "$arch" "$items")
	for want in 'linux-headers-.*common' 'linux-kbuild-'; do
		name=$(word "$want" "$depends") || {
			echo "nomodule linux-headers-$3 is not made as Debian's headers are, so no module can be built"
			return
		}
		# Tools run on this machine, whatever it builds for.
		item=$(get "$folder" "$host" "$name") ||
			item=$(get "$folder" "$arch" "$name") || {
				echo "nomodule no package $name, so no module can be built"
				return
			}
		items="$items
$item"
	done
	echo "$items"
}

find_all() {
	folder=
	case $2 in
	*.deb)
		[ -r "$2" ] || die "$2: no such package file"
		image=$(readlink -f "$2")
		folder=$(dirname "$image")
		name=$(dpkg-deb -f "$image" Package) ||
			die "$2: not a Debian package"
		has=$(dpkg-deb -f "$image" Architecture)
		[ "$has" = "$1" ] ||
			die "$2: a package for $has, and this run is for $1"
		;;
	*)
		suite_of "$2"
		image=$(image_of "$1" "$spec") || exit 1
		name=${image%%=*}
		;;
	esac
	case $name in
	linux-image-[0-9]* | linux-binary-[0-9]*) ;;
	*) die "$2: package $name holds no kernel; linux-image-... or linux-binary-... does" ;;
	esac
	release=${name#linux-image-}
	release=${release#linux-binary-}
	release=${release%-unsigned}
	echo "release $release"
	[ -z "$suite" ] || echo "suite $suite"
	echo "$image"
	parts "$folder" "$1" "$release" "$image" "$name"
	headers "$folder" "$1" "$release"
}

# fetch ARCH DIR ITEM: the package's file in DIR
fetch() {
	case $3 in
	*.deb) cp "$3" "$2/" ;;
	*)
		case $3 in
		linux-kbuild-*) apt_of "$host" ;;
		*) apt_of "$1" ;;
		esac
		(cd "$2" && apt-get -qq download -o APT::Sandbox::User=root \
			"$3") >&2 ||
			die "$3: cannot be downloaded${suite:+; kptvm releases $suite lists what the mirror has now}"
		;;
	esac
}

unpack() {
	arch=$1
	suite=$2
	out=$3
	shift 3
	mkdir "$out/debs"
	for item; do
		fetch "$arch" "$out/debs" "$item"
	done
	apt_unlock
	"$(dirname "$0")/deb-unpack.sh" "$out" "$out"/debs/*.deb
	rm -r "$out/debs"
}

case ${1:-} in
find)
	# All or nothing: what is said of a failure is no package, and neither
	# is what apt or dpkg warn of.
	[ $# -eq 3 ]
	status=0
	said=$(mktemp)
	trap 'status=$?
		[ "$status" = 0 ] || cat "$said" >&2
		rm -f "$said"
		exit "$status"' EXIT
	found=$(find_all "$2" "$3" 2>"$said")
	sed 's/^/note /' "$said"
	printf '%s\n' "$found"
	;;
unpack) [ $# -ge 5 ] && { shift; unpack "$@"; } ;;
*) die "see the comment at the top of $0" ;;
esac
