#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The parsers of kernel text, under sanitizers.
# What lib.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

if ! ${CC:-cc} -g -D_GNU_SOURCE -I"$top" -fsanitize=address,undefined \
	-fno-sanitize-recover=all -o "$tmp/parse" \
	"$fix/kptbench/parse.c" "$top/bench/parse.c" \
	"$top/bench/zones.c" "$top/bench/sites.c" \
	"$top/bench/interrupts.c" 2>"$tmp/err"; then
	echo "1..0 # SKIP no compiler with sanitizers"
	exit 0
fi
"$tmp/parse"
