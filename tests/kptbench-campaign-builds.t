#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptbench campaign over several builds of each kernel: which boots are of which,
# what the records tell, and what new refuses
# What lib.sh sets is not seen when a test is checked alone; Perl expands its own.
# shellcheck disable=SC1091,SC2154,SC2016

. "$(dirname "$0")/fixtures/kptbench/lib.sh"
. "$(dirname "$0")/fixtures/kptbench/campaign.sh"

for n in 1 2 3; do
	note "base$n" "$(echo "$n" | tr 123 def)"
	note "patched$n" "$(echo "$n" | tr 123 ghi)"
	cp "$tmp/base$n.img" "$tmp/base$n.initrd"
done
one_build=$boot
boot="cp '$tmp/'\$KPT_LABEL\$KPT_BUILD.notes '$t/sys/kernel/notes'
cat /proc/sys/kernel/random/uuid >'$t/proc/sys/kernel/random/boot_id'"
boot=$(echo "$boot" | tr '\n' ';')
builds() { # ARGS: three of each kernel
	campaign new --plan "$tmp/plan" --method command --command "$boot" \
		--noisy -k "base=$tmp/base1.img" -k "patched=$tmp/patched1.img" \
		-k "base=$tmp/base2.img" -k "base=$tmp/base3.img" \
		-k "patched=$tmp/patched2.img" -k "patched=$tmp/patched3.img" "$@"
}
refused() { # TEXT NAME: the last new failed, and nothing is there
	[ "$?" -ne 0 ] && [ ! -e "$dir/conf" ]
	ok $? "$2: nothing is made"
	has "$tmp/err" "$1" "... and it is told"
}

fresh
builds -n 6
ok $? "three builds of each kernel: a campaign is made"
has "$tmp/out" "builds:    3 of each" "... that tells how many"
order=$(sed -n 's/^ *[0-9]*  \([a-z]*\), build \([0-9]\) .*/\1\2/p' "$tmp/out")
is "$(echo "$order" | sort | uniq -c | awk '{ print $1 $2 }' | tr '\n' ' ')" \
	"2base1 2base2 2base3 2patched1 2patched2 2patched3 " \
	"... each is booted as often"
echo "$order" | awk '{ n = substr($1, length($1)); k = substr($1, 1, 1)
	if (NR % 2) { was = n; first = k; next }
	if (n != was || k == first || n != (NR / 2 - 1) % 3 + 1) exit 1 }'
ok $? "... in turn, and pairs are of builds of one number"
finish_it 20
ok $? "it comes to its end"
once 6 "every boot is there once"
sed -n 's/.*"label":"\([a-z]*\)","boot":\([0-9]*\),"relink":\([0-9]\),.*"build_id":"\(..\).*/\1 \2 \3 \4/p' \
	"$dir/records.jsonl" | sort -k1,1 -k2,2n >"$tmp/got"
for l in base patched; do
	for b in 1 2 3 4 5 6; do
		n=$(((b - 1) % 3 + 1))
		echo "$l $b $n $([ "$l" = base ] && echo 6$((3 + n)) || echo 6$((6 + n)))"
	done
done >"$tmp/want"
diff "$tmp/want" "$tmp/got" >"$tmp/diff"
ok $? "records tell the build, and its build id is the one that ran" ||
	sed 's/^/# /' "$tmp/diff"
"$(dirname "$kptbench")/kptstat" compare --format text "$dir/records.jsonl" \
	2>/dev/null | tr '\n' ' ' | tr -s ' ' >"$tmp/out"
has "$tmp/out" "6 boots per kernel, of 3 builds each" "kptstat reads them as builds"
campaign status --json
perl -MJSON::PP -0777 -ne 'my $s = decode_json($_);
	exit !(@{ $s->{kernels} } == 6 && $s->{kernels}[2]{build} == 3 &&
	       $s->{kernels}[2]{image} =~ /base3/ && $s->{boots}[11]{build} == 3)' \
	"$tmp/out"
ok $? "status --json names every build and which each boot is of"
grep -q 'boot 12, [a-z]*, build 3: done; all 12 boots' "$dir/log"
ok $? "the log names the build"

# The wrong build is another kernel, though its label is right.
fresh
builds -n 3
campaign resume
cp "$tmp/base3.notes" "$t/sys/kernel/notes"
cat /proc/sys/kernel/random/uuid >"$t/proc/sys/kernel/random/boot_id"
campaign resume
has "$dir/log" "asked for, but what runs has build id 666" \
	"another build of the label is not measured"

# A campaign of before there were builds.
of_builds=$boot boot=$one_build
fresh
new -n 2
boot=$of_builds
sed -i '/^builds /d' "$dir/conf"
finish_it 10
once 2 "a folder that does not tell builds is gone on with"
grep -q relink "$dir/records.jsonl"
[ $? = 1 ]
ok $? "... and of one build the records tell none"

# One RAM disk for all, or one for each.
fresh
builds -n 3 --initrd "base=$tmp/base1.initrd" --initrd "patched=$tmp/base2.initrd" \
	--initrd "patched=$tmp/base3.initrd" --initrd "patched=$tmp/base1.initrd"
ok $? "a RAM disk for all builds, and one for each"
is "$(grep -c '^initrd.0.*base1.initrd$' "$dir/conf")" 3 "... of base it is one"
is "$(sed -n 's/^initrd.1.*\(base[0-9]\).initrd$/\1/p' "$dir/conf" | tr '\n' ' ')" \
	"base2 base3 base1 " "... of patched three, in order"

fresh
builds -n 3 --initrd "base=$tmp/base1.initrd" --initrd "base=$tmp/base2.initrd"
refused "base has 3 builds and 2 of these" "two RAM disks for three builds"
builds -n 3 -k "base=$tmp/base.img"
refused "base has 4 builds and patched has 3: as many are wanted" \
	"one build more of one kernel"
builds -n 3 -k "third=$tmp/base.img"
refused "is of a third label" "a third kernel"
builds -n 3 -k "base=$tmp/base2.img" -k "patched=$tmp/other.img"
refused "builds 2 and 4 of base are one; kptvm relink makes others" "a build that is given twice"
builds -n 4
refused "a multiple of 3 is wanted" "boots that are no multiple of the builds"
campaign new --plan "$tmp/plan" --noisy --method grub \
	-k "base=$tmp/base1.img" -k "base=$tmp/base2.img" \
	-k "patched=$tmp/patched1.img" -k "patched=$tmp/patched2.img" -n 2 \
	--entry base=one --entry patched=two
refused "--entry base=NAME is wanted for each build" "one entry for two builds"

finish
