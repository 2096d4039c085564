// SPDX-License-Identifier: GPL-2.0-only
/* ratio.c - Fieller's interval of a ratio */
#include <errno.h>
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "analyze/stats/ratio.h"
#include "analyze/stats/stats.h"

int st_fieller(const double *a, size_t na, const double *b, size_t nb,
	       double level, double *lo, double *hi)
{
	double ma, rho, va, vb, t, df, g, v, half;

	if (na < 2 || nb < 2)
		return -EINVAL;
	ma = st_mean(a, na);
	if (ma == 0)
		return -EINVAL;
	rho = st_mean(b, nb) / ma;
	va = st_var(a, na) / na;
	vb = st_var(b, nb) / nb;
	v = rho * rho * va + vb;
	df = v * v / (rho * rho * va * rho * rho * va / (na - 1) +
		      vb * vb / (nb - 1));
	if (!(v > 0) || !isfinite(v) || !isfinite(df))
		return -EDOM;
	t = gsl_cdf_tdist_Pinv(0.5 + level / 2, df);
	g = t * t * va / (ma * ma);
	if (!(g < 1))
		return -EDOM;
	half = t / fabs(ma) * sqrt(rho * rho * va + (1 - g) * vb);
	*lo = (rho - half) / (1 - g);
	*hi = (rho + half) / (1 - g);
	return 0;
}
