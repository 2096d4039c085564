// SPDX-License-Identifier: GPL-2.0-only
/* stamp.c - what decides what the boots of a run do, as text */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/guest/plug.h"
#include "vm/run/plan.h"
#include "vm/run/run.h"
#include "vm/run/stamp.h"

/* What this machine's CPUs are, as far as it tells. */
static void add_host(struct vm_text *t)
{
	static const char *const keys[] = {
		"model name", "CPU implementer", "CPU part", "CPU variant",
		"CPU revision", "uarch",
	};
	char line[512];
	FILE *f = fopen("/proc/cpuinfo", "re");
	size_t i;

	vm_text_add(t, "host");
	/* The first CPU, up to the empty line. */
	while (f && fgets(line, sizeof(line), f) && line[0] != '\n')
		for (i = 0; i < ARRAY_SIZE(keys); i++)
			if (!strncmp(line, keys[i], strlen(keys[i])) &&
			    strchr(line, ':'))
				vm_text_add(t, " %s",
					    kpt_trim(strchr(line, ':') + 1));
	vm_text_add(t, "\n");
	if (f)
		fclose(f);
}

int vm_run_stamp(const struct vm_run *r, struct vm_text *t)
{
	char path[VM_PATH + 32];
	size_t i;

	vm_text_add(t, "emulator %s\n", r->emulator);
	/* Counts of an emulator are the same on any host; time is not. */
	if (!r->exact)
		add_host(t);
	vm_text_add(t, "arch %s\nmode %s\nargs %s\ncmdline %s %s\nseed %lld\n",
		    r->arch.name, r->arch.mode, r->arch.args, r->arch.cmdline,
		    r->extra, r->seed);
	if (r->alike)
		vm_text_add(t, "one layout\n");
	if (r->profile)
		vm_text_add(t, "profile\n");
	if (r->classes)
		vm_text_add(t, "classes\n");
	for (i = 0; i < r->roots.n; i++)
		vm_text_add(t, "root %s %s\n", r->roots.v[i].word,
			    r->roots.v[i].digest);
	/* Boots of before sizes were recorded are not mixed with others. */
	vm_text_add(t, "sizes\n");
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
	for (i = 0; r->classes && i < r->nr_sides; i++)
		vm_places_text(&r->side[i].places, t);
	return t->err ? kpt_error("out of memory") : 0;
}

/*
 * A kernel is known by the name its folder has in the cache, which is made of
 * all that went into it; where a host keeps its cache does not matter.
 */
static size_t without_place(const char **line, size_t len)
{
	const char *eq = memchr(*line, '=', len), *slash;

	if (strncmp(*line, "kernel ", 7) || !eq)
		return len;
	slash = memrchr(eq, '/', len - (size_t)(eq - *line));
	if (slash) {
		len -= (size_t)(slash - *line);
		*line = slash;
	}
	return len;
}

static size_t label_len(const char *line, size_t len)
{
	const char *eq = memchr(line, '=', len);

	return eq ? (size_t)(eq - line) : len;
}

static bool same_line(const char *a, size_t an, const char *b, size_t bn)
{
	size_t label = label_len(a, an);

	if (an == bn && !memcmp(a, b, an))
		return true;
	if (label != label_len(b, bn) || memcmp(a, b, label))
		return false;
	an = without_place(&a, an);
	bn = without_place(&b, bn);
	return *a == '/' && an == bn && !memcmp(a, b, an);
}

/* The first line that is another: whether there is one, and where in both. */
static bool find_difference(const char **old, const char **new)
{
	while (**old || **new) {
		size_t a = strcspn(*old, "\n"), b = strcspn(*new, "\n");

		if (!**old || !**new || !same_line(*old, a, *new, b))
			return true;
		*old += a + ((*old)[a] == '\n');
		*new += b + ((*new)[b] == '\n');
	}
	return false;
}

bool vm_stamp_same(const char *old, const char *new)
{
	return !find_difference(&old, &new);
}

static void tell(bool error, const char *when, const char *line)
{
	int len = *line ? (int)strcspn(line, "\n") : 7;

	if (!*line)
		line = "nothing";
	if (error)
		kpt_error("%s %.*s", when, len, line);
	else
		kpt_info("%s %.*s", when, len, line);
}

void vm_stamp_difference(bool error, const char *old, const char *new)
{
	if (!find_difference(&old, &new))
		return;
	tell(error, "there:", old);
	tell(error, "now:  ", new);
}
