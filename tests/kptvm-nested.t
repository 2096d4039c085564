#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-nested.t - KVM for real, where there is none: QEMU emulates a CPU with
# SVM, Debian's kernel runs on it, and there kptvm finds and uses /dev/kvm
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
. tests/lib/outer.sh

if [ "$(uname -m)" != x86_64 ] || [ "$(id -u)" != 0 ]; then
	echo '1..0 # SKIP wants root on x86_64, to share / with a guest'
	exit 0
fi
outer_kernel >"$T/err" 2>&1 || {
	echo '1..0 # SKIP linux-image-amd64 cannot be downloaded'
	exit 0
}
build/kptvm kernel --quiet --arch x86_64 --config debug --variant base \
	>"$T/out" 2>"$T/err" &&
	build/kptvm module --quiet --kernel "$(tail -n 1 "$T/out")" \
		>/dev/null 2>>"$T/err"
ok $? 'a kernel and its module'
k=$(tail -n 1 "$T/out")

# Two kernels that are the same, one boot each, the guest's CPU pinned.
cat >"$T/command" <<EOT
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=$HOME
export XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache}
cd $PWD
build/kptvm probe >/mnt/probe
build/kptvm run --accel auto --arch x86_64 --config debug --pin 0 \
	--kernel base=$k --kernel patched=$k --boots 1 --timeout 900 \
	--scenarios nop,pte-churn --qemu-arg '-cpu host,xsave=off' \
	-o /mnt/run >/mnt/said 2>&1
EOT
outer_build "$T/o" "$T/command" && outer_run "$T/o" 2400 2>"$T/err"
ok $? 'the outer machine runs to its end'
share=$T/o/share
cp "$T/o/console" "$T/err"
is "$(cat "$share/probe")" 'KVM: yes' 'the probe says yes'
cp "$share/said" "$T/err"
records=$share/run/records.jsonl
is "$(grep -c '"type":"env".*"mode":"kvm"' "$records")" 2 \
	'auto chose KVM, and both kernels booted'
is "$(grep -c '"type":"end".*"status":"ok"' "$records")" 2 \
	'both measured to their end'
grep '"metric":"cost.ns"' "$records" | grep -q '"scenario":"pte-churn"'
ok $? 'times are measured'
[ -s "$records" ] &&
	! grep '"type":"sample"' "$records" | grep -q '"class":"exact"'
ok $? 'nothing is called exact'
# This CPU has no PMU to give.
[ -s "$records" ] &&
	! grep '"metric":"cost.instructions"' "$records" | grep -v '"na":' | grep -q .
ok $? 'no instructions are counted without a PMU'
finish
