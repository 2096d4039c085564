// SPDX-License-Identifier: GPL-2.0-only
/* module.c - kmod/ built for one kernel, by the hash of both */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"
#include "vm/cache/cache.h"
#include "vm/kernel/compiler.h"
#include "vm/kernel/kernel.h"

#define MODULE_MIB 50

/* Names of every source file under kmod/, in one order everywhere. */
static int list_sources(char *list, size_t len)
{
	static const char script[] =
		"cd \"$1\" && find . -type f "
		"\\( -name '*.[ch]' -o -name Kbuild -o -name Makefile \\) "
		"! -name '*.mod.c' ! -name churn_list.h | LC_ALL=C sort";
	char dir[VM_PATH];
	const char *const argv[] = { "sh", "-c", script, "sh", dir, NULL };

	kpt_join(dir, sizeof(dir), "%s/kmod", vm_top());
	if (vm_capture(argv, NULL, list, len) || !strstr(list, "Kbuild"))
		return kpt_error("%s: cannot be listed: %s", dir, list);
	return 0;
}

static int make_manifest(struct vm_text *t, const struct vm_kernel *k,
			 char *list)
{
	char path[VM_PATH], script[VM_PATH];
	char *save = NULL, *name;

	kpt_join(script, sizeof(script), "%s/vm/module.sh", vm_top());
	vm_text_add(t, "module\nkernel %s\n", k->id);
	if (vm_text_add_file(t, script, "module.sh"))
		return KPT_FAIL;
	for (name = strtok_r(list, "\n", &save); name;
	     name = strtok_r(NULL, "\n", &save)) {
		kpt_join(path, sizeof(path), "%s/kmod/%s", vm_top(), name);
		if (vm_text_add_file(t, path, name))
			return KPT_FAIL;
	}
	return t->err ? kpt_error("out of memory") : 0;
}

int vm_module_get(const struct vm_kernel *k, const struct vm_arch *arch,
		  char *ko, size_t len)
{
	char list[16384], kmod[VM_PATH], what[128];
	struct vm_text t = { NULL };
	struct vm_cache c;
	int ret;

	ret = list_sources(list, sizeof(list));
	if (!ret)
		ret = make_manifest(&t, k, list);
	if (!ret && vm_cache_open(&c, "module", t.buf, MODULE_MIB))
		ret = KPT_FAIL;
	if (!ret && !c.ready) {
		const char *const args[] = { k->build, kmod, c.tmp, NULL };

		kpt_join(kmod, sizeof(kmod), "%s/kmod", vm_top());
		vm_compiler_export(arch, k->cc);
		snprintf(what, sizeof(what), "module for %s, %s", k->arch,
			 k->config);
		ret = vm_cache_end(&c, vm_script("module.sh", args, what, 0,
						 NULL));
	}
	if (!ret && kpt_join(ko, len, "%s/kptbench.ko", c.dir))
		ret = kpt_error("%s: name too long", c.dir);
	free(t.buf);
	return ret ? KPT_FAIL : 0;
}
