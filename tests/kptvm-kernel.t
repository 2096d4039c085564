#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-kernel.t - names, sources, patches, verification and the cache, on a
# tree that only looks like a kernel's
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world

# ---- unknown names: the valid ones are listed, status 2
for what in arch config variant; do
	run kernel --$what nonsense
	is "$status" 2 "unknown $what: usage error"
	says "no [a-z]+ 'nonsense'; there are: .*(arm64|rt|base)" \
		"unknown $what: the valid ones are listed"
done
run plan --scenarios nop,@nonsense
is "$status" 2 'unknown group: usage error'
says "no scenario is in the group '@nonsense'" 'unknown group: said'
run plan --scenarios nop,nonsense
is "$status" 2 'unknown scenario: usage error'
says "no scenario 'nonsense'; there are: .*nop" 'unknown scenario: listed'
run kernel --rev v1
is "$status" 2 '--rev without --ksrc: usage error'
run list
grep -q '^architectures: .*arm64 .*x86_64' "$T/out"
ok $? 'list names the architectures'
run list --json
is "$(perl -MJSON::PP -0777 -ne 'my $d = decode_json($_);
	print scalar grep { /^(arm64|rt|base|nop)$/ } map { @{ $d->{$_} } }
	qw(architectures configs kernels scenarios)' "$T/out")" 4 \
	'list --json: one of each'

# ---- which scenarios: by name, by group, those that run unasked, all
chosen() { # WORDS: names of the plan, in a line
	"$kptvm" plan --scenarios "$1" 2>/dev/null |
		sed -n 's/^scenario //p' | tr '\n' ' '
}
scenario() { # NAME STANDARD GROUPS
	printf 'title = x\nmechanism = nop\nstandard = %s\ngroups = %s\n' \
		"$2" "$3" >"$T/top/configs/scenarios/$1.conf"
}
rm "$T"/top/configs/scenarios/*.conf
scenario a 1 one
scenario b 0 'one two'
scenario c 0 'twofold'
is "$(chosen standard)" 'a ' 'standard: those that run unasked'
is "$(chosen all)" 'a b c ' 'all: every one'
is "$(chosen @two)" 'b ' 'a group: a whole word'
is "$(chosen c,@one,b)" 'c a b ' 'names and groups: each once, in their order'
is "$("$kptvm" plan --scenarios c | sed -n 's/.standard //p')" 1 \
	'one that is named runs without being asked for again'
is "$("$kptvm" plan --scenarios all | sed -n 's/.standard //p' | tr '\n' ' ')" \
	'1 0 0 ' '... of all it is still told which run unasked'
run list
prints '^  standard: a$' 'list: what runs unasked'
prints '^  @one: a b$' 'list: groups'
run list --json
is "$(perl -MJSON::PP -0777 -ne 'my $d = decode_json($_);
	print join " ", map { $_->{name}, @{ $_->{scenarios} } }
	@{ $d->{groups} }' "$T/out")" 'standard a @one a b @two b @twofold c' \
	'list --json: groups'
cp configs/scenarios/*.conf "$T/top/configs/scenarios/"
rm "$T"/top/configs/scenarios/[abc].conf

# ---- revisions
run kernel --ksrc "$T/tree" --rev v6.12-fqke
is "$status" 1 'a revision that is not there fails'
says "there is no revision 'v6.12-fqke'" '... is named'
says 'come near: .*v6.12-fake' '... with names that come near'
run kernel --ksrc "$T" --rev main
is "$status" 1 'a folder that is no git tree fails'
says 'not a git tree' '... and says so'

# ---- an @ in a revision, and in the name of a tree
git -C "$T/tree" branch me@topic
mkdir "$T/odd@tree"
git clone -q "$T/tree" "$T/odd@tree/x@y"
for rev in me@topic 'HEAD@{0}' @ 'main@{0}'; do
	run kernel --ksrc "$T/tree" --rev "$rev"
	is "$status" 0 "$rev is a revision"
done
one=$(tail -n 1 "$T/out")
run kernel --ksrc "$T/odd@tree/x@y" --rev 'main@{u}'
is "$(tail -n 1 "$T/out")" "$one" 'a tree with an @, and an upstream'
for spec in "tree@me@topic" 'odd@tree/x@y' 'odd@tree/x@y@HEAD@{0}'; do
	variant at "git:$T/$spec"
	run kernel --variant at
	is "$(tail -n 1 "$T/out")" "$one" "git:$spec"
done
cp "$fixtures/records" "$T/bin/records"
mkdir -p "$T/top/build"
cp -r "$T/guest" "$T/top/build/guest-arm64"
run run --kernel "base=git:$T/odd@tree/x@y@HEAD@{0}" --boots 1 \
	--scenarios nop -o "$T/at"
is "$status" 0 'run --kernel git: with an @'
variant at "git:$T/none@me@topic"
run kernel --variant at
says "/none: not a git tree" '... and one that is not there is named'
git init -q "$T/other"
GIT_DIR="$T/other/.git" run kernel --ksrc "$T/tree" --rev me@topic
is "$(tail -n 1 "$T/out")" "$one" 'GIT_DIR of a hook is another tree'

# ---- a build, and the same again from the cache
rm -r "$T/cache"
run kernel --ksrc "$T/tree" --rev v6.12-fake
is "$status" 0 'a kernel builds'
dir=$(tail -n 1 "$T/out")
grep -q CONFIG_ARM64 "$dir/.config" && ! grep -E 'PAHOLE|RUSTC' "$dir/.config"
ok $? '... in a configuration that knows no pahole and no rustc of this machine'
[ -s "$dir/arch/arm64/boot/Image" ]
ok $? 'its image is in the folder printed last'
[ ! -e "$dir/mm/memory.o" ]
ok $? 'objects are not kept'
run kernel --ksrc "$T/tree" --rev page-tables
is "$(tail -n 1 "$T/out")" "$dir" 'the same commit by another name: same build'
is "$(cat "$T/err")" '' '... from the cache, without a word'
run kernel --ksrc "$T/tree" --rev main --config plain
[ "$(tail -n 1 "$T/out")" != "$dir" ]
ok $? 'another config is another build'

# ---- a variant of an architecture, and one that is built alone
arch() { # NAME CONFIG, arch.conf on stdin
	mkdir -p "$T/top/configs/arch/$1"
	cat >"$T/top/configs/arch/$1/arch.conf"
	echo "$2" >"$T/top/configs/arch/$1/kernel.config"
}
printf '[build]\nlike = arm64\n' | arch big CONFIG_OF_THE_VARIANT=y
run kernel --ksrc "$T/tree" --rev v6.12-fake --arch big
is "$status" 0 'a variant builds with the keys of what it is like'
big=$(tail -n 1 "$T/out")
[ "$big" != "$dir" ] && grep -q '^CONFIG_OF_THE_VARIANT=y' "$big/.config" &&
	grep -q '^CONFIG_ARM64_VA_BITS_48=y' "$big/.config"
ok $? '... with its options, and its own behind them'
printf '[build]\nlike = arm64\nimage = none\n' | arch imageless ''
run kernel --ksrc "$T/tree" --arch imageless
is "$status" 1 'a variant may name another image'
says 'no none was built' '... which has to be there'
printf '[build]\ncross = x-\nlike = arm64\nlike = arm64\n' | arch twice ''
run kernel --ksrc "$T/tree" --arch twice
says 'twice/arch.conf: like comes first, and once' 'like, given twice'
printf '[build]\nlike = round\n' | arch round ''
run kernel --ksrc "$T/tree" --arch round
says 'round/arch.conf: like comes first' 'one that is like itself'
sed -n '/^\[qemu\]/q; /^\[build\]/,$p' configs/arch/arm64/arch.conf | arch alone ''
run kernel --ksrc "$T/tree" --arch alone
is "$status" 0 'one without [qemu] builds'
run run --kernel "base=$(tail -n 1 "$T/out")" --arch alone -o "$T/x"
is "$status" 2 '... and is not run'
says 'alone is built and not run: its arch.conf has no \[qemu\]' '... told why'

# ---- options that do not take
cp "$T/top/configs/kconfig/rt.config" "$T/top/configs/kconfig/odd.config"
echo 'CONFIG_NEVER_SEEN=y' >>"$T/top/configs/kconfig/odd.config"
run kernel --ksrc "$T/tree" --config odd
is "$status" 1 'an option that does not take fails the build'
says 'odd.config:[0-9]+: CONFIG_NEVER_SEEN=y did not take' '... and is named'
sed -i 's/^CONFIG_NEVER_SEEN/# optional &/' "$T/top/configs/kconfig/odd.config"
run kernel --ksrc "$T/tree" --config odd
is "$status" 0 'an option marked optional may be missing'
run verify "$dir/.config" "$T/top/configs/kconfig/debug.config"
is "$status" 1 'verify: the wrong fragment'
says 'CONFIG_DEBUG_SPINLOCK=y did not take' '... names what is missing'

# ---- options that a tree has by another name, or not at all
grep -qx CONFIG_SYSCTL=y "$dir/.config"
ok $? 'a tree without PROC_SYSCTL is asked for what names it there'
! grep -q CONFIG_PROC_SYSCTL "$dir/.config"
ok $? '... and for nothing else'
(cd "$T/tree" && mkdir fs && echo 'config PROC_SYSCTL' >fs/Kconfig &&
	git add . && git -c user.name=t -c user.email=t@t commit -q -m old &&
	git branch old && git reset -q --hard main~1)
run kernel --ksrc "$T/tree" --rev old
old=$(tail -n 1 "$T/out")
grep -qx CONFIG_PROC_SYSCTL=y "$old/.config" &&
	! grep -q CONFIG_SYSCTL=y "$old/.config"
ok $? 'a tree that defines it is asked for it'
printf 'CONFIG_NOT_THERE CONFIG_NEVER_SEEN\nCONFIG_GONE -\n' \
	>>"$T/top/configs/kconfig/names"
printf '%s\n' CONFIG_GONE=y '# optional CONFIG_NOT_THERE=y' CONFIG_GONE_TOO=y \
	'# CONFIG_GONE is not set' \
	>>"$T/top/configs/arch/big/kernel.config"
run kernel --ksrc "$T/tree" --arch big
is "$status" 0 'one that is gone is not asked for'
says 'kernel.config:[0-9]+: optional CONFIG_NEVER_SEEN=y is not in this' \
	'one that is optional is so by its other name'
grep -qx CONFIG_GONE_TOO=y "$(tail -n 1 "$T/out")/.config"
ok $? 'a name that begins alike is another one'
(cd "$T/tree" && printf 'VERSION = 7\nPATCHLEVEL = 0\n' |
	cat - Makefile >M && mv M Makefile &&
	git -c user.name=t -c user.email=t@t commit -qam seven &&
	git branch seven && git reset -q --hard main~1)
printf 'CONFIG_SOME - 7.0\nCONFIG_MANY CONFIG_FEW 7.1\n' \
	>>"$T/top/configs/kconfig/names"
printf 'CONFIG_SOME=y\nCONFIG_MANY=y\n' \
	>>"$T/top/configs/arch/big/kernel.config"
run kernel --ksrc "$T/tree" --arch big --rev main --rev seven
is "$(grep -hE 'SOME|MANY|FEW' "$(sed -n 1p "$T/out")/.config" | tr '\n' ' ')" \
	'CONFIG_SOME=y CONFIG_MANY=y ' 'before a release, as ever'
is "$(grep -hE 'SOME|MANY|FEW' "$(sed -n 2p "$T/out")/.config" | tr '\n' ' ')" \
	'CONFIG_MANY=y ' 'since that release, by its other name'
echo 'CONFIG_ONE TWO' >>"$T/top/configs/kconfig/names"
run kernel --ksrc "$T/tree" --arch big
says 'configs/kconfig/names:[0-9]+: want CONFIG_NAME' 'a damaged line is told'
sed -i '$d' "$T/top/configs/kconfig/names"

# ---- several at once: what one of them lacks is told before any is built
sed -i 's/^# optional CONFIG_NEVER/CONFIG_NEVER/' \
	"$T/top/configs/kconfig/odd.config"
(cd "$T/tree" && sed -i 's/grep -v CONFIG_NEVER/cat/' Makefile &&
	git -c user.name=t -c user.email=t@t commit -qam has &&
	git branch has && git reset -q --hard main~1)
run kernel --ksrc "$T/tree" --config odd --rev has --rev v6.12-fake
is "$status" 1 'two revisions, an option that one of them has not: fails'
says '1 option did not take' '... is told'
! grep -q building "$T/err"
ok $? '... and nothing was built'
is "$(find "$T/cache" -name '*.tmp' | wc -l)" 0 '... and nothing half is left'
run kernel --ksrc "$T/tree" --rev has --rev v6.12-fake --rev main
is "$(wc -l <"$T/out")" 3 'three revisions: three folders'
is "$(sed -n 2p "$T/out")" "$dir" '... in the order they were named'
is "$(sed -n 2p "$T/out")" "$(sed -n 3p "$T/out")" '... the same kernel twice'

# ---- since 6.13 a kernel's Makefile says where it is: it has moved since
# shellcheck disable=SC2016 # make's own
printf 'where:\n\t@echo $(KBUILD_OUTPUT)\n' >>"$dir/Makefile"
is "$(make -s -C "$dir" where)" "$(readlink -f "$dir")" \
	'the Makefile of a kernel that was moved names where it is'

# ---- patches
mkdir "$T/top/q"
printf -- '--- a/mm/memory.c\n+++ b/mm/memory.c\n@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n' \
	>"$T/top/q/0001-good.patch"
echo 0001-good.patch >"$T/top/q/series"
variant good "git:$T/tree@main" q
run kernel --variant good
is "$status" 0 'a patched kernel builds'
patched=$(tail -n 1 "$T/out")
grep -q zwei "$patched/arch/arm64/boot/Image"
ok $? 'with the patch in it'
grep -q two "$dir/arch/arm64/boot/Image"
ok $? 'and the tree it was made from is as it was'
is "$(grep -L two "$T"/cache/kptbench/src/*/mm/memory.c | wc -l)" 1 \
	'... in the cache too'
sed 's/two/drei/; s/zwei/vier/' "$T/top/q/0001-good.patch" \
	>"$T/top/q/0002-bad.patch"
echo 0002-bad.patch >>"$T/top/q/series"
run kernel --variant good
is "$status" 1 'a patch that does not apply fails'
says '0002-bad.patch.* does not apply' '... the patch is named'
says 'mm/memory.c: hunk 1 \(line 1\)' '... and the hunk'
says '^  . +drei' '... and the lines that are not there'
is "$(find "$T/cache" -name '*.tmp' | wc -l)" 0 '... and nothing half is left'
echo 0003-gone.patch >"$T/top/q/series"
run kernel --variant good
says '0003-gone.patch, which is not there' 'a missing patch is named'
variant odd 'ftp:somewhere'
run kernel --variant odd
says 'neither debian:PACKAGE nor git:TREE@REVISION' 'a bad source is told'
variant nopkg 'debian:linux-source-0.0'
run kernel --variant nopkg
says 'linux-source-0.0 is not installed' 'a missing package is told'

# ---- interrupted: nothing half is kept, and it can be made afterwards
export SLOW="$T/slow"
"$kptvm" kernel --ksrc "$T/tree" --config debug >"$T/out" 2>"$T/err" &
pid=$!
for _ in $(seq 100); do [ -e "$SLOW" ] && break; sleep 0.1; done
kill -TERM $pid
wait $pid
is $? 1 'a build that is interrupted fails'
says 'interrupted; nothing of it is kept' '... says so'
is "$(find "$T/cache" -name '*.tmp' | wc -l)" 0 '... and leaves nothing half'
unset SLOW
run kernel --ksrc "$T/tree" --config debug
is "$status" 0 'the same again builds'

# stopped PROGRAM SIGNALS ARGS...: kptvm is stopped while PROGRAM, which would go
# on for a minute and takes no notice of the first signal, works for it
stopped() {
	program=$1
	signals=$2
	shift 2
	rm -f "$T/begun" "$T/over"
	mkdir -p "$T/stuck"
	cat >"$T/stuck/$program" <<-EOT
		#!/bin/sh
		[ "$signals${heedless:-}" = 1 ] || trap '' TERM
		echo \$\$ >"$T/begun.new"
		mv "$T/begun.new" "$T/begun"
		i=0
		while [ \$i -lt 600 ]; do sleep 0.1; i=\$((i + 1)); done
		echo >"$T/over"
	EOT
	chmod +x "$T/stuck/$program"
	PATH="$T/stuck:$PATH" "$kptvm" "$@" >"$T/out" 2>"$T/err" </dev/null &
	pid=$!
	for _ in $(seq 100); do [ -e "$T/begun" ] && break; sleep 0.1; done
	i=0
	while [ $i -lt "$signals" ]; do
		kill -TERM $pid
		sleep 0.3
		i=$((i + 1))
	done
	wait $pid
	status=$?
	rm -r "$T/stuck"
	# Whoever inherits it may leave its entry there for a while.
	gone=1
	for _ in $(seq 100); do
		grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$(cat "$T/begun")/status" ||
			{ gone=0; break; }
		sleep 0.1
	done
	[ ! -e "$T/over" ] || gone='only at its own end'
}
for signals in 1 2; do
	stopped git $signals kernel --ksrc "$T/tree" --rev v6.12-fake
	is "$status $gone" '1 0' "git takes long: $signals signals end it and us"
	is "$(cat "$T/err")" 'kptvm: interrupted, and so was git' \
		'... that is told, and nothing of a tree that is none'
done
heedless=yes
begun=$(date +%s)
stopped git 1 kernel --ksrc "$T/tree" --rev v6.12-fake
heedless=
is "$status $gone" '1 0' 'git that takes no notice of one signal is killed'
took=$(($(date +%s) - begun))
[ "$took" -ge 9 ] && [ "$took" -lt 40 ]
ok $? "... after ten seconds ($took)"
stopped sha256sum 2 kernel --ksrc "$T/tree" --rev v6.12-fake
is "$status $gone" '1 0' 'a program that reads what we hand over'
stopped make 2 kernel --ksrc "$T/tree" --config ptdump
is "$status $gone" '1 0' 'a build that takes no notice: a second signal ends it'
is "$(find "$T/cache" -name '*.tmp' | wc -l)" 0 '... and nothing half is left'

# ---- two at once: one builds, the other finds
"$kptvm" kernel --ksrc "$T/tree" --config sanitize >"$T/out2" 2>"$T/err2" &
run kernel --ksrc "$T/tree" --config sanitize
wait
is "$(cat "$T/out")" "$(cat "$T/out2")" 'two runs at once: one kernel'
is "$(cat "$T/err" "$T/err2" | grep -c 'building.*done')" 1 '... built once'

# ---- the machine lost power: a file of a finished entry has lost its bytes
run kernel --ksrc "$T/tree" --config sanitize
dir=$(tail -n 1 "$T/out")
image=$dir/.config
size=$(stat -c %s "$image")
ls "$dir.sum" >"$T/out" 2>&1
ok $? 'sizes and digests are kept beside an entry'
: >"$image"
run kernel --ksrc "$T/tree" --config sanitize
is "$status" 0 'a damaged entry: a kernel all the same'
says "has 0 bytes, and had $size when it was made: .* it is made again" \
	'... which is told'
is "$(stat -c %s "$image")" "$size" '... and is whole'
is "$(grep -c 'building.*done' "$T/err")" 1 '... built again'
run kernel --ksrc "$T/tree" --config sanitize
is "$(grep -c 'building.*done' "$T/err")" 0 '... once'

# ---- a place where no cache can be: told before anything is made
place() { # XDG_CACHE_HOME PATTERN NAME
	XDG_CACHE_HOME=$1 run kernel --ksrc "$T/tree"
	is "$status" 1 "the cache in $3: fails"
	says "$2" '... and says so'
	[ "$(grep -c . "$T/err")" = 1 ] && [ ! -e "$1" ]
	ok $? '... once, and nothing is made'
	XDG_CACHE_HOME=$1 sh -c '. common/cache.sh; cache_folder' \
		>"$T/out" 2>"$T/err"
	is "$? $(wc -c <"$T/out")" '1 0' '... nor do scripts take it'
	says "$2" '... and they say so'
}
place some/where 'must have an absolute path' 'a relative path'
place "$T/a b" 'make can build nothing there: the path has a blank' \
	'a path with a blank'
place "$T/a:b" 'make can build nothing there' 'a path with a colon'
if [ "$(id -u)" = 0 ]; then
	mkdir -p "$T/theirs/kptbench"
	chown 12345 "$T/theirs/kptbench"
	XDG_CACHE_HOME="$T/theirs" run kernel --ksrc "$T/tree"
	is "$status" 1 "another user's cache: fails"
	says 'theirs/kptbench: the cache belongs to another user \(12345\)' \
		'... and says so'
	is "$(find "$T/theirs" | wc -l)" 2 '... and puts nothing there'
else
	skip "another user's cache" 'only root makes one'
fi

# ---- the disk is full
if [ "$(id -u)" = 0 ] && mkdir "$T/small" &&
   mount -t tmpfs -o size=2m tmpfs "$T/small" 2>/dev/null; then
	XDG_CACHE_HOME="$T/small" run kernel --ksrc "$T/tree"
	umount "$T/small"
	is "$status" 1 'no room: fails'
	says 'MiB are needed, [0-9]+ MiB are free' '... and says how much is needed'
else
	ok 0 'no room: fails # SKIP cannot mount'
fi
finish
