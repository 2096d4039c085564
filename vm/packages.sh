#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# packages.sh - the Debian packages that architectures want on this machine
#
#   packages.sh ARCH...
#
# Environment: COMPILERS, those that are to build kernels there, as compare.sh
set -eu

here=$(dpkg --print-architecture 2>/dev/null) || here=

# compilers ARCH NATIVE: by package
compilers() {
	cross=$(vm/arch.sh cross "$1" | tail -n 1 | tr _ -)
	for cc in $(printf %s "${COMPILERS:-}" | tr , ' '); do
		case $cc,$2 in
		gcc,*) ;;
		gcc-*,no) echo "$cc-${cross%-}" ;;
		*) echo "$cc" ;;
		esac
	done
}

for arch; do
	vm/arch.sh packages "$arch"
	# Programs for a machine like this one are made by its own compiler.
	native=yes
	[ "$(vm/arch.sh debian "$arch" | tail -n 1)" = "${here:-none}" ] || {
		native=no
		vm/arch.sh cross_packages "$arch"
	}
	compilers "$arch" "$native"
done
