// SPDX-License-Identifier: GPL-2.0-only
/* audit.c - the kernel's own page tables, counted by the module's walk */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/collect.h"
#include "bench/parse.h"

#define WALK "KPTB_IOC_AUDIT"
#define VMSTAT "/proc/vmstat"
#define NR_COUNTED 4	/* PTE to P4D; the one PGD is no count of interest */

enum { PTLOCKS, ERROR, UNCONSTRUCTED, FIRST_LEVEL };

static const struct metric totals[] = {
	[PTLOCKS] = { "ptlocks.kernel", "memory", "objects", "exact", "lower",
		      WALK, true },
	/*
	 * User tables are in what the kernel says and not in the walk, so only
	 * a change from one phase to the next means something.
	 */
	[ERROR] = { "accounting.error", "check", "pages", "exact", "zero",
		    VMSTAT ":nr_page_table_pages - " WALK, true },
	/* vmemmap tables have no constructor by design: the audit has a row */
	[UNCONSTRUCTED] = { "tables.unconstructed", "check", "pages", "exact",
			    "zero", WALK, false },
};

static const char *const table_names[NR_COUNTED] = {
	"tables.pte", "tables.pmd", "tables.pud", "tables.p4d",
};

static const char *const ctor_names[NR_COUNTED] = {
	"constructed.pte", "constructed.pmd", "constructed.pud",
	"constructed.p4d",
};

struct audit {
	struct metric metrics[FIRST_LEVEL + 2 * NR_COUNTED];
	int level[NR_COUNTED];
	size_t nr_levels;
	struct kptb_audit walk;
};

static int probe(struct collect *c, char *why, size_t len)
{
	const struct machine *m = c->set->m;
	struct audit *a;
	size_t n = 0, l;
	int ret;

	if (m->fd < 0) {
		snprintf(why, len, "%s", m->why);
		return -ENODEV;
	}
	a = calloc(1, sizeof(*a));
	if (!a) {
		snprintf(why, len, "out of memory");
		return -ENOMEM;
	}
	ret = machine_audit(m, &a->walk);
	if (ret) {
		snprintf(why, len, WALK ": %s", strerror(-ret));
		free(a);
		return ret;
	}
	memcpy(a->metrics, totals, sizeof(totals));
	n = FIRST_LEVEL;
	for (l = 0; l < NR_COUNTED; l++) {
		if (!(m->info.levels & (1u << l)))
			continue;
		a->level[a->nr_levels++] = (int)l;
		a->metrics[n++] = (struct metric){ table_names[l], "tables",
			"pages", "exact", "lower", WALK, l == KPTB_PTE };
		a->metrics[n++] = (struct metric){ ctor_names[l], "tables",
			"pages", "exact", "higher", WALK, false };
	}
	c->metrics = a->metrics;
	c->nr_metrics = n;
	c->priv = a;
	return 0;
}

static void accounting_error(struct collect *c, double tables,
			     struct value *out)
{
	uint64_t said;
	int ret = machine_read(c->set->m, VMSTAT, c->set->buf,
			       c->set->buf_len);

	if (ret >= 0)
		ret = parse_key(c->set->buf, "nr_page_table_pages", NULL,
				&said);
	if (ret < 0)
		value_na(out, VMSTAT ": nr_page_table_pages: %s",
			 strerror(-ret));
	else
		value_count(c->set, out, (double)said - tables);
}

static void do_read(struct collect *c, struct value *out)
{
	struct audit *a = c->priv;
	uint64_t tables[KPTB_NR_LEVELS] = { 0 }, ctor[KPTB_NR_LEVELS] = { 0 };
	uint64_t all = 0, ptlocks = 0, without = 0;
	const struct machine *m = c->set->m;
	size_t i;
	int ret = machine_audit(m, &a->walk);

	if (ret) {
		for (i = 0; i < c->nr_metrics; i++)
			value_na(&out[i], WALK ": %s", strerror(-ret));
		return;
	}
	for (i = 0; i < a->walk.nr_rows; i++) {
		const struct kptb_audit_row *row = &a->walk.rows[i];
		uint64_t known = row->boot + row->constructed, pages;

		/* Part of a page that the slab allocator accounts for. */
		if (row->level >= KPTB_NR_LEVELS || row->region == KPTB_SLAB)
			continue;
		pages = machine_table_pages(m, row->level, row->tables);
		tables[row->level] += pages;
		ctor[row->level] += machine_table_pages(m, row->level,
							row->constructed);
		all += pages;
		/* Those of efi_mm are no tables of the kernel's own mm. */
		if (row->region != KPTB_EFI)
			ptlocks += row->ptlocks;
		if (row->region != KPTB_VMEMMAP && row->tables > known)
			without += machine_table_pages(m, row->level,
						       row->tables - known);
	}
	value_set(&out[PTLOCKS], (double)ptlocks);
	accounting_error(c, (double)all, &out[ERROR]);
	value_set(&out[UNCONSTRUCTED], (double)without);
	for (i = 0; i < a->nr_levels; i++) {
		int l = a->level[i];

		value_set(&out[FIRST_LEVEL + 2 * i], (double)tables[l]);
		value_set(&out[FIRST_LEVEL + 2 * i + 1], (double)ctor[l]);
	}
}

static void do_close(struct collect *c)
{
	free(c->priv);
	c->priv = NULL;
}

const struct collector audit_collector = {
	.name = "audit",
	.summary = "the kernel's own page tables by level, from a walk",
	.metrics = totals,
	.nr_metrics = FIRST_LEVEL,
	.probe = probe,
	.read = do_read,
	.close = do_close,
};
