// SPDX-License-Identifier: GPL-2.0-only
/* anchor.c - names of rows and sections, by which a page links to them */
#include <ctype.h>
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/report/anchor.h"
#include "common/util.h"

static void add(char buf[ANCHOR_LEN], const char *s)
{
	size_t n = strlen(buf);

	if (!*s)
		return;
	if (n && n + 1 < ANCHOR_LEN)
		buf[n++] = '-';
	for (; *s && n + 1 < ANCHOR_LEN; s++)
		buf[n++] = isalnum((unsigned char)*s) || strchr("._", *s) ?
			   *s : '-';
	buf[n] = '\0';
}

static void begin(const json_t *summary, char buf[ANCHOR_LEN])
{
	const json_t *base = json_object_get(summary, "base");
	const json_t *patched = json_object_get(summary, "patched");

	buf[0] = '\0';
	add(buf, ds_str(base, "arch"));
	add(buf, ds_str(base, "config_name"));
	add(buf, ds_str(patched, "label"));
}

const char *anchor_row(const json_t *summary, const json_t *row,
		       char buf[ANCHOR_LEN])
{
	static const char *const keys[] = { "scenario", "phase", "metric",
					    "group" };

	begin(summary, buf);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		add(buf, ds_str(row, keys[i]));
	return buf;
}

const char *anchor_section(const json_t *summary, const char *section,
			   char buf[ANCHOR_LEN])
{
	begin(summary, buf);
	add(buf, section);
	return buf;
}
