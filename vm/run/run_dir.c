// SPDX-License-Identifier: GPL-2.0-only
/* run_dir.c - a run's folder: whose it is; and what goes into each guest */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "common/durable.h"
#include "common/util.h"
#include "vm/base/files.h"
#include "vm/guest/initramfs.h"
#include "vm/guest/plug.h"
#include "vm/kernel/kconfig.h"
#include "vm/run/layout.h"
#include "vm/run/profile.h"
#include "vm/run/results.h"
#include "vm/run/run.h"
#include "vm/run/stamp.h"

#define LOCK	"lock"	/* in .boots */

/* Modules of the kernel's own package, named so that init loads them in order. */
static int add_drivers(struct vm_cpio *c, const struct vm_run *r,
		       const struct vm_side *side, const char *group)
{
	char names[1024], path[VM_PATH + 80], to[96], *save, *name;
	int ret, n = 10;

	ret = vm_plug_drivers(&r->arch, group, names, sizeof(names));
	if (ret || !names[0])
		return ret;
	vm_cpio_add(c, "drivers", 0040755, NULL, 0);
	for (name = strtok_r(names, " ", &save); name;
	     name = strtok_r(NULL, " ", &save)) {
		kpt_join(path, sizeof(path), "%s/drivers/%.60s.ko",
			 side->kernel.dir, name);
		snprintf(to, sizeof(to), "drivers/%d-%.60s.ko", n++, name);
		if (vm_exists(path))
			vm_cpio_add_file(c, to, 0644, path);
	}
	return 0;
}

int vm_run_initramfs(const struct vm_run *r, const struct vm_side *side,
		     const struct kpt_plan *group, long long layout,
		     const char *dir)
{
	char path[VM_PATH + 32], config[VM_PATH + 32];
	struct kpt_plan *plan;
	struct vm_cpio c;
	char *text = NULL, *kconfig = NULL;
	int ret = 0;
	FILE *f;

	plan = malloc(sizeof(*plan));
	kpt_join(config, sizeof(config), "%s/.config", side->kernel.dir);
	if (!side->kernel.no_config[0])
		kconfig = vm_read_text(config);
	if (!plan || (!kconfig && !side->kernel.no_config[0])) {
		ret = -ENOMEM;
		goto out;
	}
	*plan = *group;
	vm_layout_order(plan, group, layout);
	if (kconfig)
		ret = vm_kconfig_matter(plan, kconfig);
	text = vm_plan_text(plan);
	if (ret || !text)
		goto out;
	kpt_join(path, sizeof(path), "%s/initramfs", dir);
	f = fopen(path, "we");
	if (!f) {
		ret = -errno;
		kpt_error("%s: %s", path, strerror(errno));
		goto out;
	}
	vm_cpio_begin(&c, f);
	kpt_join(path, sizeof(path), "%s/init", r->guest);
	vm_cpio_add_file(&c, "init", 0755, path);
	kpt_join(path, sizeof(path), "%s/kptbench", r->guest);
	vm_cpio_add_file(&c, "kptbench", 0755, path);
	if (side->ko[0])
		vm_cpio_add_file(&c, "kptbench.ko", 0644, side->ko);
	else
		vm_cpio_add(&c, "kptbench.none", 0100644,
			    side->kernel.no_module,
			    strlen(side->kernel.no_module));
	/* What a scenario loads and unloads is built beside it. */
	kpt_join(path, sizeof(path), "%.*s/kptbench_empty.ko",
		 (int)(strrchr(side->ko, '/') ?
		       strrchr(side->ko, '/') - side->ko : 0), side->ko);
	if (side->ko[0] && vm_exists(path))
		vm_cpio_add_file(&c, "kptbench_empty.ko", 0644, path);
	/* A rival's module, for the scenario that measures it (make bench). */
	kpt_join(path, sizeof(path), "%s/lib/test_vmalloc.ko",
		 side->kernel.dir);
	if (vm_exists(path))
		vm_cpio_add_file(&c, "test_vmalloc.ko", 0644, path);
	vm_cpio_add(&c, "plan", 0100644, text, strlen(text));
	ret = vm_roots_add(&r->roots, group->group, &c);
	if (!ret)
		ret = add_drivers(&c, r, side, group->group);
	if (!ret)
		ret = vm_cpio_end(&c);
	fclose(f);
	if (ret)
		kpt_error("initramfs of %s: %s", side->label, strerror(-ret));
out:
	free(text);
	free(kconfig);
	free(plan);
	return ret;
}

/* All that is in @dir, but for what is called @but. */
static int clear(const char *dir, const char *but)
{
	char path[VM_PATH + 300];
	struct dirent *e;
	DIR *d = opendir(dir);
	int ret = 0;

	if (!d)
		return -errno;
	while (!ret && (e = readdir(d))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    !strcmp(e->d_name, but))
			continue;
		kpt_join(path, sizeof(path), "%s/%s", dir, e->d_name);
		ret = vm_remove_tree(path);
	}
	closedir(d);
	return ret;
}

/* The lock stays, which is held. */
static int clear_run(const struct vm_run *r)
{
	char boots[VM_PATH + 32];
	int ret;

	kpt_join(boots, sizeof(boots), "%s/.boots", r->dir);
	ret = clear(r->dir, ".boots");
	if (!ret)
		ret = clear(boots, LOCK);
	return ret ? kpt_error("%s: %s", r->dir, strerror(-ret)) : 0;
}

/* Is what is there of another run? Refused, or with --replace taken away. */
static int settle(const struct vm_run *r, const char *stamp, bool *fresh)
{
	char path[VM_PATH + 32], records[VM_PATH + 32], *old;
	bool same;

	kpt_join(path, sizeof(path), "%s/.boots/stamp", r->dir);
	kpt_join(records, sizeof(records), "%s/records.jsonl", r->dir);
	*fresh = !vm_exists(path);
	if (*fresh && !vm_exists(records))
		return 0;
	if (*fresh && !r->replace)
		return kpt_error("%s: is there, but nothing says what run it is of; choose another folder",
				 records), KPT_USAGE;
	old = *fresh ? strdup("") : vm_read_text(path);
	if (!old)
		return KPT_FAIL;
	same = vm_stamp_same(old, stamp);
	*fresh = !same;
	if (!same && r->replace)
		kpt_info("%s holds boots of another run: they are removed",
			 r->dir);
	else if (!same)
		kpt_error("%s holds boots of another run, which are not mixed with those of this one; choose another folder",
			  r->dir);
	if (!same)
		vm_stamp_difference(!r->replace, old, stamp);
	free(old);
	if (same)
		return 0;
	return r->replace ? clear_run(r) : KPT_USAGE;
}

int vm_run_open(const struct vm_run *r, const char *stamp, int *lock)
{
	char path[VM_PATH + 32];
	bool fresh;
	int ret;

	kpt_join(path, sizeof(path), "%s/.boots", r->dir);
	ret = vm_mkdirs(path);
	if (!ret) {
		/* NFS locks files that are open for writing, and no folders. */
		kpt_join(path, sizeof(path), "%s/.boots/" LOCK, r->dir);
		*lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		ret = *lock < 0 ? -errno : 0;
	}
	if (!ret && flock(*lock, LOCK_EX | LOCK_NB))
		ret = -errno;
	if (ret == -EWOULDBLOCK)
		return kpt_error("%s: another kptvm run works there", r->dir),
		       KPT_USAGE;
	if (ret)
		return kpt_error("%s: cannot be locked: %s", path,
				 strerror(-ret));
	ret = settle(r, stamp, &fresh);
	if (ret || !fresh)
		return ret;
	kpt_join(path, sizeof(path), "%s/.boots/stamp", r->dir);
	ret = kpt_replace(path, stamp);
	return ret ? kpt_error("%s: %s", path, strerror(-ret)) : 0;
}

int vm_run_copy_configs(const struct vm_run *r)
{
	char from[VM_PATH + 32], to[VM_PATH + 128];
	size_t i;

	for (i = 0; i < r->nr_sides; i++) {
		if (r->side[i].kernel.no_config[0])
			continue;
		kpt_join(from, sizeof(from), "%s/.config",
			 r->side[i].kernel.dir);
		kpt_join(to, sizeof(to), "%s/config-%s", r->dir,
			 r->side[i].label);
		if (vm_copy_file(from, to))
			return KPT_FAIL;
	}
	return 0;
}

int vm_run_keep_guest(struct vm_run *r)
{
	static const char *const files[] = { "init", "kptbench" };
	char from[VM_PATH + 32], to[VM_PATH + 32];
	size_t i;

	if (r->plugin[0]) {
		kpt_copy(from, sizeof(from), r->plugin);
		kpt_join(to, sizeof(to), "%s/.boots/kptprof.so", r->dir);
		if (!vm_exists(to) && vm_copy_file(from, to))
			return KPT_FAIL;
	}

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		kpt_join(from, sizeof(from), "%s/%s", r->guest, files[i]);
		kpt_join(to, sizeof(to), "%s/.boots/%s", r->dir, files[i]);
		if (!vm_exists(to) && vm_copy_file(from, to))
			return KPT_FAIL;
	}
	return kpt_join(r->guest, sizeof(r->guest), "%s/.boots", r->dir) ?
	       kpt_error("%s: too long a name", r->dir) : 0;
}
