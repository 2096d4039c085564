// SPDX-License-Identifier: GPL-2.0-only
/*
 * patches.c - patches read, and their lines followed to the last one
 *
 * A file is the list of who added its lines. A hunk inserts and deletes there,
 * as patch(1) does in the file itself, so that in the end each line is where it
 * is in the patched source.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/cover/cover.h"
#include "common/text.h"
#include "common/util.h"

/* No source file has as many lines. */
#define MAX_LINES	1000000
#define MAX_HUNKS	1000000
/* And no series reaches as far into its files, put together. */
#define MAX_ALL		4000000

/**
 * struct reading - a file of patches that is read
 * @from:	the file of a "--- " line, or NULL
 * @file:	number of the file hunks are for, plus 1; 0: none
 * @old, @new:	lines of the hunk that are to come
 * @pos:	where in the file the next line of it goes
 */
struct reading {
	struct cv_patches *p;
	const char *path;
	long line;
	char *from;
	size_t file;
	long old, new;
	size_t pos;
	bool named;		/* the patch has its name */
	size_t lines;		/* of all files: that far patches reach */
};

static int bad(const struct reading *r, const char *what)
{
	kpt_error("%s:%ld: %s", r->path, r->line, what);
	return -EBADMSG;
}

static int add_patch(struct reading *r, const char *name)
{
	char **more = kpt_room(r->p->patch, r->p->nr, sizeof(*more));
	char shown[200];

	if (!more)
		return -ENOMEM;
	r->p->patch = more;
	more[r->p->nr] = strdup(kpt_shown(shown, sizeof(shown), name));
	return more[r->p->nr] ? (r->p->nr++, 0) : -ENOMEM;
}

/* "a/mm/memory.c\t..." is mm/memory.c; NULL: /dev/null */
static char *file_of(char *text)
{
	char *slash;

	text[strcspn(text, "\t")] = '\0';
	if (!strcmp(text, "/dev/null"))
		return NULL;
	slash = strchr(text, '/');
	return slash ? slash + 1 : text;
}

static int find_file(struct reading *r, const char *name)
{
	struct cv_patches *p = r->p;
	struct cv_file *more;
	size_t i;

	for (i = 0; i < p->nr_files; i++)
		if (!strcmp(p->file[i].name, name)) {
			r->file = i + 1;
			return 0;
		}
	more = kpt_room(p->file, p->nr_files, sizeof(*more));
	if (!more)
		return -ENOMEM;
	p->file = more;
	more[i] = (struct cv_file){ .name = strdup(name) };
	if (!more[i].name)
		return -ENOMEM;
	r->file = ++p->nr_files;
	return 0;
}

/* A file that is renamed has its lines as before. */
static int rename_file(struct reading *r, const char *name)
{
	struct cv_file *f = &r->p->file[r->file - 1];
	char *new = strdup(name);

	if (!new)
		return -ENOMEM;
	free(f->name);
	f->name = new;
	return 0;
}

static int new_file(struct reading *r, char *text)
{
	char *name = file_of(text);
	int ret;

	if (!name && !r->from)
		return bad(r, "a patch from nothing to nothing");
	ret = find_file(r, r->from ? r->from : name);
	if (!ret && r->from && name && strcmp(name, r->from))
		ret = rename_file(r, name);
	return ret;
}

static int begin_hunk(struct reading *r, const char *text)
{
	long old, new, at = 0, nr_old = 1, nr_new = 1;
	struct cv_hunk *more;
	const char *what;
	char *end;

	old = strtol(text + 4, &end, 10);
	if (*end == ',')
		nr_old = strtol(end + 1, &end, 10);
	if (strncmp(end, " +", 2))
		return bad(r, "not a hunk");
	new = strtol(end + 2, &end, 10);
	if (*end == ',')
		nr_new = strtol(end + 1, &end, 10);
	what = strncmp(end, " @@", 3) ? NULL : end + 3;
	if (!what || old < 0 || new < 0 || nr_old < 0 || nr_new < 0 ||
	    old > MAX_LINES || new > MAX_LINES || nr_old > MAX_LINES ||
	    nr_new > MAX_LINES)
		return bad(r, "not a hunk, or of a file no one has");
	if (r->p->nr_hunks == MAX_HUNKS)
		return bad(r, "more hunks than can be told apart");
	at = nr_new ? new : new + 1;
	more = kpt_room(r->p->hunk, r->p->nr_hunks, sizeof(*more));
	if (!more)
		return -ENOMEM;
	r->p->hunk = more;
	more += r->p->nr_hunks;
	*more = (struct cv_hunk){ .patch = r->p->nr - 1, .file = r->file - 1,
				  .at = at };
	more->what = strdup(what + (*what == ' '));
	if (!more->what)
		return -ENOMEM;
	r->p->nr_hunks++;
	r->old = nr_old;
	r->new = nr_new;
	r->pos = (size_t)(at > 0 ? at - 1 : 0);
	return 0;
}

/* Lines up to @nr are there. */
static int reach(struct reading *r, struct cv_file *f, size_t nr)
{
	struct cv_line *more;
	size_t cap = f->cap ? f->cap : 256;

	r->lines += nr > f->nr ? nr - f->nr : 0;
	if (r->lines > MAX_ALL)
		return bad(r, "changes more lines than any series");
	while (cap < nr)
		cap *= 2;
	if (cap != f->cap) {
		more = realloc(f->line, cap * sizeof(*more));
		if (!more)
			return -ENOMEM;
		f->line = more;
		f->cap = cap;
	}
	if (nr > f->nr) {
		memset(f->line + f->nr, 0, (nr - f->nr) * sizeof(*f->line));
		f->nr = nr;
	}
	return 0;
}

static int insert(struct reading *r, struct cv_file *f, size_t pos,
		  uint32_t hunk)
{
	size_t nr = pos > f->nr ? pos : f->nr;
	int ret = reach(r, f, nr + 1);

	if (ret)
		return ret;
	memmove(f->line + pos + 1, f->line + pos,
		(nr - pos) * sizeof(*f->line));
	f->line[pos] = (struct cv_line){ .hunk = hunk };
	return 0;
}

static void delete(struct cv_file *f, size_t pos)
{
	if (pos >= f->nr)
		return;
	memmove(f->line + pos, f->line + pos + 1,
		(f->nr - pos - 1) * sizeof(*f->line));
	f->nr--;
}

static int hunk_line(struct reading *r, const char *text)
{
	struct cv_file *f = &r->p->file[r->file - 1];
	int ret = 0;

	switch (*text) {
	case '\\':
		return 0;
	case '-':
		r->old--;
		delete(f, r->pos);
		break;
	case '+':
		r->new--;
		r->p->hunk[r->p->nr_hunks - 1].added++;
		ret = insert(r, f, r->pos++, (uint32_t)r->p->nr_hunks);
		break;
	case ' ':
	case '\0':	/* mailers cut off what is blank */
		r->old--;
		r->new--;
		r->pos++;
		break;
	default:
		return bad(r, "a hunk that ends too early");
	}
	if (!ret && (r->old < 0 || r->new < 0))
		ret = bad(r, "a hunk has more lines than it says");
	return ret;
}

static int outside(struct reading *r, char *text)
{
	char *name;
	int ret = 0;

	if (!strncmp(text, "From ", 5) &&
	    strspn(text + 5, "0123456789abcdef") >= 40) {
		r->file = 0;
		r->named = false;
	} else if (!strncmp(text, "Subject: ", 9) && !r->named) {
		ret = add_patch(r, text + 9);
		r->named = true;
	} else if (!strncmp(text, "--- ", 4)) {
		name = file_of(text + 4);
		free(r->from);
		r->from = name ? strdup(name) : NULL;
		r->file = 0;
		if (name && !r->from)
			ret = -ENOMEM;
	} else if (!strncmp(text, "+++ ", 4)) {
		ret = new_file(r, text + 4);
	} else if (!strncmp(text, "@@ -", 4) && r->file) {
		if (!r->named)
			ret = add_patch(r, r->path);
		r->named = true;
		if (!ret)
			ret = begin_hunk(r, text);
	}
	return ret;
}

int cv_read_patch(struct cv_patches *p, const char *path)
{
	struct reading r = { .p = p, .path = path };
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t cap = 0;
	ssize_t n;
	int ret = 0;

	if (!f) {
		ret = -errno;
		kpt_error("%s: %s", path, strerror(errno));
		return ret;
	}
	while (!ret && (n = getline(&text, &cap, f)) >= 0) {
		r.line++;
		while (n && (text[n - 1] == '\n' || text[n - 1] == '\r'))
			text[--n] = '\0';
		ret = r.old || r.new ? hunk_line(&r, text) : outside(&r, text);
	}
	if (!ret && (r.old || r.new))
		ret = bad(&r, "ends within a hunk");
	if (ret == -ENOMEM)
		kpt_error("%s: out of memory", path);
	free(r.from);
	free(text);
	fclose(f);
	return ret;
}

void cv_patches_free(struct cv_patches *p)
{
	size_t i;

	for (i = 0; i < p->nr; i++)
		free(p->patch[i]);
	for (i = 0; i < p->nr_hunks; i++)
		free(p->hunk[i].what);
	for (i = 0; i < p->nr_files; i++) {
		free(p->file[i].name);
		free(p->file[i].line);
	}
	free(p->patch);
	free(p->hunk);
	free(p->file);
	memset(p, 0, sizeof(*p));
}
