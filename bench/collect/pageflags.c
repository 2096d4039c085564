// SPDX-License-Identifier: GPL-2.0-only
/*
 * pageflags.c - pages whose type says they are page tables
 *
 * The constructor of a table sets the type and counts the page, and the
 * destructor undoes both. Since 6.17 freeing a page clears its type in any
 * case: a table without a destructor is counted forever, and no page has the
 * type. So the two counts tell of both, without a module.
 *
 * All pages are looked at, which is 8 MiB of flags for 4 GiB of memory: only
 * scenarios with kptbench-flags=1 in boot have it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/parse.h"

#define FLAGS	"/proc/kpageflags"
#define VMSTAT	"/proc/vmstat"
#define WORD	"kptbench-flags=1"
#define PGTABLE	(1ULL << 26)	/* KPF_PGTABLE, since 4.18 */

enum { PAGES, ERROR };

static const struct metric metrics[] = {
	[PAGES] = { "pageflags.pgtable", "tables", "pages", "exact", "none",
		    FLAGS ":KPF_PGTABLE", false },
	/* PGDs of two pages have one type: only a change means something. */
	[ERROR] = { "pageflags.error", "check", "pages", "exact", "zero",
		    VMSTAT ":nr_page_table_pages - " FLAGS ":KPF_PGTABLE",
		    false },
};

static int probe(struct collect *c, char *why, size_t len)
{
	char path[512];
	int ret = machine_read(c->set->m, "/proc/cmdline", c->set->buf,
			       c->set->buf_len);

	/* Where nobody asked, there is nothing to tell. */
	if (ret < 0 || !strstr(c->set->buf, WORD)) {
		c->nr_metrics = 0;
		snprintf(why, len, "every page is looked at, if a scenario boots with " WORD);
		return -ENODATA;
	}
	ret = machine_path(c->set->m, path, sizeof(path), FLAGS);
	if (!ret && access(path, R_OK))
		ret = -errno;
	if (ret)
		snprintf(why, len, FLAGS ": %s (CONFIG_PROC_PAGE_MONITOR, root)",
			 strerror(-ret));
	return ret;
}

/* How many pages have the type; or -errno. */
static long count_pages(const struct machine *m)
{
	static uint64_t flags[8192];
	char path[512];
	ssize_t got, i;
	long n = 0;
	int fd;

	if (machine_path(m, path, sizeof(path), FLAGS))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	while ((got = read(fd, flags, sizeof(flags))) > 0)
		for (i = 0; i < got / (ssize_t)sizeof(flags[0]); i++)
			n += !!(flags[i] & PGTABLE);
	if (got < 0)
		n = -errno;
	close(fd);
	return n;
}

static void do_read(struct collect *c, struct value *out)
{
	long n = count_pages(c->set->m);
	uint64_t said;
	int ret;

	if (n < 0) {
		value_na(&out[PAGES], FLAGS ": %s", strerror((int)-n));
		value_na(&out[ERROR], FLAGS ": %s", strerror((int)-n));
		return;
	}
	value_set(&out[PAGES], (double)n);
	ret = machine_read(c->set->m, VMSTAT, c->set->buf, c->set->buf_len);
	if (ret >= 0)
		ret = parse_key(c->set->buf, "nr_page_table_pages", NULL,
				&said);
	if (ret < 0)
		value_na(&out[ERROR], VMSTAT ": nr_page_table_pages: %s",
			 strerror(-ret));
	else
		value_count(c->set, &out[ERROR], (double)said - (double)n);
}

const struct collector pageflags_collector = {
	.name = "pageflags",
	.summary = "pages that are page tables by their type, from /proc/kpageflags",
	.metrics = metrics,
	.nr_metrics = sizeof(metrics) / sizeof(metrics[0]),
	.probe = probe,
	.read = do_read,
};
