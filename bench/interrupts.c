// SPDX-License-Identifier: GPL-2.0-only
/* interrupts.c - sums of /proc/interrupts and /proc/vmstat, pure functions */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/interrupts.h"

/* arm64 and riscv invalidate TLBs of other CPUs without an interrupt. */
const char *const shootdown_lines[] = { "TLB", NULL };
/* x86 has a line a kind, arm64 and riscv a line a number. */
const char *const ipi_lines[] = { "TLB", "CAL", "RES", "IPI", NULL };

static bool is_named(const char *line, const char *const *names)
{
	for (; *names; names++) {
		size_t n = strlen(*names);

		if (strncmp(line, *names, n))
			continue;
		while (isdigit((unsigned char)line[n]))
			n++;
		if (line[n] == ':')
			return true;
	}
	return false;
}

/* A number a CPU, then words. */
static uint64_t add_cpus(const char *at)
{
	uint64_t sum = 0;
	char *end;

	for (;; at = end) {
		at += strspn(at, " \t");
		if (!isdigit((unsigned char)*at))
			return sum;
		sum += strtoull(at, &end, 10);
	}
}

static int whole(const char *text, bool found)
{
	size_t len = strlen(text);

	if (!len || text[len - 1] != '\n')
		return -EBADMSG;
	return found ? 0 : -ENOENT;
}

int interrupts_sum(const char *text, const char *const *names, uint64_t *sum)
{
	const char *line = text;
	bool found = false;

	*sum = 0;
	while (line && *line) {
		line += strspn(line, " ");
		if (is_named(line, names)) {
			found = true;
			*sum += add_cpus(strchr(line, ':') + 1);
		}
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return whole(text, found);
}

int vmstat_sum(const char *text, const char *key, uint64_t *sum)
{
	size_t len = strcspn(key, "*");
	const char *line = text;
	bool found = false;

	*sum = 0;
	while (line && *line) {
		if (!strncmp(line, key, len) &&
		    (key[len] == '*' || line[len] == ' ')) {
			found = true;
			*sum += strtoull(line + strcspn(line, " \n"), NULL, 10);
		}
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return whole(text, found);
}
