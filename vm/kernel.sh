#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kernel.sh - configure, build and tidy one kernel
#
#   kernel.sh configure SRC OUT FRAGMENT...
#   kernel.sh build SRC OUT TARGET		image and modules
#   kernel.sh tidy OUT IMAGE			drop what modules do not need
#
# ARCH, CROSS_COMPILE, LLVM, V and JOBS come from the environment and mean
# what they mean to Kbuild. kptvm calls this and counts the lines it prints.
set -eu

# Nothing of when, where and by whom may reach the image.
export KBUILD_BUILD_TIMESTAMP='Mon Jan  1 00:00:00 UTC 2024'
export KBUILD_BUILD_USER=kptbench KBUILD_BUILD_HOST=kptbench
export KBUILD_BUILD_VERSION=1 LOCALVERSION='' LC_ALL=C TZ=UTC
unset KCONFIG_CONFIG KBUILD_OUTPUT MAKEFLAGS MAKELEVEL MFLAGS

: "${ARCH:?}" "${JOBS:=$(nproc)}"

# kbuild SRC OUT ARGS...: V=0 is the default, said so that V= may be empty.
# Kconfig writes the versions of pahole and rustc into .config where they are
# installed. No kernel here is made with them, and two that are made with a
# package installed in between have to be of one configuration.
kbuild() {
	src=$1
	out=$2
	shift 2
	make -C "$src" O="$out" ARCH="$ARCH" CROSS_COMPILE="${CROSS_COMPILE:-}" \
		${LLVM:+LLVM="$LLVM"} PAHOLE=no-pahole RUSTC=no-rustc \
		V="${V:-0}" "$@"
}

configure() {
	src=$1
	out=$2
	shift 2
	# "# optional CONFIG_X=y" is asked for like any other.
	n=0
	for f; do
		n=$((n + 1))
		sed 's/^# optional //' "$f" >"$out/fragment-$n.config"
		set -- "$@" "$out/fragment-$n.config"
		shift
	done
	(cd "$out" && "$src/scripts/kconfig/merge_config.sh" -m "$@" >&2)
	mv "$out/.config" "$out/wanted.config"
	rm "$out"/fragment-*.config
	kbuild "$src" "$out" -s KCONFIG_ALLCONFIG="$out/wanted.config" \
		allnoconfig
}

build() {
	kbuild "$1" "$2" -j"$JOBS" "$3" modules
}

# External modules need headers, scripts, tools and Module.symvers, no objects.
tidy() {
	cd "$1"
	[ -s "$2" ] || { echo "kernel.sh: no $2 was built" >&2; exit 1; }
	find . \( -path ./scripts -o -path ./tools -o -path './arch/*/lib' \) \
		-prune -o -type f \( -name '*.o' -o -name '*.a' -o \
		-name '*.o.d' -o -name '.*.cmd' -o -name '*.dtb' -o \
		-name '.tmp_*' -o -name 'vmlinux.bin*' -o \
		-name vmlinux.unstripped -o -name '.vmlinux*' \) \
		! -path "./$2" -exec rm -f {} +
	# The folder gets another name when it is done. Since Linux 6.13 its
	# Makefile names it, and modules would build nowhere: it looks where
	# it is instead.
	# shellcheck disable=SC2016 # make's own
	[ ! -f Makefile ] || sed -i \
		's|^\(export KBUILD_OUTPUT\) = .*|\1 := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))|' \
		Makefile
}

case ${1:-} in
configure) shift; configure "$@" ;;
build) shift; build "$@" ;;
tidy) shift; tidy "$@" ;;
*) echo "kernel.sh: see the comment at its top" >&2; exit 2 ;;
esac
