#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# lint.t - scripts are shellcheck-clean, nothing names a machine, every
# source file says its licence
# shellcheck disable=SC1091
. tests/lib/tap.sh
check() { # NAME FINDINGS
	[ -z "$2" ]
	ok $? "$1"
	[ -z "$2" ] || echo "$2" | sed 's/^/# /'
}
files=$(git ls-files 2>/dev/null)
[ -n "$files" ] || { echo "1..0 # SKIP not a git checkout"; exit 0; }

scripts=$(git grep -lE '^#!/bin/(sh|bash)' -- $files)
check "shellcheck finds nothing" "$(shellcheck -e SC2086,SC2319 $scripts 2>&1)"
if command -v clang >/dev/null && [ -e build/gen/install.h ]; then
	check "clang warns of nothing" "$(make -pn 2>/dev/null |
		sed -n 's/^WARN := //p' | { read -r warn
		for f in $(git ls-files 'common/*.c' 'bench/*.c' 'vm/*.c' \
			'analyze/*.c' 'profile/*.c'); do
			clang -fsyntax-only $warn -I. -Ibuild/gen -D_GNU_SOURCE \
				-DKPT_VERSION='""' -DHAVE_HWLOC -DHAVE_LIBPFM \
				"$f" 2>&1
		done; })"
else
	skip "clang warns of nothing" "no clang, or nothing is built"
fi
check "every source file has its SPDX line" "$(
	git ls-files '*.c' '*.h' '*.sh' '*.t' '*.gp' Makefile kmod/Kbuild |
	while read -r f; do
		head -n 3 "$f" | grep -q SPDX-License-Identifier || echo "$f"
	done)"
check "a test that is skipped ends with status 0" "$(
	git grep -A1 -n '1\.\.0 # SKIP' -- tests | grep 'exit [1-9]')"
check "whatever a bare machine may say has its reason" "$(
	awk '/^#/ { why = 1; next } !NF { why = 0; next } !why; { why = 0 }' \
		tests/fresh.allow)"
# Data flows in this order: a folder takes from those before it. What defines a
# command of kptstat also has kptstat.h, the table of commands.
backwards() { # FOLDER, the folders in it in order
	git grep -n "#include \"$1/" -- "$1/*/*.[ch]" |
	awk -F'[:/"]' -v house="$2" -v top="$1/" '
	BEGIN { n = split(house, name, " ")
		for (i = 1; i <= n; i++) at[name[i]] = i }
	{ line = $0; sub(/^[^"]*"[a-z]*\//, ""); sub(/\/?[^\/]*"$/, "")
	  sub(/\/.*/, "") }
	/./ && !($0 in at) { print line ": not in the order"; next }
	/./ && at[$0] > at[home(line)] { print line }
	!/./ && line !~ /kptstat\.h"/ { print line }
	function home(l) { l = substr(l, length(top) + 1)
		sub(/\/.*/, "", l)
		return l }'
}
check "a folder of analyze/ includes what stands before it" "$(
	backwards analyze 'stats records judge summary words report plot profile cover calibrate history cmd')"
check "a folder of vm/ includes what stands before it" "$(
	backwards vm 'base cache source kernel qmp kvm guest image run cmd')"
check "a folder of bench/ includes bench/ and itself, no other folder" "$(
	git grep -n '#include "bench/.*/' -- 'bench/*/*.[ch]' |
	awk -F'[:/"]' '{ from = $2; sub(/^[^"]*"bench\//, "")
		sub(/\/.*/, "") } $0 != from { print from " includes " $0 }')"
# What reads JSON: records and those who judge them, a summary in summary/.
# The others take structures; a format that is JSON writes it.
check "words, reports and pictures read no JSON" "$(
	git grep -nE '\<(json_[a-z_]*(get|foreach|value|size|equal)|json_(is|load|object_iter)[a-z_]*|ds_(str|is|int|real)) *\(' \
		-- analyze/stats analyze/words analyze/report analyze/plot)"
check "the JSON of a summary is known in summary/ alone" "$(
	git grep -nE -e '->json\>' -- analyze ':!analyze/summary')"
check "only commands include kptstat.h" "$(
	git grep -l '#include "analyze/kptstat.h"' -- 'analyze/*/*.[ch]' |
	xargs grep -L '^int cmd_')"
check "no report parses a sentence" "$(
	git grep -nE 'str(str|casestr|n?cmp|n?casecmp)\([^"]*"[^"]* [^"]*"' \
		-- analyze/report analyze/plot analyze/summary |
	awk 'NR == FNR { if (!/^#/ && NF) may[$0] = 1; next }
		{ for (m in may) if (index($0, m)) next; print }' \
		tests/lint.allow -)"
check "whatever a report may compare has its reason" "$(
	awk '/^#/ { why = 1; next } !NF { why = 0; next } !why; { why = 0 }' \
		tests/lint.allow)"
check "no file over 500 lines" "$(git ls-files '*.c' '*.h' |
	xargs wc -l | awk '$2 != "total" && $1 > 500')"
check "no binary or kernel source committed" "$(git ls-files |
	grep -E '\.(ko|o|xz|img|cpio)$')"
finish
