/* SPDX-License-Identifier: GPL-2.0-only */
/* vec.h - a list of numbers, and how it is read from JSON */
#ifndef KPT_VEC_H
#define KPT_VEC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/pool.h"

/**
 * struct vec - numbers; NAN where the list has none
 * @v:	NULL: there is no such list; not NULL for an empty one
 */
struct vec {
	const double *v;
	size_t nr;
};

/** vec_read - a list of a file; none where @list is none */
struct vec vec_read(struct pool *p, const json_t *list);

/** vec_at - element @i, NAN where there is none */
double vec_at(const struct vec *v, size_t i);

/** vec_same - are both there, and equal? */
bool vec_same(const struct vec *a, const struct vec *b);

#endif
