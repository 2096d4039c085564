// SPDX-License-Identifier: GPL-2.0-only
/* list.c - which files a run with --profile left, and their lines */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/profile/file.h"
#include "common/util.h"

int pf_bad(const struct pf_reading *r, const char *what)
{
	kpt_error("%s:%ld: %s; %s", r->path, r->line, what, r->again);
	return -EBADMSG;
}

int pf_lines(struct pf_reading *r, const char *magic, const char *other,
	     int (*take)(void *arg, char *text), void *arg)
{
	FILE *f = fopen(r->path, "re");
	size_t cap = 0, len = strlen(magic);
	char *text = NULL;
	ssize_t n;
	int ret = 0;

	if (!f) {
		ret = -errno;
		kpt_error("%s: %s", r->path, strerror(errno));
		return ret;
	}
	r->line = 1;
	n = getline(&text, &cap, f);
	if (n < 0 || strncmp(text, magic, len) || strcmp(text + len, "\n"))
		ret = pf_bad(r, other);
	while (!ret && (n = getline(&text, &cap, f)) >= 0) {
		r->line++;
		if (strlen(text) != (size_t)n || text[n - 1] != '\n') {
			ret = pf_bad(r, "a broken line");
			break;
		}
		text[n - 1] = '\0';
		ret = take(arg, text);
	}
	free(text);
	fclose(f);
	return ret;
}

int pf_names_add(struct pf_names *names, const char *name, size_t len)
{
	char **more = kpt_room(names->v, names->nr, sizeof(*more));

	if (!more)
		return -ENOMEM;
	names->v = more;
	more[names->nr] = strndup(name, len);
	return more[names->nr] ? (names->nr++, 0) : -ENOMEM;
}

void pf_names_free(struct pf_names *names)
{
	size_t i;

	for (i = 0; i < names->nr; i++)
		free(names->v[i]);
	free(names->v);
	*names = (struct pf_names){ 0 };
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int pf_list(struct pf_names *names, const char *folder, const char *label,
	    const char *suffix)
{
	size_t skip = strlen(label) + 1, tail = strlen(suffix);
	struct dirent *e;
	DIR *d = opendir(folder);
	int ret = 0;

	if (!d)
		return -errno;
	while (!ret && (e = readdir(d))) {
		size_t len = strlen(e->d_name);

		if (len > skip + tail && !strncmp(e->d_name, label, skip - 1) &&
		    e->d_name[skip - 1] == '-' &&
		    !strcmp(e->d_name + len - tail, suffix))
			ret = pf_names_add(names, e->d_name + skip,
					   len - skip - tail);
	}
	closedir(d);
	if (names->nr)
		qsort(names->v, names->nr, sizeof(*names->v), by_name);
	return ret;
}
