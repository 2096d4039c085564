// SPDX-License-Identifier: GPL-2.0-only
/* machine.c - files below the root, and the module's device */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench/machine.h"
#include "bench/parse.h"
#include "common/util.h"

bool machine_exact(const struct machine *m)
{
	return !strcmp(m->mode, "exact");
}

int machine_path(const struct machine *m, char *buf, size_t len,
		 const char *path)
{
	return kpt_join(buf, len, "%s%s", m->root, path);
}

int machine_read(const struct machine *m, const char *path, char *buf,
		 size_t len)
{
	char full[512];
	int ret = machine_path(m, full, sizeof(full), path);

	return ret ? ret : kpt_read_file(full, buf, len);
}

long machine_read_all(const struct machine *m, const char *path, char **text)
{
	char full[512];
	int ret = machine_path(m, full, sizeof(full), path);

	*text = NULL;
	return ret ? ret : kpt_read_all(full, text);
}

int machine_write(const struct machine *m, const char *path, const char *text)
{
	char full[512];
	int ret = machine_path(m, full, sizeof(full), path);

	return ret ? ret : kpt_write_file(full, text);
}

const struct kptb_mech *machine_mech(const struct machine *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->nr_mechs; i++)
		if (!strcmp(m->mechs[i].name, name))
			return &m->mechs[i];
	return NULL;
}

int machine_audit(const struct machine *m, struct kptb_audit *a)
{
	if (m->fd < 0)
		return -ENODEV;
	memset(a, 0, sizeof(*a));
	if (ioctl(m->fd, KPTB_IOC_AUDIT, a))
		return -errno;
	if (a->nr_rows > KPTB_AUDIT_ROWS)
		return -EBADMSG;
	return 0;
}

/* What keeps a module as it is built from this kernel; NULL: nothing known. */
static const char *takes_none(const struct machine *m)
{
	char text[128];

	if (machine_read(m, "/proc/sys/kernel/modules_disabled", text,
			 sizeof(text)) > 0 && text[0] == '1')
		return "loads no more modules until the next boot (kernel.modules_disabled is 1)";
	if (machine_read(m, "/sys/kernel/security/lockdown", text,
			 sizeof(text)) > 0 && !strstr(text, "[none]"))
		return "is locked down: sign kptbench.ko with a key it trusts, then load it";
	if (machine_read(m, "/sys/module/module/parameters/sig_enforce", text,
			 sizeof(text)) > 0 && text[0] == 'Y')
		return "has module.sig_enforce set: sign kptbench.ko with a key it trusts, then load it";
	/* Every kernel has the one; those with CONFIG_MODULES have both. */
	if (machine_read(m, "/proc/version", text, sizeof(text)) != -ENOENT &&
	    machine_read(m, "/proc/modules", text, sizeof(text)) == -ENOENT)
		return "is built without CONFIG_MODULES";
	return NULL;
}

static void no_module(struct machine *m, const char *path, int err)
{
	const char *none = takes_none(m);

	/* A guest is told why nobody could give it one. */
	if (err == ENOENT &&
	    machine_read(m, "/kptbench.none", m->why, sizeof(m->why)) > 0)
		return;
	if (err == ENOENT && none)
		kpt_join(m->why, sizeof(m->why),
			 "no %s: this kernel %s",
			 path, none);
	else if (err == ENOENT)
		kpt_join(m->why, sizeof(m->why),
			 "no %s: load the module (modprobe kptbench)", path);
	else if (err == EACCES || err == EPERM)
		kpt_join(m->why, sizeof(m->why),
			 "%s: permission denied: run as root", path);
	else
		kpt_join(m->why, sizeof(m->why), "%s: %s", path, strerror(err));
}

static int read_mechs(struct machine *m)
{
	uint32_t i;

	for (i = 0; i < m->info.nr_mechanisms && i < KPT_MAX_MECHS; i++) {
		struct kptb_mech *mech = &m->mechs[i];

		mech->index = i;
		if (ioctl(m->fd, KPTB_IOC_MECH, mech))
			return -errno;
		mech->name[KPTB_NAME_LEN - 1] = '\0';
		mech->summary[KPTB_TEXT_LEN - 1] = '\0';
		mech->reason[KPTB_TEXT_LEN - 1] = '\0';
		m->nr_mechs++;
	}
	return 0;
}

static int open_device(struct machine *m)
{
	char path[512];
	int ret;

	ret = machine_path(m, path, sizeof(path), "/dev/" KPTB_DEVICE);
	if (ret)
		return ret;
	m->fd = open(path, O_RDWR | O_CLOEXEC);
	if (m->fd < 0) {
		no_module(m, path, errno);
		return 0;
	}
	if (ioctl(m->fd, KPTB_IOC_INFO, &m->info)) {
		ret = -errno;
		kpt_error("%s: does not answer as kptbench.ko does (%s): unload what is there and load the module built with this program",
			  path, strerror(-ret));
		goto fail;
	}
	if (m->info.abi != KPTB_ABI_VERSION) {
		ret = -EPROTO;
		kpt_error("%s: the module speaks ABI version %u and this program %d: build and install both from the same tree",
			  path, m->info.abi, KPTB_ABI_VERSION);
		goto fail;
	}
	ret = read_mechs(m);
	if (ret) {
		kpt_error("%s: listing mechanisms: %s", path, strerror(-ret));
		goto fail;
	}
	return 0;
fail:
	close(m->fd);
	m->fd = -1;
	return ret;
}

static int list_cpus(struct machine *m)
{
	if (machine_read_all(m, "/sys/devices/system/cpu/online",
			     &m->online) > 0)
		m->cpus = parse_cpulist(m->online);
	if (m->cpus > 0)
		return 0;
	free(m->online);
	m->cpus = (int)sysconf(_SC_NPROCESSORS_ONLN);
	m->online = malloc(32);
	if (!m->online)
		return -ENOMEM;
	snprintf(m->online, 32, "0-%d", m->cpus - 1);
	return 0;
}

int machine_open(struct machine *m, const char *root, const char *mode)
{
	int ret;

	memset(m, 0, sizeof(*m));
	m->fd = -1;
	m->cpu = -1;
	m->node = -1;
	ret = kpt_copy(m->root, sizeof(m->root), root ? root : "");
	if (!ret)
		ret = kpt_copy(m->mode, sizeof(m->mode), mode);
	if (ret)
		return kpt_error("--root %s: path too long", root), ret;
	if (m->root[0] && access(m->root, R_OK | X_OK)) {
		ret = -errno;
		kpt_error("--root %s: %s", m->root, strerror(-ret));
		return ret;
	}
	m->page_size = sysconf(_SC_PAGESIZE);
	ret = list_cpus(m);
	if (ret)
		return kpt_error("out of memory"), ret;
	ret = open_device(m);
	if (ret) {
		machine_close(m);
		return ret;
	}
	if (m->fd >= 0 && m->info.page_size)
		m->page_size = m->info.page_size;
	return 0;
}

void machine_close(struct machine *m)
{
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
	free(m->online);
	m->online = NULL;
}
