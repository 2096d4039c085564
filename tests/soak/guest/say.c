// SPDX-License-Identifier: GPL-2.0-only
/* say.c - what a long test tells, and whether the kernel has complained */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/soak/guest/soak.h"

#define TAINTED		"/proc/sys/kernel/tainted"
#define PRINTK		"/proc/sys/kernel/printk"
#define LOCKDEP		"/proc/lockdep_stats"
#define TOLD_MAX	120	/* lines of the kernel's, on trouble */

/* Bits of /proc/sys/kernel/tainted that tell of a fault of the kernel. */
static const struct { unsigned int bit; const char *what; } taints[] = {
	{ 4, "a machine check" },
	{ 5, "a bad page, or a report of KASAN" },
	{ 7, "an oops" },
	{ 9, "a warning" },
	{ 14, "a soft lockup" },
};

void soak_say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	printf("soak: ");
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
}

int soak_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	printf("soak: FAIL ");
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
	return 1;
}

void soak_quiet(bool quiet)
{
	static char was[64];

	if (!was[0] && kpt_read_file(PRINTK, was, sizeof(was)) <= 0)
		return;
	kpt_write_file(PRINTK, quiet ? "1" : was);
}

static bool names_trouble(const char *line)
{
	static const char *const words[] = {
		"BUG", "WARNING", "Oops", "Bad page", "possible ",
		"INFO: ", "cut here", "inconsistent lock", "suspicious",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(line, words[i]))
			return true;
	return false;
}

/* The kernel's messages from the first that names trouble on. */
static void tell_kernel(void)
{
	char record[8192], *message;
	unsigned int told = 0;
	bool on = false;
	ssize_t n;
	int fd;

	fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	while (told < TOLD_MAX &&
	       (n = read(fd, record, sizeof(record) - 1)) > 0) {
		record[n] = '\0';
		message = strchr(record, ';');
		if (!message)
			continue;
		message++;
		message[strcspn(message, "\n")] = '\0';
		on = on || names_trouble(message);
		if (!on)
			continue;
		printf("soak: kernel: %s\n", message);
		told++;
	}
	close(fd);
}

int soak_health(void)
{
	char text[16384], *line;
	long long tainted;
	int failed = 0;
	size_t i;

	if (kpt_read_file(TAINTED, text, sizeof(text)) <= 0)
		return soak_fail(TAINTED " cannot be read");
	tainted = atoll(text);
	for (i = 0; i < ARRAY_SIZE(taints); i++)
		if (tainted & (1LL << taints[i].bit))
			failed = soak_fail("the kernel is tainted (%lld): %s",
					   tainted, taints[i].what);
	/* Only where lockdep is built in. */
	if (kpt_read_file(LOCKDEP, text, sizeof(text)) > 0) {
		line = strstr(text, "debug_locks:");
		if (!line || atoi(line + 12) != 1)
			failed = soak_fail("lockdep is off: it has reported something");
	}
	if (failed)
		tell_kernel();
	return failed;
}
