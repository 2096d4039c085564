// SPDX-License-Identifier: GPL-2.0-only
/* init_module.c - modules of the guest: loaded, refused, or broken */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/guest/init.h"

#define LOCKDOWN	"/sys/kernel/security/lockdown"
#define SIG_ENFORCE	"/sys/module/module/parameters/sig_enforce"
#define DISABLED	"/proc/sys/kernel/modules_disabled"

/* A word of the command line that begins like this, as it stands there. */
static bool boot_word(const char *start, char *word, size_t len)
{
	char line[4096], *save = NULL, *w;

	if (kpt_read_file("/proc/cmdline", line, sizeof(line)) <= 0)
		return false;
	for (w = strtok_r(line, " \n", &save); w;
	     w = strtok_r(NULL, " \n", &save)) {
		if (strncmp(w, start, strlen(start)))
			continue;
		snprintf(word, len, "%.60s", w);
		return true;
	}
	return false;
}

/* "none [integrity] confidentiality": the word in brackets. */
static bool locked_down(char *level, size_t len)
{
	char text[128], *open, *close;

	mount("securityfs", "/sys/kernel/security", "securityfs", 0, NULL);
	if (kpt_read_file(LOCKDOWN, text, sizeof(text)) <= 0)
		return false;
	open = strchr(text, '[');
	close = open ? strchr(open, ']') : NULL;
	if (!close)
		return false;
	*close = '\0';
	snprintf(level, len, "%.40s", open + 1);
	return strcmp(level, "none");
}

static bool says_yes(const char *path, char yes)
{
	char text[16];

	return kpt_read_file(path, text, sizeof(text)) > 0 && text[0] == yes;
}

/*
 * Why the kernel takes no module that it has no signature of. Such a kernel
 * is as it should be, so the boot goes on.
 */
static void why_refused(int err, char *why, size_t len)
{
	char word[64], level[48];

	why[0] = '\0';
	switch (err) {
	case EKEYREJECTED:
	case ENOKEY:
		if (boot_word("module.sig_enforce", word, sizeof(word)))
			snprintf(why, len, "the kernel takes signed modules alone (%s on its command line), and kptbench.ko is not signed",
				 word);
		else if (says_yes(SIG_ENFORCE, 'Y'))
			snprintf(why, len, "the kernel takes signed modules alone (CONFIG_MODULE_SIG_FORCE, or its firmware says so), and kptbench.ko is not signed");
		break;
	case EPERM:
		if (locked_down(level, sizeof(level)))
			snprintf(why, len, "the kernel is locked down (%s%s): it takes signed modules alone, and kptbench.ko is not signed",
				 boot_word("lockdown=", word, sizeof(word)) ?
				 "lockdown=" : "", level);
		else if (says_yes(DISABLED, '1'))
			snprintf(why, len, "the kernel loads no modules (%s is 1)",
				 DISABLED);
		break;
	case ENOSYS:
		snprintf(why, len, "the kernel loads no modules (CONFIG_MODULES is off)");
		break;
	}
}

/*
 * What the kernel said of it, the first line: "version magic ... should be
 * ...", "Unknown symbol ...". Its records are "level,number,time,-;message".
 */
static void kernel_says(int log, char *said, size_t len)
{
	char record[1024], *message;
	ssize_t n;

	said[0] = '\0';
	while (log >= 0 && !said[0] &&
	       (n = read(log, record, sizeof(record) - 1)) > 0) {
		record[n] = '\0';
		message = strchr(record, ';');
		if (!message || strstr(message, "taint"))
			continue;
		message++;
		snprintf(said, len, "%.*s", (int)strcspn(message, "\n"),
			 message);
	}
}

int init_load_module(const char *path, const char *params, char *refused,
		     size_t len)
{
	char said[160];
	int fd, log, err = 0;

	refused[0] = '\0';
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return init_fail("open %s: %s", path, strerror(errno));
	log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log >= 0)
		lseek(log, 0, SEEK_END);
	if (syscall(SYS_finit_module, fd, params, 0))
		err = errno;
	close(fd);
	if (err)
		why_refused(err, refused, len);
	if (err && !refused[0]) {
		kernel_says(log, said, sizeof(said));
		init_fail("insmod %s: %s%s%s", path, strerror(err),
			  said[0] ? ": " : "", said);
	}
	if (log >= 0)
		close(log);
	return err ? 1 : 0;
}
