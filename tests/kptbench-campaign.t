#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench campaign on a machine of files: kernels are notes, a boot is a
# new boot id. Power is lost at every operation on files that there is.
# What lib.sh sets is not seen when a test is checked alone; Perl expands its own.
# shellcheck disable=SC1091,SC2154,SC2016

. "$(dirname "$0")/fixtures/kptbench/lib.sh"

tree absent
t=$tmp/tree
dir=$t/var/lib/kptbench/campaign
mkdir -p "$t/proc/sys/kernel/random" "$t/sys/kernel"
sed 's/^label .*/label /; s/^mode .*/mode metal/; s/^boot .*/boot 0/' \
	"$fix/kptbench/state.plan" >"$tmp/plan"

note() { # NAME LETTER: a note with a build id, and an image that has it
	printf '\004\0\0\0\024\0\0\0\003\0\0\0GNU\0' >"$tmp/$1.notes"
	printf '%020d' 0 | tr 0 "$2" >>"$tmp/$1.notes"
	{ printf 'an image'; cat "$tmp/$1.notes"; echo; } >"$tmp/$1.img"
}
note base a
note patched b
note other c

boots() { # NAME: the machine now runs that kernel
	cp "$tmp/$1.notes" "$t/sys/kernel/notes"
	cat /proc/sys/kernel/random/uuid >"$t/proc/sys/kernel/random/boot_id"
}
boot="cp '$tmp/'\$KPT_LABEL.notes '$t/sys/kernel/notes'
cat /proc/sys/kernel/random/uuid >'$t/proc/sys/kernel/random/boot_id'"
boot=$(echo "$boot" | tr '\n' ';')

campaign() {
	"$kptbench" campaign "$@" --root "$t" >"$tmp/out" 2>"$tmp/err"
}
new() {
	campaign new -k "base=$tmp/base.img" -k "patched=$tmp/patched.img" \
		--plan "$tmp/plan" --method command --command "$boot" \
		--noisy "$@"
}
fresh() {
	rm -rf "${t:?}/var"
	boots other
}
under_way() {
	[ -e "$t/var/lib/kptbench/current" ]
}
finish_it() { # MOST: resume until it is done
	left=$1
	while under_way && [ "$left" -gt 0 ]; do
		campaign resume
		left=$((left - 1))
	done
	! under_way
}
# Label and number of every boot that ended, sorted.
ended() {
	sed -n 's/^{"type":"end","label":"\([a-z]*\)","boot":\([0-9]*\),.*"status":"ok".*/\1 \2/p' \
		"$dir/records.jsonl" 2>/dev/null | sort
}
expected() {
	for l in base patched; do
		i=0
		while [ $((i += 1)) -le "$1" ]; do echo "$l $i"; done
	done | sort
}
once() { # N TEXT
	[ "$(ended)" = "$(expected "$1")" ]
	ok $? "$2"
	[ "$failed" -eq 0 ] || { ended; tail -n 5 "$dir/log"; } | sed 's/^/# /'
}

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
	for q in $(ps -o pid= --ppid "$p") "$p"; do
		kill "$q" 2>/dev/null
	done
done
new -n 1 --dir "$t/two"
has "$tmp/err" "a campaign is under way in $t/one" "... also when the first one rests"
[ ! -e "$t/two/conf" ]
ok $? "... and nothing is left of it"
campaign resume --dir "$t/nowhere"
has "$tmp/err" "is a campaign there?" "no campaign: said"

# What root runs at every boot nobody else may change.
old_umask=$(umask)
umask 0
fresh
new -n 1
umask "$old_umask"
[ -z "$(find "$t/var" -perm /022)" ]
ok $? "umask 0: what a campaign makes is not for others to write"
[ -z "$(find "$t/var" ! -perm -444)" ]
ok $? "... and is for others to read"
trusted() { # TEXT NAME: resume is refused, and nothing was run
	here=$(cat "$t/proc/sys/kernel/random/boot_id")
	! campaign resume &&
		[ "$(cat "$t/proc/sys/kernel/random/boot_id")" = "$here" ]
	ok $? "$2: nothing is run"
	has "$tmp/err" "$1" "... and it is told"
}
for f in conf plan . ..; do
	chmod go+w "$dir/$f"
	trusted "others may write to it (mode 0" "$f is for others to write"
	chmod go-w "$dir/$f"
done
if [ "$(id -u)" = 0 ]; then
	for f in conf .; do
		chown 12345 "$dir/$f"
		trusted "belongs to another user (12345)" "$f is another user's"
		chown 0 "$dir/$f"
	done
	mkdir "$t/theirs"
	chown 12345 "$t/theirs"
	fresh
	! new -n 1 --dir "$t/theirs/a/campaign" && [ ! -e "$t/theirs/a" ]
	ok $? "a new one in another user's folder: nothing is made"
	has "$tmp/err" "theirs: belongs to another user (12345)" "... and it is told"
else
	skip "files of another user" "only root makes them"
fi
fresh
new -n 1
campaign resume
has "$tmp/err" "booting, try 1" "and as it was made it goes on"

# What was kept is cut off or not ours.
fresh
new -n 1
sed -i '$d' "$dir/conf"
campaign resume
has "$tmp/err" "it is cut off" "a conf that is cut off is refused"
echo nonsense >"$dir/conf"
campaign status
has "$tmp/err" "conf:1: not what a campaign has there" "one that is not ours too"

# Settings, set and put back.
cpu=$t/sys/devices/system/cpu
mkdir -p "$cpu/cpu0/cpufreq" "$cpu/cpu1/cpufreq" "$cpu/intel_pstate" \
	"$cpu/cpu0/cpuidle/state0" "$cpu/cpu0/cpuidle/state1"
echo powersave | tee "$cpu/cpu0/cpufreq/scaling_governor" \
	>"$cpu/cpu1/cpufreq/scaling_governor"
echo 0 >"$cpu/intel_pstate/no_turbo"
echo 2 >"$cpu/cpu0/cpuidle/state0/latency"
echo 200 >"$cpu/cpu0/cpuidle/state1/latency"
echo 0 | tee "$cpu/cpu0/cpuidle/state0/disable" >"$cpu/cpu0/cpuidle/state1/disable"
settings() {
	tail -n 1 "$cpu"/cpu*/cpufreq/scaling_governor "$cpu"/intel_pstate/* \
		"$cpu"/cpu0/cpuidle/state*/disable | sed "s|$t||"
}
was=$(settings)
fresh
new -n 1 --governor performance --turbo off --idle-us 10
finish_it 10
once 1 "settings asked for: it comes to its end"
[ "$(settings)" = "$was" ]
ok $? "... and they are put back"
grep -q '"governor":"performance"' "$dir/records.jsonl" &&
	grep -q '"turbo":"off"' "$dir/records.jsonl"
ok $? "... and the records say what was set"

# An interrupt of a machine of many CPUs, every other one: thousands of bytes.
mkdir -p "$t/proc/irq/5" "$t/proc/irq/6"
seq 0 2 1790 | tr '\n' ',' | sed 's/,$//' >"$t/proc/irq/5/smp_affinity_list"
# As many as a machine of many devices has.
for irq in $(seq 100 500); do
	mkdir "$t/proc/irq/$irq"
	cp "$t/proc/irq/5/smp_affinity_list" "$t/proc/irq/$irq/"
done
was_irq=$(cat "$t/proc/irq/5/smp_affinity_list")
touch -d 2020-01-01 "$t"/proc/irq/*/smp_affinity_list
fresh
new -n 1 --irqs
finish_it 10
once 1 "--irqs with long lists: it comes to its end"
[ -z "$(find "$t/proc/irq" -name smp_affinity_list ! -newermt 2021-01-01)" ]
ok $? "... every interrupt was moved"
is "$(cat "$t/proc/irq/5/smp_affinity_list")" "$was_irq" "... and put back"
is "$(sort -u "$t"/proc/irq/*/smp_affinity_list | wc -l)" 1 "... all of them"
rm -r "$t/proc/irq"

left_set() { # BOOT_ID: as one finds it that was killed in that boot
	echo 1 >"$cpu/intel_pstate/no_turbo"
	mkdir -p "$t/var/lib/kptbench"
	printf '%s\n%s 0\n' "$1" /sys/devices/system/cpu/intel_pstate/no_turbo \
		>"$t/var/lib/kptbench/tuned"
}
fresh
new -n 1
left_set "$(cat "$t/proc/sys/kernel/random/boot_id")"
campaign resume
[ "$(settings)" = "$was" ] && [ ! -e "$t/var/lib/kptbench/tuned" ]
ok $? "killed while measuring: settings are put back at the next start"
fresh
new -n 1
left_set another-boot
campaign resume
[ "$(cat "$cpu/intel_pstate/no_turbo")" = 1 ] &&
	[ ! -e "$t/var/lib/kptbench/tuned" ]
ok $? "... and in another boot there is nothing to put back"
echo 0 >"$cpu/intel_pstate/no_turbo"
fresh
# What the first boot would stop at: nothing is made, and nothing rebooted.
refused() { # TEXT NAME ARGS...
	text=$1
	name=$2
	shift 2
	! new -n 1 "$@" && [ ! -e "$dir" ] && ! under_way
	ok $? "new: $name: nothing is made"
	has "$tmp/err" "$text" "... and it says so"
}
refused "--smt: this machine has none" "a setting the machine lacks" --smt off
mkdir -p "$cpu/smt"
echo notsupported >"$cpu/smt/control"
refused "--smt: cannot be set on this machine: it is notsupported" \
	"a setting that cannot be changed" --smt off
rm -r "$cpu/smt"
echo "powersave schedutil" >"$cpu/cpu0/cpufreq/scaling_available_governors"
refused "--governor performance: is none of this machine's: powersave schedutil" \
	"a governor the machine lacks" --governor performance
rm "$cpu/cpu0/cpufreq/scaling_available_governors"
refused "-s nonsense: no such scenario in $tmp/plan" "an unknown scenario" \
	-s nonsense
refused "--event nonsense" "an unknown event" -e nonsense
refused "--plan $tmp/none: No such file" "a plan that is not there" \
	--plan "$tmp/none"
head -n 5 "$tmp/plan" >"$tmp/cut.plan"
refused "cut off" "a plan that is cut off" --plan "$tmp/cut.plan"
refused "--initrd base=$tmp/none: No such file" "an initrd that is not there" \
	--initrd "base=$tmp/none"
refused "--command: is no command of the shell" "a command that is none" \
	--command 'if true'
PATH=$tmp/nowhere:/usr/bin:/bin new -n 1 --method systemd-boot --command '' \
	--entry base=b --entry patched=p
command -v bootctl >/dev/null || has "$tmp/err" "no program bootctl in PATH" \
	"a method whose program is missing"
fresh

# What would leave a campaign waiting for a person.
warns() { # TEXT YES|NO NAME ARGS...: new warns of it, or does not
	text=$1
	want=$2
	name=$3
	shift 3
	fresh
	"$kptbench" campaign new -k "base=$tmp/base.img" \
		-k "patched=$tmp/patched.img" --plan "$tmp/plan" --noisy -n 1 \
		--root "$t" "$@" >"$tmp/out" 2>"$tmp/err"
	grep -qF -- "$text" "$tmp/err" && got=YES || got=NO
	[ "$got" = "$want" ] && under_way
	ok $? "$name"
}
was_cmdline=$(cat "$t/proc/cmdline")
mkdir -p "$tmp/programs" "$t/sys/class/watchdog/watchdog0"
cp /bin/true "$tmp/programs/kexec"
old_path=$PATH
PATH=$tmp/programs:$PATH
panics="a kernel that panics waits for a person"
warns "$panics" YES "kexec without panic=: told" --append 'ro quiet'
warns "$panics" YES "... nor with panic=0" --append 'ro panic=10 panic=0'
warns "$panics" YES "... nor with another word" --append 'ro nopanic=10'
warns "$panics" NO "... with panic=10 it is not" --append 'ro panic=10'
warns "$panics" NO "... nor with panic=-1" --append 'panic=-1 ro'
echo 'ro quiet' >"$t/proc/cmdline"
warns "$panics" YES "another method: by the command line of this boot" \
	--method command --command true
echo 'ro panic=5' >"$t/proc/cmdline"
warns "$panics" NO "... which has one" --method command --command true
hangs="a kernel that hangs waits for a person: no watchdog is at work"
echo inactive >"$t/sys/class/watchdog/watchdog0/state"
warns "$hangs; RuntimeWatchdogSec=" YES "a watchdog that rests: told" \
	--method command --command true
echo active >"$t/sys/class/watchdog/watchdog0/state"
warns "$hangs" NO "... one that works is not" --method command --command true
rm -r "$t/sys/class/watchdog"
warns "$hangs; /sys/class/watchdog has none" YES "no watchdog: told" \
	--method command --command true
PATH=$old_path
echo "$was_cmdline" >"$t/proc/cmdline"

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

# What is asked for wrongly.
fresh
campaign new -k "base=$tmp/base.img" --noisy
[ $? -eq 2 ]
ok $? "one kernel: a usage error"
campaign new -k "base=$tmp/plan" -k "patched=$tmp/patched.img"
has "$tmp/err" "no build id found in it" "an image without a build id is refused"
new --method warp
has "$tmp/err" "  kexec  " "an unknown method: the valid ones are listed"
campaign new -k "base=$tmp/base.img" -k "patched=$tmp/patched.img" --method grub
has "$tmp/err" "--entry LABEL=NAME is wanted" "grub wants entries"
new --turbo maybe
has "$tmp/err" "is none of: on off" "a bad word is refused"
[ ! -e "$dir/conf" ]
ok $? "none of them left a campaign"
gzip -k "$tmp/base.img"
campaign new -k "base=$tmp/base.img.gz" -k "patched=$tmp/base.img" -n 1 \
	--plan "$tmp/plan" --method command --command true
has "$tmp/err" "both kernels have the same build ids" \
	"a packed image is looked into, and a null test told"

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
