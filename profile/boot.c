// SPDX-License-Identifier: GPL-2.0-only
/* boot.c - marks on the way of a boot */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/boot.h"

bool boot_add(struct boot *b, const char *word)
{
	struct boot_mark *m = &b->mark[b->nr];
	size_t len = strcspn(word, "@");
	char *end;

	if (b->nr == BOOT_MARKS || !len || len >= sizeof(m->name) || !word[len])
		return false;
	m->boot = b;
	memcpy(m->name, word, len);
	errno = 0;
	m->addr = strtoull(word + len + 1, &end, 16);
	if (errno || *end || end == word + len + 1)
		return false;
	b->nr++;
	return true;
}

struct boot_mark *boot_mark_at(struct boot *b, uint64_t addr)
{
	size_t i;

	for (i = 0; i < b->nr; i++)
		if (b->mark[i].addr == addr)
			return &b->mark[i];
	return NULL;
}

static int write_marks(const struct boot *b)
{
	FILE *f = fopen(b->out, "we");
	size_t i;
	int bad;

	if (!f)
		return -errno;
	fprintf(f, BOOT_MAGIC "\n");
	for (i = 0; i < b->nr; i++)
		fprintf(f, "mark %s %" PRIu64 "\n", b->mark[i].name,
			b->mark[i].at);
	fprintf(f, "end\n");
	errno = EIO;
	bad = ferror(f);
	return fclose(f) || bad ? -errno : 0;
}

int boot_reached(struct boot_mark *m, uint64_t executed)
{
	struct boot *b = m->boot;

	if (m->seen)
		return 0;
	m->seen = true;
	m->at = executed;
	b->seen++;
	return boot_counts(b) ? 0 : write_marks(b);
}
