// SPDX-License-Identifier: GPL-2.0-only
/* compiler.c - the compiler and linker of kernels */
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/compiler.h"
#include "vm/proc.h"

/* A tool by what it says it is. */
static int add_tool(struct vm_text *t, const char *prefix, const char *tool)
{
	char name[128], said[4096];
	const char *const argv[] = { name, "--version", NULL };

	kpt_join(name, sizeof(name), "%s%s", prefix, tool);
	if (vm_capture(argv, NULL, said, sizeof(said)))
		return kpt_error("%s: cannot be run; make deps with this ARCH= installs it",
				 name);
	said[strcspn(said, "\n")] = '\0';
	vm_text_add(t, "tool %s\n", said);
	return 0;
}

int vm_compiler_add(struct vm_text *t, const struct vm_arch *arch)
{
	const char *llvm = getenv("LLVM");

	if (llvm && *llvm) {
		vm_text_add(t, "LLVM %s\n", llvm);
		return add_tool(t, "", "clang") || add_tool(t, "", "ld.lld");
	}
	return add_tool(t, arch->cross, "gcc") ||
	       add_tool(t, arch->cross, "ld");
}

void vm_compiler_export(const struct vm_arch *arch)
{
	setenv("ARCH", arch->kbuild_arch, 1);
	setenv("CROSS_COMPILE", arch->cross, 1);
	/* Where GNU make takes arguments from, besides its command line. */
	setenv("GNUMAKEFLAGS", arch->make, 1);
}
