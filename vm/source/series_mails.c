// SPDX-License-Identifier: GPL-2.0-only
/* series_mails.c - the mails of a series, put in order */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"
#include "vm/cache/cache.h"
#include "vm/source/mail.h"
#include "vm/source/series_mails.h"

/* "[PATCH v2 3/28] ...", "[RFC] [PATCH 1/3]", "[v2,1/3]": the numbers. */
static void read_number(struct vm_letter *m)
{
	const char *s = m->subject;
	long at, of;

	m->at = -1;
	m->of = 0;
	while (*s == '[') {
		const char *end = strchr(s, ']');
		const char *p = s;

		if (!end)
			return;
		for (; p < end; p++)
			if (strchr(" [,", *p) &&
			    sscanf(p + 1, "%5ld/%5ld", &at, &of) == 2 &&
			    at >= 0 && of > 0) {
				m->at = at;
				m->of = of;
			}
		s = end + 1 + strspn(end + 1, " ");
	}
}

static int add_one(struct vm_letters *l, const char *path)
{
	struct vm_letter *v = realloc(l->v, (l->n + 1) * sizeof(*v)), *m;

	if (!v)
		return kpt_error("out of memory");
	l->v = v;
	m = &v[l->n++];
	memset(m, 0, sizeof(*m));
	if (kpt_copy(m->path, sizeof(m->path), path))
		return kpt_error("%s: name too long", path);
	vm_mail_subject(path, m->subject, sizeof(m->subject));
	read_number(m);
	return 0;
}

static int is_mail(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* git splits them, once for an mbox of the same content. */
static int split(struct vm_cache *c, const char *mbox)
{
	char manifest[VM_HASH + 16], hash[VM_HASH];
	const char *const args[] = { "split", mbox, c->tmp, NULL };

	if (vm_sha256_file(mbox, hash))
		return KPT_FAIL;
	kpt_join(manifest, sizeof(manifest), "mbox %s\n", hash);
	if (vm_cache_open(c, "series", manifest, 100))
		return KPT_FAIL;
	if (c->ready)
		return 0;
	return vm_cache_end(c, vm_script("patch.sh", args,
					 "splitting the mails", 0, NULL));
}

int vm_letters_add(struct vm_letters *l, const char *path)
{
	struct dirent **names = NULL;
	char name[VM_PATH];
	struct vm_cache c;
	int i, n, ret = 0;

	if (vm_mail_count(path) < 2)
		return add_one(l, path);
	if (split(&c, path))
		return KPT_FAIL;
	n = scandir(c.dir, &names, is_mail, alphasort);
	if (n < 0)
		return kpt_error("%s: %s", c.dir, strerror(errno));
	for (i = 0; i < n; i++) {
		if (!ret && kpt_join(name, sizeof(name), "%s/%s", c.dir,
				     names[i]->d_name))
			ret = kpt_error("%s: name too long", c.dir);
		if (!ret)
			ret = add_one(l, name);
		free(names[i]);
	}
	free(names);
	return ret;
}

void vm_letters_free(struct vm_letters *l)
{
	free(l->v);
	memset(l, 0, sizeof(*l));
}

static const char *name_of(const struct vm_letter *m)
{
	return m->subject[0] ? m->subject : strrchr(m->path, '/') + 1;
}

static bool is_reply(const char *subject)
{
	return !strncasecmp(subject, "re:", 3) ||
	       !strncasecmp(subject, "fwd:", 4);
}

/* Cover letters and what people answered go; the patches stay. */
static int keep_patches(struct vm_letters *l, bool tell)
{
	size_t i, n = 0;

	for (i = 0; i < l->n; i++) {
		struct vm_letter *m = &l->v[i];
		const char *why = NULL;

		if (is_reply(m->subject))
			why = "it is a reply";
		else if (!vm_mail_has_diff(m->path))
			why = "it has no diff";
		if (why && m->at > 0 && !is_reply(m->subject))
			return kpt_error("'%s' has no diff: the mail is not whole; get it again",
					 name_of(m));
		if (!why)
			l->v[n++] = *m;
		else if (tell)
			kpt_info("'%s' is left out: %s", name_of(m), why);
	}
	l->n = n;
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct vm_letter *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	/* The same number twice is an error soon; tell them in one order. */
	return strcmp(x->path, y->path);
}

static int check_numbers(const struct vm_letters *l)
{
	const struct vm_letter *v = l->v;
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (v[i].of != v[0].of)
			return kpt_error("'%s' and '%s' are of two series: give one, or a file 'series' that names the patches in order",
					 name_of(&v[0]), name_of(&v[i]));
		if (i && v[i].at == v[i - 1].at)
			return kpt_error("'%s' and '%s' are both patch %ld: give one version of the series (b4 am gets the newest)",
					 name_of(&v[i - 1]), name_of(&v[i]),
					 v[i].at);
		if (v[i].at != (long)i + 1)
			return kpt_error("patch %zu of %ld is missing; when that is meant, a file 'series' names the patches in order",
					 i + 1, v[0].of);
	}
	if ((long)l->n != v[0].of)
		return kpt_error("patch %zu of %ld is missing; when that is meant, a file 'series' names the patches in order",
				 l->n + 1, v[0].of);
	return 0;
}

int vm_letters_sort(struct vm_letters *l, struct vm_queue *q, bool tell)
{
	size_t i, numbered = 0, plain = 0;
	bool sorted = true, alone = l->n == 1;
	int ret = keep_patches(l, tell);

	for (i = 0; i < l->n && !ret; i++) {
		if (l->v[i].at < 0)
			plain = i + 1;
		else
			numbered++;
		sorted = sorted && (!i || l->v[i - 1].at <= l->v[i].at);
	}
	if (ret || !l->n)
		return ret;
	if (alone && numbered && l->v[0].of > 1 && tell) {
		kpt_warn("'%s' is applied without the other patches of its series",
			 name_of(&l->v[0]));
	} else if (!alone && numbered && plain) {
		return kpt_error("'%s' has no number, others have: a file 'series' says in which order they are meant",
				 name_of(&l->v[plain - 1]));
	} else if (!alone && numbered) {
		if (!sorted)
			qsort(l->v, l->n, sizeof(*l->v), by_number);
		if (!sorted && tell)
			kpt_info("the patches were not in order: sorted by their numbers");
		ret = check_numbers(l);
	}
	for (i = 0; i < l->n && !ret; i++)
		ret = vm_queue_add(q, l->v[i].path, "");
	return ret;
}
