// SPDX-License-Identifier: GPL-2.0-only
/* fragments.c - the Kconfig fragments a kernel is configured from */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/base/proc.h"
#include "vm/kernel/fragments.h"

#define NAMES "configs/kconfig/names"
#define OPTIONAL "# optional "

int vm_fragments_take(struct vm_fragments *f, const char *path)
{
	struct vm_fragment *at = &f->v[f->n];
	const char *slash = strrchr(path, '/');

	if (f->n == VM_FRAGMENTS_MAX)
		return kpt_error("%s: more than %d fragments", path,
				 VM_FRAGMENTS_MAX);
	if (kpt_copy(at->name, sizeof(at->name), slash ? slash + 1 : path))
		return kpt_error("%s: name too long", path);
	at->text = vm_read_text(path);
	if (!at->text)
		return KPT_FAIL;
	f->n++;
	return 0;
}

static int add_fragment(struct vm_fragments *f, const char *relative)
{
	char path[VM_PATH];

	if (kpt_join(path, sizeof(path), "%s/%s", vm_top(), relative))
		return kpt_error("%s: name too long", relative);
	if (!vm_exists(path))
		return kpt_error("%s: no such fragment", path);
	return vm_fragments_take(f, path);
}

/* What a configuration means for one architecture alone, if there is such. */
static int add_own(struct vm_fragments *f, const char *arch,
		   const char *config)
{
	char name[256], path[VM_PATH];

	kpt_join(name, sizeof(name), "configs/arch/%s/%s.config", arch, config);
	if (kpt_join(path, sizeof(path), "%s/%s", vm_top(), name) ||
	    !vm_exists(path))
		return 0;
	return add_fragment(f, name);
}

static int add_machine(struct vm_fragments *f, const char *arch,
		       const char *config)
{
	char name[256];
	int status;

	kpt_join(name, sizeof(name), "configs/arch/%s/kernel.config", arch);
	status = add_fragment(f, name);
	return status ? status : add_own(f, arch, config);
}

/* A configuration that an architecture cannot have is told before any work. */
static int check_exists(const struct vm_arch *arch, const char *config)
{
	if (!vm_has_word(arch->without, config))
		return 0;
	kpt_error("%s has no configuration '%s': configs/arch/%s/arch.conf says why",
		  arch->name, config, arch->name);
	return KPT_USAGE;
}

int vm_fragments_read(struct vm_fragments *f, const struct vm_arch *arch,
		      const char *config, const char *more)
{
	char name[256], list[512];
	char *save = NULL, *w;
	int status;

	if (!strcmp(config, "common")) {
		kpt_error("config 'common' is part of every other one; there are: plain rt debug ...");
		return KPT_USAGE;
	}
	status = vm_check_name("config", config, "kconfig", ".config");
	if (!status)
		status = check_exists(arch, config);
	if (!status)
		status = add_fragment(f, "configs/kconfig/common.config");
	kpt_join(name, sizeof(name), "configs/kconfig/%s.config", config);
	if (!status)
		status = add_fragment(f, name);
	if (!status && arch->like[0])
		status = add_machine(f, arch->like, config);
	if (!status)
		status = add_machine(f, arch->name, config);
	kpt_copy(list, sizeof(list), more);
	for (w = strtok_r(list, " ", &save); w && !status;
	     w = strtok_r(NULL, " ", &save))
		status = add_fragment(f, w);
	return status;
}

void vm_fragments_free(struct vm_fragments *f)
{
	while (f->n)
		free(f->v[--f->n].text);
}

/* ---- names by release ---- */

/*
 * Where a line of @text that sets the option @name has the name: "CONFIG_X=",
 * "# CONFIG_X is not set" or "# optional CONFIG_X="; NULL where none does.
 */
static char *find_request(char *text, const char *name)
{
	size_t n = strlen(name);
	char *p = text;

	for (; (p = strstr(p, name)); p += n) {
		const char *line = p;
		size_t before;

		while (line > text && line[-1] != '\n')
			line--;
		before = (size_t)(p - line);
		if (p[n] == '=' && (!before || (before == strlen(OPTIONAL) &&
		    !strncmp(line, OPTIONAL, before))))
			return p;
		if (!strncmp(p + n, " is not set", 11) && before == 2 &&
		    !strncmp(line, "# ", 2))
			return p;
	}
	return NULL;
}

static bool asked_for(struct vm_fragments *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (find_request(f->v[i].text, name))
			return true;
	return false;
}

/* Does some Kconfig file of the tree define the option? */
static int defines(const char *src, const char *name, bool *out)
{
	char pattern[192], said[1024];
	const char *const argv[] = {
		"grep", "-rqE", "--include=Kconfig*", pattern, src, NULL };
	int ret;

	kpt_join(pattern, sizeof(pattern),
		 "^[[:space:]]*(menu)?config[[:space:]]+%.120s[[:space:]]*$",
		 name + strlen("CONFIG_"));
	ret = vm_capture(argv, NULL, said, sizeof(said));
	if (ret < 0 || ret > 1)
		return kpt_error("%s: its Kconfig files cannot be searched: %s",
				 src, ret < 0 ? strerror(-ret) : said);
	*out = !ret;
	return 0;
}

/* Every request for @name becomes one for @other, or none where it is "-". */
static int replace(struct vm_fragment *f, const char *name, const char *other)
{
	char *at, *more;
	size_t before, line;
	int n;

	while ((at = find_request(f->text, name))) {
		before = (size_t)(at - f->text);
		if (strcmp(other, "-")) {
			n = asprintf(&more, "%.*s%s%s", (int)before, f->text,
				     other, at + strlen(name));
		} else {
			/* The line stays, so that the others keep numbers. */
			for (line = before; line && f->text[line - 1] != '\n';)
				line--;
			n = asprintf(&more, "%.*s%s", (int)line, f->text,
				     at + strcspn(at, "\n"));
		}
		if (n < 0)
			return kpt_error("out of memory");
		free(f->text);
		f->text = more;
	}
	return 0;
}

/* "7.3" as 7003; 0 where it is no release. */
static int release_number(const char *text)
{
	int major, minor, n = 0;

	if (sscanf(text, "%3d.%3d%n", &major, &minor, &n) < 2 || text[n])
		return 0;
	return major * 1000 + minor;
}

/* The release that the tree's Makefile says it is, as 7003; 0: it does not. */
static int release_of(const char *src)
{
	char path[VM_PATH], line[128];
	int major = 0, minor = 0, i;
	FILE *f;

	if (kpt_join(path, sizeof(path), "%s/Makefile", src))
		return 0;
	f = fopen(path, "re");
	for (i = 0; f && i < 20 && fgets(line, sizeof(line), f); i++) {
		sscanf(line, "VERSION = %3d", &major);
		sscanf(line, "PATCHLEVEL = %3d", &minor);
	}
	if (f)
		fclose(f);
	return major * 1000 + minor;
}

/* A line of NAMES, apart: an option, its other name, and since when. */
struct other_name {
	const char *name, *other;
	int since;	/* as 7003; 0: where the first is not defined */
};

/* Return: 0, 1 for a line that names nothing, or KPT_FAIL with a message. */
static int parse_name(struct other_name *o, char *words, int line)
{
	char *save = NULL, *since;

	o->name = strtok_r(words, " \t", &save);
	if (!o->name)
		return 1;
	o->other = strtok_r(NULL, " \t", &save);
	since = o->other ? strtok_r(NULL, " \t", &save) : NULL;
	o->since = since ? release_number(since) : 0;
	if (!o->other || (since && !o->since) || strtok_r(NULL, " \t", &save) ||
	    strncmp(o->name, "CONFIG_", 7) || !strcmp(o->name, o->other) ||
	    (strcmp(o->other, "-") && strncmp(o->other, "CONFIG_", 7))) {
		kpt_error(NAMES ":%d: want CONFIG_NAME CONFIG_OTHER [SINCE], or \"-\" for CONFIG_OTHER; SINCE as in 7.0",
			  line);
		return -EINVAL;
	}
	return 0;
}

/* Asks for an option by its other name, where the tree is one that has it. */
static int rename_option(struct vm_fragments *f, const char *src, char *words,
			 int line)
{
	struct other_name o;
	bool keep = false;
	int ret = parse_name(&o, words, line);
	size_t i;

	if (ret)
		return ret < 0 ? KPT_FAIL : 0;
	if (!asked_for(f, o.name))
		return 0;
	if (o.since)
		keep = release_of(src) < o.since;
	else if (defines(src, o.name, &keep))
		return KPT_FAIL;
	for (i = 0; i < f->n && !keep; i++)
		if (replace(&f->v[i], o.name, o.other))
			return KPT_FAIL;
	return 0;
}

int vm_fragments_rename(struct vm_fragments *f, const char *src)
{
	char path[VM_PATH], *text, *line, *next;
	int nr = 0, ret = 0;

	kpt_join(path, sizeof(path), "%s/" NAMES, vm_top());
	text = vm_read_text(path);
	if (!text)
		return KPT_FAIL;
	for (line = text; line && !ret; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		line[strcspn(line, "#")] = '\0';
		ret = rename_option(f, src, line, ++nr);
	}
	free(text);
	return ret;
}

/* ---- what becomes of them ---- */

int vm_fragments_add(const struct vm_fragments *f, struct vm_text *manifest)
{
	char hash[VM_HASH];
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (vm_sha256(f->v[i].text, hash))
			return KPT_FAIL;
		vm_text_add(manifest, "file %s %s\n", hash, f->v[i].name);
	}
	return manifest->err ? kpt_error("out of memory") : 0;
}

int vm_fragments_write(const struct vm_fragments *f, const char *dir,
		       char path[VM_FRAGMENTS_MAX][VM_PATH])
{
	int ret = vm_mkdirs(dir);
	size_t i;

	if (ret)
		return kpt_error("%s: %s", dir, strerror(-ret));
	for (i = 0; i < f->n && !ret; i++) {
		FILE *out;

		if (kpt_join(path[i], VM_PATH, "%s/%zu-%s", dir, i + 1,
			     f->v[i].name))
			return kpt_error("%s: name too long", dir);
		errno = EIO;
		out = fopen(path[i], "we");
		ret = !out || fputs(f->v[i].text, out) < 0 ? -errno : 0;
		if (out && fclose(out) && !ret)
			ret = -errno;
		if (ret)
			kpt_error("%s: %s", path[i], strerror(-ret));
	}
	return ret ? KPT_FAIL : 0;
}
