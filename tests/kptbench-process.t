#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench-process.t - operations of processes, done here by the process that
# kptbench has for them; the module is a mock
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/fixtures/kptbench/lib.sh"
if ! build_mock 2>"$tmp/err"; then
	skip "the module's mock" "no compiler for it"
	finish
fi
build/kptvm plan --mode metal --scenarios @process 2>/dev/null |
	sed 's/^label .*/label base/; s/iterations [0-9]*/iterations 2/' \
		>"$tmp/plan"
names=$(awk '/^scenario/ { name = $2 } /^\tkind churn/ { print name }' \
	"$tmp/plan")
[ "$(echo "$names" | wc -l)" -ge 30 ]
ok $? "the group has its scenarios"
tree ptl
mock base run --plan "$tmp/plan" -q >"$tmp/out" 2>"$tmp/err"
ok $? "they run"
compact "$tmp/out" >"$tmp/short"
for name in $names; do
	why=$(sed -n "/\"scenario\":\"$name\".*\"metric\":\"cost.ns\"/s/.*\"na\":\"//p" \
		"$tmp/out")
	case $name:$why in
	*thp*:*huge*pages*|collapse:*huge*pages*)
		skip "$name" "${why%\"*}"
		continue ;;
	esac
	grep -Eq "^$name op n=[0-9]+ cost.ns fixed=[0-9.]+ \[[0-9]{3,}" \
		"$tmp/short"
	ok $? "$name takes time"
done

# Ranges of pages that do not fit a table are refused in words.
sed 's/^\tsize .*/\tsize 8589934592/' "$tmp/plan" >"$tmp/big"
mock base run --plan "$tmp/big" -q -s munmap >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" '"na":"wants whole pages in' "a range that is too long: why"
# So is memory that there is not, and memory for what has no choice of it.
sed '/^\tmechanism munmap/a\	memory gold' "$tmp/plan" >"$tmp/gold"
mock base run --plan "$tmp/gold" -q -s munmap >"$tmp/out" 2>"$tmp/err"
has "$tmp/err" "munmap: no memory is called 'gold'; there are: anon file hugetlb shmem thp" \
	"memory that there is not: what there is"
sed '/^\tmechanism user/a\	memory thp' "$tmp/plan" >"$tmp/gold"
mock base run --plan "$tmp/gold" -q -s user-churn >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" '"na":"mechanism user has no choice of memory"' \
	"memory for what has no choice: why"
# A huge page is as large as it is.
sed '/^\tmechanism fault/a\	memory thp' "$tmp/plan" >"$tmp/size"
mock base run --plan "$tmp/size" -q -s fault >"$tmp/out" 2>"$tmp/err"
grep -Eq '"na":"the process that does it: (a huge page has|this kernel has no)' "$tmp/out"
ok $? "256 KiB of a huge page: why not"
# Pools are for whoever owns the machine to fill. Where one is, it is used.
sed '/^\tmechanism fault/a\	memory hugetlb' "$tmp/plan" | sed '/^\tsize/d' >"$tmp/pool"
mock base run --plan "$tmp/pool" -q -s fault >"$tmp/out" 2>"$tmp/err"
grep -Eq '"na":"the process that does it: (wants [0-9]+ free|this kernel has no) hugetlb pages|"fault".*"cost.ns".*"values":\[[1-9]' \
	"$tmp/out"
ok $? "hugetlb pages that nobody reserved: why not"

# Workers on several CPUs: as many operations as all of them do, and a reason
# where there are not so many CPUs.
for by in processes threads; do
	sed "/^\tmechanism munmap/a\	workers $by
		s/^\tcpus .*/\tcpus 2/" "$tmp/plan" >"$tmp/two"
	echo 0 >"$cpus/online"
	mock base run --plan "$tmp/two" -q -s munmap >"$tmp/out" 2>"$tmp/err"
	has "$tmp/out" '"na":"wants 2 CPUs, and 1 are online"' \
		"$by on two CPUs of one: why not"
	echo 0-1 >"$cpus/online"
	mock base run --plan "$tmp/two" -q -s munmap >"$tmp/out" 2>"$tmp/err"
	if [ "$(nproc)" = 1 ]; then
		has "$tmp/out" 'one of 2 CPUs may not be used' \
			"$by on a CPU that is not there: why not"
		continue
	fi
	compact "$tmp/out" >"$tmp/short"
	grep -Eq '^munmap op n=16 cost.ns fixed=[0-9.]+ \[[0-9]{3,}' \
		"$tmp/short" &&
		grep -q '"params":"[^"]* cpus=2 workers='$by "$tmp/out"
	ok $? "two $by do eight operations each"
done
sed 's/^\tcpus .*/\tcpus 1/' "$tmp/plan" >"$tmp/two"
mock base run --plan "$tmp/two" -q -s munmap,user-churn >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" '"na":"mechanism munmap runs on several CPUs with workers = processes or threads"' \
	"CPUs without workers: why not"
has "$tmp/out" '"na":"mechanism user runs on one CPU: cpus = 0"' \
	"what has no process of its own runs on one CPU"
sed '/^\tmechanism munmap/a\	workers threads' "$tmp/plan" >"$tmp/two"
mock base run --plan "$tmp/two" -q -s munmap >"$tmp/out" 2>"$tmp/err"
has "$tmp/err" "workers: only with 'cpus'" "workers without CPUs are refused"

# What another CPU does beside.
sed '/^end$/d' "$tmp/plan" >"$tmp/beside"
printf 'scenario flags\n\ttitle t\n\tmechanism kpageflags\n\tbeside pte\n\tops 1\n\titerations 2\n\twarmup 0\nend\n' \
	>>"$tmp/beside"
echo 0 >"$cpus/online"
mock base run --plan "$tmp/beside" -q -s flags >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" '"na":"wants another CPU, and 1 is online"' \
	"beside, on one CPU: why not"
echo 0-1 >"$cpus/online"
sed 's/beside pte/beside gold/' "$tmp/beside" >"$tmp/gold"
mock base run --plan "$tmp/gold" -q -s flags >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" '"na":"the module has no such mechanism to do beside"' \
	"beside, what there is not: why not"
sed 's/mechanism kpageflags/mechanism pmd/' "$tmp/beside" >"$tmp/gold"
mock base run --plan "$tmp/gold" -q -s flags >"$tmp/out" 2>"$tmp/err"
has "$tmp/out" "which does one thing at a time: nothing beside" \
	"beside what the module does: why not"
mock base run --plan "$tmp/beside" -q -s flags >"$tmp/out" 2>"$tmp/err"
if [ "$(nproc)" = 1 ] || [ ! -r /proc/kpageflags ]; then
	skip "beside another CPU" "one CPU here, or no /proc/kpageflags"
else
	compact "$tmp/out" >"$tmp/short"
	grep -Eq '^flags op n=1 cost.ns fixed=[0-9.]+ \[[0-9]{3,},[0-9]{3,}\]' \
		"$tmp/short"
	ok $? "beside another CPU"
fi

# The program that is started ends at once, whatever it is given.
perl -e 'exec { shift } "kptbench-exec", "nonsense"' "$kptbench" \
	>"$tmp/out" 2>&1 &&
	[ ! -s "$tmp/out" ]
ok $? "the program that is started ends at once"
finish
