#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-plug.t - memory plugged into running guests: what a QEMU is told that
# is a script; and Debian's own kernel, which takes DIMMs and virtio-mem
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh

if [ "$(uname -m)" != x86_64 ]; then
	echo '1..0 # SKIP memory is plugged into x86_64 alone'
	exit 0
fi
real_path=$PATH
real_cache=${XDG_CACHE_HOME:-}
world
cp "$fixtures/records" "$fixtures/qmp.pl" "$T/bin/"
cp "$fixtures/qemu.sh" "$T/bin/qemu-system-x86_64"
mkdir "$T/boot" "$T/calls"
echo '# Linux 6.99.1 Kernel Configuration' >"$T/boot/config-6.99"
echo image >"$T/boot/vmlinuz-6.99"

boots() { # NAME ARGS...
	name=$1
	shift
	FAKE=plugs FAKE_DIR=$T/calls FAKE_QMP=$T/$name.log run run \
		--kernel "base=image:$T/boot/vmlinuz-6.99" \
		--guest "$T/guest" --boots 1 --timeout 2 -o "$T/$name" "$@"
}
told() { # COMMAND ARGUMENTS NAME: QEMU was told that
	grep -qxF "$1 $2" "$T/$log.log"
	ok $? "$3"
}
boots plain --arch x86_64 --scenarios nop
! cat "$T"/calls/* | grep -q slots= && grep -q quit "$T/plain.log" &&
	! grep -q dimm "$T/plain.log"
ok $? 'a boot that asks for no device gets none'
rm "$T"/calls/*
boots dimm --arch x86_64 --scenarios dimm-hold
log=dimm
cat "$T"/calls/* | grep -qx 'slots=8,maxmem=8G'
ok $? 'one that does has room for it'
cat "$T"/calls/* | grep -q ' kptvm\.dimm memhp_default_state=offline kptbench-flags=1$'
ok $? '... and is told so'
told object-add '{"qom-type":"memory-backend-ram","id":"mem1","size":134217728}' \
	'memory'
told device_add '{"driver":"pc-dimm","id":"dimm1","memdev":"mem1"}' 'in a DIMM'
told device_del '{"id":"dimm1"}' '... and out again'
is "$(grep -c '^device_del' "$T/dimm.log")" 1 'a wish that is not whole waits'
is "$(grep -c '^device_add' "$T/dimm.log")" 2 '... and nobody gets what is odd'
qom='"path":"/machine/peripheral/vmem0","property":"requested-size"'
told qom-set "{$qom,\"value\":402653184}" 'virtio-mem: how much in all'
told qom-set "{$qom,\"value\":268435456}" '... and how much is left'
for odd in 'dimm plug 1 99999999999999' 'dimm plug 4000000000 4096' 'dimm plug 1' 'disk plug 1 512'; do
	says "kptvm: $odd: no such wish" "$odd: refused"
done
says 'kptvm: .x1b\[2J plug 1: no such wish' 'what a terminal would obey is shown'
FAKE_REFUSE=device_add boots refused --arch x86_64 --scenarios dimm-hold
says 'dimm plug 0 134217728: device_add: no room' "what QEMU refuses, in its words"
rm "$T"/calls/*
boots ram --arch x86_64 --scenarios ram-8g
cat "$T"/calls/* | grep -qx '8G' && cat "$T"/calls/* |
	grep -qx 'memory-backend-ram,id=ram,size=8G,reserve=off'
ok $? 'a boot that asks for other RAM has that'
! cat "$T"/calls/* | grep -q ' mem=' &&
	cat "$T"/calls/* | grep -q ' kptbench.hotplug=0 kptvm.ram-8G$'
ok $? '... and nothing hides any of it'
for odd in ram-x ram- ram-8G,readonly=on; do
	boots "odd-$odd" --arch x86_64 --scenarios nop --extra-cmdline "kptvm.$odd"
	is "$status" 1 "kptvm.$odd: refused"
	says "x86_64 has no device '$odd'" '... and told'
done
boots arm --arch arm64 --scenarios nop --extra-cmdline kptvm.dimm
is "$status" 1 'an architecture without the device'
says "arm64 has no device 'dimm'" '... is told'

# ---- a kernel that takes them
PATH=$real_path
XDG_CACHE_HOME=$real_cache
[ -n "$XDG_CACHE_HOME" ] || unset XDG_CACHE_HOME
unset KPTBENCH_TOP
if [ "$(dpkg --print-architecture)" != amd64 ] ||
   ! apt-cache show linux-image-amd64 >/dev/null 2>&1; then
	ok 0 "# SKIP Debian's kernel is not in this machine's sources"
	finish
fi
run run --arch x86_64 --boots 2 --scenarios dimm-hold,virtio-mem-hold \
	--timeout 900 --kernel base=deb:linux-image-amd64 -o "$T/stock"
is "$status" 0 "Debian's kernel boots, and no console line is bad"
records=$T/stock/records.jsonl
values() { # PHASE N METRIC: of every boot, each once
	grep "\"scenario\":\"$scenario\".*\"phase\":\"$1\",\"n\":$2,\"metric\":\"$3\"" \
		"$records" | sed 's/.*"values":\(\[[^]]*\]\).*/\1/' | sort -u
}
for scenario in dimm-hold virtio-mem-hold; do
	is "$(values held 1 tables.pmd)" '[1,1]' \
		"$scenario: a PMD table comes with the first block"
	is "$(values held 4 tables.pmd)" '[1,1]' \
		'... and does for four, in one GiB'
	is "$(values held 4 tables.pte)" '[0,0]' '... mapped by huge pages'
	is "$(values drained 4 tables.pmd)" '[0,0]' 'it goes with the last'
	is "$(values held 4 accounting.error)" '[-1,-1]' \
		'the kernel does not count it'
	is "$(grep -c "\"type\":\"audit\",\"scenario\":\"$scenario\"" "$records")" 4 \
		'walks with four blocks, and without, in either boot'
	# How long QEMU takes for a wish moves pages: of slabs, between lists of
	# CPUs, and what waits.
	is "$(grep "\"type\":\"sample\",\"scenario\":\"$scenario\"" "$records" |
		grep -v '"metric":"pages\.' | sort | uniq -c |
		sed -n 's/^ *2 .*//; t; s/.*"phase":"\([a-z]*\)".*"metric":"\([^"]*\)".*"values":\(\[[^]]*\]\).*/\1 \2 \3/; p')" '' \
		'both boots say the same to the digit, but for pages in use'
done
finish
