#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# boots.sh - how a matrix boots architectures: a line "NAME ARCH WORDS..."
# each time, for each line "also = WORDS" of its own arch.conf one more
#
#   boots.sh ARCH...
set -eu

for arch; do
	echo "$arch $arch"
	sed -n 's/^also *= *//p' "configs/arch/$arch/arch.conf" |
	while read -r words; do
		echo "$arch-$(printf %s "$words" | tr -c 'a-z0-9' -)" \
			"$arch $words"
	done
done
