#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# deb-list.sh - kernels that can be had: of this machine's sources, and of suites
# of the mirror they name
#
#   deb-list.sh ARCH PATTERN EACH SUITE...
#
# ARCH is Debian's name of it. PATTERN is one of the shell, for names of packages.
# EACH: not empty for the newest of each X.Y alone. Without a SUITE these are the
# machine's sources, and what else the mirror may have: backports, the releases
# that are stable and testing now, sid, experimental. A line is a kernel as
# KERNELS= takes it, its version, and whether a module can be built for it.
# kptvm calls this. Lists are fetched anew.
# shellcheck disable=SC1091,SC2034,SC2154 # what is sourced is not seen
set -euf
export LC_ALL=C

. "$(dirname "$0")/../common/apt.sh"
. "$(dirname "$0")/../common/cache.sh"
cache=$(cache_folder) || exit 1
. "$(dirname "$0")/deb-ask.sh"

# codename SUITE: what the mirror says that stands for
codename() {
	/usr/lib/apt/apt-helper download-file "$apt_uri/dists/$1/Release" \
		"$list.release" >/dev/null 2>&1 || return 0
	sed -n 's/^Codename: \([a-z0-9-]*\)$/\1/p' "$list.release"
}

# list_one ARCH PATTERN: of $suite "VERSION NAME SUITE headers|no-headers"
list_one() {
	apt_of "$1"
	[ -z "$suite" ] || apt_update "$suite" || return 1
	names=$(kernels)
	# shellcheck disable=SC2086 # words
	[ -z "$names" ] || cached show --no-all-versions $names 2>/dev/null |
		awk '/^Package: / { name = $2 }
			/^Version: / { print $2, name }' |
		while read -r version name; do
			# shellcheck disable=SC2254 # a pattern
			case $name in
			$2) echo "$version $name ${suite:--}" ;;
			esac
		done >"$list.names"
	cached pkgnames linux-headers- >"$list.headers"
	awk -v headers_of="$list.headers" '
		BEGIN {
			while ((getline name <headers_of) > 0)
				headers[name]
		}
		{
			have = $2
			sub(/^linux-(image|binary)/, "linux-headers", have)
			print $0, (have in headers ? "headers" : "no-headers")
		}' "$list.names"
}

# Names of the same kernel are told once, by the package that stands for all of
# its parts; labels are as short as they can be, but no two are the same.
tell() {
	sort -t ' ' -k 1,1V -s "$list" | awk -v each="$1" '
		function series(v) {
			match(v, /^[0-9]+\.[0-9]+/)
			return substr(v, 1, RLENGTH)
		}
		{
			flavour = $2
			sub(/^linux-(image|binary)-[^-]*-([0-9]+-)?/, "", flavour)
			key = flavour " " $1
			if (key in at) {
				if ($2 ~ /^linux-image/ && line[at[key]] ~ /linux-binary/)
					line[at[key]] = $0
				next
			}
			at[key] = ++n
			line[n] = $0
			kind[n] = flavour
			last[flavour " " series($1)] = n
		}
		END {
			for (i = 1; i <= n; i++) {
				split(line[i], w)
				if (each && last[kind[i] " " series(w[1])] != i)
					continue
				label = w[1]
				sub(/-[^-]*$/, "", label)
				rest = substr(w[1], length(label) + 1)
				gsub(/[^A-Za-z0-9.]/, "_", label)
				gsub(/[^A-Za-z0-9]/, "_", rest)
				if (label in used) {
					label = label "_" kind[i]
					gsub(/-/, "_", label)
				}
				if (label in used)
					label = label rest
				used[label]
				print label "=deb:" (w[3] == "-" ? "" : w[3] "/") w[2], w[1], w[4]
			}
		}'
}

arch=$1
pattern=$2
each=$3
shift 3
usual=yes
list=$(mktemp)
trap 'rm -f "$list" "$list.names" "$list.headers" "$list.release"' EXIT
if [ $# = 0 ]; then
	apt_release || {
		echo "no source below /etc/apt has this machine's release: name suites" >&2
		exit 1
	}
	# A name that moves may be served from another day than the suite.
	stable=$(codename stable)
	testing=$(codename testing)
	[ "$stable" != "$apt_code" ] || stable=
	set -- '' "$apt_code-backports" \
		${stable:+"$stable" "$stable-security" "$stable-backports"} \
		${testing:+"$testing"} sid experimental
else
	usual=
fi
for suite; do
	: >"$list.names"
	# Of suites that nobody named, those are listed that are there.
	(list_one "$arch" "$pattern") >>"$list" || [ -n "$usual" ] || exit 1
done
tell "$each"
