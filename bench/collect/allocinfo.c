// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocinfo.c - memory by the call that allocated it
 *
 * A kernel with CONFIG_MEM_ALLOC_PROFILING (6.10 and later) knows of every
 * page and object by which call it was allocated, whatever counts it
 * otherwise. The metrics are sums; which calls they are made of is told apart
 * (sites.h), since they are thousands, and few of them change.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/collect.h"
#include "bench/sites.h"

#define FILE_NAME "/proc/allocinfo"
/* The pages of slab caches, whose objects are counted themselves. */
#define SLAB_PAGES "func:alloc_slab_page"

enum { BYTES, CALLS };

static const struct metric metrics[] = {
	[BYTES] = { "alloc.bytes", "check", "bytes", "count", "lower",
		    FILE_NAME, false },
	[CALLS] = { "alloc.calls", "check", "objects", "count", "lower",
		    FILE_NAME, false },
};

struct count {
	uint64_t bytes, calls;
};

struct sites {
	char *text;		/* the last reading, for names */
	size_t len;
	struct count *now, *was;
	size_t nr, nr_was, max;
};

extern const struct collector allocinfo_collector;

static bool is_slab(const struct site_line *s)
{
	size_t n = strlen(SLAB_PAGES);

	return s->len >= n && memmem(s->name, s->len, SLAB_PAGES, n);
}

/* A file may have more lines at the next reading: a module brings its own. */
static int take_room(struct sites *s, const char *text, size_t len)
{
	const char *at = text;
	struct site_line l;
	int ret;

	while ((ret = sites_next(&at, &l)) > 0)
		s->max++;
	if (ret)
		return ret;
	if (!s->max)
		return -ENODATA;
	s->max = 2 * s->max;
	s->len = 2 * len + 1;
	s->text = calloc(1, s->len);
	s->now = calloc(s->max, sizeof(*s->now));
	s->was = calloc(s->max, sizeof(*s->was));
	return s->text && s->now && s->was ? 0 : -ENOMEM;
}

static void do_close(struct collect *c)
{
	struct sites *s = c->priv;

	if (!s)
		return;
	free(s->text);
	free(s->now);
	free(s->was);
	free(s);
	c->priv = NULL;
}

static int probe(struct collect *c, char *why, size_t len)
{
	char *text;
	long ret = machine_read_all(c->set->m, FILE_NAME, &text);
	struct sites *s;

	if (ret < 0) {
		if (ret == -ENOENT)
			snprintf(why, len, "this kernel does not record who allocated what (CONFIG_MEM_ALLOC_PROFILING, since 6.10)");
		else
			snprintf(why, len, FILE_NAME ": %s%s",
				 strerror((int)-ret),
				 ret == -EACCES ? " (root may)" : "");
		return (int)ret;
	}
	s = calloc(1, sizeof(*s));
	c->priv = s;
	ret = s ? take_room(s, text, (size_t)ret) : -ENOMEM;
	free(text);
	if (!ret) {
		c->nr_metrics = sizeof(metrics) / sizeof(metrics[0]);
		return 0;
	}
	if (ret == -ENODATA)
		snprintf(why, len, FILE_NAME ": empty (sysctl.vm.mem_profiling=1 on the command line)");
	else
		snprintf(why, len, FILE_NAME ": %s", ret == -EBADMSG ?
			 "cut off or damaged" : strerror((int)-ret));
	do_close(c);
	return (int)ret;
}

static int look(struct collect *c, struct count *sum)
{
	struct sites *s = c->priv;
	const char *at = s->text;
	struct site_line l;
	int ret;

	s->nr = 0;
	ret = machine_read(c->set->m, FILE_NAME, s->text, s->len);
	if (ret < 0)
		return ret;
	while ((ret = sites_next(&at, &l)) > 0) {
		if (s->nr == s->max)
			return -EFBIG;
		s->now[s->nr++] = (struct count){ l.bytes, l.calls };
		if (is_slab(&l))
			continue;
		sum->bytes += l.bytes;
		sum->calls += l.calls;
	}
	return ret;
}

static void do_read(struct collect *c, struct value *out)
{
	struct count sum = { 0 };
	int ret = look(c, &sum);

	if (ret) {
		value_na(&out[BYTES], FILE_NAME ": %s", ret == -EBADMSG ?
			 "cut off or damaged" : strerror(-ret));
		out[CALLS] = out[BYTES];
		return;
	}
	value_set(&out[BYTES], (double)sum.bytes);
	value_set(&out[CALLS], (double)sum.calls);
}

static struct sites *of(const struct collect_set *set)
{
	for (size_t i = 0; i < set->nr; i++)
		if (set->c[i].ops == &allocinfo_collector && set->c[i].avail)
			return set->c[i].priv;
	return NULL;
}

void sites_mark(struct collect_set *set)
{
	struct sites *s = of(set);

	if (!s)
		return;
	memcpy(s->was, s->now, s->nr * sizeof(*s->was));
	s->nr_was = s->nr;
}

void sites_changed(const struct collect_set *set, struct site_changes *out)
{
	const struct sites *s = of(set);
	const char *at = s ? s->text : "";
	struct site_line l;

	memset(out, 0, sizeof(*out));
	/* With a module more or less, lines are not those of before. */
	if (!s || s->nr != s->nr_was)
		return;
	for (size_t i = 0; i < s->nr && sites_next(&at, &l) > 0; i++) {
		int64_t bytes = (int64_t)(s->now[i].bytes - s->was[i].bytes);
		int64_t calls = (int64_t)(s->now[i].calls - s->was[i].calls);

		if ((bytes || calls) && !is_slab(&l))
			site_changes_add(out, &l, bytes, calls);
	}
}

const struct collector allocinfo_collector = {
	.name = "allocinfo",
	.summary = "memory by the call that allocated it",
	/* The last: what others take to read their files is done by then. */
	.order = 40,
	.metrics = metrics,
	/* Of what is not there the reason is told once. */
	.nr_metrics = 1,
	.probe = probe,
	.read = do_read,
	.close = do_close,
};
