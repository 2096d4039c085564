// SPDX-License-Identifier: GPL-2.0-only
/* virtio-mem.c - memory blocks of a virtio-mem device, by the host */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "bench/plug.h"

static int virtio_setup(struct work *w, const struct kpt_scenario *sc,
			const char *mechanism, char *why, size_t len)
{
	char path[512];

	if (!machine_path(w->m, path, sizeof(path),
			  "/sys/bus/virtio/drivers/virtio_mem") &&
	    !access(path, F_OK))
		return plug_setup(w, sc, mechanism, why, len);
	snprintf(why, len, "no driver for virtio-mem: the module virtio_mem is missing (of linux-modules-RELEASE, where Debian splits a kernel), or CONFIG_VIRTIO_MEM");
	return -EOPNOTSUPP;
}

const struct work_ops virtio_mem_work = {
	.name = "virtio-mem",
	.summary = "memory blocks of a virtio-mem device, by the host",
	.setup = virtio_setup,
	.run = plug_run,
	.hold = plug_hold,
	.quiesce = work_quiesce,
	.teardown = plug_teardown,
};
