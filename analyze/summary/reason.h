/* SPDX-License-Identifier: GPL-2.0-only */
/* reason.h - why a row reads as it does: a code with its parameters */
#ifndef KPT_SUMMARY_REASON_H
#define KPT_SUMMARY_REASON_H

#include "analyze/judge/reason.h"
#include "analyze/records/pair.h"
#include "analyze/summary/vec.h"

/**
 * struct reason - one reason; judge/reason.h says which code has which
 * @word:	the code as the file has it
 * @text:	and the other texts are "", numbers NAN, where the code has none
 * @was:	"base" and "patched" of a code that has words there
 * @nr:		the same of one that has numbers
 * @list:	"boots", where they are several
 */
struct reason {
	enum kpt_reason code;
	const char *word, *side, *what, *text, *was[SIDES];
	double nr[SIDES], boot, boots, of, need, value, other;
	double agree, lo, mid, hi, from, to, used, tests, rows;
	struct vec list;
};

/** reasons_read - a list of them; @nr is how many */
struct reason *reasons_read(struct pool *p, const json_t *list, size_t *nr);

#endif
