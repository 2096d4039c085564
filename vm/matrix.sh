#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# matrix.sh - what `make compare ARCH=all` does: one comparison for each
# architecture that has the configuration, and one table of them all, for each
# kernel but the base.
#
# Environment: as compare.sh, ARCH aside; MATRIX_ARCHES, the architectures, and
# MATRIX_BUILT, those that are built and not run; RESULTS, the folder to fill,
# with one for each of them: one that was begun goes on.
set -euf

: "${CONFIG:=rt}" "${MATRIX_ARCHES:?}" "${MATRIX_BUILT=}" "${PATCHED:=patched}"
: "${BASE:=base}" "${KERNELS:=}" "${SERIES:=}"
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/left.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/names.sh"
case ${COMPILERS:-} in
*[\ ,]*) names_die "ARCH=all takes one compiler: name one in CC=, or one architecture in ARCH=" ;;
esac
labels='' specs='' base='' many=''
names_read
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
left_begin "$(wc -l <"$out/boots")"
while read -r name arch words; do
	left_next "$name, $CONFIG" "$out/$name" "$out/$name/log"
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
done <"$out/boots"
trap - INT

# table LABEL SPEC: of that kernel against the base, a line for each architecture
# that has a summary, and the architectures it is built for alone
table() {
	label=$1
	spec=$2
	set --
	while read -r name arch words; do
		at=$(names_place "$out/$name" "$label")
		[ ! -s "$at/summary.json" ] || set -- "$@" "$at"
	done <"$out/boots"
	[ $# -gt 0 ] || return 0
	to=$(names_place "$out" "$label")
	[ "$to" = "$out" ] || printf '# %s against %s\n\n' "$label" "$base"
	build/kptstat report --format matrix "$@"
	[ $# -lt 2 ] || build/kptstat plot -o "$to" "$@" >&2 || status=1
	# shellcheck disable=SC2086 # names, each a word
	case $many,$spec in
	*,deb:* | *,image:*) ;;
	,*) vm/built.sh $MATRIX_BUILT ;;
	*,+) BASE=$first vm/built.sh $MATRIX_BUILT ;;
	*) SERIES='' PATCHED=$spec vm/built.sh $MATRIX_BUILT ;;
	esac || status=1
}

first=${specs# }
first=${first%% *}
rest=$specs
for label in $labels; do
	rest=${rest# }
	spec=${rest%% *}
	rest=${rest#"$spec"}
	[ "$label" = "$base" ] || table "$label" "$spec"
done >"$out/matrix.md"
[ -s "$out/matrix.md" ] || exit 1
[ -z "$absent" ] ||
	printf '\nWithout configuration %s (see their arch.conf):%s\n' "$CONFIG" \
		"$absent" >>"$out/matrix.md"
# Whoever reads may have read enough: the verdict stays what it is.
trap '' PIPE
cat "$out/matrix.md" 2>/dev/null || :
echo "kptbench: everything is in $out" >&2 || :
exit "$status"
