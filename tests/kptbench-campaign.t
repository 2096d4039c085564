#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench campaign on a machine of files: kernels are notes, a boot is a
# new boot id. Power is lost at every operation on files that there is.
# What lib.sh sets is not seen when a test is checked alone; Perl expands its own.
# shellcheck disable=SC1091,SC2154,SC2016

. "$(dirname "$0")/fixtures/kptbench/lib.sh"
. "$(dirname "$0")/fixtures/kptbench/campaign.sh"

fresh
new -n 4
ok $? "a campaign is made"
order=$(sed -n 's/^ *[0-9]*  \([a-z]*\) .*/\1/p' "$tmp/out" | tr '\n' ' ')
echo "$order" | awk '{ for (i = 1; i < NF; i += 2) if ($i == $(i + 1)) exit 1
	exit NF != 8 }'
ok $? "boots are ordered in pairs of both kernels: $order"
finish_it 20
ok $? "it comes to its end"
once 4 "every boot is there once"
ids=$(sed -n 's/.*"boot_id":"\([^"]*\)".*/\1/p' "$dir/records.jsonl" |
	sort | uniq -d | wc -l)
[ "$ids" -eq 0 ]
ok $? "no two measurements are of one boot of the machine"
[ "$(grep -c '"label":"base".*"build_id":"6161' "$dir/records.jsonl")" -eq 4 ]
ok $? "what is labelled base ran under base's build id"
"$(dirname "$kptbench")/kptstat" check "$dir/records.jsonl" >/dev/null 2>&1
ok $? "kptstat finds nothing wrong with its records"
campaign resume
has "$tmp/out" "finished:" "a finished campaign boots nothing"
new
has "$tmp/err" "a campaign is there already" "... and is not overwritten"

fresh
new -n 8 --seed 7
order7=$(sed -n 's/^ *[0-9]*  \([a-z]*\) .*/\1/p' "$tmp/out" | tr '\n' ' ')
fresh
new -n 8 --seed 8
order8=$(sed -n 's/^ *[0-9]*  \([a-z]*\) .*/\1/p' "$tmp/out" | tr '\n' ' ')
[ "$order7" != "$order8" ]
ok $? "another seed, another order"

# Power is lost at the first operation, then at the second, and so on, with
# one undisturbed step between; and the machine comes up in another kernel.
if ${CC:-cc} -shared -fPIC -O1 -D_GNU_SOURCE -o "$tmp/powerloss.so" \
	"$fix/kptbench/powerloss.c" -ldl 2>"$tmp/err"; then
	fresh
	new -n 12 --tries 1000
	at=0
	lost=0
	spared=0
	most=80
	while under_way && [ $((most -= 1)) -gt 0 ]; do
		at=$((at + 1))
		POWERLOSS_AT=$at LD_PRELOAD=$tmp/powerloss.so \
			"$kptbench" campaign resume --root "$t" \
			>"$tmp/out" 2>"$tmp/err"
		if [ $? -eq 137 ]; then
			lost=$((lost + 1))
			boots other
		else
			spared=$((spared + 1))
		fi
		under_way && campaign resume
	done
	! under_way
	ok $? "power lost $lost times, at one operation after the other: it comes to its end"
	[ "$lost" -ge 15 ] && [ "$spared" -ge 2 ]
	ok $? "... and at the last runs there were no more operations"
	once 12 "... with every boot once"
	[ -z "$(find "$t/var" -name '*.tmp')" ]
	ok $? "... and nothing half-written left"
else
	skip "power lost at every operation" "no compiler"
fi

# The boot loader takes no notice of what it is told.
fresh
campaign new -k "base=$tmp/base.img" -k "patched=$tmp/patched.img" -n 1 \
	--plan "$tmp/plan" --method command --noisy --tries 2 \
	--command "cat /proc/sys/kernel/random/uuid >'$t/proc/sys/kernel/random/boot_id'"
campaign resume
campaign resume
has "$tmp/err" "what runs has build id 6363" "the wrong kernel is told by its build id"
campaign resume
[ $? -eq 1 ] && under_way
ok $? "after two tries it stops, and is kept"
has "$tmp/err" "given up after 2 tries" "... and says so"
lines=$(wc -l <"$dir/log")
for later in 1 2 3 4; do
	boots other
	here=$(cat "$t/proc/sys/kernel/random/boot_id")
	campaign resume
	[ $? -eq 4 ] && [ "$(cat "$t/proc/sys/kernel/random/boot_id")" = "$here" ]
	ok $? "... and stays given up, later boot $later: nothing is booted"
	has "$tmp/err" "resume --again' goes on" "... how to go on is told"
done
[ "$(wc -l <"$dir/log")" = "$lines" ]
ok $? "... and the log is as it was"
campaign status
has "$tmp/out" "state:     given up" "... status tells it"
campaign status --again
[ $? -eq 2 ]
ok $? "--again is for resume"
campaign resume --again
has "$tmp/err" "booting, try 1" "resume --again: it is tried again"
boots other
campaign resume
has "$tmp/err" "booting, try 2" "... as often as at first"
boots other
campaign resume
campaign resume
[ $? -eq 4 ]
ok $? "... and is given up again"
campaign stop
! under_way
ok $? "stop ends it"
[ -e "$dir/conf" ]
ok $? "... and removes nothing"

# A measurement that hangs: here, at a file that never says anything.
fresh
new -n 1 --timeout 2 --tries 2
campaign resume
mv "$t/proc/meminfo" "$tmp/meminfo"
mkfifo "$t/proc/meminfo"
timeout 60 "$kptbench" campaign resume --root "$t" >"$tmp/out" 2>"$tmp/err"
[ $? -ne 124 ]
ok $? "a measurement that hangs is ended"
has "$tmp/err" "not measured: it took longer than 2 s (--timeout)" "... and told"
has "$tmp/err" "booting, try 2" "... and the next try is booted"
! pgrep -f "kptbench run .*$t" >/dev/null
ok $? "... and nothing of it goes on"
rm "$t/proc/meminfo"
mv "$tmp/meminfo" "$t/proc/meminfo"
finish_it 10
once 1 "... which goes well"

# A boot that was begun and not finished is no replicate.
fresh
new -n 1
campaign resume
first=$(sed -n 's/^ *1  \([a-z]*\) .*/\1/p' "$tmp/out")
campaign status
first=$(sed -n 's/^ *1  \([a-z]*\) .*/\1/p' "$tmp/out")
printf 'kptbench-campaign 1\nasked 0\ntries 1\nmeasuring %s\nend\n' \
	"$(cat "$t/proc/sys/kernel/random/boot_id")" >"$dir/state"
campaign resume
[ ! -e "$dir/boots/0001.jsonl" ]
ok $? "$first: a boot that was measured in before is not measured in again"
finish_it 10
once 1 "... but another is"

# Two at once.
fresh
new -n 1 --command "$boot sleep 60" --dir "$t/one"
"$kptbench" campaign resume --root "$t" >/dev/null 2>&1 &
pid=$!
i=0
while ! grep -q booting "$t/one/log" 2>/dev/null && [ $((i += 1)) -lt 100 ]; do
	sleep 0.1
done
campaign resume
has "$tmp/err" "a campaign is at work" "a second resume is refused"
new -n 1 --dir "$t/two"
has "$tmp/err" "a campaign is at work" "a second campaign is refused"
child=$(ps -o pid= --ppid "$pid" | tr -d ' ')
kill -9 "$pid"
# The shell and its sleep.
for p in $child; do
	child="$child $(ps -o pid= --ppid "$p" | tr -s ' \n' ' ')"
done
# They hold the campaign's lock until they are gone.
i=0
for p in $child; do
	kill "$p" 2>/dev/null
	while kill -0 "$p" 2>/dev/null && [ $((i += 1)) -lt 100 ]; do
		sleep 0.1
	done
done
new -n 1 --dir "$t/two"
has "$tmp/err" "a campaign is under way in $t/one" "... also when the first one rests"
[ ! -e "$t/two/conf" ]
ok $? "... and nothing is left of it"
campaign resume --dir "$t/nowhere"
has "$tmp/err" "is a campaign there?" "no campaign: said"

# What was kept is cut off or not ours.
fresh
new -n 1
sed -i '$d' "$dir/conf"
campaign resume
has "$tmp/err" "it is cut off" "a conf that is cut off is refused"
echo nonsense >"$dir/conf"
campaign status
has "$tmp/err" "conf:1: not what a campaign has there" "one that is not ours too"

# A machine that is busy.
printf 'cpu 1 2 3 4 5 6 7 8\nprocs_running 4\nprocs_blocked 1\n' >"$t/proc/stat"
fresh
campaign new -k "base=$tmp/base.img" -k "patched=$tmp/patched.img" -n 1 \
	--plan "$tmp/plan" --method command --command "$boot" --settle 0
campaign resume
campaign resume
has "$tmp/err" "3 other tasks run; 1 tasks wait for I/O" "not quiet: the reasons"
[ ! -e "$dir/boots/0001.jsonl" ] && under_way
ok $? "... and it waits, unmeasured"
# A machine of 896 CPUs, and a word for each of its interrupts.
{
	echo 'cpu 1 2 3 4 5 6 7 8'
	for i in $(seq 0 895); do
		echo "cpu$i 18446744073 18446744073 18446744073 18446744073 0 0 0 0 0 0"
	done
	echo "intr 18446744073709551615 $(seq -s ' ' 1000000000 1000050000)"
	printf 'procs_running 1\nprocs_blocked 0\n'
} >"$t/proc/stat"
[ "$(stat -c %s "$t/proc/stat")" -gt 300000 ]
ok $? "a /proc/stat of more than 256 KiB"
finish_it 10
once 1 "... until it is"

# perf as well, in the first boot of either kernel.
{
	with_churn "$tmp/plan"
	echo end
} >"$tmp/churn.plan"
mkdir "$tmp/fake"
cp "$fix/kptbench/perf.pl" "$tmp/fake/perf"
sampled() { # HOW: a campaign with a perf that does that
	fresh
	new -n 2 --plan "$tmp/churn.plan" --perf-record
	KPT_PERF=$1
	export KPT_PERF
	PATH=$tmp/fake:$PATH finish_it 10
	grep '"type":"perf"' "$dir/records.jsonl" >"$tmp/perf"
}
sampled good
once 2 "with perf record: it comes to its end"
[ "$(wc -l <"$tmp/perf")" -eq 2 ]
ok $? "... sampled once a kernel"
[ -s "$dir/base-user-churn.perf.data" ] &&
	[ -s "$dir/patched-user-churn.perf.data" ]
ok $? "... and its files are beside the records"
sampled refuses
once 2 "a perf that refuses costs no boot"
[ "$(grep -c '"na":"perf: Access' "$tmp/perf")" -eq 2 ] &&
	[ "$(grep -c 'without samples of perf: 1' "$dir/log")" -eq 2 ]
ok $? "... and is told, in the records and in the log"

# How far it is. When boots were finished is when their files were written.
json() { # EXPRESSION: of status --json, by Perl
	campaign status --json && perl -MJSON::PP -0777 -ne \
		'my $s = JSON::PP->new->decode($_); print '"$1" "$tmp/out"
}
fresh
new -n 100
campaign status
has "$tmp/out" "0 of 200 boots, time left n/a until two are done" \
	"status: nothing is known of boots yet"
is "$(json 'defined $s->{seconds_left} ? 1 : 0, $s->{seconds_left_na}')" \
	"0not known until two boots in a row are done" "... nor in JSON, and why"
is "$(json 'join " ", @$s{qw(type state boots_done boots_total records)}, scalar @{$s->{boots}}')" \
	"campaign under way 0 200  200" "... where all else is told"
is "$(json 'join " ", map { @$_{qw(label image)}, @{$_->{build_ids}} } @{$s->{kernels}}')" \
	"base $tmp/base.img $(printf '%020d' 0 | sed 's/0/61/g') patched $tmp/patched.img $(printf '%020d' 0 | sed 's/0/62/g')" \
	"... the kernels by their build ids"
i=0
while [ $((i += 1)) -le 37 ]; do
	# 100 s each, a night after the 20th, and a clock set back after the 30th
	at=$((1700000000 + i * 100 + (i > 20) * 40000 - (i > 30) * 90000))
	echo >"$dir/boots/$(printf %04d $i).jsonl"
	touch -d "@$at" "$dir/boots/$(printf %04d $i).jsonl"
done
campaign status
has "$tmp/out" "done:      37 of 200 boots, about 5 h left" \
	"... by the boots so far; a night and a clock that was set change nothing"
is "$(json '$s->{seconds_left}')" 16300 "... in seconds"
is "$(json 'join " ", map { $_->{done} } @{$s->{boots}}[35 .. 38]')" "1 1 0 0" \
	"... and which are done"
campaign stop
is "$(json '$s->{state}, $s->{log}[-1] =~ /^stopped;/ ? " told" : ""')" \
	"stopped told" "... that it was stopped, and the log"
campaign stop --json
[ $? -eq 2 ]
ok $? "--json elsewhere is refused"
fresh
new -n 1
finish_it 10
has "$dir/log" "done; 1 of 2 boots, time left n/a until two are done" \
	"the log has how far it is"
has "$dir/log" "done; all 2 boots" "... to the end"
is "$(json '$s->{state}, " ", $s->{seconds_left}, " ", $s->{records}')" \
	"finished 0 $dir/records.jsonl" "... and JSON where the records are"
campaign resume
has "$tmp/out" "finished:" "... as before"

# The end of a long log.
fresh
new -n 1
i=0
while [ $((i += 1)) -le 300 ]; do
	echo "line $i: something that was told in a longer sentence of its kind"
done >"$dir/log"
campaign status
ok $? "status with a long log"
[ "$(grep -c '^line ' "$tmp/out")" -eq 10 ]
ok $? "... ten lines of it"
[ "$(tail -n 10 "$dir/log")" = "$(tail -n 10 "$tmp/out")" ]
ok $? "... the last ones, whole"
head -n 3 "$dir/log" >"$tmp/line" && cp "$tmp/line" "$dir/log"
campaign status
[ "$(grep -c '^line ' "$tmp/out")" -eq 3 ]
ok $? "... all of a short one"
finish
