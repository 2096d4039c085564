# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # what is set here is read elsewhere
# apt.sh - Debian's packages for other machines than this one
#
# Sourced. Packages of another architecture or suite are downloaded, never
# installed, and nothing on this machine changes: lists and cache are below
# CACHE. APT_ETC stands for /etc/apt in tests.

# apt_private ARCH CACHE [SUITE]: from now on apt is ARCH's, with this machine's
# own sources, or with SUITE of the mirror they name; lists are not updated
#
# Whoever else wants that apt waits until this shell has ended, or says
# apt_unlock. A subshell has the lock of its parent, and takes it again, since
# another may have let it go; a second one would wait for a shell that waits for
# the first, and is refused.
apt_private() {
	case ${3:-} in
	*[!a-z0-9-]*)
		echo "'$3' is no suite: names are as trixie-backports or sid" >&2
		return 1
		;;
	esac
	apt_dir=$2/apt-$1${3:+-$3}
	mkdir -p "$apt_dir"
	if [ "${apt_locked:-$apt_dir}" != "$apt_dir" ]; then
		echo "apt.sh: one shell has the apt of one architecture: $apt_locked" >&2
		return 1
	elif [ -z "${apt_locked:-}" ]; then
		exec 8>"$apt_dir/lock" && flock 8 || return 1
		apt_locked=$apt_dir
	else
		flock 8
	fi
	mkdir -p "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial" \
		"$apt_dir/state" "$apt_dir/parts"
	# A newer file would make apt read all lists again.
	[ -e "$apt_dir/status" ] || : >"$apt_dir/status"
	rm -f "$apt_dir"/parts/*
	if [ -n "${3:-}" ]; then
		apt_suite "$3" >"$apt_dir/parts/suite.sources" || return 1
	else
		apt_copy "$apt_dir/parts" || return 1
	fi
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

# apt_stanza SUITE: the first source that has it, as a stanza of deb822 without
# what is to be had there
apt_stanza() {
	apt_from=$(apt_sources) || return 1
	# shellcheck disable=SC2086 # files
	awk -v suite="$1" '
		function tell() {
			if (hit && !off && !told) {
				printf "%s", text
				told = 1
			}
			hit = off = 0
			text = ""
		}
		FNR == 1 { tell() }
		/^[ \t]*#/ { next }
		NF == 0 { tell(); next }
		/^deb[ \t]/ {
			tell()
			options = ""
			if (match($0, /\[[^]]*\]/)) {
				options = substr($0, RSTART + 1, RLENGTH - 2)
				sub(/\[[^]]*\]/, "")
			}
			hit = $3 == suite
			text = "URIs: " $2 "\n"
			n = split(options, option)
			for (i = 1; i <= n; i++) {
				if (option[i] ~ /^arch=/)
					continue
				sub(/=/, ": ", option[i])
				gsub(/,/, " ", option[i])
				text = text option[i] "\n"
			}
			tell()
			next
		}
		/^deb-src[ \t]/ { next }
		/^[^ \t]/ {
			field = tolower($1)
			if (field == "types:")
				off = off || !/[ \t]deb([ \t]|$)/
			if (field == "enabled:")
				off = off || tolower($2) == "no"
		}
		field == "suites:" {
			for (i = 1; i <= NF; i++)
				hit += $i == suite
		}
		field !~ /^(types|suites|components|architectures|enabled):/ {
			text = text $0 "\n"
		}
		END { tell() }' $apt_from
}

# apt_release: what this machine's release is called in $apt_code, where it
# comes from in $apt_uri, and what it is signed with in $apt_keyring, or ""
apt_release() {
	apt_code=$(sed -n 's/^VERSION_CODENAME=//p' \
		"${APT_ETC:-/etc/apt}/../os-release")
	apt_found=$(apt_stanza "$apt_code") || return 1
	apt_uri=$(printf '%s\n' "$apt_found" |
		sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p')
	apt_keyring=$(printf '%s\n' "$apt_found" |
		sed -n 's/^[Ss]igned-[Bb]y:[[:space:]]*\([^[:space:]]*\).*/\1/p')
	[ -n "$apt_uri" ]
}

# apt_suite SUITE: a source of it, with the address and the keys of the source
# that this machine has its own release from
apt_suite() {
	apt_release || {
		echo "no source below /etc/apt has ${apt_code:-the release of this machine}, so the address of $1 is not known" >&2
		return 1
	}
	case $1 in
	*-security)
		apt_found=$(apt_stanza "$apt_code-security")
		[ -n "$apt_found" ] || {
			echo "no source below /etc/apt has $apt_code-security, so the address of $1 is not known" >&2
			return 1
		}
		;;
	esac
	printf 'Types: deb\n%s\nSuites: %s\nComponents: main\n' \
		"$apt_found" "$1"
}

# apt_update: the lists of a suite that apt_private has made apt's, anew
apt_update() {
	apt_said=$(apt-get -q update --error-on=any 2>&1) && return
	case $apt_said in
	*NO_PUBKEY* | *'is not signed'*)
		echo "suite $1 is not signed by a key in ${apt_keyring:-/etc/apt/trusted.gpg.d}, so it is not used: a newer package debian-archive-keyring may have the key" >&2 ;;
	*'does not have a Release file'* | \
	*"Failed to fetch"*"/dists/$1/"*[Nn]'ot '[Ff]ound*)
		echo "the mirror of this machine's sources, $apt_uri, has no suite $1" >&2 ;;
	*)	echo "suite $1: its lists cannot be fetched" >&2 ;;
	esac
	printf '%s\n' "$apt_said" | sed -n 's/^[EW]: /  /p' >&2
	return 1
}

# apt_for SUITE FOLDER: the same sources, for another release; apt_release first
apt_for() {
	apt_copy "$2" "s/\\b$apt_code\\b/$1/g"
}
