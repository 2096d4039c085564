#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# unpack.sh - a part of a file, decompressed
#
#   unpack.sh FORMAT FILE OFFSET LENGTH OUT
#
# FORMAT is gzip, xz, lzma, zstd, lz4, bzip2 or lzo. What a kernel image holds
# is followed by its size or by padding, which these programs complain about:
# whether OUT is good, its reader sees. kptvm calls this.
set -eu

case $1 in
lzma) set -- xz --format=lzma "$@" ;;
lzo) set -- lzop '' "$@" ;;
*) set -- "$1" '' "$@" ;;
esac
program=$1
option=$2
shift 3
if ! command -v "$program" >/dev/null; then
	case $program in
	xz) package=xz-utils ;;
	*) package=$program ;;
	esac
	echo "it is compressed with $program, which is not here; as root: apt-get install $package" >&2
	exit 3
fi
# A GiB is more than any kernel.
# shellcheck disable=SC2086 # no option is no word
tail -c "+$(($2 + 1))" "$1" | head -c "$3" |
	"$program" $option -dc 2>/dev/null | head -c 1073741824 >"$4"
