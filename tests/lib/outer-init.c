// SPDX-License-Identifier: GPL-2.0-only
/*
 * outer-init.c - PID 1 of a machine that is a host of guests itself
 *
 * Loads what is in /modules in order and runs /command with the words the kernel's
 * command line has behind "--"; what it says goes to the terminal that is
 * named there as out=TTY.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static void must(int bad, const char *what)
{
	if (bad)
		printf("outer: %s: %s\n", what, strerror(errno));
}

static void load_modules(void)
{
	glob_t g;
	size_t i;
	int fd;

	if (glob("/modules/*", 0, NULL, &g))
		return;
	for (i = 0; i < g.gl_pathc; i++) {
		fd = open(g.gl_pathv[i], O_RDONLY | O_CLOEXEC);
		must((int)syscall(SYS_finit_module, fd, "", 0),
		     g.gl_pathv[i]);
		close(fd);
	}
}

static void mount_all(void)
{
	must(mount("proc", "/proc", "proc", 0, NULL), "/proc");
	must(mount("sysfs", "/sys", "sysfs", 0, NULL), "/sys");
	must(mount("devtmpfs", "/dev", "devtmpfs", 0, NULL), "/dev");
	mkdir("/dev/hugepages", 0755);
	must(mount("hugetlbfs", "/dev/hugepages", "hugetlbfs", 0, NULL),
	     "/dev/hugepages");
}

/* A guest's memory is more than there is, and little of it is touched. */
static void overcommit(void)
{
	int fd = open("/proc/sys/vm/overcommit_memory", O_WRONLY | O_CLOEXEC);

	must(write(fd, "1", 1) != 1, "overcommit_memory");
	close(fd);
}

/* Held open to the end, so that no close resets the line settings. */
static int open_out(void)
{
	const char *name = getenv("out");
	char path[64];
	struct termios t;
	int fd;

	snprintf(path, sizeof(path), "/dev/%.50s", name ? name : "console");
	fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	must(fd < 0 || tcgetattr(fd, &t), path);
	cfmakeraw(&t);
	cfsetspeed(&t, B115200);
	must(tcsetattr(fd, TCSANOW, &t), path);
	return fd;
}

static int run(char **words, int out)
{
	char *argv[32] = { "sh", "/command" };
	int i, status = -1;
	pid_t pid;

	for (i = 2; i < 31 && words[i - 2]; i++)
		argv[i] = words[i - 2];
	pid = fork();
	if (!pid) {
		dup2(out, 1);
		dup2(out, 2);
		execv("/bin/sh", argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	int out;

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);
	mount_all();
	load_modules();
	overcommit();
	out = open_out();
	printf("outer: status=%d\n", run(argv + 1, out));
	tcdrain(out);
	tcdrain(1);
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}
