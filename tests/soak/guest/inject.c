// SPDX-License-Identifier: GPL-2.0-only
/* inject.c - allocations of the kernel that fail */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/soak/guest/inject.h"
#include "tests/soak/guest/soak.h"

#define FAULTS		"/sys/kernel/debug/"
#define SLABS		"/sys/kernel/slab"
#define FAIL_NTH	"/proc/thread-self/fail-nth"

/* Open from the start: to open a file takes memory, too. */
static int nth_fd;

int inject_nth(int nth)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", nth);
	if (pwrite(nth_fd, text, strlen(text), 0) < 0)
		return soak_fail(FAIL_NTH ": %s", strerror(errno));
	return 0;
}

/* What is left of the count is 0 then. */
bool inject_happened(int nth)
{
	char text[16] = "";

	return nth && pread(nth_fd, text, sizeof(text) - 1, 0) > 0 &&
	       !atoi(text);
}

static int inject_set_one(const char *kind, const char *file, const char *value)
{
	char path[128];
	int err;

	snprintf(path, sizeof(path), FAULTS "%s/%s", kind, file);
	err = kpt_write_file(path, value);
	return err ? soak_fail("%s: %s", path, strerror(-err)) : 0;
}

static int inject_set(const char *file, const char *value)
{
	return inject_set_one("failslab", file, value) ||
	       inject_set_one("fail_page_alloc", file, value);
}

/*
 * All caches of objects but kmemleak's own: it turns itself off when it has
 * no memory, and then finds nothing.
 */
static int choose_caches(void)
{
	char path[512];
	struct dirent *e;
	DIR *d;

	d = opendir(SLABS);
	if (!d)
		return soak_fail(SLABS ": %s", strerror(errno));
	while ((e = readdir(d))) {
		snprintf(path, sizeof(path), SLABS "/%s/failslab", e->d_name);
		if (strncmp(e->d_name, "kmemleak", 8))
			kpt_write_file(path, "1");
	}
	closedir(d);
	return inject_set_one("failslab", "cache-filter", "1");
}

/*
 * Nor what counts allocations by line, for it warns when it has no memory:
 * nothing that this function calls fails.
 */
static int reject_counters(void)
{
	char line[256], name[128], from[32] = "", to[32] = "";
	unsigned long long at, start = 0, end = 0;
	FILE *f = fopen("/proc/kallsyms", "re");

	if (!f)
		return soak_fail("/proc/kallsyms: %s", strerror(errno));
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%llx %*c %127s", &at, name) != 2)
			continue;
		if (!strcmp(name, "alloc_slab_obj_exts"))
			start = at;
		else if (start && at > start && (!end || at < end))
			end = at;
	}
	fclose(f);
	if (!start)
		return 0;
	snprintf(from, sizeof(from), "0x%llx", start);
	snprintf(to, sizeof(to), "0x%llx", end);
	return inject_set("reject-start", from) || inject_set("reject-end", to);
}

/* Allocations that may wait can fail too, whatever their size. */
int inject_open(void)
{
	nth_fd = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		return soak_fail(FAIL_NTH ": %s", strerror(errno));
	return inject_set("ignore-gfp-wait", "0") ||
	       inject_set("verbose", "0") || inject_set("times", "-1") ||
	       inject_set_one("fail_page_alloc", "ignore-gfp-highmem", "0") ||
	       inject_set_one("fail_page_alloc", "min-order", "0") ||
	       choose_caches() || reject_counters();
}

/* Where the module's code is: fault injection takes what calls from there. */
static int inject_range(bool on)
{
	char start[32] = "0", text[64];
	unsigned long long from;

	if (!on)
		return inject_set("require-start", "0") ||
		       inject_set("require-end", "0xffffffffffffffff");
	if (kpt_read_file("/sys/module/kptbench/sections/.text", start,
			  sizeof(start)) <= 0)
		return soak_fail("the module's address is not known");
	from = strtoull(start, NULL, 16);
	snprintf(text, sizeof(text), "0x%llx", from);
	if (inject_set("require-start", text))
		return 1;
	snprintf(text, sizeof(text), "0x%llx", from + (256 << 10));
	return inject_set("require-end", text);
}

int inject_chance(unsigned int percent)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", percent);
	/* Never before the range is set, nor after it. */
	if (percent)
		return inject_range(true) || inject_set("probability", text);
	return inject_set("probability", text) || inject_range(false);
}

int inject_tables(bool fail)
{
	return inject_set_one("fail_page_alloc", "min-order", fail ? "0" : "1");
}

void inject_cache(const char *cache, bool fail)
{
	char path[128];

	snprintf(path, sizeof(path), SLABS "/%s/failslab", cache);
	kpt_write_file(path, fail ? "1" : "0");
}

/* add_memory() says -EEXIST where it cannot allocate a resource. */
bool inject_may_be(int err)
{
	return err == -ENOMEM || err == -EAGAIN || err == -EFAULT ||
	       err == -EINTR || err == -EBUSY || err == -EEXIST;
}
