#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# packages.sh - the Debian packages that architectures want on this machine
#
#   packages.sh ARCH...
set -eu

here=$(dpkg --print-architecture 2>/dev/null) || here=
for arch; do
	vm/arch.sh packages "$arch"
	# Programs for a machine like this one are made by its own compiler.
	[ "$(vm/arch.sh debian "$arch" | tail -n 1)" = "${here:-none}" ] ||
		vm/arch.sh cross_packages "$arch"
done
