# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# cache.sh - where the cache is; as vm/cache/cache_place.c has it: sourced

# cache_folder: prints it, and it is there; or what is wrong with it, and failure
cache_folder() {
	cache_at=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
	case $cache_at in
	'')
		echo "kptbench: neither XDG_CACHE_HOME nor HOME says where the cache is" >&2
		return 1
		;;
	[!/]*)
		echo "kptbench: XDG_CACHE_HOME=$cache_at: the cache must have an absolute path" >&2
		return 1
		;;
	*[[:space:]]* | *[:#$%\\\'\"\`\;\&\|\<\>\(\)\*\?]*)
		# Whatever is quoted.
		echo "kptbench: $cache_at: make can build nothing there: the path has a blank or a character that means something to make or the shell; set XDG_CACHE_HOME to another folder" >&2
		return 1
		;;
	esac
	mkdir -p "$cache_at/kptbench" || return 1
	echo "$cache_at/kptbench"
}
