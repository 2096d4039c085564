// SPDX-License-Identifier: GPL-2.0-only
/*
 * calibrate_rules.c - ours, the best there is, and what others do
 *
 * Ours are decided by the function that kptstat compare calls. The best there is knows that
 * the noise is normal and as large on either side, which no program can know;
 * it is the bound for power. The others take iterations for replicates, or
 * compare intervals by eye.
 */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "analyze/calibrate/calibrate.h"
#include "analyze/stats/decide.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/stats.h"
#include "common/util.h"

static int welch_of_boots(const struct cal_side s[2])
{
	struct st_test t;

	if (st_welch(s[0].boot, s[0].boots, s[1].boot, s[1].boots, 0.95, &t))
		return -1;
	return t.p < ST_ALPHA;
}

/* As kptstat compare decides when it has this row alone, and no margin. */
static int ours(const struct cal_side s[2], bool in_turn)
{
	long long *number = malloc((s[0].boots + s[1].boots + 1) *
				   sizeof(*number));
	struct st_row r = { .primary = true };
	int flag = -1;

	if (!number)
		return -1;
	for (size_t i = 0; i < s[0].boots + s[1].boots; i++)
		number[i] = (long long)i;
	for (int k = 0; k < 2; k++)
		r.side[k] = (struct st_boots){ .v = s[k].boot,
			.boot = number, .n = s[k].boots };
	if (!st_decide(&r, 1, in_turn, 0) && r.verdict != ST_FEW)
		flag = r.verdict == ST_MORE || r.verdict == ST_LESS;
	st_rows_free(&r, 1);
	free(number);
	return flag;
}

static int paired_boots(const struct cal_side s[2])
{
	return ours(s, true);
}

static int groups_of_boots(const struct cal_side s[2])
{
	return ours(s, false);
}

/* Student's t test; exact for normal noise of one variance. */
static int best(const struct cal_side s[2])
{
	double va = st_var(s[0].boot, s[0].boots);
	double vb = st_var(s[1].boot, s[1].boots);
	double na = (double)s[0].boots, nb = (double)s[1].boots, df, v, t;

	df = na + nb - 2;
	v = ((na - 1) * va + (nb - 1) * vb) / df;
	if (!(v > 0))
		return -1;
	t = (st_mean(s[1].boot, s[1].boots) - st_mean(s[0].boot, s[0].boots)) /
	    sqrt(v * (1 / na + 1 / nb));
	return 2 * gsl_cdf_tdist_Q(fabs(t), df) < ST_ALPHA;
}

static int welch_of_all(const struct cal_side s[2])
{
	struct st_test t;

	if (st_welch(s[0].all, s[0].nr, s[1].all, s[1].nr, 0.95, &t))
		return -1;
	return t.p < ST_ALPHA;
}

/* Do mean -+ half of either side leave each other alone? */
static int apart(const double mean[2], const double half[2])
{
	return fabs(mean[1] - mean[0]) > half[0] + half[1];
}

static int intervals(const double *v[2], const size_t n[2])
{
	double mean[2], half[2];

	for (int k = 0; k < 2; k++) {
		if (n[k] < 2)
			return -1;
		mean[k] = st_mean(v[k], n[k]);
		half[k] = gsl_cdf_tdist_Pinv(0.975, (double)n[k] - 1) *
			  sqrt(st_var(v[k], n[k]) / (double)n[k]);
	}
	return apart(mean, half);
}

static int intervals_of_all(const struct cal_side s[2])
{
	return intervals((const double *[]){ s[0].all, s[1].all },
			 (const size_t []){ s[0].nr, s[1].nr });
}

static int intervals_of_boots(const struct cal_side s[2])
{
	return intervals((const double *[]){ s[0].boot, s[1].boot },
			 (const size_t []){ s[0].boots, s[1].boots });
}

static int mean_and_sd(const struct cal_side s[2])
{
	double mean[2], half[2];

	for (int k = 0; k < 2; k++) {
		if (s[k].nr < 2)
			return -1;
		mean[k] = st_mean(s[k].all, s[k].nr);
		half[k] = sqrt(st_var(s[k].all, s[k].nr));
	}
	return apart(mean, half);
}

/*
 * Mann-Whitney as wilcox.test() of R does it above 50 values: normal
 * approximation, corrected for ties and continuity. Both sides are sorted.
 */
static int mann_whitney(const struct cal_side s[2])
{
	const double *a = s[0].all, *b = s[1].all;
	double na = (double)s[0].nr, nb = (double)s[1].nr, n = na + nb;
	double ranks = 0, ties = 0, u, var;
	size_t i = 0, j = 0;

	while (i < s[0].nr || j < s[1].nr) {
		size_t at = i + j, from = i;
		double x = j >= s[1].nr || (i < s[0].nr && a[i] < b[j]) ?
			   a[i] : b[j], t;

		while (i < s[0].nr && a[i] == x)
			i++;
		while (j < s[1].nr && b[j] == x)
			j++;
		t = (double)(i + j - at);
		ranks += (double)(i - from) * ((double)at + (t + 1) / 2);
		ties += t * t * t - t;
	}
	u = ranks - na * (na + 1) / 2 - na * nb / 2;
	var = na * nb / 12 * (n + 1 - ties / (n * (n - 1)));
	if (!(var > 0))
		return -1;
	u = fmax(0, fabs(u) - 0.5) / sqrt(var);
	return 2 * gsl_cdf_ugaussian_Q(u) < ST_ALPHA;
}

const struct cal_rule cal_rules[CAL_RULES] = {
	{ "groups of boots (ours)", groups_of_boots },
	{ "pairs of boots (ours)", paired_boots },
	{ "Welch on boot means", welch_of_boots },
	{ "Student on boots (best)", best },
	{ "Welch on all iterations", welch_of_all },
	{ "Mann-Whitney on iterations", mann_whitney },
	{ "iterations' intervals apart", intervals_of_all },
	{ "boots' intervals apart", intervals_of_boots },
	{ "iterations' mean +- sd apart", mean_and_sd },
};

void cal_judge(const struct cal_side pair[2], struct cal_count *count)
{
	for (size_t i = 0; i < CAL_RULES; i++) {
		int flag = cal_rules[i].flag(pair);

		if (flag < 0)
			continue;
		count->hits[i] += flag > 0;
		count->nr[i]++;
	}
}
