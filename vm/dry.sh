# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# dry.sh - what would be done, and how long by what this machine took before
#
# Sourced. Lines are those of `kptvm kernel --dry-run`, `kptvm run --dry-run`.

dry_tab=$(printf '\t')

# minutes SECONDS UNKNOWN: in words; UNKNOWN where SECONDS is "-"
minutes() {
	if [ "$1" = - ]; then
		echo "$2"
	elif [ "$1" -lt 90 ]; then
		echo "about $1 s"
	else
		echo "about $((($1 + 59) / 60)) min"
	fi
}

# dry_kernels LINES: a line for each kernel; in $builds how many must be built
# and in $seconds how long that takes, "-" where one of them is not known
dry_kernels() {
	builds=0
	seconds=0
	kernels=0
	while IFS=$dry_tab read -r what took words; do
		[ -n "$what" ] || continue
		kernels=$((kernels + 1))
		if [ "$what" = cached ]; then
			echo "  in the cache   $words"
			continue
		fi
		echo "  to be built    $words"
		builds=$((builds + 1))
		if [ "$took" = - ] || [ "$seconds" = - ]; then
			seconds=-
		else
			seconds=$((seconds + took))
		fi
	done <<EOT
$1
EOT
}

# dry_tell LINE: the boots, and the sum; that goes into the file $DRY_SUM, too
dry_tell() {
	boot_seconds=$(printf '%s\n' "$1" | cut -f 2)
	boots=$(printf '%s\n' "$1" | cut -f 3)
	echo "  $builds of $kernels kernels to be built$([ "$builds" = 0 ] ||
		echo ": $(minutes "$seconds" \
			'2 to 5 minutes each on two cores; none was built here yet')")"
	echo "  $boots boots: $(minutes "$boot_seconds" \
		'not known; these were not booted here yet')"
	[ -z "${DRY_SUM:-}" ] ||
		echo "$builds $seconds $boots $boot_seconds" >>"$DRY_SUM"
}

# dry_one NAME COMMAND...: one comparison of many, by a command that puts its sum
# into $DRY_SUM
dry_one() {
	echo "$1:"
	shift
	"$@" </dev/null >"$DRY_SUM.out" || return
	tail -n +2 "$DRY_SUM.out"
}

# dry_compare NAME ARCH CONFIG WORDS: the same by compare.sh; a boot with other
# words needs no kernel more
dry_compare() {
	dry_one "$1" env ARCH="$2" CONFIG="$3" CMDLINE="$4" vm/compare.sh ||
		return 1
	[ -z "$4" ] || sed -i '$s/^[0-9]* [0-9-]*/0 0/' "$DRY_SUM"
}

# dry_all: what is in $DRY_SUM, added up
dry_all() {
	awk '{ builds += $1; boots += $3
	       if ($2 == "-") unknown = 1; else s += $2
	       if ($4 == "-") unknown = 1; else s += $4 }
	     END { printf "In all: %d kernels to be built, %d boots: ", \
			  builds, boots
		   if (!s) print "how long is not known here yet"
		   else printf "%sabout %d min\n", \
			       unknown ? "more than " : "", (s + 59) / 60 }' \
		"$DRY_SUM"
}
