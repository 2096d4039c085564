// SPDX-License-Identifier: GPL-2.0-only
/* health.c - what went wrong around the numbers of a summary, and notes */
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/summary/health.h"
#include "common/util.h"

const char *const health_name[HEALTH_LISTS] = {
	[HEALTH_LEAKS] = "leaks", [HEALTH_BADNESS] = "badness",
	[HEALTH_INCOMPLETE] = "incomplete", [HEALTH_MISSING] = "missing",
	[HEALTH_INCOMPARABLE] = "incomparable",
	[HEALTH_UNCOVERED] = "uncovered", [HEALTH_LOCKED] = "locked",
	[HEALTH_DEMOTED] = "demoted", [HEALTH_FIXED] = "fixed",
	[HEALTH_UNCHECKED] = "unchecked", [HEALTH_NOTES] = "notes",
};

static void read_texts(const json_t *o, struct finding *f)
{
	const struct {
		const char *key, **to;
	} texts[] = {
		{ "code", &f->code }, { "side", &f->side },
		{ "scenario", &f->scenario }, { "group", &f->group },
		{ "metric", &f->metric }, { "phase", &f->phase },
		{ "unit", &f->unit }, { "status", &f->status },
		{ "reason", &f->reason }, { "console", &f->console },
		{ "what", &f->what }, { "when", &f->when },
		{ "region", &f->region }, { "level", &f->level },
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		*texts[i].to = ds_str(o, texts[i].key);
}

static void read_numbers(const json_t *o, struct finding *f)
{
	f->boot = ds_int(o, "boot");
	f->n = ds_int(o, "n");
	f->boots = ds_int(o, "boots");
	f->rounds = ds_int(o, "rounds");
	f->of = ds_int(o, "of");
	f->born = ds_int(o, "born");
	f->constructed = ds_int(o, "constructed");
	f->ptlocks = ds_int(o, "ptlocks");
	f->left = ds_real(o, "left");
}

/* What is neither a text nor a number is not told. */
static bool read_member(const char *key, const json_t *v, struct member *m)
{
	const json_t *first = json_array_get(v, 0);

	m->key = key;
	m->number = json_number_value(v);
	m->several = json_is_string(first);
	m->text = json_string_value(m->several ? first : v);
	return m->text || json_is_number(v);
}

static void read_members(struct pool *p, json_t *o, struct finding *f)
{
	const char *key;
	json_t *v;

	f->said = pool_alloc(p, json_object_size(o), sizeof(*f->said));
	if (f->said)
		json_object_foreach(o, key, v)
			f->nr_said += read_member(key, v,
						  &f->said[f->nr_said]);
}

static void read_lines(struct pool *p, const json_t *list, struct finding *f)
{
	f->line = pool_list(p, list, sizeof(*f->line), &f->nr_lines);
	for (size_t i = 0; i < f->nr_lines; i++) {
		const json_t *v = json_array_get(list, i);

		f->line[i] = json_is_string(v) ? json_string_value(v) : "?";
	}
}

static void read_sites(struct pool *p, const json_t *list, struct finding *f)
{
	f->site = pool_list(p, list, sizeof(*f->site), &f->nr_sites);
	for (size_t i = 0; i < f->nr_sites; i++) {
		const json_t *o = json_array_get(list, i);

		f->site[i] = (struct site){ ds_str(o, "site"),
			ds_int(o, "bytes"), ds_int(o, "calls") };
	}
}

void finding_read(struct pool *p, const json_t *o, struct finding *f)
{
	memset(f, 0, sizeof(*f));
	f->sentence = json_string_value(o);
	read_texts(o, f);
	read_numbers(o, f);
	read_members(p, (json_t *)o, f);
	read_lines(p, json_object_get(o, "lines"), f);
	read_sites(p, json_object_get(o, "sites"), f);
}

void health_read(struct pool *p, const json_t *o, struct health *h)
{
	const json_t *consoles = json_object_get(o, "consoles");

	for (size_t k = 0; k < HEALTH_LISTS; k++) {
		const json_t *list = json_object_get(o, health_name[k]);
		struct findings *to = &h->list[k];

		to->v = pool_list(p, list, sizeof(*to->v), &to->nr);
		for (size_t i = 0; i < to->nr; i++)
			finding_read(p, json_array_get(list, i), &to->v[i]);
	}
	h->readings = ds_int(o, "drained_readings");
	h->consoles = json_is_object(consoles);
	h->checked = ds_int(consoles, "checked");
	h->of = ds_int(consoles, "of");
}

const struct member *finding_says(const struct finding *f, const char *key)
{
	for (size_t i = 0; i < f->nr_said; i++)
		if (!strcmp(f->said[i].key, key))
			return &f->said[i];
	return NULL;
}
