# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # what is read here is set in compare.sh
# compare-jobs.sh - one comparison as a list of jobs (see jobs.sh): a build for
# each kernel that is not in the cache, parts of the boots, and who judges
#
# Sourced by compare.sh, after jobs.sh. Each job is compare.sh again, with KPT_STEP: kernel-N,
# boots, or judge. KPT_ID is what IDs of a comparison of many begin with, and
# KPT_BUILDS the same of the one that builds the same kernels.

# compare_jobs ARGS...: the list; ARGS are what kptvm kernel is asked for
compare_jobs() {
	id=${KPT_ID:+$KPT_ID.}
	builds=${KPT_BUILDS:-$id}
	: "${JOBS:=4}" "${SHARDS:=$BOOTS}"
	command="ENGINE=local CMDLINE=$(jobs_quote "$CMDLINE") $(
		RESULTS=$out jobs_vars $JOBS_VARS JOBS SHARDS RESULTS)KPT_STEP"
	after=
	nr=0
	lines=
	[ $# = 0 ] || lines=$(kptvm_kernel --dry-run "$@")
	while IFS=$dry_tab read -r how took words; do
		nr=$((nr + 1))
		[ "$how" = build ] || continue
		after="$after$builds""kernel-$nr "
		[ "$builds" != "$id" ] || jobs_put "$id""kernel-$nr" - 1 "$JOBS" \
			"$((1024 + 512 * JOBS))" "$(jobs_minutes "$took" 120)" \
			"$out" "build of $words" "$command=kernel-$nr $0"
	done <<-EOT
		$lines
	EOT
	set --
	for label in $labels; do
		set -- "$@" --kernel "$label=${all_foreign:+image:}x"
	done
	line=$("$KPT_BIN/kptvm" run --dry-run --arch "$ARCH" --config "$CONFIG" \
		"$@" --boots "$BOOTS" --scenarios "$SCENARIOS" \
		${PROFILE:+--profile} --shard "1/$SHARDS")
	jobs_put "$id""boots" "${after:--}" "$SHARDS" "$JOBS" \
		"$((512 + 512 * JOBS))" "$(jobs_minutes "$(printf '%s\n' "$line" |
			cut -f 2)" 120)" \
		"$out" "boots on $ARCH, $CONFIG" "$command=boots $0"
	jobs_put "$id""judge" "$after$id""boots?" 1 1 2048 30 "$out" \
		"comparison on $ARCH, $CONFIG" "$command=judge $0"
}
