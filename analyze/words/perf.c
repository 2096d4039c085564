// SPDX-License-Identifier: GPL-2.0-only
/* words_perf.c - where perf's samples of both kernels are, and what to do */
#include "analyze/records/dataset.h"
#include "analyze/words/words.h"

const char words_perf_about[] =
	"perf took samples while each scenario ran once more, unmeasured. "
	"Its files are beside the records; in their folder, as root:";

bool words_perf(const json_t *entry, char *head, size_t hlen, char *command,
		size_t clen, const char *between)
{
	const json_t *b = json_object_get(entry, "base");
	const json_t *p = json_object_get(entry, "patched");
	char n[2][WORDS_LEN];

	head[0] = '\0';
	command[0] = '\0';
	if (*words_str(entry, "na")) {
		say(head, hlen, "%s: no perf diff: %s.",
		    words_str(entry, "scenario"), words_str(entry, "na"));
		return false;
	}
	if (!ds_perf_name(words_str(b, "file")) ||
	    !ds_perf_name(words_str(p, "file"))) {
		say(head, hlen, "%s: no perf diff: that is no name of a file.",
		    words_str(entry, "scenario"));
		return false;
	}
	say(head, hlen, "%s, %s, %s and %s samples:",
	    words_str(entry, "scenario"), words_str(b, "event"),
	    words_num(json_object_get(b, "samples"), n[0]),
	    words_num(json_object_get(p, "samples"), n[1]));
	say(command, clen, "perf diff %s %s%s", words_str(b, "file"), between,
	    words_str(p, "file"));
	return true;
}
