// SPDX-License-Identifier: GPL-2.0-only
/* words_where.c - where the instructions of a difference are, in a sentence */
#include "analyze/words/words.h"

static bool is_zero(double v)
{
	return or_0(v) == 0;
}

static void say_function(const struct where_fn *fn, char *buf, size_t len)
{
	char d[WORDS_LEN];
	size_t i;

	say(buf, len, "%s in %s", words_signed(fn->value[ROW_DIFF], d),
	    fn->name);
	for (i = 0; i < fn->nr && i < 2; i++) {
		const struct where_fn *in = &fn->inlined[i];

		say(buf, len, "%s%s in %s", i ? ", " : " (of which ",
		    words_signed(in->value[ROW_DIFF], d), in->name);
		if (in->nr)
			say(buf, len, " with %s in %s",
			    words_signed(in->inlined[0].value[ROW_DIFF], d),
			    in->inlined[0].name);
	}
	say(buf, len, "%s", i ? ", all inlined)" : "");
}

bool words_where(const struct where *e, char *buf, size_t len)
{
	char d[WORDS_LEN], n[WORDS_LEN];

	buf[0] = '\0';
	say(buf, len, "%s: ", e->scenario);
	if (!e->nr) {
		say(buf, len, "no function takes more or fewer %s.", e->unit);
		return false;
	}
	say(buf, len, "%s %s per %s: ", words_signed(e->diff, d), e->unit,
	    e->per);
	for (size_t i = 0; i < e->nr; i++) {
		say(buf, len, "%s", i ? "; " : "");
		say_function(&e->fn[i], buf, len);
	}
	if (!is_zero(e->others))
		say(buf, len, "; %s in %s others",
		    words_signed(e->others_diff, d), words_num(e->others, n));
	if (!is_zero(e->fixed))
		say(buf, len, "; %s by the fixed cost taken off",
		    words_signed(e->fixed, d));
	if (!is_zero(e->remainder))
		say(buf, len, "; %s not in the windows",
		    words_signed(e->remainder, d));
	say(buf, len, ".");
	return true;
}
