// SPDX-License-Identifier: GPL-2.0-only
/*
 * module-load.c - a small module of ours loaded, and unloaded again
 *
 * Its parts get memory of several kinds (execmem), whose protection is set
 * after it was written. What runs once is freed by a worker. Unloading waits
 * for a grace period.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/work.h"
#include "common/util.h"

#define NAME	"kptbench_empty"

/* Of the one scenario that runs: the module's file. */
static int file = -1;

static int one_module(struct work *w)
{
	(void)w;
	if (syscall(SYS_finit_module, file, "", 0))
		return -errno;
	return syscall(SYS_delete_module, NAME, O_NONBLOCK) ? -errno : 0;
}

static int load_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return work_repeat(w, ops, run, one_module);
}

/* In a guest beside kptbench.ko; else where dkms and make install put it. */
static int open_module(void)
{
	static const char *const places[] = {
		"/lib/modules/%s/updates/dkms/" NAME ".ko",
		"/lib/modules/%s/updates/" NAME ".ko",
		"/lib/modules/%s/extra/" NAME ".ko",
	};
	int fd = open("/" NAME ".ko", O_RDONLY | O_CLOEXEC);
	struct utsname u;
	char path[256];
	size_t i;

	if (uname(&u))
		return fd;
	for (i = 0; fd < 0 && i < ARRAY_SIZE(places); i++) {
		snprintf(path, sizeof(path), places[i], u.release);
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	return fd;
}

static void load_teardown(struct work *w)
{
	(void)w;
	if (file >= 0)
		close(file);
	file = -1;
}

static int load_setup(struct work *w, const struct kpt_scenario *sc,
			     const char *mechanism, char *why, size_t len)
{
	int ret;

	(void)sc;
	load_teardown(w);
	if (!w->m->root[0])
		file = open_module();
	ret = work_needs(w, mechanism, file >= 0,
			 "no module " NAME ", which is built and installed with kptbench.ko",
			 why, len);
	if (ret)
		return ret;
	w->waits = true;
	ret = one_module(w);
	if (!ret)
		return 0;
	snprintf(why, len, "this kernel does not load and unload " NAME ".ko: %s (CONFIG_MODULE_UNLOAD, signatures, lockdown; or it is loaded)",
		 strerror(-ret));
	load_teardown(w);
	return -EOPNOTSUPP;
}

const struct work_ops module_load_work = {
	.name = "module-load",
	.summary = "a small module loaded and unloaded",
	.setup = load_setup,
	.run = load_run,
	.hold = work_no_hold,
	.quiesce = work_quiesce,
	.settle = work_quiesce,
	.teardown = load_teardown,
};
