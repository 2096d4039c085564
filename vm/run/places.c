// SPDX-License-Identifier: GPL-2.0-only
/* places.c - configs/classes: what is counted at addresses of a kernel */
#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/base/conf.h"
#include "vm/base/paths.h"
#include "vm/cache/cache.h"
#include "vm/kernel/kernel.h"
#include "vm/run/places.h"
#include "vm/run/size_elf.h"

/**
 * struct word - NAME+HEX, NAME? or NAME*
 * @kind:	what is behind the name, or '\0'
 * @seen:	symbols that it names
 */
struct word {
	char name[64];
	char kind;
	unsigned long long offset;
	size_t seen;
};

/* The words of one class, while symbols are looked through. */
struct looking {
	struct vm_place_class *class;
	struct word word[64];
	size_t nr;
};

/* What a file has for one architecture. */
struct reading {
	const char *family;
	char words[1024];
	bool bad;
};

/* inih's callback: 0 is an error there. */
static int on_key(void *user, const char *section, const char *name,
		  const char *value)
{
	struct reading *r = user;
	size_t used = strlen(r->words);

	(void)section;
	if (strcmp(name, r->family))
		return 1;
	/* A continued line has its key again. */
	r->bad |= kpt_join(r->words + used, sizeof(r->words) - used, " %s",
			   value) != 0;
	return !r->bad;
}

static int take_word(struct word *w, const char *text)
{
	size_t n = strcspn(text, "+?*");
	char *end = (char *)text + n;

	if (!n || n >= sizeof(w->name))
		return -EINVAL;
	memset(w, 0, sizeof(*w));
	memcpy(w->name, text, n);
	w->kind = *end;
	if (w->kind == '+')
		w->offset = strtoull(text + n + 1, &end, 16);
	else if (w->kind)
		end++;
	return *end ? -EINVAL : 0;
}

static int take_words(struct looking *l, char *text)
{
	char *save, *w;

	for (w = strtok_r(text, " \t", &save); w;
	     w = strtok_r(NULL, " \t", &save))
		if (l->nr == ARRAY_SIZE(l->word) ||
		    take_word(&l->word[l->nr++], w))
			return -EINVAL;
	return 0;
}

static void add(struct vm_place_class *c, unsigned long long at)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (c->at[i] == at)
			return;
	if (c->nr == ARRAY_SIZE(c->at))
		kpt_copy(c->why, sizeof(c->why),
			 "vmlinux has more places of it than can be told apart");
	else
		c->at[c->nr++] = at;
}

static void see(void *with, const char *name, unsigned long long at)
{
	struct looking *l = with;
	size_t i;

	for (i = 0; i < l->nr; i++) {
		struct word *w = &l->word[i];

		if (w->kind == '*' ? strncmp(name, w->name, strlen(w->name)) :
				     strcmp(name, w->name))
			continue;
		w->seen++;
		add(l->class, at + w->offset);
	}
}

/* Of two symbols with one name nobody knows which it is. */
static void check(struct looking *l)
{
	size_t i;

	for (i = 0; i < l->nr; i++) {
		const struct word *w = &l->word[i];

		if (w->kind == '*' || w->seen == 1 ||
		    (w->kind == '?' && !w->seen))
			continue;
		snprintf(l->class->why, sizeof(l->class->why),
			 "vmlinux has no one symbol %s", w->name);
		return;
	}
	if (!l->class->nr)
		kpt_copy(l->class->why, sizeof(l->class->why),
			 "vmlinux has none of the symbols that configs/classes names");
}

static void look(struct looking *l, const struct vm_kernel *kernel)
{
	char path[VM_PATH + 16];
	const char *why;

	if (kernel->foreign) {
		kpt_copy(l->class->why, sizeof(l->class->why),
			 "of this kernel there is an image only, and no vmlinux with its symbols");
		return;
	}
	kpt_join(path, sizeof(path), "%s/vmlinux", kernel->dir);
	why = vm_size_symbols(path, see, l);
	if (*why)
		snprintf(l->class->why, sizeof(l->class->why), "vmlinux: %s",
			 why);
	else
		check(l);
}

/* One file; on an architecture that it does not name there is no such class. */
static int read_class(struct vm_places *e, const char *dir, const char *name,
		      const struct vm_arch *arch,
		      const struct vm_kernel *kernel)
{
	struct reading r = { .family = vm_arch_family(arch) };
	struct looking l = { .nr = 0 };
	char path[VM_PATH + 64];
	int line;

	if (kpt_join(path, sizeof(path), "%s/%s.conf", dir, name))
		return kpt_error("%s: name too long", name);
	line = ini_parse(path, on_key, &r);
	if (line < 0)
		return kpt_error("%s: cannot be read: %s", path,
				 strerror(errno));
	if (line || r.bad)
		return kpt_error("%s:%d: %s", path, line, r.bad ?
				 "value too long" : "not 'key = value'");
	if (!r.words[0])
		return 0;
	if (e->nr == ARRAY_SIZE(e->class))
		return kpt_error("%s: more than %d classes", path,
				 PLACE_CLASSES);
	l.class = &e->class[e->nr++];
	if (!kpt_is_name(name) ||
	    kpt_copy(l.class->name, sizeof(l.class->name), name))
		return kpt_error("%s: no name of a class", path);
	if (take_words(&l, r.words))
		return kpt_error("%s: %s: too many words, or one that is none",
				 path, r.family);
	look(&l, kernel);
	return 0;
}

int vm_places_read(struct vm_places *e, const struct vm_arch *arch,
		    const struct vm_kernel *kernel)
{
	char dir[VM_PATH];
	struct vm_names names;
	int status = 0;
	size_t i;

	memset(e, 0, sizeof(*e));
	if (kpt_join(dir, sizeof(dir), "%s/configs/classes", vm_top()) ||
	    vm_names_read(&names, dir, ".conf"))
		return KPT_FAIL;
	for (i = 0; i < names.n && !status; i++)
		status = read_class(e, dir, names.v[i], arch, kernel);
	vm_names_free(&names);
	return status;
}

void vm_places_text(const struct vm_places *e, struct vm_text *t)
{
	size_t i, k;

	vm_text_add(t, PLACES_MAGIC "\n");
	for (i = 0; i < e->nr; i++) {
		const struct vm_place_class *c = &e->class[i];

		if (c->why[0])
			continue;
		vm_text_add(t, "class %s\n", c->name);
		for (k = 0; k < c->nr; k++)
			vm_text_add(t, "at %llx\n", c->at[k]);
	}
	vm_text_add(t, "end\n");
}

int vm_places_write(const struct vm_places *e, const char *guest)
{
	struct vm_text t = { .err = 0 };
	char path[VM_PATH + 16];
	int ret;
	FILE *f;

	kpt_join(path, sizeof(path), "%s/places", guest);
	vm_places_text(e, &t);
	ret = t.err;
	f = ret ? NULL : fopen(path, "we");
	if (!ret && (!f || fputs(t.buf, f) < 0))
		ret = -errno;
	if (f && fclose(f) && !ret)
		ret = -errno;
	free(t.buf);
	return ret ? kpt_error("%s: %s", path, strerror(-ret)) : 0;
}
