// SPDX-License-Identifier: GPL-2.0-only
/*
 * html_source.c - where a number of a row comes from, folded behind it
 *
 * Windows, boots, consoles, options, counter and command: what a reader needs
 * to check one row, or to measure it again, without reading records.jsonl.
 */
#include <math.h>
#include <string.h>

#include "analyze/report/anchor.h"
#include "analyze/report/html.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define LISTED 40	/* boots of a kernel that a row tells one by one */

/* What comes in a row with a number of its own has a name in front. */
static void head(FILE *f, const char *const *names, size_t n)
{
	fputs("<table class=\"src\"><thead><tr>", f);
	for (size_t i = 0; i < n; i++)
		html(f, "<th scope=\"col\">$</th>", names[i]);
	fputs("</tr></thead><tbody>\n", f);
}

/* Window @i of base, of patched, and their difference. */
static double window(const struct row_windows *w, int which, size_t i)
{
	return vec_at(which < SIDES ? &w->value[which] : &w->diff, i);
}

/* Windows i to j, when they count the same on either kernel: one line. */
static size_t alike(const struct row_windows *w, size_t at)
{
	size_t n = 1;

	for (; at + n < w->value[BASE].nr; n++)
		for (int k = 0; k <= SIDES; k++) {
			double a = window(w, k, at), b = window(w, k, at + n);

			if (a != b && !(isnan(a) && isnan(b)))
				return n;
		}
	return n;
}

static void put_window(FILE *f, const struct row_windows *w, size_t at, size_t n)
{
	char no[64], x[WORDS_LEN];

	snprintf(no, sizeof(no), n > 1 ? "%zu to %zu" : "%zu", at + 1, at + n);
	html(f, "<tr><td>$</td>", no);
	for (int k = 0; k < SIDES; k++)
		html(f, "<td>$</td>", words_exact(window(w, k, at), x));
	html(f, "<td>$</td></tr>\n", w->diff.v ?
	     words_signed(vec_at(&w->diff, at), x) : "no pair");
}

static void put_windows(FILE *f, const struct row *row)
{
	static const char *const names[] = { "window", "base", "patched",
					     "difference" };
	const struct row_windows *w = &row->windows;
	char of[WORDS_LEN], per[WORDS_LEN];
	size_t n;

	if (isnan(w->of) || row->has_ladder)
		return;
	if (!w->value[BASE].v || !w->value[PATCHED].v) {
		html(f, "<p>$ windows a boot; their values are in "
		     "records.jsonl.</p>\n", words_num(w->of, of));
		return;
	}
	html(f, "<p>Windows of the first boot of each kernel, less what an "
	     "empty window costs");
	if (!isnan(w->per))
		html(f, "; a window has $ operations, and the row is told for "
		     "one", words_num(w->per, per));
	fputs(":</p>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (size_t i = 0; i < w->value[BASE].nr; i += n) {
		n = alike(w, i);
		put_window(f, w, i, n);
	}
	fputs("</tbody></table>\n", f);
}

static void put_ladder(FILE *f, const struct row *row)
{
	static const char *const names[] = { "held", "base", "patched" };
	const struct vec *held = &row->ladder[BASE].n;
	char x[WORDS_LEN];

	if (!held->v)
		return;
	fputs("<p>Readings of the first boot of each kernel, compared with "
	      "the reading before anything is held; the row is the slope of a "
	      "line through them:</p>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (size_t i = 0; i < held->nr; i++) {
		html(f, "<tr><td>$</td>", words_exact(held->v[i], x));
		for (int k = 0; k < SIDES; k++)
			html(f, "<td>$</td>", words_exact(vec_at(
			     &row->ladder[k].value, i), x));
		fputs("</tr>\n", f);
	}
	fputs("</tbody></table>\n", f);
}

/* A summary from before boots were listed has values alone. */
static void put_boot_value(FILE *f, const struct summary *s,
			   const struct row *row, int side, size_t i)
{
	double no = vec_at(&row->boot_number[side], i);
	const struct env_boot *boot = env_boot_of(&s->env[side], row->group,
						  (long long)or_0(no));
	char x[WORDS_LEN], y[WORDS_LEN];

	html(f, "<tr><td>$</td><td>$</td><td>$</td><td>$</td></tr>\n",
	     side_name[side], isnan(no) ? "" : words_num(no, x),
	     words_exact(vec_at(row_boots(row, side), i), y),
	     boot && *boot->console ? boot->console : "not recorded");
}

static void put_boots(FILE *f, const struct summary *s, const struct row *row)
{
	static const char *const names[] = { "kernel", "boot", "value",
					     "console" };

	fputs("<p>One value a boot:</p>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (int k = 0; k < SIDES; k++) {
		size_t n = row_boots(row, k)->nr;
		char x[WORDS_LEN];

		for (size_t i = 0; i < n && i < LISTED; i++)
			put_boot_value(f, s, row, k, i);
		snprintf(x, sizeof(x), "%zu", n > LISTED ? n - LISTED : 0);
		if (n > LISTED)
			html(f, "<tr><td>$</td><td>$ more</td><td></td>"
			     "<td></td></tr>\n", side_name[k], x);
	}
	fputs("</tbody></table>\n", f);
}

static void put_kernels(FILE *f, const struct summary *s)
{
	char setup[ANCHOR_LEN], boots[ANCHOR_LEN];

	fputs("<p>.config: ", f);
	for (int k = 0; k < 2; k++) {
		const struct env *env = &s->env[k];
		const char *digest = env->config_digest;
		char head[17];

		kpt_copy(head, sizeof(head), "");
		kpt_join(head, sizeof(head), "%.12s", digest);
		html(f, "$$, sha256 $ on $", k ? "; " : "",
		     *env->config_name ? env->config_name :
		     "no name", *digest ? head : "not recorded", side_name[k]);
	}
	html(f, " (<a href=\"#$\">all options and digests</a>). The command "
	     "line of each boot: <a href=\"#$\">boots</a>.</p>\n",
	     anchor_section(s, "setup", setup),
	     anchor_section(s, "boots", boots));
}

/* make takes the scenarios of a run by name; another command is as it is. */
static void put_command(FILE *f, const struct summary *s, const struct row *row)
{
	const char *command = s->command;
	char to[ANCHOR_LEN];

	if (!*command) {
		html(f, "<p>The command was not recorded; see <a "
		     "href=\"#$\">To reproduce</a>.</p>\n",
		     anchor_section(s, "reproduce", to));
		return;
	}
	html(f, "<p>Again: <code>$</code>", command);
	if (!strncmp(command, "make ", 5) && !strstr(command, "SCENARIOS=") &&
	    *row->scenario)
		html(f, "; this scenario alone: <code>$ SCENARIOS=$</code>",
		     command, row->scenario);
	fputs("</p>\n", f);
}

void html_source(FILE *f, const struct summary *s, const struct row *row)
{
	const char *params = row->params;
	char id[ANCHOR_LEN];

	/* A link to what is inside unfolds it. */
	html(f, "<details class=\"from\"><summary>where this comes from"
	     "</summary>\n<p id=\"$\">Counter: <code>$</code>, as $",
	     anchor_row(s, row, id), row->source,
	     row->metric);
	if (*row->scenario)
		html(f, ", in scenario $$$$", row->scenario,
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

static const char *line_of(const struct env_boot *b)
{
	return *b->group ? b->group : "default";
}

static void put_boot(FILE *f, const char *side, const struct env_boot *b)
{
	char no[WORDS_LEN];

	snprintf(no, sizeof(no), "%lld", b->boot);
	html(f, "<tr><td>$</td><td>$</td><td>$</td><td>$</td><td>$</td></tr>\n",
	     side, no, line_of(b), known(b->status), known(b->console));
}

static void put_lines(FILE *f, const char *side, const struct env *env)
{
	for (size_t i = 0; i < env->nr_boots; i++) {
		const struct env_boot *b = &env->boot[i];

		if (*b->cmdline)
			html(f, "<p>Command line, $, $:</p><pre>$</pre>\n",
			     side, line_of(b), b->cmdline);
	}
}

void html_boots(FILE *f, const struct summary *s)
{
	static const char *const names[] = { "kernel", "boot", "boot line",
		"console says", "console" };

	html_heading(f, s, "boots", "Boots");
	if (!s->env[BASE].lists_boots) {
		fputs("<p>n/a: this summary is from before boots were listed; "
		      "make it again with kptstat compare.</p>\n", f);
		return;
	}
	fputs("<details><summary>Every boot and its "
	      "console</summary>\n", f);
	head(f, names, ARRAY_SIZE(names));
	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < s->env[k].nr_boots; i++)
			put_boot(f, side_name[k], &s->env[k].boot[i]);
	fputs("</tbody></table></details>\n", f);
	for (int k = 0; k < SIDES; k++)
		put_lines(f, side_name[k], &s->env[k]);
}
