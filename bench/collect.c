// SPDX-License-Identifier: GPL-2.0-only
/* collect.c - the list of collectors, and reading them in a fixed order */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/collect.h"

#define X(name) extern const struct collector name##_collector;
#include "collectors.h"
#undef X

static const struct collector *const collectors[] = {
#define X(name) &name##_collector,
#include "collectors.h"
#undef X
};

#define NR_COLLECTORS	(sizeof(collectors) / sizeof(collectors[0]))

void value_set(struct value *val, double v)
{
	val->v = v;
	val->ok = true;
}

void value_na(struct value *val, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(val->why, sizeof(val->why), fmt, ap);
	va_end(ap);
	val->v = 0;
	val->ok = false;
}

void value_count(const struct collect_set *set, struct value *val, double v)
{
	if (set->lag[0])
		value_na(val, "%s", set->lag);
	else
		value_set(val, v);
}

long collect_room(struct collect_set *set, const char *path)
{
	char *text, *more;
	long got = machine_read_all(set->m, path, &text);
	size_t want = 2 * (size_t)(got > 0 ? got : 0) + 1;

	free(text);
	if (got < 0 || want <= set->buf_len)
		return got;
	more = realloc(set->buf, want);
	if (!more)
		return -ENOMEM;
	set->buf = more;
	set->buf_len = want;
	return got;
}

bool collect_has(const struct collect_set *set, const char *metric)
{
	size_t i, j;

	for (i = 0; i < set->nr; i++) {
		const struct collect *c = &set->c[i];

		for (j = 0; c->avail && j < c->nr_metrics; j++)
			if (!strcmp(c->metrics[j].name, metric) &&
			    !(c->absent & (uint64_t)1 << j))
				return true;
	}
	return false;
}

bool collect_is_cost(const struct collect_set *set, size_t slot)
{
	return set->owner[slot]->ops->cost;
}

/* A metric two sources know comes from the one that is available. */
static bool given_elsewhere(const struct collect_set *set,
			    const struct collect *c, const char *metric)
{
	size_t i, j;

	for (i = 0; i < set->nr; i++) {
		const struct collect *other = &set->c[i];

		if (other == c || !other->avail)
			continue;
		for (j = 0; j < other->nr_metrics; j++)
			if (!strcmp(other->metrics[j].name, metric))
				return true;
	}
	return false;
}

static int assign_slots(struct collect_set *set)
{
	size_t i, j;

	for (i = 0; i < set->nr; i++) {
		struct collect *c = &set->c[i];

		c->first = set->nr_slots;
		if (!c->avail && c->nr_metrics &&
		    given_elsewhere(set, c, c->metrics[0].name)) {
			c->metrics++;
			c->nr_metrics--;
		}
		for (j = 0; j < c->nr_metrics; j++) {
			if (set->nr_slots == KPT_MAX_SLOTS)
				return -E2BIG;
			set->owner[set->nr_slots] = c;
			set->slots[set->nr_slots++] = &c->metrics[j];
		}
	}
	return 0;
}

static int by_order(const void *a, const void *b)
{
	const struct collector *x = ((const struct collect *)a)->ops;
	const struct collector *y = ((const struct collect *)b)->ops;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return strcmp(x->name, y->name);
}

int collect_open(struct collect_set *set, const struct machine *m,
		 const char *const *events)
{
	size_t i;

	memset(set, 0, sizeof(*set));
	set->m = m;
	set->events = events;
	set->buf_len = 1 << 20;
	set->buf = calloc(1, set->buf_len);
	if (!set->buf)
		return -ENOMEM;
	for (i = 0; i < NR_COLLECTORS && i < KPT_MAX_COLLECTORS; i++)
		set->c[set->nr++].ops = collectors[i];
	qsort(set->c, set->nr, sizeof(set->c[0]), by_order);
	for (i = 0; i < set->nr; i++) {
		struct collect *c = &set->c[i];

		c->set = set;
		c->metrics = c->ops->metrics;
		c->nr_metrics = c->ops->nr_metrics;
		c->avail = !c->ops->probe(c, c->why, sizeof(c->why));
	}
	return assign_slots(set);
}

void collect_close(struct collect_set *set)
{
	size_t i;

	for (i = set->nr; i-- > 0;)
		if (set->c[i].ops->close)
			set->c[i].ops->close(&set->c[i]);
	free(set->buf);
	memset(set, 0, sizeof(*set));
}

static void all_na(const struct collect *c, struct value *out)
{
	size_t j;

	for (j = 0; j < c->nr_metrics; j++)
		value_na(&out[j], "%s", c->why);
}

void collect_state(struct collect_set *set, struct value *out)
{
	size_t i;

	for (i = 0; i < set->nr; i++)
		if (set->c[i].avail && set->c[i].ops->prepare)
			set->c[i].ops->prepare(&set->c[i]);
	for (i = 0; i < set->nr; i++) {
		struct collect *c = &set->c[i];

		if (c->ops->cost || !c->nr_metrics)
			continue;
		if (c->avail)
			c->ops->read(c, out + c->first);
		else
			all_na(c, out + c->first);
	}
}

int collect_scope(struct collect_set *set, int cpus)
{
	size_t i;

	for (i = 0; i < set->nr; i++) {
		struct collect *c = &set->c[i];
		int ret;

		if (!c->avail || !c->ops->scope)
			continue;
		ret = c->ops->scope(c, cpus);
		if (ret)
			return ret;
	}
	return 0;
}

bool collect_has_scope(const struct collect_set *set, size_t slot)
{
	return set->owner[slot]->ops->scope;
}

void collect_start(struct collect_set *set)
{
	size_t i;

	/* The last to start is the first to stop: perf, closest to the work. */
	for (i = set->nr; i-- > 0;)
		if (set->c[i].avail && set->c[i].ops->start)
			set->c[i].ops->start(&set->c[i]);
}

void collect_worker(struct collect_set *set, size_t nth, bool on)
{
	size_t i;

	for (i = 0; i < set->nr; i++)
		if (set->c[i].avail && set->c[i].ops->worker)
			set->c[i].ops->worker(&set->c[i], nth, on);
}

void collect_stop(struct collect_set *set, const struct kptb_run *run,
		  struct value *out)
{
	size_t i;

	for (i = 0; i < set->nr; i++) {
		struct collect *c = &set->c[i];

		if (!c->ops->cost || !c->nr_metrics)
			continue;
		if (c->avail)
			c->ops->stop(c, run, out + c->first);
		else
			all_na(c, out + c->first);
	}
}
