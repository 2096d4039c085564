// SPDX-License-Identifier: GPL-2.0-only
/*
 * hugetlb-pool.c - a hugetlb page for the pool of the kernel, and back
 *
 * With hugetlb_free_vmemmap=on most of the struct pages of such a page are
 * freed, and the vmemmap is mapped by PTEs for that (HVO); freeing them waits
 * for RCU. The pool has as many pages afterwards as before.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/work.h"
#include "common/util.h"

/* Of the one scenario that runs: the file, and what was there. */
static int pool = -1;
static unsigned long long had;

static int read_pool(unsigned long long *n)
{
	char text[32];
	ssize_t got = pread(pool, text, sizeof(text) - 1, 0);

	if (got <= 0)
		return got ? -errno : -EIO;
	text[got] = '\0';
	return sscanf(text, "%llu", n) == 1 ? 0 : -EIO;
}

static int write_pool(unsigned long long n)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%llu", n);

	return pwrite(pool, text, (size_t)len, 0) == len ? 0 : -errno;
}

/* The kernel takes what it can get, and does not say when that is nothing. */
static int one_page(struct work *w)
{
	unsigned long long n = 0;
	int ret = write_pool(had + 1), back;

	(void)w;
	if (!ret)
		ret = read_pool(&n);
	back = write_pool(had);
	if (ret)
		return ret;
	return n == had + 1 ? back : -ENOMEM;
}

static int pool_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return work_repeat(w, ops, run, one_page);
}

/* A kernel that does not know the word on its command line says nothing. */
static int needs_hvo(struct work *w, const struct kpt_scenario *sc, char *why,
		     size_t len)
{
	char text[32];

	if (!strstr(sc->boot, "hugetlb_free_vmemmap=on"))
		return 0;
	w->waits = true;
	if (machine_read(w->m, "/proc/sys/vm/hugetlb_optimize_vmemmap", text,
			 sizeof(text)) > 0 && text[0] == '1')
		return 0;
	snprintf(why, len, "this kernel keeps the struct pages of hugetlb pages (CONFIG_HUGETLB_PAGE_OPTIMIZE_VMEMMAP, or not on this architecture)");
	return -EOPNOTSUPP;
}

static int pool_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	size_t kib = work_table_span(w->m) >> 10;
	char path[128], text[160];
	int ret;

	if (pool >= 0)
		close(pool);
	kpt_join(path, sizeof(path), "%s/sys/kernel/mm/hugepages/hugepages-%zukB/nr_hugepages",
		 w->m->root, kib);
	pool = open(path, O_RDWR | O_CLOEXEC);
	snprintf(text, sizeof(text), "no pool of hugetlb pages of %zu KiB that may be changed (CONFIG_HUGETLBFS, root)",
		 kib);
	ret = work_needs(w, mechanism, pool >= 0, text, why, len);
	if (!ret)
		ret = needs_hvo(w, sc, why, len);
	return ret ? ret : read_pool(&had);
}

static void pool_teardown(struct work *w)
{
	(void)w;
	if (pool >= 0)
		close(pool);
	pool = -1;
}

const struct work_ops hugetlb_pool_work = {
	.name = "hugetlb-pool",
	.summary = "a hugetlb page for the kernel's pool, and back",
	.setup = pool_setup,
	.run = pool_run,
	.hold = work_no_hold,
	.quiesce = work_quiesce,
	.teardown = pool_teardown,
};
