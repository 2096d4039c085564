// SPDX-License-Identifier: GPL-2.0-only
/* rootfs.c - what a guest has below /: a folder, or Debian packages */
#include <errno.h>
#include <sys/types.h>
#include <sys/stat.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"
#include "vm/cache/cache.h"
#include "vm/guest/rootfs.h"

#define ROOT_MIB	600	/* packages and what is unpacked of them */
#define PACKAGES_MAX	16
#define WORD		"kptinit.root="

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int add_link(struct vm_cpio *c, const char *name, const char *path)
{
	char to[VM_PATH];
	ssize_t n = readlink(path, to, sizeof(to));

	if (n < 0 || n == (ssize_t)sizeof(to))
		return n < 0 ? -errno : -ENAMETOOLONG;
	vm_cpio_add(c, name, 0120777, to, (size_t)n);
	return 0;
}

static int add_one(struct vm_cpio *c, const FTSENT *e, size_t root)
{
	const char *name = e->fts_path + root;
	unsigned int mode = e->fts_statp ? e->fts_statp->st_mode & 07777 : 0;

	name += *name == '/';
	if (!*name)
		return 0;
	switch (e->fts_info) {
	case FTS_D:
		vm_cpio_add(c, name, 0040000 | mode, NULL, 0);
		return 0;
	case FTS_F:
		vm_cpio_add_file(c, name, mode, e->fts_path);
		return 0;
	case FTS_SL:
	case FTS_SLNONE:
		return add_link(c, name, e->fts_path);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		return -e->fts_errno;
	default:
		return 0;	/* devices and sockets are the guest's own */
	}
}

/* Sorted by name, so that one folder always makes one archive. */
static int add_tree(struct vm_cpio *c, const char *dir)
{
	char top[VM_PATH];
	char *const paths[] = { top, NULL };
	FTSENT *e;
	FTS *f;
	int ret = 0;

	kpt_copy(top, sizeof(top), dir);
	f = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	if (!f)
		return kpt_error("%s: %s", dir, strerror(errno)), -errno;
	while (!ret && (e = fts_read(f))) {
		ret = add_one(c, e, strlen(top));
		if (ret)
			kpt_error("%s: %s", e->fts_path, strerror(-ret));
	}
	fts_close(f);
	return ret ? ret : c->err;
}

int vm_roots_add(const struct vm_roots *roots, const char *boot,
		 struct vm_cpio *c)
{
	const char *word = strstr(boot, WORD);

	for (size_t i = 0; word && i < roots->n; i++)
		if (strlen(roots->v[i].word) == strcspn(word, " ") &&
		    !strncmp(roots->v[i].word, word, strcspn(word, " ")))
			return add_tree(c, roots->v[i].dir);
	return 0;
}

/* All of its files as one archive, of which the digest is kept. */
static int digest_of(const char *dir, char digest[65])
{
	char path[] = "/tmp/kptvm-root-XXXXXX";
	int fd = mkstemp(path), ret;
	FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
	struct vm_cpio c;

	if (!f)
		return kpt_error("%s: %s", path, strerror(errno));
	vm_cpio_begin(&c, f);
	ret = add_tree(&c, dir);
	if (!ret)
		ret = vm_cpio_end(&c);
	if (fclose(f) && !ret)
		ret = -errno;
	if (!ret)
		ret = vm_sha256_file(path, digest);
	else
		kpt_error("%s: %s", dir, strerror(-ret));
	unlink(path);
	return ret ? KPT_FAIL : 0;
}

static size_t split(char *text, const char **words)
{
	char *save, *w;
	size_t n = 0;

	for (w = strtok_r(text, " \t\n", &save); w && n < PACKAGES_MAX;
	     w = strtok_r(NULL, " \t\n", &save))
		words[n++] = w;
	words[n] = NULL;
	return w ? PACKAGES_MAX + 1 : n;
}

/* "PACKAGE ..." becomes "PACKAGE=VERSION ...". */
static int find_versions(const struct vm_arch *arch, struct kpt_scenario *sc)
{
	const char *argv[PACKAGES_MAX + 6] = { "sh" };
	char script[VM_PATH], said[2048];
	size_t i, n;

	if (!arch->debian[0])
		return kpt_error("scenario %s: packages: configs/arch/%s/arch.conf names no Debian architecture",
				 sc->name, arch->name), KPT_USAGE;
	kpt_join(script, sizeof(script), "%s/vm/rootfs.sh", vm_top());
	argv[1] = script;
	argv[2] = "find";
	argv[3] = arch->debian;
	n = split(sc->packages, argv + 4);
	if (n > PACKAGES_MAX)
		return kpt_error("scenario %s: packages: at most %d",
				 sc->name, PACKAGES_MAX), KPT_USAGE;
	for (i = 0; i < n; i++)
		if (argv[4 + i][0] == '-' || strchr(argv[4 + i], '/'))
			return kpt_error("scenario %s: packages: '%s' is no name of a package",
					 sc->name, argv[4 + i]), KPT_USAGE;
	if (vm_capture(argv, NULL, said, sizeof(said)))
		return kpt_error("scenario %s: packages: %s", sc->name,
				 kpt_trim(said));
	kpt_trim(said);
	for (i = 0; said[i]; i++)
		if (said[i] == '\n')
			said[i] = ' ';
	if (kpt_copy(sc->packages, sizeof(sc->packages), said))
		return kpt_error("scenario %s: packages: too many", sc->name);
	return 0;
}

static int unpack(const struct vm_arch *arch, const struct kpt_scenario *sc,
		  char *dir, size_t len)
{
	const char *args[PACKAGES_MAX + 4] = { "make", arch->debian };
	struct vm_text t = { NULL };
	char script[VM_PATH], names[sizeof(sc->packages)];
	struct vm_cache c;
	int ret;

	kpt_join(script, sizeof(script), "%s/vm/rootfs.sh", vm_top());
	kpt_copy(names, sizeof(names), sc->packages);
	vm_text_add(&t, "root 1\narch %s\npackages %s\n", arch->debian, names);
	ret = vm_text_add_file(&t, script, "rootfs.sh");
	if (!ret)
		ret = t.err ? -ENOMEM :
		      vm_cache_open(&c, "root", t.buf, ROOT_MIB);
	if (!ret && !c.ready) {
		args[2] = c.tmp;
		split(names, args + 3);
		ret = vm_cache_end(&c, vm_script("rootfs.sh", args,
						 "unpacking packages", 0,
						 NULL));
	}
	free(t.buf);
	if (ret || kpt_join(dir, len, "%s/root", c.dir))
		return KPT_FAIL;
	vm_cache_used(c.dir);
	return 0;
}

/* "rt-tests,stress-ng", or what the folder is called. */
static int name_word(const struct kpt_scenario *sc, const char *names,
		     char *word, size_t len)
{
	char all[sizeof(sc->packages) + 64] = "";
	const char *base = strrchr(sc->folder, '/');
	char *p;

	base = base ? base + 1 : sc->folder;
	if (kpt_join(all, sizeof(all), "%s%s%s", names, *names && *base ?
		     "," : "", base))
		return -ENAMETOOLONG;
	for (p = all; *p; p++)
		if (*p == ' ' || *p == '\t')
			*p = ',';
	return kpt_join(word, len, WORD "%s", all);
}

static int one_root(struct vm_roots *roots, const struct vm_arch *arch,
		    struct kpt_scenario *sc)
{
	char names[sizeof(sc->packages)], word[200], dir[VM_PATH] = "";
	size_t n = strlen(sc->boot), i;
	int ret = 0;

	if (sc->packages[0] && sc->folder[0])
		return kpt_error("scenario %s: packages or a folder, not both",
				 sc->name), KPT_USAGE;
	kpt_copy(names, sizeof(names), sc->packages);
	if (name_word(sc, names, word, sizeof(word)) ||
	    kpt_join(sc->boot + n, sizeof(sc->boot) - n, "%s%s", n ? " " : "",
		     word))
		return kpt_error("scenario %s: packages, folder: too long",
				 sc->name), KPT_USAGE;
	if (sc->packages[0])
		ret = find_versions(arch, sc);
	for (i = 0; !ret && i < roots->n; i++)
		if (!strcmp(roots->v[i].word, word))
			break;
	if (ret || (i < roots->n && !sc->folder[0]))
		return ret;
	if (sc->packages[0])
		ret = unpack(arch, sc, dir, sizeof(dir));
	else if (!realpath(sc->folder, dir))
		return kpt_error("scenario %s: folder %s: %s", sc->name,
				 sc->folder, strerror(errno)), KPT_USAGE;
	/* The guest's plan tells no path of the host. */
	sc->folder[0] = '\0';
	if (!ret && i < roots->n)
		return strcmp(roots->v[i].dir, dir) ?
		       kpt_error("scenario %s: two folders are called %s",
				 sc->name, word + strlen(WORD)) : 0;
	if (!ret && roots->n == VM_ROOTS_MAX)
		return kpt_error("scenarios want more than %d root file systems",
				 VM_ROOTS_MAX), KPT_USAGE;
	if (!ret)
		ret = digest_of(dir, roots->v[i].digest);
	if (ret)
		return ret;
	kpt_copy(roots->v[i].word, sizeof(roots->v[i].word), word);
	kpt_copy(roots->v[i].dir, sizeof(roots->v[i].dir), dir);
	roots->n++;
	return 0;
}

int vm_roots_get(struct vm_roots *roots, const struct vm_arch *arch,
		 struct kpt_plan *plan)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < plan->nr_scenarios; i++) {
		struct kpt_scenario *sc = &plan->scenarios[i];

		if (sc->packages[0] || sc->folder[0])
			ret = one_root(roots, arch, sc);
	}
	return ret;
}
