// SPDX-License-Identifier: GPL-2.0-only
/* doc_where.c - the sections that tell where instructions and cycles went */
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/words/words.h"

void doc_where(FILE *f, const struct summary *s)
{
	char text[WHERE_LEN];
	size_t same = 0;

	if (!s->nr_where)
		return;
	doc_title(f, "Where the instructions went");
	for (size_t i = 0; i < s->nr_where; i++) {
		if (words_where(&s->where[i], text, sizeof(text)))
			doc_wrap(f, "  ", "    ", "%s", text);
		else
			same++;
	}
	if (same)
		doc_wrap(f, "", "", "%zu scenario%s: every function takes as "
			 "many on both.", same, same == 1 ? "" : "s");
	doc_wrap(f, "", "", "Every instruction was counted in QEMU, of the "
		 "first boot of each kernel; a function has what is inlined "
		 "into it, and not what it calls.");
}

/* A command is not wrapped at any blank: it is to be pasted. */
static void put_command(FILE *f, const struct perf *e, const char *between)
{
	char head[PERF_LEN], command[PERF_LEN];

	if (!words_perf(e, head, sizeof(head), command, sizeof(command),
			between)) {
		doc_wrap(f, "  ", "    ", "%s", head);
		return;
	}
	if (!*between && 4 + strlen(command) > DOC_WIDTH) {
		put_command(f, e, "\\\n        ");
		return;
	}
	doc_wrap(f, "  ", "    ", "%s", head);
	fprintf(f, "    %s\n", command);
}

void doc_perf(FILE *f, const struct summary *s)
{
	if (!s->nr_perf)
		return;
	doc_title(f, "Where the cycles went");
	doc_wrap(f, "", "", "%s", words_perf_about);
	for (size_t i = 0; i < s->nr_perf; i++)
		put_command(f, &s->perf[i], "");
}
