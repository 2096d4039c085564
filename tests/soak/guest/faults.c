// SPDX-License-Identifier: GPL-2.0-only
/*
 * faults.c - every allocation of the module fails once, on every path
 *
 * The kernel lets the Nth allocation of a thread fail (fail-nth in /proc). So
 * each path is gone with N = 1, 2, 3 ... until nothing failed any more, and
 * after each failure all is to be as before: the tables of the arena, by the
 * module's own audit, and the memory that the module's lines of source hold,
 * by /proc/allocinfo. soak.amount is how often all of it is done.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/soak/guest/balance.h"
#include "tests/soak/guest/inject.h"
#include "tests/soak/guest/soak.h"

#define N_MAX		20000	/* no path has so many allocations */
#define LOAD_MAX	70000	/* and loading the module, about that many */
#define N_EACH		150	/* so many fail each, and of more some */
#define OPS		2
#define OBJECTS		3
#define CHANCE_WINDOWS	30

/**
 * struct path - what is done while allocations fail
 * @what:	for messages
 * @mech:	a mechanism, or NULL
 * @cpus:	threads it is set up for
 * @objects:	how many are held
 * @before:	takes what @go needs, and may not fail
 * @go:		0 or -errno
 */
struct path {
	const char *what;
	const char *mech;
	uint32_t cpus;
	uint32_t objects;
	int (*before)(const struct path *p, int fd);
	int (*go)(const struct path *p, int fd);
};

/*
 * A path of more allocations does the same many times over, and takes long:
 * of those behind the first, one of so many.
 */
static int next_nth(int nth)
{
	return nth < N_EACH ? nth + 1 : nth + nth / 16;
}

/* What was seen in all. */
static struct {
	long long paths, failed, survived;
} sum;

static int go_setup(const struct path *p, int fd)
{
	return soak_setup(fd, p->mech, soak_size(p->mech), p->cpus);
}

static int go_run(const struct path *p, int fd)
{
	(void)p;
	return soak_run(fd, OPS);
}

static int go_hold(const struct path *p, int fd)
{
	return soak_hold(fd, p->objects);
}

static int go_audit(const struct path *p, int fd)
{
	struct kptb_audit audit;

	(void)p;
	return ioctl(fd, KPTB_IOC_AUDIT, &audit) ? -errno : 0;
}

static int go_quiesce(const struct path *p, int fd)
{
	(void)p;
	return ioctl(fd, KPTB_IOC_QUIESCE) ? -errno : 0;
}

static int go_ask(const struct path *p, int fd)
{
	struct soak_mechs mechs;

	(void)p;
	return soak_mechs_read(fd, &mechs) ? -EIO : 0;
}

/* One path with its @nth allocation failing; @more: there may be others. */
static int one_fault(const struct path *p, int fd, int nth, bool *more)
{
	int err = p->before ? p->before(p, fd) : 0;

	if (err)
		return soak_fail("%s %s: cannot be prepared: %s", p->what,
				 p->mech, strerror(-err));
	if (inject_nth(nth))
		return 1;
	err = p->go(p, fd);
	*more = inject_happened(nth);
	if (inject_nth(0))
		return 1;
	ioctl(fd, KPTB_IOC_TEARDOWN);
	if (*more && err)
		sum.failed++;
	else if (*more)
		sum.survived++;
	if (err && !(*more && inject_may_be(err)))
		return soak_fail("%s %s: allocation %d: %s", p->what,
				 p->mech ? p->mech : "", nth, strerror(-err));
	return 0;
}

/*
 * Every allocation of a path; with @each the tables are counted after every
 * failure, which takes long: it tells which one left something.
 */
static int sweep_once(const struct path *p, int fd, bool each)
{
	const char *mech = p->mech ? p->mech : "-";
	struct balance was;
	bool more = true;
	int nth, n = 0, failed;

	/* Without a fault first: what stays of a first time is there then. */
	failed = one_fault(p, fd, 0, &more) || balance_take(fd, &was);
	more = true;
	for (nth = 1; more && !failed && nth < N_MAX;
	     nth = next_nth(nth)) {
		failed = one_fault(p, fd, nth, &more);
		n += more;
		if (!failed && each && balance_arena(fd, &was))
			failed = soak_fail("%s %s: after a failure of allocation %d",
					   p->what, mech, nth);
	}
	if (!failed && balance_check(fd, &was))
		failed = soak_fail("%s %s: after %d failures", p->what, mech,
				   n);
	soak_say("faults: %s %s cpus=%u: %d allocations failed", p->what, mech,
		 p->cpus, n);
	return failed;
}

static int sweep(const struct path *p, int fd)
{
	sum.paths++;
	if (!sweep_once(p, fd, false))
		return 0;
	sweep_once(p, fd, true);
	return 1;
}

/*
 * All that is done with a mechanism. The kernel itself panics where it has no
 * page for a table of the linear map: of what adds memory, pages of order 0
 * do not fail.
 */
static int sweep_mechanism(const struct kptb_mech *m, int fd)
{
	const bool adds = m->flags & KPTB_MECH_HOTPLUG;
	struct path p = { .mech = m->name };
	int failed;

	failed = inject_tables(!adds);
	for (p.cpus = 0; p.cpus < 2 && !failed; p.cpus++) {
		p.what = "setup";
		p.before = NULL;
		p.go = go_setup;
		failed = sweep(&p, fd);
	}
	p.cpus = 0;
	p.before = go_setup;
	p.what = "run";
	p.go = go_run;
	if (!failed && (m->flags & KPTB_MECH_CHURN))
		failed = sweep(&p, fd);
	p.what = "hold";
	p.objects = m->max_hold < OBJECTS ? m->max_hold : OBJECTS;
	p.go = go_hold;
	if (!failed && (m->flags & KPTB_MECH_HOLD))
		failed = sweep(&p, fd);
	return failed;
}

/*
 * Threads of the kernel have no fail-nth: theirs fail by chance. Where a
 * struct vmap_area cannot be had twice in a row, the kernel warns: not that.
 */
static int chance(const struct kptb_mech *m, int fd)
{
	struct balance was;
	int i, err, failed;

	err = soak_setup(fd, m->name, soak_size(m->name), 2);
	/* Under KASAN the arena is small: not all have room for two. */
	if (err == -EINVAL)
		return 0;
	if (err)
		return soak_fail("setup %s cpus=2: %s", m->name, strerror(-err));
	failed = soak_run(fd, OPS);
	ioctl(fd, KPTB_IOC_TEARDOWN);
	inject_cache("vmap_area", false);
	failed = failed || balance_take(fd, &was) ||
		 soak_setup(fd, m->name, soak_size(m->name), 2) ||
		 inject_chance(5);
	for (i = 0; i < CHANCE_WINDOWS && !failed; i++) {
		err = soak_run(fd, 16);
		if (err && !inject_may_be(err))
			failed = soak_fail("run %s cpus=2: %s", m->name,
					   strerror(-err));
		sum.failed += !!err;
	}
	inject_chance(0);
	inject_cache("vmap_area", true);
	ioctl(fd, KPTB_IOC_TEARDOWN);
	if (!failed && balance_check(fd, &was))
		failed = soak_fail("run %s cpus=2: after failures", m->name);
	return failed;
}

static int all_paths(void)
{
	static const struct path others[] = {
		{ .what = "audit", .go = go_audit },
		{ .what = "quiesce", .go = go_quiesce },
		{ .what = "info", .go = go_ask },
	};
	struct soak_mechs mechs;
	int fd, failed;
	size_t i;

	fd = soak_open(SOAK_DEVICE);
	if (fd < 0)
		return soak_fail(SOAK_DEVICE ": %s", strerror(-fd));
	failed = soak_mechs_read(fd, &mechs);
	for (i = 0; i < ARRAY_SIZE(others) && !failed; i++)
		failed = sweep(&others[i], fd) || soak_health();
	for (i = 0; i < mechs.n && !failed; i++) {
		if (mechs.v[i].avail)
			continue;
		failed = sweep_mechanism(&mechs.v[i], fd);
		/* The kernel adds one block of memory at a time. */
		if (!failed && (mechs.v[i].flags & KPTB_MECH_CHURN) &&
		    !(mechs.v[i].flags & KPTB_MECH_HOTPLUG))
			failed = chance(&mechs.v[i], fd);
		failed = soak_health() || failed;
	}
	close(fd);
	return failed;
}

/* The module's own way in, and out again, with the @nth allocation failing. */
static int load(const char *params, int nth)
{
	int err = soak_unload("kptbench"), failed = 0;
	bool hit;

	if (err)
		return soak_fail("unload: %s", strerror(-err));
	if (inject_nth(nth))
		return 1;
	err = soak_load("kptbench", params);
	hit = inject_happened(nth);
	if (inject_nth(0))
		return 1;
	if (err && !(hit && inject_may_be(err)))
		failed = soak_fail("load: allocation %d: %s", nth,
				   strerror(-err));
	sum.paths++;
	sum.failed += hit && err;
	sum.survived += hit && !err;
	if (err && soak_load("kptbench", params))
		failed = soak_fail("load after a failure: it stays away");
	return failed;
}

/*
 * soak.amount loads: half of them with the first allocation failing, the
 * second and so on, and half with any. Most are for KASAN's shadow memory of
 * the arena, and a load takes seconds because of it.
 */
static int run_loads(const struct soak *s)
{
	struct soak_rnd r = { (uint64_t)s->seed };
	char params[1100];
	long long i;
	int failed;

	snprintf(params, sizeof(params), "%s layout=1", s->params);
	soak_quiet(true);
	/* Once without a fault: the file is read then. */
	failed = inject_open() || load(params, 0);
	sum.paths = 0;
	for (i = 1; i <= s->amount && !failed; i++)
		failed = load(params, i <= s->amount / 2 ? (int)i :
			      1 + (int)soak_below(&r, LOAD_MAX));
	soak_quiet(false);
	soak_say("loads: done=%lld failed=%lld survived=%lld", sum.paths,
		 sum.failed, sum.survived);
	return failed;
}

static int run(const struct soak *s)
{
	long long i;
	int failed;

	soak_quiet(true);
	failed = inject_open();
	for (i = 0; i < s->amount && !failed; i++)
		failed = all_paths();
	soak_quiet(false);
	soak_say("faults: paths=%lld failed=%lld survived=%lld", sum.paths,
		 sum.failed, sum.survived);
	return failed;
}

const struct soak_test soak_faults = { "faults", run };
const struct soak_test soak_loads = { "loads", run_loads };
