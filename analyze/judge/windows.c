// SPDX-License-Identifier: GPL-2.0-only
/* windows.c - the windows of one boot, paired with those of another */
#include <math.h>
#include <stdlib.h>

#include "analyze/judge/reason.h"
#include "analyze/judge/windows.h"
#include "analyze/stats/stats.h"
#include "common/util.h"

/* One window of many may be hit by a tick of the clock, of a few none. */
#define FEW_WINDOWS	5

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void count(double *d, size_t n, struct windows *out)
{
	size_t run = 0;

	qsort(d, n, sizeof(*d), by_value);
	*out = (struct windows){ .of = n, .lo = d[0], .hi = d[n - 1],
				 .mid = st_median(d, n) };
	for (size_t i = 0; i < n; i++) {
		run = i && d[i] == d[i - 1] ? run + 1 : 1;
		if (run > out->agree) {
			out->agree = run;
			out->common = d[i];
		}
	}
	for (size_t i = 0; i < n; i++)
		d[i] = fabs(d[i] - out->mid);
	out->se = 1.2533 * 1.4826 * st_median(d, n) / sqrt((double)n);
}

bool windows_pair(const struct ds_sample *const *a,
		  const struct ds_sample *const *b, size_t nr,
		  struct windows *out)
{
	size_t n = 0, at = 0;
	double *d;

	for (size_t i = 0; i < nr; i++) {
		if (a[i]->nr != b[i]->nr)
			return false;
		n += a[i]->nr;
	}
	d = n ? malloc(n * sizeof(*d)) : NULL;
	if (!d)
		return false;
	for (size_t i = 0; i < nr; i++)
		for (size_t j = 0; j < a[i]->nr; j++)
			d[at++] = (b[i]->values[j] - b[i]->fixed) -
				  (a[i]->values[j] - a[i]->fixed);
	count(d, n, out);
	free(d);
	return true;
}

bool windows_agree(const struct windows *w)
{
	return w->agree == w->of ||
	       (w->of >= FEW_WINDOWS && w->agree + 1 >= w->of);
}

bool windows_resolve(const struct windows *w)
{
	return windows_agree(w) || w->hi - w->lo < fabs(w->mid);
}

void windows_put(json_t *row, const struct windows *w, double den)
{
	json_object_set_new(row, "windows", json_pack("{s:I, s:I}",
		"agree", (json_int_t)w->agree, "of", (json_int_t)w->of));
	if (w->agree < w->of)
		reason_add(row, REASON_windows_differ, json_pack(
			"{s:I, s:I, s:o, s:o, s:o}", "agree",
			(json_int_t)w->agree, "of", (json_int_t)w->of,
			"lo", json_num(w->lo / den),
			"mid", json_num(w->mid / den),
			"hi", json_num(w->hi / den)));
}
