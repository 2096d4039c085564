#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# matrix.sh - what `make compare ARCH=all` does: one comparison for each
# architecture that has the configuration, and one table of them all.
#
# Environment: as compare.sh, ARCH aside; MATRIX_ARCHES, the architectures, and
# MATRIX_BUILT, those that are built and not run; RESULTS, the folder to fill,
# with one for each of them: one that was begun goes on.
set -eu

: "${CONFIG:=rt}" "${MATRIX_ARCHES:?}" "${MATRIX_BUILT=}" "${PATCHED:=patched}"
if [ -n "${KERNELS:-}" ]; then
	echo "kptbench: KERNELS= is for one architecture: ARCH=all compares" \
		"BASE= with PATCHED=" >&2
	exit 2
fi
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/left.sh"
out=${RESULTS:-results/$(date +%Y-%m-%d-%H%M%S)-all-$CONFIG}
if [ -n "${DRY:-}" ]; then
	out=$(mktemp -d)
	trap 'rm -rf "$out"' EXIT
	export DRY_SUM="$out/sum"
fi
mkdir -p "$out"
status=0
absent=
given=${CMDLINE:-}

# has ARCH: does the architecture have the configuration?
has() {
	! vm/arch.sh without "$1" | grep -qw "$CONFIG"
}

set --
for arch in $MATRIX_ARCHES; do
	if has "$arch"; then
		set -- "$@" "$arch"
	else
		absent="$absent $arch"
	fi
done
vm/boots.sh "$@" >"$out/boots"

if [ -n "${DRY:-}" ]; then
	while read -r name arch words; do
		dry_compare "$name" "$arch" "$CONFIG" "$words" || status=1
	done <"$out/boots"
	dry_all
	exit "$status"
fi

trap 'echo "kptbench: to go on: the same command, and RESULTS=$out" >&2
	exit 130' INT
set --
left=
left_begin "$(wc -l <"$out/boots")"
while read -r name arch words; do
	left_next
	echo "kptbench: $name, $CONFIG ($left): $out/$name/log" >&2
	mkdir -p "$out/$name"
	# What is shown was made now.
	rm -f "$out/$name/summary.json"
	# One that fails is shown as it is, and the others go on.
	if ! ARCH=$arch CMDLINE="$given${given:+${words:+ }}$words" \
		RESULTS=$out/$name vm/compare.sh \
		</dev/null >"$out/$name/log" 2>&1
	then
		status=1
		echo "kptbench: $name: not well; the last lines:" >&2
		tail -n 5 "$out/$name/log" >&2
	fi
	left_done "$out/$name"
	[ ! -s "$out/$name/summary.json" ] || set -- "$@" "$out/$name"
done <"$out/boots"
trap - INT
[ $# -gt 0 ] || exit 1

# shellcheck disable=SC2086 # names, each a word
vm/built.sh $MATRIX_BUILT >"$out/built.md" || status=1

{
	build/kptstat report --format matrix "$@"
	cat "$out/built.md"
} | tee "$out/matrix.md"
[ $# -lt 2 ] || build/kptstat plot -o "$out" "$@" || status=1
[ -z "$absent" ] ||
	echo "Without configuration $CONFIG (see their arch.conf):$absent" |
	tee -a "$out/matrix.md"
echo "kptbench: everything is in $out" >&2
exit "$status"
