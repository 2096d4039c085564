// SPDX-License-Identifier: GPL-2.0-only
/* device.c - the module's device, for a test */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/soak/guest/soak.h"

int soak_open(const char *device)
{
	int fd = open(device, O_RDWR | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int soak_mechs_read(int fd, struct soak_mechs *m)
{
	struct kptb_info info;

	memset(m, 0, sizeof(*m));
	if (ioctl(fd, KPTB_IOC_INFO, &info))
		return soak_fail("INFO: %s", strerror(errno));
	if (info.abi != KPTB_ABI_VERSION || info.nr_mechanisms > SOAK_MECHS)
		return soak_fail("INFO: abi %u, %u mechanisms", info.abi,
				 info.nr_mechanisms);
	for (m->n = 0; m->n < info.nr_mechanisms; m->n++) {
		m->v[m->n].index = (uint32_t)m->n;
		if (ioctl(fd, KPTB_IOC_MECH, &m->v[m->n]))
			return soak_fail("MECH %zu: %s", m->n, strerror(errno));
	}
	return 0;
}

int soak_setup(int fd, const char *name, uint64_t size, uint32_t cpus)
{
	struct kptb_setup setup = { .size = size, .cpus = cpus };

	snprintf(setup.name, sizeof(setup.name), "%s", name);
	return ioctl(fd, KPTB_IOC_SETUP, &setup) ? -errno : 0;
}

int soak_run(int fd, uint64_t ops)
{
	struct kptb_run run = { .ops = ops };

	return ioctl(fd, KPTB_IOC_RUN, &run) ? -errno : 0;
}

int soak_hold(int fd, uint64_t count)
{
	struct kptb_hold hold = { .count = count };

	return ioctl(fd, KPTB_IOC_HOLD, &hold) ? -errno : 0;
}

/* Those that map a size: enough of it that some allocations are made. */
uint64_t soak_size(const char *mechanism)
{
	/* As many times as it does that in one operation: less. */
	if (!strcmp(mechanism, "vmalloc-many"))
		return 1 << 16;
	return mechanism[0] == 'v' || !strcmp(mechanism, "ioremap") ||
	       !strcmp(mechanism, "apply-range") ? 16ULL << 16 : 0;
}
