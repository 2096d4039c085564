#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench campaign: its settings, what new refuses and warns of, and who may
# change what root runs. What is sourced is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154,SC2016

. "$(dirname "$0")/fixtures/kptbench/lib.sh"
. "$(dirname "$0")/fixtures/kptbench/campaign.sh"

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
finish
