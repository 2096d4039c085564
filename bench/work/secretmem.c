// SPDX-License-Identifier: GPL-2.0-only
/*
 * secretmem.c - pages that memfd_secret() takes out of the kernel's linear map
 *
 * The leaf such a page is in is split, which takes a table; the kernel does not
 * put it together again. Pages are touched at one address one after the other,
 * so that the process has the same tables before and after. They are in the
 * file, not in the mapping, until the file is closed.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/work.h"

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif

#define MAX_PAGES	(1 << 20)

/* Page @nr of the file, touched. */
static int page_make(struct work *w, uint64_t nr)
{
	size_t page = (size_t)w->m->page_size;
	unsigned int *at = mmap(w->area, page, PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_FIXED, w->child,
				(off_t)(nr * page));

	if (at == MAP_FAILED)
		return -errno;
	/* The kernel writes, since what it cannot have would end us. */
	return syscall(SYS_getcpu, at, NULL, NULL) ? -errno : 0;
}

/* Another page in its place, so that the table there stays. */
static int put_back(struct work *w)
{
	volatile char *at = mmap(w->area, (size_t)w->m->page_size,
				 PROT_READ | PROT_WRITE, MAP_PRIVATE |
				 MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE,
				 -1, 0);

	if (at == MAP_FAILED)
		return -errno;
	*at = 1;
	return 0;
}

static int page_hold(struct work *w, uint64_t count, uint64_t *held)
{
	uint64_t pages = w->span / (size_t)w->m->page_size, i;
	int ret = count > MAX_PAGES / pages ? -ERANGE : 0;

	while (!ret && w->held < count) {
		for (i = 0; i < pages && !ret; i++)
			ret = page_make(w, w->held * pages + i);
		if (!ret)
			w->held++;
	}
	if (!ret)
		ret = put_back(w);
	if (!ret && w->held > count) {
		/* All or none: the file gives nothing back before its end. */
		ret = count ? -EOPNOTSUPP : 0;
		if (!ret && close(w->child))
			ret = -errno;
		w->child = -1;
		w->held = 0;
	}
	*held = w->held;
	return ret;
}

static int page_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	size_t page = (size_t)w->m->page_size;
	volatile char *at;

	(void)mechanism;
	w->span = sc->size ? (size_t)sc->size : page;
	if (w->span % page) {
		snprintf(why, len, "size: wants whole pages");
		return -EINVAL;
	}
	w->child = (int)syscall(SYS_memfd_secret, 0);
	if (w->child < 0) {
		snprintf(why, len, "no memfd_secret(): %s (CONFIG_SECRETMEM; secretmem.enable=1; a linear map that may be changed)",
			 strerror(errno));
		return -EOPNOTSUPP;
	}
	if (ftruncate(w->child, (off_t)MAX_PAGES * (off_t)page))
		goto failed;
	at = mmap(NULL, page, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		goto failed;
	*at = 1;
	w->area = (char *)at;
	w->area_len = page;
	return 0;
failed:
	snprintf(why, len, "memory for memfd_secret(): %s", strerror(errno));
	return -ENOMEM;
}

static void page_teardown(struct work *w)
{
	if (w->area)
		munmap(w->area, w->area_len);
	if (w->child >= 0)
		close(w->child);
	w->area = NULL;
	w->child = -1;
}

const struct work_ops secretmem_work = {
	.name = "secretmem",
	.summary = "size bytes of memfd_secret(): leaves of the linear map are split",
	.keeps = true,
	.setup = page_setup,
	.hold = page_hold,
	.quiesce = work_quiesce_user,
	.teardown = page_teardown,
};
