// SPDX-License-Identifier: GPL-2.0-only
/* left.c - how far a campaign is, and how long it takes still */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "bench/campaign/campaign.h"
#include "common/util.h"

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double middle(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), compare);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* When boot @i was finished, by the clock of the machine; 0: it is not. */
static double finished(const struct campaign *c, size_t i)
{
	char path[512];
	struct stat st;

	if (campaign_boot_path(c, path, sizeof(path), i, "jsonl") ||
	    stat(path, &st))
		return 0;
	return (double)st.st_mtim.tv_sec + (double)st.st_mtim.tv_nsec / 1e9;
}

/*
 * From the end of one boot to the end of the next there is all that a boot
 * takes. A campaign that rested for a night, or a clock that was set, makes one
 * of these odd: the middle one is taken.
 */
int campaign_left(const struct campaign *c, struct campaign_left *left)
{
	size_t i, n = 0, total = 2 * (size_t)c->boots;
	double *took = calloc(total, sizeof(*took));
	double was = 0;

	*left = (struct campaign_left){ .total = total, .seconds = -1 };
	if (!took)
		return -ENOMEM;
	for (i = 0; i < total; i++) {
		double now = finished(c, i);

		left->done += now > 0;
		if (was > 0 && now > was)
			took[n++] = now - was;
		was = now;
	}
	if (left->done == total)
		left->seconds = 0;
	else if (n)
		left->seconds = middle(took, n) * (double)(total - left->done);
	free(took);
	return 0;
}

void campaign_left_words(const struct campaign_left *left, char *buf,
			 size_t len)
{
	char about[64];

	if (left->done == left->total) {
		snprintf(buf, len, "all %zu boots", left->total);
	} else if (left->seconds < 0) {
		snprintf(buf, len, "%zu of %zu boots, time left n/a until two are done",
			 left->done, left->total);
	} else {
		kpt_about(about, sizeof(about), left->seconds);
		snprintf(buf, len, "%zu of %zu boots, %s left", left->done,
			 left->total, about);
	}
}
