#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# deps.sh - installs Debian packages that are not there, as root
#
#   deps.sh PACKAGE...
#
# A package that another one provides is there. One that this machine's sources
# do not have is named and left out: not every machine has all compilers, and
# what wants a missing one says so.
set -eu

say() {
	echo "kptbench: $*" >&2
}

# without_apt PACKAGE...: what is needed, in words
without_apt() {
	say "make deps installs packages by apt, and there is none here."
	say "What is needed, in Debian's names; libraries with their headers:"
	printf '%s\n' "$@" | sort -u | sed -n 's/^lib\(.*\)-dev$/\1/p' |
		paste -s -d ' ' | sed 's/^/    libraries: /' | fold -s -w 72 >&2
	printf '%s\n' "$@" | sort -u | grep -v '^lib.*-dev$' |
		paste -s -d ' ' | sed 's/^/    programs: /' | fold -s -w 72 >&2
	say "With them installed: the same make without deps. Or in a container" \
		"of Debian: see Containerfile."
	exit 1
}

# absent PACKAGE...: those that are neither installed nor provided
absent() {
	# shellcheck disable=SC2016 # dpkg-query's own
	dpkg-query -W -f '${db:Status-Status} ${Architecture} ${Package} ${Provides}\n' |
		awk -v native="$(dpkg --print-architecture)" -v want="$*" '
		$1 == "installed" && ($2 == native || $2 == "all") {
			gsub(/\([^)]*\)|,/, "")
			for (i = 3; i <= NF; i++)
				has[$i]
		}
		END {
			n = split(want, w, " ")
			for (i = 1; i <= n; i++)
				if (!(w[i] in has) && !(w[i] in told)) {
					told[w[i]]
					print w[i]
				}
		}'
}

apt() {
	DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
		"$@" >/dev/null
}

# known PACKAGE...: those that can be installed; the others are told
known() {
	if apt -s install "$@" 2>/dev/null; then
		echo "$@"
		return
	fi
	for package; do
		if apt -s install "$package" 2>/dev/null; then
			echo "$package"
		else
			say "left out, since this machine's package sources do" \
				"not have it: $package"
		fi
	done
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
	without_apt "$@"
fi
missing=$(absent "$@")
[ -n "$missing" ] || exit 0
root=
[ "$(id -u)" != 0 ] || root=1
[ -z "$root" ] || apt update
# shellcheck disable=SC2086 # names
missing=$(known $missing | paste -s -d ' ')
[ -n "$missing" ] || exit 0
if [ -z "$root" ]; then
	say "make deps wants root, to install: $missing"
	exit 1
fi
say "installing $missing"
# shellcheck disable=SC2086
apt install $missing
