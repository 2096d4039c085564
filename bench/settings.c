// SPDX-License-Identifier: GPL-2.0-only
/* settings.c - what a machine is set to, that its numbers depend on */
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/parse.h"
#include "bench/plan.h"
#include "bench/settings.h"
#include "common/util.h"

#define CPUS "/sys/devices/system/cpu/"

static int read_word(const struct machine *m, const char *path, char *buf,
		     size_t len)
{
	int got = machine_read(m, path, buf, len);

	if (got < 0)
		return got;
	buf[strcspn(buf, "\n")] = '\0';
	return 0;
}

static int each_file(const struct machine *m, const char *pattern, glob_t *g)
{
	char full[512];

	memset(g, 0, sizeof(*g));
	if (machine_path(m, full, sizeof(full), pattern))
		return -ENAMETOOLONG;
	return glob(full, 0, NULL, g) ? -ENOENT : 0;
}

static int read_governor(const struct machine *m, char *buf, size_t len)
{
	char one[64];
	glob_t g;
	size_t i;
	int ret = each_file(m, CPUS "cpu[0-9]*/cpufreq/scaling_governor", &g);

	for (i = 0; !ret && i < g.gl_pathc; i++) {
		ret = read_word(m, g.gl_pathv[i] + strlen(m->root), one,
				sizeof(one));
		if (!ret && !i)
			kpt_copy(buf, len, one);
		else if (!ret && strcmp(buf, one))
			kpt_copy(buf, len, "mixed");
	}
	globfree(&g);
	return ret;
}

static const char *advise_governor(const char *value)
{
	return strcmp(value, "performance") ?
	       "Frequency follows load. Set: cpupower frequency-set -g performance, or kptbench campaign --governor performance." :
	       NULL;
}

static int read_turbo(const struct machine *m, char *buf, size_t len)
{
	char word[16];

	if (!read_word(m, CPUS "intel_pstate/no_turbo", word, sizeof(word)))
		return kpt_copy(buf, len, word[0] == '1' ? "off" : "on");
	if (!read_word(m, CPUS "cpufreq/boost", word, sizeof(word)))
		return kpt_copy(buf, len, word[0] == '1' ? "on" : "off");
	return -ENOENT;
}

static const char *advise_turbo(const char *value)
{
	return strcmp(value, "off") ?
	       "Time depends on temperature and on the other cores; cycles do less. kptbench campaign --turbo off." :
	       NULL;
}

static int read_smt(const struct machine *m, char *buf, size_t len)
{
	return read_word(m, CPUS "smt/control", buf, len);
}

static const char *advise_smt(const char *value)
{
	return strcmp(value, "on") ? NULL :
	       "A sibling thread that wakes takes half the core. kptbench campaign --smt off.";
}

/* The deepest state that may be entered, by the time it takes to leave. */
static int read_idle(const struct machine *m, char *buf, size_t len)
{
	uint64_t us, most = 0;
	glob_t g;
	size_t i;
	int ret = each_file(m, CPUS "cpu0/cpuidle/state[0-9]*/latency", &g);

	for (i = 0; !ret && i < g.gl_pathc; i++) {
		const char *path = g.gl_pathv[i] + strlen(m->root);
		char text[32], disable[512];

		if (machine_read(m, path, text, sizeof(text)) < 0 ||
		    parse_leading(text, &us))
			continue;
		if (kpt_join(disable, sizeof(disable), "%.*s/disable",
			     (int)(strrchr(path, '/') - path), path) ||
		    (!read_word(m, disable, text, sizeof(text)) &&
		     text[0] != '0'))
			continue;
		if (us > most)
			most = us;
	}
	globfree(&g);
	return ret ? ret : kpt_join(buf, len, "%llu us",
				    (unsigned long long)most);
}

static const char *advise_idle(const char *value)
{
	return atoi(value) > 10 ?
	       "CPUs sleep deeply and wake slowly: it matters where a scenario waits. kptbench campaign --idle-us 10." :
	       NULL;
}

/* "always [madvise] never": the word in brackets. */
static int read_thp(const struct machine *m, char *buf, size_t len)
{
	char text[128], *at;
	int ret = read_word(m, "/sys/kernel/mm/transparent_hugepage/enabled",
			    text, sizeof(text));

	if (ret)
		return ret;
	at = strchr(text, '[');
	if (!at)
		return -EBADMSG;
	at[strcspn(at, "]")] = '\0';
	return kpt_copy(buf, len, at + 1);
}

static const char *advise_thp(const char *value)
{
	return strcmp(value, "always") ? NULL :
	       "Fine for kptbench itself, which asks for none; other programs' tables come and go with huge pages.";
}

static int read_clock(const struct machine *m, char *buf, size_t len)
{
	return read_word(m, "/sys/devices/system/clocksource/clocksource0/current_clocksource",
			 buf, len);
}

static const char *advise_clock(const char *value)
{
	return !strcmp(value, "hpet") || !strcmp(value, "acpi_pm") ||
	       !strcmp(value, "jiffies") ?
	       "Slow or coarse to read: the kernel distrusts the CPU's own counter. Look for 'clocksource' in dmesg." :
	       NULL;
}

static int read_paranoid(const struct machine *m, char *buf, size_t len)
{
	return read_word(m, "/proc/sys/kernel/perf_event_paranoid", buf, len);
}

static const char *advise_paranoid(const char *value)
{
	/* Root may, whatever it is. */
	return geteuid() && atoi(value) >= 2 ?
	       "Only root may count in kernel mode: run kptbench as root, or sysctl kernel.perf_event_paranoid=1." :
	       NULL;
}

static int read_watchdog(const struct machine *m, char *buf, size_t len)
{
	return read_word(m, "/proc/sys/kernel/nmi_watchdog", buf, len);
}

static const char *advise_watchdog(const char *value)
{
	return strcmp(value, "0") ?
	       "It takes one counter of every CPU: sysctl kernel.nmi_watchdog=0." :
	       NULL;
}

/* A merged cache is a link to the one it shares. */
static int read_slab(const struct machine *m, char *buf, size_t len)
{
	char path[512], cmdline[4096] = "", to[8];

	if (machine_read(m, "/proc/cmdline", cmdline, sizeof(cmdline)) >= 0)
		cmdline[strcspn(cmdline, "\n")] = '\0';
	if (plan_in_list(cmdline, "slab_nomerge"))
		return kpt_copy(buf, len, "off");
	if (machine_path(m, path, sizeof(path), "/sys/kernel/slab/page->ptl"))
		return -ENAMETOOLONG;
	if (readlink(path, to, sizeof(to)) > 0)
		return kpt_copy(buf, len, "merged");
	return kpt_copy(buf, len, "on");
}

static const char *advise_slab(const char *value)
{
	if (!strcmp(value, "merged"))
		return "Locks of page tables share their slab cache with other objects, and cannot be counted: boot with slab_nomerge.";
	return strcmp(value, "off") ?
	       "Boot with slab_nomerge, so that no other cache is counted as locks of page tables." :
	       NULL;
}

static int read_hidden(const struct machine *m, char *buf, size_t len)
{
	char cmdline[4096], *at;

	if (m->fd >= 0 && m->info.hidden_size)
		return kpt_join(buf, len, "%llu MiB",
				(unsigned long long)m->info.hidden_size >> 20);
	if (machine_read(m, "/proc/cmdline", cmdline, sizeof(cmdline)) < 0)
		return -ENOENT;
	cmdline[strcspn(cmdline, "\n")] = '\0';
	at = strstr(cmdline, "mem=");
	if (!at || (at != cmdline && at[-1] != ' '))
		return kpt_copy(buf, len, "none");
	at[strcspn(at, " ")] = '\0';
	return kpt_join(buf, len, "behind %s", at);
}

static const char *advise_hidden(const char *value)
{
	if (!strcmp(value, "none"))
		return "Memory hotplug is not measured. To have it: boot with mem= below the size of RAM, and load the module with hidden=START-END hotplug=1.";
	return strncmp(value, "behind", 6) ? NULL :
	       "The module is not told of it: load it with hidden=START-END hotplug=1 (kmod/README.md).";
}

const struct setting settings[] = {
	{ "governor", "frequency governor", true, read_governor,
	  advise_governor },
	{ "turbo", "turbo frequencies", true, read_turbo, advise_turbo },
	{ "smt", "sibling threads", true, read_smt, advise_smt },
	{ "idle", "deepest idle state", true, read_idle, advise_idle },
	{ "thp", "transparent huge pages", true, read_thp, advise_thp },
	{ "clocksource", "clock source", true, read_clock, advise_clock },
	{ "slab_merge", "slab merging", true, read_slab, advise_slab },
	{ "paranoid", "perf_event_paranoid", false, read_paranoid,
	  advise_paranoid },
	{ "watchdog", "NMI watchdog", false, read_watchdog, advise_watchdog },
	{ "hidden", "hidden RAM", false, read_hidden, advise_hidden },
	{ 0 },
};
