#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# fresh.t - a machine with Debian's base system alone: make deps installs all
# that programs, a guest and unit tests are built with, and they are whole
# What tap.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

cd "$(dirname "$0")/.." || exit 1
why=$(tests/fresh.sh --why) || { echo "1..0 # SKIP $why"; exit 0; }
. tests/lib/tap.sh
suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
logs=build/fresh/$suite
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kptbench

# The first make finds nothing: what it asks of the machine, deps installs.
FRESH_DEBS=$cache/fresh-debs-$suite
export FRESH_DEBS
tests/fresh.sh "$suite" 'make deps tools guest-arm64;
	make tools guest-arm64;
	build/kptbench list --events;
	build/kptbench info;
	cat build/guest-arm64/kptbench.found build/guest-arm64/init.found;
	make -s unit && prove build/unit/*;
	gnuplot --version && build/kptstat --version && build/kptvm list' \
	>"$tmp/err" 2>&1
status=$?

says() { # LOG REGEX NAME
	grep -Eq "$2" "$logs/$1.log"
	ok $? "$3"
}
grep -q 'make deps tools.*status 0' "$tmp/err"
ok $? "make deps, and programs and a guest are built by the same make"
! grep -Eq '^  (CC|LD) ' "$logs/2.log"
ok $? "... and not once more by the next"
says 3 '^  cost.instructions +perf::INSTRUCTIONS: type 0, config 0x1' \
	"kptbench has libpfm4"
says 4 '^topology: +hwloc 2' "... and hwloc"
! grep -q 'built without \(lib\|hwloc\)' "$logs/4.log"
ok $? "... and info misses no library"
is "$(grep -c '^without$' "$logs/5.log")" 2 "the guest has all libraries"
says 5 '^cflags.* -DHAVE_HWLOC -DHAVE_LIBPFM' "... both of them"
says 6 '^Result: PASS' "unit tests pass"
says 7 '^gnuplot [5-9]' "there is a gnuplot"
is "$status" 0 "nobody complains"
finish
