// SPDX-License-Identifier: GPL-2.0-only
/* series.c - a series as people have it: a file, a folder, a queue of quilt */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/source/series.h"
#include "vm/source/series_mails.h"

static bool is_commit(const char *word)
{
	size_t n = strspn(word, "0123456789abcdef");

	return !word[n] && n >= 7 && n < VM_COMMIT;
}

/* "base-commit: X", "prerequisite-patch-id: Y", as git format-patch writes. */
static void read_base(struct vm_series *s, const char *path, bool tell)
{
	static const char base[] = "base-commit:";
	static const char before[] = "prerequisite-patch-id:";
	char *line = NULL, *word;
	FILE *f = fopen(path, "re");
	size_t room = 0;

	while (f && getline(&line, &room, f) > 0) {
		if (!strncmp(line, before, sizeof(before) - 1))
			s->wanted++;
		if (strncmp(line, base, sizeof(base) - 1))
			continue;
		word = kpt_trim(line + sizeof(base) - 1);
		if (!is_commit(word))
			continue;
		if (!s->base[0])
			kpt_copy(s->base, sizeof(s->base), word);
		else if (strcmp(s->base, word) && tell)
			kpt_warn("the series names two base commits, %.12s and %.12s: the first is taken",
				 s->base, word);
	}
	free(line);
	if (f)
		fclose(f);
}

static bool ends(const char *name, const char *with)
{
	size_t n = strlen(name), k = strlen(with);

	return n > k && !strcmp(name + n - k, with);
}

static bool is_patch(const char *name)
{
	static const char *const with[] = { ".patch", ".diff", ".eml", ".mbox",
					    ".mbx", ".mail" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(with); i++)
		if (name[0] != '.' && ends(name, with[i]))
			return true;
	return false;
}

/* "series.NAME" beside "series", of a queue that is split; no "series.mbx.gz" */
static bool is_part(const char *path)
{
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	return !strncmp(name, "series.", 7) && !is_patch(name) &&
	       !ends(name, ".gz");
}

static int is_patch_name(const struct dirent *d)
{
	return is_patch(d->d_name);
}

static int is_cover_name(const struct dirent *d)
{
	return ends(d->d_name, ".cover") ||
	       (ends(d->d_name, ".patch") && strstr(d->d_name, "0000-"));
}

static int is_visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* Calls @fn for files of a folder, in order of their names. */
static int each_file(const char *dir, int (*is)(const struct dirent *),
		     int (*fn)(void *arg, const char *path), void *arg)
{
	struct dirent **names = NULL;
	int i, ret = 0, n = scandir(dir, &names, is, alphasort);
	char path[VM_PATH];

	if (n < 0)
		return kpt_error("%s: %s", dir, strerror(errno));
	for (i = 0; i < n; i++) {
		if (!ret && kpt_join(path, sizeof(path), "%s/%s", dir,
				     names[i]->d_name))
			ret = kpt_error("%s: name too long", dir);
		if (!ret)
			ret = fn(arg, path);
		free(names[i]);
	}
	free(names);
	return ret;
}

static int add_letter(void *arg, const char *path)
{
	return vm_letters_add(arg, path);
}

static int add_cover(void *arg, const char *path)
{
	read_base(arg, path, false);
	return 0;
}

/* Mails in a file or a folder: base-commit stands in any, the cover too. */
static int read_mails(struct vm_series *s, const char *path, bool folder,
		      bool tell)
{
	struct vm_letters l = { NULL };
	char cover[VM_PATH], cur[VM_PATH];
	int ret = 0;
	size_t i;

	if (!folder) {
		ret = vm_letters_add(&l, path);
		/* b4 am writes X.mbx, and the cover letter to X.cover. */
		if (ends(path, ".mbx") &&
		    !kpt_join(cover, sizeof(cover), "%.*s.cover",
			      (int)strlen(path) - 4, path))
			read_base(s, cover, tell);
	} else if (!kpt_join(cur, sizeof(cur), "%s/cur", path) &&
		   vm_exists(cur)) {
		ret = each_file(cur, is_visible, add_letter, &l);
		kpt_join(cur, sizeof(cur), "%s/new", path);
		if (!ret && vm_exists(cur))
			ret = each_file(cur, is_visible, add_letter, &l);
	} else {
		ret = each_file(path, is_patch_name, add_letter, &l);
	}
	for (i = 0; i < l.n && !ret; i++)
		read_base(s, l.v[i].path, tell);
	if (!ret)
		ret = vm_letters_sort(&l, &s->queue, tell);
	vm_letters_free(&l);
	return ret;
}

static int read_queue(struct vm_series *s, const char *series, bool tell)
{
	char dir[VM_PATH];
	int quiet = kpt_quiet, ret;
	size_t i;

	kpt_quiet = kpt_quiet || !tell;
	ret = vm_queue_file(&s->queue, series);
	kpt_quiet = quiet;
	for (i = 0; i < s->queue.n && !ret; i++)
		read_base(s, s->queue.path[i], tell);
	kpt_join(dir, sizeof(dir), "%.*s",
		 (int)(strrchr(series, '/') - series), series);
	return ret ? ret : each_file(dir, is_cover_name, add_cover, s);
}

int vm_series_read(struct vm_series *s, const char *path, bool tell)
{
	static const char *const names[] = { "series", "patches/series",
					     "series.conf" };
	char series[VM_PATH];
	struct stat st;
	int ret = -1;
	size_t i;

	memset(s, 0, sizeof(*s));
	if (stat(path, &st))
		return kpt_error("%s: %s", path, strerror(errno));
	for (i = 0; S_ISDIR(st.st_mode) && i < ARRAY_SIZE(names); i++)
		if (!kpt_join(series, sizeof(series), "%s/%s", path,
			      names[i]) && vm_exists(series))
			break;
	if (S_ISDIR(st.st_mode) && i < ARRAY_SIZE(names))
		ret = read_queue(s, series, tell);
	else if (S_ISREG(st.st_mode) && is_part(path))
		ret = kpt_join(series, sizeof(series), "%s%s",
			       strchr(path, '/') ? "" : "./", path) ?
			      kpt_error("%s: name too long", path) :
			      read_queue(s, series, tell);
	else
		ret = read_mails(s, path, S_ISDIR(st.st_mode), tell);
	if (!ret && !s->queue.n)
		ret = kpt_error("%s: there is no patch in it; an mbox, a patch, a folder of patches (*.patch) or a queue with its file 'series' is wanted",
				path);
	return ret;
}

void vm_series_free(struct vm_series *s)
{
	vm_queue_free(&s->queue);
}

static bool has_commit(const char *tree, const char *commit)
{
	char revision[VM_COMMIT + 16], said[512];
	const char *const argv[] = { "git", "-C", tree, "rev-parse",
				     "--verify", "--quiet", revision, NULL };

	kpt_join(revision, sizeof(revision), "%s^{commit}", commit);
	return !vm_capture(argv, NULL, said, sizeof(said));
}

/* Revisions in which every file is what the series expects it to be. */
static void say_likely(const struct vm_series *s, const char *ksrc)
{
	const char **argv = calloc(s->queue.n + 4, sizeof(*argv));
	char script[VM_PATH], said[2048];
	size_t i;

	if (!argv || kpt_join(script, sizeof(script), "%s/vm/series-base.sh",
			      vm_top()))
		goto out;
	argv[0] = "sh";
	argv[1] = script;
	argv[2] = ksrc;
	for (i = 0; i < s->queue.n; i++)
		argv[3 + i] = s->queue.path[i];
	if (vm_capture(argv, NULL, said, sizeof(said)))
		goto out;
	if (*kpt_trim(said))
		kpt_error("revisions there with each file as the series expects it: %s",
			  kpt_trim(said));
	else
		kpt_error("no tag and no branch there has every file as the series expects it");
out:
	free(argv);
}

static int find_base(struct vm_variant *v, const struct vm_series *s,
		     const char *ksrc, const char *rev, bool tell)
{
	char commit[VM_COMMIT];

	vm_variant_init(v);
	if (kpt_join(v->source, sizeof(v->source), "git:%s", ksrc))
		return vm_source_commit(ksrc, "HEAD", commit);
	if (!rev && !(s->base[0] && has_commit(ksrc, s->base))) {
		/* No git tree at all? */
		if (vm_source_commit(ksrc, "HEAD", commit))
			return KPT_FAIL;
		if (s->base[0])
			kpt_error("%s has no commit %s, the base-commit of the series: git -C %s fetch --all gets it if a remote has it; or BASE=REVISION (--rev) names another base",
				  ksrc, s->base, ksrc);
		else
			kpt_error("the series names no base-commit: BASE=REVISION (--rev) of %s says what it is made for",
				  ksrc);
		say_likely(s, ksrc);
		return KPT_FAIL;
	}
	if (rev && tell && s->base[0] &&
	    strncmp(commit, s->base, strlen(s->base)))
		kpt_info("the base is %s, not %.12s, which the series names",
			 rev, s->base);
	if (!rev && tell)
		kpt_info("the base is %s, the base-commit of the series",
			 s->base);
	if (kpt_copy(v->rev, sizeof(v->rev), rev ? rev : s->base))
		return kpt_error("%s: too long", rev);
	return 0;
}

int vm_series_variant(struct vm_variant *v, const char *path, const char *ksrc,
		      const char *rev, const char *variant, bool tell)
{
	char full[PATH_MAX];
	struct vm_series s;
	int status;

	if (!realpath(path, full))
		return kpt_error("%s: %s", path, strerror(errno));
	status = vm_series_read(&s, full, tell);
	if (!status && tell && s.wanted)
		kpt_warn("the series wants %zu further patches applied before it: they are not in it",
			 s.wanted);
	if (!status && ksrc)
		status = find_base(v, &s, ksrc, rev, tell);
	else if (!status)
		status = vm_variant_read(v, variant);
	if (!status && !ksrc && tell)
		kpt_info("the series is put on kernel '%s' (%s)%s%s", variant,
			 v->source, s.base[0] ? "; its base-commit is " : "",
			 s.base);
	if (!status && kpt_copy(v->series, sizeof(v->series), full))
		status = kpt_error("%s: name too long", full);
	vm_series_free(&s);
	return status;
}
