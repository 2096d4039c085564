/* SPDX-License-Identifier: GPL-2.0-only */
/* util.h - messages, files, text; small things every program needs */
#ifndef KPT_UTIL_H
#define KPT_UTIL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define KPT_PRINTF(f, a) __attribute__((format(printf, f, a)))

/*
 * kselftest exit codes; 2 is a usage error, and 3 is no fault of what was
 * measured: an emulator or a host failed.
 */
enum { KPT_PASS = 0, KPT_FAIL = 1, KPT_USAGE = 2, KPT_LOST = 3, KPT_SKIP = 4 };

/** kpt_set_program - the name messages begin with */
void kpt_set_program(const char *name);
/** kpt_error - "PROGRAM: message" to stderr; returns KPT_FAIL */
int kpt_error(const char *fmt, ...) KPT_PRINTF(1, 2);
/** kpt_error_last - the same, and of what follows from it nothing is said */
int kpt_error_last(const char *fmt, ...) KPT_PRINTF(1, 2);
void kpt_warn(const char *fmt, ...) KPT_PRINTF(1, 2);
/** kpt_info - a progress message to stderr, not in --quiet */
void kpt_info(const char *fmt, ...) KPT_PRINTF(1, 2);
extern int kpt_quiet;

/**
 * kpt_read_file - read a small text file (a /proc or /sys one too)
 *
 * Always ends the text with NUL. Return: bytes read, -EFBIG when the file
 * does not fit, another -errno.
 */
int kpt_read_file(const char *path, char *buf, size_t len);
/**
 * kpt_read_all - the same, however long it is
 * @text: to be freed; NULL on failure
 *
 * Return: bytes read or -errno.
 */
long kpt_read_all(const char *path, char **text);
/** kpt_write_file - write text to an existing file, e.g. a sysfs switch */
int kpt_write_file(const char *path, const char *text);
/**
 * kpt_join - snprintf that tells truncation
 *
 * Return: 0 or -ENAMETOOLONG.
 */
int kpt_join(char *buf, size_t len, const char *fmt, ...) KPT_PRINTF(3, 4);
/**
 * kpt_room - a list with room for one entry more
 * @nr:		entries that it has
 * @size:	bytes of one
 *
 * It doubles whenever it is full, that is at powers of two: it must only grow,
 * by one entry at a time. Return: the list, or NULL and @v is as it was.
 */
void *kpt_room(void *v, size_t nr, size_t size);
/** kpt_now_ns - monotonic time, nanoseconds */
uint64_t kpt_now_ns(void);

/** kpt_about - seconds in words: "about 50 s", "about 12 min", "about 5 h" */
void kpt_about(char *buf, size_t len, double seconds);

/** kpt_copy - bounded copy; 0 or -ENAMETOOLONG (dst then holds what fits) */
int kpt_copy(char *dst, size_t len, const char *src);
/** kpt_trim - cut blanks at both ends, in place; returns the start */
char *kpt_trim(char *s);
/** kpt_parse_int - whole string, base 10 or 0x, optional K M G; 0/-EINVAL/-ERANGE */
int kpt_parse_int(const char *s, long long min, long long max, long long *out);

#endif
