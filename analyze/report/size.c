// SPDX-License-Identifier: GPL-2.0-only
/* size.c - how large the kernels are and how they boot, in a line each */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/build.h"
#include "analyze/report/size.h"
#include "analyze/summary/names.h"
#include "analyze/words/words.h"

#define LINE_LEN 600

/* "functions 2636324 -> 2637128 (+804)"; beside others "functions +804" */
static void say_row(const struct row *row, bool brief, char *buf, size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN];

	say(buf, len, "%s%s ", *buf ? ", " : "", words_metric(row->metric));
	words_amount(row, ROW_DIFF, d);
	if (brief)
		say(buf, len, "%s", d);
	else
		say(buf, len, "%s -> %s (%s)", words_amount(row, ROW_BASE, a),
		    words_amount(row, ROW_PATCHED, b), d);
}

/* Beside other comparisons: the boot, and the map that series are about. */
static bool left_out(const struct row *row, bool brief)
{
	return brief && row->kind == KIND_BOOT &&
	       strcmp(row->metric, "boot.instructions") &&
	       strcmp(row->metric, "boot.linear");
}

/**
 * struct asked - rows that a line is of
 * @group:	words that these boots had on the command line; NULL: whatever
 * @brief:	beside other comparisons
 */
struct asked {
	enum kind kind;
	const char *group;
	bool brief;
};

/* What one comparison says: "" where nothing of the kind is known. */
static void say_kind(const struct summary *s, const struct asked *a, char *buf,
		     size_t len)
{
	size_t judged = 0, same = 0;
	char open[300] = "";

	buf[0] = '\0';
	summary_each_row(s, row) {
		if (row->kind != a->kind || !row_judged(row) ||
		    (a->group && strcmp(row->group, a->group)) ||
		    left_out(row, a->brief))
			continue;
		judged++;
		same += !row_differs(row);
		if (row->verdict == VERDICT_UNRESOLVED)
			say(open, sizeof(open), "%s%s", *open ? ", " : "",
			    words_metric(row->metric));
		else if (row_differs(row))
			say_row(row, a->brief, buf, len);
	}
	if (*open)
		say(buf, len, "%snot resolved: %s", *buf ? "; " : "", open);
	if (judged && same == judged)
		say(buf, len, "no difference");
	else if (same && !a->brief)
		say(buf, len, "; %zu others: no difference", same);
}

static void put_kind(struct model *m, const struct columns *c, enum kind kind,
		     const char *group, const char *title)
{
	const struct asked a = { kind, group, c->n > 1 };
	char line[COLUMNS_MAX][LINE_LEN], buf[1600] = "";
	const char *text[COLUMNS_MAX];

	for (size_t k = 0; k < c->n; k++) {
		say_kind(c->s[k], &a, line[k], sizeof(line[k]));
		text[k] = line[k];
	}
	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "%s%s%s: %s.", title,
			   group && *group ? ", " : "", group ? group : "",
			   buf);
}

/* A machine with other RAM comes up another way: a line for each. */
static void put_boots(struct model *m, const struct columns *c)
{
	struct names groups = { .nr = 0 };
	const char **v = NULL;
	size_t at;

	for (size_t k = 0; k < c->n; k++)
		summary_each_row(c->s[k], row) {
			if (row->kind != KIND_BOOT)
				continue;
			v = names_list(&groups, row->group, v, sizeof(*v), &at);
			m->failed |= at == NAMES_NONE;
			if (at != NAMES_NONE)
				v[at] = row->group;
		}
	for (size_t i = 0; i < groups.nr; i++)
		put_kind(m, c, KIND_BOOT, v[i],
			 "Boot in instructions, of one build each");
	free(v);
	names_free(&groups);
}

void size_put(struct model *m, const struct columns *c)
{
	char line[COLUMNS_MAX][LINE_LEN], buf[1600] = "";
	const char *text[COLUMNS_MAX];

	put_kind(m, c, KIND_SIZE, NULL, "Size of the kernel in bytes");
	put_boots(m, c);
	for (size_t k = 0; k < c->n; k++) {
		build_say(c->s[k], c->n > 1, line[k], sizeof(line[k]));
		text[k] = line[k];
	}
	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "Builds: %s.", buf);
}
