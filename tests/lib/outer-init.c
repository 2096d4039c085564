// SPDX-License-Identifier: GPL-2.0-only
/*
 * outer-init.c - PID 1 of a machine that is a host of guests itself
 *
 * Loads /modules/* in order, shows the real machine's files, read-only, as
 * its own, with /mnt shared for writing, and runs /command there.
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
#include <unistd.h>

#define SHARE "trans=virtio,version=9p2000.L,msize=262144"

static void must(int ret, const char *what)
{
	if (ret)
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
	must(mount("host", "/host", "9p", MS_RDONLY, SHARE ",cache=loose"),
	     "/host");
	must(mount("proc", "/host/proc", "proc", 0, NULL), "/proc");
	must(mount("sysfs", "/host/sys", "sysfs", 0, NULL), "/sys");
	must(mount("devtmpfs", "/host/dev", "devtmpfs", 0, NULL), "/dev");
	must(mount("tmpfs", "/host/run", "tmpfs", 0, NULL), "/run");
	must(mount("share", "/host/mnt", "9p", 0, SHARE), "/mnt");
}

int main(void)
{
	char *const argv[] = { "sh", "/run/command", NULL };
	static char text[8192];
	int fd, status = -1;
	ssize_t n;
	pid_t pid;

	setvbuf(stdout, NULL, _IOLBF, 0);
	mkdir("/host", 0755);
	mkdir("/proc", 0755);
	load_modules();
	mount_all();
	fd = open("/command", O_RDONLY);
	n = read(fd, text, sizeof(text));
	close(fd);
	must(chroot("/host") || chdir("/"), "chroot");
	fd = open("/run/command", O_WRONLY | O_CREAT, 0600);
	must(write(fd, text, (size_t)n) != n, "/run/command");
	close(fd);
	fd = open("/proc/sys/vm/overcommit_memory", O_WRONLY);
	must(write(fd, "1", 1) != 1, "overcommit_memory");
	close(fd);
	pid = fork();
	if (!pid) {
		execv("/bin/sh", argv);
		must(-1, "/bin/sh");
		_exit(127);
	}
	waitpid(pid, &status, 0);
	printf("outer: status=%d\n", WEXITSTATUS(status));
	sync();
	sleep(1);
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}
