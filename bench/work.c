// SPDX-License-Identifier: GPL-2.0-only
/* work.c - work done by the module, and the choice between it and ours */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "bench/beside.h"
#include "bench/work.h"
#include "common/util.h"
#include "kmod/kptb_mark.h"

#define X(name) extern const struct work_ops name##_work;
#include "works.h"
#undef X

/* Mechanisms of this program; every other one is the module's. */
static const struct work_ops *const own[] = {
#define X(name) &name##_work,
#include "works.h"
#undef X
};

const char *work_own(size_t i, const char **summary)
{
	if (i >= ARRAY_SIZE(own))
		return NULL;
	*summary = own[i]->summary;
	return own[i]->name;
}

static const struct work_ops *own_work(const struct kpt_scenario *sc)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(own); i++)
		if (!strcmp(sc->mechanism, own[i]->name))
			return own[i];
	return NULL;
}

int work_needs(struct work *w, const char *mechanism, bool there,
	       const char *what, char *why, size_t len)
{
	w->idle = !strcmp(mechanism, "nop");
	if (there)
		return 0;
	snprintf(why, len, "%s", what);
	return -ENODEV;
}

int work_repeat(struct work *w, uint64_t ops, struct kptb_run *run,
		int (*one)(struct work *w))
{
	uint64_t i, start = kpt_now_ns();
	int ret = 0;

	memset(run, 0, sizeof(*run));
	run->ops = ops;
	for (i = 0; i < ops && !ret; i++) {
		kptb_mark(KPTB_MARK_OP);
		if (!w->idle)
			ret = one(w);
	}
	kptb_mark(KPTB_MARK_CLOSE);
	run->ns = kpt_now_ns() - start;
	run->done = ret ? i : ops;
	return ret;
}

int work_read(const char *path)
{
	static char buf[1 << 16];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	do
		n = read(fd, buf, sizeof(buf));
	while (n > 0);
	n = n < 0 ? -errno : 0;
	close(fd);
	return (int)n;
}

int work_no_hold(struct work *w, uint64_t count, uint64_t *held)
{
	(void)w;
	*held = 0;
	return count ? -EOPNOTSUPP : 0;
}

int work_quiesce(struct work *w)
{
	if (w->m->fd < 0)
		return 0;
	return ioctl(w->m->fd, KPTB_IOC_QUIESCE) ? -errno : 0;
}

/*
 * User tables may be freed after a grace period; the module waits for it.
 * Without the module a fifth of a second is more than one takes on a machine
 * at rest.
 */
int work_quiesce_user(struct work *w)
{
	struct timespec ts = { .tv_nsec = 200000000 };

	if (w->m->fd >= 0)
		return ioctl(w->m->fd, KPTB_IOC_QUIESCE) ? -errno : 0;
	if (!w->m->root[0])
		nanosleep(&ts, NULL);
	return 0;
}

/* What one PTE table maps: never less, so every touch needs its own. */
size_t work_table_span(const struct machine *m)
{
	size_t page = (size_t)m->page_size;

	if (m->fd >= 0 && m->info.shift[KPTB_PMD] > 12 &&
	    m->info.shift[KPTB_PMD] < 8 * sizeof(size_t) - 1)
		return (size_t)1 << m->info.shift[KPTB_PMD];
	return page * (page / sizeof(long));
}

void work_nothing(struct work *w)
{
	(void)w;
}

size_t work_cpus(const struct machine *m, const struct kpt_scenario *sc)
{
	return sc->cpus < 0 ? (size_t)m->cpus : (size_t)sc->cpus;
}

/* Why a mechanism of this program cannot run as the scenario wants, or NULL. */
static const char *own_cannot(const struct work_ops *ours,
			      const struct kpt_scenario *sc)
{
	if (sc->control[0])
		return "mechanism %s has no control";
	if (!ours->run && strcmp(sc->kind, "hold"))
		return "mechanism %s only holds: kind = hold";
	if (sc->cpus && !ours->process)
		return "mechanism %s runs on one CPU: cpus = 0";
	if (sc->cpus && !sc->workers[0])
		return "mechanism %s runs on several CPUs with workers = processes or threads";
	return NULL;
}

void work_init(struct work *w, const struct machine *m,
	       const struct kpt_scenario *sc)
{
	memset(w, 0, sizeof(*w));
	w->ops = own_work(sc);
	if (!w->ops)
		w->ops = &module_work;
	w->m = m;
	w->child = -1;
	w->to_child = -1;
	w->from_child = -1;
}

int work_available(const struct machine *m, const struct kpt_scenario *sc,
		   char *why, size_t len)
{
	bool hold = !strcmp(sc->kind, "hold");
	const struct work_ops *ours = own_work(sc);
	const struct kptb_mech *mech;
	const char *cannot;

	if (sc->cpus > m->cpus) {
		snprintf(why, len, "wants %lld CPUs, and %d are online",
			 sc->cpus, m->cpus);
		return -ENODEV;
	}
	if (sc->memory[0] && (!ours || !ours->process)) {
		snprintf(why, len, "mechanism %s has no choice of memory",
			 sc->mechanism);
		return -EINVAL;
	}
	cannot = beside_cannot(m, sc);
	if (cannot) {
		snprintf(why, len, "%s", cannot);
		return -ENODEV;
	}
	if (!ours && sc->beside[0]) {
		snprintf(why, len, "mechanism %s is the module's, which does one thing at a time: nothing beside",
			 sc->mechanism);
		return -EINVAL;
	}
	if (ours) {
		cannot = own_cannot(ours, sc);
		if (cannot)
			snprintf(why, len, cannot, sc->mechanism);
		return cannot ? -EINVAL : 0;
	}
	if (sc->workers[0]) {
		snprintf(why, len, "mechanism %s has threads of the module: no workers",
			 sc->mechanism);
		return -EINVAL;
	}
	if (m->fd < 0) {
		snprintf(why, len, "%s", m->why);
		return -ENODEV;
	}
	mech = machine_mech(m, sc->mechanism);
	if (!mech) {
		snprintf(why, len, "the module has no mechanism '%s'",
			 sc->mechanism);
		return -ENOENT;
	}
	if (mech->avail) {
		snprintf(why, len, "%s", mech->reason[0] ? mech->reason :
			 strerror(-mech->avail));
		return mech->avail < 0 ? mech->avail : -ENODEV;
	}
	if (!(mech->flags & (hold ? KPTB_MECH_HOLD : KPTB_MECH_CHURN))) {
		snprintf(why, len, "mechanism %s cannot %s", mech->name,
			 hold ? "hold objects" : "churn");
		return -EOPNOTSUPP;
	}
	if (sc->control[0] && !machine_mech(m, sc->control)) {
		snprintf(why, len, "the module has no mechanism '%s'",
			 sc->control);
		return -ENOENT;
	}
	if (hold && sc->ladder[sc->ladder_len - 1] > mech->max_hold) {
		snprintf(why, len, "mechanism %s holds at most %u here, ladder asks for %lld",
			 mech->name, mech->max_hold,
			 sc->ladder[sc->ladder_len - 1]);
		return -ERANGE;
	}
	return 0;
}

void work_fit(const struct machine *m, struct kpt_scenario *sc)
{
	const struct kptb_mech *mech = machine_mech(m, sc->mechanism);
	size_t n = sc->ladder_len;

	if (own_work(sc) || !mech || mech->avail)
		return;
	while (n && sc->ladder[n - 1] > mech->max_hold)
		n--;
	if (n >= 2)
		sc->ladder_len = n;
}

static int module_setup(struct work *w, const struct kpt_scenario *sc,
			const char *mechanism, char *why, size_t len)
{
	struct kptb_setup setup = { 0 };
	int ret;

	ret = kpt_copy(setup.name, sizeof(setup.name), mechanism);
	if (ret)
		return ret;
	/* Around no operations there is nothing to size. */
	if (strcmp(mechanism, "nop")) {
		setup.size = (uint64_t)sc->size;
		setup.flags = sc->huge ? KPTB_HUGE : 0;
	}
	setup.cpus = (uint32_t)work_cpus(w->m, sc);
	if (!ioctl(w->m->fd, KPTB_IOC_SETUP, &setup))
		return 0;
	ret = -errno;
	setup.reason[KPTB_TEXT_LEN - 1] = '\0';
	snprintf(why, len, "%s: %s", mechanism, setup.reason[0] ?
		 setup.reason : strerror(-ret));
	return ret;
}

static int module_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	memset(run, 0, sizeof(*run));
	run->ops = ops;
	return ioctl(w->m->fd, KPTB_IOC_RUN, run) ? -errno : 0;
}

static int module_hold(struct work *w, uint64_t count, uint64_t *held)
{
	struct kptb_hold hold = { .count = count };
	int ret = ioctl(w->m->fd, KPTB_IOC_HOLD, &hold) ? -errno : 0;

	*held = hold.held;
	return ret;
}

static int module_quiesce(struct work *w)
{
	return ioctl(w->m->fd, KPTB_IOC_QUIESCE) ? -errno : 0;
}

static void module_teardown(struct work *w)
{
	ioctl(w->m->fd, KPTB_IOC_TEARDOWN);
}

const struct work_ops module_work = {
	.setup = module_setup,
	.run = module_run,
	.hold = module_hold,
	.quiesce = module_quiesce,
	/*
	 * Unmapped vmalloc space is given back by a worker, some time later.
	 * Where it is not yet, a window climbs to addresses, and takes tables
	 * for them, that its rehearsal never reached: that looks like a leak.
	 */
	.settle = module_quiesce,
	.teardown = module_teardown,
};
