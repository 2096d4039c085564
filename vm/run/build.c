// SPDX-License-Identifier: GPL-2.0-only
/* build.c - in what the builds of a run's kernels differ */
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/run/build.h"
#include "vm/run/run.h"

#define KEPT	200	/* of each list: those that differ most */

/**
 * struct entry - a symbol or an option of one kernel
 * @text:	value of an option; NULL: a symbol
 * @bytes:	of a symbol
 */
struct entry {
	const char *name, *text;
	long long bytes;
};

/** struct list - all of one kernel, sorted by name; @text is what they point at */
struct list {
	struct entry *v;
	size_t nr, at;
	char *text;
};

/* What differs: @in has the kernels that have it. */
struct diff {
	const char *name;
	long long weight;
	const struct entry *in[VM_KERNELS_MAX];
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name,
		      ((const struct entry *)b)->name);
}

static int by_weight(const void *a, const void *b)
{
	const struct diff *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return strcmp(x->name, y->name);
}

static int read_symbols(struct list *l, const struct vm_side *side)
{
	size_t i;

	l->v = calloc(side->size.nr_sym + 1, sizeof(*l->v));
	if (!l->v)
		return -1;
	for (i = 0; i < side->size.nr_sym; i++)
		l->v[l->nr++] = (struct entry){ side->size.sym[i].name, NULL,
						side->size.sym[i].bytes };
	return 0;
}

/* What is not set is not there: it reads "n". */
static int read_options(struct list *l, const struct vm_side *side)
{
	char path[VM_PATH + 16], *line, *save, *eq;

	kpt_join(path, sizeof(path), "%s/.config", side->kernel.dir);
	l->text = vm_read_text(path);
	l->v = l->text ? calloc(strlen(l->text) / 8 + 1, sizeof(*l->v)) : NULL;
	if (!l->v)
		return -1;
	for (line = strtok_r(l->text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		eq = strchr(line, '=');
		if (strncmp(line, "CONFIG_", 7) || !eq)
			continue;
		*eq = '\0';
		l->v[l->nr++] = (struct entry){ line + 7, eq + 1, 0 };
	}
	qsort(l->v, l->nr, sizeof(*l->v), by_name);
	return 0;
}

static const char *first_name(const struct list *l, size_t n)
{
	const char *name = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		if (l[i].at < l[i].nr &&
		    (!name || strcmp(l[i].v[l[i].at].name, name) < 0))
			name = l[i].v[l[i].at].name;
	return name;
}

static const char *text_of(const struct entry *e)
{
	return e && e->text ? e->text : "n";
}

/* By how much it differs; 0: it does not. */
static long long weigh(const struct diff *d, size_t n)
{
	long long lo = d->in[0] ? d->in[0]->bytes : 0, hi = lo, bytes;
	bool same = true;
	size_t i;

	for (i = 0; i < n; i++) {
		bytes = d->in[i] ? d->in[i]->bytes : 0;
		lo = bytes < lo ? bytes : lo;
		hi = bytes > hi ? bytes : hi;
		same &= !strcmp(text_of(d->in[i]), text_of(d->in[0]));
	}
	return hi - lo + !same;
}

/* Merges sorted lists; NULL without memory. */
static struct diff *find_diffs(struct list *l, size_t n, size_t *nr)
{
	struct diff *v = NULL, *more;
	const char *name;
	size_t i;

	*nr = 0;
	while ((name = first_name(l, n))) {
		struct diff d = { .name = name };

		for (i = 0; i < n; i++)
			if (l[i].at < l[i].nr &&
			    !strcmp(l[i].v[l[i].at].name, name))
				d.in[i] = &l[i].v[l[i].at++];
		d.weight = weigh(&d, n);
		if (!d.weight)
			continue;
		if (!(*nr % 256)) {
			more = realloc(v, (*nr + 256) * sizeof(*v));
			if (!more)
				goto fail;
			v = more;
		}
		v[(*nr)++] = d;
	}
	if (v)
		qsort(v, *nr, sizeof(*v), by_weight);
	return v ? v : calloc(1, sizeof(*v));
fail:
	free(v);
	return NULL;
}

static json_t *value_of(const struct entry *e, bool symbols)
{
	return symbols ? json_integer(e ? e->bytes : 0) :
			 json_string(text_of(e));
}

static void put_diffs(struct vm_run *r, const struct diff *v, size_t nr,
		      bool symbols)
{
	size_t i, k, left = nr > KEPT ? nr - KEPT : 0;

	for (k = 0; k < r->nr_sides; k++) {
		json_t *o = json_object();

		for (i = 0; i < nr - left; i++)
			json_object_set_new(o, v[i].name,
					    value_of(v[i].in[k], symbols));
		json_object_set_new(r->side[k].build, symbols ? "symbols" :
				    "options", o);
		json_object_set_new(r->side[k].build, symbols ?
				    "symbols_left_out" : "options_left_out",
				    json_integer((json_int_t)left));
	}
}

static void put_na(struct vm_run *r, const char *key, const struct vm_side *of,
		   const char *why)
{
	char text[400];
	size_t k;

	snprintf(text, sizeof(text), "%s: %.300s", of->label, why);
	for (k = 0; k < r->nr_sides; k++)
		json_object_set_new(r->side[k].build, key, json_string(text));
}

static int read_lists(struct vm_run *r, bool symbols)
{
	struct list *l = calloc(r->nr_sides, sizeof(*l));
	struct diff *v = NULL;
	size_t k, nr;
	int ret = l ? 0 : -1;

	for (k = 0; k < r->nr_sides && !ret; k++)
		ret = symbols ? read_symbols(&l[k], &r->side[k]) :
				read_options(&l[k], &r->side[k]);
	if (!ret)
		v = find_diffs(l, r->nr_sides, &nr);
	if (v)
		put_diffs(r, v, nr, symbols);
	for (k = 0; l && k < r->nr_sides; k++) {
		free(l[k].text);
		free(l[k].v);
	}
	free(l);
	free(v);
	return v ? 0 : -1;
}

static int read_all(struct vm_run *r)
{
	const struct vm_side *no_symbols = NULL, *no_config = NULL, *s;
	int ret = 0;

	for (s = r->side; s < r->side + r->nr_sides; s++) {
		if (!no_symbols && s->size.no_vmlinux[0])
			no_symbols = s;
		if (!no_config && s->kernel.no_config[0])
			no_config = s;
	}
	if (no_symbols)
		put_na(r, "symbols_na", no_symbols,
		       no_symbols->size.no_vmlinux);
	else
		ret = read_lists(r, true);
	if (no_config)
		put_na(r, "options_na", no_config, no_config->kernel.no_config);
	else if (!ret)
		ret = read_lists(r, false);
	return ret;
}

int vm_build_read(struct vm_run *r)
{
	json_t *with = json_array();
	size_t k;
	int ret;

	for (k = 0; k < r->nr_sides; k++)
		json_array_append_new(with, json_string(r->side[k].label));
	for (k = 0; k < r->nr_sides && r->nr_sides > 1; k++) {
		r->side[k].build = json_object();
		json_object_set(r->side[k].build, "with", with);
	}
	json_decref(with);
	ret = r->nr_sides > 1 ? read_all(r) : 0;
	return ret ? kpt_error("the builds of the kernels cannot be compared: out of memory") : 0;
}

void vm_build_free(struct vm_run *r)
{
	size_t k;

	for (k = 0; k < r->nr_sides; k++)
		json_decref(r->side[k].build);
}
