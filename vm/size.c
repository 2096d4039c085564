// SPDX-License-Identifier: GPL-2.0-only
/* size.c - the sizes of a kernel, as records */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/record.h"
#include "common/text.h"
#include "common/util.h"
#include "vm/run.h"
#include "vm/size.h"
#include "vm/size_elf.h"

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
	struct kpt_writer w;
	size_t i;
	int ret = 0;

	kpt_writer_init(&w, to);
	for (i = 0; i < VM_SIZES && !ret; i++) {
		kpt_rec_begin(&w, "sample");
		kpt_rec_str(&w, "scenario", "");
		kpt_rec_str(&w, "params", "");
		kpt_rec_str(&w, "phase", "start");
		kpt_rec_int(&w, "n", 0);
		kpt_rec_str(&w, "metric", metrics[i]);
		kpt_rec_str(&w, "kind", "size");
		kpt_rec_str(&w, "unit", "bytes");
		kpt_rec_str(&w, "per", "op");
		kpt_rec_str(&w, "class", "exact");
		kpt_rec_str(&w, "better", "none");
		kpt_rec_str(&w, "source", i < VM_SIZE_STRUCTS ? "vmlinux" :
			    "the kernel's headers");
		kpt_rec_num(&w, "fixed", 0);
		kpt_rec_num(&w, "scale", 1);
		kpt_rec_open(&w, "values", '[');
		if (size->bytes[i] >= 0)
			kpt_rec_num(&w, NULL, (double)size->bytes[i]);
		kpt_rec_close(&w, ']');
		if (size->bytes[i] < 0)
			kpt_rec_str(&w, "na", reason(size, i));
		ret = kpt_rec_end(&w);
	}
	return ret ? ret : (int)VM_SIZES;
}
