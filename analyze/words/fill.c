// SPDX-License-Identifier: GPL-2.0-only
/* fill.c - the sentence of a code, with its parameters in it */
#include <string.h>

#include "analyze/words/fill.h"
#include "analyze/words/words.h"

/* What an entry says of a parameter; "" where it says nothing. */
static const char *value_of(const struct finding *entry, const char *key,
			    char num[WORDS_LEN])
{
	const struct member *m = finding_says(entry, key);

	return !m ? "" : m->text ? m->text : words_num(m->number, num);
}

/* "key", "key|what else" or ", key", between braces. */
static void put(const char *what, size_t n, const struct finding *entry,
		char *buf, size_t len)
{
	size_t before = strspn(what, ", "), name = strcspn(what, "|}") - before;
	const char *other = memchr(what, '|', n);
	char key[40] = "", num[WORDS_LEN];
	const char *value;

	kpt_join(key, sizeof(key), "%.*s", (int)name, what + before);
	value = value_of(entry, key, num);
	if (*value)
		say(buf, len, "%.*s%s", (int)before, what, value);
	else if (other)
		say(buf, len, "%.*s", (int)(what + n - other - 1), other + 1);
}

static void fill(const char *text, const struct finding *entry, char *buf,
		 size_t len)
{
	while (*text) {
		size_t plain = strcspn(text, "{"), n;

		say(buf, len, "%.*s", (int)plain, text);
		text += plain;
		if (!*text)
			return;
		text++;
		n = strcspn(text, "}");
		put(text, n, entry, buf, len);
		text += n + (text[n] == '}');
	}
}

void words_fill(const struct template *list, const struct finding *entry,
		char *buf, size_t len)
{
	buf[0] = '\0';
	if (entry->sentence) {
		say(buf, len, "%s", entry->sentence);
		return;
	}
	for (; list->code; list++)
		if (!strcmp(list->code, entry->code)) {
			fill(list->text, entry, buf, len);
			return;
		}
	say(buf, len, "%s", entry->code);
}
