// SPDX-License-Identifier: GPL-2.0-only
/*
 * classes.c - counts of classes of instructions become samples
 *
 * The plugin sees every window, those that warm up too; kptbench keeps the
 * last ones and has their instructions in one sample. Beside this sample each
 * class gets one of the same form, so that a class is judged as any number of
 * an operation is.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"
#include "profile/classes.h"
#include "vm/run/classes.h"
#include "vm/run/layout.h"
#include "vm/run/places.h"
#include "vm/run/results.h"

#define RUN_ONE	1	/* where records do not number a scenario's runs */

struct vm_classes {
	struct kpt_plan plan;
	char guest[VM_PATH];
	const struct vm_places *places;
	/* of one scenario */
	size_t scenario;
	struct counted {
		char name[32], unit[16];
		char why[80];	/* it is not counted, or "" */
	} class[MAX_CLASSES];
	size_t nr_classes;
	struct class_window *v;
	size_t nr;
};

struct vm_classes *vm_classes_open(const struct kpt_plan *group,
				   long long layout, const char *guest,
				   const struct vm_places *places)
{
	struct vm_classes *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->plan = *group;
	vm_layout_order(&c->plan, group, layout);
	kpt_copy(c->guest, sizeof(c->guest), guest);
	c->places = places;
	c->scenario = c->plan.nr_scenarios;
	return c;
}

void vm_classes_close(struct vm_classes *c)
{
	if (c)
		free(c->v);
	free(c);
}

static int add_window(struct vm_classes *c, char *text)
{
	struct class_window w = { .run = 0 }, *more;
	char phase[8], *at;
	int used = 0;

	if (sscanf(text, "%ld %7s%n", &w.run, phase, &used) != 2)
		return -EBADMSG;
	w.phase = !strcmp(phase, "nop") ? PHASE_NOP : PHASE_WORK;
	at = text + used;
	w.mixed = !strcmp(at, " mixed");
	for (size_t i = 0; i < c->nr_classes && !w.mixed; i++) {
		char *end;

		if (c->class[i].why[0])
			continue;
		w.n[i] = strtoull(at, &end, 10);
		if (end == at)
			return -EBADMSG;
		at = end;
	}
	more = kpt_room(c->v, c->nr, sizeof(*more));
	if (!more)
		return -ENOMEM;
	c->v = more;
	c->v[c->nr++] = w;
	return 0;
}

/* Return: 1 at its end, 0, or -errno. */
static int take_line(struct vm_classes *c, char *line)
{
	struct counted new = { .why = "" };
	char kind[8];

	line[strcspn(line, "\n")] = '\0';
	if (!strcmp(line, "end"))
		return 1;
	if (!strncmp(line, "window ", 7))
		return add_window(c, line + 7);
	if (c->nr_classes == MAX_CLASSES ||
	    sscanf(line, "%7s %31s %15s %79[^\n]", kind, new.name, new.unit,
		   new.why) != (strncmp(line, "absent ", 7) ? 3 : 4) ||
	    (strcmp(kind, "class") && strcmp(kind, "absent")) ||
	    !kpt_is_name(new.name) || !kpt_is_name(new.unit))
		return -EBADMSG;
	c->class[c->nr_classes++] = new;
	return 0;
}

/* A scenario without windows has no file, and nothing to tell. */
static int read_scenario(struct vm_classes *c, size_t scenario)
{
	char path[VM_PATH + 32], *line = NULL;
	size_t len = 0;
	int ret = 0;
	FILE *f;

	free(c->v);
	c->v = NULL;
	c->nr = 0;
	c->nr_classes = 0;
	c->scenario = scenario;
	kpt_join(path, sizeof(path), "%s/classes-%zu", c->guest, scenario);
	f = fopen(path, "re");
	if (!f)
		return errno == ENOENT ? 0 : -errno;
	if (getline(&line, &len, f) < 0 || strcmp(line, CLASSES_MAGIC "\n"))
		ret = -EBADMSG;
	while (!ret && getline(&line, &len, f) >= 0)
		ret = take_line(c, line);
	ret = !ret ? -EBADMSG : ret < 0 ? ret : 0;
	free(line);
	fclose(f);
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

/**
 * struct picked - windows of one phase of one run
 * @first:	the first that kptbench keeps
 * @seen:	of all that were seen
 */
struct picked {
	size_t first, seen;
	bool mixed;
};

static struct picked pick(const struct vm_classes *c, long run,
			  enum phase phase, size_t keep)
{
	struct picked p = { 0, 0, false };

	for (size_t i = 0; i < c->nr; i++) {
		if (c->v[i].run != run || c->v[i].phase != phase)
			continue;
		p.mixed |= c->v[i].mixed;
		p.seen++;
		p.first = i + 1;
	}
	/* Windows of a phase follow each other. */
	p.first -= p.first < keep ? p.first : keep;
	return p;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The median of windows of no operations, as kptbench has it. */
static double fixed_of(const struct vm_classes *c, size_t first, size_t nr,
		       size_t class)
{
	double *v = calloc(nr, sizeof(*v)), fixed;

	if (!v)
		return NAN;
	for (size_t i = 0; i < nr; i++)
		v[i] = (double)c->v[first + i].n[class];
	qsort(v, nr, sizeof(v[0]), by_value);
	fixed = nr % 2 ? v[nr / 2] : (v[nr / 2 - 1] + v[nr / 2]) / 2;
	free(v);
	return fixed;
}

/* A count is written as one; half of one between two windows may be left. */
static json_t *number(double v)
{
	return v == floor(v) ? json_integer((json_int_t)v) : json_real(v);
}

static const char *why_not(const struct kpt_scenario *sc,
			   const struct picked *nop, const struct picked *work)
{
	size_t want = (size_t)(sc->iterations + sc->warmup);

	if (nop->mixed || work->mixed || sc->cpus > 1)
		return "several CPUs were in a window at once";
	if (nop->seen > want || work->seen > want)
		return "a window was done again, and which one is not known";
	if (nop->seen < want || work->seen < want)
		return "the plugin saw fewer windows than were measured";
	return NULL;
}

/* @at: its number in what the plugin left, unless there is a reason @why. */
static int put_class(const struct vm_classes *c, const struct counted *class,
		     size_t at, const json_t *sample,
		     const struct picked p[NR_PHASES], const char *why,
		     FILE *to)
{
	size_t nr = json_array_size(json_object_get(sample, "values"));
	json_t *rec = json_deep_copy(sample), *values = json_array();
	char metric[64];
	int ret;

	snprintf(metric, sizeof(metric), "class.%s", class->name);
	for (size_t i = 0; i < nr && !why; i++)
		json_array_append_new(values, json_integer((json_int_t)
			c->v[p[PHASE_WORK].first + i].n[at]));
	json_object_set_new(rec, "metric", json_string(metric));
	json_object_set_new(rec, "kind", json_string("class"));
	json_object_set_new(rec, "unit", json_string(class->unit));
	json_object_set_new(rec, "source", json_string("kptprof"));
	json_object_set_new(rec, "fixed", number(why ? 0 :
		fixed_of(c, p[PHASE_NOP].first, nr, at)));
	json_object_set_new(rec, "values", values);
	json_object_del(rec, "primary");
	if (why)
		json_object_set_new(rec, "na", json_string(why));
	ret = vm_results_put(rec, to);
	json_decref(rec);
	return ret;
}

/* Of places that the kernel has not, each with its reason. */
static int put_absent(const struct vm_classes *c, const json_t *sample,
		      const struct picked p[NR_PHASES], FILE *to,
		      long long *put)
{
	int ret = 0;

	for (size_t i = 0; i < c->places->nr && c->nr_classes && !ret; i++) {
		const struct vm_place_class *e = &c->places->class[i];
		struct counted class = { .unit = "instructions" };

		if (!e->why[0])
			continue;
		kpt_copy(class.name, sizeof(class.name), e->name);
		ret = put_class(c, &class, 0, sample, p, e->why, to);
		++*put;
	}
	return ret;
}

/* The scenario of a sample that has instructions of it; or how many there are. */
static size_t scenario_of(const struct vm_classes *c, const json_t *sample)
{
	const char *name = json_string_value(json_object_get(sample,
							     "scenario"));
	size_t i = 0;

	if (strcmp(json_string_value(json_object_get(sample, "metric")),
		   "cost.instructions") ||
	    strcmp(json_string_value(json_object_get(sample, "phase")), "op") ||
	    json_object_get(sample, "na"))
		return c->plan.nr_scenarios;
	while (i < c->plan.nr_scenarios &&
	       strcmp(c->plan.scenarios[i].name, name))
		i++;
	return i;
}

int vm_classes_put(struct vm_classes *c, const json_t *sample, FILE *to,
		   long long *put)
{
	size_t at = scenario_of(c, sample), nr;
	const json_t *run = json_object_get(sample, "run");
	long which = run ? (long)json_integer_value(run) : RUN_ONE;
	struct picked p[NR_PHASES];
	const char *why;
	int ret = 0;

	if (at == c->plan.nr_scenarios)
		return 0;
	nr = json_array_size(json_object_get(sample, "values"));
	if (!nr)
		return 0;
	if (c->scenario != at)
		ret = read_scenario(c, at);
	p[PHASE_NOP] = pick(c, which, PHASE_NOP, nr);
	p[PHASE_WORK] = pick(c, which, PHASE_WORK, nr);
	why = why_not(&c->plan.scenarios[at], &p[PHASE_NOP], &p[PHASE_WORK]);
	for (size_t i = 0; i < c->nr_classes && !ret; i++) {
		const char *not = c->class[i].why;

		ret = put_class(c, &c->class[i], i, sample, p,
				*not ? not : why, to);
		++*put;
	}
	return ret ? ret : put_absent(c, sample, p, to, put);
}
