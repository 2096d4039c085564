// SPDX-License-Identifier: GPL-2.0-only
/* doc_line.c - what the tables of a plain report share */
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/report/doc_local.h"
#include "analyze/words/words.h"

bool doc_few_boots(const json_t *row)
{
	return ds_is(row, "verdict", "inconclusive") &&
	       reason_has(row, REASON_few_boots);
}

/* Equal as far as it goes: to be counted, not shown. */
bool doc_alike(const json_t *row)
{
	return ds_is(row, "verdict", "equivalent") ||
	       (doc_few_boots(row) && words_real(row, "diff") == 0);
}

/* The numbers tell the rest. */
const char *doc_verdict(const json_t *row)
{
	if (ds_is(row, "kind", "check") && ds_is(row, "verdict", "regressed"))
		return "worse";
	return ds_is(row, "verdict", "improved") ||
	       ds_is(row, "verdict", "regressed") ||
	       ds_is(row, "verdict", "changed") ||
	       ds_is(row, "verdict", "inconclusive") ? "" : words_verdict(row);
}

/* A line of the table, or, where it would be too long, the same in words. */
void doc_line(FILE *f, const char *line, const char *name,
	      const json_t *row, const char *rest)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN];
	size_t n = strlen(line);

	while (n && line[n - 1] == ' ')
		n--;
	if (n <= DOC_WIDTH)
		fprintf(f, "%.*s\n", (int)n, line);
	else
		doc_wrap(f, "  ", "    ", "%s: %s on base, %s on patched, "
			 "%s%s%s", name, words_amount(row, "base", a),
			 words_amount(row, "patched", b),
			 words_amount(row, "diff", d), *rest ? ", " : "",
			 rest);
}
