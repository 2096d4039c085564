// SPDX-License-Identifier: GPL-2.0-only
/* rnd.c - numbers that a seed decides (splitmix64) */
#include "tests/soak/guest/soak.h"

uint64_t soak_rnd(struct soak_rnd *r)
{
	uint64_t z = r->s += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

uint32_t soak_below(struct soak_rnd *r, uint32_t n)
{
	return (uint32_t)((soak_rnd(r) >> 32) * n >> 32);
}

bool soak_one_in(struct soak_rnd *r, uint32_t n)
{
	return !soak_below(r, n);
}
