// SPDX-License-Identifier: GPL-2.0-only
/* stamp.c - what decides what the boots of a run do, as text */
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/guest/plug.h"
#include "vm/run/plan.h"
#include "vm/run/run.h"
#include "vm/run/stamp.h"

int vm_run_stamp(const struct vm_run *r, struct vm_text *t)
{
	char path[VM_PATH + 32];
	size_t i;

	vm_text_add(t, "emulator %s\n", r->emulator);
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

static void tell(bool error, const char *when, const char *line, size_t len)
{
	if (error)
		kpt_error("%s %.*s", when, (int)len, line);
	else
		kpt_info("%s %.*s", when, (int)len, line);
}

void vm_stamp_difference(bool error, const char *old, const char *new)
{
	while (*old && *new) {
		size_t a = strcspn(old, "\n"), b = strcspn(new, "\n");

		if (a != b || memcmp(old, new, a)) {
			tell(error, "there:", old, a);
			tell(error, "now:  ", new, b);
			return;
		}
		old += a + (old[a] == '\n');
		new += b + (new[b] == '\n');
	}
}
