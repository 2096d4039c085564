// SPDX-License-Identifier: GPL-2.0-only
/* vmstat.c - what /proc/vmstat says page tables hold */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "bench/collect.h"
#include "bench/parse.h"

#define FILE_NAME "/proc/vmstat"

static const struct metric metrics[] = {
	{ "vmstat.nr_page_table_pages", "accounting", "pages", "exact", "none",
	  FILE_NAME ":nr_page_table_pages", false },
	{ "vmstat.nr_sec_page_table_pages", "accounting", "pages", "exact",
	  "none", FILE_NAME ":nr_sec_page_table_pages", false },
};

static const char *const keys[] = {
	"nr_page_table_pages", "nr_sec_page_table_pages",
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

/*
 * Counts sit in per-CPU differences until they are folded: the write does it
 * for every reader of vmstat, meminfo and node files. Where the switch is
 * missing the kernel folds by itself within a second, and a reading before
 * that would show a leak that there is none, or hide one.
 */
static void prepare(struct collect *c)
{
	int ret = machine_write(c->set->m, KPT_REFRESH, "1\n");
	struct utsname u;

	c->set->lag[0] = '\0';
	/* With one CPU there is nothing to fold, and no switch. */
	if (ret == -ENOENT && !uname(&u) && !strstr(u.version, "SMP"))
		return;
	if (ret == -ENOENT)
		snprintf(c->set->lag, sizeof(c->set->lag),
			 "counts lag by what CPUs keep: no " KPT_REFRESH
			 " (CONFIG_SYSCTL; CONFIG_PROC_SYSCTL before Linux 7.3)");
	else if (ret < 0)
		snprintf(c->set->lag, sizeof(c->set->lag),
			 "counts lag by what CPUs keep: " KPT_REFRESH ": %s%s",
			 strerror(-ret),
			 ret == -EACCES || ret == -EPERM ? " (root may)" : "");
}

static void do_read(struct collect *c, struct value *out)
{
	int ret = machine_read(c->set->m, FILE_NAME, c->set->buf,
			       c->set->buf_len);
	uint64_t v;
	size_t i;

	for (i = 0; i < c->nr_metrics; i++) {
		int err = ret < 0 ? ret :
			  parse_key(c->set->buf, keys[i], NULL, &v);

		if (!err)
			value_count(c->set, &out[i], (double)v);
		else if (err == -ENOENT)
			value_na(&out[i], FILE_NAME " of this kernel has no %s",
				 keys[i]);
		else if (ret < 0)
			value_na(&out[i], FILE_NAME ": %s", strerror(-ret));
		else
			value_na(&out[i], FILE_NAME
				 ": %s: line cut off or damaged", keys[i]);
	}
}

const struct collector vmstat_collector = {
	.name = "vmstat",
	.summary = "page-table pages as /proc/vmstat counts them",
	/* After slab: a shrink may move pages, the fold must come last. */
	.order = 20,
	.metrics = metrics,
	.nr_metrics = sizeof(metrics) / sizeof(metrics[0]),
	.probe = probe,
	.prepare = prepare,
	.read = do_read,
};
