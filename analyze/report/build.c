// SPDX-License-Identifier: GPL-2.0-only
/* build.c - symbols and options that differ, in a line and in a table */
#include <errno.h>

#include "analyze/report/build.h"
#include "analyze/words/words.h"

#define SHOWN	30	/* rows of a table; summary.json has all */

enum how { GREW, SHRANK, ADDED, GONE, CHANGES };

static enum how how_of(const struct build_symbol *s)
{
	if (!s->bytes[BASE])
		return ADDED;
	if (!s->bytes[PATCHED])
		return GONE;
	return s->bytes[PATCHED] > s->bytes[BASE] ? GREW : SHRANK;
}

static void say_symbols(const struct build *b, char *buf, size_t len)
{
	static const char *const words[CHANGES] = {
		[GREW] = "grew", [SHRANK] = "shrank", [ADDED] = "added",
		[GONE] = "gone",
	};
	size_t n[CHANGES] = { 0 };
	bool any = false;

	for (size_t i = 0; i < b->nr_symbols; i++)
		n[how_of(&b->symbol[i])]++;
	for (enum how c = 0; c < CHANGES; c++) {
		if (!n[c])
			continue;
		say(buf, len, "%s%zu %s", any ? ", " : "", n[c], words[c]);
		any = true;
	}
	if (!any)
		say(buf, len, "all of the same size");
	if (b->symbols_left)
		say(buf, len, " (and up to %lld more)", b->symbols_left);
}

static void say_options(const struct build *b, char *buf, size_t len)
{
	say(buf, len, "options ");
	if (*b->options_na)
		say(buf, len, "n/a (%s)", b->options_na);
	else if (!b->nr_options && !b->options_left)
		say(buf, len, "all the same");
	else if (b->nr_options == 1 && !b->options_left)
		say(buf, len, "1 differs, %s: %s -> %s", b->option[0].name,
		    b->option[0].value[BASE], b->option[0].value[PATCHED]);
	else
		say(buf, len, "%lld differ", b->options_left +
		    (long long)b->nr_options);
}

void build_say(const struct summary *s, bool brief, char *buf, size_t len)
{
	const struct build *b = &s->build;

	buf[0] = '\0';
	if (!b->known || (brief && !b->nr_options && !*b->options_na))
		return;
	if (!brief) {
		say(buf, len, "symbols ");
		if (*b->symbols_na)
			say(buf, len, "n/a (%s)", b->symbols_na);
		else
			say_symbols(b, buf, len);
		say(buf, len, "; ");
	}
	say_options(b, buf, len);
}

static void put_bytes(struct model *m, struct model_table *t, long long bytes)
{
	if (bytes)
		model_cell(m, t, "%lld", bytes);
	else
		model_cell(m, t, "none");
}

static void put_symbols(struct model *m, const struct build *b)
{
	struct model_table *t;

	model_heading(m, 2, "Symbols whose size differs");
	t = model_table(m);
	model_column(m, t, false, NULL, "bytes");
	model_column(m, t, true, NULL, "base");
	model_column(m, t, true, NULL, "patched");
	model_column(m, t, true, NULL, "diff");
	for (size_t i = 0; i < b->nr_symbols && i < SHOWN; i++) {
		const struct build_symbol *s = &b->symbol[i];

		model_cell(m, t, "%s", s->name);
		put_bytes(m, t, s->bytes[BASE]);
		put_bytes(m, t, s->bytes[PATCHED]);
		model_cell(m, t, "%+lld", s->bytes[PATCHED] - s->bytes[BASE]);
	}
	if (b->nr_symbols > SHOWN)
		model_para(m, "%zu more are in summary.json.",
			   b->nr_symbols - SHOWN);
	if (b->symbols_left)
		model_para(m, "%lld more symbols differ between kernels of "
			   "this run and were not recorded.", b->symbols_left);
}

static void put_options(struct model *m, const struct build *b)
{
	struct model_table *t;

	model_heading(m, 2, "Options that differ");
	t = model_table(m);
	model_column(m, t, false, NULL, "option");
	model_column(m, t, false, NULL, "base");
	model_column(m, t, false, NULL, "patched");
	for (size_t i = 0; i < b->nr_options && i < SHOWN; i++) {
		model_cell(m, t, "%s", b->option[i].name);
		for (int k = 0; k < SIDES; k++)
			model_cell(m, t, "%s", b->option[i].value[k]);
	}
	if (b->nr_options > SHOWN)
		model_para(m, "%zu more are in summary.json.",
			   b->nr_options - SHOWN);
	if (b->options_left)
		model_para(m, "%lld more options differ between kernels of "
			   "this run and were not recorded.", b->options_left);
}

int build_put(FILE *f, const struct summary *s,
	      int (*print)(FILE *f, const struct model *m))
{
	struct model m = { NULL };
	int err = 0;

	if (s->build.nr_symbols)
		put_symbols(&m, &s->build);
	if (s->build.nr_options)
		put_options(&m, &s->build);
	if (m.failed)
		err = -ENOMEM;
	else if (m.nr)
		err = print(f, &m);
	model_free(&m);
	return err;
}
