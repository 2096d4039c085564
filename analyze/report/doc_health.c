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
	return ds_is(a, "side", ds_str(b, "side")) &&
	       ds_is(a, "scenario", ds_str(b, "scenario")) &&
	       ds_is(a, "metric", ds_str(b, "metric"));
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
			 ds_str(e, "side"), ds_str(e, "metric"),
			 ds_str(e, "scenario"),
			 words_signed(json_object_get(e, "left"), x),
			 ds_str(e, "unit"), get(e, "n"), get(e, "boot"),
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
				 ds_str(e, "side"), get(e, "boot"),
				 ds_str(e, "status"),
				 ds_str(e, "reason"));
		json_array_foreach(json_object_get(e, "lines"), j, line) {
			size_t n = 0;
			bool first = true;

			json_array_foreach((json_t *)list, k, o) {
				bool too = says(o, said(line)) &&
					   ds_is(o, "side",
						    ds_str(e, "side"));

				n += too;
				first &= !too || k >= i;
			}
			if (first)
				doc_wrap(f, "- BADNESS ", "  ", "%s, boot "
					 "%lld%s%s (%s), in %zu boot%s in all: "
					 "%s", ds_str(e, "side"),
					 get(e, "boot"),
					 *ds_str(e, "group") ? " with " : "",
					 ds_str(e, "group"),
					 ds_str(e, "console"), n,
					 n == 1 ? "" : "s", said(line));
		}
	}
}

#define each(list) json_array_foreach(json_object_get(h, list), i, e)

void doc_health(FILE *f, const json_t *s)
{
	const json_t *h = json_object_get(s, "health");
	char text[WHY_LEN];
	size_t i;
	json_t *e;

	doc_title(f, "Balance and health");
	if (!get(h, "drained_readings"))
		fputs("Leaks: not checked, nothing was read after a drain.\n",
		      f);
	else if (!items(h, "leaks"))
		doc_wrap(f, "", "", "No leaks: every counter returned to its "
			 "start, in %lld readings after a drain.",
			 get(h, "drained_readings"));
	print_leaks(f, json_object_get(h, "leaks"));
	words_consoles(s, text, sizeof(text));
	doc_wrap(f, "", "", "Consoles: %s.", text);
	print_badness(f, json_object_get(h, "badness"));
	each("incomplete")
		doc_wrap(f, "- INCOMPLETE ", "  ", "%s, boot %lld%s%s: %s: "
			 "%s", *ds_str(e, "side") ? ds_str(e, "side") :
			 "no kernel", get(e, "boot"), *ds_str(e, "group") ?
			 ", " : "", ds_str(e, "group"), ds_str(e, "status"), ds_str(e, "reason"));
	each("missing")
		doc_wrap(f, "- MISSING ", "  ", "%s of %s (%s): measured in "
			 "%lld of %lld boots of %s", ds_str(e, "metric"),
			 ds_str(e, "scenario"), ds_str(e, "phase"),
			 get(e, "boots"), get(e, "of"), ds_str(e, "side"));
	each("incomparable")
		doc_wrap(f, "- NOT COMPARABLE ", "  ", "%s of %s: the kernels "
			 "differ in %s", ds_str(e, "metric"),
			 ds_str(e, "scenario"), ds_str(e, "what"));
	each("fixed")
		doc_wrap(f, "- FIXED ", "  ", "%s: base %s, patched does not",
			 *ds_str(e, "scenario") ? ds_str(e, "scenario") :
			 "console", *ds_str(e, "metric") ? "leaks" :
			 "has warnings");
	/* Where none was read, the line above says it. */
	if (get(json_object_get(h, "consoles"), "checked"))
		each("unchecked")
		doc_wrap(f, "- NOT CHECKED ", "  ", "the console of boot %lld "
			 "of %s%s%s", get(e, "boot"), ds_str(e, "side"),
			 *ds_str(e, "group") ? ", " : "", ds_str(e, "group"));
	if (!items(h, "demoted"))
		fputs("Exactness: every exact metric repeated to the digit.\n",
		      f);
	each("demoted")
		doc_wrap(f, "- does not repeat: ", "  ", "%s of %s: boot %lld "
			 "of %s differs; judged as noisy",
			 ds_str(e, "metric"), ds_str(e, "scenario"),
			 get(e, "boot"), ds_str(e, "side"));
	each("notes")
	{
		words_note(e, text, sizeof(text));
		doc_wrap(f, "- ", "  ", "%s", text);
	}
}
