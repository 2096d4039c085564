// SPDX-License-Identifier: GPL-2.0-only
/* matrix.c - many architectures and configurations, one line each */
#include <errno.h>
#include <stdlib.h>

#include "analyze/report/doc.h"
#include "analyze/report/matrix.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static void print_line(FILE *f, FILE *below, const struct summary *s)
{
	const struct env *b = &s->env[BASE];
	struct matrix_line l;

	matrix_read(s, &l);
	fprintf(f, "| %s | %s | %s | %lld |", b->arch,
		b->config_name, b->levels,
		b->page_size);
	for (int i = 0; i < MATRIX_CELLS; i++) {
		fprintf(f, " %s |", l.cell[i].text);
		if (*l.cell[i].why)
			fprintf(below, "- %s %s, %s: %s\n",
				b->arch,
				b->config_name, matrix_title[i],
				l.cell[i].why);
	}
	fprintf(f, " %s | %s | %s |\n", l.counter, l.balance,
		s->verdict);
}

/* Why a cell is n/a is said below the table, once for each machine. */
static int print_many(FILE *f, struct summary *const *s, size_t n)
{
	char *reasons = NULL;
	size_t len = 0;
	FILE *below = open_memstream(&reasons, &len);

	if (!below)
		return -ENOMEM;
	fputs("Base -> patched. Constructed: of the kernel's page tables "
	      "allocated after boot, in\nthe walk with most of them; those of "
	      "vmemmap are left out by design. Accounting\nerror: pages that "
	      "PageTables lacks (-); where no table can be held, tables\n"
	      "allocated after boot that are not counted. Instructions are "
	      "QEMU's count.\n\n"
	      "| machine | configuration | levels | page, bytes |", f);
	for (int i = 0; i < MATRIX_CELLS; i++)
		fprintf(f, " %s |", matrix_title[i]);
	fputs(" counted by | balance | this run |\n"
	      "|---|---|---|--:|---|---|---|---|---|---|---|\n", f);
	for (size_t i = 0; i < n; i++)
		print_line(f, below, s[i]);
	if (fclose(below)) {
		free(reasons);
		return -ENOMEM;
	}
	if (len)
		fprintf(f, "\n%s", reasons);
	free(reasons);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_matrix = {
	.name = "matrix",
	.summary = "one table of several summaries, a line each",
	.print_many = print_many,
};
