// SPDX-License-Identifier: GPL-2.0-only
/* infer.c - t tests, equivalence, the smallest effect that is found */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "analyze/stats/infer.h"
#include "analyze/stats/stats.h"

/* diff, se and df are known: the rest but for the interval follows. */
static int p_of(struct st_test *t)
{
	if (!(t->se > 0) || !isfinite(t->se) || !isfinite(t->df))
		return -EDOM;
	t->t = t->diff / t->se;
	t->p = 2 * gsl_cdf_tdist_Q(fabs(t->t), t->df);
	return 0;
}

void st_interval(struct st_test *t, double level)
{
	double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, t->df) * t->se;

	t->lo = t->diff - half;
	t->hi = t->diff + half;
}

/* Mean distance from @origin: of values close together nothing is rounded. */
static double mean_from(const double *v, size_t n, double origin)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i] - origin;
	return (double)(sum / n);
}

/* The contrast mean(b) - c mean(a). */
static int contrast(const double *a, size_t na, const double *b, size_t nb,
		    double c, struct st_test *out)
{
	double va, vb;

	memset(out, 0, sizeof(*out));
	if (na < 2 || nb < 2)
		return -EINVAL;
	va = c * c * st_var(a, na) / na;
	vb = st_var(b, nb) / nb;
	out->diff = mean_from(b, nb, a[0]) - c * mean_from(a, na, a[0]) +
		    (1 - c) * a[0];
	out->se = sqrt(va + vb);
	out->df = (va + vb) * (va + vb) /
		  (va * va / (na - 1) + vb * vb / (nb - 1));
	return 0;
}

int st_contrast(const double *a, size_t na, const double *b, size_t nb,
		double c, struct st_test *out)
{
	int err = contrast(a, na, b, nb, c, out);

	return err ? err : p_of(out);
}

int st_welch(const double *a, size_t na, const double *b, size_t nb,
	     double level, struct st_test *out)
{
	int err = st_contrast(a, na, b, nb, 1, out);

	if (!err)
		st_interval(out, level);
	return err;
}

int st_one_sample(const double *d, size_t n, double origin,
		  struct st_test *out)
{
	memset(out, 0, sizeof(*out));
	if (n < 2)
		return -EINVAL;
	out->diff = st_mean(d, n) - origin;
	out->se = sqrt(st_var(d, n) / (double)n);
	out->df = (double)(n - 1);
	return p_of(out);
}

int st_nested(const double *d, const double *within, size_t n, double level,
	      struct st_test *out)
{
	int err = st_one_sample(d, n, 0, out);
	double sum = 0;

	if (err && err != -EDOM)
		return err;
	for (size_t i = 0; i < n; i++)
		sum += within[i] * within[i];
	out->se = fmax(out->se, sqrt(sum) / (double)n);
	if (p_of(out)) {
		out->p = out->diff == 0;
		out->lo = out->hi = out->diff;
	} else {
		st_interval(out, level);
	}
	return 0;
}

static int ln_ratios(const double *a, const double *b, size_t n, double *d)
{
	for (size_t i = 0; i < n; i++) {
		if (!(a[i] > 0) || !(b[i] > 0))
			return -EDOM;
		d[i] = log(b[i] / a[i]);
	}
	return 0;
}

int st_paired(const double *a, const double *b, size_t n, double level,
	      struct st_test *out)
{
	double *d;
	int err;

	memset(out, 0, sizeof(*out));
	if (n < 2)
		return -EINVAL;
	d = malloc(n * sizeof(*d));
	if (!d)
		return -ENOMEM;
	err = ln_ratios(a, b, n, d);
	if (!err)
		err = st_one_sample(d, n, 0, out);
	if (!err)
		st_interval(out, level);
	free(d);
	return err;
}

int st_tost(const double *a, size_t na, const double *b, size_t nb,
	    double margin, double *p)
{
	struct st_test low, high;
	int err = contrast(a, na, b, nb, 1 - margin, &low);

	if (err)
		return err;
	contrast(a, na, b, nb, 1 + margin, &high);
	if (!(st_mean(a, na) > 0))
		return -EINVAL;
	err = p_of(&low);
	if (!err)
		err = p_of(&high);
	if (err)
		return err;
	*p = fmax(gsl_cdf_tdist_Q(low.t, low.df),
		  gsl_cdf_tdist_P(high.t, high.df));
	return 0;
}

double st_tost_of(const struct st_test *t, double low, double high)
{
	return fmax(gsl_cdf_tdist_Q((t->diff - low) / t->se, t->df),
		    gsl_cdf_tdist_P((t->diff - high) / t->se, t->df));
}

int st_tost_paired(const double *a, const double *b, size_t n, double margin,
		   double *p)
{
	struct st_test t;
	int err = st_paired(a, b, n, 0.9, &t);

	if (err)
		return err;
	*p = st_tost_of(&t, log1p(-margin), log1p(margin));
	return 0;
}

double st_mde(const struct st_test *test, double mean, double alpha,
	      double power)
{
	if (mean == 0)
		return NAN;
	return (gsl_cdf_tdist_Pinv(1 - alpha / 2, test->df) +
		gsl_cdf_tdist_Pinv(power, test->df)) * test->se / fabs(mean);
}
