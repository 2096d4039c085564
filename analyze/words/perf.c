// SPDX-License-Identifier: GPL-2.0-only
/* words_perf.c - where perf's samples of both kernels are, and what to do */
#include "analyze/records/dataset.h"
#include "analyze/words/words.h"

const char words_perf_about[] =
	"perf took samples while each scenario ran once more, unmeasured. "
	"Its files are beside the records; in their folder, as root:";

static void why_not(const json_t *na, char *buf, size_t len)
{
	const char *code = ds_str(na, "code"), *side = ds_str(na, "side");

	buf[0] = '\0';
	if (json_is_string(na))
		say(buf, len, "%s", json_string_value(na));
	else if (ds_is(na, "code", "not_sampled"))
		say(buf, len, "%s was not sampled; kptbench run --perf-record "
		    "does", side);
	else if (ds_is(na, "code", "na"))
		say(buf, len, "%s: %s", side, ds_str(na, "text"));
	else if (ds_is(na, "code", "other_event"))
		say(buf, len, "base was sampled by %s, patched by %s",
		    ds_str(na, "base"), ds_str(na, "patched"));
	else if (ds_is(na, "code", "same_file"))
		say(buf, len, "both kernels' file is %s; give each kernel a "
		    "--label of its own", ds_str(na, "file"));
	else
		say(buf, len, "%s", code);
}

bool words_perf(const json_t *entry, char *head, size_t hlen, char *command,
		size_t clen, const char *between)
{
	const json_t *b = json_object_get(entry, "base");
	const json_t *p = json_object_get(entry, "patched");
	char n[2][WORDS_LEN], why[300];

	head[0] = '\0';
	command[0] = '\0';
	if (json_object_get(entry, "na")) {
		why_not(json_object_get(entry, "na"), why, sizeof(why));
		say(head, hlen, "%s: no perf diff: %s.",
		    ds_str(entry, "scenario"), why);
		return false;
	}
	if (!ds_perf_name(ds_str(b, "file")) ||
	    !ds_perf_name(ds_str(p, "file"))) {
		say(head, hlen, "%s: no perf diff: that is no name of a file.",
		    ds_str(entry, "scenario"));
		return false;
	}
	say(head, hlen, "%s, %s, %s and %s samples:",
	    ds_str(entry, "scenario"), ds_str(b, "event"),
	    words_num(json_object_get(b, "samples"), n[0]),
	    words_num(json_object_get(p, "samples"), n[1]));
	say(command, clen, "perf diff %s %s%s", ds_str(b, "file"), between,
	    ds_str(p, "file"));
	return true;
}
