// SPDX-License-Identifier: GPL-2.0-only
/* words.c - numbers and rows of a summary as people read them */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/records/json.h"
#include "analyze/stats/stats.h"
#include "analyze/summary/row.h"
#include "analyze/words/words.h"

void say(char *buf, size_t len, const char *fmt, ...)
{
	size_t used = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + used, len - used, fmt, ap);
	va_end(ap);
}

double words_real(const json_t *row, const char *key)
{
	return json_number_value(json_object_get(row, key));
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

static const char *print(const json_t *v, char buf[WORDS_LEN], bool sign)
{
	double d = json_number_value(v);
	int digits;

	if (!json_is_number(v)) {
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

const char *words_num(const json_t *v, char buf[WORDS_LEN])
{
	return print(v, buf, false);
}

const char *words_signed(const json_t *v, char buf[WORDS_LEN])
{
	return print(v, buf, true);
}

const char *words_exact(const json_t *v, char buf[WORDS_LEN])
{
	double d = json_number_value(v);

	buf[0] = '\0';
	if (json_is_integer(v)) {
		snprintf(buf, WORDS_LEN, "%lld",
			 (long long)json_integer_value(v));
		return buf;
	}
	if (!json_is_real(v))
		return buf;
	/* 15 digits are short for what was written in as many; 17 tell all. */
	snprintf(buf, WORDS_LEN, "%.15g", d);
	if (strtod(buf, NULL) != d)
		snprintf(buf, WORDS_LEN, "%.17g", d);
	return buf;
}

const char *words_percent(const json_t *row, char buf[WORDS_LEN])
{
	const json_t *b = row_value(row, "base");
	const json_t *d = row_value(row, "diff");
	double base = json_number_value(b), pc;

	buf[0] = '\0';
	/* A distance from zero has no percentage worth reading. */
	if (!json_is_number(b) || !json_is_number(d) || base <= 0 ||
	    ds_is(row, "better", "zero") ||
	    reason_has(row, REASON_below_fixed) ||
	    reason_has(row, REASON_in_units))
		return buf;
	pc = 100 * json_number_value(d) / base;
	snprintf(buf, WORDS_LEN, fabs(pc) > 0 && fabs(pc) < 0.05 ?
		 "%+.2g%%" : "%+.1f%%", pc);
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

const char *words_direction(const json_t *row)
{
	const json_t *diff = row_value(row, "diff");

	if (!json_is_number(diff))
		return "";
	return words_more(ds_str(row, "unit"), json_number_value(diff));
}

static bool is_exact(const json_t *summary)
{
	return ds_is(json_object_get(summary, "base"), "mode", "exact");
}

const char *words_unit(const json_t *summary, const json_t *row)
{
	const char *unit = ds_str(row, "unit");

	if (!is_exact(summary))
		return unit;
	if (!strcmp(unit, "cycles"))
		return "instructions (as emulated cycles)";
	if (!strcmp(unit, "ns"))
		return "virtual ns (1 per instruction)";
	return unit;
}

const char *words_unit_per(const json_t *summary, const json_t *row, char *buf,
			   size_t len)
{
	const char *per = ds_str(row, "per");
	char n[WORDS_LEN];

	buf[0] = '\0';
	say(buf, len, "%s", words_unit(summary, row));
	if (json_object_get(row, "at"))
		say(buf, len, " with %s held",
		    words_num(row_value(row, "n"), n));
	else if (*per)
		say(buf, len, " per %s%s", per, ds_is(row, "phase", "held") ?
		    " held" : "");
	return buf;
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

const char *words_counts(const json_t *summary, const json_t *row)
{
	if (ds_is(row, "metric", "cost.instructions"))
		return "Kernel instructions";
	if (ds_is(row, "metric", "cost.cycles") && !is_exact(summary))
		return "Kernel cycles";
	if (ds_is(row, "metric", "cost.ns") && !is_exact(summary))
		return "Nanoseconds";
	return ds_str(row, "metric");
}

const char *words_unit_code(const json_t *summary, const json_t *row)
{
	const char *unit = ds_str(row, "unit");

	if (is_exact(summary) && !strcmp(unit, "ns"))
		return "virtual-ns";
	if (is_exact(summary) && !strcmp(unit, "cycles"))
		return "instructions";
	return unit;
}

const char *words_amount(const json_t *row, const char *key,
			 char buf[WORDS_LEN])
{
	const json_t *v = row_value(row, key);
	bool sign = !strcmp(key, "diff");
	double most = fmax(fabs(words_real(row, "base")),
			   fabs(words_real(row, "patched")));
	int places = 4;

	if (!ds_is(row, "class", "noisy") || !json_is_number(v) ||
	    most >= 1e15)
		return print(v, buf, sign);
	if (most > 0)
		places = 4 - (int)floor(log10(most));
	places = places < 0 ? 0 : places > 9 ? 9 : places;
	snprintf(buf, WORDS_LEN, sign && json_number_value(v) != 0 ? "%+.*f" :
		 "%.*f", places, json_number_value(v));
	return buf;
}

void words_entry(const json_t *entry, char *buf, size_t len)
{
	const char *key;
	json_t *v;

	buf[0] = '\0';
	if (json_is_string(entry) || *ds_str(entry, "code")) {
		words_note(entry, buf, len);
		return;
	}
	json_object_foreach((json_t *)entry, key, v) {
		size_t n = strlen(buf);
		char num[WORDS_LEN];
		const char *text = json_is_array(v) ?
			json_string_value(json_array_get(v, 0)) :
			json_is_number(v) ? words_num(v, num) :
			json_string_value(v);

		if (text && *text)
			snprintf(buf + n, len - n, "%s%s: %s", n ? "; " : "",
				 key, text);
	}
}
