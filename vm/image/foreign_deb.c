// SPDX-License-Identifier: GPL-2.0-only
/* foreign_deb.c - kernels of Debian's packages */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"
#include "vm/image/foreign.h"

#define DEB_MIB		500	/* packages and what is unpacked of them */
#define MAX_ITEMS	8

/* What `deb.sh find` says, apart. */
struct packages {
	char text[4096];
	const char *item[MAX_ITEMS], *suite;
	size_t n;
	struct vm_foreign f;
};

static void take_packages(struct packages *p, char *said)
{
	char *save = NULL, *line;

	for (line = strtok_r(said, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (!strncmp(line, "nomodule ", 9))
			snprintf(p->f.no_module, sizeof(p->f.no_module),
				 "%.159s", line + 9);
		else if (!strncmp(line, "noconfig ", 9))
			snprintf(p->f.no_config, sizeof(p->f.no_config),
				 "%.150s", line + 9);
		else if (!strncmp(line, "note ", 5))
			kpt_info("%s", line + 5);
		else if (!strncmp(line, "suite ", 6))
			p->suite = line + 6;
		else if (strncmp(line, "release ", 8) && p->n < MAX_ITEMS)
			p->item[p->n++] = line;
	}
}

static int find_packages(struct packages *p, const struct vm_arch *arch,
			 const char *spec)
{
	char script[VM_PATH];
	const char *const argv[] = { "sh", script, "find", arch->debian, spec,
				     NULL };
	const char *name, *eq;

	memset(p, 0, sizeof(*p));
	p->suite = "";
	if (!arch->debian[0])
		return kpt_error("deb:%s: configs/arch/%s/arch.conf names no Debian architecture",
				 spec, arch->name);
	kpt_join(script, sizeof(script), "%s/vm/deb.sh", vm_top());
	if (vm_capture(argv, NULL, p->text, sizeof(p->text)))
		return kpt_error("deb:%s: %s", spec, kpt_trim(p->text));
	take_packages(p, p->text);
	if (!p->n)
		return kpt_error("deb:%s: deb.sh found nothing", spec);
	name = strrchr(p->item[0], '/') ? strrchr(p->item[0], '/') + 1 :
	       p->item[0];
	eq = strchr(name, '=');
	snprintf(p->f.source, sizeof(p->f.source), "Debian %.*s%s%.100s",
		 eq ? (int)(eq - name) : 120, name, eq ? " " : "",
		 eq ? eq + 1 : "");
	return 0;
}

static int deb_manifest(struct vm_text *t, const struct packages *p,
			const struct vm_arch *arch)
{
	char script[VM_PATH];
	size_t i;

	kpt_join(script, sizeof(script), "%s/vm/deb-unpack.sh", vm_top());
	vm_text_add(t, "deb 2\narch %s\n", arch->name);
	if (vm_text_add_file(t, script, "deb-unpack.sh"))
		return KPT_FAIL;
	for (i = 0; i < p->n; i++) {
		const char *slash = strrchr(p->item[i], '/');

		if (!slash)
			vm_text_add(t, "package %s\n", p->item[i]);
		else if (vm_text_add_file(t, p->item[i], slash + 1))
			return KPT_FAIL;
	}
	vm_text_add(t, "nomodule %s\nnoconfig %s\n", p->f.no_module,
		    p->f.no_config);
	return t->err ? kpt_error("out of memory") : 0;
}

static int unpack(struct vm_cache *c, struct packages *p,
		  const struct vm_arch *arch)
{
	const char *args[5 + MAX_ITEMS] = { "unpack", arch->debian, p->suite,
					       c->tmp };

	memcpy(args + 4, p->item, p->n * sizeof(p->item[0]));
	setenv("CROSS_COMPILE", arch->cross, 1);
	if (vm_script("deb.sh", args, "unpacking packages", 0, NULL))
		return vm_cache_end(c, true);
	return vm_foreign_end(c, arch, &p->f);
}

int vm_deb_get(struct vm_kernel *k, const struct vm_arch *arch,
	       const char *spec)
{
	struct vm_text t = { NULL };
	struct packages *p;
	struct vm_cache c;
	int status;

	p = malloc(sizeof(*p));
	if (!p)
		return kpt_error("out of memory");
	status = find_packages(p, arch, spec);
	if (!status)
		status = deb_manifest(&t, p, arch);
	if (!status && vm_cache_open(&c, "deb", t.buf, DEB_MIB))
		status = KPT_FAIL;
	if (!status && !c.ready) {
		kpt_info("kernel: %s", p->f.source);
		status = unpack(&c, p, arch);
	}
	if (!status)
		status = vm_kernel_read(k, c.dir);
	free(t.buf);
	free(p);
	return status;
}
