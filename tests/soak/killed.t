#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# killed.t - a build, a run and a campaign that are killed or stopped, or whose
# disk is full, fails, or loses power, at SOAK_POINTS (200) operations on files
# that chance has (SOAK_SEED)
#
# Kernels, QEMU and the machine are those of the other tests: made of files.
# Each is then started again undisturbed, and must come to the very same end.
# shellcheck disable=SC1091,SC2086,SC2154,SC2016 # set by lib.sh; Perl expands its own
. tests/fixtures/kptvm/lib.sh
points=${SOAK_POINTS:-200}
seed=${SOAK_SEED:-1}
fix=$PWD/tests/fixtures
kptbench=${KPTBENCH:-$PWD/build/kptbench}
failures=0

if ! ${CC:-cc} -shared -fPIC -O1 -D_GNU_SOURCE -o "$T/diskfault.so" \
	"$fix/soak/diskfault.c" -ldl 2>"$T/err"; then
	echo "1..0 # SKIP no compiler for what disturbs"
	exit 0
fi

# disturbed KIND N COMMAND...: its Nth operation; one that stops goes on
disturbed() {
	kind=$1
	export DISKFAULT="$1:$2"
	shift 2
	LD_PRELOAD=$T/diskfault.so "$@" >"$T/out" 2>"$T/err" </dev/null &
	pid=$!
	unset DISKFAULT
	while [ "$kind" = stop ] && kill -0 "$pid" 2>/dev/null; do
		case $(cut -d ' ' -f 3 "/proc/$pid/stat" 2>/dev/null) in
		T) kill -CONT "$pid" && break ;;
		Z | '') break ;;
		esac
		sleep 0.02
	done
	# The shell tells of one that was killed.
	wait "$pid" 2>/dev/null
}

# wrong WHAT: at this point something is not as it should be
wrong() {
	failures=$((failures + 1))
	echo "# $what, $kind at $n of $most: $1"
	sed 's/^/#   /' "$T/err" | tail -n 5
}

# chances WHAT COUNT: kinds and numbers, in a random order
chances() {
	awk -v seed="$seed" -v most="$most" -v count="$1" 'BEGIN {
		n = split("kill stop full error power", kind, " ")
		srand(seed)
		for (i = 0; i < count; i++)
			print kind[i % n + 1], int(rand() * most) + 1
	}'
}

# operations COMMAND...: how many there are, undisturbed, in $most
operations() {
	export DISKFAULT_COUNT="$T/count"
	disturbed count 1 "$@" || echo "# $(cat "$T/err")"
	most=$(cat "$T/count")
}

# soak WHAT COUNT: for each point "fresh", the command, and "end" judge
soak() {
	what=$1
	before=$failures
	"fresh_$what"
	operations "start_$what"
	"end_$what" || echo "# $what: not even undisturbed"
	[ "${most:-0}" -gt 5 ]
	ok $? "$what: $most operations on files"
	chances "$2" >"$T/chances"
	while read -r kind n; do
		"fresh_$what"
		disturbed "$kind" "$n" "start_$what"
		"end_$what"
	done <"$T/chances"
	[ "$failures" = "$before" ]
	ok $? "$what: $2 points"
}

# again COMMAND...: what was disturbed is started once more, and has to go well
again() {
	status=0
	"$@" >"$T/out" 2>"$T/err" </dev/null || status=$?
	[ $status = 0 ] || wrong "status $status when it is started again"
	return $status
}

# content FOLDER: all that is in it, as one number
content() {
	(cd "$1" && find . -type f | sort | xargs sha256sum | sha256sum)
}

# ---- a build
world
export DISKFAULT_DIR="$T/cache"
build="$kptvm kernel --ksrc $T/tree"
start_build() {
	exec $build
}
fresh_build() {
	rm -rf "$T/cache"
}
# Whatever has the entry's name is whole, and so is what is made next.
end_build() {
	again $build || return
	dir=$(tail -n 1 "$T/out")
	is=$(content "$dir")
	: "${built:=$is}"
	[ "$is" = "$built" ] || wrong "another kernel is built"
	$kptvm cache verify >"$T/out" 2>"$T/err" ||
		wrong "the cache is damaged"
}
soak build $((points / 3))

# ---- a run
fresh_build
end_build
kernel=$dir
cp "$fixtures/records" "$T/bin/records"
export DISKFAULT_DIR="$T/run"
run="$kptvm run -q --boots 4 --scenarios nop --guest $T/guest --jobs 1
	--kernel base=$kernel --no-classes -o $T/run"
start_run() {
	exec $run
}
fresh_run() {
	rm -rf "$T/run"
}
end_run() {
	again $run || return
	is=$(sha256sum <"$T/run/records.jsonl")
	: "${ran:=$is}"
	[ "$is" = "$ran" ] || wrong "other records"
	is=$(sed -n 's/^{"type":"host".*"boot":\([0-9]*\),.*"status":"ok".*/\1/p' \
		"$T/run/records.jsonl" | sort | tr '\n' ' ')
	[ "$is" = '1 2 3 4 ' ] || wrong "boots: $is"
	# What later boots would be made of.
	for file in init kptbench; do
		cmp -s "$T/guest/$file" "$T/run/.boots/$file" ||
			wrong "$file of guests is another"
	done
}
soak run $((points / 3))

# ---- a campaign
unset KPTBENCH_TOP XDG_CACHE_HOME
. tests/fixtures/soak/machine.sh
. tests/fixtures/kptbench/campaign.sh
export DISKFAULT_DIR="$t/var"
resume="$kptbench campaign resume --root $t"
start_campaign() {
	exec $resume
}
fresh_campaign() {
	fresh
	new -n 2 --tries 1000
	# Another point of it each time.
	left=$((n % 3))
	while [ $((left -= 1)) -ge 0 ]; do campaign resume; done
}
end_campaign() {
	boots other
	finish_it 40 || wrong 'it does not come to its end'
	[ "$(ended)" = "$(expected 2)" ] ||
		wrong "boots: $(ended | tr '\n' ',')"
	[ -z "$(find "$t/var" -name '*.tmp')" ] || wrong 'half a file is left'
	is=$(sed -n '/"type":"sample"/s/"values":.*//p' "$dir/records.jsonl" |
		sort | sha256sum)
	: "${measured:=$is}"
	[ "$is" = "$measured" ] || wrong 'other samples'
}
n=0
soak campaign $((points - 2 * (points / 3)))
finish
