// SPDX-License-Identifier: GPL-2.0-only
/* meminfo.c - what /proc/meminfo says page tables hold */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/collect.h"
#include "bench/parse.h"

#define FILE_NAME "/proc/meminfo"

/* Pages, since that is what a table is; the file itself counts in kB. */
static const struct metric metrics[] = {
	{ "meminfo.PageTables", "accounting", "pages", "exact", "none",
	  FILE_NAME ":PageTables", true },
	{ "meminfo.SecPageTables", "accounting", "pages", "exact", "none",
	  FILE_NAME ":SecPageTables", false },
};

static int probe(struct collect *c, char *why, size_t len)
{
	int ret = machine_read(c->set->m, FILE_NAME, c->set->buf,
			       c->set->buf_len);

	if (ret >= 0)
		return 0;
	snprintf(why, len, FILE_NAME ": %s: is /proc mounted?",
		 strerror(-ret));
	return ret;
}

static void one(struct collect *c, const char *key, struct value *out)
{
	uint64_t kb;
	int ret = parse_key(c->set->buf, key, "kB", &kb);

	if (ret == -ENOENT)
		value_na(out, FILE_NAME " of this kernel has no %s", key);
	else if (ret)
		value_na(out, FILE_NAME ": %s: line cut off or damaged", key);
	else
		value_count(c->set, out, (double)kb * 1024 /
			    (double)c->set->m->page_size);
}

static void do_read(struct collect *c, struct value *out)
{
	int ret = machine_read(c->set->m, FILE_NAME, c->set->buf,
			       c->set->buf_len);
	size_t i;

	if (ret < 0) {
		for (i = 0; i < c->nr_metrics; i++)
			value_na(&out[i], FILE_NAME ": %s", strerror(-ret));
		return;
	}
	one(c, "PageTables", &out[0]);
	one(c, "SecPageTables", &out[1]);
}

const struct collector meminfo_collector = {
	.name = "meminfo",
	.summary = "page-table pages as /proc/meminfo counts them",
	.metrics = metrics,
	.nr_metrics = sizeof(metrics) / sizeof(metrics[0]),
	.probe = probe,
	.read = do_read,
};
