// SPDX-License-Identifier: GPL-2.0-only
/* paths.c - where things are, and which names there are */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/util.h"
#include "install.h"
#include "vm/base/paths.h"

bool vm_exists(const char *path)
{
	struct stat st;

	return !stat(path, &st);
}

static bool is_top(const char *dir)
{
	char path[VM_PATH];

	return !kpt_join(path, sizeof(path), "%s/configs/arch", dir) &&
	       vm_exists(path);
}

/* The checkout this program was built in: some folder above it. */
static bool top_of_program(char *buf, size_t len)
{
	ssize_t n = readlink("/proc/self/exe", buf, len - 1);
	char *slash;

	if (n < 0)
		return false;
	buf[n] = '\0';
	while ((slash = strrchr(buf, '/')) && slash != buf) {
		*slash = '\0';
		if (is_top(buf))
			return true;
	}
	return false;
}

const char *vm_top(void)
{
	static char top[VM_PATH];
	const char *env = getenv("KPTBENCH_TOP");

	if (top[0])
		return top;
	if (env && *env) {
		if (is_top(env) && !kpt_copy(top, sizeof(top), env))
			return top;
		kpt_error("KPTBENCH_TOP=%s: there is no configs/arch in it",
			  env);
		return NULL;
	}
	if (top_of_program(top, sizeof(top)))
		return top;
	if (is_top(KPT_DATADIR) && !kpt_copy(top, sizeof(top), KPT_DATADIR))
		return top;
	top[0] = '\0';
	kpt_error("no configs/arch above this program nor in %s; set KPTBENCH_TOP to a checkout",
		  KPT_DATADIR);
	return NULL;
}

int vm_mkdirs(const char *path)
{
	char copy[VM_PATH];
	char *p;

	if (kpt_copy(copy, sizeof(copy), path))
		return -ENAMETOOLONG;
	for (p = copy + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			return -errno;
		*p = '/';
	}
	return mkdir(copy, 0777) && errno != EEXIST ? -errno : 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_name(struct vm_names *names, const char *name, size_t len)
{
	char **v = realloc(names->v, (names->n + 1) * sizeof(*v));

	if (!v)
		return -ENOMEM;
	names->v = v;
	v[names->n] = strndup(name, len);
	if (!v[names->n])
		return -ENOMEM;
	names->n++;
	return 0;
}

int vm_names_read(struct vm_names *names, const char *dir, const char *suffix)
{
	struct dirent *e;
	int ret = 0;
	DIR *d;

	memset(names, 0, sizeof(*names));
	d = opendir(dir);
	if (!d) {
		ret = -errno;
		kpt_error("%s: %s", dir, strerror(-ret));
		return ret;
	}
	while (!ret && (e = readdir(d))) {
		size_t len = strlen(e->d_name);
		size_t cut = suffix ? strlen(suffix) : 0;

		if (e->d_name[0] == '.' || len <= cut)
			continue;
		if (suffix && strcmp(e->d_name + len - cut, suffix))
			continue;
		ret = add_name(names, e->d_name, len - cut);
	}
	closedir(d);
	if (ret) {
		vm_names_free(names);
		kpt_error("%s: %s", dir, strerror(-ret));
		return ret;
	}
	if (names->n)
		qsort(names->v, names->n, sizeof(*names->v), by_name);
	return 0;
}

void vm_names_free(struct vm_names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		free(names->v[i]);
	free(names->v);
	memset(names, 0, sizeof(*names));
}

bool vm_names_has(const struct vm_names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (!strcmp(names->v[i], name))
			return true;
	return false;
}

int vm_unknown(const char *kind, const char *name, const struct vm_names *names)
{
	char list[4096] = "";
	size_t i, n = 0;

	for (i = 0; i < names->n && n < sizeof(list); i++)
		n += (size_t)snprintf(list + n, sizeof(list) - n, " %s",
				      names->v[i]);
	kpt_error("no %s '%s'; there are:%s", kind, name, list);
	return KPT_USAGE;
}

int vm_check_name(const char *kind, const char *name, const char *sub,
		  const char *suffix)
{
	const char *top = vm_top();
	struct vm_names names;
	char dir[VM_PATH];
	int status = 0;

	if (!top || kpt_join(dir, sizeof(dir), "%s/configs/%s", top, sub))
		return KPT_FAIL;
	if (vm_names_read(&names, dir, suffix))
		return KPT_FAIL;
	if (!vm_names_has(&names, name))
		status = vm_unknown(kind, name, &names);
	vm_names_free(&names);
	return status;
}

char *vm_read_text(const char *path)
{
	size_t room = 8 << 20;
	char *text = malloc(room);
	int ret;

	if (!text) {
		kpt_error("out of memory");
		return NULL;
	}
	ret = kpt_read_file(path, text, room);
	if (ret < 0) {
		kpt_error("%s: %s", path, strerror(-ret));
		free(text);
		return NULL;
	}
	return text;
}
