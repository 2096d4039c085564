// SPDX-License-Identifier: GPL-2.0-only
/* util.c - messages, files, text */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/util.h"

int kpt_quiet;
static const char *program = "kptbench";
static bool silent;	/* the last word is said */

void kpt_set_program(const char *name)
{
	program = name;
}

static void say(const char *kind, const char *fmt, va_list ap)
{
	if (silent)
		return;
	fflush(stdout);
	fprintf(stderr, "%s: %s", program, kind);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

int kpt_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
	return KPT_FAIL;
}

int kpt_error_last(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
	silent = true;
	return KPT_FAIL;
}

void kpt_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("warning: ", fmt, ap);
	va_end(ap);
}

void kpt_info(const char *fmt, ...)
{
	va_list ap;

	if (kpt_quiet)
		return;
	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
}

int kpt_read_file(const char *path, char *buf, size_t len)
{
	size_t have = 0;
	int ret = 0;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	while (have < len) {
		ssize_t got = read(fd, buf + have, len - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			ret = -errno;
		if (got <= 0)
			break;
		have += (size_t)got;
	}
	close(fd);
	if (!ret && have == len)
		ret = -EFBIG;
	buf[have < len ? have : len - 1] = '\0';
	return ret ? ret : (int)have;
}

long kpt_read_all(const char *path, char **text)
{
	size_t room = 1 << 16;
	char *more;
	int ret;

	*text = NULL;
	do {
		room *= 2;
		more = realloc(*text, room);
		if (!more) {
			free(*text);
			*text = NULL;
			return -ENOMEM;
		}
		*text = more;
		ret = kpt_read_file(path, *text, room);
	} while (ret == -EFBIG && room < 1 << 30);
	if (ret < 0) {
		free(*text);
		*text = NULL;
	}
	return ret;
}

int kpt_write_file(const char *path, const char *text)
{
	size_t len = strlen(text);
	int ret = 0;
	int fd;

	/* Truncating does nothing to a switch, and leaves a file as one. */
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* A sysfs store sees one write; a short one is an error. */
	errno = EIO;
	if (write(fd, text, len) != (ssize_t)len)
		ret = -errno;
	if (close(fd) && !ret)
		ret = -errno;
	return ret;
}

int kpt_join(char *buf, size_t len, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, len, fmt, ap);
	va_end(ap);
	return n < 0 || (size_t)n >= len ? -ENAMETOOLONG : 0;
}

void *kpt_room(void *v, size_t nr, size_t size)
{
	return nr & (nr - 1) ? v : realloc(v, (nr ? 2 * nr : 1) * size);
}

uint64_t kpt_now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000ULL + (uint64_t)ts.tv_nsec;
}

void kpt_about(char *buf, size_t len, double seconds)
{
	static const struct { double most, unit; const char *name; } in[] = {
		{ 90, 1, "s" }, { 90 * 60, 60, "min" },
		{ 48 * 3600, 3600, "h" }, { HUGE_VAL, 86400, "days" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(in) - 1 && seconds >= in[i].most; i++)
		;
	snprintf(buf, len, "about %.0f %s", seconds / in[i].unit, in[i].name);
}

int kpt_copy(char *dst, size_t len, const char *src)
{
	return kpt_join(dst, len, "%s", src);
}

char *kpt_trim(char *s)
{
	char *end;

	while (isspace((unsigned char)*s))
		s++;
	end = s + strlen(s);
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return s;
}

static int unit_shift(char unit)
{
	switch (unit) {
	case 'k':
	case 'K':
		return 10;
	case 'm':
	case 'M':
		return 20;
	case 'g':
	case 'G':
		return 30;
	default:
		return -1;
	}
}

int kpt_parse_int(const char *s, long long min, long long max, long long *out)
{
	int base = !strncmp(s, "0x", 2) ? 16 : 10;
	long long v;
	char *end;

	if (!isdigit((unsigned char)s[0]) && s[0] != '-')
		return -EINVAL;
	errno = 0;
	v = strtoll(s, &end, base);
	if (end == s)
		return -EINVAL;
	if (errno == ERANGE)
		return -ERANGE;
	if (*end) {
		int shift = unit_shift(*end);

		if (shift < 0 || end[1])
			return -EINVAL;
		if (__builtin_mul_overflow(v, 1LL << shift, &v))
			return -ERANGE;
	}
	if (v < min || v > max)
		return -ERANGE;
	*out = v;
	return 0;
}
