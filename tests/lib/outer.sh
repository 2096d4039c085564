# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# outer.sh - an x86_64 machine that has /dev/kvm, where there is none: QEMU
# emulates SVM, and Debian's kernel with its KVM runs on it
#
# Sourced. The package is downloaded once, by name and version, below the
# cache.

outer_cache=${XDG_CACHE_HOME:-$HOME/.cache}/kptbench

# outer_kernel: where Debian's kernel and its modules are unpacked, in $outer
outer_kernel() {
	outer_name=$(apt-cache depends linux-image-amd64 2>/dev/null |
		sed -n 's/^ *Depends: *//p' | head -n 1)
	outer_version=$(apt-cache show --no-all-versions "$outer_name" \
		2>/dev/null | sed -n 's/^Version: //p' | head -n 1)
	[ -n "$outer_version" ] || return 1
	outer=$outer_cache/outer-${outer_name}_$outer_version
	outer_release=${outer_name#linux-image-}
	[ ! -e "$outer/done" ] || return 0
	rm -rf "$outer"
	mkdir -p "$outer/deb"
	(cd "$outer/deb" && apt-get -qq -o APT::Sandbox::User=root download \
		"$outer_name=$outer_version" >&2) || return 1
	dpkg -x "$outer"/deb/*.deb "$outer" || return 1
	rm -r "$outer/deb"
	depmod -b "$outer" "$outer_release" || return 1
	: >"$outer/done"
}

# outer_build FOLDER COMMAND-FILE: the initramfs
outer_build() {
	mkdir -p "$1/root/modules" || return 1
	cc -static -O1 -o "$1/root/init" tests/lib/outer-init.c || return 1
	cp "$2" "$1/root/command"
	i=100
	for m in virtio_pci 9pnet_virtio 9p kvm_amd; do
		modprobe -d "$outer" -S "$outer_release" --show-depends "$m"
	done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' |
	while read -r ko; do
		i=$((i + 1))
		to=$1/root/modules/$i-$(basename "$ko")
		case $ko in
		*.xz) xz -dc "$ko" >"${to%.xz}" ;;
		*) cp "$ko" "$to" ;;
		esac
	done
	(cd "$1/root" && find . | sort | cpio -o -H newc --quiet) \
		>"$1/initramfs"
}

# outer_run FOLDER SECONDS ARGS...: boot it; console and share in the folder
outer_run() {
	dir=$1
	limit=$2
	shift 2
	mkdir -p "$dir/share"
	timeout "$limit" qemu-system-x86_64 -machine q35 -accel tcg \
		-cpu EPYC,svm=on -m 5G -nodefaults -display none -no-reboot \
		-serial "file:$dir/console" \
		-virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
		-virtfs "local,path=$dir/share,mount_tag=share,security_model=none" \
		-kernel "$outer/boot/vmlinuz-$outer_release" \
		-initrd "$dir/initramfs" \
		-append 'console=ttyS0 panic=-1 quiet mitigations=off' "$@"
}
