#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# found.sh - what a program is built with: the compiler, its flags, libraries
#
#   found.sh FILE 'LIBS' COMPILER [FLAG...]
#
# LIBS are words for the linker, and libraries as NAME:HEADER[:DEFINE]. One
# with a DEFINE may be missing: the program is built without it. FILE gets a
# line "cflags" and a line "libs" for the recipes, and all else that makes
# objects different. It is written only when it changed, so what depends on it
# is built again just then.
#
# Environment: FOR, what is built; DEPS, the command that installs what is
# missing; SYSROOT, the command that prints a folder with libraries for
# another machine.
set -eu

file=$1
libs=$2
shift 2
: "${FOR:=$file}" "${DEPS:=make deps}" "${SYSROOT:=}"

die() {
	echo "kptbench: $FOR: $*" >&2
	exit 1
}

command -v "$1" >/dev/null ||
	die "there is no compiler $1 here; as root, $DEPS installs it"

# stats PATH...: what tells one version of a file from another
stats() {
	stat -Lc 'file %n %s %Y' "$@" 2>/dev/null
}

# Nothing was missing, and no file was upgraded: so it is as it was.
if [ -s "$file" ] && grep -qx without "$file" &&
	grep -qxF "command $* $libs" "$file"; then
	was=$(grep '^file ' "$file") || :
	# shellcheck disable=SC2046 # names of tools and libraries
	now=$(stats $(echo "$was" | cut -d ' ' -f 2)) || :
	[ -z "$was" ] || [ "$was" != "$now" ] || exit 0
fi

how=
wanted=
for word in $libs; do
	case $word in
	*:*) wanted="$wanted $word" ;;
	-static | -L*) how="$how $word" ;;
	esac
done

# links NAME:HEADER... -- COMPILER...: does a program with all these link?
links() (
	headers=
	names=
	while [ "$1" != -- ]; do
		names="$names -l${1%%:*}"
		header=${1#*:}
		headers="$headers -include ${header%%:*}"
		shift
	done
	shift
	# shellcheck disable=SC2086 # words, all of them
	printf '#undef main\nint main(void)\n{\n\treturn 0;\n}\n' |
		"$@" $headers -xc - -o /dev/null $how $names 2>/dev/null
)

# Most often all are there: one link tells.
cflags=
all=1
# shellcheck disable=SC2086
links $wanted -- "$@" || all=
[ -n "$all" ] || links -- "$@" ||
	die "$1 links no program, maybe for want of its C library; as root," \
		"$DEPS installs it"
if [ -z "$all" ] && [ -n "$SYSROOT" ]; then
	root=$($SYSROOT) || die "no libraries from $SYSROOT"
	for dir in "$root"/usr/lib/*-linux-gnu*; do
		how="$how -L$dir"
		cflags="$cflags -isystem $root/usr/include"
		cflags="$cflags -isystem $root/usr/include/${dir##*/}"
	done
	# shellcheck disable=SC2086
	! links $wanted -- "$@" $cflags || all=1
fi
words=
absent=
for word in $libs; do
	name=${word%%:*}
	define=
	case $word in
	-static | -L*) continue ;;
	*:*:*) define=${word##*:} ;;
	*:*) ;;
	*) words="$words $word" && continue ;;
	esac
	# shellcheck disable=SC2086
	if [ -n "$all" ] || links "$word" -- "$@" $cflags; then
		words="$words -l$name"
		cflags="$cflags${define:+ -D$define}"
	elif [ -n "$define" ]; then
		absent="$absent $name"
	else
		die "there is no library $name with its header here; as root," \
			"$DEPS installs it"
	fi
done

# tools COMPILER...: files of the compiler, of what calls it, of the sysroot's
# maker
tools() {
	for word in "$@"; do
		case $word in -*) break ;; esac
		command -v "$word" || :
	done
	echo "${SYSROOT%% *}"
}

# archives COMPILER...: files of the libraries, where the linker finds them
archives() {
	suffix=so
	case " $how " in *' -static '*) suffix=a ;; esac
	for word in $words -lc; do
		case $word in -l*) ;; *) continue ;; esac
		base=lib${word#-l}.$suffix
		at=$("$@" -print-file-name="$base")
		for dir in $how; do
			[ ! -e "${dir#-L}/$base" ] || at=${dir#-L}/$base
		done
		echo "$at"
	done
}

mkdir -p "$(dirname "$file")"
{
	echo "cflags$cflags"
	echo "libs$how$words"
	echo "without$absent"
	echo "command $* $libs"
	"$@" --version 2>/dev/null | head -n 1
	"$@" -dumpmachine
	# shellcheck disable=SC2046 # names of tools and libraries
	stats $(tools "$@") $(archives "$@") || :
} >"$file.new"
if cmp -s "$file.new" "$file"; then
	rm "$file.new"
	exit 0
fi
mv "$file.new" "$file"
[ -z "$absent" ] ||
	echo "kptbench: $FOR is built without$absent; as root, $DEPS installs" \
		"them" >&2
