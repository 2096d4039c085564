/* SPDX-License-Identifier: GPL-2.0-only */
/* fill.h - the sentence of a code, with its parameters in it */
#ifndef KPT_WORDS_FILL_H
#define KPT_WORDS_FILL_H

#include <stddef.h>

#include "analyze/summary/health.h"

/**
 * struct template - the sentence of a code; a list of them ends with NULL
 * @text:	"{key}" stands for a parameter, "{key|words}" for words where
 *		there is none, "{, key}" for the parameter with what is before
 *		it, or nothing
 */
struct template {
	const char *code, *text;
};

/**
 * words_fill - what an entry says, in a sentence
 *
 * A code that is not in @list is its own sentence, and so is a sentence.
 */
void words_fill(const struct template *list, const struct finding *entry,
		char *buf, size_t len);

#endif
