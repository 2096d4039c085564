// SPDX-License-Identifier: GPL-2.0-only
/*
 * html_source.c - where a number of a row comes from, folded behind it
 *
 * Windows, boots, consoles, options, counter and command: what a reader needs
 * to check one row, or to measure it again, without reading records.jsonl.
 */
#include <string.h>

#include "analyze/report/anchor.h"
#include "analyze/report/html.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define LISTED 40	/* boots of a kernel that a row tells one by one */

static const char *const sides[] = { "base", "patched" };

/* What comes in a row with a number of its own has a name in front. */
static void head(FILE *f, const char *const *names, size_t n)
{
	fputs("<table class=\"src\"><thead><tr>", f);
	for (size_t i = 0; i < n; i++)
		html(f, "<th scope=\"col\">$</th>", names[i]);
	fputs("</tr></thead><tbody>\n", f);
}

static const char *value(const json_t *list, size_t i, char buf[WORDS_LEN])
{
	return words_exact(json_array_get(list, i), buf);
}

/* Windows i to j, when they count the same on either kernel: one line. */
static size_t alike(const json_t *const v[3], size_t at)
{
	size_t n = 1;

	for (; at + n < json_array_size(v[0]); n++)
		for (int k = 0; k < 3; k++)
			if (!json_equal(json_array_get(v[k], at),
					json_array_get(v[k], at + n)) &&
			    (json_array_get(v[k], at) ||
			     json_array_get(v[k], at + n)))
				return n;
	return n;
}

static void put_window(FILE *f, const json_t *const v[3], size_t at, size_t n)
{
	char no[64], x[WORDS_LEN];

	snprintf(no, sizeof(no), n > 1 ? "%zu to %zu" : "%zu", at + 1, at + n);
	html(f, "<tr><td>$</td>", no);
	for (int k = 0; k < 2; k++)
		html(f, "<td>$</td>", value(v[k], at, x));
	html(f, "<td>$</td></tr>\n", v[2] ?
	     words_signed(json_array_get(v[2], at), x) : "no pair");
}

static void put_windows(FILE *f, const json_t *row)
{
	static const char *const names[] = { "window", "base", "patched",
					     "difference" };
	const json_t *w = json_object_get(row, "windows");
	const json_t *v[3] = { json_object_get(w, "base"),
			       json_object_get(w, "patched"),
			       json_object_get(w, "diff") };
	char of[WORDS_LEN], per[WORDS_LEN];
	size_t n;

	words_num(json_object_get(w, "of"), of);
	if (!json_object_get(w, "of") || json_object_get(row, "ladder"))
		return;
	if (!v[0] || !v[1]) {
		html(f, "<p>$ windows a boot; their values are in "
		     "records.jsonl.</p>\n", of);
		return;
	}
	html(f, "<p>Windows of the first boot of each kernel, less what an "
	     "empty window costs");
	if (json_object_get(w, "per"))
		html(f, "; a window has $ operations, and the row is told for "
		     "one", words_num(json_object_get(w, "per"), per));
	fputs(":</p>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (size_t i = 0; i < json_array_size(v[0]); i += n) {
		n = alike(v, i);
		put_window(f, v, i, n);
	}
	fputs("</tbody></table>\n", f);
}

static void put_ladder(FILE *f, const json_t *row)
{
	static const char *const names[] = { "held", "base", "patched" };
	const json_t *l = json_object_get(row, "ladder");
	const json_t *held = json_object_get(json_object_get(l, "base"), "n");
	char x[WORDS_LEN];

	if (!held)
		return;
	fputs("<p>Readings of the first boot of each kernel, compared with "
	      "the reading before anything is held; the row is the slope of a "
	      "line through them:</p>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (size_t i = 0; i < json_array_size(held); i++) {
		html(f, "<tr><td>$</td>", value(held, i, x));
		for (int k = 0; k < 2; k++)
			html(f, "<td>$</td>", value(json_object_get(
			     json_object_get(l, sides[k]), "value"), i, x));
		fputs("</tr>\n", f);
	}
	fputs("</tbody></table>\n", f);
}

static const json_t *boot_of(const json_t *s, const char *side,
			     const char *group, json_int_t boot)
{
	json_t *b;
	size_t i;

	json_array_foreach(json_object_get(json_object_get(s, "boots"), side),
			   i, b)
		if (ds_int(b, "boot") == boot && ds_is(b, "group", group))
			return b;
	return NULL;
}

/* A summary from before boots were listed has values alone. */
static void put_boots(FILE *f, const json_t *s, const json_t *row)
{
	static const char *const names[] = { "kernel", "boot", "value",
					     "console" };
	const json_t *numbers = json_object_get(row, "boot_numbers");

	fputs("<p>One value a boot:</p>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (int k = 0; k < 2; k++) {
		const json_t *v = row_boots(row, sides[k]);
		const json_t *no = json_object_get(numbers, sides[k]);
		size_t n = json_array_size(v);
		char x[WORDS_LEN], y[WORDS_LEN];

		for (size_t i = 0; i < n && i < LISTED; i++) {
			const json_t *at = json_array_get(no, i);
			const char *console = ds_str(boot_of(s, sides[k],
				ds_str(row, "group"), json_integer_value(at)),
				"console");

			html(f, "<tr><td>$</td><td>$</td><td>$</td>"
			     "<td>$</td></tr>\n", sides[k], at ?
			     words_num(at, x) : "", value(v, i, y),
			     *console ? console : "not recorded");
		}
		snprintf(x, sizeof(x), "%zu", n > LISTED ? n - LISTED : 0);
		if (n > LISTED)
			html(f, "<tr><td>$</td><td>$ more</td><td></td>"
			     "<td></td></tr>\n", sides[k], x);
	}
	fputs("</tbody></table>\n", f);
}

static void put_kernels(FILE *f, const json_t *s)
{
	char setup[ANCHOR_LEN], boots[ANCHOR_LEN];

	fputs("<p>.config: ", f);
	for (int k = 0; k < 2; k++) {
		const json_t *env = json_object_get(s, sides[k]);
		const char *digest = ds_str(env, "config_digest");
		char head[17];

		kpt_copy(head, sizeof(head), "");
		kpt_join(head, sizeof(head), "%.12s", digest);
		html(f, "$$, sha256 $ on $", k ? "; " : "",
		     *ds_str(env, "config_name") ? ds_str(env, "config_name") :
		     "no name", *digest ? head : "not recorded", sides[k]);
	}
	html(f, " (<a href=\"#$\">all options and digests</a>). The command "
	     "line of each boot: <a href=\"#$\">boots</a>.</p>\n",
	     anchor_section(s, "setup", setup),
	     anchor_section(s, "boots", boots));
}

/* make takes the scenarios of a run by name; another command is as it is. */
static void put_command(FILE *f, const json_t *s, const json_t *row)
{
	const char *command = ds_str(s, "command");
	char to[ANCHOR_LEN];

	if (!*command) {
		html(f, "<p>The command was not recorded; see <a "
		     "href=\"#$\">To reproduce</a>.</p>\n",
		     anchor_section(s, "reproduce", to));
		return;
	}
	html(f, "<p>Again: <code>$</code>", command);
	if (!strncmp(command, "make ", 5) && !strstr(command, "SCENARIOS=") &&
	    *ds_str(row, "scenario"))
		html(f, "; this scenario alone: <code>$ SCENARIOS=$</code>",
		     command, ds_str(row, "scenario"));
	fputs("</p>\n", f);
}

void html_source(FILE *f, const json_t *s, const json_t *row)
{
	const char *params = ds_str(row, "params");
	char id[ANCHOR_LEN];

	/* A link to what is inside unfolds it. */
	html(f, "<details class=\"from\"><summary>where this comes from"
	     "</summary>\n<p id=\"$\">Counter: <code>$</code>, as $",
	     anchor_row(s, row, id), ds_str(row, "source"),
	     ds_str(row, "metric"));
	if (*ds_str(row, "scenario"))
		html(f, ", in scenario $$$$", ds_str(row, "scenario"),
		     *params ? " (" : "", params, *params ? ")" : "");
	fputs(".</p>\n", f);
	put_windows(f, row);
	put_ladder(f, row);
	put_boots(f, s, row);
	put_kernels(f, s);
	put_command(f, s, row);
	fputs("</details>", f);
}

static const char *known(const char *s)
{
	return *s ? s : "not recorded";
}

static void put_boot(FILE *f, const char *side, const json_t *b)
{
	char x[WORDS_LEN];

	html(f, "<tr><td>$</td><td>$</td><td>$</td><td>$</td><td>$</td></tr>\n",
	     side, words_num(json_object_get(b, "boot"), x),
	     *ds_str(b, "group") ? ds_str(b, "group") : "default",
	     known(ds_str(b, "status")), known(ds_str(b, "console")));
}

static void put_lines(FILE *f, const json_t *boots)
{
	for (int k = 0; k < 2; k++) {
		size_t i;
		json_t *b;

		json_array_foreach(json_object_get(boots, sides[k]), i, b)
			if (*ds_str(b, "cmdline"))
				html(f, "<p>Command line, $, $:</p>"
				     "<pre>$</pre>\n", sides[k],
				     *ds_str(b, "group") ? ds_str(b, "group") :
				     "default", ds_str(b, "cmdline"));
	}
}

void html_boots(FILE *f, const json_t *s)
{
	static const char *const names[] = { "kernel", "boot", "boot line",
		"console says", "console" };
	const json_t *boots = json_object_get(s, "boots");

	html_heading(f, s, "boots", "Boots");
	if (!boots) {
		fputs("<p>n/a: this summary is from before boots were listed; "
		      "make it again with kptstat compare.</p>\n", f);
		return;
	}
	fputs("<details><summary>Every boot and its "
	      "console</summary>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (int k = 0; k < 2; k++) {
		size_t i;
		json_t *b;

		json_array_foreach(json_object_get(boots, sides[k]), i, b)
			put_boot(f, sides[k], b);
	}
	fputs("</tbody></table></details>\n", f);
	put_lines(f, boots);
}
