// SPDX-License-Identifier: GPL-2.0-only
/* perf_child.c - `perf record` at work beside us, told when to sample */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/perf_child.h"
#include "common/util.h"

/* To answer; and to write its file, with every build id there is in it. */
#define ANSWER_SECONDS	10
#define FINISH_SECONDS	120

/* Gives perf back what we took for measuring: it is to run elsewhere. */
static void let_go(pid_t parent)
{
	unsigned long every_cpu[128];

	memset(every_cpu, 0xff, sizeof(every_cpu));
	syscall(SYS_sched_setaffinity, 0, sizeof(every_cpu), every_cpu);
	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	setenv("LC_ALL", "C", 1);
	/*
	 * Symbols of a kernel that does not run when it is looked at are kept
	 * below HOME, which nobody sets for a service.
	 */
	setenv("HOME", "/root", 0);
}

static void run_perf(const char *event, const char *file, bool all,
		     pid_t thread, int control, int said)
{
	char fds[40], tid[24];
	const char *argv[] = { "perf", "record", "-D", "-1", "--control", fds,
			       "-e", event, "-o", file, all ? "-a" : "-t",
			       all ? NULL : tid, NULL };

	snprintf(fds, sizeof(fds), "fd:%d,%d", control, control);
	snprintf(tid, sizeof(tid), "%d", (int)thread);
	fcntl(control, F_SETFD, 0);
	dup2(said, STDOUT_FILENO);
	dup2(said, STDERR_FILENO);
	execvp("perf", (char **)argv);
	dprintf(STDERR_FILENO, "perf cannot be run: %s; install it (Debian: linux-perf)\n",
		strerror(errno));
	_exit(127);
}

static bool is_news(const char *line)
{
	static const char *const noise[] = { "[ perf record:", "Events ",
					     "Error:", "Failure:" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(noise); i++)
		if (!strncmp(line, noise[i], strlen(noise[i])))
			return false;
	return *line;
}

/* The first line in which it says anything of what is wrong. */
static void perf_words(struct perf_child *p, const char *otherwise, char *why,
		       size_t len)
{
	char line[512];

	rewind(p->said);
	while (fgets(line, sizeof(line), p->said)) {
		char *text = kpt_trim(line);

		if (!is_news(text))
			continue;
		snprintf(why, len, "%s%s", strncmp(text, "perf", 4) ?
			 "perf: " : "", text);
		return;
	}
	snprintf(why, len, "%s", otherwise);
}

static void forget(struct perf_child *p)
{
	close(p->control);
	fclose(p->said);
	memset(p, 0, sizeof(*p));
}

static int reap(struct perf_child *p)
{
	int status = -1;

	while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

void perf_child_kill(struct perf_child *p)
{
	if (!p->pid)
		return;
	kill(p->pid, SIGKILL);
	reap(p);
	forget(p);
}

static void patience(struct perf_child *p, time_t seconds)
{
	struct timeval limit = { .tv_sec = seconds };

	setsockopt(p->control, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

int perf_child_start(struct perf_child *p, const char *event, const char *file,
		     bool all, char *why, size_t len)
{
	pid_t parent = getpid(), thread = (pid_t)syscall(SYS_gettid);
	int fd[2], said, ret;

	memset(p, 0, sizeof(*p));
	said = memfd_create("perf", MFD_CLOEXEC);
	p->said = said < 0 ? NULL : fdopen(said, "r");
	if (!p->said || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd)) {
		ret = -errno;
		goto fail;
	}
	p->pid = fork();
	if (!p->pid) {
		let_go(parent);
		run_perf(event, file, all, thread, fd[1], fileno(p->said));
	}
	ret = -errno;
	close(fd[1]);
	p->control = fd[0];
	if (p->pid > 0) {
		patience(p, ANSWER_SECONDS);
		return 0;
	}
	close(fd[0]);
fail:
	if (p->said)
		fclose(p->said);
	memset(p, 0, sizeof(*p));
	snprintf(why, len, "perf cannot be started: %s", strerror(-ret));
	return ret;
}

/* Ended before it was told to: then it has said why. */
static int gone(struct perf_child *p, char *why, size_t len)
{
	int status = reap(p);
	char end[64];

	snprintf(end, sizeof(end), WIFSIGNALED(status) ?
		 "perf was ended by signal %d" :
		 "perf ended with status %d and no word",
		 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	perf_words(p, end, why, len);
	forget(p);
	return -ECHILD;
}

static int mute(struct perf_child *p, const char *when, char *why, size_t len)
{
	snprintf(why, len, "perf %s", when);
	perf_child_kill(p);
	return -ETIMEDOUT;
}

int perf_child_switch(struct perf_child *p, bool on, char *why, size_t len)
{
	const char *word = on ? "enable\n" : "disable\n";
	char answer[64];
	ssize_t got;

	/* To one that is gone nothing can be sent, and nothing is answered. */
	send(p->control, word, strlen(word), MSG_NOSIGNAL);
	got = recv(p->control, answer, sizeof(answer), 0);
	if (got > 0 && memmem(answer, (size_t)got, "ack", 3))
		return 0;
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return mute(p, "does not answer: version 5.10 or later is wanted",
			    why, len);
	return gone(p, why, len);
}

/* "[ perf record: Captured and wrote 0.114 MB FILE (2379 samples) ]" */
static long long count_samples(struct perf_child *p)
{
	long long n = 0;
	char line[4608], *at;

	rewind(p->said);
	while (fgets(line, sizeof(line), p->said)) {
		at = strrchr(line, '(');
		if (at && !strncmp(line, "[ perf record:", 14) &&
		    strstr(at, " samples)"))
			n = strtoll(at + 1, NULL, 10);
	}
	return n;
}

int perf_child_stop(struct perf_child *p, long long *samples, char *why,
		    size_t len)
{
	char rest[64];
	ssize_t got;
	int status;

	kill(p->pid, SIGINT);
	patience(p, FINISH_SECONDS);
	do {
		got = recv(p->control, rest, sizeof(rest), 0);
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return mute(p, "does not end", why, len);
	status = reap(p);
	*samples = count_samples(p);
	/* Told to end by a signal it ends by that signal, its file written. */
	if (WIFSIGNALED(status) ? WTERMSIG(status) == SIGINT :
				  !WEXITSTATUS(status)) {
		forget(p);
		return 0;
	}
	perf_words(p, "perf failed without a word", why, len);
	forget(p);
	return -EIO;
}
