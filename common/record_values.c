// SPDX-License-Identifier: GPL-2.0-only
/*
 * record_values.c - the long vector of a sample record, read without a node
 * a number
 *
 * A records file is nearly all of it numbers in "values". They are taken out
 * of the line here; the JSON library reads what is left. Anything not as our
 * writer has it is left in the line, for the library to read or to refuse.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/record_local.h"

#define KEY	"\"values\":"
#define KEY_LEN	(sizeof(KEY) - 1)

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits of a number, as far as a double holds any of them exactly. */
struct decimal {
	uint64_t mantissa;
	int digits, places;
};

static const char *digits(const char *p, struct decimal *d)
{
	for (; is_digit(*p); p++) {
		d->mantissa = 10 * d->mantissa + (uint64_t)(*p - '0');
		if (++d->digits > 18)
			return NULL;
	}
	return p;
}

/*
 * One JSON number; NULL when it is none, or too long for this. Up to 2^53 a
 * mantissa is exact, and so is 10^22: one division rounds once, as it should.
 */
static const char *number(const char *p, double *out)
{
	struct decimal d = { 0 };
	const char *start = p;
	char *end;

	p += *p == '-';
	if (!is_digit(*p) || (*p == '0' && is_digit(p[1])))
		return NULL;
	p = digits(p, &d);
	if (p && *p == '.') {
		const char *point = ++p;

		p = digits(p, &d);
		if (!p || p == point)
			return NULL;
		d.places = (int)(p - point);
	}
	if (!p || *p == 'e' || *p == 'E')
		return NULL;
	if (d.mantissa > (1ULL << 53) && d.places) {
		*out = strtod(start, &end);
		return end == p ? p : NULL;
	}
	*out = (double)(int64_t)(*start == '-' ? -d.mantissa : d.mantissa);
	if (d.places) {
		static const double ten[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6,
			1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
			1e16, 1e17, 1e18 };

		*out /= ten[d.places];
	}
	return p;
}

static int push(struct kpt_vector *v, double x)
{
	if (v->nr == v->cap) {
		size_t cap = v->cap ? 2 * v->cap : 1024;
		double *p = realloc(v->v, cap * sizeof(*p));

		if (!p)
			return -1;
		v->v = p;
		v->cap = cap;
	}
	v->v[v->nr++] = x;
	return 0;
}

/* From behind the bracket to the closing one; NULL when it is not ours. */
static const char *vector(const char *p, struct kpt_vector *v)
{
	double x;

	for (;;) {
		p = number(p, &x);
		if (!p || push(v, x))
			return NULL;
		if (*p == ']')
			return p;
		if (*p++ != ',')
			return NULL;
	}
}

size_t kpt_take_values(char *line, size_t len, size_t at, struct kpt_vector *v)
{
	const char *end;

	/* A quote before the key that is escaped is inside of a string. */
	if (v->taken || at < KEY_LEN + 1 ||
	    memcmp(line + at - KEY_LEN, KEY, KEY_LEN) ||
	    !strchr("{,", line[at - KEY_LEN - 1]))
		return len;
	v->nr = 0;
	end = vector(line + at + 1, v);
	if (!end)
		return len;
	v->taken = true;
	memmove(line + at + 1, end, (size_t)(line + len + 1 - end));
	return len - (size_t)(end - (line + at + 1));
}
