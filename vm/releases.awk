# SPDX-License-Identifier: GPL-2.0-only
# releases.awk - a table of releases from records: a row a kernel, and a column
# for each line of -v columns=FILE: "SCENARIO PHASE N METRIC HEAD..."
#
# A cell is what all boots and rounds of a kernel read, to the digit. Where they
# differ it is "not resolved", with the least and the most; where there is no
# reading, n/a with a number that stands for the reason below.

function text(key,	at, rest) {
	at = index($0, "\"" key "\":\"")
	if (!at)
		return ""
	rest = substr($0, at + length(key) + 4)
	return substr(rest, 1, index(rest, "\"") - 1)
}

function number(key) {
	return match($0, "\"" key "\":[0-9]+") ?
	       substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 3) :
	       ""
}

function note(why) {
	if (!(why in noted)) {
		noted[why] = ++notes
		reason[notes] = why
	}
	return "n/a (" noted[why] ")"
}

function cell(label, i,	k) {
	k = label SUBSEP i
	if (!(k in nr))
		return note(k in na ? na[k] : scenario_na(label, i))
	if (low[k] != high[k])
		return "not resolved (" low[k] " to " high[k] ")"
	return low[k] + 0
}

# A scenario that cannot run tells why with its last rung, whatever the metric.
function scenario_na(label, i,	k) {
	k = label SUBSEP scenario[i]
	return k in whole ? whole[k] : "not measured"
}

BEGIN {
	while ((getline line <columns) > 0) {
		split(line, w, " ")
		scenario[++cols] = w[1]
		want[w[1], w[2], w[3], w[4]] = cols
		sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "", line)
		head[cols] = line
	}
}

/^\{"type":"env"/ {
	label = text("label")
	if (!(label in seen)) {
		seen[label]
		order[++kernels] = label
	}
	boots[label] = boots[label] > number("boot") ? boots[label] : number("boot")
	next
}

/^\{"type":"sample"/ {
	name = text("scenario")
	if ((why = text("na")) != "" && name != "")
		whole[label, name] = why
	k = (name SUBSEP text("phase") SUBSEP number("n") SUBSEP text("metric"))
	if (!(k in want))
		next
	k = label SUBSEP want[k]
	if (why != "") {
		na[k] = why
		next
	}
	match($0, /"values":\[[^]]*\]/)
	n = split(substr($0, RSTART + 10, RLENGTH - 11), v, ",")
	for (i = 1; i <= n; i++) {
		if (!(k in nr) || v[i] + 0 < low[k])
			low[k] = v[i] + 0
		if (!(k in nr) || v[i] + 0 > high[k])
			high[k] = v[i] + 0
		nr[k]++
	}
}

END {
	printf "| kernel | boots |"
	for (i = 1; i <= cols; i++)
		printf " %s |", head[i]
	printf "\n|---|--:|"
	for (i = 1; i <= cols; i++)
		printf "--:|"
	print ""
	for (r = 1; r <= kernels; r++) {
		printf "| %s | %d |", order[r], boots[order[r]]
		for (i = 1; i <= cols; i++)
			printf " %s |", cell(order[r], i)
		print ""
	}
	if (notes)
		print ""
	for (i = 1; i <= notes; i++)
		printf "%d. %s\n", i, reason[i]
}
