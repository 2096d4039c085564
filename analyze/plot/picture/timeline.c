// SPDX-License-Identifier: GPL-2.0-only
/* timeline.c - the state of memory through a run, panels side by side */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/summary/names.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define MAX_PANELS	4
#define STEP		5.0	/* pixels a step takes at least */
#define SECTION		20.0	/* ... and a scenario */

/**
 * struct panel - one quantity through the run
 * @metric:	of its lines, where they are of one
 * @v:		a value a step; NAN where a side has no such step
 * @lo:		least value, @hi: greatest
 * @alike:	other metrics with the very same lines
 */
struct panel {
	const char *title, *metric, *unit;
	double *v[SIDES];
	double lo, hi;
	int alike;
};

static int panel_open(struct panel *p, const char *title, const char *metric,
		      const char *unit, size_t n)
{
	memset(p, 0, sizeof(*p));
	p->title = title;
	p->metric = metric;
	p->unit = unit;
	p->v[BASE] = calloc(SIDES * n, sizeof(double));
	p->v[PATCHED] = p->v[BASE] + n;
	return p->v[BASE] ? 0 : -1;
}

static void panel_close(struct panel *p)
{
	free(p->v[BASE]);
}

/* Adds a metric: what is not named in a step is as it was before. */
static void panel_add(struct panel *p, const struct timeline *t,
		      const struct timeline_metric *m)
{
	for (int k = 0; k < SIDES; k++) {
		double now = NAN;
		size_t at = 0;

		for (size_t i = 0; i < t->nr_steps; i++) {
			if (at < m->nr[k] && m->change[k][at].step == i)
				now = m->change[k][at++].value;
			p->v[k][i] += t->step[i].has[k] ? now : NAN;
		}
	}
}

static bool same_lines(const struct panel *a, const struct panel *b, size_t n)
{
	for (size_t i = 0; i < SIDES * n; i++)
		if (a->v[BASE][i] != b->v[BASE][i] &&
		    !(isnan(a->v[BASE][i]) && isnan(b->v[BASE][i])))
			return false;
	return !strcmp(a->unit, b->unit);
}

/**
 * struct choice - the panels to draw
 * @n:		steps
 * @more:	panels for which there is no room
 */
struct choice {
	struct panel list[MAX_PANELS];
	size_t nr, n, more;
};

/* What never moves is no picture; what moves like another is told once. */
static void consider(struct choice *c, struct panel *p)
{
	p->lo = INFINITY;
	p->hi = -INFINITY;
	for (size_t i = 0; i < SIDES * c->n; i++) {
		p->lo = fmin(p->lo, p->v[BASE][i]);
		p->hi = fmax(p->hi, p->v[BASE][i]);
	}
	if (!(p->lo < p->hi))
		goto drop;
	for (size_t i = 0; i < c->nr; i++)
		if (same_lines(&c->list[i], p, c->n)) {
			c->list[i].alike++;
			goto drop;
		}
	if (c->nr < MAX_PANELS) {
		c->list[c->nr++] = *p;
		return;
	}
	c->more++;
drop:
	panel_close(p);
}

static void tables_together(struct choice *c, const struct timeline *t)
{
	struct panel p;
	bool any = false;

	if (panel_open(&p, "kernel tables", "kernel tables", "pages", c->n))
		return;
	for (size_t i = 0; i < t->nr_metrics; i++) {
		if (t->metric[i].kind != KIND_TABLES)
			continue;
		panel_add(&p, t, &t->metric[i]);
		any = true;
	}
	if (any)
		consider(c, &p);
	else
		panel_close(&p);
}

static void each_metric(struct choice *c, const struct timeline *t,
			enum kind kind, const char *unit)
{
	struct panel p;

	for (size_t i = 0; i < t->nr_metrics; i++) {
		const struct timeline_metric *m = &t->metric[i];

		if (m->kind != kind || (unit && strcmp(m->unit, unit)) ||
		    panel_open(&p, words_metric(m->metric), m->metric, m->unit,
			       c->n))
			continue;
		panel_add(&p, t, m);
		consider(c, &p);
	}
}

static bool same_section(const struct timeline_step *a,
			 const struct timeline_step *b)
{
	return !strcmp(a->scenario, b->scenario) &&
	       !strcmp(a->group, b->group) &&
	       (a->when == PHASE_START) == (b->when == PHASE_START);
}

/**
 * struct sections - what the sections of a picture are called
 * @rows:	of the summary, by scenario and boot line
 * @twice:	titles that several sections would have
 */
struct sections {
	const struct summary *s;
	struct names rows, twice;
};

/* How far a section goes, and the most that is held in it. */
static size_t section_end(const struct timeline *t, size_t at, long long *most)
{
	const struct timeline_step *first = &t->step[at];

	*most = 0;
	for (; at < t->nr_steps && same_section(first, &t->step[at]); at++)
		if (t->step[at].when == PHASE_HELD && t->step[at].n > *most)
			*most = t->step[at].n;
	return at;
}

/* What a scenario does, as its rows tell; its name where there is none. */
static void say_section(const struct sections *sec,
			const struct timeline_step *step, long long most,
			bool by_name, char *buf, size_t len)
{
	char key[600];
	size_t row;

	buf[0] = '\0';
	if (step->when == PHASE_START) {
		say(buf, len, "at boot%s%s", *step->group ? ", " : "",
		    step->group);
		return;
	}
	kpt_join(key, sizeof(key), "%s\x1f%s", step->scenario, step->group);
	row = names_find(&sec->rows, key);
	if (by_name || row == NAMES_NONE)
		say(buf, len, "%s", step->scenario);
	else
		words_title(&sec->s->rows[row], buf, len);
	if (most)
		say(buf, len, ", up to %lld held", most);
}

static void sections_read(struct sections *sec, const struct timeline *t)
{
	struct names titles = { NULL, 0 };
	char text[700];
	long long most;

	for (size_t i = 0; i < sec->s->nr_rows; i++) {
		const struct row *row = &sec->s->rows[i];

		kpt_join(text, sizeof(text), "%s\x1f%s", row->scenario,
			 row->group);
		if (row->phase != PHASE_START)
			names_place(&sec->rows, text, i);
	}
	for (size_t at = 0, end; at < t->nr_steps; at = end) {
		end = section_end(t, at, &most);
		say_section(sec, &t->step[at], most, false, text, sizeof(text));
		if (!names_new(&titles, text))
			names_add(&sec->twice, text);
	}
	names_free(&titles);
}

static double put_name(struct plot_out *o, const struct sections *sec,
		       size_t at, const struct timeline_step *step,
		       long long most)
{
	char text[700];

	say_section(sec, step, most, false, text, sizeof(text));
	if (names_find(&sec->twice, text) != NAMES_NONE)
		say_section(sec, step, most, true, text, sizeof(text));
	return plot_item(o, "name", at, 20, "%s", text);
}

/* A step lasts until the next one begins. */
static void put_step(struct plot_out *o, const struct choice *c, size_t i,
		     double from, double to)
{
	for (int end = 0; end < 2; end++) {
		fprintf(o->dat, "%.15g", end ? to : from);
		for (size_t p = 0; p < c->nr; p++)
			for (int k = 0; k < SIDES; k++)
				plot_value(o, c->list[p].v[k][i]);
		fputc('\n', o->dat);
	}
}

/* Time goes down; a section is a scenario, its steps evenly in it. */
static void put_steps(struct plot_out *o, const struct choice *c,
		      const struct summary *s)
{
	const struct timeline *t = &s->timeline;
	struct sections sec = { .s = s };
	size_t at = 0, sections = 0, end;
	double y = 0, wide = 0;

	sections_read(&sec, t);
	plot_array(o, "name", c->n);
	plot_array(o, "from", c->n + 1);
	while (at < c->n) {
		const struct timeline_step *first = &t->step[at];
		double high, em;
		long long most;

		end = section_end(t, at, &most);
		/* Groups boot apart: no line leads from one to the next. */
		if (at && first->when == PHASE_START)
			fputc('\n', o->dat);
		em = put_name(o, &sec, ++sections, first, most);
		wide = em > wide ? em : wide;
		fprintf(o->labels, "from[%zu] = %.15g\n", sections, y);
		high = fmax(SECTION / (double)(end - at), STEP);
		for (; at < end; at++, y += high)
			put_step(o, c, at, y, y + high);
	}
	fprintf(o->labels, "from[%zu] = %.15g\n", sections + 1, y);
	names_free(&sec.rows);
	names_free(&sec.twice);
	plot_number(o, "sections", (double)sections);
	plot_number(o, "total", y);
	plot_number(o, "namewidth", wide);
}

/* Two metrics may have one name in words: then they have their own. */
static const char *title_of(const struct choice *c, size_t at)
{
	const struct panel *p = &c->list[at];

	for (size_t i = 0; i < c->nr; i++)
		if (i != at && !strcmp(c->list[i].title, p->title))
			return p->metric;
	return p->title;
}

static void put_panels(struct plot_out *o, const struct choice *c)
{
	static const char *const arrays[] = { "title", "unit", "low", "high" };

	for (size_t i = 0; i < ARRAY_SIZE(arrays); i++)
		plot_array(o, arrays[i], MAX_PANELS);
	plot_number(o, "panels", (double)c->nr);
	for (size_t i = 0; i < c->nr; i++) {
		const struct panel *p = &c->list[i];

		plot_item(o, "title", i + 1, 14, "%s", title_of(c, i));
		plot_item(o, "unit", i + 1, 14, p->alike ?
			  "%s; %d more alike" : "%s", p->unit, p->alike);
		/* From nothing, unless that would hide what moves. */
		fprintf(o->labels, "low[%zu] = %.15g\nhigh[%zu] = %.15g\n",
			i + 1, p->lo > 0 && p->hi - p->lo > 0.2 * p->hi ? 0 :
			p->lo, i + 1, p->hi);
	}
}

static bool any_objects(const struct timeline *t)
{
	for (size_t i = 0; i < t->nr_metrics; i++)
		if (t->metric[i].kind == KIND_MEMORY &&
		    !strcmp(t->metric[i].unit, "objects"))
			return true;
	return false;
}

static void write_timeline(struct plot_out *o, const struct summary *s)
{
	const struct timeline *t = &s->timeline;
	struct choice c = { .n = t->nr_steps };

	if (!c.n)
		return;
	tables_together(&c, t);
	each_metric(&c, t, KIND_ACCOUNTING, NULL);
	each_metric(&c, t, KIND_MEMORY, any_objects(t) ? "objects" : NULL);
	put_panels(o, &c);
	if (c.nr)
		put_steps(o, &c, s);
	if (t->left_out)
		plot_set(o, "note", 60, "%lld later steps not drawn",
			 t->left_out);
	else
		plot_set(o, "note", 60, c.more ? "%zu more metrics in the "
			 "summary" : "first boot of each kernel", c.more);
	for (size_t i = 0; i < c.nr; i++)
		panel_close(&c.list[i]);
}

const struct plot_ops plot_timeline = {
	.name = "timeline",
	.text = "memory through a run, step by step",
	.write = write_timeline,
	.whole_run = true,
};
