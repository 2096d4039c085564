// SPDX-License-Identifier: GPL-2.0-only
/* conf.c - configuration files, read with inih into fixed structures */
#include <errno.h>
#include <ini.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/conf.h"
#include "vm/base/paths.h"

/*
 * One key of a file; a value that comes again is added after @join, or, where
 * that is 0, takes the place of the first one.
 */
struct key {
	const char *section;
	const char *name;
	size_t offset, size;
	char join;
};

struct reading {
	void *at;
	const struct key *keys;
	const char *path;
	struct vm_arch *arch;	/* arch.conf: any key of [qemu] is a mode */
	const char *mode;
	bool like;		/* the file another one begins with */
	int ret;
};

static int append(char *dst, size_t len, char join, const char *value)
{
	size_t used = join ? strlen(dst) : 0;

	if (used && used + 1 < len) {
		dst[used++] = join;
		dst[used] = '\0';
	}
	return kpt_copy(dst + used, len - used, value);
}

static int take_mode(struct reading *r, const char *name, const char *value)
{
	struct vm_arch *a = r->arch;
	size_t len = strlen(a->modes), n = strlen(name);

	/* Seen before when this is a continued line: it is the last one. */
	if (len < n || strcmp(a->modes + len - n, name))
		if (append(a->modes, sizeof(a->modes), ' ', name))
			return -ENAMETOOLONG;
	if (!r->mode || strcmp(name, r->mode))
		return 0;
	return append(a->mode, sizeof(a->mode), ' ', value);
}

static int take_like(struct reading *r, const char *name);

static bool is_one_of(const char *const *words, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(words[i], word))
			return true;
	return false;
}

/*
 * "KEY.MODE" of these adds to KEY, in its place, in that mode alone. Tells
 * whether @name is that of the key; @mode becomes the mode, or NULL.
 */
static bool names(const struct key *k, const char *name, const char **mode)
{
	static const char *const by_mode[] = { "cmdline", "allow" };
	size_t n = strlen(k->name);

	*mode = NULL;
	if (!strcmp(name, k->name))
		return true;
	if (strncmp(name, k->name, n) || name[n] != '.' ||
	    !is_one_of(by_mode, ARRAY_SIZE(by_mode), k->name))
		return false;
	*mode = name + n + 1;
	return true;
}

bool vm_has_word(const char *words, const char *word)
{
	size_t n = strlen(word);
	const char *p;

	for (p = words; n && *p; p += strcspn(p, " ")) {
		p += strspn(p, " ");
		if (!strncmp(p, word, n) && (p[n] == ' ' || !p[n]))
			return true;
	}
	return false;
}

/* "device.NAME", "guest.NAME", "drivers.NAME": the value behind its key, a line each. */
static int take_device(struct vm_arch *a, const char *name, const char *value)
{
	char line[sizeof(a->devices)];
	const char *last = strrchr(a->devices, '\n');
	size_t n = strlen(name);

	/* A continued line has its key again. */
	last = last ? last + 1 : a->devices;
	if (!strncmp(last, name, n) && last[n] == ' ')
		return append(a->devices, sizeof(a->devices), ' ', value);
	if (kpt_join(line, sizeof(line), "%s %s", name, value))
		return -ENAMETOOLONG;
	return append(a->devices, sizeof(a->devices), '\n', line);
}

const char *vm_arch_device(const struct vm_arch *arch, const char *key)
{
	const char *p = arch->devices;
	size_t n = strlen(key);

	for (; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (!strncmp(p, key, n) && p[n] == ' ')
			return p + n + 1;
	return NULL;
}

/* inih's callback: 0 is an error there. */
static int on_key(void *user, const char *section, const char *name,
		  const char *value)
{
	struct reading *r = user;
	const char *mode = NULL;
	const struct key *k;

	if (r->arch && !strcmp(section, "build") && !strcmp(name, "like"))
		return !take_like(r, value);
	for (k = r->keys; k->name; k++)
		if (!strcmp(k->section, section) && names(k, name, &mode))
			break;
	if (k->name && mode && !vm_has_word(r->arch->modes, mode))
		r->ret = -ENOENT;
	else if (k->name && mode && (!r->mode || strcmp(mode, r->mode)))
		return 1;
	else if (k->name)
		r->ret = append((char *)r->at + k->offset, k->size, k->join,
				value);
	else if (r->arch && !strcmp(section, "qemu") &&
		 (!strncmp(name, "device.", 7) || !strncmp(name, "guest.", 6) ||
		  !strncmp(name, "drivers.", 8)))
		r->ret = take_device(r->arch, name, value);
	else if (r->arch && !strcmp(section, "qemu"))
		r->ret = take_mode(r, name, value);
	else
		r->ret = -ENOENT;
	if (r->ret == -ENOENT)
		kpt_error("%s: unknown key '%s' in [%s]", r->path, name,
			  section);
	else if (r->ret)
		kpt_error("%s: %s: value too long", r->path, name);
	return !r->ret;
}

static int parse(struct reading *r)
{
	int line = ini_parse(r->path, on_key, r);

	if (r->ret)
		return KPT_FAIL;
	if (line < 0)
		return kpt_error("%s: cannot be read: %s", r->path,
				 strerror(errno));
	if (line)
		return kpt_error("%s:%d: not 'key = value'", r->path, line);
	return 0;
}

static int conf_path(char *path, size_t len, const char *sub, const char *name,
		     const char *rest)
{
	const char *top = vm_top();

	if (!top)
		return KPT_FAIL;
	if (kpt_join(path, len, "%s/configs/%s/%s%s", top, sub, name, rest))
		return kpt_error("%s: name too long", name);
	return 0;
}

/* Another architecture's keys come before those of the file, which add. */
static int take_like(struct reading *r, const char *name)
{
	char path[VM_PATH];
	struct reading other = *r;

	if (r->like || r->arch->kbuild_arch[0])
		r->ret = kpt_error("%s: like comes first, and once", r->path);
	else if (conf_path(path, sizeof(path), "arch", name, "/arch.conf"))
		r->ret = KPT_FAIL;
	if (r->ret)
		return r->ret;
	other.path = path;
	other.like = true;
	r->ret = parse(&other);
	if (!r->ret && kpt_copy(r->arch->like, sizeof(r->arch->like), name))
		r->ret = kpt_error("%s: like: name too long", r->path);
	return r->ret;
}

#define ARCH(m)	offsetof(struct vm_arch, m), sizeof(((struct vm_arch *)0)->m)

struct arch_file {
	struct vm_arch arch;
	char objects[32];
};

static const struct key arch_keys[] = {
	{ "build", "kbuild_arch", ARCH(kbuild_arch), 0 },
	{ "build", "cross", ARCH(cross), 0 },
	{ "build", "target", ARCH(target), 0 },
	{ "build", "image", ARCH(image), 0 },
	{ "build", "cc", ARCH(cc), 0 },
	{ "build", "packages", ARCH(packages), ' ' },
	{ "build", "cross_packages", ARCH(cross_packages), ' ' },
	{ "build", "make", ARCH(make), ' ' },
	{ "build", "without", ARCH(without), ' ' },
	{ "build", "linear", ARCH(linear), 0 },
	{ "build", "debian", ARCH(debian), 0 },
	{ "build", "objects", offsetof(struct arch_file, objects), 32, 0 },
	{ "qemu", "binary", ARCH(binary), 0 },
	{ "qemu", "args", ARCH(args), ' ' },
	{ "qemu", "loader", ARCH(loader), 0 },
	{ "qemu", "disk", ARCH(disk), 0 },
	{ "guest", "console", ARCH(console), 0 },
	{ "guest", "records", ARCH(records), 0 },
	{ "guest", "cmdline", ARCH(cmdline), ' ' },
	{ "guest", "also", ARCH(also), '\n' },
	{ "guest", "allow", ARCH(allow), '\n' },
	{ 0 }
};

/* An architecture without [qemu] is built, and that is all. */
static bool may_be_empty(const struct key *k, bool booted)
{
	static const char *const keys[] = { "cross", "packages",
					    "cross_packages", "make",
					    "without", "linear", "debian",
					    "loader",
					    "disk", "also", "allow" };

	if (is_one_of(keys, ARRAY_SIZE(keys), k->name))
		return true;
	return !booted && (strcmp(k->section, "build") ||
			   !strcmp(k->name, "cc"));
}

int vm_arch_read(struct vm_arch *arch, const char *name, const char *mode)
{
	struct arch_file file = { .objects = "" };
	struct reading r = { .at = &file, .keys = arch_keys,
			     .arch = &file.arch, .mode = mode };
	const struct key *k;
	char path[VM_PATH];
	int status;

	status = vm_check_name("architecture", name, "arch", NULL);
	if (!status)
		status = conf_path(path, sizeof(path), "arch", name,
				   "/arch.conf");
	if (status)
		return status;
	r.path = path;
	status = parse(&r);
	if (status)
		return status;
	for (k = arch_keys; k->name; k++)
		if (!((char *)&file)[k->offset] &&
		    !may_be_empty(k, file.arch.modes[0]))
			return kpt_error("%s: [%s] %s is missing", path,
					 k->section, k->name);
	if (kpt_parse_int(file.objects, 1, 1000000, &file.arch.objects))
		return kpt_error("%s: objects: '%s' is no number", path,
				 file.objects);
	if (mode && !file.arch.modes[0]) {
		kpt_error("%s is built and not run: its arch.conf has no [qemu]",
			  name);
		return KPT_USAGE;
	}
	if (mode && !file.arch.mode[0]) {
		kpt_error("no mode '%s' on %s; there are: %s", mode, name,
			  file.arch.modes);
		return KPT_USAGE;
	}
	*arch = file.arch;
	return kpt_copy(arch->name, sizeof(arch->name), name) ? KPT_FAIL : 0;
}

#define VARIANT(m) "", #m, offsetof(struct vm_variant, m), \
		   sizeof(((struct vm_variant *)0)->m), ' '

static const struct key variant_keys[] = {
	{ VARIANT(title) },
	{ VARIANT(source) },
	{ VARIANT(queues) },
	{ VARIANT(fragments) },
	{ 0 }
};

void vm_variant_init(struct vm_variant *v)
{
	*v = (struct vm_variant){ .patches = -1 };
}

int vm_variant_read(struct vm_variant *v, const char *name)
{
	struct reading r = { .at = v, .keys = variant_keys };
	char path[VM_PATH];
	int status;

	vm_variant_init(v);
	status = vm_check_name("kernel", name, "kernels", ".conf");
	if (!status)
		status = conf_path(path, sizeof(path), "kernels", name,
				   ".conf");
	if (status)
		return status;
	r.path = path;
	status = parse(&r);
	if (!status && !v->source[0])
		status = kpt_error("%s: source is missing", path);
	if (!status && kpt_copy(v->name, sizeof(v->name), name))
		status = kpt_error("%s: name too long", path);
	return status;
}

struct scenario_reading {
	struct kpt_scenario *sc;
	char err[512];
	bool bad;
};

static int on_scenario_key(void *user, const char *section, const char *name,
			   const char *value)
{
	struct scenario_reading *r = user;

	(void)section;
	r->bad = kpt_scenario_set(r->sc, name, value, r->err, sizeof(r->err));
	return !r->bad;
}

int vm_scenario_read(struct kpt_scenario *sc, const char *name)
{
	struct scenario_reading r = { .sc = sc };
	char path[VM_PATH];
	int line;

	if (conf_path(path, sizeof(path), "scenarios", name, ".conf"))
		return KPT_FAIL;
	kpt_scenario_init(sc, name);
	line = ini_parse(path, on_scenario_key, &r);
	if (line < 0)
		return kpt_error("%s: cannot be read: %s", path,
				 strerror(errno));
	if (line)
		return kpt_error("%s:%d: %s", path, line,
				 r.bad ? r.err : "not 'key = value'");
	if (kpt_scenario_check(sc, r.err, sizeof(r.err)))
		return kpt_error("%s: %s", path, r.err);
	return 0;
}
