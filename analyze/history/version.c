// SPDX-License-Identifier: GPL-2.0-only
/* version.c - which release is before which */
#include <stdlib.h>
#include <string.h>

#include "analyze/history/history.h"

static const char *skip(const char *s)
{
	return s + strspn(s, "v~");
}

/* A release candidate is before its release: "-rc" sorts before the end. */
static int rank(const char *s)
{
	return !strncmp(s, "-rc", 3) || !strncmp(s, "~rc", 3) ? 0 : !*s ? 1 : 2;
}

int hs_version(const char *a, const char *b)
{
	a = skip(a);
	b = skip(b);
	while (*a || *b) {
		if (*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9') {
			char *enda, *endb;
			unsigned long long x = strtoull(a, &enda, 10);
			unsigned long long y = strtoull(b, &endb, 10);

			if (x != y)
				return x < y ? -1 : 1;
			a = enda;
			b = endb;
			continue;
		}
		if (rank(a) != rank(b))
			return rank(a) < rank(b) ? -1 : 1;
		if (*a != *b)
			return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
		a++;
		b++;
	}
	return 0;
}
