// SPDX-License-Identifier: GPL-2.0-only
/* quiet.c - is the machine doing anything but measuring? */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/parse.h"
#include "bench/quiet.h"
#include "common/util.h"

#define BUSY_PERCENT	2	/* of the time of all CPUs */
#define FIELDS		8	/* user to steal, as in /proc/stat */

struct glance {
	uint64_t cpu[FIELDS], running, blocked, swapped, throttled;
};

enum { IDLE = 3, IOWAIT = 4, STEAL = 7 };

static int take_stat(const char *text, struct glance *g)
{
	int ret, n;

	n = sscanf(text, "cpu %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
		   " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64,
		   &g->cpu[0], &g->cpu[1], &g->cpu[2], &g->cpu[3], &g->cpu[4],
		   &g->cpu[5], &g->cpu[6], &g->cpu[7]);
	if (n != FIELDS)
		return -EBADMSG;
	ret = parse_key(text, "procs_running", NULL, &g->running);
	return ret ? ret : parse_key(text, "procs_blocked", NULL, &g->blocked);
}

/* The machine's: it has a word for each interrupt, and a line for each CPU. */
static int look(const struct machine *m, struct glance *g)
{
	uint64_t in = 0, out = 0;
	char *text;
	long got;
	int ret;

	memset(g, 0, sizeof(*g));
	got = machine_read_all(m, "/proc/stat", &text);
	if (got < 0)
		return (int)got;
	ret = take_stat(text, g);
	free(text);
	if (ret)
		return ret;
	/* Kernels without swap, and CPUs without the count, have none. */
	if (machine_read_all(m, "/proc/vmstat", &text) > 0) {
		parse_key(text, "pswpin", NULL, &in);
		parse_key(text, "pswpout", NULL, &out);
	}
	free(text);
	g->swapped = in + out;
	if (machine_read_all(m, "/sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count",
			     &text) > 0)
		parse_leading(text, &g->throttled);
	free(text);
	return 0;
}

static void add(char *why, size_t len, const char *fmt, ...) KPT_PRINTF(3, 4);
static void add(char *why, size_t len, const char *fmt, ...)
{
	size_t n = strlen(why);
	va_list ap;

	if (n && n + 2 < len)
		n += (size_t)snprintf(why + n, len - n, "; ");
	va_start(ap, fmt);
	if (n < len)
		vsnprintf(why + n, len - n, fmt, ap);
	va_end(ap);
}

static void judge(const struct glance *a, const struct glance *b, char *why,
		  size_t len)
{
	uint64_t total = 0, rest, steal;
	size_t i;

	for (i = 0; i < FIELDS; i++)
		total += b->cpu[i] - a->cpu[i];
	rest = b->cpu[IDLE] - a->cpu[IDLE] + b->cpu[IOWAIT] - a->cpu[IOWAIT];
	steal = b->cpu[STEAL] - a->cpu[STEAL];
	if (total && 100 * (total - rest) > BUSY_PERCENT * total)
		add(why, len, "CPUs are busy %.1f %% of the time",
		    100.0 * (double)(total - rest) / (double)total);
	if (steal)
		add(why, len, "the host takes CPU time away (steal)");
	if (b->running > 1)
		add(why, len, "%" PRIu64 " other tasks run", b->running - 1);
	if (b->blocked)
		add(why, len, "%" PRIu64 " tasks wait for I/O", b->blocked);
	if (b->swapped != a->swapped)
		add(why, len, "it swaps");
	if (b->throttled != a->throttled)
		add(why, len, "the CPU is throttled, too hot");
}

int quiet_check(const struct machine *m, char *why, size_t len)
{
	struct glance a, b;
	int ret = look(m, &a);

	why[0] = '\0';
	/* A recorded tree tells one moment only. */
	if (!ret && m->root[0])
		b = a;
	else if (!ret) {
		sleep(1);
		ret = look(m, &b);
	}
	if (ret) {
		snprintf(why, len, "/proc/stat: %s", strerror(-ret));
		return ret;
	}
	judge(&a, &b, why, len);
	return why[0] != '\0';
}

int quiet_wait(const struct machine *m, long long seconds)
{
	char why[512];
	long long waited;
	int ret;

	for (waited = 0; ; waited++) {
		ret = quiet_check(m, why, sizeof(why));
		if (!ret)
			return 0;
		if (ret < 0 || waited >= seconds || m->root[0])
			break;
	}
	kpt_error("the machine is not quiet, after %lld seconds: %s", waited,
		  why);
	return ret < 0 ? ret : -EBUSY;
}
