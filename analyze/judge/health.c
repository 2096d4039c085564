// SPDX-License-Identifier: GPL-2.0-only
/* health.c - what went wrong around the numbers: boots, consoles, notes */
#include <stdio.h>
#include <string.h>

#include "analyze/judge/compare.h"

static int side_of(const struct cmp *c, const char *label, int file)
{
	for (int k = 0; k < SIDES; k++)
		if (c->p.side[k].file == file && !strcmp(c->p.side[k].label, label))
			return k;
	return -1;
}

/* A record of a boot that was broken off and made up for is history. */
static bool made_up_for(const struct cmp *c, size_t at)
{
	const json_t *h = json_array_get(c->p.ds.hosts, at), *o;

	for (size_t i = at + 1; i < json_array_size(c->p.ds.hosts); i++) {
		o = json_array_get(c->p.ds.hosts, i);
		if (!strcmp(ds_str(o, "label"), ds_str(h, "label")) &&
		    !strcmp(ds_str(o, "group"), ds_str(h, "group")) &&
		    ds_int(o, "boot") == ds_int(h, "boot") &&
		    json_equal(json_array_get(c->p.ds.host_files, i),
			       json_array_get(c->p.ds.host_files, at)))
			return true;
	}
	return false;
}

static int side_of_host(const struct cmp *c, size_t at)
{
	const json_t *h = json_array_get(c->p.ds.hosts, at);

	return side_of(c, ds_str(h, "label"), (int)json_integer_value(
		       json_array_get(c->p.ds.host_files, at)));
}

static bool is_bad(const json_t *h)
{
	return ds_is(h, "status", "badness") || ds_is(h, "status", "panic") ||
	       json_array_size(json_object_get(h, "badness"));
}

static bool any_bad(const struct cmp *c, int k)
{
	for (size_t i = 0; i < json_array_size(c->p.ds.hosts); i++)
		if (side_of_host(c, i) == k && !made_up_for(c, i) &&
		    is_bad(json_array_get(c->p.ds.hosts, i)))
			return true;
	return false;
}

/* Warnings of base that patched does not have were fixed. */
static const char *list_of(const struct cmp *c, const json_t *h, int k)
{
	if (!is_bad(h))
		return "incomplete";
	if (k == BASE && !ds_is(h, "status", "panic") && !any_bad(c, PATCHED))
		return "fixed";
	return "badness";
}

static void put_hosts(struct cmp *c)
{
	json_t *h;
	size_t i;

	json_array_foreach(c->p.ds.hosts, i, h) {
		json_t *lines = json_object_get(h, "badness");
		int k = side_of_host(c, i);

		if (k < 0 || (!is_bad(h) && ds_is(h, "status", "ok")) ||
		    made_up_for(c, i))
			continue;
		health_add(&c->p, list_of(c, h, k), json_pack(
			"{s:s, s:I, s:s, s:s, s:s, s:s, s:O}",
			"side", side_name[k],
			"boot", (json_int_t)ds_int(h, "boot"),
			"group", ds_str(h, "group"),
			"status", ds_str(h, "status"),
			"reason", ds_str(h, "reason"),
			"console", ds_str(h, "console"),
			"lines", lines ? lines : json_null()));
	}
}

static bool same_boot(const struct ds_boot *b, const json_t *h, int file)
{
	return b->file == file && b->boot == ds_int(h, "boot") &&
	       !strcmp(b->label, ds_str(h, "label")) &&
	       !strcmp(b->group, ds_str(h, "group"));
}

/* A console was read, but the records of its boot are not here. */
static void put_lost(struct cmp *c)
{
	json_t *h;
	size_t i, j;

	json_array_foreach(c->p.ds.hosts, i, h) {
		int file = (int)json_integer_value(json_array_get(
					c->p.ds.host_files, i));
		int k = side_of_host(c, i);

		if (k < 0 || !ds_is(h, "status", "ok") || made_up_for(c, i))
			continue;
		for (j = 0; j < c->p.ds.nr_boots; j++)
			if (same_boot(&c->p.ds.boots[j], h, file))
				break;
		if (j == c->p.ds.nr_boots)
			health_add(&c->p, "incomplete", json_pack(
				"{s:s, s:I, s:s, s:s, s:s}", "side",
				side_name[k], "boot",
				(json_int_t)ds_int(h, "boot"), "group",
				ds_str(h, "group"), "status", "no records",
				"reason", ""));
	}
}

/* Whose console was read? On a real machine nobody reads one. */
static void put_consoles(struct cmp *c)
{
	long long checked = 0, of = 0;

	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < c->p.side[k].nr; i++) {
			const struct ds_boot *b = c->p.side[k].boots[i];
			bool found = false;
			json_t *h;
			size_t j;

			if (ds_is(b->env, "mode", "metal"))
				continue;
			of++;
			json_array_foreach(c->p.ds.hosts, j, h)
				found |= same_boot(b, h, (int)
					json_integer_value(json_array_get(
						c->p.ds.host_files, j)));
			checked += found;
			if (!found)
				health_add(&c->p, "unchecked", json_pack(
					"{s:s, s:I, s:s}", "side",
					side_name[k], "boot",
					(json_int_t)b->boot, "group",
					b->group));
		}
	json_object_set_new(c->p.health, "consoles", json_pack("{s:I, s:I}",
		"checked", (json_int_t)checked, "of", (json_int_t)of));
}

static void put_boots(struct cmp *c)
{
	for (size_t i = 0; i < c->p.ds.nr_boots; i++) {
		const struct ds_boot *b = &c->p.ds.boots[i];
		int k = side_of(c, b->label, b->file);
		bool failed = b->whole &&
			      strcmp(ds_str(b->end, "status"), "ok");

		if (k < 0 || b->superseded || (b->whole && !failed))
			continue;
		health_add(&c->p, "incomplete", json_pack(
			"{s:s, s:I, s:s, s:s, s:s}", "side", side_name[k],
			"boot", (json_int_t)b->boot, "group", b->group,
			"status", failed ? "fail" : "not whole", "reason",
			failed ? ds_str(b->end, "reason") : b->broken));
	}
	for (size_t i = 0; i < c->p.ds.nr_problems; i++) {
		const struct ds_problem *p = &c->p.ds.problems[i];

		/* Those of a boot are told with the boot. */
		if (strstr(p->text, "outside of any boot"))
			health_add(&c->p, "incomplete", json_pack(
				"{s:s, s:I, s:s, s:s, s:o}", "side", "", "boot",
				(json_int_t)0, "group", "", "status",
				"stray record", "reason",
				json_sprintf("line %ld: %s", p->line,
					     p->text)));
	}
}

static bool has_boot(const struct side *s, const char *group, long long boot)
{
	for (size_t i = 0; i < s->nr; i++)
		if (s->boots[i]->boot == boot &&
		    (!group || !strcmp(s->boots[i]->group, group)))
			return true;
	return false;
}

static bool is_told(const struct cmp *c, int k, const char *group,
		    long long boot)
{
	const json_t *list = json_object_get(c->p.health, "incomplete"), *e;
	size_t i;

	json_array_foreach((json_t *)list, i, e)
		if (ds_is(e, "side", side_name[k]) &&
		    ds_is(e, "group", group) && ds_int(e, "boot") == boot)
			return true;
	return false;
}

/* Every group must have all the boots that its kernel has elsewhere. */
static void put_gaps(struct cmp *c, int k)
{
	const struct side *s = &c->p.side[k];

	for (size_t i = 0; i < s->nr; i++) {
		const char *group = s->boots[i]->group;

		if (i && !strcmp(s->boots[i - 1]->group, group))
			continue;
		for (size_t j = 0; j < s->nr; j++) {
			long long boot = s->boots[j]->boot;

			if (has_boot(s, group, boot) ||
			    is_told(c, k, group, boot))
				continue;
			health_add(&c->p, "incomplete", json_pack(
				"{s:s, s:I, s:s, s:s, s:s}", "side",
				side_name[k], "boot", (json_int_t)boot,
				"group", group, "status", "no records",
				"reason", ""));
		}
	}
}

/* Boots taken in turn should have a mate on the other kernel. */
static void put_mates(struct cmp *c, int k)
{
	const struct side *s = &c->p.side[k], *o = &c->p.side[!k];

	if (s->file != o->file)
		return;
	for (size_t i = 0; i < s->nr; i++)
		if ((!i || s->boots[i]->boot != s->boots[i - 1]->boot) &&
		    !has_boot(o, NULL, s->boots[i]->boot))
			health_note(&c->p, json_pack("{s:s, s:s, s:I}", "code",
				"no_mate", "side", side_name[!k], "boot",
				(json_int_t)s->boots[i]->boot));
}

/* That boots repeat is shown by two of one layout. */
static void put_repeats(struct cmp *c, int k)
{
	const struct side *s = &c->p.side[k];

	if (s->layouts && s->layouts == s->replicates)
		health_note(&c->p, json_pack("{s:s, s:s}", "code",
			"not_repeated", "side", side_name[k]));
}

void health_build(struct cmp *c)
{
	put_hosts(c);
	put_boots(c);
	put_lost(c);
	put_consoles(c);
	for (int k = 0; k < SIDES; k++) {
		put_gaps(c, k);
		put_mates(c, k);
		put_repeats(c, k);
	}
}
