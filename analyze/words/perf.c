// SPDX-License-Identifier: GPL-2.0-only
/* words_perf.c - where perf's samples of both kernels are, and what to do */
#include "analyze/records/dataset.h"
#include "analyze/words/fill.h"
#include "analyze/words/words.h"

const char words_perf_about[] =
	"perf took samples while each scenario ran once more, unmeasured. "
	"Its files are beside the records; in their folder, as root:";

static void why_not(const struct finding *na, char *buf, size_t len)
{
	static const struct template list[] = {
		{ "not_sampled", "{side} was not sampled; kptbench run "
		  "--perf-record does" },
		{ "na", "{side}: {text}" },
		{ "other_event", "base was sampled by {base}, patched by "
		  "{patched}" },
		{ "same_file", "both kernels' file is {file}; give each "
		  "kernel a --label of its own" },
		{ NULL, NULL },
	};

	words_fill(list, na, buf, len);
}

bool words_perf(const struct perf *e, char *head, size_t hlen, char *command,
		size_t clen, const char *between)
{
	char n[SIDES][WORDS_LEN], why[300];

	head[0] = '\0';
	command[0] = '\0';
	if (e->has_na) {
		why_not(&e->na, why, sizeof(why));
		say(head, hlen, "%s: no perf diff: %s.", e->scenario, why);
		return false;
	}
	if (!ds_perf_name(e->file[BASE]) || !ds_perf_name(e->file[PATCHED])) {
		say(head, hlen, "%s: no perf diff: that is no name of a file.",
		    e->scenario);
		return false;
	}
	say(head, hlen, "%s, %s, %s and %s samples:", e->scenario,
	    e->event[BASE], words_num(e->samples[BASE], n[BASE]),
	    words_num(e->samples[PATCHED], n[PATCHED]));
	say(command, clen, "perf diff %s %s%s", e->file[BASE], between,
	    e->file[PATCHED]);
	return true;
}
