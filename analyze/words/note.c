// SPDX-License-Identifier: GPL-2.0-only
/* note.c - the sentence of every note and of the codes beside the rows */
#include <string.h>

#include "analyze/words/fill.h"
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

void words_note(const struct finding *note, char *buf, size_t len)
{
	static const struct template list[] = {
		{ "allowed", "{what} differs: {base} on base, {patched} on "
		  "patched (allowed by --allow-different {option})" },
		{ "config_unknown", "the .config of {label} is not known, so "
		  "options were not compared: {text}" },
		{ "digests_differ", "the digests of the two .config files "
		  "differ, but no recorded option does" },
		{ "abi_differs", "the module's ABI differs between the "
		  "kernels" },
		{ "no_module", "{label} had no module: what the module tells "
		  "is not compared, and page-table levels are not checked" },
		{ "seed_differs", "the emulator's seed differs between the "
		  "kernels" },
		{ "walks_differ", "the page-table walks of boot {boot} of "
		  "{side}{, group} are not those of its first boot; the first "
		  "is shown" },
		{ "one_walk", "the {when} walk of {scenario|the boot} was "
		  "taken on one kernel alone, or with other counts held; it "
		  "is left out" },
		{ "not_repeated", "no boot of {side} repeats the layout of "
		  "another: not checked whether boots repeat" },
		{ "no_mate", "there is no boot {boot} of {side}, which the "
		  "other kernel has" },
		{ NULL, NULL },
	};

	words_fill(list, note, buf, len);
}

void words_consoles(const struct summary *s, char *buf, size_t len)
{
	const struct health *h = &s->health;
	size_t bad = health_of(s, HEALTH_BADNESS)->nr;

	buf[0] = '\0';
	if (bad)
		say(buf, len, "warnings in %zu boots", bad);
	else if (!strcmp(s->env[BASE].mode, "metal"))
		say(buf, len, "not checked, nobody reads them on a real "
		    "machine");
	else if (!h->consoles)
		say(buf, len, "no warning, no error");
	else if (!h->checked)
		say(buf, len, "not checked, the records do not say what was "
		    "on them");
	else if (h->checked < h->of)
		say(buf, len, "not checked in %lld of %lld boots; no warning, "
		    "no error in the others", h->of - h->checked, h->of);
	else
		say(buf, len, "no warning, no error in %lld boots", h->of);
}
