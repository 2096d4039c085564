// SPDX-License-Identifier: GPL-2.0-only
/*
 * bpf-map.c - BPF arrays: vmalloc space from user space, on any kernel
 *
 * An array of many entries is one area of vmalloc space, in pages of the base
 * size. The kernel keeps the tables of an area that is gone, and no other way
 * to take so much of that space needs neither a module nor a driver. With the
 * page behind it that stays unmapped an area is size bytes, so that areas of
 * what a PTE table maps take a table each.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/work.h"

#define MAX_MAPS	512

/* Of the one scenario that runs. */
static int maps[MAX_MAPS];

static int map_make(size_t entries, size_t bytes)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = BPF_MAP_TYPE_ARRAY;
	attr.key_size = sizeof(uint32_t);
	attr.value_size = (uint32_t)bytes;
	attr.max_entries = (uint32_t)entries;
	return (int)syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
}

/* One page is the array's own, and one stays unmapped. */
static int map_of(const struct work *w)
{
	size_t page = (size_t)w->m->page_size;

	return map_make(w->span / page - 2, page);
}

static int map_hold(struct work *w, uint64_t count, uint64_t *held)
{
	int ret = count > MAX_MAPS ? -ERANGE : 0;

	while (!ret && w->held < count) {
		maps[w->held] = map_of(w);
		if (maps[w->held] < 0)
			ret = -errno;
		else
			w->held++;
	}
	while (!ret && w->held > count)
		close(maps[--w->held]);
	*held = w->held;
	return ret;
}

static int map_setup(struct work *w, const struct kpt_scenario *sc,
		     const char *mechanism, char *why, size_t len)
{
	int fd;

	(void)mechanism;
	w->span = sc->size ? (size_t)sc->size : work_table_span(w->m);
	if (w->span < 4 * (size_t)w->m->page_size) {
		snprintf(why, len, "size: a BPF array has at least 4 pages");
		return -EINVAL;
	}
	/* So small a one takes nothing of vmalloc space. */
	fd = map_make(1, sizeof(uint64_t));
	if (fd < 0) {
		snprintf(why, len, "no BPF array: %s%s", strerror(errno),
			 errno == ENOSYS ? " (CONFIG_BPF_SYSCALL)" : "");
		return -ENODEV;
	}
	close(fd);
	return 0;
}

static void map_teardown(struct work *w)
{
	while (w->held)
		close(maps[--w->held]);
}

const struct work_ops bpf_map_work = {
	.name = "bpf-map",
	.summary = "a BPF array of size bytes: vmalloc space, with its tables",
	.keeps = true,
	.setup = map_setup,
	.hold = map_hold,
	.quiesce = work_quiesce_user,
	.teardown = map_teardown,
};
