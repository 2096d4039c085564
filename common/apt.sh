# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# apt.sh - apt for another architecture, with a state of its own
#
# Sourced. Packages of another architecture are downloaded, never installed,
# and nothing on this machine changes: lists and cache are below CACHE.

# apt_private ARCH CACHE: from now on apt is ARCH's; lists are not updated
apt_private() {
	apt_dir=$2/apt-$1
	mkdir -p "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial" \
		"$apt_dir/state" "$apt_dir/parts"
	: >"$apt_dir/status"
	apt_from=$(apt_sources) || return 1
	rm -f "$apt_dir"/parts/*
	cp "$apt_from" "$apt_dir/parts/$(basename "$apt_from" |
		sed 's/^sources.list$/main.list/')"
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

# Only the distribution's own suites: others need not know this architecture.
apt_sources() {
	for f in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources \
		/etc/apt/sources.list.d/debian.list; do
		if [ -s "$f" ]; then
			echo "$f"
			return
		fi
	done
	echo "no list of Debian's package sources below /etc/apt" >&2
	return 1
}
