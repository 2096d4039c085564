#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-suites.t - kernels of suites that this machine does not name: a mirror
# of a test's own, its suites found, checked and listed
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"
host=$(dpkg --print-architecture)
export APT_ETC="$T/etc/apt"
mkdir -p "$APT_ETC/sources.list.d" "$T/debs" "$T/file/dists"
echo VERSION_CODENAME=bookworm >"$T/etc/os-release"

# source_of OPTIONS: the machine's only source
source_of() {
	printf 'Types: deb\nURIs: file:%s/file\nSuites: bookworm\n%s\n' "$T" \
		"$1" >"$APT_ETC/sources.list.d/debian.sources"
}

# suite NAME DEB...: of the mirror, for arm64 and for this machine
suite() {
	name=$1
	dist=$T/file/dists/$1
	shift
	rm -rf "$dist"
	for arch in arm64 "$host"; do
		mkdir -p "$dist/main/binary-$arch" "$T/file/pool"
		: >"$dist/main/binary-$arch/Packages"
	done
	for deb; do
		cp "$T/debs/$deb" "$T/file/pool/"
		for arch in arm64 "$host"; do
			case $deb in
			*_all.deb | *"_$arch.deb") ;;
			*) continue ;;
			esac
			{
				dpkg-deb -f "$T/debs/$deb"
				echo "Filename: pool/$deb"
				echo "Size: $(stat -c %s "$T/debs/$deb")"
				echo "SHA256: $(sha256sum <"$T/debs/$deb" |
					cut -d ' ' -f 1)"
				echo
			} >>"$dist/main/binary-$arch/Packages"
		done
	done
	{
		printf 'Suite: %s\nCodename: %s\nComponents: main\n' "$name" "$name"
		echo "Architectures: arm64 $host"
		echo "Date: $(date -Ru)"
		echo 'SHA256:'
		(cd "$dist" && find . -name Packages | sed 's,^\./,,' |
			while read -r f; do
				echo " $(sha256sum <"$f" | cut -d ' ' -f 1) $(stat -c %s "$f") $f"
			done)
	} >"$T/Release"
	mv "$T/Release" "$dist/Release"
}

# kernel RELEASE VERSION: as it was until 6.18, one package
kernel() {
	mkdir -p "$T/k/$1/boot"
	echo image >"$T/k/$1/boot/vmlinuz-$1"
	echo "# Linux/arm64 ${2%%-*} Kernel Configuration" \
		>"$T/k/$1/boot/config-$1"
	package "linux-image-$1" "$2" "$T/k/$1"
}

# boots KERNEL ARGS...: one boot of it
boots() {
	k=$1
	shift
	run run --kernel "base=$k" --guest "$T/guest" --scenarios nop \
		--boots 1 "$@"
}

kernel 6.98.1-fake 6.98.1-1
kernel 6.98.2-fake 6.98.2-1
kernel 6.98.2-rt-fake 6.98.2-1
package linux-image-one 6.98.2-1 "$T/k" linux-image-6.98.1-fake
at=7.98.1-fake
mkdir -p "$T/bin7/usr/lib/modules/$at" "$T/none"
echo image >"$T/bin7/usr/lib/modules/$at/vmlinuz"
package "linux-binary-$at" 7.98.1-1 "$T/bin7"
package "linux-image-$at" 7.98.1-1 "$T/none" \
	"linux-base-$at, linux-binary-$at, linux-modules-$at"
package "linux-headers-$at" 7.98.1-1 "$T/none"
all="linux-image-6.98.1-fake_6.98.1-1_arm64.deb
linux-image-6.98.2-fake_6.98.2-1_arm64.deb
linux-image-6.98.2-rt-fake_6.98.2-1_arm64.deb
linux-image-one_6.98.2-1_arm64.deb"
split="linux-image-${at}_7.98.1-1_arm64.deb linux-binary-${at}_7.98.1-1_arm64.deb
linux-headers-${at}_7.98.1-1_arm64.deb"
# shellcheck disable=SC2086 # words
suite trixie $all
# shellcheck disable=SC2086
suite forky $split
source_of 'Components: main
Trusted: yes'

boots deb:trixie/linux-image-6.98.1-fake -o "$T/one"
is "$status" 0 "a package of a suite that the machine does not name: boots"
grep -q '"source":"Debian linux-image-6.98.1-fake 6.98.1-1"' \
	"$T/one/records.jsonl"
ok $? '... and the records name it'
boots 'deb:trixie/linux-image-6.98*[0-9]-fake' -o "$T/pattern"
grep -q 'linux-image-6.98.2-fake 6.98.2-1' "$T/pattern/records.jsonl"
ok $? 'a pattern means the newest'
boots deb:trixie/linux-image-one -o "$T/meta"
grep -q 'linux-image-6.98.1-fake 6.98.1-1' "$T/meta/records.jsonl"
ok $? 'a meta package means the kernel it names'
boots "deb:forky/linux-image-$at" -o "$T/split"
is "$status" 0 'linux-binary of a kernel in parts is all there is: boots'
says "no package linux-base-$at, which has it" '... why no .config is told'
says "no package linux-modules-$at: its drivers are missing" \
	'... and what its modules would be for'
says 'linux-headers-.* is not made as .*, so no module can be built' \
	'... and why there is no module'
find "$T/cache/kptbench/apt-arm64-trixie/lists" -name '*_Packages*' |
	grep -q .
ok $? 'lists are in the cache'

# ---- what there is
run releases forky trixie
is "$status" 0 'releases: suites by name'
is "$(cat "$T/out")" "6.98.1=deb:trixie/linux-image-6.98.1-fake 6.98.1-1 no-headers
6.98.2=deb:trixie/linux-image-6.98.2-fake 6.98.2-1 no-headers
6.98.2_rt_fake=deb:trixie/linux-image-6.98.2-rt-fake 6.98.2-1 no-headers
7.98.1=deb:forky/linux-image-$at 7.98.1-1 headers" \
	'... a line a kernel, the oldest first, and no label twice'
run releases --newest --like '*[0-9]-fake' forky trixie
is "$(sed 's/=.*//' "$T/out" | paste -s -d ' ')" '6.98.2 7.98.1' \
	'... the newest of each, of one flavour'
mkdir -p "$T/file/dists/stable"
suite bookworm linux-image-6.98.2-rt-fake_6.98.2-1_arm64.deb
cp "$T/file/dists/trixie/Release" "$T/file/dists/stable/"
APT_CONFIG=/dev/null run releases
is "$status" 0 'releases: no suite named'
grep -q '^6.98.1=deb:trixie/linux' "$T/out" && says 'has no suite sid' \
	'... what the mirror has'
ok $? '... where the name that moves stands for a release'
run releases trixie nosuch
is "$status" 1 'a suite that the mirror lacks: status 1'
says "the mirror of this machine's sources, file:.*/file, has no suite nosuch" \
	'... says so'
[ ! -s "$T/out" ]
ok $? '... and lists nothing'

# ---- what cannot be
boots deb:trixie/linux-image-9.9 -o "$T/x"
is "$status" 1 'a package that the suite lacks: status 1'
says "no package 'linux-image-9.9' for arm64 in trixie; near it: linux-image-6.98.1-fake" \
	'... says what is near'
says 'kptvm releases trixie lists' '... and what lists the rest'
boots 'deb:trixie/linux-image-9*' -o "$T/x"
says "no package 'linux-image-9\*' for arm64 in trixie" \
	'a pattern that nothing is like'
boots deb:nosuch/linux-image-one -o "$T/x"
says 'has no suite nosuch' 'a suite that the mirror lacks'
boots deb:../linux-image-one -o "$T/x"
says "'..' is no suite" 'a suite that is no name'
boots deb:trixie-security/linux-image-one -o "$T/x"
says 'no source below .* has bookworm-security, so the address of trixie-security is not known' \
	'security updates, where the machine has none itself'
suite trixie linux-image-6.98.1-fake_6.98.1-1_arm64.deb
rm "$T/file/pool/linux-image-6.98.2-rt-fake_6.98.2-1_arm64.deb"
boots deb:trixie/linux-image-6.98.2-rt-fake -o "$T/x"
is "$status" 1 'a package that is gone since the lists were fetched: status 1'
says 'cannot be downloaded; kptvm releases trixie lists what the mirror has now' \
	'... says what to do'

# ---- a signature
if command -v gpg >/dev/null; then
	export GNUPGHOME="$T/gpg"
	mkdir -m 700 "$GNUPGHOME"
	for who in one two; do
		gpg --batch -q --passphrase '' --quick-gen-key "$who" default \
			default never
		gpg --batch -q --export "$who" >"$T/$who.gpg"
	done 2>"$T/gpg.log"
	gpg --batch -q -u one --clearsign -o "$T/file/dists/trixie/InRelease" \
		"$T/file/dists/trixie/Release"
	gpgconf --kill all
	rm -r "$T/cache/kptbench/apt-arm64-trixie"
	source_of "Signed-By: $T/two.gpg"
	boots deb:trixie/linux-image-6.98.1-fake -o "$T/x"
	is "$status" 1 'a suite signed by a key that is not here: status 1'
	says "suite trixie is not signed by a key in $T/two.gpg, so it is not used: a newer package debian-archive-keyring" \
		'... says what to install'
	source_of "Signed-By: $T/one.gpg"
	boots deb:trixie/linux-image-6.98.1-fake -o "$T/signed"
	is "$status" 0 'signed by a key of the machine: boots'
	source_of ''
	run releases forky
	says 'suite forky is not signed by a key in /etc/apt/trusted.gpg.d' \
		'not signed at all: not used'
else
	skip 'signatures of suites' 'gpg is not installed'
fi
finish
