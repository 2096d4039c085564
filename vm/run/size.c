// SPDX-License-Identifier: GPL-2.0-only
/* size.c - the sizes of a kernel, as records */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/run/results.h"
#include "vm/run/run.h"
#include "vm/run/size.h"
#include "vm/run/size_elf.h"

/* The name of a metric is stable; of structures it ends in theirs. */
static const char *const metrics[VM_SIZES] = {
	[VM_SIZE_FUNCTIONS] = "vmlinux.functions",
	[VM_SIZE_TEXT] = "vmlinux.text",
	[VM_SIZE_RODATA] = "vmlinux.rodata",
	[VM_SIZE_DATA] = "vmlinux.data",
	[VM_SIZE_BSS] = "vmlinux.bss",
	[VM_SIZE_INIT] = "vmlinux.init",
	[VM_SIZE_PAGE] = "sizeof.page",
	[VM_SIZE_PTDESC] = "sizeof.ptdesc",
	[VM_SIZE_MM] = "sizeof.mm_struct",
	[VM_SIZE_VMA] = "sizeof.vm_area_struct",
	[VM_SIZE_SPINLOCK] = "sizeof.spinlock_t",
};

static int read_vmlinux(struct vm_size *size, const struct vm_side *side)
{
	char path[VM_PATH + 16];

	if (side->kernel.foreign) {
		kpt_copy(size->no_vmlinux, sizeof(size->no_vmlinux),
			 "of this kernel there is an image only, and no vmlinux with its symbols");
		return 0;
	}
	kpt_join(path, sizeof(path), "%s/vmlinux", side->kernel.dir);
	return vm_size_vmlinux(size, path);
}

static int read_structs(struct vm_size *size, const struct vm_side *side)
{
	const char *slash = strrchr(side->ko, '/');
	char path[VM_PATH + 16];
	size_t i;

	if (!slash) {
		snprintf(size->no_structs, sizeof(size->no_structs),
			 "no module was built for this kernel: %.100s",
			 side->kernel.no_module);
		return 0;
	}
	kpt_join(path, sizeof(path), "%.*s/sizes.o", (int)(slash - side->ko),
		 side->ko);
	for (i = VM_SIZE_STRUCTS; i < VM_SIZES; i++) {
		const char *name = strchr(metrics[i], '.') + 1;

		size->bytes[i] = vm_size_struct(size, path, name);
	}
	return 0;
}

int vm_size_read(struct vm_size *size, const struct vm_side *side)
{
	size_t i;
	int ret;

	memset(size, 0, sizeof(*size));
	for (i = 0; i < VM_SIZES; i++)
		size->bytes[i] = -1;
	ret = read_vmlinux(size, side);
	if (!ret)
		ret = read_structs(size, side);
	if (ret)
		vm_size_free(size);
	return ret;
}

void vm_size_free(struct vm_size *size)
{
	size_t i;

	for (i = 0; i < size->nr_sym; i++)
		free(size->sym[i].name);
	free(size->sym);
	memset(size, 0, sizeof(*size));
}

static const char *reason(const struct vm_size *size, size_t i)
{
	if (i < VM_SIZE_STRUCTS)
		return size->no_vmlinux;
	return size->no_structs[0] ? size->no_structs :
				     "this kernel has no such structure";
}

int vm_size_put(const struct vm_size *size, FILE *to)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < VM_SIZES && !ret; i++)
		ret = vm_results_fact(to, &(struct vm_fact){
			.metric = metrics[i],
			.kind = "size",
			.unit = "bytes",
			.source = i < VM_SIZE_STRUCTS ? "vmlinux" :
				  "the kernel's headers",
			.value = size->bytes[i],
			.na = size->bytes[i] < 0 ? reason(size, i) : NULL,
		});
	return ret ? ret : (int)VM_SIZES;
}
