/* SPDX-License-Identifier: GPL-2.0-only */
/* tap.h - as much of TAP as a C test needs */
#ifndef KPT_TAP_H
#define KPT_TAP_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static int tap_nr, tap_failed;

/* ok - one test; the format says what holds */
#define ok(cond, ...) do {						\
	int tap_good = !!(cond);					\
	printf("%sok %d - ", tap_good ? "" : "not ", ++tap_nr);	\
	printf(__VA_ARGS__);						\
	putchar('\n');							\
	if (!tap_good) {						\
		tap_failed++;						\
		printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond);	\
	}								\
} while (0)

#define is_int(a, b, what) do {						\
	long long tap_a = (a), tap_b = (b);				\
	ok(tap_a == tap_b, "%s", what);					\
	if (tap_a != tap_b)						\
		printf("# got %lld, want %lld\n", tap_a, tap_b);	\
} while (0)

#define is_str(a, b, what) do {						\
	const char *tap_a = (a), *tap_b = (b);				\
	ok(!strcmp(tap_a, tap_b), "%s", what);				\
	if (strcmp(tap_a, tap_b))					\
		printf("# got '%s', want '%s'\n", tap_a, tap_b);	\
} while (0)

/* is_near - relative agreement, absolute near 0 */
#define is_near(a, b, rel, what) do {					\
	double tap_a = (a), tap_b = (b);				\
	ok(fabs(tap_a - tap_b) <= (rel) * fmax(1e-300, fmax(fabs(tap_b), 1e-12)), \
	   "%s", what);							\
	if (!(fabs(tap_a - tap_b) <= (rel) * fmax(1e-300, fmax(fabs(tap_b), 1e-12)))) \
		printf("# got %.17g, want %.17g\n", tap_a, tap_b);	\
} while (0)

static inline int tap_done(void)
{
	printf("1..%d\n", tap_nr);
	return tap_failed ? 1 : 0;
}

#endif
