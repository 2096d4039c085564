#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# lint.sh - what make lint does: shellcheck of scripts, sparse of programs, and
# of the module sparse, W=1 and checkpatch --strict
#
# The module wants a kernel's build folder and checkpatch a kernel's sources:
# those of /usr/src (KPTB_HEADERS and KSRC name others), or of the cache. What
# was not checked is told.
set -u

cd "$(dirname "$0")/.." || exit 1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kptbench
status=0

# done_with NAME STATUS
done_with() {
	if [ "$2" = 0 ]; then
		echo "$1: clean"
	else
		status=1
	fi
}

not_checked() { # NAME WHY
	echo "$1: not checked: $2"
}

if ! command -v shellcheck >/dev/null; then
	not_checked shellcheck "it is not installed; as root, make deps"
elif ! scripts=$(git grep -lE '^#!/bin/(sh|bash)' 2>/dev/null); then
	not_checked shellcheck "this is not a git checkout"
else
	# Names are split on purpose; "[ ... ]; ok $?" is how tests tell.
	# shellcheck disable=SC2086
	shellcheck -e SC2086,SC2319 $scripts
	done_with shellcheck $?
fi

if ! command -v sparse >/dev/null; then
	not_checked sparse "it is not installed; as root, make deps"
else
	# A collector or a mechanism is declared in a list that make writes.
	for f in common/*.c bench/*.c bench/campaign/*.c bench/collect/*.c \
			bench/work/*.c vm/*.c vm/*/*.c profile/*.c; do
		sparse -Wno-decl -I. -Ibuild/gen -D_GNU_SOURCE \
			-DKPT_VERSION='""' -D__VERSION__='""' -DHAVE_HWLOC \
			-DHAVE_LIBPFM "$f"
	done 2>&1 | grep -v '^/usr/' >build/lint.log
	cat build/lint.log
	[ ! -s build/lint.log ]
	done_with "sparse, programs" $?
fi

# A kernel for this machine, built here: its modules can be as well.
unset ARCH
machine=$(uname -m | sed 's/aarch64/arm64/')
if [ -z "${KPTB_HEADERS:-}" ]; then
	option=$(echo "CONFIG_$machine=y" | tr '[:lower:]' '[:upper:]')
	for at in "$cache"/kernel/*/; do
		[ -e "$at/Module.symvers" ] || continue
		[ -e "$at/kptbench.about" ] || continue
		grep -qix "$option" "$at/.config" || continue
		KPTB_HEADERS=${at%/}
		CROSS_COMPILE=$(vm/arch.sh cross "$machine")
		export CROSS_COMPILE
	done
fi
if [ -z "${KSRC:-}" ]; then
	for at in "$cache"/src/*/; do
		[ ! -e "$at/scripts/checkpatch.pl" ] || KSRC=${at%/}
	done
fi
KPTB_HEADERS=${KPTB_HEADERS:-} KSRC=${KSRC:-} sh tests/kmod-build.t \
	>build/lint.log 2>&1
s=$?
grep '^not ok\|^#' build/lint.log
grep -q 'builds for' build/lint.log ||
	not_checked "sparse and W=1, module" "no headers in /usr/src, and no kernel of this machine in the cache; make kernels"
grep -q checkpatch build/lint.log ||
	not_checked checkpatch "no sources of a kernel; make deps or KSRC=TREE"
done_with "module" $s
exit $status
