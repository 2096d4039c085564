// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies of page tables that may be freed while we look at them
 *
 * A table is copied by reads that may fault, and then the entry that points to
 * it is read again, and those above it. If they say what they said, the table
 * was not freed before it was copied, for that clears one of them first. Else
 * what was copied may be anything: nothing of it is looked at.
 */
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/string.h>

#include "churn.h"
#include "copy.h"
#include "syms.h"

static unsigned int moved_every;
module_param(moved_every, uint, 0400);
MODULE_PARM_DESC(moved_every, "for tests: let every Nth table that is walked be one that was freed and reused");

static atomic_t moved_count = ATOMIC_INIT(0);

/**
 * kptb_copy_init - take memory for a copy of a table of each level
 * @c:	to be given back by kptb_copy_exit(), also on error
 *
 * Whole pages: a level that arm64 folds at boot looks for the others in the
 * page that its entry is in.
 *
 * Return: 0, -ENOMEM, or -EOPNOTSUPP.
 */
int kptb_copy_init(struct kptb_copy *c)
{
	const size_t size[KPTB_NR_LEVELS] = {
		[KPTB_PTE] = PTRS_PER_PTE * sizeof(pte_t),
		[KPTB_PMD] = PTRS_PER_PMD * sizeof(pmd_t),
		[KPTB_PUD] = PTRS_PER_PUD * sizeof(pud_t),
		[KPTB_P4D] = PTRS_PER_P4D * sizeof(p4d_t),
		[KPTB_PGD] = PTRS_PER_PGD * sizeof(pgd_t),
	};
	char reason[KPTB_TEXT_LEN];
	unsigned int i;
	int err;

	memset(c, 0, sizeof(*c));
	err = kptb_sym_missing(KPTB_SYM_COPY_NOFAULT, reason);
	if (err)
		return err;
	for (i = 0; i < KPTB_NR_LEVELS; i++) {
		c->order[i] = get_order(size[i]);
		c->copy[i] = (void *)__get_free_pages(GFP_KERNEL, c->order[i]);
		if (!c->copy[i])
			return -ENOMEM;
	}
	return 0;
}

/**
 * kptb_copy_exit - give the memory back
 * @c:	the copies
 */
void kptb_copy_exit(struct kptb_copy *c)
{
	unsigned int i;

	for (i = 0; i < KPTB_NR_LEVELS; i++)
		if (c->copy[i])
			free_pages((unsigned long)c->copy[i], c->order[i]);
	memset(c, 0, sizeof(*c));
}

static size_t copy_size(const struct kptb_copy *c, unsigned int level)
{
	return PAGE_SIZE << c->order[level];
}

static int copy_from(void *to, const void *from, size_t size)
{
	return static_call(kptb_copy_nofault)(to, from, size) ? -EAGAIN : 0;
}

/* Where the entry is that this is a copy of. */
static const void *live_of(const struct kptb_copy *c, const void *entry)
{
	unsigned int i;

	for (i = 0; i < KPTB_NR_LEVELS; i++) {
		size_t offset = entry - c->copy[i];

		if (entry >= c->copy[i] && offset < copy_size(c, i))
			return c->live[i] + offset;
	}
	return NULL;
}

static int take(struct kptb_copy *c, enum kptb_level level, const void **table)
{
	size_t size = copy_size(c, level);
	size_t offset = (unsigned long)*table & (size - 1);

	c->live[level] = *table - offset;
	*table = c->copy[level] + offset;
	return copy_from(c->copy[level], c->live[level], size);
}

/* As if its page had another user before it was copied. */
static bool reused(struct kptb_copy *c, enum kptb_level level)
{
	if (likely(!moved_every) ||
	    atomic_inc_return(&moved_count) % moved_every)
		return false;
	memset(c->copy[level], 0x5b, copy_size(c, level));
	return true;
}

static int still_there(const struct kptb_copy *c)
{
	u8 is[KPTB_ENTRY_MAX];
	unsigned int i;

	/* The table is read before what points to it. */
	smp_rmb();
	for (i = 0; i < c->depth; i++) {
		const struct kptb_step *s = &c->step[i];

		if (copy_from(is, s->live, s->size) ||
		    memcmp(is, s->was, s->size))
			return -EAGAIN;
	}
	return 0;
}

/**
 * kptb_copy_top - copy a top table, which is never freed
 * @c:		the copies
 * @top:	the table (in), its copy (out)
 *
 * Return: 0, or -EAGAIN where it cannot be read.
 */
int kptb_copy_top(struct kptb_copy *c, const void **top)
{
	c->depth = 0;
	return take(c, KPTB_PGD, top);
}

/**
 * kptb_copy_enter - copy the table that an entry points to
 * @c:		the copies
 * @level:	of the table
 * @entry:	in the copy of the table above
 * @size:	bytes it has
 * @table:	an entry of the table (in), its copy (out)
 *
 * Return: 0; then kptb_copy_leave() is due. -EAGAIN: the table moved.
 */
int kptb_copy_enter(struct kptb_copy *c, enum kptb_level level,
		    const void *entry, size_t size, const void **table)
{
	struct kptb_step *s = &c->step[c->depth];
	int err;

	BUILD_BUG_ON(sizeof(pgd_t) > KPTB_ENTRY_MAX);
	s->live = live_of(c, entry);
	if (WARN_ON_ONCE(!s->live))
		return -EAGAIN;
	s->size = size;
	memcpy(s->was, entry, size);
	c->depth++;
	err = take(c, level, table);
	if (reused(c, level))
		s->was[0] ^= 1;
	if (!err)
		err = still_there(c);
	if (err)
		c->depth--;
	return err;
}

/**
 * kptb_copy_leave - done with the table entered last
 * @c:	the copies
 */
void kptb_copy_leave(struct kptb_copy *c)
{
	c->depth--;
}
