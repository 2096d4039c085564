// SPDX-License-Identifier: GPL-2.0-only
/* profile.c - the plugin tried, and the profiles it leaves kept */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/durable.h"
#include "common/util.h"
#include "profile/cover.h"
#include "profile/windows.h"
#include "vm/base/files.h"
#include "vm/run/profile.h"
#include "vm/run/results.h"

/* The interface of QEMU 9.1 and later, and that of QEMU before 9.0. */
static const char *const objects[] = { "kptprof-3.so", "kptprof-1.so" };

/* Does it load? What QEMU says is in @said. */
static bool try_one(const struct vm_arch *arch, const char *plugin, char *said,
		    size_t len)
{
	char arg[VM_PATH + 32];
	const char *const argv[] = { arch->binary, "-machine", "none",
		"-nodefaults", "-display", "none", "-plugin", arg, NULL };

	kpt_join(arg, sizeof(arg), "%s,probe=on", plugin);
	vm_capture(argv, NULL, said, len);
	if (strstr(said, "kptprof: ready"))
		return true;
	said[strcspn(said, "\n")] = '\0';
	return false;
}

/* Without classes there is a comparison; without a profile no profile. */
static void tell(bool wanted, const char *what)
{
	if (wanted)
		kpt_error("--profile: %s", what);
	else
		kpt_info("classes of instructions are not counted: %s", what);
}

/* QEMU's own words tell a QEMU without plugins from one of another ABI. */
static void tell_said(const struct vm_arch *arch, bool wanted,
		      char said[][4096])
{
	char what[8400];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		snprintf(what, sizeof(what), "%s does not take our plugin: %s: %s",
			 arch->binary, objects[i],
			 said[i][0] ? said[i] : "it says nothing");
		tell(wanted, what);
		if (!wanted)
			return;
	}
	kpt_error("a profile needs a QEMU that was built with TCG plugins: 6.0 to 8.2, or 9.1 and later, such as those of Debian 12 and 13");
}

bool vm_profile_probe(const struct vm_arch *arch, bool wanted, char *plugin,
		      size_t len)
{
	char said[ARRAY_SIZE(objects)][4096], what[VM_PATH + 300];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		what[0] = '\0';
		if (kpt_join(plugin, len, "%s/build/%s", vm_top(),
			     objects[i]) || strchr(plugin, ','))
			snprintf(what, sizeof(what),
				 "%s: too long, or a comma in it", plugin);
		else if (access(plugin, R_OK))
			snprintf(what, sizeof(what),
				 "%s: %s; make tools builds it", plugin,
				 strerror(errno));
		if (what[0])
			tell(wanted, what);
		if (what[0])
			break;
		if (try_one(arch, plugin, said[i], sizeof(said[i])))
			return true;
	}
	if (i == ARRAY_SIZE(objects))
		tell_said(arch, wanted, said);
	plugin[0] = '\0';
	return false;
}

int vm_profile_args(const struct vm_run *r, const struct vm_side *side,
		    long long boot, char *buf, size_t len)
{
	/* One is enough, and the others prove that it changed nothing. */
	bool profile = r->profile && boot == 1;
	char startup[512] = "";
	int ret;

	*buf = '\0';
	if (!profile && !r->classes)
		return 0;
	if (r->classes)
		vm_startup_args(&side->startup, startup, sizeof(startup));
	ret = kpt_join(buf, len, "-plugin ../kptprof.so%s%s%s",
		       profile ? ",out=profile,cover=cover" : "",
		       r->classes ? ",classes=classes,places=places,data=on" :
				    "",
		       startup);
	if (ret)
		kpt_error("arguments of the plugin are too long");
	return ret;
}

/**
 * struct kind - what the plugin leaves, and what becomes of it
 * @dir:	files are in this folder of a run
 * @suffix:	and end in this
 * @magic:	the first line of each
 */
static const struct kind {
	const char *dir, *suffix, *magic;
} windows = { "profile", "prof", PROFILE_MAGIC },
  cover = { "cover", "cover", COVER_MAGIC };

/* All but the first line of a file. */
static int append(FILE *to, const char *path, const char *magic)
{
	char buf[64];
	int ret = 0;
	FILE *f;

	f = fopen(path, "re");
	if (!f)
		return -errno;
	if (!fgets(buf, sizeof(buf), f) ||
	    strncmp(buf, magic, strlen(magic)) ||
	    strcmp(buf + strlen(magic), "\n"))
		ret = -EBADMSG;
	if (!ret)
		ret = vm_append(to, f);
	fclose(f);
	return ret;
}

static int take_one(const struct vm_run *r, const struct vm_side *side,
		    const struct kind *kind, const char *name,
		    const char *scenario, const char *from)
{
	char to[VM_PATH + 160], new[VM_PATH + 168], ko[VM_PATH + 8];
	int ret;
	FILE *f;

	if (kpt_join(to, sizeof(to), "%s/%s/%s-%s.%s", r->dir, kind->dir,
		     side->label, name, kind->suffix) ||
	    kpt_join(new, sizeof(new), "%s.new", to))
		return kpt_error("%s: name too long", r->dir);
	kpt_join(ko, sizeof(ko), "%s.debug", side->ko);
	f = fopen(new, "we");
	if (!f)
		return kpt_error("%s: %s", new, strerror(errno));
	fprintf(f, "%s\nlabel %s\nscenario %s\nvmlinux %s/vmlinux\n"
		"module %s\n", kind->magic, side->label, scenario,
		side->kernel.dir, vm_exists(ko) ? ko : side->ko);
	ret = append(f, from, kind->magic);
	errno = EIO;
	if (fclose(f) && !ret)
		ret = -errno;
	if (!ret)
		ret = kpt_commit(new, to);
	if (ret) {
		unlink(new);
		kpt_error("%s: %s", ret == -EBADMSG ? from : to, strerror(-ret));
	}
	return ret;
}

static int take_kind(const struct vm_run *r, const struct vm_side *side,
		     const struct kind *kind, const struct kpt_plan *plan,
		     const char *guest)
{
	char path[VM_PATH + 32];
	int ret = 0;
	size_t i;

	kpt_join(path, sizeof(path), "%s/%s", r->dir, kind->dir);
	ret = vm_mkdirs(path);
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	for (i = 0; i < plan->nr_scenarios && !ret; i++) {
		const char *name = plan->scenarios[i].name;

		kpt_join(path, sizeof(path), "%s/%s-%zu", guest, kind->dir, i);
		if (vm_exists(path))
			ret = take_one(r, side, kind, name, name, path);
	}
	return ret;
}

int vm_profile_take(const struct vm_run *r, const struct vm_side *side,
		    const struct kpt_plan *plan, const char *guest)
{
	char path[VM_PATH + 32], name[64];
	int ret = take_kind(r, side, &windows, plan, guest);

	if (!ret)
		ret = take_kind(r, side, &cover, plan, guest);
	if (ret || !plan->nr_scenarios)
		return ret;
	/* Scenarios with words of their own on the command line have a boot. */
	kpt_join(path, sizeof(path), "%s/cover-boot", guest);
	kpt_join(name, sizeof(name), "boot.%s", plan->scenarios[0].name);
	return vm_exists(path) ?
	       take_one(r, side, &cover, name, "boot", path) : 0;
}
