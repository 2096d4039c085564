// SPDX-License-Identifier: GPL-2.0-only
/* vec.c - a list of numbers, and how it is read from JSON */
#include <math.h>

#include "analyze/summary/vec.h"

struct vec vec_read(struct pool *p, const json_t *list)
{
	double *v;
	size_t nr;

	if (!json_is_array(list))
		return (struct vec){ NULL, 0 };
	v = pool_list(p, list, sizeof(*v), &nr);
	for (size_t i = 0; i < nr; i++) {
		const json_t *e = json_array_get(list, i);

		v[i] = json_is_number(e) ? json_number_value(e) : NAN;
	}
	return (struct vec){ v, nr };
}

double vec_at(const struct vec *v, size_t i)
{
	return i < v->nr ? v->v[i] : NAN;
}

bool vec_same(const struct vec *a, const struct vec *b)
{
	if (!a->v || !b->v || a->nr != b->nr)
		return false;
	for (size_t i = 0; i < a->nr; i++)
		if (a->v[i] != b->v[i] && !(isnan(a->v[i]) && isnan(b->v[i])))
			return false;
	return true;
}
