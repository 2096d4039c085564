# SPDX-License-Identifier: GPL-2.0-only
# seed.awk - a records file made small: samples and audits that match `keep`,
# long words cut short, and end records that count what is left
#
# gawk -v keep=REGEX -f seed.awk records.jsonl > tests/fuzz/corpus/records/NAME
/"type":"env"/ { samples = audits = 0 }
/"type":"sample"/ {
	if ($0 !~ keep)
		next
	samples++
}
/"type":"audit"/ {
	if ($0 !~ keep)
		next
	audits++
}
/"type":"end"/ {
	sub(/"samples":[0-9]+/, "\"samples\":" samples)
	sub(/"audits":[0-9]+/, "\"audits\":" audits)
}
{
	$0 = gensub(/"(release|version|config_digest|source|cmdline|machine|topology|console|boot_id|pinned)":"[^"]*"/,
		    "\"\\1\":\"a\"", "g")
	gsub(/"config":\{[^}]*\}/, "\"config\":{\"A\":\"y\"}")
	print
}
