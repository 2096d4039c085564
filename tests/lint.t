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
check "shellcheck finds nothing" "$(shellcheck -e SC2086 $scripts 2>&1)"
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
check "no file over 500 lines" "$(git ls-files '*.c' '*.h' |
	xargs wc -l | awk '$2 != "total" && $1 > 500')"
check "no binary or kernel source committed" "$(git ls-files |
	grep -E '\.(ko|o|xz|img|cpio)$')"
finish
