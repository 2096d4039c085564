#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# arch.sh - the values of a key of arch.conf, those of the architecture it is
# like first
#
#   arch.sh KEY ARCH...
set -eu

key=$1
shift
value() {
	like=$(sed -n 's/^like *= *//p' "configs/arch/$1/arch.conf")
	for from in $like "$1"; do
		sed -n "s/^$key *= *//p" "configs/arch/$from/arch.conf"
	done
}
for arch; do
	value "$arch"
done
