# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# jobs.sh - what is to be done as a list of jobs, for an engine that runs it
#
# Sourced. JOBS_VARS names the variables that say what is to be done. A job is a line, tabs between:
#
#   ID	AFTER	PARTS	CORES	MIB	MINUTES	FOLDER	WHAT	COMMAND
#
# AFTER	jobs before it, blanks between, or "-"; one that may have failed has a
#	"?" behind its ID, the others must have ended with status 0
# PARTS	1, or N: the command is run N times, with PART=1 to N, in any order
# CORES MIB MINUTES	what it needs: from what was measured before
# FOLDER	where its results are
# WHAT	in words
# COMMAND	for sh, in the folder that the list was made in; status 75 says that
#	another host may do better: EX_TEMPFAIL of sysexits.h
#
# An engine is a program, vm/engine/NAME LIST: it runs what is not done yet,
# prints what the last job printed, and exits with its status; with 3 where a job
# was lost, that is ended without a status: its host failed, or its time was up.

jobs_tab=$(printf '\t')

# jobs_quote VALUE: as one word for sh
jobs_quote() {
	case $1 in
	*[!A-Za-z0-9_.,:+=/@^~%-]* | '')
		printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")" ;;
	*) printf %s "$1" ;;
	esac
}

# jobs_vars NAME...: of these variables those that are not empty, as words before
# a command
jobs_vars() {
	for jobs_name; do
		eval "jobs_value=\${$jobs_name-}"
		# shellcheck disable=SC2154 # eval sets it
		[ -z "$jobs_value" ] ||
			printf '%s=%s ' "$jobs_name" "$(jobs_quote "$jobs_value")"
	done
}

# jobs_minutes SECONDS UNKNOWN: what is asked for: three times as long as it took
# here, and five minutes; UNKNOWN where SECONDS is "-"
jobs_minutes() {
	if [ "$1" = - ]; then
		echo "$2"
	else
		echo $((${1%.*} / 20 + 5))
	fi
}

# jobs_put ID AFTER PARTS CORES MIB MINUTES FOLDER WHAT COMMAND: a line
jobs_put() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

# jobs_worst LIST: what became of all but the last: 3 where one was lost, 1 where
# one ended with another status than 0, or 0
jobs_worst() {
	jobs_status=0
	jobs_last=$(wc -l <"$1")
	# shellcheck disable=SC2094 # other files of the same folder
	while IFS=$jobs_tab read -r jobs_id _ jobs_parts _; do
		jobs_last=$((jobs_last - 1))
		[ "$jobs_last" -gt 0 ] || break
		for jobs_part in $(seq "$jobs_parts"); do
			jobs_ended=$(cut -f 1 "$(dirname "$1")/$jobs_id-$jobs_part.done" \
				2>/dev/null || echo 3)
			case $jobs_status$jobs_ended in
			3? | ?3) jobs_status=3 ;;
			*[1-9]*) jobs_status=1 ;;
			esac
		done
	done <"$1"
	echo "$jobs_status"
}

# jobs_folder DEFAULT: the folder for results, in $out, and in it jobs/: the one
# that was begun by the same command and has not ended, or DEFAULT
jobs_folder() {
	out=$1
	if [ "$ENGINE" = local ]; then
		mkdir -p "$out/jobs"
		return
	fi
	# shellcheck disable=SC2086 # names
	jobs_key=$(jobs_vars $JOBS_VARS)
	while read -r jobs_begun; do
		[ "$(cat "$jobs_begun" 2>/dev/null)" != "$jobs_key" ] ||
			out=${jobs_begun%/jobs/begun}
	done <<-EOT
		$(find results -maxdepth 3 -path '*/jobs/begun' 2>/dev/null | sort)
	EOT
	[ -z "${RESULTS:-}" ] || out=$RESULTS
	mkdir -p "$out/jobs"
	printf '%s\n' "$jobs_key" >"$out/jobs/begun"
}

# jobs_run: what is in $out/jobs/list, by $ENGINE; exits
jobs_run() {
	[ "$out" = "${RESULTS:-}" ] || [ "$ENGINE" = local ] ||
		echo "kptbench: results go to $out" >&2
	jobs_status=0
	"$(dirname "$0")/engine/$ENGINE" "$out/jobs/list" || jobs_status=$?
	case $ENGINE,$jobs_status in
	local,*) ;;
	*,3 | *,130) echo "kptbench: the same command goes on with what is left" >&2 ;;
	*) rm -f "$out/jobs/begun" ;;
	esac
	exit "$jobs_status"
}

# jobs_engine: is there such a one?
jobs_engine() {
	case $ENGINE in
	*[!a-z]* | '') ;;
	*) [ ! -x "$(dirname "$0")/engine/$ENGINE" ] || return 0 ;;
	esac
	echo "kptbench: ENGINE=$ENGINE: there is no such engine; there are:" \
		"$(find "$(dirname "$0")/engine" -type f ! -name '*-*' \
			-printf '%f\n' | sort | tr '\n' ' ')" >&2
	exit 2
}
