#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kmod-build.t - the module builds without a warning against every kernel
# whose headers are installed (W=1, sparse), and is checkpatch --strict clean
#
# KPTB_HEADERS="DIR ..." names build folders of other kernels to try as well.
# shellcheck disable=SC1091,SC2154 # tmp and count come from tap.sh

top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
. "$top/tests/lib/tap.sh"

# told STATUS NAME: with what $tmp/out says of a failure
told() {
	ok "$1" "$2"
	[ "$1" = 0 ] || sed 's/^/# /' "$tmp/out" | tail -n 30
}

copy() {
	rm -rf "$1"
	mkdir -p "$1/churn"
	cp "$top"/kmod/Kbuild "$top"/kmod/Makefile "$top"/kmod/*.[ch] "$1"
	cp "$top"/kmod/churn/*.[ch] "$1/churn"
	rm -f "$1"/*.mod.c "$1"/churn_list.h
}

sparse=
command -v sparse >/dev/null && sparse=C=1

arch=$(dpkg --print-architecture 2>/dev/null)
for k in /usr/src/linux-headers-*-"${arch:-none}" $KPTB_HEADERS; do
	[ -e "$k/Module.symvers" ] || continue
	copy "$tmp/m"
	make -s -C "$tmp/m" KDIR="$k" W=1 $sparse >"$tmp/all" 2>&1
	status=$?
	grep -v -e 'Skipping BTF' -e '^$' -e pahole "$tmp/all" >"$tmp/out"
	[ $status = 0 ] && [ ! -s "$tmp/out" ]
	told $? "builds for ${k##*/}"
	# A mechanism is its file: one more must need no other change.
	if [ -z "$tried_add" ]; then
		tried_add=1
		sed 's/"nop"/"one-more"/; s/churn_nop/churn_one_more/' \
			"$top/kmod/churn/nop.c" >"$tmp/m/churn/one-more.c"
		make -s -C "$tmp/m" KDIR="$k" >"$tmp/out" 2>&1
		grep -q 'churn_one_more' "$tmp/m/churn_list.h"
		told $? "a new file in churn/ is a new mechanism"
	fi
done

checkpatch=
for f in "$KSRC"/scripts/checkpatch.pl /usr/src/*/scripts/checkpatch.pl; do
	[ -e "$f" ] && checkpatch=$f && break
done
tar=/usr/src/linux-source-6.12.tar.xz
if [ -z "$checkpatch" ] && [ -e "$tar" ]; then
	s=linux-source-6.12/scripts
	tar -C "$tmp" -xJf "$tar" "$s/checkpatch.pl" "$s/spelling.txt" \
		"$s/const_structs.checkpatch" 2>/dev/null
	checkpatch=$tmp/$s/checkpatch.pl
fi
if [ -e "$checkpatch" ]; then
	# An out-of-tree module has to tell kernels apart, and says which of
	# its headers the uapi one is; BIT() is not for user space.
	copy "$tmp/m"
	(cd "$tmp/m" && for f in *.[ch] churn/*.[ch]; do
		perl "$checkpatch" --no-tree --strict -q \
			--ignore LINUX_VERSION_CODE,CONSTANT_COMPARISON \
			--ignore EMBEDDED_FILENAME,BIT_MACRO \
			-f "$f"
	done) >"$tmp/out" 2>&1
	[ ! -s "$tmp/out" ]
	told $? "checkpatch --strict finds nothing"
fi

[ "$count" = 0 ] && { echo "1..0 # SKIP no kernel headers, no checkpatch"; exit 0; }
finish
