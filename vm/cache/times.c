// SPDX-License-Identifier: GPL-2.0-only
/* times.c - how long things took on this machine: a line each in the cache */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/cache/cache.h"
#include "vm/cache/times.h"

#define LINE	256
#define LONGEST	(30 * 86400.0)	/* more is no time of ours */

/* "SECONDS WHAT": WHAT, or NULL where a line is no such thing. */
static const char *parse(char *line, double *seconds)
{
	char *end;

	line[strcspn(line, "\n")] = '\0';
	*seconds = strtod(line, &end);
	return end != line && *end == ' ' && *seconds >= 0 &&
	       *seconds < LONGEST ? end + 1 : NULL;
}

static FILE *open_times(char *path, size_t len)
{
	return vm_cache_path(path, len, "times") ? NULL : fopen(path, "re");
}

double vm_times_get(const char *what)
{
	char path[VM_PATH], line[LINE];
	double seconds, found = -1;
	FILE *f = open_times(path, sizeof(path));

	while (f && fgets(line, sizeof(line), f)) {
		const char *name = parse(line, &seconds);

		if (name && !strcmp(name, what))
			found = seconds;
	}
	if (f)
		fclose(f);
	return found;
}

/* A new file takes the place of the old: a reader sees one or the other. */
void vm_times_put(const char *what, double seconds)
{
	char path[VM_PATH], tmp[VM_PATH + 32], line[LINE];
	FILE *f = open_times(path, sizeof(path)), *new;
	double was;
	int bad;

	kpt_join(tmp, sizeof(tmp), "%s.%ld", path, (long)getpid());
	new = fopen(tmp, "we");
	while (new && f && fgets(line, sizeof(line), f)) {
		const char *name = parse(line, &was);

		if (name && strcmp(name, what))
			fprintf(new, "%.1f %s\n", was, name);
	}
	if (f)
		fclose(f);
	if (!new)
		return;
	bad = fprintf(new, "%.1f %s\n", seconds, what) < 0;
	if (fclose(new) || bad || rename(tmp, path))
		unlink(tmp);
}
