// SPDX-License-Identifier: GPL-2.0-only
/* run.c - `kptbench run`, as a campaign runs it */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/campaign/campaign.h"
#include "common/options.h"
#include "common/util.h"

static void add_words(const char **argv, size_t *n, const char *option,
		      const char *value)
{
	if (!*value)
		return;
	argv[(*n)++] = option;
	argv[(*n)++] = value;
}

/* For @seconds, 0: until it has ended. Nothing is woken up to look meanwhile. */
static int wait_until(pid_t pid, long long seconds, int *status)
{
	struct timespec left = { .tv_sec = seconds };
	uint64_t begun = kpt_now_ns();
	sigset_t child;
	pid_t got;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		got = waitpid(pid, status, seconds ? WNOHANG : 0);
		if (got == pid)
			return 0;
		if (got < 0 && errno != EINTR)
			return -errno;
		if (!seconds)
			continue;
		left.tv_sec = seconds - (time_t)((kpt_now_ns() - begun) /
						 1000000000ull);
		if (left.tv_sec <= 0)
			return -ETIMEDOUT;
		sigtimedwait(&child, NULL, &left);
	}
}

/* A task that hangs in the kernel does not even heed SIGKILL: it is left. */
static int wait_for(pid_t pid, long long seconds)
{
	sigset_t child, was;
	int status = 0, ret;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &was);
	ret = wait_until(pid, seconds, &status);
	if (ret == -ETIMEDOUT) {
		kill(pid, SIGKILL);
		if (wait_until(pid, 10, &status))
			kpt_warn("kptbench run: does not end, even killed: it hangs in the kernel");
	}
	sigprocmask(SIG_SETMASK, &was, NULL);
	if (ret)
		return ret;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -EIO;
}

/* Another process: what it locks and leaves behind is gone with it. */
static int run(const struct campaign *c, size_t i, const char *plan,
	       const char *out, bool dry)
{
	const char *argv[2 * KPT_OPT_LIST_MAX + 20] = { "kptbench", "run" };
	char boot[24], build[24], events[sizeof(c->events)], *event, *save;
	size_t n = 2;
	pid_t pid;

	snprintf(boot, sizeof(boot), "%zu", i / 2 + 1);
	add_words(argv, &n, "--plan", plan);
	add_words(argv, &n, "--output", out);
	add_words(argv, &n, "--label", campaign_kernel_of(c, i)->label);
	snprintf(build, sizeof(build), "%lld", campaign_build_of(c, i));
	if (c->builds > 1)
		add_words(argv, &n, "--relink", build);
	add_words(argv, &n, "--boot", boot);
	add_words(argv, &n, "--scenario", c->scenarios);
	kpt_copy(events, sizeof(events), c->events);
	for (event = strtok_r(events, ",", &save); event;
	     event = strtok_r(NULL, ",", &save))
		add_words(argv, &n, "--event", event);
	add_words(argv, &n, "--root", c->root);
	/* Samples say the same in every boot, and take their time. */
	if (c->perf && i / 2 == 0) {
		add_words(argv, &n, "--perf-dir", c->dir);
		argv[n++] = "--perf-record";
	}
	if (dry)
		argv[n++] = "--dry-run";
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid) {
		int null = dry ? open("/dev/null", O_WRONLY) : -1;

		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		execv("/proc/self/exe", (char **)argv);
		_exit(127);
	}
	return wait_for(pid, dry ? 0 : c->timeout);
}

int campaign_run(const struct campaign *c, size_t i, const char *out)
{
	char plan[512];

	if (campaign_path(c, plan, sizeof(plan), "plan"))
		return -ENAMETOOLONG;
	return run(c, i, plan, out, false);
}

int campaign_dry_run(const struct campaign *c, const char *plan)
{
	return run(c, 0, plan, "-", true);
}
