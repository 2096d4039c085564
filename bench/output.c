// SPDX-License-Identifier: GPL-2.0-only
/* output.c - the file records go to */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "bench/output.h"
#include "common/util.h"

/* The env line as common/record.c writes it: one fixed order, no blanks. */
static bool env_of(const char *line, const char *label, long long *boot)
{
	static const char head[] = "{\"type\":\"env\",";
	char want[160];
	const char *p;

	if (strncmp(line, head, sizeof(head) - 1) ||
	    kpt_join(want, sizeof(want), "\"label\":\"%s\",\"boot\":", label))
		return false;
	p = strstr(line, want);
	if (!p)
		return false;
	*boot = strtoll(p + strlen(want), NULL, 10);
	return true;
}

int output_scan(const char *path, const char *label, const char *boot_id,
		long long *last, bool *again)
{
	struct stat st;
	char *line = NULL;
	size_t cap = 0;
	long long boot;
	FILE *f;
	int ret;

	*last = 0;
	*again = false;
	if (!strcmp(path, "-") || stat(path, &st) || !S_ISREG(st.st_mode))
		return 0;
	f = fopen(path, "re");
	if (!f)
		return -errno;
	while (getline(&line, &cap, f) > 0) {
		if (!env_of(line, label, &boot))
			continue;
		if (boot > *last)
			*last = boot;
		if (boot_id[0] && strstr(line, boot_id))
			*again = true;
	}
	ret = ferror(f) ? -EIO : 0;
	free(line);
	fclose(f);
	return ret;
}

static int end_last_line(FILE *f)
{
	int c;

	if (fseek(f, -1, SEEK_END))
		return 0;	/* empty */
	c = fgetc(f);
	if (fseek(f, 0, SEEK_END))
		return -errno;
	return c == '\n' || fputc('\n', f) != EOF ? 0 : -EIO;
}

/* A serial line would turn newlines into two characters. */
static void make_raw(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t))
		return;
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL;
	tcsetattr(fd, TCSANOW, &t);
}

FILE *output_open(const char *path)
{
	struct stat st;
	FILE *f;

	if (!strcmp(path, "-"))
		return stdout;
	f = fopen(path, stat(path, &st) || S_ISREG(st.st_mode) ? "a+e" : "we");
	if (!f) {
		kpt_error("-o %s: %s", path, strerror(errno));
		return NULL;
	}
	if (fstat(fileno(f), &st) || S_ISREG(st.st_mode)) {
		if (end_last_line(f)) {
			kpt_error("-o %s: cannot append: %s", path,
				  strerror(errno));
			fclose(f);
			return NULL;
		}
	} else if (isatty(fileno(f))) {
		make_raw(fileno(f));
	}
	return f;
}

void output_settle(FILE *f)
{
	if (isatty(fileno(f)))
		tcdrain(fileno(f));
}

int output_close(FILE *f)
{
	int ret = 0;

	if (fflush(f))
		ret = -errno;
	output_settle(f);
	/* Pipes and terminals cannot be synced, and need not. */
	if (!isatty(fileno(f)) && !ret && fsync(fileno(f)) &&
	    errno != EINVAL && errno != ENOTSUP && errno != EROFS)
		ret = -errno;
	if (f != stdout && fclose(f) && !ret)
		ret = -errno;
	return ret;
}
