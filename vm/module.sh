#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# module.sh - build a copy of kmod/ in the empty folder OUT
#
#   module.sh KERNEL KMOD OUT
#
# ARCH, CROSS_COMPILE, LLVM and V come from the environment, for Kbuild.
set -eu

unset KCONFIG_CONFIG KBUILD_OUTPUT MAKEFLAGS MAKELEVEL MFLAGS
export LC_ALL=C

kernel=$1
kmod=$2
out=$3

# Where it is built must not show in it.
flags=-fmacro-prefix-map=$out/=
debug=
if grep -qs '^debug-info' "$kernel/kptbench.about"; then
	debug=yes
	flags="$flags -g1 -fdebug-prefix-map=$out/="
	flags="$flags -fdebug-prefix-map=$(readlink -f "$kernel/source")/="
fi
objcopy=${CROSS_COMPILE:-}objcopy
[ -z "${LLVM:-}" ] || objcopy=llvm-objcopy

mkdir "$out/kmod"
(cd "$kmod" && find . -type f \( -name '*.[ch]' -o -name Kbuild \
	-o -name Makefile \) ! -name '*.mod.c' ! -name churn_list.h -exec cp --parents {} \
	"$out/kmod" \;)
make -C "$kernel" M="$out/kmod" ARCH="${ARCH:?}" \
	CROSS_COMPILE="${CROSS_COMPILE:-}" ${LLVM:+LLVM="$LLVM"} \
	V="${V:-0}" KCFLAGS="$flags" modules
if [ -n "$debug" ]; then
	cp "$out/kmod/kptbench.ko" "$out/kptbench.ko.debug"
fi
# With debug info or without, a guest gets the very same module.
"$objcopy" --strip-debug "$out/kmod/kptbench.ko"
mv "$out/kmod/kptbench.ko" "$out/"
# Loaded by a scenario, see bench/work/module-load.c.
if [ -e "$out/kmod/kptbench_empty.ko" ]; then
	"$objcopy" --strip-debug "$out/kmod/kptbench_empty.ko"
	mv "$out/kmod/kptbench_empty.ko" "$out/"
fi
[ ! -e "$out/kmod/sizes.o" ] || mv "$out/kmod/sizes.o" "$out/"
# Debug info names lines of these sources, whatever becomes of ours.
if [ -n "$debug" ]; then
	find "$out/kmod" -type f ! -name '*.[ch]' -exec rm -f {} +
else
	rm -r "$out/kmod"
fi
