# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # what is set here is read by the tests
# tap.sh - TAP for tests of kptstat in shell: sourced from the top of the tree

stat=${KPTSTAT:-build/kptstat}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0
failed=0

[ -x "$stat" ] || { echo "Bail out! no $stat: make tools builds it"; exit 1; }

result() { # STATUS TEXT
	n=$((n + 1))
	[ "$1" = 0 ] || { failed=1; printf 'not '; }
	echo "ok $n - $2"
}
