// SPDX-License-Identifier: GPL-2.0-only
/* profile_load.c - the windows that records call median, by function */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/profile/profile.h"
#include "common/util.h"

/**
 * struct side - one kernel's profile, and the sample it explains
 * @kernel_only: the counter left user mode out
 */
struct side {
	struct pf_file file;
	const struct ds_boot *boot;
	const struct ds_sample *sample;
	bool kernel_only;
};

static int no_profile(const char *scenario, const char *label,
		      const char *why)
{
	kpt_error("%s: no profile of %s: %s", scenario, label, why);
	return -ENODATA;
}

/* The first boot is the one that is profiled. */
static int find_sample(struct side *s, const struct dataset *ds,
		       const char *label, const char *scenario)
{
	size_t i, k;

	for (i = 0; i < ds->nr_boots; i++) {
		const struct ds_boot *b = &ds->boots[i];

		if (!b->whole || b->superseded || b->boot != 1 ||
		    strcmp(b->label, label))
			continue;
		for (k = 0; k < b->nr_samples; k++) {
			const struct ds_sample *m = &b->samples[k];

			if (strcmp(m->scenario, scenario) ||
			    strcmp(m->phase, "op") ||
			    strcmp(m->metric, "cost.instructions"))
				continue;
			s->boot = b;
			s->sample = m;
			return m->na || !m->nr ?
			       no_profile(scenario, label, m->na ? m->na :
					  "nothing was measured") : 0;
		}
	}
	return no_profile(scenario, label,
			  "its first boot has no instructions of it in the records");
}

static bool is_counted(const struct side *s, uint64_t addr)
{
	return !s->kernel_only || addr >> 63;
}

static long long window_total(const struct side *s, const struct window *w)
{
	long long sum = 0;
	size_t i;

	for (i = 0; i < w->nr; i++)
		if (is_counted(s, w->v[i].addr))
			sum += (long long)w->v[i].exec;
	return sum;
}

struct ranked {
	double value;
	size_t i;
};

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

/* The two a median is made of; of an odd number, one twice. */
static void middle(struct ranked *v, size_t nr, struct ranked pick[2])
{
	qsort(v, nr, sizeof(*v), by_value);
	pick[0] = v[(nr - 1) / 2];
	pick[1] = v[nr / 2];
}

static int check_windows(const struct side *s, const char *scenario)
{
	const struct windows *w = &s->file.windows;
	const char *label = s->file.label;
	enum phase phase;
	size_t i;

	if (w->unclosed)
		return no_profile(scenario, label,
				  "the guest ended inside a window, which was never closed; see its console");
	if (w->moved)
		return no_profile(scenario, label,
				  "the module was loaded again, at another address, between two windows");
	if (w->nr[PHASE_WORK] < s->sample->nr || !w->nr[PHASE_NOP])
		return no_profile(scenario, label,
				  "fewer windows were seen than measured; the guest's programs and the module must be of one build");
	for (phase = PHASE_NOP; phase < NR_PHASES; phase++)
		for (i = 0; i < w->nr[phase]; i++)
			if (w->v[phase][i].mixed)
				return no_profile(scenario, label,
						  "several CPUs were in a window at once, and its count is a clock's, of whichever was last");
	return 0;
}

static void add_fixed(struct pr_profile *p, int side, const struct side *s,
		      const struct window *w)
{
	long long *n = p->fixed[side];
	size_t i;

	for (i = 0; i < w->nr; i++) {
		const struct count *c = &w->v[i];

		if (!is_counted(s, c->addr))
			continue;
		n[PR_EXEC] += (long long)c->exec;
		n[PR_LOADS] += (long long)c->loads;
		n[PR_STORES] += (long long)c->stores;
		n[PR_LINES] += (long long)c->lines;
		n[PR_PAGES] += (long long)c->pages;
	}
}

static int add_window(struct pr_profile *p, int side, const struct side *s,
		      struct ps_syms *syms, const struct window *w)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < w->nr && !ret; i++) {
		const struct count *c = &w->v[i];
		struct ps_place place;

		if (!is_counted(s, c->addr))
			continue;
		ps_find(syms, c->addr, &place);
		ret = pr_add(p, side, &place, (const long long[PR_WHATS]){
			(long long)c->exec, (long long)c->loads,
			(long long)c->stores, (long long)c->lines,
			(long long)c->pages });
	}
	return ret;
}

/* The windows in the middle, and what the records say beside them. */
static int add_side(struct pr_profile *p, int side, const struct side *s,
		    struct ps_syms *syms)
{
	const struct windows *ws = &s->file.windows;
	size_t nr = s->sample->nr, skip = ws->nr[PHASE_WORK] - nr, i;
	struct ranked *v, work[2], nop[2];
	long long seen = 0;
	int ret = 0;

	v = calloc(nr > ws->nr[PHASE_NOP] ? nr : ws->nr[PHASE_NOP],
		   sizeof(*v));
	if (!v)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		v[i] = (struct ranked){ s->sample->values[i], i };
	middle(v, nr, work);
	for (i = 0; i < ws->nr[PHASE_NOP]; i++)
		v[i] = (struct ranked){ (double)window_total(s,
				pf_window(&s->file, PHASE_NOP, i)), i };
	middle(v, ws->nr[PHASE_NOP], nop);
	free(v);
	for (i = 0; i < 2 && !ret; i++) {
		const struct window *w = pf_window(&s->file, PHASE_WORK,
						   skip + work[i].i);

		seen += window_total(s, w);
		add_fixed(p, side, s, pf_window(&s->file, PHASE_NOP,
						nop[i].i));
		ret = add_window(p, side, s, syms, w);
	}
	p->total[side] = llround(work[0].value + work[1].value -
				 2 * s->sample->fixed);
	p->rest[side] = p->total[side] - seen + p->fixed[side][PR_EXEC];
	return ret;
}

static int dir_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (int)(slash - path) : 0;
}

/* A build folder of Kbuild points to its sources; a module's is with them. */
static void find_sources(struct pr_profile *p, int side,
			 const struct pf_file *file)
{
	size_t len = sizeof(p->tree[side][0]);

	kpt_join(p->tree[side][0], len, "%.*s/source",
		 dir_length(file->vmlinux), file->vmlinux);
	kpt_join(p->tree[side][1], len, "%.*s", dir_length(file->module),
		 file->module);
}

static int load_side(struct pr_profile *p, int side, struct side *s,
		     const struct pr_kernel *kernel)
{
	const char *label = p->label[side];
	char path[4096];
	struct ps_syms *syms;
	size_t len;
	int ret;

	ret = find_sample(s, &kernel->records, label, p->scenario);
	if (ret)
		return ret;
	if (kpt_join(path, sizeof(path), "%s/profile/%s-%s.prof",
		     kernel->folder, label, p->scenario))
		return -ENAMETOOLONG;
	ret = pf_read(&s->file, path);
	if (ret)
		return ret;
	len = strlen(s->sample->source);
	s->kernel_only = len > 2 && !strcmp(s->sample->source + len - 2, ":k");
	ret = check_windows(s, p->scenario);
	if (ret)
		return ret;
	find_sources(p, side, &s->file);
	syms = ps_open(&s->file, ds_str(s->boot->env, "build_id"));
	if (!syms)
		return -ENOENT;
	ret = add_side(p, side, s, syms);
	ps_close(syms);
	return ret;
}

int pr_load(struct pr_profile *p, const struct pr_kernel kernel[PR_SIDES],
	    const char *scenario, const char *of)
{
	struct side s[PR_SIDES] = { 0 };
	int side, ret = 0;

	memset(p, 0, sizeof(*p));
	p->of = of;
	kpt_copy(p->scenario, sizeof(p->scenario), scenario);
	for (side = 0; side < PR_SIDES && !ret; side++) {
		kpt_copy(p->label[side], sizeof(p->label[0]),
			 kernel[side].label);
		ret = load_side(p, side, &s[side], &kernel[side]);
	}
	if (!ret && strcmp(s[PR_BASE].sample->params,
			   s[PR_PATCHED].sample->params)) {
		kpt_error("%s: parameters differ, %s and %s: nothing to compare",
			  scenario, s[PR_BASE].sample->params,
			  s[PR_PATCHED].sample->params);
		ret = -EINVAL;
	}
	if (!ret) {
		const struct ds_sample *m = s[PR_BASE].sample;

		kpt_copy(p->per, sizeof(p->per), m->per);
		kpt_copy(p->source, sizeof(p->source), m->source);
		p->divisor = 2 * (double)m->n * m->scale;
	}
	for (side = 0; side < PR_SIDES; side++)
		pf_free(&s[side].file);
	return ret;
}
