// SPDX-License-Identifier: GPL-2.0-only
/*
 * free.c - pages that are not free, whoever has them
 *
 * A page that is lost outside all accounting is missed by the page allocator
 * alone. Pages on the lists of CPUs are free, and counted as such, so that
 * nothing has to be drained; vmalloc space and deferred frees are waited for
 * before a scenario's balance is read (KPTB_IOC_QUIESCE). Slab caches keep
 * pages for the next object, and workers come and go with their stacks: the
 * kernel counts both, and they are taken off. What is left returns to the page.
 *
 * What was taken before there was a page allocator it never had: the kernel's
 * own image, descriptors of pages, the first tables. It is told apart.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/mempolicy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/config.h"
#include "bench/zones.h"

#define FILE_NAME "/proc/zoneinfo"
#define MAX_ZONES 32
#define ATTEMPTS 32

enum { USED, SLAB, RESERVED, FIRST_ZONE };

struct zones {
	struct metric metrics[FIRST_ZONE + MAX_ZONES];
	char names[MAX_ZONES][48];
	char sources[MAX_ZONES][96];
	size_t nr;		/* zones with a metric: none where there is one */
	bool exact;		/* nobody else allocates */
	bool stacks;		/* a kernel stack is whole pages */
	int fd, refresh;	/* the files, open; -1: replayed, or not there */
	char moves[KPT_WHY_LEN];	/* why it cannot return to the page; or "" */
};

static const struct metric missing[] = {
	{ "pages.used", "check", "pages", "noisy", "lower", FILE_NAME, false },
};

/* Where others run, pages come and go: a state, and no balance. */
static void describe(struct zones *z)
{
	const char *class = z->exact ? "count" : "noisy";

	z->metrics[USED] = (struct metric){ "pages.used",
		z->exact ? "memory" : "check", "pages",
		z->exact ? "exact" : "noisy", "lower",
		FILE_NAME ":managed - free - count - slab - stacks", false };
	z->metrics[SLAB] = (struct metric){ "pages.slab", "check", "pages",
		class, "lower", FILE_NAME ":nr_slab_reclaimable + nr_slab_unreclaimable",
		false };
	z->metrics[RESERVED] = (struct metric){ "pages.reserved", "check",
		"pages", z->exact ? "exact" : "count", "lower",
		FILE_NAME ":present - managed", false };
	for (size_t i = 0; i < z->nr; i++)
		z->metrics[FIRST_ZONE + i] = (struct metric){ z->names[i],
			"check", "pages", class, "lower", z->sources[i],
			false };
}

static void add_zone(struct zones *z, const struct zone_pages *p)
{
	if (z->nr == MAX_ZONES || !p->managed)
		return;
	snprintf(z->names[z->nr], sizeof(z->names[0]), "pages.node%d.%s",
		 p->node, p->name);
	snprintf(z->sources[z->nr], sizeof(z->sources[0]),
		 FILE_NAME ":node %d, %s:managed - free - count", p->node,
		 p->name);
	z->nr++;
}

/*
 * Where another CPU fills or empties its lists behind the fold, a list and the
 * count of free pages do not agree: by some twenty pages, however often they are
 * read.
 *
 * KASAN and page_owner keep a stack of calls for whoever allocates first from
 * there, in pages of their own that never come back.
 */
static void what_moves(const struct machine *m, struct zones *z)
{
	char value[16];

	if (m->cpus > 1)
		snprintf(z->moves, sizeof(z->moves),
			 "lists of %d CPUs and the count of free pages are not read at one moment",
			 m->cpus);
	if (!config_value(m, "CONFIG_STACKDEPOT", value, sizeof(value)) &&
	    !strcmp(value, "y"))
		snprintf(z->moves, sizeof(z->moves),
			 "CONFIG_STACKDEPOT: this kernel keeps the stacks of those who allocate, in pages that stay");
}

/*
 * A stack of 16 KiB is no page of 64 KiB: there stacks are slab objects, unless
 * they are mapped (VMAP_STACK), and then each has a page.
 */
static bool stacks_are_pages(const struct machine *m)
{
	char value[16];

	return m->page_size <= 16384 ||
	       (!config_value(m, "CONFIG_VMAP_STACK", value, sizeof(value)) &&
		!strcmp(value, "y"));
}

/*
 * Opened for as long as we run: to open the file takes memory for it and for
 * what is read, and so moves pages between the lists that are counted.
 */
static int keep_open(const struct machine *m, const char *path, int flags)
{
	char full[512];

	return m->root[0] || machine_path(m, full, sizeof(full), path) ? -1 :
	       open(full, flags | O_CLOEXEC);
}

static int probe(struct collect *c, char *why, size_t len)
{
	int ret = collect_room(c->set, FILE_NAME);
	const char *at = c->set->buf;
	struct zone_pages p;
	struct zones *z;

	if (ret >= 0)
		ret = machine_read(c->set->m, FILE_NAME, c->set->buf,
				   c->set->buf_len);
	if (ret < 0) {
		snprintf(why, len, FILE_NAME ": %s", strerror(-ret));
		return ret;
	}
	z = calloc(1, sizeof(*z));
	if (!z) {
		snprintf(why, len, "out of memory");
		return -ENOMEM;
	}
	while ((ret = zones_next(&at, &p)) > 0)
		add_zone(z, &p);
	/* Of one zone the machine's numbers are all there is. */
	if (z->nr < 2)
		z->nr = 0;
	if (ret < 0) {
		snprintf(why, len, FILE_NAME ": cut off or damaged");
		free(z);
		return ret;
	}
	z->fd = keep_open(c->set->m, FILE_NAME, O_RDONLY);
	z->refresh = keep_open(c->set->m, KPT_REFRESH, O_WRONLY);
	z->exact = machine_exact(c->set->m);
	z->stacks = stacks_are_pages(c->set->m);
	describe(z);
	what_moves(c->set->m, z);
	c->metrics = z->metrics;
	c->nr_metrics = FIRST_ZONE + z->nr;
	c->priv = z;
	return 0;
}

/* The file, with the counts folded that CPUs keep, as late as can be. */
static int read_zones(const struct collect *c)
{
	const struct zones *z = c->priv;
	struct collect_set *set = c->set;
	size_t len = 0;
	ssize_t n;

	if (z->fd < 0 || z->refresh < 0) {
		(void)machine_write(set->m, KPT_REFRESH, "1\n");
		return machine_read(set->m, FILE_NAME, set->buf, set->buf_len);
	}
	n = pwrite(z->refresh, "1\n", 2, 0);
	if (n < 0 || lseek(z->fd, 0, SEEK_SET) < 0)
		return -errno;
	while ((n = read(z->fd, set->buf + len, set->buf_len - 1 - len)) > 0)
		len += (size_t)n;
	set->buf[len] = '\0';
	return n < 0 ? -errno : len + 1 == set->buf_len ? -EFBIG : (int)len;
}

/* Pages in each zone, and in all, and how many of them are free; -errno. */
static int glance(struct collect *c, double *v, uint64_t *at_rest)
{
	const struct zones *z = c->priv;
	const char *at = c->set->buf;
	double used = 0, slab = 0, stacks = 0, reserved = 0;
	struct zone_pages p;
	size_t i = 0;
	int ret;

	ret = read_zones(c);
	if (ret < 0)
		return ret;
	*at_rest = 0;
	while ((ret = zones_next(&at, &p)) > 0) {
		double taken = (double)p.managed - (double)p.free -
			       (double)p.lists;

		*at_rest = *at_rest * 31 + (uint64_t)p.free;
		used += taken;
		slab += (double)p.slab;
		reserved += (double)p.present - (double)p.managed;
		if (z->stacks)
			stacks += (double)p.stack_kb * 1024 /
				  (double)c->set->m->page_size;
		if (p.managed && i < z->nr)
			v[FIRST_ZONE + i++] = taken;
	}
	v[USED] = used - slab - stacks;
	v[SLAB] = slab;
	v[RESERVED] = reserved;
	return ret ? ret : i == z->nr ? 0 : -ESTALE;
}

/*
 * What the kernel takes or gives back behind the fold is not in the counts: read
 * again until twice the same is told, of the free pages, too. Since 6.7 the fold
 * itself takes pages off lists that are long, after it has folded: as many seem
 * to be in use, and the same number the next time.
 */
static int look(struct collect *c, double *v)
{
	uint64_t at_rest, rest = 0;
	double was = -1;
	int ret, i;

	for (i = 0; i < ATTEMPTS; i++) {
		ret = glance(c, v, &at_rest);
		if (ret || (v[USED] == was && at_rest == rest))
			return ret;
		was = v[USED];
		rest = at_rest;
	}
	return -EAGAIN;
}

/*
 * Pages that a process touched first wait on a list of the CPU, 31 at most, and
 * on new kernels (seen on 6.16) they still do when nobody maps them any more, so
 * that they are not free. move_pages(2) empties these lists before all else; it
 * is asked to leave a page where it is.
 */
static void drain_lists(void)
{
	static char here;
	void *page = &here;
	int node = -1, status;

	if (!syscall(SYS_move_pages, 0, 1UL, &page, NULL, &node, 0) && node >= 0)
		syscall(SYS_move_pages, 0, 1UL, &page, &node, &status,
			MPOL_MF_MOVE);
}

static void do_read(struct collect *c, struct value *out)
{
	double v[FIRST_ZONE + MAX_ZONES];
	const struct zones *z = c->priv;
	size_t i;
	int ret;

	if (z->exact && z->fd >= 0)
		drain_lists();
	ret = look(c, v);
	for (i = 0; i < c->nr_metrics; i++) {
		if (!ret || (ret == -EAGAIN && !z->exact))
			value_count(c->set, &out[i], v[i]);
		else if (ret == -EAGAIN)
			value_na(&out[i], FILE_NAME ": pages come and go, %d readings differ",
				 ATTEMPTS);
		else if (ret == -ESTALE)
			value_na(&out[i], FILE_NAME ": a zone came or went");
		else
			value_na(&out[i], FILE_NAME ": %s", strerror(-ret));
	}
	if (z->exact && z->moves[0])
		value_na(&out[USED], "%s", z->moves);
}

static void do_close(struct collect *c)
{
	const struct zones *z = c->priv;

	if (z && z->fd >= 0)
		close(z->fd);
	if (z && z->refresh >= 0)
		close(z->refresh);
	free(c->priv);
	c->priv = NULL;
}

const struct collector free_collector = {
	.name = "free",
	.summary = "pages that are not free, of slab caches, and taken before there was an allocator",
	/* After those that shrink caches; it folds counts itself. */
	.order = 30,
	.metrics = missing,
	.nr_metrics = sizeof(missing) / sizeof(missing[0]),
	.probe = probe,
	.read = do_read,
	.close = do_close,
};
