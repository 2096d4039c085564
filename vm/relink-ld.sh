#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# relink-ld.sh - a linker that puts padding between the objects of vmlinux
#
# Kbuild's LD= while kptvm relink builds. All objects of the kernel are given to
# the linker as one archive, vmlinux.a. Its members take its place here, with 16
# to 256 bytes of padding behind each, which the seed decides: so every function
# begins elsewhere. All other calls are passed on as they are.
#
# Environment: KPT_RELINK_LD, the linker; KPT_RELINK_SEED; KPT_RELINK, a folder
# for the padding, and for "linked": where Kbuild builds, and how many objects
# there were. CC, AR and KBUILD_AFLAGS are Kbuild's.
set -eu

STEP=16 SIZES=16	# bytes: functions are aligned to that at most

whole=
for arg in "$@"; do
	[ "$arg" != vmlinux.a ] || whole=1
done
# shellcheck disable=SC2086 # a linker may have arguments of its own
[ -n "$whole" ] || exec $KPT_RELINK_LD "$@"

cd_to=$KPT_RELINK
if [ ! -s "$cd_to/pads" ]; then
	# Where nobody jumps to there is a trap, which objtool does not mind.
	fill=0
	case ${SRCARCH:-} in x86) fill=0xcc ;; esac
	i=0
	while [ "$((i += 1))" -le "$SIZES" ]; do
		{
			printf '.text\n.skip %d, %s\n' "$((i * STEP))" "$fill"
			printf '.section .note.GNU-stack\n'
		} >"$cd_to/pad$i.s"
		# shellcheck disable=SC2086 # these are lists of flags
		${CC:-cc} ${KBUILD_AFLAGS:-} -c -x assembler \
			-o "$cd_to/pad$i.o" "$cd_to/pad$i.s"
	done
	${AR:-ar} t vmlinux.a | awk -v seed="$KPT_RELINK_SEED" -v to="$cd_to" \
		-v sizes="$SIZES" '
		function next_one() {	# Lehmer: exact in the doubles of any awk
			x = x * 48271 % 2147483647
			return x
		}
		BEGIN {
			x = seed % 2147483646 + 1
			for (i = 0; i < 10; i++)
				next_one()
		}
		{ print; print to "/pad" next_one() % sizes + 1 ".o" }' \
		>"$cd_to/pads.new"
	mv "$cd_to/pads.new" "$cd_to/pads"
fi
printf '%s\n%d\n' "$PWD" "$(($(wc -l <"$cd_to/pads") / 2))" >"$cd_to/linked"
for arg in "$@"; do
	shift
	[ "$arg" != vmlinux.a ] || arg=@$cd_to/pads
	set -- "$@" "$arg"
done
# shellcheck disable=SC2086
exec $KPT_RELINK_LD "$@"
