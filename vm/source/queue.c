// SPDX-License-Identifier: GPL-2.0-only
/* queue.c - the patches of a kernel, in order */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/source/mail.h"
#include "vm/source/queue.h"

int vm_queue_add(struct vm_queue *q, const char *path, const char *options)
{
	char **paths = realloc(q->path, (q->n + 2) * sizeof(*paths));
	char **words = paths ? realloc(q->options,
				       (q->n + 2) * sizeof(*words)) : NULL;

	if (paths)
		q->path = paths;
	if (words)
		q->options = words;
	if (!paths || !words)
		return kpt_error("out of memory");
	paths[q->n] = strdup(path);
	words[q->n] = strdup(options);
	q->n++;
	paths[q->n] = NULL;
	words[q->n] = NULL;
	if (!paths[q->n - 1] || !words[q->n - 1])
		return kpt_error("out of memory");
	return 0;
}

/* One line of a series file. */
struct entry {
	const char *series;
	size_t line;
	char guard[64];		/* that keeps it out, or "" */
	char name[512];
	char options[64];
};

/* "-p1", "-pab" of quilt, which is the same with other names, and "-R". */
static int take_option(struct entry *e, const char *w)
{
	const char *digits = w + 2;
	char more[64];

	if (!strcmp(w, "-pab"))
		w = "-p1";
	else if (strcmp(w, "-R") &&
		 (strncmp(w, "-p", 2) || !*digits || strlen(digits) > 2 ||
		  digits[strspn(digits, "0123456789")]))
		return kpt_error("%s:%zu: option '%s' of %s is not known; -pN, -pab and -R are",
				 e->series, e->line, w, e->name);
	if (kpt_join(more, sizeof(more), "%s%s%s", e->options,
		     e->options[0] ? " " : "", w) ||
	    kpt_copy(e->options, sizeof(e->options), more))
		return kpt_error("%s:%zu: too many options", e->series,
				 e->line);
	return 0;
}

static int parse(struct entry *e, char *line)
{
	char *save = NULL, *w;
	int ret = 0;

	e->guard[0] = e->name[0] = e->options[0] = '\0';
	line[strcspn(line, "#\r\n")] = '\0';
	for (w = strtok_r(line, " \t", &save); w && !ret;
	     w = strtok_r(NULL, " \t", &save)) {
		if (e->name[0])
			ret = take_option(e, w);
		else if (*w == '+')
			snprintf(e->guard, sizeof(e->guard), "%s", w);
		else if (*w != '-' && kpt_copy(e->name, sizeof(e->name), w))
			ret = kpt_error("%s:%zu: name too long", e->series,
					e->line);
	}
	return ret;
}

static int take_entry(struct vm_queue *q, const struct entry *e)
{
	int dir = (int)(strrchr(e->series, '/') - e->series);
	char path[VM_PATH];

	if (!e->name[0])
		return 0;
	if (e->guard[0]) {
		kpt_info("%s:%zu: %s is left out: its guard %s is not set",
			 e->series, e->line, e->name, e->guard);
		return 0;
	}
	if (kpt_join(path, sizeof(path), "%.*s/%s", dir, e->series, e->name))
		return kpt_error("%s:%zu: name too long", e->series, e->line);
	if (!vm_exists(path))
		return kpt_error("%s:%zu names %s, which is not there",
				 e->series, e->line, e->name);
	if (!vm_mail_has_diff(path)) {
		kpt_info("%s:%zu: %s is left out: it has no diff", e->series,
			 e->line, e->name);
		return 0;
	}
	if (vm_mail_count(path) > 1)
		return kpt_error("%s:%zu: %s holds several mails; git mailsplit makes a file of each",
				 e->series, e->line, e->name);
	return vm_queue_add(q, path, e->options);
}

int vm_queue_file(struct vm_queue *q, const char *series)
{
	struct entry e = { .series = series };
	char line[1024];
	FILE *f = fopen(series, "re");
	int ret = 0;

	if (!f)
		return kpt_error("%s: %s", series, strerror(errno));
	while (!ret && fgets(line, sizeof(line), f)) {
		e.line++;
		ret = parse(&e, line);
		if (!ret)
			ret = take_entry(q, &e);
	}
	fclose(f);
	return ret;
}

/* Too few are a mistake of whoever asked. */
int vm_queue_cut(struct vm_queue *q, long long limit)
{
	if (limit < 0)
		return 0;
	if ((unsigned long long)limit > q->n) {
		kpt_error("patch %lld is asked for, and there are %zu", limit,
			  q->n);
		return KPT_USAGE;
	}
	while (q->n > (size_t)limit) {
		q->n--;
		free(q->path[q->n]);
		free(q->options[q->n]);
		q->path[q->n] = NULL;
		q->options[q->n] = NULL;
	}
	return 0;
}

int vm_queue_read(struct vm_queue *q, const char *queues, long long limit)
{
	char list[512], series[VM_PATH];
	char *save = NULL, *w;
	int ret = 0;

	memset(q, 0, sizeof(*q));
	if (kpt_copy(list, sizeof(list), queues))
		return kpt_error("%s: too many queues", queues);
	for (w = strtok_r(list, " ", &save); w && !ret;
	     w = strtok_r(NULL, " ", &save)) {
		if (kpt_join(series, sizeof(series), "%s/%s%s", vm_top(), w,
			     strstr(w, "/series.") ? "" : "/series"))
			ret = kpt_error("%s: name too long", w);
		else
			ret = vm_queue_file(q, series);
	}
	return ret ? ret : vm_queue_cut(q, limit);
}

void vm_queue_free(struct vm_queue *q)
{
	size_t i;

	for (i = 0; i < q->n; i++) {
		free(q->path[i]);
		free(q->options[i]);
	}
	free(q->path);
	free(q->options);
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
	char text[1024];

	vm_mail_subject(path, text, sizeof(text));
	snprintf(buf, len, "%s", text[0] ? after_bracket(text) :
		 strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
}
