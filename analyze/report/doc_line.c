// SPDX-License-Identifier: GPL-2.0-only
/* doc_line.c - what the tables of a plain report share */
#include <string.h>

#include "analyze/report/doc_local.h"
#include "analyze/words/words.h"

bool doc_few_boots(const struct row *row)
{
	return row->verdict == VERDICT_INCONCLUSIVE &&
	       row_has(row, REASON_few_boots);
}

/* Equal as far as it goes: to be counted, not shown. */
bool doc_alike(const struct row *row)
{
	return row->verdict == VERDICT_EQUIVALENT ||
	       (doc_few_boots(row) && or_0(row->value[ROW_DIFF]) == 0);
}

/* The numbers tell the rest. */
const char *doc_verdict(const struct row *row)
{
	if (row->kind == KIND_CHECK && row->verdict == VERDICT_REGRESSED)
		return "worse";
	return row->verdict == VERDICT_IMPROVED ||
	       row->verdict == VERDICT_REGRESSED ||
	       row->verdict == VERDICT_CHANGED ||
	       row->verdict == VERDICT_INCONCLUSIVE ? "" : words_verdict(row);
}

/* A line of the table, or, where it would be too long, the same in words. */
void doc_line(FILE *f, const char *line, const char *name,
	      const struct row *row, const char *rest)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN];
	size_t n = strlen(line);

	while (n && line[n - 1] == ' ')
		n--;
	if (n <= DOC_WIDTH)
		fprintf(f, "%.*s\n", (int)n, line);
	else
		doc_wrap(f, "  ", "    ", "%s: %s on base, %s on patched, "
			 "%s%s%s", name, words_amount(row, ROW_BASE, a),
			 words_amount(row, ROW_PATCHED, b),
			 words_amount(row, ROW_DIFF, d), *rest ? ", " : "",
			 rest);
}
