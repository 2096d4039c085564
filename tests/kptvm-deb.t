#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-deb.t - kernels nobody here built: package files, images, revisions
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"

r=6.99.1-fake-arm64
src=usr/src/linux-headers
mkdir -p "$T/i/boot" "$T/i/lib/modules/$r/kernel" "$T/h/$src-$r/include" \
	"$T/c/$src-6.99.1-common" "$T/b/usr/lib/linux-kbuild-6.99.1/scripts" \
	"$T/b/usr/lib/linux-kbuild-6.99.1/tools"
echo image >"$T/i/boot/vmlinuz-$r"
echo '# Linux/arm64 6.99.1 Kernel Configuration' >"$T/i/boot/config-$r"
echo big >"$T/i/lib/modules/$r/kernel/x.ko"
cp "$T/i/boot/config-$r" "$T/h/$src-$r/.config"
: >"$T/h/$src-$r/Module.symvers"
echo "CC = \$(CROSS_COMPILE)gcc-77" >"$T/h/$src-$r/.kernelvariables"
echo 'include /usr/src/linux-headers-6.99.1-common/Makefile' \
	>"$T/h/$src-$r/Makefile"
ln -s ../../lib/linux-kbuild-6.99.1/scripts "$T/h/$src-$r/scripts"
# shellcheck disable=SC2016 # make's own
printf 'modules:\n\t@$(CROSS_COMPILE)as -o $(M)/kptbench.ko /dev/null\n' \
	>"$T/c/$src-6.99.1-common/Makefile"
package "linux-image-$r" 6.99.1-2 "$T/i"
file=$T/debs/linux-image-${r}_6.99.1-2_arm64.deb

# boots KERNEL ARGS...: one boot of it
boots() {
	k=$1
	shift
	run run --kernel "base=$k" --guest "$T/guest" --scenarios nop \
		--boots 1 "$@"
}

# ---- an image without its headers
boots "deb:$file" -o "$T/bare"
is "$status" 0 'a package file without headers: boots'
says "no module: no package linux-headers-$r" '... and says why no module'
ls "$T"/cache/kptbench/deb/*/vmlinuz >/dev/null
ok $? 'it is unpacked into the cache'
! find "$T"/cache/kptbench/deb/ -name '*.ko' -o -name '*.deb' | grep -q .
ok $? '... without what no guest needs'
grep -q '^config_name stock' "$T"/bare/.boots/stamp
ok $? 'its configuration goes by the name stock'
grep -q "no module: no package linux-headers-$r" "$T/bare/.boots/stamp"
ok $? 'the folder remembers that there was no module'

# ---- with them
common=linux-headers-6.99.1-common
package "linux-headers-$r" 6.99.1-2 "$T/h" \
	"$common (= 6.99.1-2), linux-kbuild-6.99.1 (>= 6.99.1-2), gcc-77"
package "$common" 6.99.1-2 "$T/c" '' all
package linux-kbuild-6.99.1 6.99.1-2 "$T/b" '' \
	"$(dpkg --print-architecture)"
boots "deb:$file" -o "$T/whole"
is "$status" 0 'with headers beside it: boots'
! grep -q 'no module' "$T/err"
ok $? '... and the module is built'
for d in "$T"/cache/kptbench/deb/*/Makefile; do
	dir=$(dirname "$d")
done
! grep -q '/usr/src' "$dir/Makefile" && [ -e "$dir/common/Makefile" ]
ok $? 'headers are found wherever the cache is'
! grep -q gcc-77 "$dir/.kernelvariables"
ok $? 'a compiler that is not here is not asked for'
boots "deb:$file" -o "$T/again"
is "$status" 0 'once more'
! grep -q unpacking "$T/err"
ok $? '... it comes from the cache'

# ---- what a program warns of is no package
real=$(command -v dpkg-deb)
printf '#!/bin/sh\necho "dpkg-deb: warning: an odd one" >&2\nexec %s "$@"\n' \
	"$real" >"$T/bin/dpkg-deb"
chmod +x "$T/bin/dpkg-deb"
boots "deb:$file" -o "$T/warned"
is "$status" 0 'a package tool that warns: boots'
says 'warning: an odd one' '... and the warning is told'
rm "$T/bin/dpkg-deb"

# ---- split as since Linux 7: an image package that is but a name
r7=7.99.1+deb-fake-arm64
at=usr/lib/modules/$r7
mkdir -p "$T/i7" "$T/base7/$at" "$T/bin7/$at" \
	"$T/mod7/$at/kernel/drivers/virtio" "$T/h7/$src-$r7" \
	"$T/c7/$src-7.99.1-common" "$T/b7/usr/lib/linux-kbuild-7.99.1/scripts" \
	"$T/b7/usr/lib/linux-kbuild-7.99.1/tools"
echo image >"$T/bin7/$at/vmlinuz"
echo '# Linux/arm64 7.99.1 Kernel Configuration' >"$T/base7/$at/config"
echo driver >"$T/mod7/$at/kernel/drivers/virtio/virtio.ko"
echo big >"$T/mod7/$at/kernel/x.ko"
cp "$T/base7/$at/config" "$T/h7/$src-$r7/.config"
: >"$T/h7/$src-$r7/Module.symvers"
printf 'KBUILD_OUTPUT=/usr/src/x\ninclude /usr/src/linux-headers-7.99.1-common/Makefile\n' \
	>"$T/h7/$src-$r7/Makefile"
# Without KBUILD_OUTPUT such a kernel looks for its options among the headers
# that are common.
# shellcheck disable=SC2016 # make's own
printf 'modules:\n\ttest -f $(KBUILD_OUTPUT)/.config\n\t@$(CROSS_COMPILE)as -o $(M)/kptbench.ko /dev/null\n' \
	>"$T/c7/$src-7.99.1-common/Makefile"
package "linux-image-$r7" 7.99.1-1 "$T/i7" "initramfs-tools (>= 0.120), linux-base-$r7 (= 7.99.1-1), linux-binary-$r7 (= 7.99.1-1), linux-modules-$r7 (= 7.99.1-1)"
package "linux-base-$r7" 7.99.1-1 "$T/base7"
package "linux-binary-$r7" 7.99.1-1 "$T/bin7"
file7=$T/debs/linux-image-${r7}_7.99.1-1_arm64.deb
boots "deb:$file7" -o "$T/nomodules"
is "$status" 0 'a kernel in parts, without its modules: boots'
says 'no package linux-modules-7.99.*: its drivers are missing' '... says so'
mv "$T/debs/linux-base-${r7}_7.99.1-1_arm64.deb" "$T/"
boots "deb:$T/debs/linux-binary-${r7}_7.99.1-1_arm64.deb" -o "$T/binary"
is "$status" 0 'linux-binary alone: boots'
says 'base: its .config is not known: no package linux-base-7.99.*, which has it' \
	'... says why its .config is not known'
says 'base: no module: no package linux-headers-7.99' '... and why no module'
grep '"type":"env"' "$T/binary/records.jsonl" |
	grep '"config":{}' | grep '"config_digest":"not known"' |
	grep -q '"config_na":"no package linux-base-7.99'
ok $? '... and so do the records'
boots "deb:$file" -o "$T/known"
sed 's/"label":"base"/"label":"patched"/' "$T/known/records.jsonl" \
	>"$T/patched.jsonl"
build/kptstat compare "$T/binary/records.jsonl" "$T/patched.jsonl" \
	>"$T/out" 2>"$T/err" && status=0 || status=$?
says 'refused: the .config of base is not known, .*: no package linux-base-7.99.*: --allow-different config' \
	'kptstat does not compare what is not known'
build/kptstat compare --allow-different config "$T/binary/records.jsonl" \
	"$T/patched.jsonl" >"$T/out" 2>"$T/err" || :
grep -q '^ *its .config is not known: no package' "$T/out"
ok $? '... unless it is told to, and the report says so'
sed 's/"levels":"[^"]*"/"levels":""/; s/"module_abi":1/"module_abi":0/
	s/"ptlock_size":32/"ptlock_size":0/' "$T/known/records.jsonl" \
	>"$T/nomodule.jsonl"
build/kptstat compare "$T/nomodule.jsonl" "$T/patched.jsonl" \
	>"$T/out" 2>"$T/err"
ok $? 'a kernel without a module is compared with one that has it'
grep -q 'base had no module: what the module tells is not compared' "$T/out" &&
	grep -q 'levels not known without a module' "$T/out" &&
	grep -q 'their size is not known' "$T/out"
ok $? '... and the report says what is not known'
mv "$T/linux-base-${r7}_7.99.1-1_arm64.deb" "$T/debs/"
mv "$T/debs/linux-binary-${r7}_7.99.1-1_arm64.deb" "$T/"
boots "deb:$file7" -o "$T/x"
is "$status" 1 'a kernel in parts, without the kernel: status 1'
says ': no package linux-binary-7.99.*, which holds the kernel: put its file beside' \
	'... says which, and what to do'
mv "$T/linux-binary-${r7}_7.99.1-1_arm64.deb" "$T/debs/"
package "linux-modules-$r7" 7.99.1-1 "$T/mod7"
package "linux-headers-$r7" 7.99.1-1 "$T/h7" \
	"linux-headers-7.99.1-common (= 7.99.1-1), linux-kbuild-7.99.1"
package linux-headers-7.99.1-common 7.99.1-1 "$T/c7" '' all
package linux-kbuild-7.99.1 7.99.1-1 "$T/b7" '' \
	"$(dpkg --print-architecture)"
boots "deb:$file7" -o "$T/parts"
is "$status" 0 'with all parts beside it: boots'
! grep -q 'no module' "$T/err"
ok $? '... and the module is built, where the options are'
ls "$T"/cache/kptbench/deb/*/drivers/virtio.ko >/dev/null 2>"$T/err"
ok $? '... virtio drivers are kept'
! ls "$T"/cache/kptbench/deb/*/x.ko >/dev/null 2>&1
ok $? '... and no other'

# ---- as Ubuntu has them: the .config is with the modules, headers are links
u=6.8.0-45-generic
mkdir -p "$T/iu/boot" "$T/mu/boot" "$T/mu/lib/modules/$u/kernel" \
	"$T/hu/$src-$u"
echo image >"$T/iu/boot/vmlinuz-$u"
echo '# Linux/arm64 6.8.12 Kernel Configuration' >"$T/mu/boot/config-$u"
ln -s ../linux-headers-6.8.0-45/Kbuild "$T/hu/$src-$u/Kbuild"
package "linux-image-$u" 6.8.0-45.45 "$T/iu" "linux-modules-$u"
package "linux-modules-$u" 6.8.0-45.45 "$T/mu"
package "linux-headers-$u" 6.8.0-45.45 "$T/hu" linux-headers-6.8.0-45
boots "deb:$T/debs/linux-image-${u}_6.8.0-45.45_arm64.deb" -o "$T/ubuntu"
is "$status" 0 "Ubuntu's package files: boots"
[ -s "$T/ubuntu/config-base" ]
ok $? '... its .config is known'
says "no module: linux-headers-$u is not made as Debian's headers are" \
	'... and why there is no module'

# ---- what cannot be
boots "deb:$T/debs/none.deb" -o "$T/x"
is "$status" 1 'a package file that is not there: status 1'
says 'none.deb: no such package file' '... says so'
boots "deb:$fixtures/records.deb" -o "$T/x"
says 'no such package file' 'another'
echo nonsense >"$T/debs/bad.deb"
boots "deb:$T/debs/bad.deb" -o "$T/x"
says 'not a Debian package' 'a file that is no package'
boots "deb:$T/debs/${common}_6.99.1-2_all.deb" -o "$T/x"
says 'a package for all, and this run is for arm64' 'a package for all'
package libnothing 1 "$T/b"
boots "deb:$T/debs/libnothing_1_arm64.deb" -o "$T/x"
says 'holds no kernel' 'a package without a kernel'
boots "deb:$file" --arch x86_64 -o "$T/x"
says 'for arm64, and this run is for amd64' 'a kernel of another architecture'

# ---- packages that want to write elsewhere
# sly NAME TAR: $T/debs/NAME_1_arm64.deb with these files, in their order
sly() {
	(cd "$T" && rm -rf sly && mkdir sly && echo 2.0 >sly/debian-binary &&
		printf '%s: %s\n' Package "$1" Version 1 Architecture arm64 \
			Maintainer 'nobody <nobody@example.org>' \
			Description sly >sly/control &&
		tar -cf sly/control.tar -C sly ./control && cp "$2" sly/data.tar &&
		cd sly && rm -f "../debs/$1_1_arm64.deb" && ar -rc \
			"../debs/$1_1_arm64.deb" debian-binary control.tar \
			data.tar)
}
s=6.99.2-sly-arm64
mkdir -p "$T/elsewhere" "$T/one/usr/lib/modules" "$T/two/boot" \
	"$T/two/usr/lib/modules/$s/kernel/drivers/virtio"
echo mine >"$T/elsewhere/Makefile"
ln -s "$T/elsewhere" "$T/one/usr/lib/modules/$s"
echo image >"$T/two/boot/vmlinuz-$s"
cp "$T/i/boot/config-$r" "$T/two/boot/config-$s"
echo pwn >"$T/two/usr/lib/modules/$s/kernel/drivers/virtio/pwn.ko"
tar -cf "$T/sly.tar" -C "$T/one" "./usr/lib/modules/$s"
tar -rf "$T/sly.tar" -C "$T/two" "./usr/lib/modules/$s/kernel/drivers/virtio/pwn.ko" \
	"./boot/vmlinuz-$s" "./boot/config-$s"
sly "linux-image-$s" "$T/sly.tar"
boots "deb:$T/debs/linux-image-${s}_1_arm64.deb" -o "$T/x"
is "$(cd "$T/elsewhere" && echo ./*)" ./Makefile \
	'a link, and a file below it: nothing is written where it leads'

ln -sf "$T/elsewhere/Makefile" "$T/two/boot/vmlinuz-$s"
tar -cf "$T/sly.tar" -C "$T/two" ./boot
sly "linux-image-$s" "$T/sly.tar"
boots "deb:$T/debs/linux-image-${s}_1_arm64.deb" -o "$T/x"
is "$status" 1 'a kernel that is a link: status 1'
says 'linux-image.*: /boot/vmlinuz-6.99.2.* is a link to .*, which is outside' \
	'... says so'

rm "$T/two/boot/vmlinuz-$s"
echo image >"$T/two/boot/vmlinuz-$s"
package "linux-image-$s" 1 "$T/two"
mkdir -p "$T/h8/$src-$s"
ln -s "$T/elsewhere/Makefile" "$T/h8/$src-$s/Makefile"
ln -s "$T/elsewhere/about" "$T/h8/$src-$s/kptbench.about"
package "linux-headers-$s" 1 "$T/h8" "$common (= 6.99.1-2), linux-kbuild-6.99.1"
boots "deb:$T/debs/linux-image-${s}_1_arm64.deb" -o "$T/x"
says 'linux-headers.* is a link to .*/elsewhere/.*, which is outside' \
	'headers with links that lead elsewhere: refused'
is "$(cat "$T"/elsewhere/*)" mine '... and nothing is written there'
rm "$T/debs/linux-headers-${s}_1_arm64.deb"

# ---- images
mkdir "$T/boot"
cp "$T/i/boot/vmlinuz-$r" "$T/i/boot/config-$r" "$T/boot/"
boots "image:$T/boot/vmlinuz-$r" -o "$T/image"
is "$status" 0 'an image with its config beside it: boots'
says 'no headers for it' '... without a module, and why'
echo other >"$T/boot/vmlinuz-$r"
boots "image:$T/boot/vmlinuz-$r" -o "$T/image"
says 'holds boots of another run' 'the same name, another kernel: refused'
mv "$T/boot/config-$r" "$T/boot/config-of-another"
boots "image:$T/boot/vmlinuz-$r" -o "$T/x2"
is "$status" 0 'an image without a config boots'
says 'warning: base: its .config is not known: no file near the image has it' \
	'... and says why its .config is not known'
sed 's/arm64/x86/' "$T/boot/config-of-another" >"$T/boot/config-$r"
boots "image:$T/boot/vmlinuz-$r" -o "$T/x3"
says 'is of a kernel for x86, and this run is for arm64' \
	'the config of another architecture is not taken'
# ---- revisions
boots "git:$T/tree@v6.12-fake" -o "$T/git"
is "$status" 0 'a revision of a tree: built and booted'
grep -q '"source":"git v6.12-fake' "$T/git/records.jsonl"
ok $? '... and the records name it'
boots "git:$T/tree@v6.12-fak" -o "$T/x"
says 'v6.12-fake' 'a revision that is not there: names near it'

# ---- an image in the tree it was built in
run kernel --ksrc "$T/tree"
built=$(tail -n 1 "$T/out")
boots "image:$built/arch/arm64/boot/Image" -o "$T/tree-image"
is "$status" 0 'an image in its build tree: boots'
finish
