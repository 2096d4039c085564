# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# outer.sh - a machine that has /dev/kvm, where there is none: QEMU emulates a
# CPU with EL2 or SVM, and Debian's kernel with its KVM runs on it
#
# Sourced; outer_of first. All that machine has is in its initramfs. Packages
# are downloaded once, by name and version, and unpacked below the cache.

# shellcheck disable=SC1091
. common/apt.sh

outer_cache=${XDG_CACHE_HOME:-$HOME/.cache}/kptbench

# outer_of ARCH: what machine it is, beyond what configs/arch says of guests;
# QEMU's arguments for one with /dev/kvm and one without are in $outer_yes and
# $outer_no, those that count instructions in $outer_exact, those of a guest
# there in $outer_inner; $outer_words are for its kernel
# shellcheck disable=SC2034
outer_of() {
	outer_arch=$1
	case $1 in
	arm64)
		# KVM is built in.
		outer_kernel=linux-image-cloud-arm64
		outer_modules=
		outer_qemu='qemu-system-arm'
		outer_lib=aarch64-linux-gnu
		outer_data=
		outer_words=
		outer_no='-machine gic-version=3 -cpu max,pauth-impdef=on -m 5G'
		outer_yes="$outer_no -machine virtualization=on"
		outer_inner='-cpu host'
		;;
	x86_64)
		outer_kernel=linux-image-amd64
		outer_modules=kvm_amd
		outer_qemu='qemu-system-x86'
		outer_lib=x86_64-linux-gnu
		outer_data='usr/share/seabios/bios-256k.bin
			usr/share/qemu/pvh.bin usr/share/qemu/kvmvapic.bin
			usr/share/qemu/linuxboot_dma.bin'
		# A busy machine's timer ticks late. And of KVM in an emulated
		# machine an interrupt is lost where the CPU rests, which then
		# sleeps forever: it does not rest.
		outer_words="no_timer_check idle=poll"
		outer_yes='-m 5G -cpu EPYC,svm=on'
		outer_no='-m 5G -cpu EPYC,svm=off'
		outer_inner='-cpu host,xsave=off'
		;;
	esac
	# Instructions counted: one machine is then like the other.
	outer_exact=$(outer_conf exact | sed 's/{record}/,rr=record,rrfile=\/dev\/null/
		s/{[a-z]*}/1/g')
	outer_debian=$(outer_conf debian)
}

# outer_conf KEY: of configs/arch, in one line
outer_conf() {
	awk -v key="$1" '/^[^ \t]/ { on = $1 == key && $2 == "=" }
		on { sub(/^[a-z]+ *= */, ""); $1 = $1; v = v sep $0; sep = " " }
		END { print v }' "configs/arch/$outer_arch/arch.conf"
}

# outer_apt: from now on apt answers for that machine
outer_apt() {
	[ "$outer_debian" = "$(dpkg --print-architecture)" ] ||
		apt_private "$outer_debian" "$outer_cache"
}

# outer_get NAME PACKAGE=VERSION...: unpacked below the cache; prints where
outer_get() (
	at=$outer_cache/outer-$1
	shift
	if [ ! -e "$at" ]; then
		rm -rf "$at.tmp"
		mkdir -p "$at.tmp/deb" && cd "$at.tmp/deb" &&
			apt-get -qq -o APT::Sandbox::User=root download "$@" \
				>&2 || exit 1
		for deb in *.deb; do
			dpkg -x "$deb" .. || exit 1
		done
		# Since Debian 13 packages have all in /usr, and /bin is a
		# link that no package of these has.
		for dir in bin lib; do
			[ -e "$at.tmp/$dir" ] || ln -s "usr/$dir" "$at.tmp/$dir"
		done
		cd / && rm -r "$at.tmp/deb" && mv "$at.tmp" "$at" || exit 1
	fi
	echo "$at"
)

# outer_newest: its kernel, unpacked; prints where
outer_newest() (
	outer_apt || exit 1
	name=$(apt-cache depends "$outer_kernel" 2>/dev/null |
		sed -n 's/^ *Depends: *//p' | head -n 1)
	version=$(apt-cache show --no-all-versions "$name" 2>/dev/null |
		sed -n 's/^Version: //p' | head -n 1)
	[ -n "$version" ] && outer_get "${name}_$version" "$name=$version"
)

# outer_programs: where that machine's QEMU is, and all it depends on: here,
# or unpacked; prints where
outer_programs() (
	if [ "$outer_debian" = "$(dpkg --print-architecture)" ]; then
		echo /
		exit
	fi
	outer_apt || exit 1
	# A program wants no data that only some architectures have.
	all=$(apt-get -qq -s install --no-install-recommends dash coreutils \
		findutils "$outer_qemu" |
		sed -n "s/^Inst \([^ ]*\) (\([^ ]*\) .*\[$outer_debian\].*/\1=\2/p")
	# shellcheck disable=SC2086
	[ -n "$all" ] && outer_get "$outer_debian-$(echo "$all" |
		sha256sum | cut -c 1-16)" $all
)

# outer_packages: all of it; the lists may be old, or not there yet
outer_packages() {
	for outer_try in 1 2; do
		[ $outer_try = 1 ] || (outer_apt && apt-get -qq update >&2) ||
			return 1
		outer_image=$(outer_newest) && outer_from=$(outer_programs) &&
			return 0
	done
	return 1
}

# outer_add FILE...: of $outer_from, with the libraries they want, to $root
outer_add() (
	for file; do
		[ ! -e "$root/$file" ] || continue
		install -D "$outer_from/$file" "$root/$file" || exit 1
		for so in $(readelf -ld "$outer_from/$file" 2>/dev/null |
			sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p
				s/.*interpreter: \/\(.*\)\]/\1/p'); do
			for at in "$so" "lib/$outer_lib/$so" \
				"usr/lib/$outer_lib/$so"; do
				[ ! -f "$outer_from/$at" ] || break
			done
			outer_add "$at" || exit 1
		done
	done
)

# outer_drivers: the modules it loads, in order, from the kernel's package
outer_drivers() (
	release=$(ls "$outer_image/lib/modules")
	mkdir -p "$root/modules"
	[ -n "$outer_modules" ] || exit 0
	depmod -b "$outer_image" "$release" || exit 1
	i=100
	for m in $outer_modules; do
		modprobe -d "$outer_image" -S "$release" --show-depends "$m"
	done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' |
	while read -r ko; do
		i=$((i + 1))
		to=$root/modules/$i-$(basename "$ko" .xz)
		case $ko in
		*.xz) xz -dc "$ko" >"$to" ;;
		*) cp "$ko" "$to" ;;
		esac
	done
)

# outer_build FOLDER COMMAND-FILE FILE...: the initramfs, with these files of
# this machine where they are here, and what the command is run with
outer_build() (
	root=$1/root
	to=$1/initramfs
	command=$2
	shift 2
	mkdir -p "$root/dev" "$root/proc" "$root/sys" "$root/tmp" || exit 1
	"$(outer_conf cc)" -static -O1 -Wall -Werror \
		-o "$root/init" tests/lib/outer-init.c || exit 1
	cp "$command" "$root/command" && outer_drivers || exit 1
	# shellcheck disable=SC2086
	outer_add bin/sh bin/cat bin/sleep usr/bin/find usr/bin/sha256sum usr/bin/sort \
		"usr/bin/$(outer_conf binary)" $outer_data || exit 1
	tar -c --dereference "$@" 2>/dev/null | tar -x -C "$root" || exit 1
	(cd "$root" && find . | sort | cpio -o -H newc --quiet) >"$to"
	rm -r "$root"
)

# outer_run FOLDER WORDS SECONDS INITRAMFS ARGS...: boot it, with these words
# for the command; then the folder has "console" and "records", which is what
# the command said
outer_run() (
	dir=$1
	limit=$3
	initramfs=$4
	append="console=$(outer_conf console) out=$(outer_conf records)"
	append="$append panic=-1 quiet mitigations=off $outer_words -- $2"
	qemu="$(outer_conf binary) $(outer_conf args)"
	shift 4
	mkdir -p "$dir" && cd "$dir" || exit 1
	# shellcheck disable=SC2086
	exec timeout "$limit" $qemu "$@" -kernel "$outer_image"/boot/vmlinuz-* \
		-initrd "$initramfs" -append "$append"
)
