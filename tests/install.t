#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# install.t - what make install puts where, and whether it works there; the
# module's source under DKMS; the Debian packages
# What tap.sh sets is not seen when a test is checked alone.
# shellcheck disable=SC1091,SC2154

cd "$(dirname "$0")/.." || exit 1
top=$PWD
. tests/lib/tap.sh
d=$tmp/dest

run() { # TEXT COMMAND...: passes when the command does
	text=$1
	shift
	"$@" >"$tmp/out" 2>&1
	s=$?
	ok $s "$text"
	[ $s = 0 ] || tail -n 20 "$tmp/out" | sed 's/^/# /'
}
version=$(sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)

run "make install" make -s install install-dkms DESTDIR="$d" PREFIX=/usr/local
p=$d/usr/local
cd / || exit 1

for prog in kptbench kptvm kptstat; do
	# KPTBENCH_TOP stands for the prefix, which is not below DESTDIR.
	export KPTBENCH_TOP="$p/lib/kptbench"
	[ "$("$p/bin/$prog" --version)" = "$prog $version" ]
	ok $? "$prog runs, and is version $version"
	man --warnings -l "$p/share/man/man1/$prog.1" >"$tmp/man" 2>"$tmp/err"
	[ -s "$tmp/man" ] && [ ! -s "$tmp/err" ]
	ok $? "its manual page reads without a warning"
	missing=$("$p/bin/$prog" help |
		sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  .*/\1/p' |
		while read -r c; do
			grep -q "$prog $c" "$tmp/man" || echo "$c"
		done)
	[ -z "$missing" ]
	ok $? "... and tells every command"
	# shellcheck disable=SC2016
	run "its completion offers its commands, and files elsewhere" bash -c '
		source "$1" && COMP_WORDS=("$2" "") COMP_CWORD=1 && _$2 &&
		for c in $("$3" help |
			sed -n "/^Commands:/,/^$/s/^  \([a-z]*\)  .*/\1/p"); do
			[[ " ${COMPREPLY[*]} " == *" $c "* ]] || exit 1
		done
		COMP_WORDS=("$2" nothing x) COMP_CWORD=2 && _$2
		[ ${#COMPREPLY[@]} = 0 ]' \
		bash "$p/share/bash-completion/completions/$prog" "$prog" \
		"$p/bin/$prog"
done
# shellcheck disable=SC2016
run "a list option's values are offered" bash -c 'source "$1" &&
	COMP_WORDS=(kptstat compare --format k) COMP_CWORD=3 && _kptstat &&
	[ "${COMPREPLY[*]}" = "kcidb kernels ktap" ]' \
	bash "$p/share/bash-completion/completions/kptstat"

run "the installed kptvm finds the scenarios" sh -c \
	"'$p/bin/kptvm' plan --arch x86_64 | grep -q '^scenario pte-churn'"
# shellcheck disable=SC2016
run "what an installed script takes in is there" sh -c '
	cd "$1" && ! sed -n "s|^\. \"\$(dirname \"\$0\")/\(.*\)\"|\1|p" ./*.sh |
	sort -u | { while read -r f; do [ -e "$f" ] || echo "$f"; done; } |
	grep .' sh "$p/lib/kptbench/vm"
# shellcheck disable=SC2016
run "every file that a kernel is made from is there" sh -c 'cd "$1" &&
	find configs patches -type f >"$3" && ! while read -r f; do
		[ -e "$2/$f" ] || echo "$f"; done <"$3" | grep .' \
	sh "$top" "$p/lib/kptbench" "$tmp/data"
run "the installed kptvm compares without a checkout" sh -c \
	"cd '$tmp' && '$p/bin/kptvm' compare --dry-run --boots 2 \
		--base image:a --patched image:b --scenarios nop |
		grep -q '4 boots'"
cp -a "$top/tests/fixtures/proc-absent" "$tmp/tree"
run "the plan of this machine is read by the installed kptbench" \
	"$p/bin/kptbench" run --plan "$p/share/kptbench/default.plan" -q \
	--root "$tmp/tree" -o "$tmp/records" --label base
run "... and its records by the installed kptstat" \
	"$p/bin/kptstat" check "$tmp/records"
run "the installed kptstat finds its plot templates" sh -c \
	"cd '$tmp' && '$p/bin/kptstat' compare --format none -o cmp records \
		records; ls '$p/share/kptbench/plots/style.gnuplot'"
grep -qx "ExecStart=/usr/local/bin/kptbench campaign resume" \
	"$p/lib/systemd/system/kptbench-campaign.service"
ok $? "the unit starts the installed program"
if command -v systemd-analyze >/dev/null; then
	# The installed program is below DESTDIR.
	mkdir "$tmp/units"
	for u in "$p"/lib/systemd/system/*.service; do
		sed "s|/usr/local/bin/kptbench|$p/bin/kptbench|" "$u" \
			>"$tmp/units/$(basename "$u")"
	done
	SYSTEMD_UNIT_PATH="$tmp/units:" systemd-analyze verify --man=no \
		"$tmp"/units/*.service >"$tmp/out" 2>&1
	# Units of the machine itself are none of ours.
	grep kptbench "$tmp/out" >"$tmp/err"
	[ ! -s "$tmp/err" ]
	ok $? "systemd finds nothing wrong with the units"
else
	skip "systemd finds nothing wrong with the units" "no systemd-analyze"
fi
[ -z "$(find "$d" -name '*.o' -o -name '*.ko' -o -name '*.mod.c')" ]
ok $? "no object file is installed"
grep -rlF "$top" "$d" --include='*.sh' --include='*.conf' --include='*.plan' \
	--include='*.1' >"$tmp/out"
[ ! -s "$tmp/out" ]
ok $? "nothing installed names the build folder"

# DKMS, in folders of its own, against any kernel with headers.
headers=
for k in /lib/modules/*/build /usr/src/linux-headers-*-"$(
	dpkg --print-architecture)" $KPTB_HEADERS; do
	[ -e "$k/Module.symvers" ] && headers=$k && break
done
src=$d/usr/src/kptbench-$version
if ! command -v dkms >/dev/null; then
	skip "dkms builds the module" "no dkms; make deps check"
elif [ -e "$headers/vmlinux" ] && ! command -v pahole >/dev/null; then
	skip "dkms builds the module" "this kernel has BTF, and no pahole"
elif [ -z "$headers" ]; then
	skip "dkms builds the module" "no kernel headers"
else
	mkdir "$tmp/dkms"
	run "dkms builds the module" dkms build -m kptbench -v "$version" \
		-k "$(basename "$(readlink -f "$headers")" | sed 's/linux-headers-//')" \
		--kernelsourcedir "$headers" --dkmstree "$tmp/dkms" \
		--sourcetree "$d/usr/src" --no-depmod
fi
[ -e "$src/Kbuild" ] && [ -e "$src/churn/nop.c" ] &&
	! grep -q @ "$src/dkms.conf"
ok $? "the source DKMS builds is whole"

cd "$top" || exit 1
if ! command -v dh >/dev/null || ! command -v dh_dkms >/dev/null; then
	skip "make deb" "no debhelper or dh-dkms; make deps check"
else
	run "make deb" make -s deb
	for deb in build/deb/*.deb; do
		dpkg-deb -c "$deb" | awk '{ print $NF }' >>"$tmp/list"
		dpkg-deb -x "$deb" "$tmp/root"
	done
	missing=
	for f in usr/bin/kptbench usr/bin/kptvm usr/bin/kptstat \
		usr/share/man/man1/kptbench.1.gz \
		usr/share/bash-completion/completions/kptvm \
		usr/share/kptbench/default.plan \
		usr/lib/systemd/system/kptbench-campaign.service \
		usr/lib/systemd/system/kptbench-campaign-failed.service \
		usr/lib/kptbench/configs/scenarios/pte-churn.conf \
		"usr/src/kptbench-$version/dkms.conf" \
		"usr/src/kptbench-$version/churn/pte.c"; do
		grep -qx "./$f" "$tmp/list" || missing="$missing $f"
	done
	echo "$missing" >"$tmp/out"
	[ -z "$missing" ]
	ok $? "the packages have what they should"
	[ "$missing" ] && sed 's/^/# missing:/' "$tmp/out"
	grep -q "PACKAGE_VERSION=\"$version\"" \
		"$tmp/root/usr/src/kptbench-$version/dkms.conf"
	ok $? "dkms.conf has the package's version"
	strings "$tmp/root/usr/bin/kptbench" |
		grep -qx /usr/share/kptbench/default.plan
	ok $? "the packaged kptbench looks below /usr"
	if command -v lintian >/dev/null; then
		run "lintian has no error" lintian --fail-on error \
			--allow-root build/deb/*.deb
	else
		skip "lintian has no error" "no lintian"
	fi
fi
finish
