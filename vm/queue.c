// SPDX-License-Identifier: GPL-2.0-only
/* queue.c - the patches of a variant, in order */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/paths.h"
#include "vm/queue.h"

static int add(struct vm_queue *q, const char *path)
{
	char **more = realloc(q->path, (q->n + 2) * sizeof(*more));

	if (!more)
		return kpt_error("out of memory");
	q->path = more;
	more[q->n] = strdup(path);
	if (!more[q->n])
		return kpt_error("out of memory");
	more[++q->n] = NULL;
	return 0;
}

static int add_series(struct vm_queue *q, const char *dir)
{
	char path[VM_PATH], line[512];
	FILE *f;
	int ret = 0;

	if (kpt_join(path, sizeof(path), "%s/series", dir))
		return kpt_error("%s: name too long", dir);
	f = fopen(path, "re");
	if (!f)
		return kpt_error("%s: %s", path, strerror(errno));
	while (!ret && fgets(line, sizeof(line), f)) {
		char *name = line;

		line[strcspn(line, "#\n")] = '\0';
		name = kpt_trim(name);
		if (!*name)
			continue;
		if (kpt_join(path, sizeof(path), "%s/%s", dir, name))
			ret = kpt_error("%s: name too long", dir);
		else if (!vm_exists(path))
			ret = kpt_error("%s/series names %s, which is not there",
					dir, name);
		else
			ret = add(q, path);
	}
	fclose(f);
	return ret;
}

/* Keeps the first of them; too few are a mistake of whoever asked. */
static int cut(struct vm_queue *q, long long limit)
{
	if (limit < 0)
		return 0;
	if ((unsigned long long)limit > q->n) {
		kpt_error("patch %lld is asked for, and there are %zu", limit,
			  q->n);
		return KPT_USAGE;
	}
	while (q->n > (size_t)limit) {
		free(q->path[--q->n]);
		q->path[q->n] = NULL;
	}
	return 0;
}

int vm_queue_read(struct vm_queue *q, const char *queues, long long limit)
{
	char list[512], dir[VM_PATH];
	char *save = NULL, *w;
	int ret = 0;

	memset(q, 0, sizeof(*q));
	if (kpt_copy(list, sizeof(list), queues))
		return kpt_error("%s: too many queues", queues);
	for (w = strtok_r(list, " ", &save); w && !ret;
	     w = strtok_r(NULL, " ", &save)) {
		if (kpt_join(dir, sizeof(dir), "%s/%s", vm_top(), w))
			ret = kpt_error("%s: name too long", w);
		else
			ret = add_series(q, dir);
	}
	return ret ? ret : cut(q, limit);
}

void vm_queue_free(struct vm_queue *q)
{
	size_t i;

	for (i = 0; i < q->n; i++)
		free(q->path[i]);
	free(q->path);
	memset(q, 0, sizeof(*q));
}

/* "[PATCH 3/28] mm: ..." is what a mail says; the bracket is no subject. */
static const char *after_bracket(const char *s)
{
	const char *end = *s == '[' ? strchr(s, ']') : NULL;

	for (s = end ? end + 1 : s; *s == ' '; s++)
		;
	return s;
}

void vm_queue_subject(const char *path, char *buf, size_t len)
{
	char line[1024], text[1024] = "";
	FILE *f = fopen(path, "re");
	size_t n = 0;

	/* A long one goes on in the next line, behind a blank. */
	while (f && fgets(line, sizeof(line), f) && *line != '\n') {
		if (!n && strncmp(line, "Subject:", 8))
			continue;
		if (n && *line != ' ' && *line != '\t')
			break;
		line[strcspn(line, "\r\n")] = '\0';
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s",
				      n ? " " : "",
				      kpt_trim(n ? line : line + 8));
		if (n >= sizeof(text))
			break;
	}
	if (f)
		fclose(f);
	snprintf(buf, len, "%s", n ? after_bracket(text) :
		 strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
}
