// SPDX-License-Identifier: GPL-2.0-only
/* cache_entries.c - all that is in the cache */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/cache/cache.h"
#include "vm/cache/cache_entries.h"

#define HEX	16	/* digits of an entry's name */

static const char *const kinds[] = {
	"src", "series", "kernel", "module", "deb", "image",
};

static bool is_kind(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i], name))
			return true;
	return false;
}

/* nftw() takes no pointer along. */
static long long bytes;

static int count(const char *path, const struct stat *st, int type,
		 struct FTW *at)
{
	long long size = (long long)st->st_blocks * 512;

	(void)path;
	(void)at;
	if (type != FTW_NS)
		bytes += type == FTW_F && st->st_nlink > 1 ?
			 size / (long long)st->st_nlink : size;
	return 0;
}

static long long size_of(const char *path)
{
	bytes = 0;
	nftw(path, count, 32, FTW_PHYS | FTW_MOUNT);
	return bytes;
}

int vm_entry_path(const struct vm_entry *e, char *buf, size_t len,
		  const char *suffix)
{
	return kpt_join(buf, len, "%s.%s", e->dir, suffix);
}

/* The rest of a line of @path that begins with @key, in @to. */
static bool find_line(const char *path, const char *key, char *to, size_t len)
{
	char line[1024];
	FILE *f = fopen(path, "re");
	size_t n = strlen(key);
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		found = !strncmp(line, key, n);
		if (found)
			kpt_shown(to, len, line + n);
	}
	if (f)
		fclose(f);
	return found;
}

/* Kernels say what they are; of all else it is known what it was made from. */
static void describe(struct vm_entry *e)
{
	char path[VM_PATH + 64], manifest[VM_PATH + 16], word[100], more[100];

	kpt_join(path, sizeof(path), "%s/" VM_KERNEL_ABOUT, e->dir);
	vm_entry_path(e, manifest, sizeof(manifest), "manifest");
	if (find_line(path, "source ", word, sizeof(word))) {
		if (!find_line(path, "config ", more, sizeof(more)))
			kpt_copy(more, sizeof(more), "stock");
		snprintf(e->what, sizeof(e->what), "%.40s, %s", more, word);
		if (find_line(path, "arch ", more, sizeof(more)))
			snprintf(e->what + strlen(e->what),
				 sizeof(e->what) - strlen(e->what), ", %.40s",
				 more);
	} else if (find_line(manifest, "kernel ", word, sizeof(word))) {
		snprintf(e->what, sizeof(e->what), "for kernel %s", word);
	} else if (find_line(manifest, "tree ", word, sizeof(word))) {
		snprintf(e->what, sizeof(e->what), "tree %s with patches", word);
	} else if (find_line(manifest, "", word, sizeof(word)) &&
		   strcmp(e->kind, "kernel")) {
		snprintf(e->what, sizeof(e->what), "%s", word);
	}
}

static time_t when(const struct vm_entry *e)
{
	char path[VM_PATH + 16];
	struct stat st;

	vm_entry_path(e, path, sizeof(path), "lock");
	return !stat(path, &st) || !stat(e->dir, &st) ? st.st_mtime : 0;
}

static int add(struct vm_entries *e, const struct vm_entry *one)
{
	struct vm_entry *v = realloc(e->v, (e->n + 1) * sizeof(*v));

	if (!v)
		return -ENOMEM;
	e->v = v;
	v[e->n++] = *one;
	return 0;
}

/* A name in a kind's folder: what of an entry it is, and of which. */
static int take_name(struct vm_entries *e, const char *root, const char *kind,
		     const char *name)
{
	size_t hex = strspn(name, "0123456789abcdef");
	const char *suffix = name + hex;
	struct vm_entry one = { .state = VM_ENTRY_WHOLE };
	char path[VM_PATH + 16];
	bool tmp = !strcmp(suffix, ".tmp");

	if (hex != HEX || (*suffix && *suffix != '.'))
		return 0;
	kpt_copy(one.kind, sizeof(one.kind), kind);
	snprintf(one.name, sizeof(one.name), "%.*s", HEX, name);
	if (kpt_join(one.dir, sizeof(one.dir), "%s/%s/%s", root, kind,
		     one.name) ||
	    vm_entry_path(&one, path, sizeof(path), "tmp"))
		return -ENAMETOOLONG;
	if (tmp)
		one.state = vm_cache_is_locked(one.dir) ? VM_ENTRY_MADE :
							  VM_ENTRY_LEFT;
	else if (!*suffix)
		kpt_copy(path, sizeof(path), one.dir);
	else if (vm_exists(one.dir) || vm_exists(path) ||
		 (e->n && !strcmp(e->v[e->n - 1].dir, one.dir)))
		return 0;
	else if (vm_cache_is_locked(one.dir))
		return 0;
	else
		one.state = VM_ENTRY_REST;
	if (one.state != VM_ENTRY_REST)
		one.bytes = size_of(path);
	one.used = when(&one);
	describe(&one);
	return add(e, &one);
}

static int read_kind(struct vm_entries *e, const char *root, const char *kind)
{
	struct dirent **names = NULL;
	char dir[VM_PATH];
	int i, n, ret = 0;

	if (kpt_join(dir, sizeof(dir), "%s/%s", root, kind))
		return -ENAMETOOLONG;
	n = scandir(dir, &names, NULL, alphasort);
	for (i = 0; i < n; i++) {
		if (!ret)
			ret = take_name(e, root, kind, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	return n < 0 ? -errno : ret;
}

static int take_other(struct vm_entries *e, const char *root, const char *name)
{
	struct vm_entry one = { .state = VM_ENTRY_OTHER };
	struct stat st;

	if (kpt_join(one.dir, sizeof(one.dir), "%s/%s", root, name))
		return -ENAMETOOLONG;
	if (*name == '.' || lstat(one.dir, &st))
		return 0;
	snprintf(one.name, sizeof(one.name), "%.60s", name);
	one.bytes = size_of(one.dir);
	one.used = st.st_mtime;
	return add(e, &one);
}

int vm_entries_read(struct vm_entries *e)
{
	struct dirent **names = NULL;
	char root[VM_PATH - 256];
	int i, n, ret;

	memset(e, 0, sizeof(*e));
	ret = vm_cache_path(root, sizeof(root), "");
	if (ret)
		return ret;
	n = scandir(root, &names, NULL, alphasort);
	/* Where nothing was ever made there is nothing to tell. */
	if (n < 0 && errno != ENOENT)
		ret = -errno;
	for (i = 0; i < n; i++) {
		if (!ret)
			ret = is_kind(names[i]->d_name) ?
			      read_kind(e, root, names[i]->d_name) :
			      take_other(e, root, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	if (ret)
		kpt_error("%s: %s", root, strerror(-ret));
	return ret;
}

void vm_entries_free(struct vm_entries *e)
{
	free(e->v);
	memset(e, 0, sizeof(*e));
}
