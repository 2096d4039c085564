// SPDX-License-Identifier: GPL-2.0-only
/* sites.c - reads /proc/allocinfo, and orders what changed; pure functions */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/sites.h"

/* "allocinfo - version: 1.0", and a line that names columns. */
static int is_head(const char *line)
{
	return *line == '#' || !strncmp(line, "allocinfo", 9);
}

int sites_next(const char **at, struct site_line *s)
{
	const char *line = *at, *end;
	int name = 0;

	for (;; line = end + 1) {
		if (!*line)
			return 0;
		end = strchr(line, '\n');
		if (!end)
			return -EBADMSG;
		if (!is_head(line))
			break;
	}
	if (sscanf(line, " %" SCNu64 " %" SCNu64 " %n", &s->bytes, &s->calls,
		   &name) != 2 || !name || line + name >= end)
		return -EBADMSG;
	s->name = line + name;
	/* The kernel ends lines with a blank. */
	s->len = (size_t)(end - s->name);
	while (s->len && s->name[s->len - 1] == ' ')
		s->len--;
	*at = end + 1;
	return 1;
}

/* As the kernel writes it, but for the word in front of the function. */
static void copy_name(char *to, size_t len, const struct site_line *s)
{
	static const char word[] = "func:";
	char *at;

	snprintf(to, len, "%.*s", (int)s->len, s->name);
	at = strstr(to, word);
	if (at)
		memmove(at, at + strlen(word), strlen(at + strlen(word)) + 1);
}

void site_changes_add(struct site_changes *to, const struct site_line *s,
		      int64_t bytes, int64_t calls)
{
	size_t i;

	for (i = to->nr; i && llabs(to->v[i - 1].bytes) < llabs(bytes); i--)
		if (i < KPT_SITES_MAX)
			to->v[i] = to->v[i - 1];
	if (to->nr < KPT_SITES_MAX)
		to->nr++;
	else
		to->left++;
	if (i == KPT_SITES_MAX)
		return;
	copy_name(to->v[i].name, sizeof(to->v[i].name), s);
	to->v[i].bytes = bytes;
	to->v[i].calls = calls;
}
