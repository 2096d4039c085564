// SPDX-License-Identifier: GPL-2.0-only
/* doc_health.c - the section about leaks, consoles and whole boots */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/words/words.h"

static long long get(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static size_t items(const json_t *health, const char *list)
{
	return json_array_size(json_object_get(health, list));
}

static bool same_leak(const json_t *a, const json_t *b)
{
	return words_is(a, "side", words_str(b, "side")) &&
	       words_is(a, "scenario", words_str(b, "scenario")) &&
	       words_is(a, "metric", words_str(b, "metric"));
}

/* One leak shows in every boot and on every step: one line for all. */
static void print_leaks(FILE *f, const json_t *leaks)
{
	size_t i, j;
	json_t *e, *o;

	json_array_foreach((json_t *)leaks, i, e) {
		size_t n = 0;
		bool first = true;
		char x[WORDS_LEN];

		json_array_foreach((json_t *)leaks, j, o) {
			if (!same_leak(e, o))
				continue;
			n++;
			first &= j >= i;
		}
		if (!first)
			continue;
		doc_wrap(f, "- LEAK ", "  ", "on %s: %s in %s is %s %s off "
			 "after the drain of %lld (boot %lld, %lld of %lld "
			 "rounds); %zu such reading%s in all",
			 words_str(e, "side"), words_str(e, "metric"),
			 words_str(e, "scenario"),
			 words_signed(json_object_get(e, "left"), x),
			 words_str(e, "unit"), get(e, "n"), get(e, "boot"),
			 get(e, "rounds"), get(e, "of"), n, n == 1 ? "" : "s");
	}
}

/* What a console line says, without the time it says it at. */
static const char *said(const json_t *line)
{
	const char *text = json_is_string(line) ? json_string_value(line) : "?";
	const char *end = *text == '[' ? strstr(text, "] ") : NULL;

	return end ? end + 2 : text;
}

static bool says(const json_t *e, const char *text)
{
	size_t i;
	json_t *line;

	json_array_foreach(json_object_get(e, "lines"), i, line)
		if (!strcmp(said(line), text))
			return true;
	return false;
}

/* A bad line shows in one boot after the other: one line for all. */
static void print_badness(FILE *f, const json_t *list)
{
	size_t i, j, k;
	json_t *e, *o, *line;

	json_array_foreach((json_t *)list, i, e) {
		if (!json_array_size(json_object_get(e, "lines")))
			doc_wrap(f, "- BADNESS ", "  ", "%s, boot %lld: %s %s",
				 words_str(e, "side"), get(e, "boot"),
				 words_str(e, "status"),
				 words_str(e, "reason"));
		json_array_foreach(json_object_get(e, "lines"), j, line) {
			size_t n = 0;
			bool first = true;

			json_array_foreach((json_t *)list, k, o) {
				bool too = says(o, said(line)) &&
					   words_is(o, "side",
						    words_str(e, "side"));

				n += too;
				first &= !too || k >= i;
			}
			if (first)
				doc_wrap(f, "- BADNESS ", "  ", "%s, boot "
					 "%lld%s%s (%s), in %zu boot%s in all: "
					 "%s", words_str(e, "side"),
					 get(e, "boot"),
					 *words_str(e, "group") ? " with " : "",
					 words_str(e, "group"),
					 words_str(e, "console"), n,
					 n == 1 ? "" : "s", said(line));
		}
	}
}

#define each(list) json_array_foreach(json_object_get(h, list), i, e)

void doc_health(FILE *f, const json_t *s)
{
	const json_t *h = json_object_get(s, "health");
	size_t i;
	json_t *e;

	doc_title(f, "Balance and health");
	if (!items(h, "leaks"))
		doc_wrap(f, "", "", "Balance: %lld readings after a drain, "
			 "each back to where it began.",
			 get(h, "drained_readings"));
	print_leaks(f, json_object_get(h, "leaks"));
	if (words_is(json_object_get(s, "base"), "mode", "metal"))
		fputs("Consoles: not scanned on a real machine.\n", f);
	else if (!items(h, "badness"))
		fputs("Consoles: no warning, no error.\n", f);
	print_badness(f, json_object_get(h, "badness"));
	each("incomplete")
		doc_wrap(f, "- INCOMPLETE ", "  ", "%s, boot %lld%s%s: %s: "
			 "%s", *words_str(e, "side") ? words_str(e, "side") :
			 "no kernel", get(e, "boot"), *words_str(e, "group") ?
			 ", " : "", words_str(e, "group"), words_str(e, "status"), words_str(e, "reason"));
	each("missing")
		doc_wrap(f, "- MISSING ", "  ", "%s of %s (%s) was not "
			 "measured on %s", words_str(e, "metric"),
			 words_str(e, "scenario"), words_str(e, "phase"),
			 words_str(e, "side"));
	if (!items(h, "demoted"))
		fputs("Exactness: every exact metric repeated to the digit.\n",
		      f);
	each("demoted")
		doc_wrap(f, "- demoted to noisy: ", "  ", "%s of %s: %s",
			 words_str(e, "metric"), words_str(e, "scenario"),
			 words_str(e, "why"));
	each("notes")
		doc_wrap(f, "- ", "  ", "%s", json_string_value(e));
}
