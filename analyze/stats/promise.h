/* SPDX-License-Identifier: GPL-2.0-only */
/* promise.h - what a design will find, when its noise is only estimated */
#ifndef KPT_PROMISE_H
#define KPT_PROMISE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * st_promise - smallest effect found with this power, in standard errors
 * @df_pilot:	degrees of freedom of the pilot's variance
 * @boots:	of each kernel in the comparison to come
 * @paired:	they will be taken in turn: the paired t test, else Welch's
 * @alpha:	two-sided level of that test, after adjustment
 * @power:	share of pilots and comparisons, taken together, that find it
 *
 * The standard error is the one that the pilot's variance gives for the
 * comparison to come. Both variances are estimates: with u^2 and v^2 chi
 * square over their degrees of freedom, of pilot and comparison, the effect k
 * is found with probability E[Phi(k u - t(1 - alpha / 2, df) v)], which for
 * groups is taken over both sides, as Welch's df depends on them. This is the
 * power of the noncentral t, averaged over what the pilot may have seen;
 * taking the pilot's variance as known gives a k that is too small.
 *
 * Return: k, or NAN without a degree of freedom.
 */
double st_promise(double df_pilot, size_t boots, bool paired, double alpha,
		  double power);

/**
 * st_promise_effect - the ratio, less 1, that lies @k standard errors beyond
 * the margin
 * @se:	relative standard error of the difference, on the scale of logarithms
 */
double st_promise_effect(double margin, double k, double se);

#endif
