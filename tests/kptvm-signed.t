#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-signed.t - a kernel that takes signed modules alone boots without ours,
# and says why; a module that is broken is still a failure
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh

package=linux-image-6.12-cloud-amd64
# Debian 13's kernel is 6.12, and its packages do not say so.
apt-cache show $package >/dev/null 2>&1 || package=linux-image-cloud-amd64
if [ "$(dpkg --print-architecture)" != amd64 ] ||
   ! apt-cache show "$package" >/dev/null 2>&1; then
	echo "1..0 # SKIP $package is not in this machine's sources"
	exit 0
fi

# boots WORDS: one boot with these on the command line, results in $T/WORDS
boots() {
	run run --arch x86_64 --boots 1 --scenarios pte-churn,user-churn \
		--timeout 1200 --kernel "base=deb:$package" \
		--extra-cmdline "$1" -o "$T/$1"
	records=$T/$1/records.jsonl
}

# refused WORDS REASON: that boot is well, and the reason is everywhere
refused() {
	boots "$1"
	is "$status" 0 "$1: the boot ends well, no console line is bad"
	grep -qF "kptvm: warning: boot base-1: no module: $2" "$T/err"
	ok $? '... kptvm says why'
	grep '"scenario":"pte-churn"' "$records" | grep -qF "\"na\":\"$2"
	ok $? '... what the module alone tells reads n/a with the reason'
	grep '"scenario":"user-churn"' "$records" |
		grep '"metric":"cost.instructions"' | grep -q '"values":\[[0-9]'
	ok $? '... what needs no module is measured'
}

refused module.sig_enforce=1 \
	'the kernel takes signed modules alone (module.sig_enforce=1 on its command line), and kptbench.ko is not signed'
refused lockdown=integrity \
	'the kernel is locked down (lockdown=integrity): it takes signed modules alone'
refused lockdown=confidentiality \
	'the kernel is locked down (lockdown=confidentiality): it takes'

boots kptbench.hidden=nonsense
is "$status" 1 'a module that does not load for another reason: status 1'
says 'incomplete: init: insmod /kptbench.ko: Invalid argument: kptbench: hidden=nonsense: not START-END' \
	'... with what the kernel said of it'
finish
