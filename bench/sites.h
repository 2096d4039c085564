/* SPDX-License-Identifier: GPL-2.0-only */
/* sites.h - memory by the call that allocated it, as /proc/allocinfo tells */
#ifndef KPT_SITES_H
#define KPT_SITES_H

#include <stddef.h>
#include <stdint.h>

struct collect_set;

/**
 * struct site_line - a line of the file
 * @name:	"mm/memory.c:461 func:__pte_alloc_kernel", @len bytes of it
 */
struct site_line {
	uint64_t bytes, calls;
	const char *name;
	size_t len;
};

/**
 * sites_next - the next call that allocates
 * @at:	where to go on: the text at first
 *
 * Return: 1, 0 when there are no more, -EBADMSG for a line that is not whole.
 */
int sites_next(const char **at, struct site_line *s);

#define KPT_SITES_MAX	16

/**
 * struct site_changes - calls whose memory changed, those with most bytes first
 * @left:	how many more there are
 */
struct site_changes {
	size_t nr, left;
	struct site_change {
		char name[160];
		int64_t bytes, calls;
	} v[KPT_SITES_MAX];
};

/** site_changes_add - keep it if it is one of those with most bytes */
void site_changes_add(struct site_changes *to, const struct site_line *s,
		      int64_t bytes, int64_t calls);

/* What follows is in collect/allocinfo.c, and does nothing without the file. */

/** sites_mark - what was read last is what later readings are compared with */
void sites_mark(struct collect_set *set);
/** sites_changed - between the mark and the last reading */
void sites_changed(const struct collect_set *set, struct site_changes *out);

#endif
