/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cover.h - which code of the kernel was executed at all, scenario by scenario
 *
 * Unlike counts it is of a whole boot, with what is before, between and behind
 * measured windows. docs/profile.md describes the file.
 */
#ifndef KPT_PROFILE_COVER_H
#define KPT_PROFILE_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COVER_MAGIC	"kptcover 1"

/**
 * struct cover_block - code that is executed from its begin on
 * @start:	address of its first instruction
 * @end:	behind its last one
 * @when:	value of cover.now when it was last entered
 */
struct cover_block {
	uint64_t start, end;
	unsigned int when;
};

/**
 * struct cover - all blocks
 * @out:	files are OUT-boot, OUT-0, OUT-1, ...; "": nothing is recorded
 * @now:	1 while the kernel boots, one more with each scenario
 * @slot:	hash of blocks
 */
struct cover {
	char out[256];
	unsigned int now;
	struct cover_block **slot;
	size_t mask, nr;
};

/** cover_block - the block, made when new; NULL: no memory */
struct cover_block *cover_block(struct cover *c, uint64_t start, uint64_t end);
/** cover_entered - it is being executed */
static inline void cover_entered(const struct cover *c, struct cover_block *b)
{
	b->when = c->now;
}

/**
 * cover_next - write what was executed since the last time, and begin anew
 * @scenario: number of the scenario that ends, less than 0: the boot
 *
 * Return: 0 or -errno.
 */
int cover_next(struct cover *c, long scenario, const char *target);
void cover_free(struct cover *c);

#endif
