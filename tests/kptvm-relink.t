#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-relink.t - several builds of one kernel: where functions come to lie, and
# what is said when nothing was linked. A Makefile of a few lines stands for
# Kbuild: it links again when the linker is another, and knows image_name.
# shellcheck disable=SC1091,SC2154,SC2016 # tmp comes from tap.sh; Make expands
cd "$(dirname "$0")/.." || exit 1
. tests/lib/tap.sh
kptvm=$PWD/build/kptvm
[ -x "$kptvm" ] || { echo "Bail out! no $kptvm: make tools builds it"; exit 1; }
KPTBENCH_TOP=$PWD
export KPTBENCH_TOP

t=$tmp/tree
mkdir -p "$t/arch/boot" "$t/mm"
printf '%s\n' 'ifeq ($(words $(MAKECMDGOALS)),2)' \
	'$(error one target at a time)' 'endif' 'CC = cc' 'AR = ar' 'LD = ld' 'export CC AR' \
	'KBUILD_AFLAGS = -D__ASSEMBLY__' 'export KBUILD_AFLAGS' \
	'OBJS := $(patsubst %.c,%.o,$(wildcard mm/*.c))' \
	'image: vmlinux' '	cp vmlinux arch/boot/image; echo map >System.map' \
	'vmlinux: vmlinux.a linker' \
	'	$(LD) -r -o vmlinux.o --whole-archive vmlinux.a --no-whole-archive' \
	'	$(LD) -o $@ -e f10 --build-id=sha1 --whole-archive vmlinux.a --no-whole-archive' \
	'vmlinux.a: $(OBJS)' '	rm -f $@; $(AR) cDPrST $@ $^' \
	'mm/%.o: mm/%.c' '	$(CC) -O2 -c -o $@ $<; echo $@ >>compiled' \
	'linker: FORCE' '	echo "$(LD)" | cmp -s - $@ || echo "$(LD)" >$@' \
	'image_name:' '	@echo arch/boot/image' 'nothing:' \
	'FORCE: ;' '.PHONY: image FORCE image_name nothing' >"$t/Makefile"
for i in $(seq 10 49); do
	echo "int f$i(int x) { return x * $i + 1; }" >"$t/mm/f$i.c"
done
relink() {
	"$kptvm" relink "$@" >"$tmp/out" 2>"$tmp/err"
}
places() { # IMAGE: where each function lies
	nm "$1" | sed -n 's/^\([0-9a-f]*\) T \(f[0-9]*\)$/\2 \1/p' | sort
}
make -s -C "$t" image
places "$t/vmlinux" >"$tmp/plain"
is "$(wc -l <"$tmp/plain")" 40 "the kernel has 40 functions in 40 objects"

relink -o "$tmp/a" -n 3 -- make -C "$t" -j 2 image
ok $? "it is linked three times"
is "$(cat "$tmp/out")" "$(printf '%s\n' "$tmp"/a/[123]/image)" \
	"the images are told"
is "$(sort "$t/compiled" | uniq -d | wc -l)" 0 "nothing is compiled again"
for n in 1 2 3; do
	places "$tmp/a/$n/image" >"$tmp/$n"
	is "$(sed -n 2p "$tmp/a/$n/linked")" 40 "build $n: all objects were seen"
done
cat >"$tmp/gaps.pl" <<'P'
# Each function is further behind the one before it by 16 to 256 bytes, and not
# always by the same.
my %at;
for my $file (@ARGV) {
	open(my $f, '<', $file) or die;
	push @{ $at{$file} }, map { hex((split)[1]) } <$f>;
}
my ($plain, $padded) = map { $at{$_} } @ARGV;
my %gaps;
for my $i (1 .. $#$plain) {
	my $more = ($padded->[$i] - $padded->[$i - 1]) -
		   ($plain->[$i] - $plain->[$i - 1]);
	die "f", $i + 10, ": $more\n" if $more < 16 || $more > 256 || $more % 16;
	$gaps{$more}++;
}
die "few gaps: ", join(' ', %gaps), "\n" if keys %gaps < 8;
P
for n in 1 2 3; do
	perl "$tmp/gaps.pl" "$tmp/plain" "$tmp/$n" 2>"$tmp/err"
	ok $? "build $n: padding of 16 to 256 bytes, in the order of before"
done
is "$(cat "$tmp"/a/[123]/pads | sort | uniq -c | awk '$2 !~ /pad/ && $1 != 3' | wc -l)" \
	0 "every object is linked once"
! cmp -s "$tmp/1" "$tmp/2" && ! cmp -s "$tmp/2" "$tmp/3"
ok $? "each build has places of its own"
for n in 1 2 3; do
	readelf -n "$tmp/a/$n/image" | sed -n 's/.*Build ID: //p'
done | sort -u >"$tmp/ids"
is "$(wc -l <"$tmp/ids")" 3 "... and a build id"
relink -o "$tmp/b" -n 2 -- make -C "$t" image
cmp -s "$tmp/a/2/image" "$tmp/b/2/image"
ok $? "the same seed gives the same builds"
relink -o "$tmp/b" -n 2 --seed 2 -- make -C "$t" image
! cmp -s "$tmp/a/2/image" "$tmp/b/2/image"
ok $? "... and another seed others"

# The linker that the kernel is built with.
printf '#!/bin/sh\necho "$@" >>"%s/calls"\nexec ld "$@"\n' "$tmp" >"$tmp/odd-ld"
chmod +x "$tmp/odd-ld"
ln -s odd-ld "$tmp/ld.lld-99"
relink -o "$tmp/c" -n 2 -- make -C "$t" "LD=$tmp/odd-ld" image
ok $? "LD= of the command"
grep -q '^-o vmlinux -e f10 .*@.*/c/1/pads' "$tmp/calls"
ok $? "... is called, with the members for the archive"
PATH=$tmp:$PATH relink -o "$tmp/c" -n 2 -- make -C "$t" LLVM=-99 image
ok $? "LLVM=-99 means ld.lld-99"

refused() { # TEXT NAME
	[ "$?" != 0 ] && grep -qF -- "$1" "$tmp/err"
	ok $? "$2"
}
relink -o "$tmp/d" -- make -C "$t" CROSS_COMPILE=none-such- image
refused "no linker none-such-ld" "a linker that is not there is named"
relink -o "$tmp/d" -- make -C "$t" nothing
refused "build 1: vmlinux was not linked" "a command that links nothing"
relink -o "$tmp/d" -- make -C "$t" no-such-target
refused "build 1 failed: $tmp/d/1/log" "a command that fails, and its log"
relink -o "$tmp/with blank" -- make -C "$t" image
refused "want a path of letters" "a folder that make cannot name"
relink -- make -C "$t" image
refused "--output FOLDER is wanted" "no folder"
relink -o "$tmp/d"
refused "the command that builds the image is wanted" "no command"

finish
