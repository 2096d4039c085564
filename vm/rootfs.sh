#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# rootfs.sh - a root file system of Debian packages, for programs in a guest
#
#   rootfs.sh find ARCH PACKAGE...	"PACKAGE=VERSION" of each, one a line
#   rootfs.sh make ARCH OUT PACKAGE=VERSION...	these and what they depend on
#
# ARCH is Debian's name of it. Packages come from this machine's own sources.
# mmdebstrap unpacks them; nothing is configured, and nothing is installed here.
# kptvm calls this.
# shellcheck disable=SC1091,SC2034,SC2154 # what is sourced is not seen
set -eu
export LC_ALL=C

here=$(dirname "$0")
. "$here/../common/apt.sh"
. "$here/../common/cache.sh"
cache=$(cache_folder) || exit 1
. "$here/deb-ask.sh"

die() {
	printf '%s\n' "$*" >&2
	exit 1
}

find_all() {
	arch=$1
	shift
	command -v mmdebstrap >/dev/null ||
		die "no mmdebstrap, which makes root file systems of packages: as root, apt-get install mmdebstrap"
	for package; do
		packaged "$arch" "$package" && continue
		[ "$arch" = "$host" ] || apt-get -qq update >&2 || :
		packaged "$arch" "$package" ||
			die "no package '$package' for $arch in this machine's sources"
	done
}

make_root() {
	arch=$1 out=$2
	shift 2
	apt_release || die "this machine's package sources are not Debian's"
	sources=$(mktemp -d)
	trap 'rm -rf "$sources"' EXIT
	apt_copy "$sources"
	list=$(printf '%s,' "$@")
	# Libraries and programs are wanted, and nothing that is read by people.
	mmdebstrap --quiet --variant=extract --format=directory \
		--architectures="$arch" --include="${list%,}" \
		--aptopt='APT::Install-Recommends "false"' \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/info/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt='path-exclude=/usr/share/i18n/*' \
		--dpkgopt='path-exclude=/usr/share/perl/*' \
		--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
		"$apt_code" "$out/root" "$sources"/* >&2 ||
		die "mmdebstrap failed, see above; apt-get update makes lists new"
	# Of apt and dpkg, which nobody asked for; devices are the guest's own.
	rm -rf "$out/root/var" "$out/root/dev" "$out/root/etc/apt" \
		"$out/root/etc/dpkg"
}

case ${1:-} in
find) [ $# -ge 3 ] && { shift; find_all "$@"; } ;;
make) [ $# -ge 4 ] && { shift; make_root "$@"; } ;;
*) die "see the comment at the top of $0" ;;
esac
