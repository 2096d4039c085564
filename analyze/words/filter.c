// SPDX-License-Identifier: GPL-2.0-only
/* filter.c - what a filtered summary leaves out */
#include "analyze/words/words.h"

static void say_part(const char *opt, const char *patterns,
		     const struct shown *n, const char *what, char *buf,
		     size_t len)
{
	if (*patterns)
		say(buf, len, " --%s %s: %lld of %lld %s;", opt, patterns,
		    n->shown, n->of, what);
}

const char *words_filter(const struct summary *s, char *buf, size_t len)
{
	const struct filtered *f = &s->filtered;

	buf[0] = '\0';
	if (!s->is_filtered)
		return buf;
	say(buf, len, "filtered:");
	say_part("only", f->only, &f->scenarios, "scenarios", buf, len);
	say_part("metrics", f->metrics, &f->names, "metrics", buf, len);
	say(buf, len, " %lld of %lld rows. Health is that of the whole run",
	    f->rows.shown, f->rows.of);
	return buf;
}

const char *words_none(const struct summary *s)
{
	return s->is_filtered ? "passed the filter" : "was measured";
}
