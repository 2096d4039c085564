// SPDX-License-Identifier: GPL-2.0-only
/* run_dir.c - a run's folder: whose it is; and what goes into each guest */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "common/util.h"
#include "vm/initramfs.h"
#include "vm/kconfig.h"
#include "vm/plug.h"
#include "vm/profile.h"
#include "vm/results.h"
#include "vm/run.h"

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
		     const struct kpt_plan *group, const char *dir)
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
	/* A rival's module, for the scenario that measures it (make bench). */
	kpt_join(path, sizeof(path), "%s/lib/test_vmalloc.ko",
		 side->kernel.dir);
	if (vm_exists(path))
		vm_cpio_add_file(&c, "test_vmalloc.ko", 0644, path);
	vm_cpio_add(&c, "plan", 0100644, text, strlen(text));
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

/* A line that differs, for the message that refuses a foreign folder. */
static void say_difference(const char *old, const char *new)
{
	while (*old && *new) {
		size_t a = strcspn(old, "\n"), b = strcspn(new, "\n");

		if (a != b || memcmp(old, new, a)) {
			kpt_error("there: %.*s", (int)a, old);
			kpt_error("now:   %.*s", (int)b, new);
			return;
		}
		old += a + (old[a] == '\n');
		new += b + (new[b] == '\n');
	}
}

int vm_run_stamp(const struct vm_run *r, struct vm_text *t)
{
	char path[VM_PATH + 32];
	size_t i;

	vm_text_add(t, "emulator %s\n", r->emulator);
	vm_text_add(t, "arch %s\nmode %s\nargs %s\ncmdline %s %s\nseed %lld\n",
		    r->arch.name, r->arch.mode, r->arch.args, r->arch.cmdline,
		    r->extra, r->seed);
	if (r->profile)
		vm_text_add(t, "profile\n");
	for (i = 0; r->qemu_args && i < r->qemu_args->n; i++)
		vm_text_add(t, "qemu-arg %s\n", r->qemu_args->v[i]);
	for (i = 0; i < r->nr_sides; i++) {
		vm_text_add(t, "kernel %s=%s\n", r->side[i].label,
			    r->side[i].kernel.dir);
		if (!r->side[i].ko[0])
			vm_text_add(t, "no module: %s\n",
				    r->side[i].kernel.no_module);
		else if (vm_text_add_file(t, r->side[i].ko, "kptbench.ko"))
			return KPT_FAIL;
	}
	for (i = 0; i < 2; i++) {
		kpt_join(path, sizeof(path), "%s/%s", r->guest,
			 i ? "kptbench" : "init");
		if (vm_text_add_file(t, path, i ? "kptbench" : "init"))
			return KPT_FAIL;
	}
	for (i = 0; i < r->groups.n; i++) {
		char *text = vm_plan_text(r->groups.plan[i]);
		char args[sizeof(r->arch.devices)];

		if (!text)
			return KPT_FAIL;
		if (vm_plug_args(&r->arch, r->groups.plan[i]->group, args,
				 sizeof(args))) {
			free(text);
			return KPT_FAIL;
		}
		if (args[0])
			vm_text_add(t, "device %s\n", args);
		vm_text_add(t, "%s", text);
		free(text);
	}
	return t->err ? kpt_error("out of memory") : 0;
}

int vm_run_open(const struct vm_run *r, const char *stamp, int *lock)
{
	char path[VM_PATH + 32];
	char *old;
	int ret;
	FILE *f;

	kpt_join(path, sizeof(path), "%s/.boots", r->dir);
	ret = vm_mkdirs(path);
	if (!ret) {
		*lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		ret = *lock < 0 ? -errno : 0;
	}
	if (!ret && flock(*lock, LOCK_EX | LOCK_NB))
		return kpt_error("%s: another kptvm run works there", r->dir);
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	kpt_join(path, sizeof(path), "%s/.boots/stamp", r->dir);
	if (!vm_exists(path)) {
		char records[VM_PATH + 32];

		kpt_join(records, sizeof(records), "%s/records.jsonl", r->dir);
		if (vm_exists(records))
			return kpt_error("%s: is there, but nothing says what run it is of; choose another folder",
					 records);
		f = fopen(path, "we");
		if (!f || fputs(stamp, f) < 0 || fclose(f))
			return kpt_error("%s: %s", path, strerror(errno));
		return 0;
	}
	old = vm_read_text(path);
	if (!old)
		return KPT_FAIL;
	ret = strcmp(old, stamp);
	if (ret) {
		kpt_error("%s holds boots of another run, which are not mixed with those of this one; choose another folder",
			  r->dir);
		say_difference(old, stamp);
	}
	free(old);
	return ret ? KPT_FAIL : 0;
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

	if (r->profile) {
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
