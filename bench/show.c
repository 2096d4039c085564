// SPDX-License-Identifier: GPL-2.0-only
/* show.c - what commands that tell of the machine share */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/show.h"
#include "common/util.h"

void show_wrapped(const char *text, int indent)
{
	int col = indent;

	printf("%*s", indent, "");
	while (*text) {
		int word = (int)strcspn(text, " ");

		if (col > indent && col + 1 + word > 72) {
			printf("\n%*s", indent, "");
			col = indent;
		} else if (col > indent) {
			putchar(' ');
			col++;
		}
		printf("%.*s", word, text);
		col += word;
		text += word;
		text += strspn(text, " ");
	}
	putchar('\n');
}

int show_open(struct machine *m, struct collect_set *set, const char *root,
	      const char *mode)
{
	int ret = machine_open(m, root, mode);

	if (ret)
		return ret;
	topology_pin(m);
	ret = collect_open(set, m, NULL);
	if (ret) {
		kpt_error("collectors: %s", strerror(-ret));
		machine_close(m);
	}
	return ret;
}

int show_close(struct machine *m, struct collect_set *set)
{
	collect_close(set);
	machine_close(m);
	if (!fflush(stdout) && !ferror(stdout))
		return KPT_PASS;
	return kpt_error("standard output: %s", strerror(errno));
}
