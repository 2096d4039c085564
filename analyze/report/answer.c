// SPDX-License-Identifier: GPL-2.0-only
/* answer.c - the first screen of every report */
#include <string.h>

#include "analyze/report/answer.h"
#include "analyze/report/classes.h"
#include "analyze/report/costs.h"
#include "analyze/report/facts.h"
#include "analyze/report/rollup.h"
#include "analyze/words/words.h"

/* Two kernels of one source: what comes on top of it is the difference. */
static void say_kernels(const struct columns *c, char *buf, size_t len)
{
	const struct env *b = &c->s[0]->env[BASE], *p = &c->s[0]->env[PATCHED];
	const char *x = env_source(b), *y = env_source(p);
	size_t n = strlen(x);

	if (c->kernels) {
		say(buf, len, "%zu kernels against %s (%s)", c->n,
		    b->label, x);
		return;
	}
	say(buf, len, "%s (%s)", x, b->release);
	if (!strncmp(x, y, n) && !strncmp(y + n, " + ", 3))
		say(buf, len, " without and with %s", y + n + 3);
	else if (!strcmp(x, y))
		say(buf, len, " against the same");
	else
		say(buf, len, " against %s (%s)", y, p->release);
}

static bool all_exact(const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++)
		if (!c->s[k]->env[BASE].exact)
			return false;
	return true;
}

/* A summary of schema 1 compared the medians of windows. */
static bool any_windows(const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++)
		summary_each_row(c->s[k], row)
			if (row->windows.any)
				return true;
	return false;
}

static bool one_compiler(const struct columns *c)
{
	char first[1200], other[1200];

	words_made(c->s[0], first, sizeof(first));
	for (size_t k = 1; k < c->n; k++)
		if (strcmp(first, words_made(c->s[k], other, sizeof(other))))
			return false;
	return true;
}

/* What built the kernels, where the summaries do not have one compiler. */
static void say_compilers(const struct columns *c, char *buf, size_t len)
{
	char text[COLUMNS_MAX][100], all[1000] = "";
	const char *list[COLUMNS_MAX];

	for (size_t k = 0; k < c->n; k++) {
		list[k] = words_compiler(&c->s[k]->env[BASE], text[k],
					 sizeof(text[k]));
		if (c->compilers)
			say(all, sizeof(all), "%s%s", !k ? "" :
			    k + 1 < c->n ? ", " : " and ", c->name[k]);
	}
	if (!c->compilers)
		columns_grouped(c, list, all, sizeof(all));
	if (*all)
		say(buf, len, " Kernels built by %s%s.", all, c->compilers ?
		    ", a column each" : "");
}

/* One filter is of all summaries; what it leaves of each is not. */
static void put_filter(struct model *m, const struct columns *c)
{
	char text[COLUMNS_MAX][600], all[2000] = "";
	const char *list[COLUMNS_MAX];

	for (size_t k = 0; k < c->n; k++)
		list[k] = words_filter(c->s[k], text[k], sizeof(text[k]));
	columns_grouped(c, list, all, sizeof(all));
	if (*all)
		model_para(m, "%s.", all);
}

/* " in 3 layouts of memory", or "" where there is one or none is told. */
static const char *say_layouts(const struct env *env, char *buf, size_t len)
{
	buf[0] = '\0';
	if (env->layouts > 1)
		say(buf, len, " in %lld layouts of memory", env->layouts);
	return buf;
}

/* What is a replicate: of a kernel with one build every boot is. */
static void say_replicates(const struct summary *s, char *buf, size_t len)
{
	const struct env *e = &s->env[PATCHED];

	if (e->builds)
		say(buf, len, ". %lld boots per kernel, of %lld builds each "
		    "with other padding between objects; a build is one "
		    "replicate, intervals are of 95%%.", e->boots, e->builds);
	else
		say(buf, len, ". %lld boots per kernel; a boot is one "
		    "replicate, intervals are of 95%%.", e->boots);
}

void answer_what(struct model *m, const struct columns *c)
{
	const struct env *b = &c->s[0]->env[BASE];
	long long boots = c->s[0]->env[PATCHED].boots;
	char what[1200] = "", made[1200], layouts[64];

	put_filter(m, c);
	say_kernels(c, what, sizeof(what));
	if (c->n == 1 || c->kernels || c->compilers)
		say(what, sizeof(what), "; %s%s%s", b->arch,
		    *b->config_name ? " " : "",
		    b->config_name);
	if (all_exact(c))
		say(what, sizeof(what), ". QEMU counted instructions; they are "
		    "not cycles or time. %lld boots per kernel%s%s.", boots,
		    say_layouts(b, layouts, sizeof(layouts)),
		    any_windows(c) ? ", and window i of one kernel is "
		    "compared with window i of the other" : "");
	else
		say_replicates(c->s[0], what, sizeof(what));
	if (one_compiler(c))
		say(what, sizeof(what), " %s",
		    words_made(c->s[0], made, sizeof(made)));
	else
		say_compilers(c, what, sizeof(what));
	model_para(m, "%s", what);
}

/* Where the instructions of a difference are, when they were counted. */
static void put_where(struct model *m, const struct columns *c, size_t most)
{
	const struct summary *s = c->s[0];
	size_t put = 0, same = 0, left = 0;
	char text[WHERE_LEN];

	if (c->n > 1)
		return;
	for (size_t i = 0; i < s->nr_where; i++) {
		if (!words_where(&s->where[i], text, sizeof(text)))
			same++;
		else if (put < most && ++put)
			model_item(m, "Where, %s", text);
		else
			left++;
	}
	if (left)
		model_item(m, "Where the instructions of %zu more went is in "
			   "the full report.", left);
	if (same && most)
		model_item(m, "In %zu scenario%s every function takes as many "
			   "on both.", same, same == 1 ? "" : "s");
}

const struct answer_limits answer_all = { 1000, 1000, 6, 60, MEANS_EACH };

void answer_put(struct model *m, const struct columns *c,
		const struct answer_limits *limits)
{
	classes_put(m, c, limits->facts + 1);
	costs_put(m, c, limits);
	if (limits->means)
		rollup_put(m, c, limits->means == MEANS_EACH);
	put_where(m, c, limits->facts);
	facts_put(m, c, limits->facts);
	health_put(m, c);
}

/* What the run is worth comes before what it says. */
static void put_verdict(struct model *m, const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++) {
		const char *verdict = c->s[k]->verdict;
		bool ok = c->s[k]->ok;

		if (c->n == 1 || !ok)
			model_para(m, "%s%s%s is %s%s.", c->n == 1 ? "" :
				   c->group[k], c->n == 1 ? "" : " ",
				   c->n == 1 ? "This run" : c->name[k],
				   ok ? "complete" : "NOT clean: ",
				   ok ? "" : verdict);
	}
}

static void put_title(struct model *m, const struct columns *c)
{
	const struct env *b = &c->s[0]->env[BASE];

	if (c->n == 1)
		model_heading(m, 1, "%s %s: base and patched",
			      b->arch, b->config_name);
	else if (c->kernels)
		model_heading(m, 1, "%s %s: %zu kernels against %s",
			      b->arch, b->config_name,
			      c->n, b->label);
	else if (c->compilers)
		model_heading(m, 1, "%s %s: base and patched by %zu compilers",
			      b->arch, b->config_name, c->n);
	else
		model_heading(m, 1, "%zu comparisons of base and patched",
			      c->n);
}

/* Which kernels or compilers: a column has but a word or two for each. */
static void put_kernels(struct model *m, const struct columns *c)
{
	const struct env *b = &c->s[0]->env[BASE];

	if (c->kernels)
		model_item(m, "%s: %s (%s), the base", b->label,
			   env_source(b), b->release);
	for (size_t k = 0; c->kernels && k < c->n; k++) {
		const struct env *p = &c->s[k]->env[PATCHED];

		model_item(m, "%s: %s (%s)", c->name[k], env_source(p),
			   p->release);
	}
	for (size_t k = 0; c->compilers && k < c->n; k++) {
		char made[1200];

		model_item(m, "%s: %s", c->name[k],
			   words_made(c->s[k], made, sizeof(made)));
	}
}

void answer_page(struct model *m, const struct columns *c)
{
	put_title(m, c);
	answer_what(m, c);
	put_kernels(m, c);
	answer_put(m, c, &answer_all);
	put_verdict(m, c);
	if (c->n == 1 && *c->s[0]->command)
		model_para(m, "To reproduce: %s", c->s[0]->command);
}

int answer_print(FILE *f, struct summary *const *s, size_t n,
		 int (*lay_out)(FILE *f, const struct model *m))
{
	struct model m = { 0 };
	struct columns c;
	int err = columns_set(&c, s, n);

	if (err)
		return err;
	answer_page(&m, &c);
	err = lay_out(f, &m);
	model_free(&m);
	return err;
}

void answer_claim(struct model *m, const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++)
		if (c->s[k]->env[BASE].layouts < 2)
			return;
	model_para(m, "A difference in this table that no line below it names "
		   "is exact: it is the same in every window of every layout "
		   "of memory that was tried. That does not say that it is the "
		   "same with another compiler, emulator, configuration or "
		   "machine, nor that it takes time.");
}
