// SPDX-License-Identifier: GPL-2.0-only
/* source.c - from "debian:PACKAGE" or "git:TREE@REV" to a tree to build */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"
#include "vm/cache/cache.h"
#include "vm/source/mail.h"
#include "vm/source/queue.h"
#include "vm/source/series.h"
#include "vm/source/source.h"

#define TREE_MIB	1900	/* an unpacked tree */
#define PATCHED_MIB	100	/* shares its files with the tree it is made of */

/* Runs source.sh; what it says is shown when it fails. */
static int run_script(struct vm_cache *c, const char *what,
		      const char *const *args)
{
	return vm_cache_end(c, vm_script("source.sh", args, what, 0, NULL));
}

/* A tree of the cache; ready, as far as we go, where we only look. */
static int open_tree(struct vm_cache *c, const struct vm_source *s,
		     const char *manifest, long need)
{
	int ret;

	if (!s->look)
		return vm_cache_open(c, "src", manifest, need);
	memset(c, 0, sizeof(*c));
	c->ready = true;
	ret = vm_cache_find("src", manifest, c->dir, sizeof(c->dir));
	return ret == -ENOENT ? 0 : ret;
}

static int get_debian(struct vm_source *s, const char *package)
{
	const char *const query[] = { "dpkg-query", "-W", "-f",
				      "${db:Status-Status} ${Version}",
				      package, NULL };
	char said[512], tarball[512], manifest[1024];
	const char *words[] = { "unpack", tarball, NULL, NULL };
	struct vm_cache c;
	char *version;

	if (vm_capture(query, NULL, said, sizeof(said)) ||
	    strncmp(said, "installed ", 10))
		return kpt_error("package %s is not installed; as root: apt-get install %s (make deps does it)",
				 package, package);
	version = kpt_trim(said + 10);
	kpt_join(tarball, sizeof(tarball), "/usr/src/%s.tar.xz", package);
	kpt_join(s->words, sizeof(s->words), "Debian %s %s", package, version);
	kpt_join(manifest, sizeof(manifest), "debian %s %s\n", package,
		 version);
	if (open_tree(&c, s, manifest, TREE_MIB))
		return KPT_FAIL;
	kpt_copy(s->dir, sizeof(s->dir), c.dir);
	if (c.ready)
		return 0;
	words[2] = c.tmp;
	return run_script(&c, "unpacking the kernel source", words);
}

/* A few names that look like @rev, so that a typing error is seen. */
static void say_near(const char *tree, const char *rev)
{
	const char *const argv[] = {
		"sh", "-c",
		/* the longest beginning of rev that some name holds */
		"r=$2; all=$(git -C \"$1\" for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes)\n"
		"while [ ${#r} -gt 1 ]; do\n"
		"	near=$(printf '%s\\n' \"$all\" | grep -F -- \"$r\" | head -n 8 | tr '\\n' ' ')\n"
		"	[ -n \"$near\" ] && break; r=${r%?}\n"
		"done\n"
		"[ -n \"$near\" ] || near=$(printf '%s\\n' \"$all\" | head -n 8 | tr '\\n' ' ')\n"
		"printf '%s' \"$near\"",
		"sh", tree, rev, NULL };
	char said[1024];

	if (!vm_capture(argv, NULL, said, sizeof(said)) && *kpt_trim(said))
		kpt_error("names in that tree that come near: %s",
			  kpt_trim(said));
}

/* What a hook or "git rebase --exec" sets is about another repository. */
static void forget_repository(void)
{
	static const char *const names[] = {
		"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
		"GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE",
		"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		unsetenv(names[i]);
}

int vm_source_commit(const char *tree, const char *rev, char commit[VM_COMMIT])
{
	char revision[512], said[512];
	const char *const inside[] = { "git", "-C", tree, "rev-parse",
				       "--git-dir", NULL };
	const char *const parse[] = { "git", "-C", tree, "rev-parse",
				      "--verify", "--quiet", revision, NULL };

	forget_repository();
	if (vm_capture(inside, NULL, said, sizeof(said)))
		return kpt_error("%s: not a git tree: %s", tree,
				 kpt_trim(said));
	kpt_join(revision, sizeof(revision), "%s^{commit}", rev);
	if (rev[0] == '-' || vm_capture(parse, NULL, said, sizeof(said)) ||
	    kpt_copy(commit, VM_COMMIT, kpt_trim(said))) {
		kpt_error("%s: there is no revision '%s'", tree, rev);
		say_near(tree, rev);
		return KPT_FAIL;
	}
	return 0;
}

static void git_manifest(char *buf, size_t len, const char *commit)
{
	kpt_join(buf, len, "git %s\n", commit);
}

/* The commit's first parent, when its tree is in the cache. */
static bool find_parent(const char *tree, const char *commit,
			char parent[VM_COMMIT], char *dir, size_t len)
{
	char revision[VM_COMMIT + 2], said[512], manifest[128];
	const char *const parse[] = { "git", "-C", tree, "rev-parse",
				      "--verify", "--quiet", revision, NULL };

	kpt_join(revision, sizeof(revision), "%s^", commit);
	if (vm_capture(parse, NULL, said, sizeof(said)) ||
	    kpt_copy(parent, VM_COMMIT, kpt_trim(said)))
		return false;
	git_manifest(manifest, sizeof(manifest), parent);
	return !vm_cache_find("src", manifest, dir, len);
}

/*
 * "TREE@REVISION": both may have an '@' in them. TREE is the longest beginning
 * that is a folder. Ends it there, and returns the revision.
 */
static const char *split_spec(char *spec)
{
	char *at, *end = spec + strlen(spec);

	if (vm_exists(spec))
		return "HEAD";
	for (at = end - 1; at > spec; at--) {
		if (*at != '@')
			continue;
		*at = '\0';
		if (vm_exists(spec))
			return at + 1;
		*at = '@';
	}
	at = strchr(spec, '@');
	if (!at)
		return "HEAD";
	*at = '\0';
	return at + 1;
}

static int get_git(struct vm_source *s, const char *tree, const char *rev)
{
	char commit[VM_COMMIT], manifest[128];
	char parent[VM_COMMIT], from[VM_PATH];
	const char *words[] = { "archive", tree, commit, NULL, NULL, NULL,
				NULL };
	struct vm_cache c;
	bool known;

	if (vm_source_commit(tree, rev, commit))
		return KPT_FAIL;
	if (strlen(rev) >= 12 && !strncmp(commit, rev, strlen(rev)))
		kpt_join(s->words, sizeof(s->words), "git %.12s", commit);
	else
		kpt_join(s->words, sizeof(s->words), "git %s (%.12s)", rev,
			 commit);
	git_manifest(manifest, sizeof(manifest), commit);
	known = find_parent(tree, commit, parent, from, sizeof(from));
	if (open_tree(&c, s, manifest, known ? PATCHED_MIB : TREE_MIB))
		return KPT_FAIL;
	kpt_copy(s->dir, sizeof(s->dir), c.dir);
	if (c.ready)
		return 0;
	words[3] = c.tmp;
	if (known) {
		words[4] = from;
		words[5] = parent;
	}
	return run_script(&c, "unpacking the revision", words);
}

/*
 * What the tree is made of. A patch that patch(1), which was used before, may
 * have read otherwise than git am is told from what was made of it then.
 */
static int add_patch(struct vm_text *t, struct vm_text *list, const char *path,
		     const char *options)
{
	char name[512];

	if (strpbrk(path, "\r\n"))
		return kpt_error("%s: the name has a line break in it", path);
	if (kpt_join(name, sizeof(name), "%s%s%s%s", strrchr(path, '/') + 1,
		     *options ? " " : "", options,
		     vm_mail_is_plain(path) ? "" : " git am"))
		return kpt_error("%s: name too long", path);
	vm_text_add(list, "%s|%s\n", options, path);
	return vm_text_add_file(t, path, name);
}

/* What the script tells of patches that did apply. */
static void tell_notes(const char *path, bool applied)
{
	char line[VM_PATH + 256];
	FILE *f = fopen(path, "re");

	while (f && applied && fgets(line, sizeof(line), f))
		kpt_warn("%s", kpt_trim(line));
	if (f)
		fclose(f);
	unlink(path);
}

static int run_patches(struct vm_cache *c, const char *base, const char *list)
{
	char names[VM_PATH + 8], notes[VM_PATH + 8];
	const char *const args[] = { base, c->tmp, names, NULL };
	FILE *f;
	int ret = 0;

	kpt_join(names, sizeof(names), "%s.list", c->tmp);
	kpt_join(notes, sizeof(notes), "%s.notes", c->tmp);
	f = fopen(names, "we");
	if (!f || fputs(list, f) < 0)
		ret = kpt_error("%s: %s", names, strerror(errno));
	if (f && fclose(f))
		ret = kpt_error("%s: %s", names, strerror(errno));
	if (!ret)
		ret = vm_script("patch.sh", args, "patching the kernel source",
				0, NULL);
	unlink(names);
	tell_notes(notes, !ret);
	return vm_cache_end(c, ret);
}

/* The tree with patches applied: only these, in this order. */
static int patch_tree(struct vm_source *s, const struct vm_queue *q)
{
	struct vm_text t = { NULL }, list = { NULL };
	char base[VM_PATH];
	struct vm_cache c;
	int ret = 0;
	size_t i, n;

	kpt_copy(base, sizeof(base), s->dir);
	vm_text_add(&t, "tree %s\n", strrchr(base, '/') + 1);
	vm_text_add(&list, "%s", "");
	for (i = 0; i < q->n && !ret; i++)
		ret = add_patch(&t, &list, q->path[i], q->options[i]);
	if (ret || t.err || list.err ||
	    open_tree(&c, s, t.buf, PATCHED_MIB)) {
		ret = KPT_FAIL;
		goto out;
	}
	kpt_copy(s->dir, sizeof(s->dir), c.dir);
	n = strlen(s->words);
	snprintf(s->words + n, sizeof(s->words) - n, " + %zu patch%s (%s)",
		 q->n, q->n == 1 ? "" : "es", strrchr(c.dir, '/') + 1);
	if (!c.ready)
		ret = run_patches(&c, base, list.buf);
out:
	free(list.buf);
	free(t.buf);
	return ret;
}

/* Without the first of them it is the tree itself, by its own name. */
static int add_patches(struct vm_source *s, const struct vm_variant *v,
		       long long limit)
{
	struct vm_queue q;
	int ret = vm_queue_read(&q, v->queues, limit);

	if (!ret && (q.n || limit < 0))
		ret = patch_tree(s, &q);
	vm_queue_free(&q);
	return ret;
}

static int add_series(struct vm_source *s, const struct vm_variant *v)
{
	struct vm_series series;
	int ret = vm_series_read(&series, v->series, false);

	if (!ret)
		ret = vm_queue_cut(&series.queue, v->patches);
	if (ret || !series.queue.n)
		goto out;
	ret = patch_tree(s, &series.queue);
	if (ret && !vm_interrupted())
		kpt_error("the series does not apply to that: %s%s%s",
			  v->rev[0] ? "BASE=REVISION (--rev) names another base" :
			  "KSRC=TREE (--ksrc) is a git tree that has what it is made for",
			  series.base[0] ? "; its base-commit is " : "",
			  series.base);
out:
	vm_series_free(&series);
	return ret;
}

static int get_tree(struct vm_source *s, const struct vm_variant *v)
{
	char spec[sizeof(v->source)];
	int ret;

	kpt_copy(spec, sizeof(spec), v->source);
	if (!strncmp(spec, "debian:", 7))
		ret = get_debian(s, spec + 7);
	else if (!strncmp(spec, "git:", 4))
		ret = get_git(s, spec + 4, v->rev[0] ? v->rev :
			      split_spec(spec + 4));
	else
		return kpt_error("source '%s': neither debian:PACKAGE nor git:TREE@REVISION",
				 v->source);
	if (!ret && v->queues[0])
		ret = add_patches(s, v, v->series[0] ? -1 : v->patches);
	else if (!ret && !v->series[0] && v->patches > 0)
		ret = add_patches(s, v, v->patches);
	if (!ret && v->series[0] && v->patches)
		ret = add_series(s, v);
	return ret;
}

int vm_source_get(struct vm_source *s, const struct vm_variant *v)
{
	memset(s, 0, sizeof(*s));
	return get_tree(s, v);
}

int vm_source_find(struct vm_source *s, const struct vm_variant *v)
{
	memset(s, 0, sizeof(*s));
	s->look = true;
	return get_tree(s, v);
}
