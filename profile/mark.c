// SPDX-License-Identifier: GPL-2.0-only
/* mark.c - an instruction that is a marker, by architecture */
#include <string.h>

#include "profile/mark.h"

static uint32_t word(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The number in a word that is base + (1 .. 15 << shift), or 0. */
static unsigned int number(uint32_t w, uint32_t base, unsigned int shift)
{
	return (w ^ base) & ~(15u << shift) ? 0 : (w ^ base) >> shift;
}

static unsigned int mark_arm64(const uint8_t *code)
{
	return number(word(code), KPTB_MARK_ARM64(0), 5);
}

/* dc zva, xN */
static bool clears_arm64(const uint8_t *code)
{
	return (word(code) & ~31u) == 0xd50b7420;
}

static unsigned int mark_x86(const uint8_t *code)
{
	static const uint8_t nopl[] = { 0x0f, 0x1f, 0x80 };

	return memcmp(code, nopl, sizeof(nopl)) ? 0 :
	       number(word(code + 3), KPTB_MARK_X86(0), 0);
}

static unsigned int mark_riscv(const uint8_t *code)
{
	return number(word(code), KPTB_MARK_RISCV(0), 20);
}

const struct mark_target *mark_target(const char *name)
{
	static const struct mark_target targets[] = {
		{ "aarch64", 4, 4, mark_arm64, clears_arm64 },
		{ "x86_64", 7, 1, mark_x86, NULL },
		{ "riscv64", 4, 2, mark_riscv, NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (!strcmp(name, targets[i].name))
			return &targets[i];
	return NULL;
}
