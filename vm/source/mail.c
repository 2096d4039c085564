// SPDX-License-Identifier: GPL-2.0-only
/* mail.c - a patch as a mail: the little that is asked of one before git is */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/types.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/source/mail.h"

static bool starts(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

/* The header of a mail that is encoded, as far as it matters here. */
static bool is_encoded(const char *line)
{
	static const char name[] = "Content-Transfer-Encoding:";
	const char *how = line + sizeof(name) - 1;

	if (strncasecmp(line, name, sizeof(name) - 1))
		return false;
	how += strspn(how, " \t\"");
	return !strncasecmp(how, "quoted", 6) || !strncasecmp(how, "base64", 6);
}

/* Two lines in a row begin a diff that git did not make; @old: the first. */
static bool begins_diff(const char *line, char *old)
{
	char was = *old;

	*old = starts(line, "--- ") ? '-' : starts(line, "*** ") ? '*' : 0;
	return starts(line, "diff --git ") || starts(line, "diff --c") ||
	       (was == '-' && starts(line, "+++ ")) ||
	       (was == '*' && starts(line, "--- "));
}

/* Does a line of the file end the search? */
static bool any_line(const char *path, bool (*is)(const char *, char *))
{
	char *line = NULL;
	size_t room = 0;
	bool found = false;
	char state = 0;
	FILE *f = fopen(path, "re");

	while (f && !found && getline(&line, &room, f) > 0)
		found = is(line, &state);
	free(line);
	if (f)
		fclose(f);
	return found;
}

static bool encoded(const char *line, char *state)
{
	(void)state;
	return is_encoded(line);
}

static bool misleads(const char *line, char *state)
{
	static const char *const words[] = { "diff", "---", "***", "Index:",
					     "@@" };
	const char *p = line + strspn(line, " \t");
	size_t i;

	for (i = 0; p != line && i < ARRAY_SIZE(words); i++)
		if (starts(p, words[i]))
			return true;
	return encoded(line, state);
}

bool vm_mail_is_plain(const char *path)
{
	return !any_line(path, misleads);
}

bool vm_mail_has_diff(const char *path)
{
	const char *const argv[] = {
		"sh", "-c",
		"{ git mailinfo /dev/null /dev/fd/3 <\"$1\" >/dev/null; } 3>&1 |"
		" grep -Eqa '^(diff --|\\+\\+\\+ |\\*{15})'",
		"sh", path, NULL };
	char said[256];

	if (any_line(path, encoded))
		return !vm_capture(argv, NULL, said, sizeof(said));
	return any_line(path, begins_diff);
}

/*
 * "From X Mon Sep 17 00:00:00 2001": where git begins a mail, and not where a
 * sentence begins with that word.
 */
static bool begins_mail(const char *line)
{
	const char *colon = strrchr(line, ':');
	long year;

	return starts(line, "From ") && colon && colon - line > 10 &&
	       isdigit((unsigned char)colon[-1]) && colon[-3] == ':' &&
	       isdigit((unsigned char)colon[-4]) &&
	       sscanf(colon + 1, "%*2d %ld", &year) == 1 && year > 90;
}

size_t vm_mail_count(const char *path)
{
	char *line = NULL;
	size_t room = 0, n = 0;
	FILE *f = fopen(path, "re");

	while (f && getline(&line, &room, f) > 0) {
		if (!n && starts(line, "\x1f\x8b")) {
			n = 2;
			break;
		}
		n += begins_mail(line);
		if (!n)
			break;
	}
	free(line);
	if (f)
		fclose(f);
	return n;
}

/* RFC 2047, or whatever else a header may hold: git reads it. */
static void decode(const char *path, char *buf, size_t len)
{
	const char *const argv[] = {
		"sh", "-c",
		"git mailinfo -k /dev/null /dev/null <\"$1\" 2>/dev/null |"
		" sed -n 's/^Subject: //p'", "sh", path, NULL };
	char said[2048];

	if (!vm_capture(argv, NULL, said, sizeof(said)) && *said)
		snprintf(buf, len, "%s", kpt_trim(said));
}

void vm_mail_subject(const char *path, char *buf, size_t len)
{
	char line[1024];
	FILE *f = fopen(path, "re");
	size_t n = 0;

	buf[0] = '\0';
	/* A long one goes on in the next line, behind a blank. */
	while (f && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (!*line || (n && *line != ' ' && *line != '\t'))
			break;
		if (!n && strncasecmp(line, "Subject:", 8))
			continue;
		n += (size_t)snprintf(buf + n, len - n, "%s%s", n ? " " : "",
				      kpt_trim(n ? line : line + 8));
		if (n >= len)
			break;
	}
	if (f)
		fclose(f);
	if (strstr(buf, "=?"))
		decode(path, buf, len);
}
