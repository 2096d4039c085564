/* SPDX-License-Identifier: GPL-2.0-only */
/* zones.h - what /proc/zoneinfo says of each zone */
#ifndef KPT_ZONES_H
#define KPT_ZONES_H

#include <stdint.h>

/**
 * struct zone_pages - one zone; pages
 * @node:	its NUMA node
 * @name:	"Normal"
 * @present:	that are there at all
 * @managed:	given to the page allocator
 * @free:	on the zone's own free lists
 * @lists:	on the lists of CPUs: free as well, and in no @free
 * @slab:	of slab caches; of all zones of @node, told with one of them
 * @stack_kb:	of kernel stacks, likewise, and in KiB
 */
struct zone_pages {
	int node;
	char name[16];
	uint64_t present, managed, free, lists, slab, stack_kb;
};

/**
 * zones_next - the next zone of the file
 * @at:	where to go on: the text at first
 *
 * Return: 1, 0 when there are no more, -EBADMSG for a file that was cut off.
 */
int zones_next(const char **at, struct zone_pages *z);

#endif
