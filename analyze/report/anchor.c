// SPDX-License-Identifier: GPL-2.0-only
/* anchor.c - names of rows and sections, by which a page links to them */
#include <ctype.h>
#include <string.h>

#include "analyze/report/anchor.h"

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

static void begin(const struct summary *s, char buf[ANCHOR_LEN])
{
	buf[0] = '\0';
	add(buf, s->env[BASE].arch);
	add(buf, s->env[BASE].config_name);
	add(buf, s->env[PATCHED].label);
}

const char *anchor_row(const struct summary *s, const struct row *row,
		       char buf[ANCHOR_LEN])
{
	begin(s, buf);
	add(buf, row->scenario);
	add(buf, row->phase_word);
	add(buf, row->metric);
	add(buf, row->group);
	return buf;
}

const char *anchor_section(const struct summary *summary, const char *section,
			   char buf[ANCHOR_LEN])
{
	begin(summary, buf);
	add(buf, section);
	return buf;
}
