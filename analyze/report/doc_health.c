// SPDX-License-Identifier: GPL-2.0-only
/* doc_health.c - the section about leaks, consoles and whole boots */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

static long long get(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static size_t items(const json_t *health, const char *list)
{
	return json_array_size(json_object_get(health, list));
}

/* One leak shows in every boot and on every step: one line for all. */
static void print_leaks(FILE *f, const json_t *leaks)
{
	json_t *groups = json_object(), *e, *list;
	const char *key;
	size_t i;

	json_array_foreach((json_t *)leaks, i, e)
		groups_add(groups, e, "%s\x1f%s\x1f%s", ds_str(e, "side"),
			   ds_str(e, "scenario"), ds_str(e, "metric"));
	json_object_foreach(groups, key, list) {
		size_t n = json_array_size(list);
		char x[WORDS_LEN];

		e = json_array_get(list, 0);
		doc_wrap(f, "- LEAK ", "  ", "on %s: %s in %s is %s %s off "
			 "after the drain of %lld (boot %lld, %lld of %lld "
			 "rounds); %zu such reading%s in all",
			 ds_str(e, "side"), ds_str(e, "metric"),
			 ds_str(e, "scenario"),
			 words_signed(json_object_get(e, "left"), x),
			 ds_str(e, "unit"), get(e, "n"), get(e, "boot"),
			 get(e, "rounds"), get(e, "of"), n, n == 1 ? "" : "s");
	}
	json_decref(groups);
}

/* What a console line says, without the time it says it at. */
static const char *said(const json_t *line)
{
	const char *text = json_is_string(line) ? json_string_value(line) : "?";
	const char *end = *text == '[' ? strstr(text, "] ") : NULL;

	return end ? end + 2 : text;
}

/* The boots with a line, each once; the first has it as it is. */
static json_t *boots_by_line(const json_t *list)
{
	json_t *groups = json_object(), *e, *line;
	size_t i, j;

	json_array_foreach((json_t *)list, i, e) {
		json_t *seen = json_object();

		json_array_foreach(json_object_get(e, "lines"), j, line) {
			if (json_object_get(seen, said(line)))
				continue;
			json_object_set_new(seen, said(line), json_true());
			groups_add(groups, e, "%s\x1f%s", ds_str(e, "side"),
				   said(line));
		}
		json_decref(seen);
	}
	return groups;
}

/* A bad line shows in one boot after the other: one line for all. */
static void print_badness(FILE *f, const json_t *list)
{
	json_t *groups = boots_by_line(list), *e, *boots;
	const char *key;
	size_t i;

	json_array_foreach((json_t *)list, i, e)
		if (!json_array_size(json_object_get(e, "lines")))
			doc_wrap(f, "- BADNESS ", "  ", "%s, boot %lld: %s %s",
				 ds_str(e, "side"), get(e, "boot"),
				 ds_str(e, "status"),
				 ds_str(e, "reason"));
	json_object_foreach(groups, key, boots) {
		size_t n = json_array_size(boots);

		e = json_array_get(boots, 0);
		doc_wrap(f, "- BADNESS ", "  ", "%s, boot %lld%s%s (%s), in "
			 "%zu boot%s in all: %s", ds_str(e, "side"),
			 get(e, "boot"), *ds_str(e, "group") ? " with " : "",
			 ds_str(e, "group"), ds_str(e, "console"), n,
			 n == 1 ? "" : "s", strchr(key, '\x1f') + 1);
	}
	json_decref(groups);
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
