// SPDX-License-Identifier: GPL-2.0-only
/* balance.c - tables by the module's audit, memory by /proc/allocinfo */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "tests/soak/guest/balance.h"
#include "tests/soak/guest/soak.h"

#define ALLOCINFO	"/proc/allocinfo"
#define TRIES		5

static int read_tables(int fd, struct balance *b)
{
	struct kptb_audit audit;
	unsigned int i;

	memset(b->tables, 0, sizeof(b->tables));
	for (i = 0; i < TRIES; i++)
		if (!ioctl(fd, KPTB_IOC_AUDIT, &audit) || errno != EAGAIN)
			break;
	if (i == TRIES || audit.nr_rows > KPTB_AUDIT_ROWS)
		return soak_fail("audit: %s", strerror(errno));
	for (i = 0; i < audit.nr_rows; i++) {
		const struct kptb_audit_row *row = &audit.rows[i];

		if (row->region >= KPTB_NR_REGIONS ||
		    row->level >= KPTB_NR_LEVELS)
			return soak_fail("audit: row %u is of nothing", i);
		b->tables[row->region][row->level] = row->tables;
	}
	return 0;
}

/* A line is "BYTES CALLS FILE:LINE [MODULE] func:NAME". */
static long long module_bytes(void)
{
	char line[512];
	long long bytes = 0;
	FILE *f = fopen(ALLOCINFO, "re");

	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f))
		if (strstr(line, "[kptbench]"))
			bytes += atoll(line);
	fclose(f);
	return bytes;
}

static void tell_bytes(void)
{
	char line[512];
	FILE *f = fopen(ALLOCINFO, "re");

	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, "[kptbench]") && atoll(line))
			soak_say("allocated: %.*s", (int)strcspn(line, "\n"),
				 line);
	if (f)
		fclose(f);
}

int balance_take(int fd, struct balance *b)
{
	ioctl(fd, KPTB_IOC_QUIESCE);
	b->bytes = module_bytes();
	return read_tables(fd, b);
}

/* Rows that may not differ; the number of those that do. */
static int differing(const struct balance *was, const struct balance *is,
		     bool arena_alone, bool tell)
{
	unsigned int region, level;
	int n = 0;

	for (region = 0; region < KPTB_NR_REGIONS; region++)
		for (level = 0; level < KPTB_NR_LEVELS; level++) {
			unsigned long long a = was->tables[region][level];
			unsigned long long b = is->tables[region][level];

			if (a == b || (arena_alone && region != KPTB_ARENA))
				continue;
			if (region == KPTB_VMALLOC || region == KPTB_MODULES ||
			    region == KPTB_OTHER)
				continue;
			n++;
			if (tell)
				soak_fail("tables of region %u, level %u: %llu, were %llu",
					  region, level, b, a);
		}
	return n;
}

int balance_arena(int fd, const struct balance *was)
{
	struct balance is;

	if (read_tables(fd, &is))
		return 1;
	if (!differing(was, &is, true, false))
		return 0;
	/* What is freed late is not left behind. */
	ioctl(fd, KPTB_IOC_QUIESCE);
	return read_tables(fd, &is) || differing(was, &is, true, true);
}

int balance_check(int fd, const struct balance *was)
{
	struct balance is;

	if (balance_take(fd, &is))
		return 1;
	if (is.bytes != was->bytes) {
		tell_bytes();
		return soak_fail("the module holds %lld bytes, and held %lld",
				 is.bytes, was->bytes);
	}
	return differing(was, &is, false, true) ? 1 : 0;
}
