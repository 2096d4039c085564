#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench run against the module's mock: what it must say, refuse, survive.
# What lib.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

if ! build_mock 2>"$tmp/err"; then
	echo "1..0 # SKIP no compiler for the module's mock"
	exit 0
fi
plan=$fix/kptbench/full.plan

# run WORDS ARGS...: into $tmp/out, $tmp/err; the status in $status
run() {
	tree ptl
	again "$@"
}

again() {
	words=$1
	shift
	mock "$words" run --plan "$plan" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

line() { # scenario phase n metric
	grep -F "\"scenario\":\"$1\"" "$tmp/out" |
		grep -F "\"phase\":\"$2\",\"n\":$3,\"metric\":\"$4\"" >"$tmp/line"
}

value() { # scenario phase n metric values
	line "$1" "$2" "$3" "$4"
	has "$tmp/line" "\"values\":$5" "$1 $2 $3 $4 is $5"
}

run base -q
ok $status "base runs"
value pte-hold held 16 meminfo.PageTables '[0,0]'
value pte-hold held 16 accounting.error '[-16,-16]'
value pte-hold held 16 tables.unconstructed '[16,16]'
value pmd-hold held 4 slab.page_ptl.active '[4,4]'
value pmd-hold held 4 ptlocks.kernel '[4,4]'
value pte-hold held 16 pages.used '[16,16]'
has "$tmp/line" '"kind":"memory"' "... which is a balance where nobody else runs"
value pte-hold held 16 pages.node0.DMA32 '[16,16]'
value pte-hold held 16 pages.node1.Normal '[0,0]'
value pte-hold held 16 pages.slab '[0,0]'
value pte-churn op 16 cost.instructions '[64300,64300,64300]'
has "$tmp/line" '"fixed":332' "the fixed cost is that of no operations"
value pte-churn drained 64 tables.pte '[0]'
value pte-less op 16 cost.instructions '[64300,64300,64300]'
! grep -q '"primary"' "$tmp/line"
ok $? "... of which the verdict is not"
value pte-less op 16 cost.instructions.control '[24300,24300,24300]'
has "$tmp/line" '"fixed":332' "a control has the fixed cost, too"
value pte-less op 16 cost.instructions.table '[40000,40000,40000]'
has "$tmp/line" '"fixed":0,"scale":1,"primary":1' \
	"the operation less its control has none, and the verdict is about it"
line hotplug op 64 cost.instructions
has "$tmp/line" '"na":"no RAM hidden with mem="' "a mechanism's reason is told"
line needs-boot op 64 cost.instructions
has "$tmp/line" 'lacks the kernel parameter rodata=full' "a missing boot line is told"
value some-fit held 4 accounting.error '[-4]'
! grep -q '"scenario":"some-fit".*"n":4096' "$tmp/out"
ok $? "a rung too high is left out"
line too-many held 4096 meminfo.PageTables
has "$tmp/line" 'holds at most 512' "a ladder too high is told"
! grep -q '"scenario":"elsewhere"' "$tmp/out"
ok $? "another architecture's scenario is left out"
! grep -q '"metric":"cost.ns"\|"metric":"cost.cycles"' "$tmp/out"
ok $? "no time and no cycles in mode exact"
samples=$(grep -c '"type":"sample"' "$tmp/out")
audits=$(grep -c '"type":"audit"' "$tmp/out")
tail -n 1 "$tmp/out" >"$tmp/line"
has "$tmp/line" "\"status\":\"ok\",\"samples\":$samples,\"audits\":$audits" \
	"the end record counts the others"

run "base again=pte" -q -s pte-churn
ok $status "a window that others disturbed is done again"
value pte-churn op 16 cost.instructions '[64300,64300,64300]'

run patched -q
value pte-hold held 16 meminfo.PageTables '[16,16]'
value pte-hold held 16 accounting.error '[0,0]'
value pmd-hold held 4 slab.page_ptl.active '[0,0]'

run leak -q -s pmd-hold
value pmd-hold drained 4 tables.pmd '[1,1]'

run lose -q -s pte-hold
value pte-hold drained 16 meminfo.PageTables '[0,0]'
value pte-hold drained 16 pages.used '[16,16]'

run worker -q -s pte-hold
value pte-hold drained 16 pages.used '[0,0]'
value pte-hold drained 16 pages.node0.DMA32 '[8,8]'
run "worker large" -q -s pte-hold
value pte-hold drained 16 pages.used '[8,8]'

run base -q -s pte-hold --mode metal
line pte-hold held 16 pages.used
has "$tmp/line" '"kind":"check","unit":"pages","per":"table","class":"noisy"' \
	"where others run, too, pages in use are no balance"

tree ptl
echo 0-1 >"$tmp/tree/sys/devices/system/cpu/online"
again base -q -s pte-hold
line pte-hold held 16 pages.used
has "$tmp/line" '"na":"lists of 2 CPUs and the count of free pages are not read at one moment"' \
	"with two CPUs pages in use are n/a"

tree ptl
sed '/cpu: 1/q' "$fix/proc-ptl/proc/zoneinfo" | tr -d '\n' >"$tmp/tree/proc/zoneinfo"
again base -q -s pte-hold
line pte-hold held 16 pages.used
has "$tmp/line" '"na":"/proc/zoneinfo: cut off or damaged"' \
	"of a file that is cut off nothing is believed"

run fail=pte -q
[ $status -eq 1 ]
ok $? "a failing scenario: exit status 1"
has "$tmp/err" "pte-hold: holding 1" "... said where and what"
value pmd-hold held 4 ptlocks.kernel '[4,4]'
tail -n 1 "$tmp/out" >"$tmp/line"
has "$tmp/line" '"status":"fail"' "... the others ran and the end says fail"

run abi=99 -q
[ $status -eq 1 ] && grep -q 'ABI version 99 and this program' "$tmp/err"
ok $? "another ABI version is refused in words"

run base -s pte-hold,nonsense
[ $status -eq 1 ] && grep -q '  pmd-churn' "$tmp/err"
ok $? "an unknown scenario: the valid ones are listed"
sed 's/^\tladder 1 64/&\n\tstandard 0\n\tgroups odd/' "$plan" >"$tmp/groups.plan"
plan=$tmp/groups.plan
run base --dry-run
[ $status -eq 0 ] && ! grep -q '^nop-hold' "$tmp/out" &&
	grep -q '^pte-hold' "$tmp/out"
ok $? "what is not standard does not run unasked"
run base --dry-run -s all
[ "$(wc -l <"$tmp/out")" -eq $(($(grep -c ^scenario "$plan") - 1)) ] &&
	! grep -q '^elsewhere' "$tmp/out"
ok $? "-s all: every scenario of the plan that exists here"
"$kptbench" list --scenarios --plan "$plan" >"$tmp/out" 2>"$tmp/err" &&
	grep -q '^  pte-hold         standard$' "$tmp/out" &&
	grep -q '^  nop-hold         @odd$' "$tmp/out"
ok $? "list --scenarios: which are standard, and their groups"
run base --dry-run -s @odd,pmd-hold
is "$(cut -d ' ' -f 1 "$tmp/out" | tr '\n' ' ')" "pmd-hold nop-hold " \
	"-s @GROUP: those in it, and a name"
run base -s @od
[ $status -eq 1 ] && grep -q '  nop-hold .*(odd)' "$tmp/err"
ok $? "an unknown group: the groups of each are listed"
plan=$fix/kptbench/full.plan
run base --mode fast
has "$tmp/err" "exact kvm metal" "an unknown mode: the valid ones are listed"

head -n 20 "$fix/kptbench/full.plan" >"$tmp/cut.plan"
plan=$tmp/cut.plan
run base
has "$tmp/err" "cut off" "a plan that is cut off is refused"
plan=$fix/kptbench/full.plan

if [ -w /dev/full ]; then
	run base -q -o /dev/full
	[ $status -eq 1 ] && grep -q 'No space left' "$tmp/err"
	ok $? "a full disk: exit status 1 and the reason"
fi

# A file that a run was cut off in, then two boots, then the same boot again.
printf '{"type":"env","schema":"kptbench.records/1","label":"k","boot":4,"gro' \
	>"$tmp/k.jsonl"
sed 's/^boot .*/boot 0/; s/^label .*/label /' "$plan" >"$tmp/metal.plan"
plan=$tmp/metal.plan
run base -q --mode metal -s nop-hold -o "$tmp/k.jsonl"
ok $status "a file is appended to"
has "$tmp/k.jsonl" '"label":"k","boot":5,' "the next boot number free is taken"
[ "$(grep -c '^{"type":"env"' "$tmp/k.jsonl")" -eq 2 ]
ok $? "what was cut off spoils no record of ours"
again base -q --mode metal -s nop-hold -o "$tmp/k.jsonl"
[ $status -eq 1 ] && grep -q 'replicate is another boot' "$tmp/err"
ok $? "the same boot twice is refused"
again base -q --mode metal -s nop-hold -o "$tmp/k.jsonl" --again
ok $status "... unless asked for"
plan=$fix/kptbench/full.plan

rm -f "$tmp/own"
run "base log=$tmp/own" -q -s pte-hold,nop-hold,pte-churn
moved=$(sort -u "$tmp/own" | wc -l)
# Before the device's first use by a scenario the program still sets up.
late=$(tail -n 60 "$tmp/own" | sort -u | wc -l)
[ "$late" -eq 1 ]
ok $? "our own page tables stand still while measuring ($moved sizes in all)"

if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	cp "$kptbench" "$tmp/kptbench"
	chmod 755 "$tmp" "$tmp/kptbench"
	setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/kptbench" \
		run --plan /dev/null >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 1 ] && grep -q 'must be root' "$tmp/err"
	ok $? "without root: said in words"
else
	skip "without root" "cannot drop it"
fi

# No plan given and none installed: the one beside the program.
installed=$(sed -n 's/.*KPT_PLAN_DEFAULT "\(.*\)"/\1/p' \
	"$(dirname "$kptbench")/gen/install.h")
if [ -n "$installed" ] && [ ! -e "$installed" ]; then
	tree ptl
	rm "$tmp/tree/dev/kptbench"
	mkdir "$tmp/prog"
	cp "$kptbench" "$tmp/prog/kptbench"
	"$tmp/prog/kptbench" run --root "$tmp/tree" -o "$tmp/r.jsonl" 2>"$tmp/err"
	has "$tmp/err" "make build/default.plan" "no plan at all: how to have one"
	sed 's/^mode .*/mode metal/' "$fix/kptbench/state.plan" \
		>"$tmp/prog/default.plan"
	"$tmp/prog/kptbench" run --root "$tmp/tree" -o "$tmp/r.jsonl" 2>"$tmp/err"
	ok $? "the plan beside the program is taken"
	has "$tmp/err" "are in $tmp/r.jsonl; boot the other kernel" \
		"the last line says where records are and what is next"
else
	skip "the plan beside the program" "a plan is installed, or no build"
fi
# ---- how far it is
tree absent
{
	with_churn "$fix/kptbench/state.plan"
	printf 'scenario more\n\ttitle user memory again\n\tmechanism user\n'
	printf '\tkind churn\n\tper table\n\tops 16\n\titerations 3\nend\n'
} >"$tmp/two.plan"
told() { # ARGS...: what is told of two scenarios, in $tmp/err
	"$kptbench" run --root "$tmp/tree" --plan "$tmp/two.plan" "$@" \
		>"$tmp/out" 2>"$tmp/err"
}
told --mode metal
has "$tmp/err" "user-churn: user memory (1 of 2)" "each scenario is told"
grep -Eq 'more: user memory again \(2 of 2, about [0-9]+ (s|min) left\)$' "$tmp/err"
ok $? "... with the time left, by what those before took"
! grep -q ' of 2' "$tmp/out"
ok $? "... and not in the records"
told --mode metal -s more
has "$tmp/err" "(1 of 1)" "... of those that were asked for"
told --mode metal -q
! grep -q 'user memory' "$tmp/err"
ok $? "-q: no word of it"
told --mode exact
has "$tmp/err" "more: user memory again" "where the clock counts instructions"
! grep -q ' left' "$tmp/err"
ok $? "... no time is told"

# ---- a dry run
rm -f "$tmp/dry.jsonl"
told --mode metal --dry-run -o "$tmp/dry.jsonl"
ok $? "a dry run"
[ "$(wc -l <"$tmp/out")" -eq 2 ] && [ ! -e "$tmp/dry.jsonl" ]
ok $? "... tells what would be measured, and measures nothing"
told --mode metal --dry-run -s nonsense
[ $? -eq 1 ]
ok $? "... an unknown scenario fails"
told --mode metal --dry-run -e nonsense
[ $? -eq 1 ] && grep -q -e '--event nonsense' "$tmp/err"
ok $? "... an unknown event, too"
tree ptl
again base --dry-run -s needs-boot
has "$tmp/out" "n/a: this boot lacks the kernel parameter rodata=full" \
	"... what this boot cannot, with its reason"

# ---- on a terminal records are no reading matter
if command -v script >/dev/null; then
	tree ptl
	rm -f "$tmp/tree/dev/kptbench"
	(cd "$tmp" && script -qec "'$kptbench' run --root '$tmp/tree' \
		--plan '$fix/kptbench/state.plan'" /dev/null) \
		>"$tmp/out" 2>&1 </dev/null
	grep -q '"type":"env"' "$tmp/$(uname -r).jsonl"
	ok $? "a terminal: records go to a file named after the kernel"
	! grep -q '"type":"env"' "$tmp/out"
	ok $? "... and not to the terminal"
	has "$tmp/out" "records go to $(uname -r).jsonl" "... which is told"
else
	skip "a terminal: records go to a file" "no script(1)"
fi

finish
