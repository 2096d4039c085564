// SPDX-License-Identifier: GPL-2.0-only
/*
 * beside.c - the audit, again and again, beside whatever changes tables
 *
 * soak.amount seconds. A walk that meets a table that moved begins anew, some
 * times, and then says -EAGAIN, which is no failure.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/soak/guest/churn.h"
#include "tests/soak/guest/soak.h"

#define HEALTH_EVERY	200

static struct {
	long long walks, retries, again;
	unsigned long long least, most;	/* tables found */
} sum = { .least = ~0ULL };

static int walk(int fd)
{
	struct kptb_audit audit;
	unsigned long long tables = 0;
	unsigned int i;

	sum.walks++;
	if (ioctl(fd, KPTB_IOC_AUDIT, &audit)) {
		sum.again += errno == EAGAIN;
		return errno == EAGAIN ? 0 :
		       soak_fail("audit: %s", strerror(errno));
	}
	sum.retries += audit.retries;
	for (i = 0; i < audit.nr_rows; i++) {
		const struct kptb_audit_row *r = &audit.rows[i];

		tables += r->tables;
		if (r->boot > r->tables || r->constructed > r->tables ||
		    r->ptlocks > r->tables)
			return soak_fail("audit: region %u, level %u: more than all",
					 r->region, r->level);
	}
	sum.least = tables < sum.least ? tables : sum.least;
	sum.most = tables > sum.most ? tables : sum.most;
	return 0;
}

static int run(const struct soak *s)
{
	uint64_t end = kpt_now_ns() + (uint64_t)s->amount * 1000000000;
	struct churners c;
	int fd, err, failed;

	soak_quiet(true);
	err = soak_load(CHURN_SECOND, s->params);
	if (err)
		return soak_fail("load " CHURN_SECOND ": %s", strerror(-err));
	fd = soak_open(SOAK_DEVICE);
	if (fd < 0)
		return soak_fail(SOAK_DEVICE ": %s", strerror(-fd));
	failed = churn_start(&c, s, CHURN_BPF | CHURN_USER | CHURN_MODULES |
			     CHURN_SECOND_DEVICE | CHURN_VMALLOC);
	while (!failed && kpt_now_ns() < end) {
		failed = walk(fd);
		if (sum.walks % HEALTH_EVERY == 0)
			failed = soak_health() || failed;
	}
	failed = churn_stop(&c) || failed;
	close(fd);
	/* Ended in the middle, it may have left one. */
	soak_unload(CHURN_THIRD);
	err = soak_unload(CHURN_SECOND);
	if (err)
		failed = soak_fail("unload " CHURN_SECOND ": %s",
				   strerror(-err));
	soak_quiet(false);
	soak_say("beside: seconds=%lld walks=%lld retries=%lld again=%lld tables=%llu..%llu",
		 s->amount, sum.walks, sum.retries, sum.again, sum.least,
		 sum.most);
	return failed;
}

const struct soak_test soak_beside = { "beside", run };
