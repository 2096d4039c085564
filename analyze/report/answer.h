/* SPDX-License-Identifier: GPL-2.0-only */
/* answer.h - the first screen of every report */
#ifndef KPT_ANSWER_H
#define KPT_ANSWER_H

#include "analyze/report/columns.h"
#include "analyze/report/costs.h"
#include "analyze/report/model.h"

/** answer_put - what changed, where, how much, is it memory, does it leak */
void answer_put(struct model *m, const struct columns *c,
		const struct answer_limits *limits);

/** answer_page - title, what was compared, the answer, what it is worth */
void answer_page(struct model *m, const struct columns *c);

/**
 * answer_print - that page of summaries, by the back end @lay_out
 *
 * Return: 0 or -errno; -EINVAL after a message when they do not belong side by
 * side.
 */
int answer_print(FILE *f, struct summary *const *s, size_t n,
		 int (*lay_out)(FILE *f, const struct model *m));

/** answer_what - what was compared and how it was counted, in a paragraph */
void answer_what(struct model *m, const struct columns *c);

/** answer_claim - what an exact difference claims, and what it does not */
void answer_claim(struct model *m, const struct columns *c);

#endif
