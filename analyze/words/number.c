// SPDX-License-Identifier: GPL-2.0-only
/* number.c - numbers as people read them */
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/words/number.h"

void say(char *buf, size_t len, const char *fmt, ...)
{
	size_t used = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + used, len - used, fmt, ap);
	va_end(ap);
}

/*
 * Is @d the decimal with @digits places? A fraction of a power of two is, bit
 * by bit. Any other is off by its rounding, which must be too small to make a
 * decimal of what is none: a third has no end.
 */
static bool is_decimal(double d, int digits)
{
	double off = 4 * DBL_EPSILON * fabs(d) + 1e-13;
	char buf[WORDS_LEN];

	if (ldexp(d, digits) == nearbyint(ldexp(d, digits)))
		return true;
	if (off * pow(10, digits) > 0.01)
		return false;
	snprintf(buf, sizeof(buf), "%.*f", digits, d);
	return fabs(strtod(buf, NULL) - d) <= off;
}

static const char *print(double d, char buf[WORDS_LEN], bool sign)
{
	int digits;

	if (!isfinite(d)) {
		snprintf(buf, WORDS_LEN, "n/a");
		return buf;
	}
	if (fabs(d) >= 1e15) {
		snprintf(buf, WORDS_LEN, sign ? "%+.6g" : "%.6g", d);
		return buf;
	}
	for (digits = 0; digits <= 9 && !is_decimal(d, digits); digits++)
		;
	if (digits > 9)
		digits = 3;
	if (digits == 3 && fabs(d) > 0 && fabs(d) < 0.01) {
		snprintf(buf, WORDS_LEN, sign ? "%+.3g" : "%.3g", d);
		return buf;
	}
	snprintf(buf, WORDS_LEN, sign && d != 0 ? "%+.*f" : "%.*f", digits, d);
	return buf;
}

const char *words_num(double v, char buf[WORDS_LEN])
{
	return print(v, buf, false);
}

const char *words_signed(double v, char buf[WORDS_LEN])
{
	return print(v, buf, true);
}

const char *words_exact(double v, char buf[WORDS_LEN])
{
	buf[0] = '\0';
	if (!isfinite(v))
		return buf;
	/* A whole number has no exponent as far as doubles count by ones. */
	if (v == nearbyint(v) && fabs(v) <= 9007199254740992.0) {
		snprintf(buf, WORDS_LEN, "%lld", (long long)v);
		return buf;
	}
	/* 15 digits are short for what was written in as many; 17 tell all. */
	snprintf(buf, WORDS_LEN, "%.15g", v);
	if (strtod(buf, NULL) != v)
		snprintf(buf, WORDS_LEN, "%.17g", v);
	return buf;
}

const char *words_more(const char *unit, double diff)
{
	if (diff == 0)
		return "";
	if (diff > 0)
		return "more";
	return !strcmp(unit, "bytes") || !strcmp(unit, "ns") ? "less" :
							      "fewer";
}

const char *words_short(double v, char buf[WORDS_LEN])
{
	double size = fabs(v);

	if (v == 0)
		snprintf(buf, WORDS_LEN, "0");
	else if (size >= 9.95 || size == nearbyint(size))
		snprintf(buf, WORDS_LEN, "%+.0f", v);
	else
		snprintf(buf, WORDS_LEN, "%+.2g", v);
	return buf;
}

const char *words_round(double v, char buf[WORDS_LEN])
{
	snprintf(buf, WORDS_LEN, fabs(v) >= 99999.5 ? "%.0f" : "%.6g", v);
	return buf;
}
