#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-nested.t - KVM for real, where there is none: QEMU emulates a CPU with
# EL2 (arm64) or SVM (x86_64), Debian's kernel runs on it, and there kptvm
# finds and uses /dev/kvm
#
# kptvm-nested.t [ARCH...]
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
. tests/lib/outer.sh

# One machine has these, too: the memory of a guest of configs/arch/arm64.
huge_pages=1536

# machine CONFIG: with a kernel, its module, and a kptvm that is told what it
# runs beyond the probe by the machine's boot
machine() {
	guest=$PWD/build/guest-$outer_arch
	build/kptvm kernel --quiet --arch "$outer_arch" --config "$1" \
		--variant base >"$T/out" 2>"$T/err" &&
		kernel=$(tail -n 1 "$T/out") &&
		build/kptvm module --quiet --kernel "$kernel" >"$T/out" \
			2>"$T/err" && module=$(tail -n 1 "$T/out")
	ok $? "$outer_arch: a kernel and its module"
	cat >"$T/command" <<-EOT
	export PATH=/usr/bin:/bin XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache}
	$guest/kptvm probe
	[ \$# -gt 0 ] || exit 0
	case "\$*" in
	*hugepages*)
		echo $huge_pages >/proc/sys/vm/nr_hugepages
		cd /sys/kernel/mm/hugepages/hugepages-2048kB
		while sleep 1; do cat free_hugepages >>/tmp/free; done &
		;;
	esac
	$guest/kptvm run --quiet --accel auto --arch $outer_arch --config $1 \\
		--pin 0 --boots 1 --timeout 600 --scenarios pte-churn \\
		--qemu-arg '$outer_inner' -o /tmp/run "\$@"
	cat /tmp/run/records.jsonl
	[ ! -e /tmp/free ] || echo Least: \$(sort -n /tmp/free)
	EOT
	outer_build "$T/$outer_arch" "$T/command" "$guest" "$PWD/configs" \
		"$PWD/kmod" "$PWD/vm/module.sh" "$module" \
		"$kernel/kptbench.about" "$kernel/.config" \
		"$kernel/System.map" \
		"$kernel/$(sed -n 's/^image //p' "$kernel/kptbench.about")" \
		2>"$T/err"
	ok $? "$outer_arch: a machine"
}

# boot NAME WORDS ARGS...: the machine; what it says in $T/ARCH-NAME. Of a
# machine in a machine, which no emulator is tested for, an interrupt is lost
# once in many boots, and it waits forever: then it is booted again, twice at
# most. One that ends does so within a minute.
boot() {
	name=$1
	words=$2
	shift 2
	for try in 1 2 3; do
		outer_run "$T/$outer_arch-$name" "$words" 300 \
			"$T/$outer_arch/initramfs" "$@" \
			2>"$T/$outer_arch-$name.err"
		[ $? = 124 ] || break
		[ $try = 3 ] ||
			echo "# $outer_arch, $name: no end in 300 s: again"
	done
}

# count NAME PATTERN...: of its records, how many have all of these
count() {
	grep '^{' "$T/$outer_arch-$1/records" >"$T/found"
	shift
	for pattern; do
		grep "$pattern" "$T/found" >"$T/left"
		mv "$T/left" "$T/found"
	done
	grep -c . "$T/found"
}

# probed NAME ANSWER
probed() {
	cat "$T/$outer_arch-$1.err" "$T/$outer_arch-$1/console" >"$T/err"
	is "$(head -n 1 "$T/$outer_arch-$1/records" | cut -d : -f 1-2)" \
		"KVM: $2" "$outer_arch, $1: the probe says $2"
}

# measured NAME KERNELS: as KVM measures
measured() {
	grep -v '^{' "$T/$outer_arch-$1/records" >"$T/err"
	is "$(count "$1" '"type":"env".*"mode":"kvm"')" "$2" \
		"$outer_arch, $1: auto chose KVM, and every kernel booted"
	is "$(count "$1" '"type":"end".*"status":"ok"')" "$2" \
		'... and measured to its end'
	grep '^{' "$T/$outer_arch-$1/records" >"$T/records.jsonl"
	build/kptstat check "$T/records.jsonl" >"$T/err" 2>&1
	ok $? '... all that is in its records'
	[ "$(count "$1" '"metric":"cost.ns".*"values":\[[0-9]')" -ge "$2" ]
	ok $? '... the time it takes, too'
	# But what was read off the kernel's file.
	grep -v '"kind":"size"' "$T/records.jsonl" |
		grep -c '"class":"exact"' >"$T/found"
	is "$(cat "$T/found")" 0 '... and nothing that was measured is called exact'
}

# counted NAME: how many kernels gave instructions
counted() {
	count "$1" '"metric":"cost.instructions"' '"values":\[[0-9]'
}

# backed: a guest's memory was huge pages, all there were
backed() {
	name='... its memory in huge pages'
	if [ -n "$huge" ]; then
		is "$(sed -n 's/^Least: \([0-9]*\).*/\1/p' \
			"$T/$outer_arch-yes/records")" 0 "$name"
	else
		ok 0 "$name # SKIP this machine's memory is too small"
	fi
}

# nested ARCH CONFIG
nested() {
	outer_of "$1"
	outer_packages 2>"$T/err" || {
		skip "$1" "Debian's packages cannot be downloaded"
		return
	}
	machine "$2"
	one="--kernel base=$kernel"
	# shellcheck disable=SC2086
	{
		boot no '' $outer_no &
		boot yes "$one --kernel patched=$kernel $huge" $outer_yes
		wait
	}
	probed no no
	probed yes yes
	measured yes 2
	# An emulated PMU counts instructions only where they make the time.
	is "$(counted yes)" 0 '... nor are instructions counted'
}

# exact: where the machine's own instructions are counted, its guests have a
# PMU that counts theirs
exact() {
	# shellcheck disable=SC2086
	{
		boot counting "$one" $outer_yes $outer_exact &
		boot again "$one" $outer_yes $outer_exact
		wait
	}
	probed counting yes
	measured counting 1
	is "$(counted counting)" 1 '... instructions by the vPMU'
	cmp "$T/$outer_arch-counting/records" "$T/$outer_arch-again/records" \
		>"$T/err" 2>&1
	ok $? "$outer_arch: and all of it again, to the byte"
}

[ $# -gt 0 ] || set -- x86_64 arm64
for arch; do
	huge=
	case $arch in
	x86_64) nested x86_64 debug ;;
	arm64)
		[ "$(sed -n 's/^MemAvailable: *\([0-9]*\) .*/\1/p' \
			/proc/meminfo)" -lt 8000000 ] || huge=--hugepages
		nested arm64 rt
		if [ -e "$T/arm64" ]; then
			backed
			exact
		fi
		;;
	esac
done
finish
