// SPDX-License-Identifier: GPL-2.0-only
/*
 * command.c - a program from its start to its end, with all it starts
 *
 * Whatever a reviewer asks for is measured as any other operation is: the
 * counters are those of the CPU, which the program and its children share. A
 * window ends when the program does; what it left running then is ended.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/process.h"
#include "common/util.h"

#define WORDS_MAX	64
#define PLACES	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* Nothing of the machine's own settings is in what is measured. */
static char *const environment[] = {
	(char *)"PATH=" PLACES, (char *)"HOME=/", (char *)"TMPDIR=/tmp",
	(char *)"LC_ALL=C", NULL,
};

/* One at a time: its words, its file, and where what it prints goes. */
static char text[sizeof(((struct kpt_scenario *)0)->command)];
static char *words[WORDS_MAX + 1];
static char path[512];
static int output = -1;
/* Why it did not even start: a child of vfork() shares our memory. */
static volatile int no_start;

static bool split(const char *command)
{
	char *save, *word;
	size_t n = 0;

	kpt_copy(text, sizeof(text), command);
	for (word = strtok_r(text, " \t", &save); word;
	     word = strtok_r(NULL, " \t", &save)) {
		if (n == WORDS_MAX)
			return false;
		words[n++] = word;
	}
	words[n] = NULL;
	return n > 0;
}

static bool find(const char *program)
{
	char places[] = PLACES, *save, *dir;

	if (strchr(program, '/'))
		return !kpt_copy(path, sizeof(path), program) &&
		       !access(path, X_OK);
	for (dir = strtok_r(places, ":", &save); dir;
	     dir = strtok_r(NULL, ":", &save))
		if (!kpt_join(path, sizeof(path), "%s/%s", dir, program) &&
		    !access(path, X_OK))
			return true;
	return false;
}

/* What it printed at last, on one line, where it failed. */
static void tell_failure(int status)
{
	char end[240] = "";
	off_t size = lseek(output, 0, SEEK_END);
	off_t from = size > (off_t)sizeof(end) - 1 ?
		     size - (off_t)sizeof(end) + 1 : 0;
	ssize_t n = size > 0 ? pread(output, end, sizeof(end) - 1, from) : 0;

	for (ssize_t i = 0; i < n; i++)
		if (!isprint((unsigned char)end[i]))
			end[i] = ' ';
	if (no_start)
		kpt_error("command %s: does not start: %s", words[0],
			  strerror(no_start));
	else if (WIFSIGNALED(status))
		kpt_error("command %s: ended by signal %d; it printed: %s",
			  words[0], WTERMSIG(status), kpt_trim(end));
	else
		kpt_error("command %s: exit status %d; it printed: %s",
			  words[0], WEXITSTATUS(status), kpt_trim(end));
}

static int command_begin(struct process *p)
{
	(void)p;
	/* What a program leaves behind comes to us, and is ended. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	output = memfd_create("kptbench-output", MFD_CLOEXEC);
	return output < 0 ? -errno : 0;
}

static void start(void)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execve(path, words, environment);
	no_start = errno;
	_exit(127);
}

static int command_op(struct process *p, uint64_t i)
{
	pid_t pid;
	int status;

	(void)p;
	(void)i;
	no_start = 0;
	pid = vfork();
	if (!pid)
		start();
	if (pid < 0)
		return -errno;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	if (status)
		tell_failure(status);
	return status ? -EIO : 0;
}

/* The parent of a process, by its line in /proc; 0 where it has gone. */
static pid_t parent_of(const char *pid)
{
	char stat[300], line[1024], *at;
	int parent = 0;

	if (kpt_join(stat, sizeof(stat), "/proc/%s/stat", pid) ||
	    kpt_read_file(stat, line, sizeof(line)) <= 0)
		return 0;
	/* A program may have any name, blanks and parentheses in it. */
	at = strrchr(line, ')');
	if (!at || sscanf(at + 1, " %*c %d", &parent) != 1)
		return 0;
	return parent;
}

/* Children that a program left, which are ours now. */
static bool end_children(void)
{
	DIR *proc = opendir("/proc");
	const struct dirent *e;
	bool any = false;

	while (proc && (e = readdir(proc))) {
		pid_t pid = atoi(e->d_name);

		if (pid <= 0 || parent_of(e->d_name) != getpid())
			continue;
		any = !kill(pid, SIGKILL) && waitpid(pid, NULL, 0) > 0;
	}
	if (proc)
		closedir(proc);
	return any;
}

static int command_end(struct process *p)
{
	(void)p;
	/* What goes on behind a program that has ended is ended too. */
	while (end_children())
		;
	if (output >= 0)
		close(output);
	output = -1;
	return 0;
}

static const struct process_ops ops = {
	.begin = command_begin,
	.op = command_op,
	.end = command_end,
};

static int command_setup(struct work *w, const struct kpt_scenario *sc,
			 const char *mechanism, char *why, size_t len)
{
	if (!split(sc->command)) {
		snprintf(why, len, "command: wants a program and at most %d arguments",
			 WORDS_MAX - 1);
		return -EOPNOTSUPP;
	}
	if (!find(words[0])) {
		snprintf(why, len, "no program %s here%s%s", words[0],
			 sc->packages[0] ? "; it comes from " : "",
			 sc->packages);
		return -ENODEV;
	}
	return process_setup(w, sc, mechanism, why, len);
}

const struct work_ops command_work = {
	.name = "command",
	.summary = "a program from its start to its end, with all it starts",
	.process = &ops,
	.setup = command_setup,
	.run = process_run,
	.count = process_count,
	.hold = work_no_hold,
	.quiesce = work_quiesce_user,
	.settle = process_settle,
	.teardown = process_teardown,
};
