// SPDX-License-Identifier: GPL-2.0-only
/*
 * metric.c - metrics that tell one fact, and its name
 *
 * A ptlock is an object in a slab and so many bytes: three metrics, one fact.
 * A report says it once, by the first of them that was measured. A metric
 * that is not here is a fact of its own.
 */
#include <string.h>

#include "analyze/words/words.h"
#include "common/util.h"

static const struct {
	const char *metric, *fact, *name;
} facts[] = {
	{ "ptlocks.kernel", "ptlock", "ptlock objects" },
	{ "slab.page_ptl.active", "ptlock", "ptlock objects" },
	{ "slab.page_ptl.bytes", "ptlock", "ptlock bytes" },
	{ "slab.page_ptl.slabs", "ptlock", "slabs of ptlocks" },
	{ "slab.page_ptl.slab_bytes", "ptlock", "bytes of ptlock slabs" },
	{ "meminfo.PageTables", "PageTables", "PageTables" },
	{ "vmstat.nr_page_table_pages", "PageTables", "PageTables" },
	{ "node.PageTables", "PageTables", "PageTables" },
	{ "accounting.error", "PageTables", "PageTables minus tables" },
	{ "tables.unconstructed", "constructed", "unconstructed tables" },
	{ "constructed.pte", "constructed", "constructed PTE tables" },
	{ "constructed.pmd", "constructed", "constructed PMD tables" },
	{ "constructed.pud", "constructed", "constructed PUD tables" },
	{ "constructed.p4d", "constructed", "constructed P4D tables" },
	{ "pages.used", "pages.used", "pages in use" },
	{ "pages.slab", "pages.slab", "pages of slab caches" },
	{ "tables.pte", "tables.pte", "PTE tables" },
	{ "tables.pmd", "tables.pmd", "PMD tables" },
	{ "tables.pud", "tables.pud", "PUD tables" },
	{ "tables.p4d", "tables.p4d", "P4D tables" },
	{ "meminfo.SecPageTables", "SecPageTables", "SecPageTables" },
	{ "vmstat.nr_sec_page_table_pages", "SecPageTables",
	  "SecPageTables" },
};

static long find(const char *metric)
{
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		if (!strcmp(facts[i].metric, metric))
			return (long)i;
	/* What a node tells is what the machine tells. */
	if (!strncmp(metric, "node", 4) && (strstr(metric, "PageTables") ||
	    strstr(metric, "page_table_pages")))
		return find(strcasestr(metric, "sec") ?
			    "meminfo.SecPageTables" : "node.PageTables");
	return -1;
}

const char *words_fact(const char *metric)
{
	long at = find(metric);

	return at < 0 ? metric : facts[at].fact;
}

size_t words_fact_rank(const char *metric)
{
	long at = find(metric);

	return at < 0 ? ARRAY_SIZE(facts) : (size_t)at;
}

const char *words_metric(const char *metric)
{
	long at = find(metric);

	return at < 0 ? metric : facts[at].name;
}
