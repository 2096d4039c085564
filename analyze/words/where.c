// SPDX-License-Identifier: GPL-2.0-only
/* words_where.c - where the instructions of a difference are, in a sentence */
#include "analyze/words/words.h"

static bool is_zero(const json_t *v)
{
	return !json_is_number(v) || json_number_value(v) == 0;
}

static void say_function(const json_t *fn, char *buf, size_t len)
{
	const json_t *inlined = json_object_get(fn, "inlined"), *in;
	char d[WORDS_LEN];
	size_t i;

	say(buf, len, "%s in %s",
	    words_signed(json_object_get(fn, "diff"), d),
	    ds_str(fn, "name"));
	json_array_foreach((json_t *)inlined, i, in) {
		const json_t *inner = json_array_get(json_object_get(in,
							"inlined"), 0);

		if (i == 2)
			break;
		say(buf, len, "%s%s in %s", i ? ", " : " (of which ",
		    words_signed(json_object_get(in, "diff"), d),
		    ds_str(in, "name"));
		if (inner)
			say(buf, len, " with %s in %s",
			    words_signed(json_object_get(inner, "diff"),
					 d), ds_str(inner, "name"));
	}
	say(buf, len, "%s", i ? ", all inlined)" : "");
}

bool words_where(const json_t *entry, char *buf, size_t len)
{
	const json_t *list = json_object_get(entry, "functions"), *fn;
	const json_t *others = json_object_get(entry, "others");
	char d[WORDS_LEN], n[WORDS_LEN];
	size_t i;

	buf[0] = '\0';
	say(buf, len, "%s: ", ds_str(entry, "scenario"));
	if (!json_array_size(list)) {
		say(buf, len, "no function takes more or fewer %s.",
		    ds_str(entry, "unit"));
		return false;
	}
	say(buf, len, "%s %s per %s: ",
	    words_signed(json_object_get(entry, "diff"), d),
	    ds_str(entry, "unit"), ds_str(entry, "per"));
	json_array_foreach((json_t *)list, i, fn) {
		say(buf, len, "%s", i ? "; " : "");
		say_function(fn, buf, len);
	}
	if (!is_zero(json_object_get(others, "functions")))
		say(buf, len, "; %s in %s others",
		    words_signed(json_object_get(others, "diff"), d),
		    words_num(json_object_get(others, "functions"), n));
	if (!is_zero(json_object_get(entry, "fixed")))
		say(buf, len, "; %s by the fixed cost taken off",
		    words_signed(json_object_get(entry, "fixed"), d));
	if (!is_zero(json_object_get(entry, "remainder")))
		say(buf, len, "; %s not in the windows",
		    words_signed(json_object_get(entry, "remainder"),
				 d));
	say(buf, len, ".");
	return true;
}
