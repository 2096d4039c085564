#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# built.sh - a table of architectures whose patched kernel is built, not run
#
#   built.sh ARCH...
#
# Environment: CONFIG PATCHED BASE KSRC SERIES COMPILERS (one), as compare.sh. Exits 1 where one that has a
# compiler here could not be built.
set -eu

: "${CONFIG:=rt}" "${BASE:=base}" "${PATCHED:=patched}" "${KSRC:=}"
: "${SERIES:=}"
status=0

# patched ARGS...: kptvm kernel ARGS, of the patched kernel
patched() {
	name=$PATCHED
	if [ -n "$SERIES" ]; then
		set -- "$@" --series "$SERIES"
		name=$BASE
	fi
	if [ -n "$SERIES" ] && [ "$BASE" = base ]; then
		set -- "$@" ${KSRC:+--ksrc "$KSRC"}
	elif [ -n "$KSRC" ]; then
		set -- "$@" --ksrc "$KSRC" --rev "$name"
	else
		set -- "$@" --variant "$name"
	fi
	build/kptvm kernel ${COMPILERS:+--cc "$COMPILERS"} "$@"
}

# tell ARCH: what became of it, in words
tell() {
	case ${COMPILERS:=} in
	clang*) cc=$COMPILERS ;;
	*) cc=$(vm/arch.sh cross "$1")${COMPILERS:-gcc} ;;
	esac
	if vm/arch.sh without "$1" | grep -qw "$CONFIG"; then
		echo "n/a: it has no configuration $CONFIG"
	elif ! command -v "$cc" >/dev/null; then
		echo "not built: no compiler ($cc)"
	elif patched --arch "$1" --config "$CONFIG" >/dev/null; then
		echo 'built, not run'
	else
		echo '**does not build**'
		return 1
	fi
}

[ $# -gt 0 ] || exit 0
printf '\nNo emulator is at hand for these:\n\n'
echo '| machine | configuration | patched kernel |'
echo '|---|---|---|'
for arch; do
	said=$(tell "$arch") || status=1
	echo "| $arch | $CONFIG | $said |"
done
exit "$status"
