// SPDX-License-Identifier: GPL-2.0-only
/* build.c - symbols and options that differ between two kernels of one run */
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/compare.h"

/* What kptvm wrote for the kernels of its run, see vm/run/build.h. */
static const json_t *build_of(const struct side *s)
{
	for (size_t i = 0; i < s->nr; i++) {
		const json_t *b = json_object_get(s->boots[i]->env, "build");

		if (b)
			return b;
	}
	return NULL;
}

static bool has_label(const json_t *build, const char *label)
{
	const json_t *with = json_object_get(build, "with");

	for (size_t i = 0; i < json_array_size(with); i++) {
		const char *l = json_string_value(json_array_get(with, i));

		if (l && !strcmp(l, label))
			return true;
	}
	return false;
}

static double bytes_of(const json_t *e, const char *key)
{
	return json_number_value(json_object_get(e, key));
}

static double weight(const json_t *e)
{
	double d = bytes_of(e, "patched") - bytes_of(e, "base");

	return d < 0 ? -d : d;
}

/* The largest difference first; options by name. */
static int by_weight(const void *a, const void *b)
{
	const json_t *x = *(const json_t *const *)a;
	const json_t *y = *(const json_t *const *)b;

	if (weight(x) != weight(y))
		return weight(x) < weight(y) ? 1 : -1;
	return strcmp(ds_str(x, "name"), ds_str(y, "name"));
}

static bool is_value(const json_t *v, bool symbols)
{
	return symbols ? json_is_integer(v) && json_integer_value(v) >= 0 :
			 json_is_string(v);
}

/* Of what differs between any kernels of the run: what does between these. */
static json_t *differ(const json_t *base, const json_t *patched, bool symbols)
{
	size_t n = json_object_size(base), nr = 0;
	json_t **v = calloc(n + 1, sizeof(*v)), *out = json_array(), *a;
	const char *name;

	if (v)
		json_object_foreach((json_t *)base, name, a) {
			json_t *b = json_object_get(patched, name);

			if (!is_value(a, symbols) || !is_value(b, symbols) ||
			    json_equal(a, b))
				continue;
			v[nr] = json_pack("{s:s, s:O, s:O}", "name", name,
					  "base", a, "patched", b);
			nr += v[nr] != NULL;
		}
	if (nr)
		qsort(v, nr, sizeof(*v), by_weight);
	for (size_t i = 0; i < nr; i++)
		json_array_append_new(out, v[i]);
	free(v);
	return out;
}

static void put(json_t *out, const json_t *base, const json_t *patched,
		const char *list, const char *left, const char *na)
{
	const json_t *why = json_object_get(base, na);

	if (json_is_string(why)) {
		json_object_set(out, na, (json_t *)why);
		return;
	}
	json_object_set_new(out, list, differ(json_object_get(base, list),
					      json_object_get(patched, list),
					      !strcmp(list, "symbols")));
	json_object_set_new(out, left, json_integer(ds_int(base, left)));
}

json_t *build_compare(const struct cmp *c)
{
	const struct side *s = c->p.side;
	const json_t *b = build_of(&s[BASE]), *p = build_of(&s[PATCHED]);
	json_t *out;

	if (!b || !p || s[BASE].file != s[PATCHED].file ||
	    !has_label(b, s[PATCHED].label) || !has_label(p, s[BASE].label))
		return NULL;
	out = json_object();
	put(out, b, p, "symbols", "symbols_left_out", "symbols_na");
	put(out, b, p, "options", "options_left_out", "options_na");
	return out;
}
