# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC1091,SC2034
# kptstat.sh - for tests of kptstat: sourced from the top of the tree

. tests/lib/tap.sh
stat=${KPTSTAT:-build/kptstat}
[ -x "$stat" ] || { echo "Bail out! no $stat: make tools builds it"; exit 1; }
