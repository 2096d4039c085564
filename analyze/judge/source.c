// SPDX-License-Identifier: GPL-2.0-only
/*
 * source.c - where a number comes from: its windows, and its boots
 *
 * Nothing here is judged. A reader who doubts a row finds what was counted in
 * each window of the first boot, and the value and the console of each boot.
 */
#include <string.h>

#include "analyze/judge/row.h"

/* In a row, and in all rows together: a summary stays small. */
#define WINDOWS_MAX	64
#define VALUES_MAX	(1 << 17)

static size_t count(const struct bootval *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->nr_runs; i++)
		n += b->runs[i]->nr;
	return n;
}

static double window(const struct ds_sample *s, size_t i)
{
	return s->values[i] - s->fixed;
}

static json_t *counts(const struct bootval *b)
{
	json_t *out = json_array();

	for (size_t i = 0; i < b->nr_runs; i++)
		for (size_t j = 0; j < b->runs[i]->nr; j++)
			json_array_append_new(out, json_num(
					window(b->runs[i], j)));
	return out;
}

/* Window i of one kernel and of the other; null where they are no pairs. */
static json_t *diffs(const struct bootval *a, const struct bootval *b)
{
	json_t *out = json_array();

	for (size_t i = 0; i < a->nr_runs; i++) {
		const struct ds_sample *x = a->runs[i], *y = b->runs[i];

		for (size_t j = 0; j < x->nr; j++)
			json_array_append_new(out, json_num(window(y, j) -
							    window(x, j)));
	}
	return out;
}

static bool in_pairs(const struct bootval *a, const struct bootval *b)
{
	if (a->nr_runs != b->nr_runs)
		return false;
	for (size_t i = 0; i < a->nr_runs; i++)
		if (a->runs[i]->nr != b->runs[i]->nr)
			return false;
	return true;
}

void row_windows(struct cmp *c, json_t *row, const struct half h[SIDES])
{
	const struct bootval *v[SIDES] = { &h[BASE].v[0], &h[PATCHED].v[0] };
	json_t *out = json_object_get(row, "windows");
	size_t n[SIDES];

	if (!v[BASE]->nr_runs || !v[PATCHED]->nr_runs)
		return;
	if (!out) {
		out = json_object();
		json_object_set_new(row, "windows", out);
	}
	for (int k = 0; k < SIDES; k++)
		n[k] = count(v[k]);
	json_object_set_new(out, "of", json_integer((json_int_t)n[BASE]));
	if (n[BASE] > WINDOWS_MAX || n[PATCHED] > WINDOWS_MAX ||
	    c->windows + n[BASE] + n[PATCHED] > VALUES_MAX)
		return;
	c->windows += n[BASE] + n[PATCHED];
	/* Counts of a window hold so many; runs of other windows tell none. */
	if (v[BASE]->den == v[PATCHED]->den && v[BASE]->den > 1)
		json_object_set_new(out, "per", json_num(v[BASE]->den));
	for (int k = 0; k < SIDES; k++)
		json_object_set_new(out, side_name[k], counts(v[k]));
	if (ds_is(row, "class", "exact") && in_pairs(v[BASE], v[PATCHED]))
		json_object_set_new(out, "diff", diffs(v[BASE], v[PATCHED]));
}

/* The last record of this boot: one broken off was made up for. */
static const json_t *host_of(const struct cmp *c, const struct ds_boot *b)
{
	const json_t *found = NULL, *h;
	size_t i;

	json_array_foreach(c->p.ds.hosts, i, h)
		if (ds_int(h, "boot") == b->boot &&
		    ds_is(h, "label", b->label) &&
		    ds_is(h, "group", b->group) &&
		    json_integer_value(json_array_get(c->p.ds.host_files,
						      i)) == b->file)
			found = h;
	return found;
}

static json_t *one_boot(const struct cmp *c, const struct side *s, size_t at)
{
	const struct ds_boot *b = s->boots[at];
	const json_t *host = host_of(c, b);
	json_t *out = json_pack("{s:I, s:s, s:s, s:s}", "boot",
		(json_int_t)b->boot, "group", b->group, "console",
		ds_str(host, "console"), "status", ds_str(host, "status"));

	/* Boots of one group have one boot line. */
	if (!at || strcmp(s->boots[at - 1]->group, b->group))
		json_object_set(out, "cmdline", json_object_get(b->env,
								"cmdline"));
	return out;
}

json_t *boots_list(const struct cmp *c)
{
	json_t *out = json_object();

	for (int k = 0; k < SIDES; k++) {
		json_t *list = json_array();

		for (size_t i = 0; i < c->p.side[k].nr; i++)
			json_array_append_new(list, one_boot(c, &c->p.side[k],
							     i));
		json_object_set_new(out, side_name[k], list);
	}
	return out;
}
