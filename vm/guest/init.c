// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - PID 1 of the guest
 *
 * Mounts what is needed, loads the module, runs kptbench with the plan,
 * says how it went and powers off. Every line it prints begins with
 * "kptbench-init: "; kptvm takes a guest as done only after the line
 * "kptbench-init: done status=N". Whatever fails is a line
 * "kptbench-init: FAIL what: why" and a status other than 0. A kernel whose
 * rules let no such module in is "kptbench-init: no module: why": no failure.
 *
 * The kernel command line may hold
 *   kptinit.records=TTY	where the records go (needed)
 *   kptinit.end=restart	restart instead of power-off
 *   kptinit.lookup	tell the module where kallsyms_lookup_name() is
 *   kptbench.PARAM=VALUE	handed to the module, as modprobe does
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "vm/guest/init.h"

#define MODULE	"/kptbench.ko"
#define NO_MODULE "/kptbench.none"	/* why there is none, for kptbench */
#define DRIVERS	"/drivers"
#define PROGRAM	"/kptbench"
#define PLAN	"/plan"
#define WHY_LEN	176	/* kptbench reads less than 192 */

struct boot_line {
	char records[64];	/* device path */
	char params[1024];	/* for the module */
	bool restart;
};

int init_fail(const char *fmt, ...)
{
	va_list ap;

	printf("kptbench-init: FAIL ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	return 1;
}

static int mount_one(const char *type, const char *dir, bool optional)
{
	mkdir(dir, 0755);
	if (!mount(type, dir, type, 0, NULL) || errno == EBUSY || optional)
		return 0;
	return init_fail("mount %s on %s: %s", type, dir, strerror(errno));
}

static int mount_all(void)
{
	return mount_one("proc", "/proc", false) ||
	       mount_one("sysfs", "/sys", false) ||
	       mount_one("devtmpfs", "/dev", false) ||
	       mount_one("tmpfs", "/tmp", true) ||
	       mount_one("debugfs", "/sys/kernel/debug", true) ||
	       mount_one("tracefs", "/sys/kernel/tracing", true);
}

/* Appends " word" to the module's parameters. */
static int add_param(struct boot_line *b, const char *word)
{
	size_t used = strlen(b->params);
	int n;

	n = snprintf(b->params + used, sizeof(b->params) - used, "%s%s",
		     used ? " " : "", word);
	if (n < 0 || (size_t)n >= sizeof(b->params) - used)
		return init_fail("command line: module parameters too long");
	return 0;
}

/* For a kernel without kprobes, with which the module finds it by itself. */
static int add_lookup(struct boot_line *b)
{
	char line[512], name[256], word[64];
	unsigned long addr;
	FILE *f;

	f = fopen("/proc/kallsyms", "re");
	if (!f)
		return init_fail("open /proc/kallsyms: %s", strerror(errno));
	word[0] = '\0';
	while (!word[0] && fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx %*c %255s", &addr, name) == 2 && addr &&
		    !strcmp(name, "kallsyms_lookup_name"))
			snprintf(word, sizeof(word), "lookup=%#lx", addr);
	fclose(f);
	if (!word[0])
		return init_fail("/proc/kallsyms: no kallsyms_lookup_name");
	return add_param(b, word);
}

static int read_boot_line(struct boot_line *b)
{
	static const char prefix[] = "kptbench.";
	char line[4096], *save, *word;
	ssize_t n;
	int fd;

	fd = open("/proc/cmdline", O_RDONLY);
	if (fd < 0)
		return init_fail("open /proc/cmdline: %s", strerror(errno));
	n = read(fd, line, sizeof(line) - 1);
	close(fd);
	if (n < 0)
		return init_fail("read /proc/cmdline: %s", strerror(errno));
	line[n] = '\0';
	for (word = strtok_r(line, " \n", &save); word;
	     word = strtok_r(NULL, " \n", &save)) {
		if (!strncmp(word, "kptinit.records=", 16))
			snprintf(b->records, sizeof(b->records), "/dev/%.50s",
				 word + 16);
		else if (!strcmp(word, "kptinit.end=restart"))
			b->restart = true;
		else if (!strcmp(word, "kptinit.lookup") && add_lookup(b))
			return 1;
		else if (!strncmp(word, prefix, sizeof(prefix) - 1) &&
			 add_param(b, word + sizeof(prefix) - 1))
			return 1;
	}
	if (!b->records[0])
		return init_fail("command line: kptinit.records= is missing");
	return 0;
}

/* Held open until the end, so that no close resets the line settings. */
static int open_records(const char *path, int *fd)
{
	struct termios t;

	*fd = open(path, O_RDWR | O_NOCTTY);
	if (*fd < 0)
		return init_fail("open %s: %s", path, strerror(errno));
	if (tcgetattr(*fd, &t))
		return init_fail("tcgetattr %s: %s", path, strerror(errno));
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL;
	cfsetspeed(&t, B115200);
	if (tcsetattr(*fd, TCSANOW, &t))
		return init_fail("tcsetattr %s: %s", path, strerror(errno));
	return 0;
}

/*
 * Drivers that a scenario's device wants: in the order of their names. What
 * the kernel refuses by its rules is told, and its scenario reads n/a.
 */
static int load_drivers(void)
{
	struct dirent **list;
	char path[300], refused[WHY_LEN];
	int n, i, err = 0;

	n = scandir(DRIVERS, &list, NULL, alphasort);
	for (i = 0; i < n && !err; i++) {
		if (list[i]->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), DRIVERS "/%s", list[i]->d_name);
		err = init_load_module(path, "", refused, sizeof(refused));
		if (refused[0]) {
			printf("kptbench-init: no %s: %s\n", path, refused);
			err = 0;
		}
	}
	return err;
}

/* kptbench reads why there is no module, and says so where one is needed. */
static int tell_refused(const char *why)
{
	FILE *f;
	int bad;

	printf("kptbench-init: no module: %s\n", why);
	f = fopen(NO_MODULE, "we");
	if (!f)
		return init_fail("%s: %s", NO_MODULE, strerror(errno));
	bad = fputs(why, f) < 0;
	if (fclose(f) || bad)
		return init_fail("%s: cannot be written", NO_MODULE);
	return 0;
}

/* Where the kernel said no, the rest of the boot is still worth having. */
static int load_own_module(const struct boot_line *b, bool *loaded)
{
	char refused[WHY_LEN];
	int err;

	*loaded = false;
	if (!access(NO_MODULE, F_OK))
		return 0;
	err = init_load_module(MODULE, b->params, refused, sizeof(refused));
	if (refused[0])
		return tell_refused(refused);
	*loaded = !err;
	return err;
}

/* Without CONFIG_DEVTMPFS nobody makes the device node. */
static int make_node(void)
{
	char text[32] = "";
	unsigned int major, minor;
	ssize_t n;
	int fd;

	if (!access("/dev/kptbench", F_OK))
		return 0;
	fd = open("/sys/class/misc/kptbench/dev", O_RDONLY);
	if (fd < 0)
		return init_fail("the module made no device kptbench");
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0 || sscanf(text, "%u:%u", &major, &minor) != 2)
		return init_fail("/sys/class/misc/kptbench/dev: not understood");
	if (mknod("/dev/kptbench", S_IFCHR | 0600, makedev(major, minor)))
		return init_fail("mknod /dev/kptbench: %s", strerror(errno));
	return 0;
}

static int run_program(const char *records)
{
	char *const argv[] = { PROGRAM, "run", "--plan", PLAN, "-o",
			       (char *)records, NULL };
	char *const envp[] = { "HOME=/", "PATH=/", "TERM=dumb", NULL };
	int status;
	pid_t pid;

	pid = fork();
	if (pid < 0)
		return init_fail("fork: %s", strerror(errno));
	if (!pid) {
		execve(PROGRAM, argv, envp);
		init_fail("exec %s: %s", PROGRAM, strerror(errno));
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return init_fail("wait: %s", strerror(errno));
	if (WIFSIGNALED(status))
		return init_fail("%s: killed by signal %d", PROGRAM,
			    WTERMSIG(status));
	return WEXITSTATUS(status);
}

/*
 * Removes the module: what it leaves behind belongs to nobody then, and its
 * own way out is part of what every boot tests.
 */
static int unload_module(void)
{
	if (syscall(SYS_delete_module, "kptbench", O_NONBLOCK))
		return init_fail("rmmod kptbench: %s", strerror(errno));
	return 0;
}

/*
 * Where the kernel has kmemleak: any object that nothing points to is a
 * failure. It reports none younger than five seconds, hence the sleep, which
 * costs nothing where an idle guest's clock jumps.
 */
static int check_leaks(void)
{
	static const char file[] = "/sys/kernel/debug/kmemleak";
	char text[2048], *line, *save;
	ssize_t n = 0;
	int fd, i;

	fd = open(file, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return 0;
	for (i = 0; i < 2 && n >= 0; i++) {
		sleep(6);
		n = write(fd, "scan", 4);
	}
	if (n >= 0)
		n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n < 0)
		return init_fail("%s: %s", file, strerror(errno));
	text[n] = '\0';
	if (!n)
		return 0;
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		printf("kptbench-init: kmemleak: %s\n", line);
	return init_fail("kmemleak found lost memory");
}

static int work(struct boot_line *b, int *records)
{
	bool loaded = false;
	int err;

	err = mount_all();
	if (!err)
		err = read_boot_line(b);
	if (!err)
		err = open_records(b->records, records);
	if (!err)
		err = load_drivers();
	if (!err)
		err = load_own_module(b, &loaded);
	if (!err && loaded)
		err = make_node();
	if (!err)
		err = run_program(b->records);
	if (!err && loaded)
		err = unload_module();
	if (!err)
		err = check_leaks();
	return err;
}

int main(void)
{
	struct boot_line b = { .records = "" };
	int records = -1;
	int status;

	if (getpid() != 1) {
		fprintf(stderr, "kptbench-init is PID 1 of a guest, not a program to run by hand\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	status = work(&b, &records);
	if (records >= 0)
		tcdrain(records);
	printf("kptbench-init: done status=%d\n", status);
	fflush(stdout);
	tcdrain(STDOUT_FILENO);
	sync();
	reboot(b.restart ? RB_AUTOBOOT : RB_POWER_OFF);
	init_fail("power-off: %s", strerror(errno));
	for (;;)
		pause();
}
