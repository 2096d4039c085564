// SPDX-License-Identifier: GPL-2.0-only
/* html_page.c - head of the page, health, what is n/a, legend, environment */
#include <stdlib.h>
#include <string.h>

#include "analyze/report/answer.h"
#include "analyze/report/doc.h"
#include "analyze/report/html.h"
#include "analyze/report/suite.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define LISTED 8	/* entries of a health list that are printed */

void html_head(FILE *f, const struct columns *c)
{
	const struct env *b = &c->s[0]->env[BASE];
	struct model m = { 0 };

	html(f, "<header>\n<p class=\"over\">kptbench &middot; $ mode &middot; "
	     "$</p>\n", b->mode, b->machine);
	answer_page(&m, c);
	model_html(f, &m);
	model_free(&m);
	fputs("</header>\n", f);
}

static void put_entries(FILE *f, const struct findings *list)
{
	char text[1200];

	if (!list->nr)
		return;
	fputs("<ul>", f);
	for (size_t i = 0; i < list->nr && i < LISTED; i++) {
		words_entry(&list->v[i], text, sizeof(text));
		html(f, "<li>$</li>", text);
	}
	if (list->nr > LISTED) {
		snprintf(text, sizeof(text), "%zu", list->nr - LISTED);
		html(f, "<li>and $ more, in summary.json</li>", text);
	}
	fputs("</ul>", f);
}

void html_health(FILE *f, const struct summary *s)
{
	static const char *const marks[] = { [SUITE_PASS] = "ok",
		[SUITE_FAIL] = "bad", [SUITE_ERROR] = "bad",
		[SUITE_OPEN] = "open", [SUITE_SKIP] = "skip" };
	const struct findings *notes = health_of(s, HEALTH_NOTES);
	size_t n;
	struct suite_test *t = suite_build(s, &n);
	char found[WORDS_LEN];

	html_heading(f, s, "health", "Leaks and health");
	fputs("<ul class=\"checks\">\n", f);
	for (size_t i = 0; t && i < n; i++) {
		const struct findings *list = health_of(s, t[i].list);

		if (t[i].row)
			continue;
		snprintf(found, sizeof(found), "%zu", list->nr);
		html(f, "<li class=\"$\"><b>$:</b> ", marks[t[i].result],
		     t[i].name + strlen("run."));
		if (list->nr)
			html(f, "$ found", found);
		else
			html(f, "$", t[i].why);
		put_entries(f, list);
		fputs("</li>\n", f);
	}
	free(t);
	fputs("</ul>\n", f);
	if (notes->nr)
		fputs("<h3>Notes</h3>\n", f);
	put_entries(f, notes);
}

void html_na(FILE *f, const struct summary *s)
{
	struct groups groups = doc_na_groups(s);

	if (groups.nr)
		fputs("<h2 id=\"na\">What could not be measured</h2>\n"
		      "<table class=\"two\"><thead><tr>"
		      "<th scope=\"col\">why</th>"
		      "<th scope=\"col\">metrics</th>"
		      "<th scope=\"col\">scenarios</th></tr></thead>"
		      "<tbody>\n", f);
	groups_each(&groups, g) {
		char metrics[600], scenarios[600];

		doc_na_names(g, metrics, sizeof(metrics), scenarios,
			     sizeof(scenarios));
		html(f, "<tr><td>$</td><td data-label=\"metrics\">$</td>"
		     "<td data-label=\"scenarios\">$</td></tr>\n",
		     g->key, metrics, scenarios);
	}
	if (groups.nr)
		fputs("</tbody></table>\n", f);
	groups_free(&groups);
}

void html_legend(FILE *f, const struct summary *s)
{
	const bool layouts = s->env[BASE].exact && s->env[BASE].layouts > 1;
	const struct {
		const char *verdict, *text;
	} keys[] = {
		{ "improved", "differs, in the metric's preferred direction" },
		{ "regressed", "differs, against it" },
		{ "shift", "accounting only: memory already in use is now "
		  "counted" },
		{ "changed", "differs, and the metric has no direction" },
		{ "unresolved", layouts ? "not the same in every layout of "
		  "memory, and not told from 0" : "the windows of one boot "
		  "scatter more than the kernels differ" },
		{ "inconclusive", "not enough evidence" },
		{ "equivalent", "the same count, or shown to be inside the "
		  "margin" },
	};
	char example[1200];

	fputs("<h2 id=\"legend\">How to read this</h2>\n", f);
	if (words_example(s, example, sizeof(example)))
		html(f, "<p>For example, $</p>\n", example);
	fputs("<ul class=\"key\">\n", f);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		html(f, "<li><span class=\"badge $\">$</span> <span "
		     "class=\"soft\">$</span></li>\n", keys[i].verdict,
		     keys[i].verdict, keys[i].text);
	fputs("</ul>\n<p>A difference is patched minus base. A number per "
	      "table held is a slope: what one table more adds.</p>\n", f);
	if (layouts)
		html(f, "<p>Instructions are counted by QEMU and are not "
		     "hardware cycles or time. That boots of one layout of "
		     "memory repeat to the digit shows that the emulator "
		     "repeats; a difference that is the same in every layout "
		     "is exact, else its mean over the layouts is given.</p>\n");
	else if (s->env[BASE].exact)
		html(f, "<p>Instructions are counted by QEMU and are not "
		     "hardware cycles or time. That boots repeat to the digit "
		     "shows that the emulator repeats; a difference is one of "
		     "this layout of code and memory.</p>\n");
	else
		html(f, "<p>A boot is one replicate. p is adjusted for the "
		     "number of metrics tested.</p>\n");
}

static void put_pair(FILE *f, const char *key, const char *b, const char *p)
{
	bool same = !strcmp(b, p);

	if (!*b && !*p)
		return;
	html(f, "<tr class=\"$\"><th scope=\"row\">$</th>", same ? "" : "moved",
	     key);
	if (same)
		html(f, "<td class=\"both\" colspan=\"2\">$</td></tr>\n", b);
	else
		html(f, "<td class=\"b\" data-label=\"base\">$</td>"
		     "<td class=\"b\" data-label=\"patched\">$</td></tr>\n",
		     *b ? b : "not recorded", *p ? p : "not recorded");
}

/* Options that differ have a row each, those alike share one. */
static void put_options(FILE *f, const struct env *b, const struct env *p)
{
	char alike[4000] = "";

	for (size_t i = 0; i < b->nr_options; i++) {
		const struct env_option *o = &b->option[i];
		const char *is = env_option(p, o->name);

		if (!strcmp(o->value, is))
			say(alike, sizeof(alike), "%s%s=%s", *alike ? " " : "",
			    o->name, o->value);
		else
			put_pair(f, o->name, o->value, is);
	}
	for (size_t i = 0; i < p->nr_options; i++)
		if (!*env_option(b, p->option[i].name))
			put_pair(f, p->option[i].name, "", p->option[i].value);
	put_pair(f, "options, alike", alike, alike);
	put_pair(f, ".config not known", b->config_na, p->config_na);
}

/* What is told of each kernel: a text of struct env, or a number. */
static const struct fact {
	const char *title;
	size_t at;
	bool number;
} facts[] = {
	{ "source", offsetof(struct env, source), false },
	{ "release", offsetof(struct env, release), false },
	{ "emulator", offsetof(struct env, emulator), false },
	{ "kptbench", offsetof(struct env, tools), false },
	{ "build id", offsetof(struct env, build_id), false },
	{ "config", offsetof(struct env, config_name), false },
	{ "sha256 of .config", offsetof(struct env, config_digest), false },
	{ "boots", offsetof(struct env, boots), true },
	{ "mode", offsetof(struct env, mode), false },
	{ "machine", offsetof(struct env, machine), false },
	{ "topology", offsetof(struct env, topology), false },
	{ "CPUs", offsetof(struct env, cpus), true },
	{ "page size, bytes", offsetof(struct env, page_size), true },
	{ "levels", offsetof(struct env, levels), false },
	{ "ptlocks", offsetof(struct env, ptlocks), false },
	{ "ptlock, bytes", offsetof(struct env, ptlock_size), true },
	{ "command line", offsetof(struct env, cmdline), false },
};

/* No such number is 0: it was not to be had. */
static const char *told(const struct env *env, const struct fact *fact,
			char buf[WORDS_LEN])
{
	const char *at = (const char *)env + fact->at;
	const long long *n = (const void *)at;

	if (!fact->number)
		return *(const char *const *)(const void *)at;
	snprintf(buf, WORDS_LEN, "%lld", *n);
	return *n < 0 ? "" : *n ? buf : "n/a";
}

void html_setup(FILE *f, const struct summary *s)
{
	const struct env *b = &s->env[BASE], *p = &s->env[PATCHED];
	char x[WORDS_LEN], y[WORDS_LEN];

	html_heading(f, s, "reproduce", "To reproduce");
	if (*s->command)
		html(f, "<pre>$</pre>\n", s->command);
	else
		html(f, "<p>kptbench $ run, label \"$\" against \"$\", then "
		     "<code>kptstat compare records.jsonl</code>.</p>\n",
		     b->mode, b->label, p->label);
	html_heading(f, s, "setup", "What was compared");
	fputs("<table class=\"env\"><thead><tr><th scope=\"col\"></th>"
	      "<th scope=\"col\">base</th><th scope=\"col\">patched</th></tr>"
	      "</thead><tbody>\n", f);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		put_pair(f, facts[i].title, told(b, &facts[i], x),
			 told(p, &facts[i], y));
	put_options(f, b, p);
	fputs("</tbody></table>\n", f);
}
