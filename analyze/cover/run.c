// SPDX-License-Identifier: GPL-2.0-only
/* run.c - what the profiled boots of a kernel executed, read */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/cover/cover.h"
#include "common/text.h"
#include "common/util.h"
#include "profile/cover.h"

struct reading {
	struct pf_reading at;
	struct cv_run *r;
	size_t who;		/* plus 1; 0: not yet told */
	bool end;
};

static int bad(const struct reading *rd, const char *what)
{
	return pf_bad(&rd->at, what);
}

static int find_who(struct reading *rd, const char *name)
{
	struct cv_run *r = rd->r;
	size_t i;

	if (!kpt_is_name(name))
		return bad(rd, "not a name (" KPT_NAME_WANTED ")");
	for (i = 0; i < r->nr && strcmp(r->who[i], name); i++)
		;
	rd->who = i + 1;
	if (i < r->nr)
		return 0;
	if (i == CV_MAX)
		return bad(rd, "more scenarios than can be told apart");
	r->who[i] = strdup(name);
	return r->who[i] ? (r->nr++, 0) : -ENOMEM;
}

/* All files are of one kernel. */
static int same_word(const struct reading *rd, char **word, const char *value)
{
	if (!kpt_is_line(value))
		return bad(rd, "not a line of text");
	if (!*word)
		*word = strdup(value);
	if (!*word)
		return -ENOMEM;
	return strcmp(*word, value) ? bad(rd, "of another kernel") : 0;
}

static int add_range(const struct reading *rd, const char *text)
{
	struct cv_ranges *v = rd->who ? &rd->r->range[rd->who - 1] : NULL;
	struct cv_range range, *more;
	int used = 0;

	if (!v)
		return bad(rd, "addresses of nobody");
	if (sscanf(text, "%" SCNx64 " %" SCNx64 "%n", &range.start, &range.end,
		   &used) != 2 || text[used] || range.end <= range.start)
		return bad(rd, "want the begin and end of code");
	more = kpt_room(v->v, v->nr, sizeof(*more));
	if (!more)
		return -ENOMEM;
	v->v = more;
	v->v[v->nr++] = range;
	return 0;
}

static int read_line(void *arg, char *text)
{
	struct reading *rd = arg;
	struct pf_file *k = &rd->r->kernel;
	const struct { const char *key; char **to; } words[] = {
		{ "label", &k->label }, { "vmlinux", &k->vmlinux },
		{ "module", &k->module }, { "target", &k->target },
	};
	char *value = text + strcspn(text, " ");
	size_t i;

	if (rd->end)
		return bad(rd, "more after the end");
	if (!strcmp(text, "end")) {
		rd->end = true;
		return 0;
	}
	if (!*value)
		return bad(rd, "not understood");
	*value++ = '\0';
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(text, words[i].key))
			return same_word(rd, words[i].to, value);
	if (!strcmp(text, "scenario"))
		return find_who(rd, value);
	value[-1] = ' ';
	return add_range(rd, text);
}

static int read_one(struct cv_run *r, const char *path)
{
	struct reading rd = { .r = r, .at = { .path = path,
			      .again = "run kptvm run --profile again" } };
	int ret;

	ret = pf_lines(&rd.at, COVER_MAGIC,
		       "not what was executed, or of another version ("
		       COVER_MAGIC ")", read_line, &rd);
	if (!ret && !rd.end)
		ret = bad(&rd, "ends too early");
	if (!ret && (!rd.who || !r->kernel.vmlinux || !r->kernel.module ||
		     !r->kernel.target))
		ret = bad(&rd, "scenario, vmlinux, module or target is missing");
	if (ret == -ENOMEM)
		kpt_error("%s: out of memory", path);
	return ret;
}

static int by_start(const void *a, const void *b)
{
	const struct cv_range *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* Ranges of several boots, sorted, become ranges that do not overlap. */
static void merge(struct cv_ranges *v)
{
	size_t i, n = 0;

	for (i = 0; i < v->nr; i++) {
		if (n && v->v[i].start <= v->v[n - 1].end) {
			if (v->v[i].end > v->v[n - 1].end)
				v->v[n - 1].end = v->v[i].end;
			continue;
		}
		v->v[n++] = v->v[i];
	}
	v->nr = n;
}

int cv_read_run(struct cv_run *r, const char *folder, const char *label)
{
	struct pf_names names = { 0 };
	char dir[4096], path[4096];
	size_t i;
	int ret;

	memset(r, 0, sizeof(*r));
	if (kpt_join(dir, sizeof(dir), "%s/cover", folder))
		return kpt_error("%s: name too long", folder), -ENAMETOOLONG;
	ret = pf_list(&names, dir, label, ".cover");
	if (ret || !names.nr) {
		kpt_error("%s: %s of %s; make profile leaves there what each kernel executed",
			  dir, ret ? strerror(-ret) : "there is nothing", label);
		ret = ret ? ret : -ENOENT;
	}
	for (i = 0; i < names.nr && !ret; i++) {
		ret = kpt_join(path, sizeof(path), "%s/%s-%s.cover", dir,
			       label, names.v[i]);
		if (!ret)
			ret = read_one(r, path);
	}
	pf_names_free(&names);
	/* The boots of several command lines are one "boot". */
	for (i = 0; i < r->nr; i++) {
		qsort(r->range[i].v, r->range[i].nr, sizeof(*r->range[i].v),
		      by_start);
		merge(&r->range[i]);
	}
	return ret;
}

void cv_run_free(struct cv_run *r)
{
	size_t i;

	for (i = 0; i < r->nr; i++) {
		free(r->who[i]);
		free(r->range[i].v);
	}
	pf_free(&r->kernel);
	memset(r, 0, sizeof(*r));
}
