// SPDX-License-Identifier: GPL-2.0-only
/* qmp_memory.c - memory devices of a running machine */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>

#include "common/util.h"
#include "vm/qmp/qmp.h"
#include "vm/qmp/qmp_local.h"

int vm_qmp_dimm_plug(struct vm_qmp *q, unsigned int nr, long long bytes,
		     char *why, size_t len)
{
	char mem[24], dimm[24];
	int ret;

	snprintf(mem, sizeof(mem), "mem%u", nr);
	snprintf(dimm, sizeof(dimm), "dimm%u", nr);
	/* Of one that was taken out: its memory is there until now. */
	vm_qmp_do(q, "object-del", json_pack("{s:s}", "id", mem), why, len);
	ret = vm_qmp_do(q, "object-add",
			json_pack("{s:s, s:s, s:I}", "qom-type",
				  "memory-backend-ram", "id", mem, "size",
				  (json_int_t)bytes), why, len);
	if (ret)
		return ret;
	return vm_qmp_do(q, "device_add",
			 json_pack("{s:s, s:s, s:s}", "driver", "pc-dimm",
				   "id", dimm, "memdev", mem), why, len);
}

int vm_qmp_dimm_unplug(struct vm_qmp *q, unsigned int nr, long long bytes,
		       char *why, size_t len)
{
	char dimm[24];

	(void)bytes;
	snprintf(dimm, sizeof(dimm), "dimm%u", nr);
	return vm_qmp_do(q, "device_del", json_pack("{s:s}", "id", dimm), why,
			 len);
}

/* One device: how much the guest is to have of it in all. */
static int resize(struct vm_qmp *q, long long bytes, char *why, size_t len)
{
	return vm_qmp_do(q, "qom-set",
			 json_pack("{s:s, s:s, s:I}", "path",
				   "/machine/peripheral/" VM_QMP_VIRTIO_MEM,
				   "property", "requested-size", "value",
				   (json_int_t)bytes), why, len);
}

int vm_qmp_virtio_plug(struct vm_qmp *q, unsigned int nr, long long bytes,
		       char *why, size_t len)
{
	return resize(q, (nr + 1LL) * bytes, why, len);
}

int vm_qmp_virtio_unplug(struct vm_qmp *q, unsigned int nr, long long bytes,
			 char *why, size_t len)
{
	return resize(q, nr * bytes, why, len);
}
