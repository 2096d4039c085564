// SPDX-License-Identifier: GPL-2.0-only
/*
 * boots.c - every mechanism, on one CPU and on two, in an order and with
 * allocations failing as chance has it
 *
 * soak.amount rounds of all mechanisms; in every other round one allocation of
 * a hundred fails. soak.seed=0 is another seed in each boot.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>

#include "tests/soak/guest/balance.h"
#include "tests/soak/guest/inject.h"
#include "tests/soak/guest/soak.h"

static struct {
	long long calls, failed;
} sum;

/* Only what lacks memory may fail, and only while memory may be lacking. */
static int judge(const char *what, const struct kptb_mech *m, int err,
		 bool faults)
{
	sum.calls++;
	sum.failed += !!err;
	if (!err || err == -EAGAIN || (faults && inject_may_be(err)))
		return 0;
	return soak_fail("%s %s: %s", what, m->name, strerror(-err));
}

static int one_mechanism(int fd, struct soak_rnd *r, const struct kptb_mech *m,
			 bool faults)
{
	const bool adds = m->flags & KPTB_MECH_HOTPLUG;
	uint32_t cpus = adds ? soak_below(r, 2) : soak_below(r, 3);
	uint64_t size = soak_size(m->name) >> soak_below(r, 5);
	uint32_t objects = 1 + soak_below(r, 16);
	int err, failed;

	err = soak_setup(fd, m->name, size, cpus);
	/* Under KASAN the arena is small: not all have room for two. */
	if (err == -EINVAL && cpus == 2)
		err = soak_setup(fd, m->name, size, 1);
	failed = judge("setup", m, err, faults);
	if (err)
		return failed;
	if (m->flags & KPTB_MECH_CHURN)
		failed |= judge("run", m, soak_run(fd, 1 + soak_below(r, 32)),
				faults);
	if (objects > m->max_hold)
		objects = m->max_hold;
	if (m->flags & KPTB_MECH_HOLD) {
		failed |= judge("hold", m, soak_hold(fd, objects), faults);
		failed |= judge("hold less", m, soak_hold(fd, objects / 2),
				faults);
	}
	ioctl(fd, KPTB_IOC_TEARDOWN);
	return failed;
}

static int one_round(int fd, struct soak_rnd *r, const struct soak_mechs *all,
		     bool faults)
{
	uint32_t first = soak_below(r, (uint32_t)all->n);
	int failed = 0;
	size_t i;

	for (i = 0; i < all->n && !failed; i++) {
		const struct kptb_mech *m = &all->v[(first + i) % all->n];
		/* The kernel panics where it lacks a table of its own. */
		bool fail = faults && !(m->flags & KPTB_MECH_HOTPLUG);

		if (m->avail)
			continue;
		failed = inject_chance(fail ? 1 : 0) ||
			 one_mechanism(fd, r, m, fail);
		if (inject_chance(0))
			return 1;
	}
	return failed;
}

static int run(const struct soak *s)
{
	struct soak_rnd r = { (uint64_t)s->seed };
	struct soak_mechs mechs;
	struct balance was;
	int fd, failed;
	long long i;

	if (!s->seed && getrandom(&r.s, sizeof(r.s), 0) != sizeof(r.s))
		return soak_fail("getrandom: %s", strerror(errno));
	soak_say("boots: seed %#llx", (unsigned long long)r.s);
	soak_quiet(true);
	fd = soak_open(SOAK_DEVICE);
	if (fd < 0)
		return soak_fail(SOAK_DEVICE ": %s", strerror(-fd));
	failed = soak_mechs_read(fd, &mechs) || inject_open();
	inject_cache("vmap_area", false);
	/* What stays of a first time is there after one round. */
	failed = failed || one_round(fd, &r, &mechs, false) ||
		 balance_take(fd, &was);
	for (i = 0; i < s->amount && !failed; i++)
		failed = one_round(fd, &r, &mechs, i % 2 == 0);
	failed = failed || balance_check(fd, &was);
	close(fd);
	soak_quiet(false);
	soak_say("boots: rounds=%lld calls=%lld failed=%lld", i, sum.calls,
		 sum.failed);
	return failed;
}

const struct soak_test soak_boots = { "boots", run };
