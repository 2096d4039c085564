// SPDX-License-Identifier: GPL-2.0-only
/* size.c - how large the kernels are and how they boot, in a line each */
#include <math.h>
#include <string.h>

#include "analyze/report/build.h"
#include "analyze/report/size.h"
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

/* What one comparison says: "" where nothing of the kind is known. */
static void say_kind(const struct summary *s, enum kind kind, bool brief,
		     char *buf, size_t len)
{
	size_t judged = 0, same = 0;
	char open[300] = "";

	buf[0] = '\0';
	summary_each_row(s, row) {
		if (row->kind != kind || !row_judged(row) ||
		    left_out(row, brief))
			continue;
		judged++;
		same += !row_differs(row);
		if (row->verdict == VERDICT_UNRESOLVED)
			say(open, sizeof(open), "%s%s", *open ? ", " : "",
			    words_metric(row->metric));
		else if (row_differs(row))
			say_row(row, brief, buf, len);
	}
	if (*open)
		say(buf, len, "%snot resolved: %s", *buf ? "; " : "", open);
	if (judged && same == judged)
		say(buf, len, "no difference");
	else if (same && !brief)
		say(buf, len, "; %zu others: no difference", same);
}

static void put_kind(struct model *m, const struct columns *c, enum kind kind,
		     const char *title)
{
	char line[COLUMNS_MAX][LINE_LEN], buf[1600] = "";
	const char *text[COLUMNS_MAX];

	for (size_t k = 0; k < c->n; k++) {
		say_kind(c->s[k], kind, c->n > 1, line[k], sizeof(line[k]));
		text[k] = line[k];
	}
	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "%s: %s.", title, buf);
}

void size_put(struct model *m, const struct columns *c)
{
	char line[COLUMNS_MAX][LINE_LEN], buf[1600] = "";
	const char *text[COLUMNS_MAX];

	put_kind(m, c, KIND_SIZE, "Size of the kernel in bytes");
	put_kind(m, c, KIND_BOOT, "Boot in instructions, of one build each");
	for (size_t k = 0; k < c->n; k++) {
		build_say(c->s[k], c->n > 1, line[k], sizeof(line[k]));
		text[k] = line[k];
	}
	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "Builds: %s.", buf);
}
