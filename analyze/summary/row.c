// SPDX-License-Identifier: GPL-2.0-only
/* row.c - questions about one row of a summary */
#include <math.h>
#include <string.h>

#include "analyze/summary/row.h"
#include "common/util.h"

double or_0(double v)
{
	return isnan(v) ? 0 : v;
}

static double mean_of(const struct vec *v)
{
	double sum = 0;

	for (size_t i = 0; i < v->nr; i++)
		sum += or_0(v->v[i]);
	return sum / (double)v->nr;
}

const struct vec *row_boots(const struct row *row, int side)
{
	const struct vec *v = &row->boot_mean[side];
	double base = or_0(row->value[side]);

	/* Which of the two a row is judged by depends on its class. */
	if (row->class == CLASS_NOISY && v->nr && !isnan(v->v[0]) &&
	    fabs(mean_of(v) - base) <= 1e-9 * fabs(base))
		return v;
	return &row->boot_value[side];
}

bool row_judged(const struct row *row)
{
	return row->verdict != VERDICT_NA && row->verdict != VERDICT_MISSING &&
	       row->verdict != VERDICT_INCOMPARABLE;
}

bool row_of_build(const struct row *row)
{
	return row->kind == KIND_SIZE || row->kind == KIND_BOOT;
}

bool row_differs(const struct row *row)
{
	return row->verdict != VERDICT_EQUIVALENT && row_judged(row);
}

bool row_told(const struct row *row)
{
	return row_differs(row) && row->verdict != VERDICT_INCONCLUSIVE &&
	       row->verdict != VERDICT_UNRESOLVED;
}

bool row_shown(const struct row *row)
{
	return row->kind != KIND_COST || row->main;
}

double row_value(const struct row *row, enum row_number which)
{
	return row->has_at ? row->at.value[which] : row->value[which];
}

const struct reason *row_reason(const struct row *row, enum kpt_reason code)
{
	for (size_t i = 0; row && i < row->nr_reasons; i++)
		if (row->reasons[i].code == code)
			return &row->reasons[i];
	return NULL;
}

bool row_has(const struct row *row, enum kpt_reason code)
{
	return row_reason(row, code) != NULL;
}

void row_param(const struct row *row, const char *name, char *buf, size_t len)
{
	const char *p = row->params;
	size_t n = strlen(name);

	buf[0] = '\0';
	for (; *p; p += strspn(p, " ")) {
		size_t word = strcspn(p, " ");

		if (word > n && !strncmp(p, name, n) && p[n] == '=') {
			kpt_join(buf, len, "%.*s", (int)(word - n - 1),
				 p + n + 1);
			return;
		}
		p += word;
	}
}
