// SPDX-License-Identifier: GPL-2.0-only
/*
 * reload.c - the module unloaded and loaded again, while tables churn
 *
 * soak.amount times. Beside it a process opens the device whenever it is
 * there, and works with it: then it cannot be unloaded, and that is tried
 * again.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/soak/guest/churn.h"
#include "tests/soak/guest/soak.h"

#define HEALTH_EVERY	50

static long long busy;

static int unload(void)
{
	int err;

	while ((err = soak_unload("kptbench")) == -EWOULDBLOCK)
		busy++;
	return err ? soak_fail("unload: %s", strerror(-err)) : 0;
}

static int reload(const struct soak *s, long long i)
{
	char params[1100];
	int err;

	if (unload())
		return 1;
	/* Now and then with memory that it takes and gives back. */
	snprintf(params, sizeof(params), "%s layout=%lld", s->params,
		 i % 10 ? 0 : i);
	err = soak_load("kptbench", params);
	if (err)
		return soak_fail("load %lld: %s", i, strerror(-err));
	return i % HEALTH_EVERY ? 0 : soak_health();
}

/* One that has the device open has the module. */
static int check_busy(void)
{
	int fd, err;

	while ((fd = soak_open(SOAK_DEVICE)) == -EBUSY)
		;
	if (fd < 0)
		return soak_fail(SOAK_DEVICE ": %s", strerror(-fd));
	err = soak_unload("kptbench");
	close(fd);
	return err == -EWOULDBLOCK ? 0 :
	       soak_fail("unloaded while it was open: %d", err);
}

static int run(const struct soak *s)
{
	struct churners c;
	long long i;
	int failed;

	soak_quiet(true);
	failed = churn_start(&c, s, CHURN_BPF | CHURN_USER | CHURN_DEVICE) ||
		 check_busy();
	for (i = 1; i <= s->amount && !failed; i++) {
		failed = reload(s, i);
		if (i % 100 == 0)
			soak_say("reload: %lld of %lld", i, s->amount);
	}
	failed = churn_stop(&c) || failed;
	soak_quiet(false);
	soak_say("reload: done=%lld busy=%lld", i - 1, busy);
	return failed;
}

const struct soak_test soak_reload = { "reload", run };
