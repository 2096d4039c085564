// SPDX-License-Identifier: GPL-2.0-only
/* shuffle.c - Fisher and Yates, with splitmix64 */
#include "vm/run/shuffle.h"

/* A number below @n, of which none is likelier. */
static size_t below(uint64_t *state, size_t n)
{
	const uint64_t least = -(uint64_t)n % n;
	uint64_t z;

	do {
		z = *state += 0x9e3779b97f4a7c15;
		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
		z = (z ^ z >> 27) * 0x94d049bb133111eb;
		z ^= z >> 31;
	} while (z < least);
	return z % n;
}

void vm_shuffle(uint64_t *state, size_t *v, size_t n)
{
	size_t i, j, was;

	for (i = n; i > 1; i--) {
		j = below(state, i);
		was = v[j];
		v[j] = v[i - 1];
		v[i - 1] = was;
	}
}
