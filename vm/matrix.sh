#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2317 # what each is given is called by its name
# matrix.sh - what `make compare ARCH=all` does: one comparison for each
# architecture that has the configuration, and one table of them all, for each
# kernel but the base.
#
# Environment: as compare.sh, ARCH aside; MATRIX_ARCHES, the architectures, and
# MATRIX_BUILT, those that are built and not run; RESULTS, the folder to fill,
# with one for each of them: one that was begun goes on. ENGINE, what runs this:
# see jobs.sh; KPT_STEP, one of its jobs: built, part PART of what is built and
# not run for kernel KPT_LABEL; or table.
set -euf

: "${CONFIG:=rt}" "${MATRIX_ARCHES:?}" "${MATRIX_BUILT=}" "${PATCHED:=patched}"
: "${BASE:=base}" "${KERNELS:=}" "${SERIES:=}" "${DRY:=}"
# shellcheck disable=SC1091
. "$(dirname "$0")/dry.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/jobs.sh"
# shellcheck disable=SC1091
. "$(dirname "$0")/names.sh"
case ${COMPILERS:-} in
*[\ ,]*) names_die "ARCH=all takes one compiler: name one in CC=, or one architecture in ARCH=" ;;
esac
: "${ENGINE:=local}" "${KPT_STEP:=}"
# shellcheck disable=SC2034 # jobs.sh reads it
JOBS_VARS='CONFIG BOOTS SCENARIOS BASE PATCHED KERNELS KSRC SERIES PROFILE
	COMPILERS JOBS TIMEOUT SHARDS MATRIX_ARCHES MATRIX_BUILT'
jobs_engine
labels='' specs='' base='' many=''
names_read
out=${RESULTS:-results/$(date +%Y-%m-%d-%H%M%S)-all-$CONFIG}
if [ -n "${DRY:-}" ]; then
	out=$(mktemp -d)
	trap 'rm -rf "$out"' EXIT
	export DRY_SUM="$out/sum"
fi
[ -n "$KPT_STEP$DRY" ] || jobs_folder "$out"
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

# built LABEL SPEC ARCH...: that kernel for architectures it is built for alone
built() {
	label=$1
	spec=$2
	shift 2
	case $many,$spec in
	*,deb:* | *,image:*) ;;
	,*) vm/built.sh "$@" ;;
	*,+) BASE=$first vm/built.sh "$@" ;;
	*) SERIES='' PATCHED=$spec vm/built.sh "$@" ;;
	esac
}

# each COMMAND...: for each kernel but the base, with its label and what it is
first=${specs# }
first=${first%% *}
each() {
	rest=$specs
	for label in $labels; do
		rest=${rest# }
		spec=${rest%% *}
		rest=${rest#"$spec"}
		[ "$label" = "$base" ] || "$@" "$label" "$spec"
	done
}

# built_part LABEL SPEC: one architecture, if that is the kernel
built_part() {
	[ "$1" != "$KPT_LABEL" ] || built "$1" "$2" \
		"$(echo $MATRIX_BUILT | cut -d ' ' -f "$PART")"
}

# put_built LABEL SPEC: a job for each of these architectures
put_built() {
	jobs_put "built-$1" - "$(echo $MATRIX_BUILT | wc -w)" "${JOBS:-4}" \
		"$((1024 + 512 * ${JOBS:-4}))" 120 "$out" "build of $1 alone" \
		"${command}built KPT_LABEL=$1 $0"
	after="$after built-$1?"
}

# put_all: every comparison, and the table of all
put_all() {
	command="ENGINE=local CMDLINE=$(jobs_quote "$given") RESULTS=$(
		jobs_quote "$out") $(jobs_vars $JOBS_VARS)KPT_STEP="
	after=
	while read -r name arch words; do
		builds=${words:+$arch.}
		words="$given${given:+${words:+ }}$words"
		if [ "$ENGINE" != local ]; then
			# The same kernels with more words: built once.
			KPT_STEP=jobs KPT_ID=$name KPT_BUILDS=$builds \
				ARCH=$arch CMDLINE=$words \
				RESULTS=$out/$name vm/compare.sh </dev/null
			after="$after $name.judge?"
			continue
		fi
		jobs_put "$name" - 1 - - - "$out/$name" "$name, $CONFIG" \
			"ARCH=$arch CMDLINE=$(jobs_quote "$words") RESULTS=$(
			jobs_quote "$out/$name") vm/compare.sh"
		after="$after $name?"
	done <"$out/boots"
	[ "$ENGINE" = local ] || [ -z "$MATRIX_BUILT" ] || each put_built
	jobs_put table "${after# }" 1 1 2048 60 "$out" "table of all" \
		"${command}table vm/matrix.sh"
}

case $KPT_STEP in
'')
	put_all >"$out/jobs/list"
	[ "$ENGINE" != local ] ||
		trap 'echo "kptbench: to go on: the same command, and RESULTS=$out" >&2
			exit 130' INT
	jobs_run
	;;
built)
	each built_part
	exit
	;;
esac

status=$(jobs_worst "$out/jobs/list")
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
	built "$label" "$spec" $MATRIX_BUILT || status=1
}

each table >"$out/matrix.md"
[ -s "$out/matrix.md" ] || exit 1
[ -z "$absent" ] ||
	printf '\nWithout configuration %s (see their arch.conf):%s\n' "$CONFIG" \
		"$absent" >>"$out/matrix.md"
# Whoever reads may have read enough: the verdict stays what it is.
trap '' PIPE
cat "$out/matrix.md" 2>/dev/null || :
echo "kptbench: everything is in $out" >&2 || :
exit "$status"
