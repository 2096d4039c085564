#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# found.t - what a program is built with: found out when it is built, and again
# when the machine or the flags changed; and nothing is built for no reason
# What tap.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

cd "$(dirname "$0")/.." || exit 1
. tests/lib/tap.sh

# A compiler without the libraries and with the version that files name.
cat >"$tmp/cc" <<'END'
#!/bin/sh
here=${0%/*}
case " $* " in
*" --version "*) cat "$here/version"; exit ;;
esac
for name in $(cat "$here/hidden"); do
	case " $* " in *" -l$name "*) exit 1 ;; esac
done
exec cc "$@"
END
chmod +x "$tmp/cc"
echo 'cc 1' >"$tmp/version"
: >"$tmp/hidden"
f=$tmp/found
libs='m:math.h:HAVE_M dl:dlfcn.h:HAVE_DL'

find_out() { # LIBS COMPILER...: the status in $s; $changed when it was written
	: >"$tmp/mark"
	touch -d '1 hour ago' "$f" 2>/dev/null
	FOR=prog DEPS='make deps ARCH=x' common/found.sh "$f" "$@" 2>"$tmp/err"
	s=$?
	changed=no
	[ -z "$(find "$f" -newer "$tmp/mark")" ] || changed=yes
}
says() { # TEXT NAME
	grep -qF -- "$1" "$tmp/err"
	ok $? "$2"
}

echo dl >"$tmp/hidden"
find_out "$libs" "$tmp/cc" -O1
is "$s $(grep '^cflags' "$f")" "0 cflags -DHAVE_M" "a library is not there"
is "$(grep '^libs' "$f")" "libs -lm" "... and is not linked with"
says "prog is built without dl; as root, make deps ARCH=x" \
	"... which is told, with what to do"
find_out "$libs" "$tmp/cc" -O1
is "$changed" no "... and is so the second time"
: >"$tmp/hidden"
find_out "$libs" "$tmp/cc" -O1
is "$changed $(grep '^cflags' "$f")" "yes cflags -DHAVE_M -DHAVE_DL" \
	"it was installed: the program is built with it"
find_out "$libs" "$tmp/cc" -O1
is "$changed" no "nothing changed: nothing is built"
find_out "$libs" "$tmp/cc" -O2
is "$changed" yes "a flag changed"
echo 'cc 20' >"$tmp/version"
touch -d '1 minute ago' "$tmp/cc"
find_out "$libs" "$tmp/cc" -O2
is "$changed" yes "the compiler was upgraded"
find_out "$libs -lc" "$tmp/cc" -O2
is "$changed" yes "the libraries are others"
echo m >"$tmp/hidden"
find_out "m:math.h" "$tmp/cc"
is "$s" 1 "a library that must be there, and is not"
says "no library m with its header here; as root, make deps ARCH=x" \
	"... is named, with what to do"
find_out "" "$tmp/no-such-compiler"
is "$s" 1 "no compiler"
says "there is no compiler $tmp/no-such-compiler here; as root, make deps ARCH=x" \
	"... is told so, with what to do"

# ---- libraries of another machine, from a sysroot
mkdir -p "$tmp/root/usr/include" "$tmp/root/usr/lib/mips-linux-gnu"
: >"$tmp/root/usr/include/kpt-foo.h"
ar rc "$tmp/root/usr/lib/mips-linux-gnu/libkptfoo.a"
: >"$tmp/hidden"
SYSROOT="echo $tmp/root"
export SYSROOT
find_out "-static kptfoo:kpt-foo.h:HAVE_FOO -lm" "$tmp/cc"
is "$s $(sed -n 's/^libs//p' "$f")" \
	"0  -static -L$tmp/root/usr/lib/mips-linux-gnu -lkptfoo -lm" \
	"what this machine has not is in the sysroot"
is "$(sed -n 's/^cflags//p' "$f" | tr ' ' '\n' | tail -n 1)" -DHAVE_FOO \
	"... with its header"
rm -r "$tmp/root"
find_out "-static kptfoo:kpt-foo.h:HAVE_FOO -lm" "$tmp/cc"
is "$s $changed $(sed -n 's/^without//p' "$f")" "0 yes  kptfoo" \
	"the sysroot is gone: that is seen"
unset SYSROOT

# ---- the same by make, as on a machine that gets its packages later
build() { # VARIABLE=VALUE...: kptbench, into a folder of its own
	make B="$tmp/b" CC="$tmp/cc" "$@" "$tmp/b/kptbench" >"$tmp/out" 2>"$tmp/err"
	s=$?
}
objects() {
	grep -c '  CC ' "$tmp/out"
}
echo 'pfm hwloc' >"$tmp/hidden"
build
ok $s "kptbench is built without libpfm4 and hwloc"
says "kptbench is built without hwloc pfm" "... and that is told"
"$tmp/b/kptbench" list --events | grep -q 'perf::INSTRUCTIONS.*0x'
is $? 1 "... and it knows no event"
: >"$tmp/hidden"
if echo 'int main(void) { return 0; }' |
	cc -include hwloc.h -include perfmon/pfmlib.h -xc - -o /dev/null \
		-lhwloc -lpfm 2>"$tmp/err"; then
	build
	[ $s = 0 ] && [ "$(objects)" -gt 10 ]
	ok $? "they were installed: it is built again"
	"$tmp/b/kptbench" list --events | grep -q 'perf::INSTRUCTIONS.*0x'
	ok $? "... and knows events"
else
	skip "they were installed: it is built again" "they are not here"
	skip "... and knows events" "they are not here"
	build
fi
build
is "$s $(objects)" "0 0" "nothing changed: nothing is compiled"
build CFLAGS=-O1
[ $s = 0 ] && [ "$(objects)" -gt 10 ]
ok $? "another CFLAGS: all is compiled"

# One architecture, by its name: no pattern, and not two. (A make below make
# check would print its directory as well.)
for arch in % 'arm64 x86_64' nothing 'arm%'; do
	make --no-print-directory -n tools ARCH="$arch" >"$tmp/out" 2>"$tmp/err"
	is "$? $(wc -l <"$tmp/out")" '2 0' "ARCH='$arch' is refused"
	says "ARCH='$arch' is not an architecture; it is one of: " \
		'... and it is told which there are'
done

# Order, when both are goals and jobs run side by side: nothing is asked first.
make -n -j4 deps tools 2>"$tmp/err" | grep -n 'deps.sh\|found.sh' |
	head -n 1 | grep -q deps.sh
ok $? "make -j deps tools: deps comes first"
finish
