// SPDX-License-Identifier: GPL-2.0-only
/* matrix.c - many architectures and configurations, one line each */
#include "analyze/report/matrix.h"
#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

/* How many page-table levels the machine has, told apart in no other way. */
static int levels(const struct env *env)
{
	const char *s = env->levels;
	int n = *s != '\0';

	for (; *s; s++)
		n += *s == ' ';
	return n;
}

/* Of the tables that a constructor could see, how many did it, in percent? */
static double share(const struct matrix_line *l, int side)
{
	return 100.0 * (double)l->constructed[side] / (double)l->born[side];
}

static void write_matrix(struct plot_out *o, struct summary *const *s, size_t n)
{
	/* Each with its width, as plots/matrix.gp has it. */
	static const struct {
		const char *name;
		double em;
	} column[MATRIX_CELLS] = {
		[MATRIX_CONSTRUCTED] = { "constructed", 17 },
		[MATRIX_LOCKS] = { "locks", 12 },
		[MATRIX_ERROR] = { "error", 14 },
		[MATRIX_COST] = { "cost", 24 },
	};
	struct matrix_line l;
	char name[200];
	double wide = 0, em;

	plot_array(o, "name", n);
	plot_array(o, "balance", n);
	for (int i = 0; i < MATRIX_CELLS; i++)
		plot_array(o, column[i].name, n);
	for (size_t at = 1; at <= n; at++) {
		const struct env *b = &s[at - 1]->env[BASE];

		matrix_read(s[at - 1], &l);
		plot_column_name(o, at - 1, name, sizeof(name));
		em = plot_item(o, "name", at, 24, "%s, %d levels", name,
			       levels(b));
		wide = em > wide ? em : wide;
		for (int i = 0; i < MATRIX_CELLS; i++)
			plot_item(o, column[i].name, at, column[i].em, "%s",
				  l.cell[i].text);
		plot_item(o, "balance", at, 19, "%s", l.balance);
		fprintf(o->dat, "%zu", at);
		for (int k = 0; k < SIDES; k++)
			plot_value(o, share(&l, k));
		fputc('\n', o->dat);
	}
	plot_number(o, "rows", (double)n);
	plot_number(o, "namewidth", wide);
}

const struct plot_ops plot_matrix = {
	.name = "matrix",
	.text = "several summaries, a line each",
	.write_many = write_matrix,
};
