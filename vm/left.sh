# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# left.sh - of many comparisons, how long those that are left take
#
# Sourced, after dry.sh.

# left_begin N: there are N of them
left_begin() {
	left_all=$1
	left_nr=0
	left_booted=0
	left_spent=0
}

# left_next NAME FOLDER [WHERE]: the next one begins, in FOLDER, which shows none
# that was made before: told, with about how long it and the others take
left_next() {
	left_nr=$((left_nr + 1))
	left="$left_nr of $left_all"
	[ "$left_booted" = 0 ] ||
		left="$left, $(minutes $(((left_all - left_nr + 1) * \
			left_spent / left_booted)) '') left"
	echo "kptbench: $1 ($left)${3:+: $3}" >&2
	mkdir -p "$2"
	find "$2" -maxdepth 2 -name summary.json -delete
	left_since=$(date +%s)
}

# left_done FOLDER: it is done; one that was complete tells nothing of the others
left_done() {
	[ -n "$(find "$1/.boots" -maxdepth 1 -name '*.jsonl' \
		-newermt "@$left_since" 2>/dev/null | head -n 1)" ] || return 0
	left_booted=$((left_booted + 1))
	left_spent=$((left_spent + $(date +%s) - left_since))
}
