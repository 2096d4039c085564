#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-accel.t - what --accel chooses, and why; pinning; random order
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"
cp "$fixtures/qemu.sh" "$T/bin/qemu-system-x86_64"

# On another machine the fake would have to speak another language.
if [ "$(uname -m)" != x86_64 ]; then
	echo '1..0 # SKIP the fake /dev/kvm speaks x86'
	exit 0
fi
cc -D_GNU_SOURCE -shared -fPIC -O1 -o "$T/fake-kvm.so" "$fixtures/fake-kvm.c" -ldl \
	2>"$T/err"
ok $? 'a fake /dev/kvm'

# probe FAULT PATTERN NAME
probe() {
	begun=$(date +%s%N)
	FAKE_KVM=$1 LD_PRELOAD=$T/fake-kvm.so "$kptvm" probe >"$T/err" 2>&1
	status=$?
	spent=$((($(date +%s%N) - begun) / 1000000))
	says "$2" "$3"
}
probe fine '^KVM: yes$' 'one that does all well: yes'
is "$status" 0 '... status 0'
probe absent '^KVM: no: there is no /dev/kvm' 'no device: no'
is "$status" 1 '... status 1'
probe denied 'Permission denied; root and the group kvm may use it' \
	'a device that is not ours'
probe other 'does not answer as KVM does' 'a device that is something else'
probe emulates 'cannot run an instruction \(internal error 1\)' \
	'a host that only emulates'
probe msr 'MSR 0x10a, which KVM reports, cannot be set' \
	'an MSR that cannot be set'
probe exits 'ended with exit 8' 'a vCPU that shuts down'
probe wrong 'gave a wrong sum' 'a vCPU that counts wrong'
probe slow 'did not end on a vCPU in 1900 ms' 'a vCPU that does not end'
echo "# the longest probe took $spent ms"
run probe --arch arm64
grep -q 'this machine is x86_64 and the guest is arm64' "$T/out"
ok $? 'another architecture: no'

mkdir "$T/boot"
echo '# Linux/x86 6.99.1 Kernel Configuration' >"$T/boot/config-6.99"
echo image >"$T/boot/vmlinuz-6.99"

# boots FAULT ARGS...
boots() {
	export FAKE_KVM="$1" FAKE_DIR="$T/calls"
	shift
	rm -rf "$T/calls"
	mkdir "$T/calls"
	LD_PRELOAD=$T/fake-kvm.so
	export LD_PRELOAD
	run run --arch x86_64 --kernel "base=image:$T/boot/vmlinuz-6.99" \
		--kernel "patched=image:$T/boot/vmlinuz-6.99" \
		--guest "$T/guest" --scenarios nop --jobs 1 "$@"
	unset LD_PRELOAD FAKE_KVM FAKE_DIR
}

boots fine --accel auto --boots 1 -o "$T/yes"
is "$status" 0 'auto where KVM works'
cat "$T"/calls/* | grep -qx kvm && ! cat "$T"/calls/* | grep -q icount
ok $? '... runs with KVM, and counts no instructions'
grep -q '^mode kvm$' "$T/yes/.boots/stamp"
ok $? '... in mode kvm'
boots emulates --accel auto --boots 1 -o "$T/no"
is "$status" 0 'auto where it does not'
says 'auto: mode exact, since KVM runs no kernel here: KVM cannot run an' \
	'... goes on without it, and says why'
cat "$T"/calls/* | grep -q icount
ok $? '... counting instructions'
boots emulates --accel kvm --boots 1 -o "$T/x"
is "$status" 1 'KVM or nothing, where it does not work: status 1'
says 'KVM runs no kernel here: KVM cannot run' '... says why'
boots fine --accel tcg --boots 1 -o "$T/tcg"
is "$status" 0 'tcg'
boots fine --accel xen -o "$T/x"
is "$status" 2 'what there is not: usage error'
says 'there are kvm, tcg and auto' '... lists what there is'
boots fine --accel kvm --mode exact -o "$T/x"
is "$status" 2 'a mode that says another thing: usage error'

# ---- the boot line of a mode
append() { # CALLS: what the kernel of the last boot was told
	sed -n '/^-append$/{n;p;}' "$T"/calls/* | tail -n 1
}
boots fine --accel kvm --boots 1 -o "$T/line"
append | grep -q 'mem=4G no_timer_check kptbench\.hotplug=1 '
ok $? 'kvm: no word that exact counting alone needs'
# Of no architecture: it does for all.
echo '# Linux 6.99.1 Kernel Configuration' >"$T/boot/config-6.99"
# shellcheck disable=SC2046 # architectures, each a word
vm/boots.sh $(ls configs/arch) >"$T/cells"
# Not every machine has the firmware, and this QEMU does not run it.
: >"$T/fw"
sed -i "s|^loader = .*|loader = $T/fw|" "$T"/top/configs/arch/*/arch.conf
while read -r cell arch words; do
	for records in "results/published/$cell-plain.jsonl.gz" \
		"results/published/matrix/$cell-debug.jsonl.gz"; do
		[ -f "$records" ] || continue
		said=$(zcat "$records" | sed -n 's/.*"type":"env".*"group":"".*"cmdline":"\([^"]*\)".*/\1/p' |
			sort -u | head -n 1)
		cp "$fixtures/qemu.sh" \
			"$T/bin/$(vm/arch.sh binary "$arch" | tail -n 1)"
		boots fine --arch "$arch" --accel tcg --boots 1 \
			-o "$T/cell" --extra-cmdline "$words"
		# The last word is firmware's own, where there is firmware.
		is "$(append)" "${said% initrd=initrd}" \
			"$(basename "$records"): exact mode boots as it was published"
		rm -rf "$T/cell"
	done
done <"$T/cells"
printf '[    1.5] hrtimer: interrupt took 5 ns\n' >"$T/late"
run scan --arch x86_64 --mode kvm "$T/late"
is "$status" 0 'a late timer is no badness where time is the host'\''s'
run scan --arch x86_64 "$T/late"
is "$status" 1 '... and is where instructions are'
printf 'BUG: a\033[31mred \342\200\256rtl\377\n' >"$T/odd"
run scan --arch x86_64 "$T/odd"
is "$(cat "$T/out")" "$T/odd: BUG: a\\x1b[31mred \\u202ertl\\xff" \
	'a console line reaches the terminal escaped'

# ---- order
boots fine --accel kvm --boots 12 --seed 7 -o "$T/order"
cat "$T"/calls/* | grep -E '^(base|patched)-' >"$T/first"
is "$(sort -V "$T/first" | tr '\n' ' ' | cut -c 1-21)" \
	'base-1 base-2 base-3 ' 'mode kvm: every boot is there'
is "$(sed 's/.*-//' "$T/first" | uniq | wc -l)" 12 \
	'... round by round'
is "$(sed 's/-.*//' "$T/first" | paste -d ' ' - - | sort -u | wc -l)" 2 \
	'... and now one kernel is first, now the other'
boots fine --accel kvm --boots 12 --seed 7 -o "$T/order2"
cat "$T"/calls/* | grep -E '^(base|patched)-' | cmp -s - "$T/first"
ok $? 'the same seed, the same order'

# ---- pinning and huge pages
boots fine --pin x -o "$T/x"
is "$status" 2 'a CPU that is no number: usage error'
boots fine --pin 0,4000 -o "$T/x"
says 'there is no CPU 4000' 'a CPU that is not there'
boots fine --pin 0 --boots 1 -o "$T/x"
says 'QEMU does not answer' 'a QEMU that does not answer: told'
if [ "$(sed -n 's/^HugePages_Free: *//p' /proc/meminfo)" = 0 ]; then
	boots fine --hugepages -o "$T/x"
	is "$status" 1 'no huge pages: status 1'
	says 'echo [0-9]+ >/proc/sys/vm/nr_hugepages' '... says what to do'
fi
finish
