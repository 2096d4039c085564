# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # what is set here is read by the tests
# tap.sh - TAP for tests in shell, and a folder that goes with the test: sourced

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
count=0
failed=0

# ok STATUS NAME: what stderr was kept in $tmp/err explains a failure
ok() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
		return
	fi
	echo "not ok $count - $2"
	failed=1
	sed 's/^/# /' "$tmp/err" 2>/dev/null
}

# is GOT WANTED NAME
is() {
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || printf '# got: %s\n# wanted: %s\n' "$1" "$2"
}

# skip NAME REASON
skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

finish() {
	echo "1..$count"
	exit "$failed"
}
