#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fresh.sh - commands on a machine that has nothing but Debian's base system,
# git and make
#
#   fresh.sh --why			why it cannot be done here, if so
#   fresh.sh SUITE 'COMMAND; ...'	in a new root of that release
#
# The root is made by debootstrap from this machine's own package sources, once,
# and unpacked for each use. A clone of this checkout is in it; each command runs
# there as root, in namespaces of its own: when it ends, or is killed, nothing
# stays mounted. Built kernels are shared with this machine's cache, since they
# are told apart by the compiler; packages and libraries are not.
#
# Fails when a command does, or says a thing (not there, skipped, a warning) that
# a machine as the README wants it should not say; tests/fresh.allow has those
# that are right. Logs are left in build/fresh/SUITE.
#
# Environment: FRESH_DEBS, a folder for packages that were downloaded;
# FRESH_KEEP, not empty: the root stays, and is told.
#
# What apt.sh sets is not seen when this is checked alone.
# shellcheck disable=SC1091,SC2154
set -eu

cd "$(dirname "$0")/.."
. common/apt.sh
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kptbench

die() {
	echo "fresh.sh: $*" >&2
	exit 1
}

why_not() {
	if [ -n "${KPT_FRESH:-}" ]; then
		echo "this machine was made by fresh.sh itself"
	elif [ "$(id -u)" != 0 ]; then
		echo "only root may make a root"
	elif ! command -v debootstrap >/dev/null; then
		echo "no debootstrap; as root, make deps check installs it"
	elif ! apt_release >/dev/null 2>&1; then
		echo "this machine's package sources are not Debian's"
	elif ! unshare -m -p -f --kill-child \
		sh -c 'mount -t tmpfs none /mnt && chroot / true' 2>/dev/null
	then
		echo "mounting and chroot are not allowed here"
	else
		return 1
	fi
}

# inside COMMAND: what runs in the namespaces, with the root at $root
inside() {
	# A test there may want to mount, and a root is a mount point for that.
	mount --bind "$root" "$root"
	for dir in dev sys; do
		mount --rbind "/$dir" "$root/$dir"
	done
	mount -t proc proc "$root/proc"
	mount -t tmpfs tmpfs "$root/run"
	for dir in kernel module src deb; do
		mkdir -p "$cache/$dir" "$root/root/.cache/kptbench/$dir"
		mount --bind "$cache/$dir" "$root/root/.cache/kptbench/$dir"
	done
	if [ -n "${FRESH_DEBS:-}" ]; then
		mkdir -p "$FRESH_DEBS/partial"
		mount --bind "$FRESH_DEBS" "$root/var/cache/apt/archives"
	fi
	# A test may ask for what prove does not show unasked.
	exec chroot "$root" env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		KPT_FRESH=1 PROVE='prove -v' sh -c "cd /root/kptbench && $1"
}

# base SUITE: the base system as an archive; prints where
base() {
	at=$cache/fresh-$1-$(dpkg --print-architecture).tar.gz
	if [ ! -s "$at" ]; then
		echo "fresh.sh: making a base system of $1" >&2
		make_base "$1" >&2 || die "debootstrap failed"
	fi
	echo "$at"
}

make_base() (
	new=$(mktemp -d "$cache/fresh.XXXXXX")
	trap 'rm -rf --one-file-system "$new"' EXIT
	# How this machine reaches its sources is how that one does.
	mkdir -p "$new/root/etc/apt/apt.conf.d"
	apt-config dump Acquire >"$new/root/etc/apt/apt.conf.d/00fresh"
	unshare -m -p -f --kill-child debootstrap --variant=minbase \
		--include=git,make,ca-certificates ${apt_keyring:+--keyring="$apt_keyring"} \
		"$1" "$new/root" "$apt_uri" >"$at.log" 2>&1 ||
		{ tail -n 5 "$at.log" >&2; return 1; }
	: >"$new/root/etc/apt/sources.list"
	apt_for "$1" "$new/root/etc/apt/sources.list.d"
	[ -z "$apt_keyring" ] || install -D -m 644 "$apt_keyring" \
		"$new/root$apt_keyring"
	rm -f "$new"/root/var/cache/apt/archives/*.deb
	tar -C "$new/root" -cf - . | gzip -1 >"$at.new" && mv "$at.new" "$at"
)

# suspicious FILE: lines that a machine as it should be does not say
suspicious() {
	# What a test that passed is called tells what it looks for.
	grep -vE '^ok [0-9]+ - [^#]*$' "$1" | grep -vEf "$patterns" |
		grep -Ei 'built without|\<n/a\>|skip|warning|not checked|left out, since' ||
		:
}

# tell FILE SECONDS STATUS COMMAND: what a user saw at its end
tell() {
	echo
	echo "== $suite: $4: status $3 after $2 s; it ended with"
	tail -n 12 "$1" | sed 's/^/   /'
	suspicious "$1" >"$1.suspicious"
	if [ -s "$1.suspicious" ]; then
		echo "== said, and not in tests/fresh.allow:"
		head -n 40 "$1.suspicious" | sed 's/^/   /'
	fi
}

case ${1-} in
--why)
	why_not || exit 0
	exit 1
	;;
--inside)
	root=$2
	inside "$3"
	;;
'')
	die "no release named"
	;;
esac

suite=$1
! why_not || exit 1
apt_release
mkdir -p "$cache"
archive=$(base "$suite")
work=$(mktemp -d "$cache/fresh.XXXXXX")
root=$work/root
patterns=$work/allow
# shellcheck disable=SC2317 # by the trap
end() {
	if [ -n "${FRESH_KEEP:-}" ]; then
		echo "fresh.sh: the root stays: $root"
		return
	fi
	rm -rf --one-file-system "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
grep -v '^#' tests/fresh.allow | grep . >"$patterns" || :
mkdir "$root"
tar -C "$root" -xpf "$archive"
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || :
git clone -q --no-local . "$root/root/kptbench"

logs=build/fresh/$suite
rm -rf "$logs"
mkdir -p "$logs"
status=0
n=0
while read -r command; do
	[ -n "$command" ] || continue
	n=$((n + 1))
	log=$logs/$n.log
	echo "fresh.sh: $suite: $command ($log)" >&2
	begin=$(date +%s)
	s=0
	unshare -m -p -f --kill-child --propagation private \
		"$0" --inside "$root" "$command" </dev/null >"$log" 2>&1 || s=$?
	tell "$log" $(($(date +%s) - begin)) "$s" "$command"
	[ "$s" = 0 ] && [ ! -s "$log.suspicious" ] || status=1
done <<END
$(echo "$2" | tr ';' '\n' | sed 's/^ *//')
END
exit "$status"
