# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # what is set here is read elsewhere
# apt.sh - Debian's packages for other machines than this one
#
# Sourced. Packages of another architecture are downloaded, never installed,
# and nothing on this machine changes: lists and cache are below CACHE. APT_ETC
# stands for /etc/apt in tests.

# apt_private ARCH CACHE: from now on apt is ARCH's; lists are not updated
#
# Whoever else wants ARCH's apt waits until this shell has ended, or says
# apt_unlock. A subshell has the lock of its parent; a second architecture
# would wait for a shell that waits for the first, and is refused.
apt_private() {
	apt_dir=$2/apt-$1
	mkdir -p "$apt_dir"
	if [ "${apt_locked:-$apt_dir}" != "$apt_dir" ]; then
		echo "apt.sh: one shell has the apt of one architecture: $apt_locked" >&2
		return 1
	elif [ -z "${apt_locked:-}" ]; then
		exec 8>"$apt_dir/lock" && flock 8 || return 1
		apt_locked=$apt_dir
	fi
	mkdir -p "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial" \
		"$apt_dir/state" "$apt_dir/parts"
	: >"$apt_dir/status"
	rm -f "$apt_dir"/parts/*
	apt_copy "$apt_dir/parts" || return 1
	cat >"$apt_dir/apt.conf" <<-EOT
	APT::Architecture "$1";
	APT::Architectures "$1";
	Dir::State "$apt_dir/state";
	Dir::State::status "$apt_dir/status";
	Dir::State::Lists "$apt_dir/lists";
	Dir::Cache "$apt_dir/cache";
	Acquire::Languages "none";
	APT::Sandbox::User "root";
	Dir::Etc::sourcelist "/dev/null";
	Dir::Etc::sourceparts "$apt_dir/parts";
	EOT
	export APT_CONFIG="$apt_dir/apt.conf"
}

# apt_unlock: nothing more is asked of it
apt_unlock() {
	[ -z "${apt_locked:-}" ] || flock -u 8
	apt_locked=
}

# apt_sources: files with the distribution's own sources; others need not know
# another architecture or release
apt_sources() {
	apt_any=
	for f in sources.list sources.list.d/debian.sources \
		sources.list.d/debian.list sources.list.d/ubuntu.sources \
		sources.list.d/ubuntu.list; do
		f=${APT_ETC:-/etc/apt}/$f
		# A file may be there and have comments alone.
		if grep -Eqs '^[[:space:]]*(deb[[:space:]]|URIs:)' "$f"; then
			echo "$f"
			apt_any=1
		fi
	done
	[ -n "$apt_any" ] ||
		echo "no list of Debian's package sources below /etc/apt" >&2
	[ -n "$apt_any" ]
}

# apt_copy FOLDER [SED]: those files, for any architecture, edited
apt_copy() {
	apt_from=$(apt_sources) || return 1
	mkdir -p "$1"
	for f in $apt_from; do
		sed -e '/^Architectures:/d' -e 's/^\(deb.*\)arch=[^] ]*/\1/' \
			-e "${2-}" "$f" >"$1/$(basename "$f" |
			sed 's/^sources.list$/main.list/')"
	done
}

# apt_release: what this machine's release is called in $apt_code, where it
# comes from in $apt_uri, and what it is signed with in $apt_keyring, or ""
apt_release() {
	apt_from=$(apt_sources) || return 1
	apt_code=$(sed -n 's/^VERSION_CODENAME=//p' \
		"${APT_ETC:-/etc/apt}/../os-release")
	# shellcheck disable=SC2086 # files
	apt_found=$(awk -v code="$apt_code" '
		function tell() {
			if (hit && uri != "" && !told) {
				print uri, key
				told = 1
			}
			hit = 0
			uri = key = ""
		}
		/^[ \t]*(#|$)/ { if ($0 !~ /#/) tell(); next }
		/^Types:/ { tell() }
		/^URIs:/ { uri = $2 }
		/^Signed-By:/ { key = $2 }
		/^Suites:/ { for (i = 2; i <= NF; i++) hit += $i == code }
		/^deb[ \t]/ {
			tell()
			line = $0
			if (match(line, /signed-by=[^] ]*/))
				key = substr(line, RSTART + 10, RLENGTH - 10)
			sub(/\[[^]]*\]/, "", line)
			split(line, w)
			uri = w[2]
			hit = w[3] == code
			tell()
		}
		END { tell() }' $apt_from)
	apt_uri=${apt_found%% *}
	apt_keyring=${apt_found#* }
	[ -n "$apt_uri" ]
}

# apt_for SUITE FOLDER: the same sources, for another release; apt_release first
apt_for() {
	apt_copy "$2" "s/\\b$apt_code\\b/$1/g"
}
