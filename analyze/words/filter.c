// SPDX-License-Identifier: GPL-2.0-only
/* filter.c - what a filtered summary leaves out */
#include "analyze/words/words.h"

static void say_part(const json_t *filter, const char *opt, const char *count,
		     const char *what, char *buf, size_t len)
{
	const json_t *n = json_object_get(filter, count);

	if (*ds_str(filter, opt))
		say(buf, len, " --%s %s: %lld of %lld %s;", opt,
		    ds_str(filter, opt), ds_int(n, "shown"), ds_int(n, "of"),
		    what);
}

const char *words_filter(const json_t *s, char *buf, size_t len)
{
	const json_t *filter = json_object_get(s, "filter");
	const json_t *rows = json_object_get(filter, "rows");

	buf[0] = '\0';
	if (!filter)
		return buf;
	say(buf, len, "filtered:");
	say_part(filter, "only", "scenarios", "scenarios", buf, len);
	say_part(filter, "metrics", "names", "metrics", buf, len);
	say(buf, len, " %lld of %lld rows. Health is that of the whole run",
	    ds_int(rows, "shown"), ds_int(rows, "of"));
	return buf;
}

const char *words_none(const json_t *s)
{
	return json_object_get(s, "filter") ? "passed the filter" :
					      "was measured";
}
