// SPDX-License-Identifier: GPL-2.0-only
/* profile_flame.c - a difference flame graph, as SVG */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/profile/profile.h"
#include "analyze/words/number.h"
#include "common/util.h"

#define WIDTH	1200.0
#define ROW	17.0
#define TOP	64.0
#define LETTER	6.6	/* of the font, on average */

/**
 * struct graph - one picture
 * @scale:	pixels an amount
 * @most:	largest difference of any frame, for the colours
 */
struct graph {
	FILE *f;
	const struct pr_profile *p;
	double scale;
	long long most;
};

/* A frame is as wide as on the side where it is wider: nothing is lost. */
static long long width_of(const struct pr_node *n)
{
	long long b = n->self[PR_BASE][PR_EXEC];
	long long p = n->self[PR_PATCHED][PR_EXEC];
	long long sum = b > p ? b : p;
	const struct pr_node *c;

	for (c = n->child; c; c = c->next)
		sum += width_of(c);
	return sum;
}

static long long diff_of(const struct pr_node *n)
{
	return pr_sum(n, PR_PATCHED, PR_EXEC) - pr_sum(n, PR_BASE, PR_EXEC);
}

static long long most_of(const struct pr_node *n)
{
	long long most = llabs(diff_of(n));
	const struct pr_node *c;

	for (c = n->child; c; c = c->next) {
		long long m = most_of(c);

		most = m > most ? m : most;
	}
	return most;
}

static int depth_of(const struct pr_node *n)
{
	const struct pr_node *c;
	int deepest = 0;

	for (c = n->child; c; c = c->next) {
		int d = depth_of(c);

		deepest = d > deepest ? d : deepest;
	}
	return deepest + 1;
}

static void put_text(FILE *f, const char *s, size_t max)
{
	for (; *s && max--; s++) {
		if (*s == '<')
			fputs("&lt;", f);
		else if (*s == '>')
			fputs("&gt;", f);
		else if (*s == '&')
			fputs("&amp;", f);
		else
			fputc(*s >= ' ' && *s < 127 ? *s : '?', f);
	}
}

static const char *signed_per(const struct graph *g, long long amount,
			      char buf[WORDS_LEN])
{
	return words_signed(pr_per(g->p, amount), buf);
}

/* White where nothing changed, red where more, blue where fewer. */
static void put_colour(const struct graph *g, long long diff)
{
	int pale = g->most ? 255 - (int)(200 * sqrt((double)llabs(diff) /
						     (double)g->most)) : 255;

	if (!diff)
		fprintf(g->f, "#eeeeee");
	else if (diff > 0)
		fprintf(g->f, "#ff%02x%02x", pale, pale);
	else
		fprintf(g->f, "#%02x%02xff", pale, pale);
}

static void put_frame(const struct graph *g, const struct pr_node *n,
		      const char *name, double x, double y)
{
	double width = (double)width_of(n) * g->scale;
	long long diff = diff_of(n);
	char d[WORDS_LEN];

	fprintf(g->f, "<g><title>");
	put_text(g->f, name, 200);
	fprintf(g->f, ": %.10g and %.10g a %s, %s</title>"
		"<rect x='%.2f' y='%.2f' width='%.2f' height='%.2f' fill='",
		pr_per(g->p, pr_sum(n, PR_BASE, PR_EXEC)),
		pr_per(g->p, pr_sum(n, PR_PATCHED, PR_EXEC)), g->p->per,
		signed_per(g, diff, d), x, y, width, ROW - 1);
	put_colour(g, diff);
	fprintf(g->f, "' stroke='#999' stroke-width='0.3'/>");
	if (width > 4 * LETTER) {
		fprintf(g->f, "<text x='%.2f' y='%.2f'>", x + 2, y + ROW - 5);
		put_text(g->f, name, (size_t)((width - 4) / LETTER));
		fprintf(g->f, "</text>");
	}
	fprintf(g->f, "</g>\n");
}

static int by_name(const void *a, const void *b)
{
	const struct pr_node *x = *(const struct pr_node *const *)a;
	const struct pr_node *y = *(const struct pr_node *const *)b;

	return strcmp(x->name, y->name);
}

static int put_below(const struct graph *g, const struct pr_node *n, double x,
		     double y)
{
	const struct pr_node *c, **v;
	size_t nr = 0, i;
	int ret = 0;

	for (c = n->child; c; c = c->next)
		nr++;
	if (!nr)
		return 0;
	v = calloc(nr, sizeof(*v));
	if (!v)
		return -ENOMEM;
	for (i = 0, c = n->child; c; c = c->next)
		v[i++] = c;
	qsort(v, nr, sizeof(*v), by_name);
	for (i = 0; i < nr && !ret; i++) {
		double width = (double)width_of(v[i]) * g->scale;

		/* What no one can see would only make the file large. */
		if (width >= 0.1) {
			put_frame(g, v[i], v[i]->name, x, y);
			ret = put_below(g, v[i], x, y + ROW);
		}
		x += width;
	}
	free(v);
	return ret;
}

int pr_flame(FILE *f, const struct pr_profile *p)
{
	long long width = width_of(&p->root);
	struct graph g = { f, p, width ? WIDTH / (double)width : 0,
			   most_of(&p->root) };
	double height = TOP + ROW * (depth_of(&p->root) + 1);
	int ret;

	fprintf(f, "<svg xmlns='http://www.w3.org/2000/svg' width='%.0f' height='%.0f' viewBox='0 0 %.0f %.0f' font-family='monospace' font-size='11'>\n"
		"<rect width='100%%' height='100%%' fill='white'/>\n"
		"<text x='4' y='18' font-size='14'>", WIDTH, height, WIDTH,
		height);
	put_text(f, p->scenario, 64);
	fprintf(f, ": instructions per %s, ", p->per);
	put_text(f, p->label[PR_BASE], 64);
	fprintf(f, " against ");
	put_text(f, p->label[PR_PATCHED], 64);
	fprintf(f, "</text>\n<text x='4' y='36'>red: more, blue: fewer, grey: as many; a function above, what is inlined into it below; as wide as on the side where it is wider</text>\n");
	put_frame(&g, &p->root, "all functions", 0, TOP - ROW);
	ret = put_below(&g, &p->root, 0, TOP);
	fprintf(f, "</svg>\n");
	return ret ? ret : ferror(f) ? -EIO : 0;
}
