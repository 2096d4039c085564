// SPDX-License-Identifier: GPL-2.0-only
/* words.c - numbers and rows of a summary as people read them */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "analyze/stats/stats.h"
#include "analyze/words/words.h"

void say(char *buf, size_t len, const char *fmt, ...)
{
	size_t used = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + used, len - used, fmt, ap);
	va_end(ap);
}

const char *words_str(const json_t *row, const char *key)
{
	return ds_str(row, key);
}

bool words_is(const json_t *row, const char *key, const char *value)
{
	return !strcmp(ds_str(row, key), value);
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
	double base = words_real(row, "base"), diff = words_real(row, "diff");
	double pc;

	buf[0] = '\0';
	/* A distance from zero has no percentage worth reading. */
	if (base == 0 || words_is(row, "better", "zero") ||
	    !json_is_number(json_object_get(row, "diff")))
		return buf;
	pc = 100 * diff / fabs(base);
	snprintf(buf, WORDS_LEN, fabs(pc) > 0 && fabs(pc) < 0.05 ?
		 "%+.2g%%" : "%+.1f%%", pc);
	return buf;
}

const char *words_direction(const json_t *row)
{
	const json_t *diff = words_value(row, "diff");

	if (!json_is_number(diff))
		return "";
	return judge_word(ds_str(row, "kind"), ds_str(row, "unit"),
			  json_number_value(diff));
}

static bool is_exact(const json_t *summary)
{
	return words_is(json_object_get(summary, "base"), "mode", "exact");
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
	if (!strcmp(unit, "instructions"))
		return "instructions (QEMU instruction counting)";
	return unit;
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

static double mean_of(const json_t *v)
{
	double sum = 0;
	size_t i;
	json_t *e;

	json_array_foreach((json_t *)v, i, e)
		sum += json_number_value(e);
	return sum / (double)json_array_size(v);
}

const json_t *words_boots(const json_t *row, const char *side)
{
	const json_t *v = json_object_get(json_object_get(row, "boot_means"),
					  side);
	double base = words_real(row, side);

	/* Which of the two a row is judged by depends on its class. */
	if (words_is(row, "class", "noisy") && json_array_size(v) &&
	    json_is_number(json_array_get(v, 0)) &&
	    fabs(mean_of(v) - base) <= 1e-9 * fabs(base))
		return v;
	return json_object_get(json_object_get(row, "boot_values"), side);
}

const char *words_amount(const json_t *row, const char *key,
			 char buf[WORDS_LEN])
{
	const json_t *v = words_value(row, key);
	bool sign = !strcmp(key, "diff");
	double most = fmax(fabs(words_real(row, "base")),
			   fabs(words_real(row, "patched")));
	int places = 4;

	if (!words_is(row, "class", "noisy") || !json_is_number(v) ||
	    most >= 1e15)
		return print(v, buf, sign);
	if (most > 0)
		places = 4 - (int)floor(log10(most));
	places = places < 0 ? 0 : places > 9 ? 9 : places;
	snprintf(buf, WORDS_LEN, sign && json_number_value(v) != 0 ? "%+.*f" :
		 "%.*f", places, json_number_value(v));
	return buf;
}

size_t words_count(const json_t *summary, const char *verdict)
{
	size_t i, n = 0;
	json_t *row;

	json_array_foreach(json_object_get(summary, "comparisons"), i, row)
		n += words_is(row, "verdict", verdict) &&
		     (!strcmp(verdict, "n/a") || words_shown(row));
	return n;
}

void words_entry(const json_t *entry, char *buf, size_t len)
{
	const char *key;
	json_t *v;

	snprintf(buf, len, "%s", json_is_string(entry) ?
		 json_string_value(entry) : "");
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

bool words_in_totals(const json_t *row)
{
	return !json_object_get(row, "by_design") &&
	       !json_object_get(row, "mm");
}

long long words_part(const json_t *row, const char *side, const char *key)
{
	return json_integer_value(json_object_get(json_object_get(row, side),
						  key));
}

bool words_differs(const json_t *row)
{
	return !words_is(row, "verdict", "equivalent") &&
	       !words_is(row, "verdict", "n/a");
}

static int cost_rank(const json_t *row)
{
	static const char *const units[] = { "instructions", "cycles", "ns" };

	for (int i = 0; i < 3; i++)
		if (words_is(row, "unit", units[i]))
			return i;
	return 3;
}

/* The best rank of every phase of the row's scenario. */
static json_t *ranks_of(json_t *best, const json_t *row)
{
	const char *scenario = words_str(row, "scenario");

	if (!json_object_get(best, scenario))
		json_object_set_new(best, scenario, json_object());
	return json_object_get(best, scenario);
}

int words_mark_main(json_t *summary)
{
	const json_t *rows = json_object_get(summary, "comparisons"), *v;
	json_t *best = json_object(), *row;
	int err = 0;
	size_t i;

	json_array_foreach(rows, i, row) {
		json_t *ranks = ranks_of(best, row);

		if (!words_is(row, "kind", "cost") ||
		    words_is(row, "verdict", "n/a"))
			continue;
		v = json_object_get(ranks, words_str(row, "phase"));
		if (!v || json_integer_value(v) > cost_rank(row))
			err |= json_object_set_new(ranks,
						   words_str(row, "phase"),
						   json_integer(cost_rank(row)));
	}
	json_array_foreach(rows, i, row) {
		if (!words_is(row, "kind", "cost"))
			continue;
		v = json_object_get(ranks_of(best, row),
				    words_str(row, "phase"));
		err |= json_object_set_new(row, "main", json_boolean(!v ||
				json_integer_value(v) >= cost_rank(row)));
	}
	json_decref(best);
	return err ? -ENOMEM : 0;
}

bool words_main_cost(const json_t *row)
{
	return json_is_true(json_object_get(row, "main"));
}

bool words_shown(const json_t *row)
{
	return !words_is(row, "kind", "cost") || words_main_cost(row);
}

const json_t *words_value(const json_t *row, const char *key)
{
	const json_t *at = json_object_get(row, "at");

	return json_object_get(at ? at : row, key);
}
