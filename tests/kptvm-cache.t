#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-cache.t - what is in the cache, is it whole, and what goes
# shellcheck disable=SC1091,SC2154 # status comes from lib.sh
. tests/fixtures/kptvm/lib.sh
world
C=$T/cache/kptbench

run cache list
is "$status $(cat "$T/out")" '0 in all: 0, 0 KiB' 'nothing was ever made'
run kernel --ksrc "$T/tree"
old=$(tail -n 1 "$T/out")
run kernel --ksrc "$T/tree" --config debug
new=$(tail -n 1 "$T/out")
src=$(find "$C/src" -mindepth 1 -maxdepth 1 -type d)
run cache list
is "$status" 0 'list'
prints "^kernel .*$(basename "$old")  rt, git HEAD .*, arm64$" 'a kernel is told'
prints "^kernel .*$(basename "$new")  debug, git HEAD .*, arm64$" 'the other, too'
prints "^src .*$(basename "$src")  git " 'and their source'
run cache verify
is "$status" 0 'all of it is what it was'
prints '^whole: 2; damaged: 0; without digests, so not known: 1 ' '... as far as is known'
run cache prune
is "$status $(cat "$T/out")" '0 removed: 0, 0 KiB' 'nothing is to be pruned'

# ---- damage that the size does not tell
size=$(stat -c %s "$old/.config")
sed 's|=y|=m|' "$old/.config" >"$T/other" && cat "$T/other" >"$old/.config"
is "$(stat -c %s "$old/.config")" "$size" 'a file is another, of the same size'
run cache verify
is "$status" 1 '... verify finds it'
says "$(basename "$old")/.config: is not what it was" '... and names it'
prints '^whole: 1; damaged: 1;' '... and counts it'
[ -d "$old" ]
ok $? '... and removes nothing'
run cache verify --remove
is "$status" 1 '--remove: as well'
is "$(find "$C/kernel" -name "$(basename "$old")*" | wc -l)" 0 '... it is gone'
[ -d "$new" ]
ok $? '... and the other is not'
run kernel --ksrc "$T/tree"
is "$(tail -n 1 "$T/out")" "$old" '... it is made again when it is wanted'
run cache verify
is "$status" 0 '... and is whole'
: >"$old/.config"
run cache verify
says ".config: has 0 bytes, and had $size when it was made" 'a size that is another'
run cache prune
prints 'damaged: a file has another size' '... prune takes it away'
is "$(find "$C/kernel" -name "$(basename "$old")*" | wc -l)" 0 '... all of it'
run kernel --ksrc "$T/tree"

# ---- what was left by runs that were killed, and what is being made
half=$C/kernel/0123456789abcdef
mkdir -p "$half.tmp/deep/er" && touch "$half.lock" "$half.manifest"
truncate -s 0 "$half.tmp/deep/er/file"
touch "$C/kernel/fedcba9876543210.manifest"
mkdir "$C/apt-arm64" "$C/kernel/notes"
run cache list
prints '^kernel .* 0123456789abcdef  half made, and nobody works on it' 'an orphan is told'
prints '^kernel .* fedcba9876543210  what was kept beside an entry that is gone' \
	'the rest of an entry, too'
prints '^- .* apt-arm64  +not an entry' 'and what is none'
run cache prune --dry-run
prints '^would be removed: 2, ' 'a dry run tells what would go'
[ -d "$half.tmp" ] && [ -e "$C/kernel/fedcba9876543210.manifest" ]
ok $? '... and removes nothing'
exec 7>"$half.lock" && flock 7
run cache list
prints '^kernel .* 0123456789abcdef  being made now' 'one whose lock is held is being made'
run cache prune
prints '^removed: 1, ' '... and is not pruned'
[ -d "$half.tmp" ]
ok $? '... it is there'
exec 7>&-
run cache prune
is "$(find "$C/kernel" -name '0123*' -o -name 'fedc*' | wc -l)" 0 \
	'once nobody holds it, it goes, and its lock'
[ -d "$C/apt-arm64" ] && [ -d "$C/kernel/notes" ] && [ -d "$old" ] && [ -d "$new" ]
ok $? '... and nothing else'

# ---- what was not used for long
for dir in "$old" "$new" "$src"; do
	touch -d '40 days ago' "$dir.lock"
done
run kernel --ksrc "$T/tree" --config debug
run cache list
prints "^kernel +[0-9]+ KiB  40 days  $(basename "$old")" 'list tells how long ago it was used'
run cache prune
prints '^removed: 0, ' 'without --older it stays'
run cache prune --older 41
prints '^removed: 0, ' '... and when it is not that old'
run cache prune --older 30
prints "^kernel .*$(basename "$old")  not used for long" 'what is older goes'
prints '^removed: 1, ' '... alone'
[ -d "$new" ] && [ -d "$src" ] && [ ! -e "$old" ] && [ ! -e "$old.lock" ]
ok $? '... what was used since stays, and its source'

# ---- who waits for a lock that is removed takes the new one
exec 7>"$old.lock" && flock 7
"$kptvm" kernel --ksrc "$T/tree" >"$T/out" 2>"$T/err" </dev/null 7>&- &
pid=$!
for _ in $(seq 100); do
	grep -q 'waiting for it' "$T/err" && break
	sleep 0.1
done
rm "$old.lock"
exec 7>&-
wait $pid
is "$?" 0 'a lock that went while it was waited for'
[ -e "$old.lock" ] && [ -d "$old" ]
ok $? '... there is a new one'

# ---- what cannot be asked
for args in '' nonsense 'list list' 'list --older 3' 'verify --dry-run' \
	'prune --remove' 'prune --older 0'; do
	# shellcheck disable=SC2086 # words
	run cache $args
	is "$status" 2 "cache $args: a usage error"
done
finish
