// SPDX-License-Identifier: GPL-2.0-only
/* proc.c - child processes: run, listen, stop */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/proc.h"

/* s: from the wish that a program ends to its end without being asked. */
#define GRACE	10

static volatile sig_atomic_t caught, signals;

static void on_signal(int sig)
{
	caught = sig;
	signals++;
}

void vm_catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int vm_interrupted(void)
{
	return caught;
}

/* @death: what it gets when we are killed */
static void child(const char *const argv[], const char *dir, int in, int out,
		  int death)
{
	sigset_t none;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, death);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (in < 0)
		in = open("/dev/null", O_RDONLY);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(126);
	if (dir && chdir(dir))
		dprintf(2, "%s: %s\n", dir, strerror(errno));
	else if (execvp(argv[0], (char *const *)argv))
		dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static pid_t spawn(const char *const argv[], const char *dir, int in, int out,
		   int death)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid)
		child(argv, dir, in, out, death);
	/* Both sides do it: whoever comes first, the group is there. */
	setpgid(pid, pid);
	return pid;
}

pid_t vm_spawn(const char *const argv[], const char *dir, int out)
{
	/* An emulator may be in no state to heed a wish. */
	return spawn(argv, dir, -1, out, SIGKILL);
}

/* A program that works for us, and how far it was asked to end. */
struct child {
	pid_t pid;
	int fd;			/* what it says */
	int told;		/* signals of ours that it was told of */
	uint64_t since;
};

/*
 * Who stops us stops our child. One that takes no notice, or a second signal to
 * us, and it ends without being asked.
 *
 * Return: true when nobody waits for it any longer.
 */
static bool pass_on(struct child *c)
{
	if (!caught)
		return false;
	if (!c->told) {
		c->told = signals;
		c->since = kpt_now_ns();
		kill(-c->pid, SIGTERM);
		return false;
	}
	if (signals == c->told &&
	    kpt_now_ns() - c->since < GRACE * 1000000000ull)
		return false;
	kill(-c->pid, SIGKILL);
	return true;
}

/*
 * What it says next, or -EAGAIN after a second of silence, or 0 at the end. A
 * program of another group may hold the pipe: it is not waited for.
 */
static ssize_t hear(struct child *c, char *buf, size_t len)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLIN };
	ssize_t got;

	if (pass_on(c))
		return 0;
	if (poll(&pfd, 1, 1000) <= 0)
		return -EAGAIN;
	got = read(c->fd, buf, len);
	return got < 0 && errno == EINTR ? -EAGAIN : got < 0 ? 0 : got;
}

/* It may go on when it has closed its output. */
static int reap(struct child *c)
{
	static const struct timespec nap = { .tv_nsec = 1000 * 1000 };
	int status;
	pid_t got;

	while ((got = waitpid(c->pid, &status, WNOHANG)) <= 0) {
		if (got < 0 && errno != EINTR)
			return -errno;
		pass_on(c);
		nanosleep(&nap, NULL);
	}
	if (c->told)
		return -EINTR;
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

struct lines {
	char buf[8192];
	size_t used;
};

static void feed(struct lines *l, size_t got, vm_line_fn tick, void *arg)
{
	char *start = l->buf, *nl;

	l->used += got;
	l->buf[l->used] = '\0';
	while ((nl = strchr(start, '\n'))) {
		*nl = '\0';
		tick(start, arg);
		start = nl + 1;
	}
	l->used -= (size_t)(start - l->buf);
	memmove(l->buf, start, l->used + 1);
	/* A line that does not end is handed over in pieces. */
	if (l->used == sizeof(l->buf) - 1) {
		tick(l->buf, arg);
		l->used = 0;
	}
}

int vm_run(const char *const argv[], vm_line_fn tick, void *arg)
{
	struct lines l = { .used = 0 };
	struct child c = { .told = 0 };
	int fds[2], ret;
	ssize_t got;

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	c.pid = spawn(argv, NULL, -1, fds[1], SIGTERM);
	close(fds[1]);
	c.fd = fds[0];
	ret = c.pid;
	if (c.pid < 0)
		goto out;
	while ((got = hear(&c, l.buf + l.used, sizeof(l.buf) - 1 - l.used))) {
		if (got > 0 && tick)
			feed(&l, (size_t)got, tick, arg);
		else if (tick)
			tick(NULL, arg);
	}
	if (l.used && tick)
		tick(l.buf, arg);
	ret = reap(&c);
out:
	close(fds[0]);
	return ret;
}

/* @input is small (a pipe holds it) or the program reads it all first. */
static void hand_over(struct child *c, int fd, const char *input)
{
	struct pollfd pfd = { .fd = fd, .events = POLLOUT };
	size_t left = strlen(input);
	ssize_t n;

	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (left && !pass_on(c)) {
		if (poll(&pfd, 1, 1000) <= 0)
			continue;
		n = write(fd, input, left);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			break;
		if (n > 0) {
			input += n;
			left -= (size_t)n;
		}
	}
}

static void hear_all(struct child *c, char *buf, size_t len)
{
	char rest[256];
	size_t have = 0;
	ssize_t n;

	for (;;) {
		char *to = have < len - 1 ? buf + have : rest;
		size_t room = have < len - 1 ? len - 1 - have : sizeof(rest);

		n = hear(c, to, room);
		if (!n)
			break;
		if (n > 0 && to != rest)
			have += (size_t)n;
	}
	buf[have] = '\0';
}

int vm_capture(const char *const argv[], const char *input, char *buf,
	       size_t len)
{
	int in[2] = { -1, -1 }, out[2], ret = 0;
	struct child c = { .told = 0 };

	buf[0] = '\0';
	if (pipe2(out, O_CLOEXEC))
		return -errno;
	if (input && pipe2(in, O_CLOEXEC)) {
		ret = -errno;
		goto close_out;
	}
	c.pid = spawn(argv, NULL, in[0], out[1], SIGTERM);
	c.fd = out[0];
	close(out[1]);
	out[1] = -1;
	if (c.pid < 0) {
		ret = c.pid;
		goto close_in;
	}
	if (input) {
		close(in[0]);
		in[0] = -1;
		hand_over(&c, in[1], input);
		close(in[1]);
		in[1] = -1;
	}
	hear_all(&c, buf, len);
	ret = reap(&c);
	if (ret == -EINTR)
		kpt_error_last("interrupted, and so was %s", argv[0]);
close_in:
	if (in[0] >= 0)
		close(in[0]);
	if (in[1] >= 0)
		close(in[1]);
close_out:
	close(out[0]);
	if (out[1] >= 0)
		close(out[1]);
	return ret;
}

static int take_hash(int ret, const char *what, const char *said,
		     char hash[VM_HASH])
{
	if (!ret && strlen(said) > VM_HASH - 1 &&
	    strspn(said, "0123456789abcdef") == VM_HASH - 1) {
		memcpy(hash, said, VM_HASH - 1);
		hash[VM_HASH - 1] = '\0';
		return 0;
	}
	kpt_error("sha256sum of %s failed: %s", what, said);
	return ret < 0 ? ret : -EIO;
}

int vm_sha256(const char *text, char hash[VM_HASH])
{
	static const char *const argv[] = { "sha256sum", NULL };
	char said[512];

	return take_hash(vm_capture(argv, text, said, sizeof(said)), "text",
			 said, hash);
}

int vm_sha256_file(const char *path, char hash[VM_HASH])
{
	/* From stdin, so that no odd file name changes the answer. */
	const char *const argv[] = { "sh", "-c", "exec sha256sum <\"$1\"",
				     "sh", path, NULL };
	char said[512];

	return take_hash(vm_capture(argv, NULL, said, sizeof(said)), path,
			 said, hash);
}
