# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2153,SC2154 # what is read here is set where it is sourced
# parts.sh - the boots of a run in parts, each with a folder of its own in $out
#
# Sourced, where boots ARGS... is kptvm run with all that is the same for each
# part, -o "$out" among it.

# parts_do ARGS...: part $PART of the boots, and exits: with 0 if all boots are there,
# also where a kernel failed, which is a result; with 75 where another host may do
# better
parts_do() {
	out=$out/parts/$PART-of-$SHARDS
	set -- "$@" --shard "$PART/$SHARDS" --keep-failed
	status=0
	boots "$@" || status=$?
	if [ "$status" = 1 ]; then
		wanted=$(boots "$@" --dry-run | cut -f 3)
		there=$(find "$out/.boots" -name '*.jsonl' | wc -l)
		[ "$there" -lt "$wanted" ] || status=0
	fi
	[ "$status" != 3 ] || status=75
	exit "$status"
}

# parts_merge ARGS...: all parts that are there, in $out
parts_merge() {
	began=
	for part in $(seq "$SHARDS"); do
		part=$out/parts/$part-of-$SHARDS
		[ -e "$part/.boots/stamp" ] || continue
		set -- "$@" --merge "$part"
		began=yes
	done
	if [ -z "$began" ]; then
		echo "kptbench: $out: no boot was begun" >&2
		return 3
	fi
	boots "$@"
}
