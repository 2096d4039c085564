// SPDX-License-Identifier: GPL-2.0-only
/* dimm.c - DIMMs of one memory block, plugged by the host */
#include <errno.h>
#include <stdio.h>

#include "bench/plug.h"

static int dimm_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	char text[64];

	if (machine_read(w->m, "/sys/firmware/acpi/hotplug/memory/enabled",
			 text, sizeof(text)) > 0 && text[0] == '1')
		return plug_setup(w, sc, mechanism, why, len);
	snprintf(why, len, "this kernel takes no DIMM while it runs (CONFIG_ACPI_HOTPLUG_MEMORY, acpi)");
	return -EOPNOTSUPP;
}

const struct work_ops dimm_work = {
	.name = "dimm",
	.summary = "DIMMs of one memory block, plugged by the host",
	.setup = dimm_setup,
	.run = plug_run,
	.hold = plug_hold,
	.quiesce = work_quiesce,
	.teardown = plug_teardown,
};
