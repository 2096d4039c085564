// SPDX-License-Identifier: GPL-2.0-only
/* events.c - events of the PMU by libpfm4's names of them */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "bench/events.h"
#include "common/util.h"

#ifdef HAVE_LIBPFM
/* Its own copy of the kernel's header gives way to that one. */
#include <perfmon/pfmlib_perf_event.h>
#endif

#ifdef HAVE_LIBPFM
#define NEAREST 5
#define NAME_MAX_LEN 64

static void init(void)
{
	static bool done;

	if (!done)
		pfm_initialize();
	done = true;
}

int event_encode(const char *name, struct perf_event_attr *attr)
{
	pfm_perf_encode_arg_t arg = { .attr = attr, .size = sizeof(arg) };

	init();
	return pfm_get_os_event_encoding(name, PFM_PLM0, PFM_OS_PERF_EVENT,
					 &arg) == PFM_SUCCESS ? 0 : -ENOENT;
}

/* Insertions, removals and changes that make one of the other, any case. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_MAX_LEN + 1], i, j, m = strlen(b);

	if (m > NAME_MAX_LEN)
		return SIZE_MAX;
	for (j = 0; j <= m; j++)
		row[j] = j;
	for (i = 0; a[i]; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (j = 0; j < m; j++) {
			size_t up = row[j + 1];
			size_t best = corner + (toupper((unsigned char)a[i]) !=
						toupper((unsigned char)b[j]));

			if (up + 1 < best)
				best = up + 1;
			if (row[j] + 1 < best)
				best = row[j] + 1;
			corner = up;
			row[j + 1] = best;
		}
	}
	return row[m];
}

struct near {
	size_t far;
	char name[2 * NAME_MAX_LEN];
};

static void keep(struct near *best, size_t far, const char *pmu,
		 const char *event)
{
	size_t i;

	if (far >= best[NEAREST - 1].far)
		return;
	for (i = NEAREST - 1; i && best[i - 1].far > far; i--)
		best[i] = best[i - 1];
	best[i].far = far;
	snprintf(best[i].name, sizeof(best[i].name), "%s::%s", pmu, event);
}

void event_nearest(const char *name, char *buf, size_t len)
{
	struct near best[NEAREST];
	const char *colon = strstr(name, "::");
	char event[NAME_MAX_LEN + 1];
	pfm_pmu_info_t pmu;
	size_t n = 0;
	int i, at;

	init();
	buf[0] = '\0';
	kpt_copy(event, sizeof(event), colon ? colon + 2 : name);
	event[strcspn(event, ":")] = '\0';
	for (i = 0; i < NEAREST; i++)
		best[i] = (struct near){ .far = SIZE_MAX };
	pfm_for_all_pmus(i) {
		memset(&pmu, 0, sizeof(pmu));
		pmu.size = sizeof(pmu);
		if (pfm_get_pmu_info(i, &pmu) != PFM_SUCCESS || !pmu.is_present)
			continue;
		for (at = pmu.first_event; at != -1;
		     at = pfm_get_event_next(at)) {
			pfm_event_info_t info = { .size = sizeof(info) };

			if (pfm_get_event_info(at, PFM_OS_PERF_EVENT, &info) ==
			    PFM_SUCCESS)
				keep(best, distance(event, info.name),
				     pmu.name, info.name);
		}
	}
	for (i = 0; i < NEAREST && best[i].far != SIZE_MAX && n < len; i++)
		n += (size_t)snprintf(buf + n, len - n, "%s%s",
				      n ? ", " : "", best[i].name);
}

const char *event_of_core(enum core_event event, uint32_t pmu)
{
	static char buf[CORE_EVENTS][4 * NAME_MAX_LEN];
	struct perf_event_attr attr;
	const char *name;

	for (size_t i = 0; (name = core_event_name(i, event, buf[event],
						   sizeof(buf[0]))); i++) {
		memset(&attr, 0, sizeof(attr));
		if (*name && !event_encode(name, &attr) &&
		    (!pmu || attr.type == pmu))
			return name;
	}
	return NULL;
}
#else
int event_encode(const char *name, struct perf_event_attr *attr)
{
	(void)name;
	(void)attr;
	return -ENOSYS;
}

void event_nearest(const char *name, char *buf, size_t len)
{
	(void)name;
	kpt_copy(buf, len, "");
}

const char *event_of_core(enum core_event event, uint32_t pmu)
{
	(void)event;
	(void)pmu;
	return NULL;
}
#endif

void event_pin(struct perf_event_attr *attr, uint32_t pmu)
{
	if (pmu && (attr->type == PERF_TYPE_HARDWARE ||
		    attr->type == PERF_TYPE_HW_CACHE))
		attr->config |= (uint64_t)pmu << 32;
}

int event_check(const char *const *names)
{
	struct perf_event_attr attr;
	char near[512];
	int ret;

	for (; names && *names; names++) {
		memset(&attr, 0, sizeof(attr));
		ret = event_encode(*names, &attr);
		if (ret == -ENOSYS)
			return kpt_error("--event %s: built without libpfm4, no event has a name",
					 *names), ret;
		if (!ret)
			continue;
		event_nearest(*names, near, sizeof(near));
		kpt_error("--event %s: this machine's PMUs know no such event; nearest: %s",
			  *names, near[0] ? near : "none");
		return ret;
	}
	return 0;
}
