// SPDX-License-Identifier: GPL-2.0-only
/* note.c - the sentence of every note and of the codes beside the rows */
#include <string.h>

#include "analyze/words/words.h"
#include "common/util.h"

struct pair_of_words {
	const char *code, *text;
};

static const char *look_up(const struct pair_of_words *list, size_t n,
			   const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i].code, code))
			return list[i].text;
	/* A summary of schema 1 has the sentence itself. */
	return code;
}

const char *words_by_design(const char *code)
{
	static const struct pair_of_words list[] = {
		{ "raw", "tables of the struct page array are allocated and "
		  "freed without a constructor" },
		{ "slab_object", "tables that are slab objects; a page of a "
		  "slab cannot be a constructed table" },
	};

	return look_up(list, ARRAY_SIZE(list), code);
}

const char *words_no_effect(const char *code)
{
	static const struct pair_of_words list[] = {
		{ "embedded", "embedded in the page descriptor, none to save" },
		{ "none", "no split locks in this configuration, none to "
		  "save" },
	};

	return look_up(list, ARRAY_SIZE(list), code);
}

const char *words_no_savings(const char *code)
{
	static const struct pair_of_words list[] = {
		{ "not_allocated", "ptlocks are not allocated here" },
		{ "nothing_held", "no page-table walk was taken while PTE and "
		  "PMD tables were held" },
	};

	return look_up(list, ARRAY_SIZE(list), code);
}

void words_note(const json_t *note, char *buf, size_t len)
{
	const char *code = ds_str(note, "code");
	char n[WORDS_LEN];

	buf[0] = '\0';
	words_num(json_object_get(note, "boot"), n);
	if (json_is_string(note))
		say(buf, len, "%s", json_string_value(note));
	else if (!strcmp(code, "allowed"))
		say(buf, len, "%s differs: %s on base, %s on patched (allowed "
		    "by --allow-different %s)", ds_str(note, "what"),
		    ds_str(note, "base"), ds_str(note, "patched"),
		    ds_str(note, "option"));
	else if (!strcmp(code, "config_unknown"))
		say(buf, len, "the .config of %s is not known, so options "
		    "were not compared: %s", ds_str(note, "label"),
		    ds_str(note, "text"));
	else if (!strcmp(code, "digests_differ"))
		say(buf, len, "the digests of the two .config files differ, "
		    "but no recorded option does");
	else if (!strcmp(code, "abi_differs"))
		say(buf, len, "the module's ABI differs between the kernels");
	else if (!strcmp(code, "no_module"))
		say(buf, len, "%s had no module: what the module tells is not "
		    "compared, and page-table levels are not checked",
		    ds_str(note, "label"));
	else if (!strcmp(code, "seed_differs"))
		say(buf, len, "the emulator's seed differs between the "
		    "kernels");
	else if (!strcmp(code, "walks_differ"))
		say(buf, len, "the page-table walks of boot %s of %s%s%s are "
		    "not those of its first boot; the first is shown", n,
		    ds_str(note, "side"), *ds_str(note, "group") ?
		    ", " : "", ds_str(note, "group"));
	else if (!strcmp(code, "one_walk"))
		say(buf, len, "the %s walk of %s was taken on one kernel "
		    "alone, or with other counts held; it is left out",
		    ds_str(note, "when"), *ds_str(note, "scenario") ?
		    ds_str(note, "scenario") : "the boot");
	else if (!strcmp(code, "not_repeated"))
		say(buf, len, "no boot of %s repeats the layout of another: "
		    "not checked whether boots repeat",
		    ds_str(note, "side"));
	else if (!strcmp(code, "no_mate"))
		say(buf, len, "there is no boot %s of %s, which the other "
		    "kernel has", n, ds_str(note, "side"));
	else
		say(buf, len, "%s", code);
}

void words_consoles(const json_t *summary, char *buf, size_t len)
{
	const json_t *h = json_object_get(summary, "health");
	const json_t *c = json_object_get(h, "consoles");
	size_t bad = json_array_size(json_object_get(h, "badness"));
	long long checked = ds_int(c, "checked"), of = ds_int(c, "of");

	buf[0] = '\0';
	if (bad)
		say(buf, len, "warnings in %zu boots", bad);
	else if (ds_is(json_object_get(summary, "base"), "mode", "metal"))
		say(buf, len, "not checked, nobody reads them on a real "
		    "machine");
	else if (!json_is_object(c))
		say(buf, len, "no warning, no error");
	else if (!checked)
		say(buf, len, "not checked, the records do not say what was "
		    "on them");
	else if (checked < of)
		say(buf, len, "not checked in %lld of %lld boots; no warning, "
		    "no error in the others", of - checked, of);
	else
		say(buf, len, "no warning, no error in %lld boots", of);
}
