#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# built.sh - a table of architectures whose patched kernel is built, not run
#
#   built.sh ARCH...
#
# Environment: CONFIG and PATCHED, as compare.sh. Exits 1 where one that has a
# compiler here could not be built.
set -eu

: "${CONFIG:=rt}" "${PATCHED:=patched}"
status=0

# tell ARCH: what became of it, in words
tell() {
	cc=$(vm/arch.sh cross "$1")gcc
	if vm/arch.sh without "$1" | grep -qw "$CONFIG"; then
		echo "n/a: it has no configuration $CONFIG"
	elif ! command -v "$cc" >/dev/null; then
		echo "not built: no compiler ($cc)"
	elif build/kptvm kernel --arch "$1" --config "$CONFIG" \
		--variant "$PATCHED" >/dev/null
	then
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
