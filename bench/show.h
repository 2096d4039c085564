/* SPDX-License-Identifier: GPL-2.0-only */
/* show.h - what commands that tell of the machine share */
#ifndef KPT_SHOW_H
#define KPT_SHOW_H

#include "bench/collect.h"

/** show_wrapped - text in at most 72 columns, every line indented */
void show_wrapped(const char *text, int indent);

/** show_open - open the machine and its collectors; 0, or a message printed */
int show_open(struct machine *m, struct collect_set *set, const char *root,
	      const char *mode);
/** show_close - close both; the exit status, that of standard output too */
int show_close(struct machine *m, struct collect_set *set);

#endif
