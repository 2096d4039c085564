#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kptvm-root.t - what guests have below / for scenarios that run programs: a
# folder, or packages, of which mmdebstrap and apt are scripts here
# shellcheck disable=SC1091,SC2154,SC2016 # status comes from lib.sh; awk expands
. tests/fixtures/kptvm/lib.sh
world
cp "$fixtures/records" "$T/bin/records"
run kernel --ksrc "$T/tree"
k=$(tail -n 1 "$T/out")

# A QEMU that keeps what it is given, and goes on as the other.
mv "$T/bin/qemu-system-aarch64" "$T/bin/fake-qemu"
mkdir "$T/kept"
printf '#!/bin/sh\n[ ! -e initramfs ] || cp initramfs "%s/$(basename "$PWD")"\n. "%s"\n' \
	"$T/kept" "$T/bin/fake-qemu" >"$T/bin/qemu-system-aarch64"
chmod +x "$T/bin/qemu-system-aarch64"
cat >"$T/list.pl" <<'E'
# "MODE NAME SIZE-OR-TARGET" of each file of an archive
local $/;
my ($d, $at) = (<STDIN>, 0);
while (substr($d, $at, 6) eq '070701') {
	my @f = map { hex(substr($d, $at + 6 + 8 * $_, 8)) } 0 .. 12;
	my $name = substr($d, $at + 110, $f[11] - 1);
	$at = ($at + 110 + $f[11] + 3) & ~3;
	my $body = substr($d, $at, $f[6]);
	last if $name eq 'TRAILER!!!';
	printf "%06o %s %s\n", $f[1], $name,
		($f[1] & 0170000) == 0120000 ? "-> $body" : $f[6];
	$at = ($at + $f[6] + 3) & ~3;
}
E
scenario() { # NAME LINE...
	name=$1
	shift
	printf '%s\n' "title = $name" 'standard = 0' 'ops = 1' "$@" \
		>"$T/top/configs/scenarios/$name.conf"
}
boots() { # SCENARIOS ARGS...
	names=$1
	shift
	rm -f "$T"/kept/*
	run run --kernel "base=$k" --guest "$T/guest" --scenarios "$names" \
		--boots 1 --jobs 1 "$@"
}

# ---- a folder
mkdir -p "$T/files/bin/deep" "$T/files/etc"
echo program >"$T/files/bin/tool"
chmod 750 "$T/files/bin/tool"
echo data >"$T/files/etc/data"
ln -s ../bin/tool "$T/files/etc/link"
mkfifo "$T/files/etc/pipe"
scenario mine 'kind = command' 'command = tool -x 1' "folder = $T/files"
boots mine,nop -o "$T/folder"
is "$status" 0 "a folder: the boots go well"
ls "$T/kept" >"$T/boots"
is "$(wc -l <"$T/boots")" 2 "... one for it, and one without"
perl "$T/list.pl" <"$T/kept/$(grep kptinit_root "$T/boots")" >"$T/with"
perl "$T/list.pl" <"$T/kept/$(grep -v kptinit_root "$T/boots")" >"$T/without"
is "$(grep -cE ' (bin|etc)(/| )' "$T/without")" 0 "... which has none of it"
is "$(sed -n '/ bin/p; / etc/p' "$T/with" | tr '\n' ',')" \
	"040755 bin 0,040755 bin/deep 0,100750 bin/tool 8,040755 etc 0,100644 etc/data 5,120777 etc/link -> ../bin/tool," \
	"... and that has files, modes and links, but no pipe"
grep -q 'plan ' "$T/with"
ok $? "... beside what every guest has"
! grep -q "$T/files" "$T/kept/$(grep kptinit_root "$T/boots")"
ok $? "the guest is not told where that was"
boots mine,nop -o "$T/folder"
says '2 of 2 boots are in' "run again: nothing is booted"
echo more >>"$T/files/etc/data"
boots mine,nop -o "$T/folder"
is "$status" 2 "a file that changed: not mixed"
says 'root kptinit.root=files' "... and it is told"
scenario mine2 'kind = command' 'command = tool' "folder = $T/files"
boots mine,mine2 -o "$T/two"
is "$(find "$T/kept" -type f | wc -l)" 1 "two scenarios of one folder share a boot"
mkdir -p "$T/other/files"
scenario mine2 'kind = command' 'command = tool' "folder = $T/other/files"
boots mine,mine2 -o "$T/same"
is "$status" 1 "two folders of one name"
says 'two folders are called files' "... are told"
scenario mine 'kind = command' 'command = tool' "folder = $T/none"
boots mine -o "$T/none-there"
says 'scenario mine: folder .*/none: No such file' "a folder that is not there"

# ---- packages
cat >"$T/bin/apt-cache" <<'E'
#!/bin/sh
for last; do :; done
case $last in
tool | tool=1.5-2) printf 'Package: tool\nVersion: 1.5-2\n' ;;
lib) printf 'Package: lib\nVersion: 3\n' ;;
esac
E
printf '#!/bin/sh\nexit 0\n' >"$T/bin/apt-get"
cat >"$T/bin/mmdebstrap" <<'E'
#!/bin/sh
echo "$*" >>"$CALLS"
for arg; do
	case $arg in
	*/root) out=$arg ;;
	--include=*) packages=${arg#--include=} ;;
	esac
done
mkdir -p "$out/usr/bin" "$out/var/lib" "$out/dev"
ln -s usr/bin "$out/bin"
echo "$packages" >"$out/usr/bin/tool"
chmod +x "$out/usr/bin/tool"
E
chmod +x "$T/bin/apt-cache" "$T/bin/apt-get" "$T/bin/mmdebstrap"
CALLS=$T/calls
: >"$CALLS"
export CALLS
mkdir -p "$T/apt/apt"
echo 'deb [arch=amd64] http://nowhere.invalid/debian bookworm main' >"$T/apt/apt/sources.list"
echo 'VERSION_CODENAME=bookworm' >"$T/apt/os-release"
APT_ETC=$T/apt/apt
export APT_ETC
scenario theirs 'kind = command' 'command = tool' 'packages = tool lib'
boots theirs -o "$T/packages"
is "$status" 0 "packages: the boots go well"
[ "$status" = 0 ] || sed 's/^/# /' "$T/err"
perl "$T/list.pl" <"$(find "$T/kept" -type f)" >"$T/with"
grep -q '^120777 bin -> usr/bin' "$T/with" && grep -q 'usr/bin/tool' "$T/with"
ok $? "... with what was unpacked"
! grep -qE ' (var|dev)( |/)' "$T/with"
ok $? "... but no lists of packages and no devices"
grep -q -e '--architectures=arm64 --include=tool=1.5-2,lib=3' "$CALLS"
ok $? "versions are those that the sources have"
grep -aq 'packages tool=1.5-2 lib=3' "$(find "$T/kept" -type f)"
ok $? "... and parameters of the scenario"
boots theirs -o "$T/packages2"
is "$(wc -l <"$CALLS")" 1 "they are unpacked once"
rm "$T"/top/configs/scenarios/mine*.conf
boots all -o "$T/all"
[ "$(find "$T/kept" -type f | wc -l)" -gt 1 ] &&
	! find "$T/kept" -type f | grep -q kptinit_root_tool
ok $? "what comes from packages is not run by 'all'"
scenario theirs 'kind = command' 'command = tool' 'packages = nothing'
boots theirs -o "$T/bad"
says "scenario theirs: packages: no package 'nothing' for arm64" \
	"a package that is not there"
scenario theirs 'kind = command' 'command = tool' 'packages = --evil'
boots theirs -o "$T/bad"
says "'--evil' is no name of a package" "an option for a package"
scenario theirs 'kind = command' 'command = tool' 'packages = tool' \
	"folder = $T/files"
boots theirs -o "$T/bad"
says 'packages or a folder, not both' "packages and a folder"

# ---- what a scenario may not say
wrong() { # TEXT LINE...
	text=$1
	shift
	scenario odd "$@"
	boots odd -o "$T/bad"
	[ "$status" != 0 ] && grep -qF -- "$text" "$T/err"
	ok $? "refused: $text"
}
wrong "command: 'kind = command' and it go together" 'kind = command'
wrong "command: 'kind = command' and it go together" 'mechanism = nop' \
	'command = tool'
wrong "'kind = command' has no other" 'mechanism = nop' 'kind = command' \
	'command = tool'
wrong "a command is run by processes" 'kind = command' 'command = tool' \
	'cpus = 2' 'workers = threads'
wrong "packages, folder: only for 'kind = command'" 'mechanism = nop' \
	'packages = tool'
finish
