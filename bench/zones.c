// SPDX-License-Identifier: GPL-2.0-only
/* zones.c - reads /proc/zoneinfo, a pure function */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/zones.h"

static const char *next_line(const char *line)
{
	line = strchr(line, '\n');
	return line ? line + 1 : NULL;
}

static int is_head(const char *line, struct zone_pages *z)
{
	return sscanf(line, "Node %d, zone %15s", &z->node, z->name) == 2;
}

/* Lines of a zone, and of its node in front of them, have names of their own. */
static void take(const char *line, struct zone_pages *z)
{
	char key[32];
	uint64_t v;

	if (sscanf(line, " pages free %" SCNu64, &v) == 1) {
		z->free = v;
		return;
	}
	if (sscanf(line, " %31[a-z_]%*[: ]%" SCNu64, key, &v) != 2)
		return;
	if (!strcmp(key, "present"))
		z->present = v;
	else if (!strcmp(key, "managed"))
		z->managed = v;
	else if (!strcmp(key, "count"))
		z->lists += v;
	else if (!strcmp(key, "nr_slab_reclaimable") ||
		 !strcmp(key, "nr_slab_unreclaimable"))
		z->slab += v;
	else if (!strcmp(key, "nr_kernel_stack") ||
		 !strcmp(key, "nr_shadow_call_stack"))
		z->stack_kb += v;
}

int zones_next(const char **at, struct zone_pages *z)
{
	const char *line = *at, *next;
	struct zone_pages other;

	memset(z, 0, sizeof(*z));
	if (!*line)
		return 0;
	if (!is_head(line, z))
		return -EBADMSG;
	for (line = next_line(line); line && *line; line = next) {
		next = next_line(line);
		if (!next)
			return -EBADMSG;
		if (is_head(line, &other))
			break;
		take(line, z);
	}
	if (!line)
		return -EBADMSG;
	*at = line;
	return 1;
}
