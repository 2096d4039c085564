// SPDX-License-Identifier: GPL-2.0-only
/* config.c - the running kernel's options, where no plan tells them */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/config.h"
#include "common/util.h"

/* What changes how many tables and locks there are, or what they cost. */
static const char *const matter[] = {
	"CONFIG_PREEMPT_RT", "CONFIG_SMP", "CONFIG_NR_CPUS",
	"CONFIG_DEBUG_SPINLOCK", "CONFIG_DEBUG_LOCK_ALLOC", "CONFIG_LOCKDEP",
	"CONFIG_DEBUG_VM", "CONFIG_DEBUG_PAGEALLOC", "CONFIG_KASAN",
	"CONFIG_TRANSPARENT_HUGEPAGE", "CONFIG_ARM64_4K_PAGES",
	"CONFIG_ARM64_16K_PAGES", "CONFIG_ARM64_64K_PAGES",
	"CONFIG_PGTABLE_LEVELS", "CONFIG_SLUB_DEBUG_ON", "CONFIG_MEMCG",
};

/* Recorded files tell their release themselves. */
static void release(const struct machine *m, char *buf, size_t len)
{
	struct utsname u;

	if (machine_read(m, "/proc/sys/kernel/osrelease", buf, len) > 0) {
		buf[strcspn(buf, "\n")] = '\0';
		return;
	}
	uname(&u);
	kpt_copy(buf, len, u.release);
}

static FILE *open_config(const struct machine *m, bool *piped)
{
	char path[512], name[128];
	FILE *f = NULL;

	*piped = false;
	release(m, name, sizeof(name));
	if (!kpt_join(path, sizeof(path), "%s/boot/config-%s", m->root, name))
		f = fopen(path, "re");
	/* Below a root only the plain file is looked for. */
	if (f || m->root[0])
		return f;
	if (access("/proc/config.gz", R_OK))
		return NULL;
	*piped = true;
	return popen("gzip -dc /proc/config.gz 2>/dev/null", "r");
}

static void add(struct kpt_plan *plan, const char *name, const char *value)
{
	if (plan->config_len == KPT_PLAN_MAX_CONFIG)
		return;
	kpt_copy(plan->config[plan->config_len].name,
		 sizeof(plan->config[0].name), name);
	kpt_copy(plan->config[plan->config_len++].value,
		 sizeof(plan->config[0].value), value);
}

static void match(char *line, void *arg)
{
	struct kpt_plan *plan = arg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(matter); i++) {
		size_t len = strlen(matter[i]);

		if (!strncmp(line, matter[i], len) && line[len] == '=')
			add(plan, matter[i], kpt_trim(line + len + 1));
		else if (!strncmp(line, "# ", 2) &&
			 !strncmp(line + 2, matter[i], len) &&
			 !strncmp(line + 2 + len, " is not set", 11))
			add(plan, matter[i], "n");
	}
}

static int each_line(const struct machine *m,
		     void (*fn)(char *line, void *arg), void *arg)
{
	char line[512];
	bool piped;
	FILE *f = open_config(m, &piped);

	if (!f)
		return -ENOENT;
	while (fgets(line, sizeof(line), f))
		fn(line, arg);
	if (piped)
		pclose(f);
	else
		fclose(f);
	return 0;
}

int config_of_running(const struct machine *m, struct kpt_plan *plan)
{
	int ret;

	if (plan->config_len)
		return 0;
	ret = each_line(m, match, plan);
	if (ret)
		return ret;
	return plan->config_len ? 0 : -ENODATA;
}

struct wish {
	const char *name;
	char *value;
	size_t len;
};

static void find(char *line, void *arg)
{
	const struct wish *w = arg;
	size_t n = strlen(w->name);

	if (!strncmp(line, w->name, n) && line[n] == '=')
		kpt_copy(w->value, w->len, kpt_trim(line + n + 1));
}

int config_value(const struct machine *m, const char *name, char *value,
		 size_t len)
{
	struct wish w = { name, value, len };

	kpt_copy(value, len, "n");
	return each_line(m, find, &w);
}

void arch_of_running(char *buf, size_t len)
{
	static const char *const names[][2] = {
		{ "aarch64", "arm64" }, { "armv7l", "arm" },
		{ "armv8l", "arm" }, { "i686", "i386" }, { "i586", "i386" },
	};
	struct utsname u;
	size_t i;

	uname(&u);
	kpt_copy(buf, len, u.machine);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(u.machine, names[i][0]))
			kpt_copy(buf, len, names[i][1]);
}
