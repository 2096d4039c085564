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
	const json_t *b = json_object_get(c->s[0], "base");
	struct model m = { 0 };

	html(f, "<header>\n<p class=\"over\">kptbench &middot; $ mode &middot; "
	     "$</p>\n", ds_str(b, "mode"), ds_str(b, "machine"));
	answer_page(&m, c);
	model_html(f, &m);
	model_free(&m);
	fputs("</header>\n", f);
}

static void put_entries(FILE *f, const json_t *list)
{
	char text[1200];
	size_t i;
	json_t *e;

	if (!json_array_size(list))
		return;
	fputs("<ul>", f);
	json_array_foreach((json_t *)list, i, e) {
		if (i == LISTED)
			break;
		words_entry(e, text, sizeof(text));
		html(f, "<li>$</li>", text);
	}
	if (json_array_size(list) > LISTED) {
		snprintf(text, sizeof(text), "%zu",
			 json_array_size(list) - LISTED);
		html(f, "<li>and $ more, in summary.json</li>", text);
	}
	fputs("</ul>", f);
}

void html_health(FILE *f, const json_t *s)
{
	static const char *const lists[] = { "leaks", "badness", "incomplete",
		"missing", "incomparable", "uncovered", "locked", "demoted" };
	static const char *const marks[] = { [SUITE_PASS] = "ok",
		[SUITE_FAIL] = "bad", [SUITE_ERROR] = "bad",
		[SUITE_OPEN] = "open", [SUITE_SKIP] = "skip" };
	const json_t *h = json_object_get(s, "health");
	size_t n, k = 0;
	struct suite_test *t = suite_build(s, &n);
	char found[WORDS_LEN];

	html_heading(f, s, "health", "Leaks and health");
	fputs("<ul class=\"checks\">\n", f);
	for (size_t i = 0; t && i < n; i++) {
		const json_t *list;

		if (t[i].row)
			continue;
		list = json_object_get(h, lists[k++]);
		snprintf(found, sizeof(found), "%zu", json_array_size(list));
		html(f, "<li class=\"$\"><b>$:</b> ", marks[t[i].result],
		     t[i].name + strlen("run."));
		if (json_array_size(list))
			html(f, "$ found", found);
		else
			html(f, "$", t[i].why);
		put_entries(f, list);
		fputs("</li>\n", f);
	}
	free(t);
	fputs("</ul>\n", f);
	if (json_array_size(json_object_get(h, "notes")))
		fputs("<h3>Notes</h3>\n", f);
	put_entries(f, json_object_get(h, "notes"));
}

void html_na(FILE *f, const json_t *s)
{
	json_t *groups = doc_na_groups(s), *group;
	const char *key;
	size_t n = 0;

	json_object_foreach(groups, key, group) {
		char metrics[600], scenarios[600], why[WHY_LEN];

		doc_na_names(group, metrics, sizeof(metrics), scenarios,
			     sizeof(scenarios));
		words_why(json_array_get(group, 0), why, sizeof(why));
		if (!n++)
			fputs("<h2 id=\"na\">What could not be measured</h2>\n"
			      "<table class=\"two\"><thead><tr>"
			      "<th scope=\"col\">why</th>"
			      "<th scope=\"col\">metrics</th>"
			      "<th scope=\"col\">scenarios</th></tr></thead>"
			      "<tbody>\n", f);
		html(f, "<tr><td>$</td><td data-label=\"metrics\">$</td>"
		     "<td data-label=\"scenarios\">$</td></tr>\n",
		     why, metrics, scenarios);
	}
	json_decref(groups);
	if (n)
		fputs("</tbody></table>\n", f);
}

void html_legend(FILE *f, const json_t *s)
{
	static const struct {
		const char *verdict, *text;
	} keys[] = {
		{ "improved", "differs, in the metric's preferred direction" },
		{ "regressed", "differs, against it" },
		{ "shift", "accounting only: memory already in use is now "
		  "counted" },
		{ "changed", "differs, and the metric has no direction" },
		{ "unresolved", "the windows of one boot scatter more than "
		  "the kernels differ" },
		{ "inconclusive", "not enough evidence" },
		{ "equivalent", "the same count, or shown to be inside the "
		  "margin" },
	};
	bool exact = ds_is(json_object_get(s, "base"), "mode", "exact");
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
	if (exact)
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

static const char *as_text(const json_t *v, char buf[WORDS_LEN])
{
	if (json_is_string(v))
		return json_string_value(v);
	return json_is_number(v) ? words_exact(v, buf) : "";
}

/* No such number is 0: it was not to be had. */
static const char *known(const json_t *v, char buf[WORDS_LEN])
{
	return json_is_integer(v) && !json_integer_value(v) ? "n/a" :
	       as_text(v, buf);
}

/* Options that differ have a row each, those alike share one. */
static void put_options(FILE *f, const json_t *b, const json_t *p)
{
	const json_t *bc = json_object_get(b, "config");
	const json_t *pc = json_object_get(p, "config");
	char x[WORDS_LEN], y[WORDS_LEN], alike[4000] = "";
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)bc, key, v) {
		const json_t *w = json_object_get(pc, key);
		size_t n = strlen(alike);

		if (w && json_equal(v, w))
			snprintf(alike + n, sizeof(alike) - n, "%s%s=%s", n ?
				 " " : "", key, as_text(v, x));
		else
			put_pair(f, key, as_text(v, x), as_text(w, y));
	}
	json_object_foreach((json_t *)pc, key, v)
		if (!json_object_get(bc, key))
			put_pair(f, key, "", as_text(v, x));
	put_pair(f, "options, alike", alike, alike);
	put_pair(f, ".config not known", ds_str(b, "config_na"),
		 ds_str(p, "config_na"));
}

void html_setup(FILE *f, const json_t *s)
{
	static const struct {
		const char *key, *title;
	} keys[] = {
		{ "source", "source" }, { "release", "release" },
		{ "emulator", "emulator" }, { "tools", "kptbench" },
		{ "build_id", "build id" }, { "config_name", "config" },
		{ "config_digest", "sha256 of .config" }, { "boots", "boots" },
		{ "mode", "mode" }, { "machine", "machine" },
		{ "topology", "topology" }, { "cpus", "CPUs" },
		{ "page_size", "page size, bytes" }, { "levels", "levels" },
		{ "ptlocks", "ptlocks" }, { "ptlock_size", "ptlock, bytes" },
		{ "cmdline", "command line" },
	};
	const json_t *b = json_object_get(s, "base");
	const json_t *p = json_object_get(s, "patched");
	const char *command = ds_str(s, "command");
	char x[WORDS_LEN], y[WORDS_LEN];

	html_heading(f, s, "reproduce", "To reproduce");
	if (*command)
		html(f, "<pre>$</pre>\n", command);
	else
		html(f, "<p>kptbench $ run, label \"$\" against \"$\", then "
		     "<code>kptstat compare records.jsonl</code>.</p>\n",
		     ds_str(b, "mode"), ds_str(b, "label"),
		     ds_str(p, "label"));
	html_heading(f, s, "setup", "What was compared");
	fputs("<table class=\"env\"><thead><tr><th scope=\"col\"></th>"
	      "<th scope=\"col\">base</th><th scope=\"col\">patched</th></tr>"
	      "</thead><tbody>\n", f);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		put_pair(f, keys[i].title,
			 known(json_object_get(b, keys[i].key), x),
			 known(json_object_get(p, keys[i].key), y));
	put_options(f, b, p);
	fputs("</tbody></table>\n", f);
}
