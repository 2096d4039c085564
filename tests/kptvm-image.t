#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-image.t - images as distributions lay them out, and what they tell of
# themselves, in whatever they are compressed
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"
r=6.99.1-fake-arm64

# config VERSION [LINE]: a .config of that version
config() {
	printf '# Linux/arm64 %s Kernel Configuration\nCONFIG_NR_CPUS=%s\n%s\n' \
		"$1" 77 "${2:-}"
}

# le N: four bytes, the lowest first
le() {
	for shift in 0 8 16 24; do
		# shellcheck disable=SC2059 # an octal escape
		printf "\\$(printf %03o $(($1 >> shift & 255)))"
	done
}

# zeros N
zeros() {
	head -c "$1" /dev/zero
}

# kernel RELEASE [CONFIG]: what lies in memory, of arm64
kernel() {
	zeros 56
	printf 'ARM\144'
	zeros 100
	printf 'Linux version %%s\0%s\n' "Linux version $1 (me@here) (gcc-99 (Debian 99.1.0-1) 99.1.0, GNU ld 2.99) #1 SMP"
	zeros 50
	if [ -n "${2:-}" ]; then
		printf IKCFG_ST
		gzip -nc "$2"
		printf IKCFG_ED
	fi
	zeros 500
}

# zboot FORMAT PROGRAM: stdin, as an image that EFI firmware boots
zboot() {
	"$@" >"$T/payload"
	printf 'MZ\0\0zimg'
	le 128
	le "$(wc -c <"$T/payload")"
	zeros 44
	le 64
	printf 'PE\0\0\144\252'
	zeros 58
	cat "$T/payload"
}

# bzimage: stdin, as an image of x86_64
bzimage() {
	gzip -nc >"$T/payload"
	zeros 497
	printf '\001'
	zeros 12
	printf '\125\252\0\0HdrS\017\002'
	zeros 6
	printf '\0\003'
	zeros 38
	printf '\001\0'
	zeros 16
	le 64
	le "$(wc -c <"$T/payload")"
	zeros 432
	zeros 64
	cat "$T/payload"
}

# boots IMAGE: one boot of it; about is then what is known of it
boots() {
	n=$((${n:-0} + 1))
	run run --kernel "base=image:$1" --guest "$T/guest" --scenarios nop \
		--boots 1 -o "$T/results-$n"
	about=$(sed -n 's/^kernel base=//p' "$T/results-$n/.boots/stamp" \
		2>/dev/null)/kptbench.about
}

# knows NAME: boots, and its options are in the run's folder
knows() {
	is "$status" 0 "$1: boots"
	grep -qs '^CONFIG_NR_CPUS=77' "$T/results-$n/config-base" &&
		! grep -q 'not known' "$T/err"
	ok $? '... and its .config is known'
}

# unknown NAME REASON: boots, and says why its options are not known
unknown() {
	is "$status" 0 "$1: boots"
	says "^kptvm: warning: base: its .config is not known: $2" '... and says why its .config is not known'
}

# ---- layouts; each below a root of its own
root=$T/fedora
mkdir -p "$root/lib/modules/$r"
kernel $r >"$root/lib/modules/$r/vmlinuz"
config 6.99.1 >"$root/lib/modules/$r/config"
boots "$root/lib/modules/$r/vmlinuz"
knows 'Fedora, /lib/modules/X/vmlinuz and config'
grep -q '^compiler gcc-99 (Debian 99.1.0-1) 99.1.0, GNU ld 2.99$' "$about"
ok $? '... and which compiler built it'
says "no headers for it: $root/lib/modules/$r/build is not there" \
	'... and why there is no module'

root=$T/arch
mkdir -p "$root/boot" "$root/usr/lib/modules/$r/build/include/generated"
config 6.99.1 >"$T/own.config"
kernel $r "$T/own.config" >"$root/boot/vmlinuz-linux"
boots "$root/boot/vmlinuz-linux"
knows 'Arch, /boot/vmlinuz-linux that holds its .config'
kernel $r >"$root/boot/vmlinuz-linux"
build=$root/usr/lib/modules/$r/build
: >"$build/Module.symvers"
echo "#define UTS_RELEASE \"$r\"" >"$build/include/generated/utsrelease.h"
cp "$T/own.config" "$build/.config"
boots "$root/boot/vmlinuz-linux"
knows 'Arch, with headers'
grep -qx "build $build" "$about" && ! grep -q '^nomodule' "$about"
ok $? '... the module is built with them'
echo '#define UTS_RELEASE "6.99.2"' >"$build/include/generated/utsrelease.h"
boots "$root/boot/vmlinuz-linux"
says "no module: headers of 6.99.2, and the image is $r: $root" \
	'headers of another release are not taken'

root=$T/suse
mkdir -p "$root/boot" "$root/usr/lib/modules/$r"
kernel $r | gzip -nc >"$root/usr/lib/modules/$r/Image.gz"
config 6.99.1 >"$root/usr/lib/modules/$r/config"
ln -s "../usr/lib/modules/$r/Image.gz" "$root/boot/Image-$r"
boots "$root/boot/Image-$r"
knows 'openSUSE, a link in /boot to /usr/lib/modules/X'

root=$T/gentoo
mkdir -p "$root/boot"
kernel $r >"$root/boot/kernel-$r"
config 6.99.1 >"$root/boot/config-$r"
boots "$root/boot/kernel-$r"
knows 'Gentoo, kernel-X and config-X'

root=$T/ubuntu
mkdir -p "$root/boot"
kernel 6.8.0-45-generic >"$root/boot/vmlinuz-6.8.0-45-generic"
config 6.8.12 >"$root/boot/config-6.8.0-45-generic"
ln -s vmlinuz-6.8.0-45-generic "$root/boot/vmlinuz"
boots "$root/boot/vmlinuz"
knows 'Ubuntu, whose releases are numbered apart'

# ---- what the image is compressed with
for program in gzip xz zstd lz4 bzip2 lzma; do
	case $program in
	lzma) tool='xz --format=lzma' ;;
	lz4) tool='lz4 -l' ;;
	*) tool=$program ;;
	esac
	if ! command -v "${tool%% *}" >/dev/null; then
		skip "$program" "no $program here"
		continue
	fi
	# shellcheck disable=SC2086 # words
	kernel $r "$T/own.config" | zboot $tool -c >"$T/zboot"
	boots "$T/zboot"
	knows "a bare image, $program"
done
kernel $r "$T/own.config" | cmp - "$(dirname "$about")/vmlinuz"
ok $? 'what firmware alone would unpack is booted unpacked'
{ zeros 3000; kernel $r "$T/own.config" | gzip -nc; echo trailer; } >"$T/odd"
boots "$T/odd"
knows 'an image of no known kind, with something compressed in it'

# ---- what is not known, and what is not so
kernel $r >"$T/bare"
boots "$T/bare"
unknown 'a bare image' 'no file near the image has it, and the image holds none$'
! [ -e "$T/results-$n/config-base" ]
ok $? '... and there is no config-base'
config 6.99.1 >"$T/gentoo/boot/config-$r"
kernel $r "$T/own.config" >"$T/gentoo/boot/kernel-$r"
echo CONFIG_NR_CPUS=5 >>"$T/gentoo/boot/config-$r"
boots "$T/gentoo/boot/kernel-$r"
knows 'what the image holds counts more than a file'
kernel $r >"$T/gentoo/boot/kernel-$r"
config 6.98.7 >"$T/gentoo/boot/config-$r"
boots "$T/gentoo/boot/kernel-$r"
unknown 'the .config of another version' "config-$r is of Linux 6.98.7, and the image is $r"
config 6.99.1 'CONFIG_LOCALVERSION="-other"' >"$T/gentoo/boot/config-$r"
boots "$T/gentoo/boot/kernel-$r"
unknown 'of another build' "config-$r has another CONFIG_LOCALVERSION"
mkdir -p "$T/home/.config" "$T/home/k"
cp "$T/bare" "$T/home/k/image"
boots "$T/home/k/image"
unknown 'a folder called .config' 'no file near the image has it'
zboot printf '\037\213\010 no kernel' >"$T/zboot"
boots "$T/zboot"
unknown 'what cannot be unpacked' '.*the image cannot be looked into'

kernel $r | bzimage >"$T/x86"
boots "$T/x86"
is "$status" 1 'an image for x86_64: status 1'
says 'image:.*/x86: is of a kernel for x86_64, and this run is for arm64' \
	'... says so'
{
	printf MZ
	zeros 58
	le 64
	printf 'PE\0\0\144\252\002\0'
	zeros 12
	printf '\010\0\0\0'
	zeros 8
	printf .text
	zeros 35
	printf .linux
	zeros 34
	kernel $r
} >"$T/unified.efi"
boots "$T/unified.efi"
is "$status" 1 'a unified kernel image: status 1'
says 'objcopy -O binary --only-section=.linux' '... says how to go on'
: >"$T/empty"
boots "$T/empty"
says 'image:.*/empty: the file is empty' 'an empty file'
boots "$T/home"
says 'image:.*/home: no file' 'a folder'
head -c 70 "$T/zboot" >"$T/short"
boots "$T/short"
unknown 'half a header' '.*the image cannot be looked into'
finish
