// SPDX-License-Identifier: GPL-2.0-only
/* tune.c - settings that are changed for a measurement, and put back */
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/parse.h"
#include "bench/tune.h"
#include "common/durable.h"
#include "common/util.h"

#define CPUS	"/sys/devices/system/cpu/"
#define SAVED	"/var/lib/kptbench/tuned"
#define BOOT_ID	"/proc/sys/kernel/random/boot_id"

/* A change: written to the switch once it is on disk what was there. */
struct change {
	char path[256];		/* below the root */
	char *was;		/* a list of CPUs may be thousands of bytes */
	char want[256];
	bool may_fail;		/* some interrupts cannot be moved */
};

struct changes {
	struct change *v;
	size_t n;
	int err;
};

void tune_wish_init(struct tune_wish *w)
{
	memset(w, 0, sizeof(*w));
	w->idle_us = -1;
}

static int check_word(const char *option, const char *value)
{
	if (!*value || !strcmp(value, "on") || !strcmp(value, "off"))
		return 0;
	kpt_error("--%s %s: is none of: on off", option, value);
	return -EINVAL;
}

int tune_check(const struct tune_wish *w)
{
	int ret = check_word("turbo", w->turbo);

	return ret ? ret : check_word("smt", w->smt);
}

static int read_switch(const struct machine *m, const char *path, char *buf,
		       size_t len)
{
	int got = machine_read(m, path, buf, len);

	if (got < 0)
		return got;
	memmove(buf, kpt_trim(buf), strlen(kpt_trim(buf)) + 1);
	return 0;
}

static int read_all(const struct machine *m, const char *path, char **value)
{
	long got = machine_read_all(m, path, value);

	if (got < 0)
		return (int)got;
	memmove(*value, kpt_trim(*value), strlen(kpt_trim(*value)) + 1);
	return 0;
}

static int write_switch(const struct machine *m, const char *path,
			const char *value)
{
	char *text;
	int ret;

	if (asprintf(&text, "%s\n", value) < 0)
		return -ENOMEM;
	ret = machine_write(m, path, text);
	free(text);
	return ret;
}

static void add(struct changes *c, const struct machine *m, const char *path,
		const char *want, bool may_fail)
{
	struct change *v = realloc(c->v, (c->n + 1) * sizeof(*v));
	int ret;

	if (!v) {
		c->err = -ENOMEM;
		return;
	}
	c->v = v;
	v += c->n;
	memset(v, 0, sizeof(*v));
	v->may_fail = may_fail;
	ret = kpt_copy(v->path, sizeof(v->path), path);
	if (!ret)
		ret = kpt_copy(v->want, sizeof(v->want), want);
	if (!ret)
		ret = read_all(m, path, &v->was);
	/* An interrupt may be gone again. */
	if (ret && may_fail && ret != -ENOMEM && ret != -ENAMETOOLONG)
		return;
	if (ret) {
		kpt_error("%s: %s", path, strerror(-ret));
		c->err = ret;
	} else if (strcmp(v->was, want)) {
		c->n++;
	} else {
		free(v->was);
	}
}

static void changes_free(struct changes *c)
{
	while (c->n)
		free(c->v[--c->n].was);
	free(c->v);
}

/* Every file that @pattern names, below the root; @nr: how many there are. */
static glob_t find(const struct machine *m, const char *pattern, size_t *nr)
{
	char full[512];
	glob_t g = { 0 };

	if (machine_path(m, full, sizeof(full), pattern) ||
	    glob(full, 0, NULL, &g))
		g.gl_pathc = 0;
	*nr = g.gl_pathc;
	return g;
}

static void add_all(struct changes *c, const struct machine *m,
		    const char *pattern, const char *want, bool may_fail,
		    const char *what)
{
	size_t i, nr;
	glob_t g = find(m, pattern, &nr);

	for (i = 0; i < nr; i++)
		add(c, m, g.gl_pathv[i] + strlen(m->root), want, may_fail);
	if (!nr && what) {
		kpt_error("%s: this machine has none (no %s)", what, pattern);
		c->err = -ENODEV;
	}
	globfree(&g);
}

static void add_turbo(struct changes *c, const struct machine *m, bool on)
{
	static const char intel[] = CPUS "intel_pstate/no_turbo";
	char was[16];

	if (!read_switch(m, intel, was, sizeof(was)))
		add(c, m, intel, on ? "0" : "1", false);
	else
		add_all(c, m, CPUS "cpufreq/boost", on ? "1" : "0", false,
			"--turbo");
}

/* Idle states that take longer to leave than is wished for. */
static void add_idle(struct changes *c, const struct machine *m,
		     long long limit)
{
	size_t i, nr;
	glob_t g = find(m, CPUS "cpu[0-9]*/cpuidle/state[0-9]*/latency", &nr);

	for (i = 0; i < nr; i++) {
		const char *path = g.gl_pathv[i] + strlen(m->root);
		char text[32], disable[256];
		uint64_t us;

		if (read_switch(m, path, text, sizeof(text)) ||
		    parse_leading(strcat(text, "\n"), &us) ||
		    us <= (uint64_t)limit)
			continue;
		if (!kpt_join(disable, sizeof(disable), "%.*s/disable",
			      (int)(strrchr(path, '/') - path), path))
			add(c, m, disable, "1", false);
	}
	if (!nr) {
		kpt_error("--idle-us: this machine tells of no idle states");
		c->err = -ENODEV;
	}
	globfree(&g);
}

/* All CPUs but the measuring one; those offline do no harm in the list. */
static void add_irqs(struct changes *c, const struct machine *m)
{
	struct machine where = *m;
	char others[64] = "";

	topology_choose(&where);
	if (where.cpu > 0)
		kpt_join(others, sizeof(others), where.cpu > 1 ? "0-%d" : "%d",
			 where.cpu - 1);
	if (!others[0]) {
		kpt_warn("--irqs: no other CPU to move interrupts to");
		return;
	}
	add_all(c, m, "/proc/irq/[0-9]*/smp_affinity_list", others, true,
		NULL);
}

static void collect(struct changes *c, const struct machine *m,
		    const struct tune_wish *w)
{
	if (w->governor[0])
		add_all(c, m, CPUS "cpu[0-9]*/cpufreq/scaling_governor",
			w->governor, false, "--governor");
	if (w->turbo[0])
		add_turbo(c, m, !strcmp(w->turbo, "on"));
	if (w->smt[0])
		add_all(c, m, CPUS "smt/control", w->smt, false, "--smt");
	if (w->idle_us >= 0)
		add_idle(c, m, w->idle_us);
	if (w->irqs)
		add_irqs(c, m);
}

/* The boot they are of comes first: another boot has them no more. */
static int keep(const struct machine *m, const struct changes *c)
{
	char boot_id[64], path[512], *text = NULL;
	size_t len, i;
	FILE *f;
	int ret;

	ret = read_switch(m, BOOT_ID, boot_id, sizeof(boot_id));
	if (!ret)
		ret = machine_path(m, path, sizeof(path), SAVED);
	if (ret)
		return ret;
	f = open_memstream(&text, &len);
	if (!f)
		return -ENOMEM;
	fprintf(f, "%s\n", boot_id);
	for (i = 0; i < c->n; i++)
		fprintf(f, "%s %s\n", c->v[i].path, c->v[i].was);
	ret = fclose(f) ? -ENOMEM : kpt_replace(path, text);
	free(text);
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

/* A driver has some of the governors, and its file takes no other. */
static int check_governor(const struct machine *m, const char *governor)
{
	static const char path[] =
		CPUS "cpu0/cpufreq/scaling_available_governors";
	char has[256], text[256], *tok, *save;

	if (read_switch(m, path, has, sizeof(has)))
		return 0;
	kpt_copy(text, sizeof(text), has);
	for (tok = strtok_r(text, " ", &save); tok;
	     tok = strtok_r(NULL, " ", &save))
		if (!strcmp(tok, governor))
			return 0;
	kpt_error("--governor %s: is none of this machine's: %s", governor,
		  has);
	return -EINVAL;
}

/* "notsupported", "notimplemented" and "forceoff" stay as they are. */
static int check_smt(const struct machine *m)
{
	char was[32];

	if (read_switch(m, CPUS "smt/control", was, sizeof(was)) ||
	    (strncmp(was, "not", 3) && strcmp(was, "forceoff")))
		return 0;
	kpt_error("--smt: cannot be set on this machine: it is %s", was);
	return -ENODEV;
}

int tune_dry(const struct machine *m, const struct tune_wish *w)
{
	struct changes c = { 0 };
	int ret = 0;

	collect(&c, m, w);
	changes_free(&c);
	if (!c.err && w->governor[0])
		ret = check_governor(m, w->governor);
	if (!c.err && !ret && w->smt[0])
		ret = check_smt(m);
	return c.err ? c.err : ret;
}

int tune_apply(const struct machine *m, const struct tune_wish *w)
{
	struct changes c = { 0 };
	size_t i;
	int ret;

	collect(&c, m, w);
	ret = c.err;
	if (!ret && c.n)
		ret = keep(m, &c);
	for (i = 0; !ret && i < c.n; i++) {
		ret = write_switch(m, c.v[i].path, c.v[i].want);
		if (ret && c.v[i].may_fail)
			ret = 0;
		else if (ret)
			kpt_error("%s: cannot be set to %s: %s", c.v[i].path,
				  c.v[i].want, strerror(-ret));
	}
	if (ret)
		tune_restore(m);
	changes_free(&c);
	return ret;
}

static int put_back(const struct machine *m, char *line)
{
	char *value = strchr(line, ' ');
	int ret;

	if (!value)
		return -EBADMSG;
	*value++ = '\0';
	ret = write_switch(m, line, value);
	/* Those that cannot be moved never were. */
	if (ret && strstr(line, "smp_affinity_list"))
		ret = 0;
	if (ret)
		kpt_error("%s: cannot be set back to %s: %s", line, value,
			  strerror(-ret));
	return ret;
}

int tune_restore(const struct machine *m)
{
	char path[512], boot_id[64], *text = NULL, *line, *save;
	int ret, err = 0;
	long got;

	if (machine_path(m, path, sizeof(path), SAVED) || access(path, F_OK))
		return 0;
	got = kpt_read_all(path, &text);
	ret = got < 0 ? (int)got : 0;
	if (ret)
		goto out;
	ret = read_switch(m, BOOT_ID, boot_id, sizeof(boot_id));
	line = strtok_r(text, "\n", &save);
	if (!ret && line && !strcmp(line, boot_id))
		while ((line = strtok_r(NULL, "\n", &save)))
			err = put_back(m, line) ?: err;
	ret = ret ? ret : err;
	if (!ret)
		ret = kpt_remove(path);
out:
	if (ret)
		kpt_error("%s: settings that were changed are not all as they were: %s",
			  path, strerror(-ret));
	free(text);
	return ret;
}
