// SPDX-License-Identifier: GPL-2.0-only
/* slab.c - the cache split page-table locks are allocated from */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/parse.h"

#define CACHE "page->ptl"
#define INFO "/proc/slabinfo"
#define SYS "/sys/kernel/slab"
#define DIR_NAME SYS "/" CACHE

/*
 * bytes: what the lock objects take, exactly so much a lock.
 * slab_bytes: the pages behind them, which come and go by whole slabs. A slab
 * that stays because another's lock sits in it is no leak, so that is a check
 * and not a balance; a lock that stays is seen in active.
 */
static const struct metric metrics[] = {
	{ "slab.page_ptl.active", "memory", "objects", "exact", "lower",
	  INFO ":" CACHE, true },
	{ "slab.page_ptl.bytes", "memory", "bytes", "exact", "lower",
	  INFO ":" CACHE, false },
	{ "slab.page_ptl.slabs", "check", "objects", "count", "lower",
	  INFO ":" CACHE, false },
	{ "slab.page_ptl.slab_bytes", "check", "bytes", "count", "lower",
	  INFO ":" CACHE, false },
};

/* Is this name a link to the folder page->ptl links to? */
static bool same_target(int dir, const char *name, const char *own)
{
	char other[256];
	ssize_t got = readlinkat(dir, name, other, sizeof(other) - 1);

	if (got < 0 || !strcmp(name, CACHE))
		return false;
	other[got] = '\0';
	return !strcmp(own, other);
}

/* Names of the caches that share this one's slabs, blank separated. */
static void find_aliases(const struct machine *m, char *buf, size_t len)
{
	struct dirent **names;
	char path[512], own[256];
	size_t n = 0;
	ssize_t got;
	int fd, i, nr;

	buf[0] = '\0';
	if (machine_path(m, path, sizeof(path), DIR_NAME))
		return;
	got = readlink(path, own, sizeof(own) - 1);
	if (got < 0 || machine_path(m, path, sizeof(path), SYS))
		return;
	own[got] = '\0';
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	nr = fd < 0 ? 0 : scandir(path, &names, NULL, alphasort);
	for (i = 0; i < nr; i++) {
		if (n < len && same_target(fd, names[i]->d_name, own))
			n += (size_t)snprintf(buf + n, len - n, "%s%s",
					      n ? " " : "", names[i]->d_name);
		free(names[i]);
	}
	if (nr > 0)
		free(names);
	if (fd >= 0)
		close(fd);
}

static int sys_number(const struct machine *m, const char *file, uint64_t *v)
{
	char buf[256], path[128];
	int ret;

	snprintf(path, sizeof(path), DIR_NAME "/%s", file);
	ret = machine_read(m, path, buf, sizeof(buf));
	return ret < 0 ? ret : parse_leading(buf, v);
}

static void why_absent(const struct machine *m, char *why, size_t len)
{
	if (m->fd < 0)
		snprintf(why, len,
			 "no cache " CACHE ": ptlocks are embedded in the page descriptor, or there are none");
	else if (!(m->info.flags & KPTB_INFO_SPLIT_PTE))
		snprintf(why, len, "this kernel has no split page-table locks");
	else if (!(m->info.flags & KPTB_INFO_ALLOC_PTLOCKS))
		snprintf(why, len,
			 "ptlocks are embedded in the page descriptor (spinlock_t: %u bytes), no cache " CACHE,
			 m->info.ptlock_size);
	else
		snprintf(why, len,
			 "ptlocks are allocated, but no cache " CACHE " is shown (CONFIG_SLUB_TINY, or a merged cache without sysfs)");
}

static int probe(struct collect *c, char *why, size_t len)
{
	const struct machine *m = c->set->m;
	char names[96];
	struct slab_line line;
	uint64_t aliases = 0, v;
	int ret;

	/* Merged: the counts are those of all the caches together. */
	if (!sys_number(m, "aliases", &aliases) && aliases) {
		find_aliases(m, names, sizeof(names));
		snprintf(why, len,
			 "cache " CACHE " is merged with %llu other%s%s%s%s: boot with slab_nomerge",
			 (unsigned long long)aliases, aliases > 1 ? "s" : "",
			 names[0] ? " (" : "", names, names[0] ? ")" : "");
		return -EBUSY;
	}
	ret = machine_read(m, INFO, c->set->buf, c->set->buf_len);
	if (ret == -EACCES || ret == -EPERM) {
		snprintf(why, len, INFO ": permission denied: run as root");
		return ret;
	}
	if (ret >= 0)
		ret = parse_slabinfo(c->set->buf, CACHE, &line);
	if (ret >= 0)
		return 0;
	if (ret == -EBADMSG) {
		snprintf(why, len, INFO ": line " CACHE " cut off or damaged");
		return ret;
	}
	if (!sys_number(m, "objects", &v) && !sys_number(m, "slabs", &v))
		return 0;
	why_absent(m, why, len);
	return -ENOENT;
}

/* SLUB counts what sits on CPU slabs as active until it is flushed. */
static void prepare(struct collect *c)
{
	(void)machine_write(c->set->m, DIR_NAME "/shrink", "1\n");
}

static int read_sysfs(const struct machine *m, struct slab_line *line)
{
	uint64_t order = 0;
	int ret;

	ret = sys_number(m, "objects", &line->active_objs);
	if (!ret)
		ret = sys_number(m, "slabs", &line->num_slabs);
	if (!ret)
		ret = sys_number(m, "slab_size", &line->objsize);
	if (!ret)
		ret = sys_number(m, "order", &order);
	line->pagesperslab = 1ULL << (order & 31);
	return ret;
}

static void do_read(struct collect *c, struct value *out)
{
	const struct machine *m = c->set->m;
	struct slab_line line = { 0 };
	size_t i;
	int ret;

	ret = machine_read(m, INFO, c->set->buf, c->set->buf_len);
	if (ret >= 0)
		ret = parse_slabinfo(c->set->buf, CACHE, &line);
	if (ret < 0 && ret != -EBADMSG)
		ret = read_sysfs(m, &line);
	if (ret < 0) {
		for (i = 0; i < c->nr_metrics; i++)
			value_na(&out[i], INFO ": " CACHE ": %s", strerror(-ret));
		return;
	}
	value_set(&out[0], (double)line.active_objs);
	value_set(&out[1], (double)line.active_objs * (double)line.objsize);
	value_set(&out[2], (double)line.num_slabs);
	value_set(&out[3], (double)line.num_slabs * (double)line.pagesperslab *
		  (double)m->page_size);
}

const struct collector slab_collector = {
	.name = "slab",
	.summary = "page-table lock objects (" CACHE ") and their memory",
	.order = 10,
	.metrics = metrics,
	.nr_metrics = sizeof(metrics) / sizeof(metrics[0]),
	.probe = probe,
	.prepare = prepare,
	.read = do_read,
};
