#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# apt.t - where packages come from, by every way to write it down; what is
# installed by make deps, and what it says where it cannot
# What tap.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

cd "$(dirname "$0")/.." || exit 1
. tests/lib/tap.sh
. common/apt.sh
APT_ETC=$tmp/etc/apt
lists=$APT_ETC/sources.list.d
mkdir -p "$lists"
echo 'VERSION_CODENAME=bookworm' >"$tmp/etc/os-release"
release() {
	apt_uri='' apt_keyring=''
	apt_release 2>"$tmp/err"
	echo "$? $apt_code $apt_uri $apt_keyring"
}

apt_release 2>/dev/null
is "$?" 1 "no sources"
echo '# See the other files.' >"$APT_ETC/sources.list"
release >/dev/null
grep -q "no list of Debian's package sources" "$tmp/err"
ok $? "... comments alone are none either, and that is told"
cat >"$lists/debian.sources" <<'END'
# the distribution
Types: deb
# not the address: http://no
URIs: http://mirror.invalid/debian
Suites: bookworm bookworm-updates
Components: main
Architectures: amd64
Signed-By: /usr/share/keyrings/k.gpg

Types: deb
URIs: http://mirror.invalid/security
Suites: bookworm-security
Components: main
END
is "$(release)" \
	"0 bookworm http://mirror.invalid/debian /usr/share/keyrings/k.gpg" \
	"deb822, beside a sources.list of comments"
apt_release
apt_for trixie "$tmp/parts"
is "$(sed -n 's/^Suites: //p' "$tmp/parts/debian.sources" | paste -s -d ,)" \
	"trixie trixie-updates,trixie-security" "... of another release"
! grep -q Architectures "$tmp/parts/debian.sources"
ok $? "... and for any architecture"
is "$(apt_suite trixie-backports | paste -s -d ,)" \
	"Types: deb,URIs: http://mirror.invalid/debian,Signed-By: /usr/share/keyrings/k.gpg,Suites: trixie-backports,Components: main" \
	"... a suite that it does not name: address and key of its own"
is "$(apt_suite sid-security | grep URIs)" \
	"URIs: http://mirror.invalid/security" "... of security updates"
sed -i -e '/^# dist/,/^$/s/^Suites:.*/Suites:\n bookworm\n bookworm-updates/' \
	-e '1i Types: deb-src\nURIs: http://no\nSuites: bookworm\n' \
	-e '1i Types: deb\nEnabled: no\nURIs: http://no\nSuites: bookworm\n' \
	"$lists/debian.sources"
is "$(release)" \
	"0 bookworm http://mirror.invalid/debian /usr/share/keyrings/k.gpg" \
	"... suites a line each, behind sources that are off or of source code"
rm -r "$lists" "$tmp/parts"
mkdir "$lists"
cat >"$APT_ETC/sources.list" <<'END'
deb [arch=amd64 signed-by=/k.gpg] http://mirror.invalid/security bookworm-security main
deb [arch=amd64 signed-by=/k.gpg check-valid-until=no] http://mirror.invalid/debian bookworm main
END
is "$(release)" "0 bookworm http://mirror.invalid/debian /k.gpg" \
	"one line each, security first"
is "$(apt_suite sid | paste -s -d ,)" \
	"Types: deb,URIs: http://mirror.invalid/debian,signed-by: /k.gpg,check-valid-until: no,Suites: sid,Components: main" \
	"... a suite that it does not name: with the options"
apt_copy "$tmp/parts"
grep -qx 'deb \[ signed-by=/k.gpg check-valid-until=no\] http://mirror.invalid/debian bookworm main' \
	"$tmp/parts/main.list"
ok $? "... for any architecture"
echo '# moved' >"$APT_ETC/sources.list"
sed 's/^X//' >"$lists/ubuntu.sources" <<'END'
XTypes: deb
XURIs: http://mirror.invalid/ubuntu/
XSuites: noble noble-updates
END
echo 'VERSION_CODENAME=noble' >"$tmp/etc/os-release"
is "$(release)" "0 noble http://mirror.invalid/ubuntu/ " "ubuntu.sources"

# ---- one at a time
(apt_private riscv64 "$tmp/cache" && touch "$tmp/first" && sleep 1 &&
	echo first >>"$tmp/order") &
while [ ! -e "$tmp/first" ]; do sleep 0.1; done
(apt_private riscv64 "$tmp/cache" && echo second >>"$tmp/order" &&
	apt_unlock && touch "$tmp/free" && sleep 1)&
(apt_private s390x "$tmp/cache" && echo other >>"$tmp/order")
while [ ! -e "$tmp/free" ]; do sleep 0.1; done
(apt_private riscv64 "$tmp/cache" && echo third >>"$tmp/order")
wait
is "$(paste -s -d ' ' "$tmp/order")" "other first second third" \
	"two runs with the apt of one architecture: one waits for the other"
(apt_private riscv64 "$tmp/cache" && (apt_private riscv64 "$tmp/cache"))
is "$?" 0 "... and none for itself"
(apt_private riscv64 "$tmp/cache" && apt_private s390x "$tmp/cache") 2>"$tmp/err"
is "$?" 1 "... nor for one that waits for it"

# ---- make deps, with the programs of another machine
bin=$tmp/bin
mkdir "$bin"
cat >"$bin/dpkg-query" <<'END'
#!/bin/sh
echo 'installed arm64 gcc c-compiler, gcc-aarch64-linux-gnu (= 4:12.2.0-3)'
echo 'installed armhf zlib1g-dev '
echo 'config-files arm64 flex '
END
printf '#!/bin/sh\necho arm64\n' >"$bin/dpkg"
cat >"$bin/apt-get" <<END
#!/bin/sh
echo "\$*" >>"$tmp/apt"
case " \$* " in *" -s "*" gcc-m68k-linux-gnu "*) exit 100 ;; esac
END
printf '#!/bin/sh\necho 0\n' >"$bin/id"
chmod +x "$bin"/*
deps() { # PACKAGE...: the status in $s
	: >"$tmp/apt"
	PATH="$bin:$PATH" common/deps.sh "$@" >"$tmp/out" 2>"$tmp/err"
	s=$?
}
deps gcc gcc-aarch64-linux-gnu
is "$s $(cat "$tmp/apt")" "0 " "what another package provides is there"
deps gcc zlib1g-dev flex flex
is "$s $(sed -n 's/.* install //p' "$tmp/apt" | tail -n 1)" \
	"0 zlib1g-dev flex" \
	"what is there for another architecture, or was removed, is not"
deps flex gcc-m68k-linux-gnu bison
is "$s $(grep -v -- -s "$tmp/apt" | sed -n 's/.* install //p')" "0 flex bison" \
	"what this machine cannot have does not stop the rest"
grep -q "left out.*: gcc-m68k-linux-gnu" "$tmp/err"
ok $? "... and is told"
printf '#!/bin/sh\necho 1000\n' >"$bin/id"
deps flex
is "$s" 1 "not root: refused"
grep -q "wants root, to install: flex" "$tmp/err"
ok $? "... and told what is missing"
deps gcc
is "$s" 0 "nothing is missing: nobody needs to be root"

# No apt: a machine of another distribution.
mkdir "$tmp/none"
for p in sh sort sed grep paste fold; do
	ln -s "$(command -v $p)" "$tmp/none/$p"
done
PATH="$tmp/none" common/deps.sh gcc flex libjansson-dev libgsl-dev \
	>"$tmp/out" 2>"$tmp/err"
is "$?" 1 "no apt: not done"
grep -q 'libraries: gsl jansson' "$tmp/err" &&
	grep -q 'programs: flex gcc' "$tmp/err"
ok $? "... and told what is needed"
grep -q Containerfile "$tmp/err"
ok $? "... and where else it works"

# ---- one architecture, by its name
for arch in '%' 'arm64 x86_64' 'arm%' ''; do
	make -n ARCH="$arch" tools >"$tmp/out" 2>"$tmp/err"
	s=$?
	[ $s = 2 ] && grep -qF "ARCH='$arch' is not an architecture" "$tmp/err"
	ok $? "ARCH='$arch' is refused, with the names there are"
done
here=$(vm/packages.sh x86_64)
case $(dpkg --print-architecture 2>/dev/null) in
amd64) is "$here" qemu-system-x86 "no cross compiler for this machine" ;;
*) skip "no cross compiler for this machine" "it is not x86_64" ;;
esac
is "$(PATH="$bin:$PATH" vm/packages.sh x86_64 | paste -s -d ' ')" \
	"qemu-system-x86 gcc-x86-64-linux-gnu libc6-dev-amd64-cross" \
	"... which an arm64 machine needs for x86_64"
is "$(PATH="$bin:$PATH" vm/packages.sh arm64-efi | paste -s -d ' ')" \
	"qemu-system-arm qemu-efi-aarch64" "... and not for itself"
finish
