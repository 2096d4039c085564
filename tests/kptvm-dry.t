#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-dry.t - a dry run tells what would be built and booted, and does none
# of it
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
releases

# script NAME WORDS...: one of make's scripts
script() {
	name=$1
	shift
	status=0
	env KSRC="$T/tree" BASE=v1 PATCHED=v2 BOOTS=2 SCENARIOS=nop \
		RESULTS="$T/r" "$@" "vm/$name.sh" >"$T/out" 2>"$T/err" \
		</dev/null || status=$?
}

script compare DRY=1
is "$status" 0 'a dry comparison succeeds'
is "$(grep -c 'to be built    git v[12] ' "$T/out")" 2 'both kernels are told'
prints '2 of 2 kernels to be built: .*none was built here yet' \
	'... and that no time is known'
prints '4 boots: not known' '... nor that of boots'
[ ! -e "$T/r" ] && [ -z "$(find "$T" -path "*/cache/*" -name Image)" ]
ok $? 'nothing was unpacked, built or booted'

script compare DRY=1 PATCHED=v9
is "$status" 1 'a revision that is not there fails'
script compare DRY=1 SCENARIOS=nothing
is "$status" 2 'a scenario that is not there, too'
sed -i 's/^binary = .*/binary = qemu-system-nothing/' \
	"$T/top/configs/arch/arm64/arch.conf"
script compare DRY=1
is "$status" 1 'so does an emulator that is not there'
says 'qemu-system-nothing cannot be run' '... and says so'
cp configs/arch/arm64/arch.conf "$T/top/configs/arch/arm64/"

script compare DRY=
is "$status" 0 'the real one'
script compare DRY=1
is "$(grep -c 'in the cache   git v[12] ' "$T/out")" 2 'then both are cached'
prints '0 of 2 kernels to be built$' '... and none is to be built'
prints '4 boots: about [0-9]+ s' '... and the time of boots is known'
script compare DRY=1 BASE=base PATCHED=patched KERNELS='v1 v2 again=v2 v6.12-fake'
prints '1 of 4 kernels to be built: about [0-9]+ s' 'one more: by what one took'
prints '8 boots: about' '... with the boots of four'

printf 'not a time\n-3 build arm64 rt\n%s build arm64 rt\n' \
	99999999999999999999999999999999 >"$T/cache/kptbench/times"
script compare DRY=1 BASE=base PATCHED=patched KERNELS='v1 v2 v6.12-fake'
is "$status" 0 'a damaged file of times does no harm'

script walk DRY=1 BASE=v6.12-fake PATCHED=v2
is "$status" 0 'a dry walk succeeds'
prints '1 of 3 kernels to be built' '... and counts its steps'
script matrix DRY=1 MATRIX_ARCHES=arm64 MATRIX_BUILT=
is "$status" 0 'a dry matrix succeeds'
prints 'In all: 0 kernels to be built, 4 boots' '... and adds up'

# ---- the queues that are carried: each on top of what its kernel says
count() { # QUEUE...: patches in all of them
	cat "$@" | grep -c '^[^#]'
}
series=$(count patches/6.12/series)
user=$(count patches/6.12/series patches/6.12-user-mm/series)
alloc=$(count patches/6.12-alloc/series)
cp -r patches "$T/top/"
sed -i "s|^source = .*|source = git:$T/tree@v1|" "$T"/top/configs/kernels/*.conf
script compare DRY=1 KSRC='' BASE=base PATCHED=patched ARCH=arm64-efi CONFIG=rt \
	KERNELS='base patched user-mm alloc'
is "$status" 0 'base, series and alternatives: a dry comparison'
is "$(sed -n 's/.*(\([0-9a-f]*\)).*/\1/p' "$T/out" | sort -u | wc -l)" 4 \
	'... of four kernels that differ'
is "$(sed -n 's/.* + \([0-9]*\) patches .*/\1/p' "$T/out" | tr '\n' ' ')" \
	"$series $user $alloc " '... each with the patches of its queues'
run steps --variant user-mm
is "$(sed -n "$((series + 2))p" "$T/out" | cut -f 2,3)" \
	"$(printf '%s\t%s' "$((series + 1))" \
		'mm: mark every mm that is made for user space')" \
	'a walk of one queue on another goes through both'
is "$(cat patches/6.12/series.* | grep '^[^#]' | sort)" \
	"$(grep '^[^#]' patches/6.12/series)" \
	'the parts of the series: each patch is in one'
run kernel --variant series-mm --series patches/6.12/series.x86 --with-base \
	--dry-run
is "$(sed -n 's/.* + \([0-9]* patch.*\) (.*) + \([0-9]*\) .*/\1, \2/p' "$T/out")" \
	"$(count patches/6.12/series.mm) patches, $(count patches/6.12/series.x86)" \
	'... one on top of what it builds on'
for queue in patches/*/; do
	queue=${queue%/}
	grep -Eqs "^queues = (.* )?$queue\$" configs/kernels/*.conf
	ok $? "$queue: a kernel has it last"
	[ -s "$queue/README.md" ]
	ok $? "$queue: its README"
	is "$(cd "$queue" && printf '%s\n' ./*.patch | sed 's|^./||')" \
		"$(grep '^[^#]' "$queue/series")" "$queue: its series names all of it"
done
finish
