// SPDX-License-Identifier: GPL-2.0-only
/*
 * bootstrap.c - the bootstrap against R's, and to the bit against itself
 *
 * tests/oracle/bootstrap.txt (bootstrap.R) has bounds the ends of an interval
 * must lie in; tests/oracle/bits.txt has what a right program computed, and
 * REGENERATE=1 writes it anew.
 */
#include <stdlib.h>

#include "analyze/stats/ratio.h"
#include "tests/unit/golden.h"
#include "tests/unit/tap.h"

#define BITS	"tests/oracle/bits.txt"

static FILE *fresh;

/* The interval of one line, drawn with the seed reports use. */
static int interval(const struct golden *g, const struct samples *s,
		    double *lo, double *hi)
{
	struct st_draws *d = st_draws_new(s->na, s->nb, ST_SEED);
	int err = !d;

	if (!err)
		err = st_bootstrap(d, s->a, s->b, !strcmp(g->word, "paired"),
				   0.95, lo, hi);
	st_draws_free(d);
	return err;
}

static bool bounds(const struct golden *g, const struct samples *s)
{
	double lo = NAN, hi = NAN, lo2 = NAN, hi2 = NAN;

	if (strcmp(g->word, "paired") && strcmp(g->word, "independent"))
		return false;
	is_int(interval(g, s, &lo, &hi), 0, "there is an interval");
	ok(g->nr == 4 && lo >= g->v[0] && lo <= g->v[1],
	   "%s, %s: the lower end is where R has it", g->name, g->word);
	ok(g->nr == 4 && hi >= g->v[2] && hi <= g->v[3],
	   "... and the upper end");
	printf("# %.17g to %.17g\n", lo, hi);
	interval(g, s, &lo2, &hi2);
	ok(lo == lo2 && hi == hi2, "... and both again");
	if (!fresh)
		return true;
	if (!strcmp(g->word, "independent")) {
		fprintf(fresh, "case %s\na", g->name);
		for (size_t i = 0; i < s->na; i++)
			fprintf(fresh, " %a", s->a[i]);
		fprintf(fresh, "\nb");
		for (size_t i = 0; i < s->nb; i++)
			fprintf(fresh, " %a", s->b[i]);
		fputc('\n', fresh);
	}
	fprintf(fresh, "%s %a %a\n", g->word, lo, hi);
	return true;
}

static bool bits(const struct golden *g, const struct samples *s)
{
	double lo = NAN, hi = NAN;

	interval(g, s, &lo, &hi);
	ok(g->nr == 2 && lo == g->v[0] && hi == g->v[1],
	   "%s, %s: the same bits as ever", g->name, g->word);
	if (g->nr != 2 || lo != g->v[0] || hi != g->v[1])
		printf("# got %a to %a, want %a to %a\n", lo, hi, g->v[0],
		       g->v[1]);
	return true;
}

int main(void)
{
	int lines;

	if (getenv("REGENERATE")) {
		fresh = fopen(BITS, "w");
		if (fresh)
			fprintf(fresh, "# made by REGENERATE=1 build/unit/"
				"bootstrap: data and intervals, to the bit\n");
	}
	lines = golden_each("tests/oracle/bootstrap.txt", bounds);
	is_int(lines, 7, "seven bootstraps of R were compared");
	if (fresh)
		fclose(fresh);
	lines = golden_each(BITS, bits);
	is_int(lines, 7, "seven intervals were compared to the bit");
	return tap_done();
}
