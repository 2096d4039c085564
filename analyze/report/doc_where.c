// SPDX-License-Identifier: GPL-2.0-only
/* doc_where.c - the sections that tell where instructions and cycles went */
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/words/words.h"

void doc_where(FILE *f, const json_t *s)
{
	const json_t *list = json_object_get(s, "where"), *e;
	char text[WHERE_LEN];
	size_t i, same = 0;

	if (!json_array_size(list))
		return;
	doc_title(f, "Where the instructions went");
	json_array_foreach((json_t *)list, i, e) {
		if (words_where(e, text, sizeof(text)))
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
static void put_command(FILE *f, const json_t *e, const char *between)
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

void doc_perf(FILE *f, const json_t *s)
{
	const json_t *list = json_object_get(s, "perf"), *e;
	size_t i;

	if (!json_array_size(list))
		return;
	doc_title(f, "Where the cycles went");
	doc_wrap(f, "", "", "%s", words_perf_about);
	json_array_foreach((json_t *)list, i, e)
		put_command(f, e, "");
}
