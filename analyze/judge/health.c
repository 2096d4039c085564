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

static void put_hosts(struct cmp *c)
{
	json_t *h;
	size_t i;

	json_array_foreach(c->p.ds.hosts, i, h) {
		const char *status = ds_str(h, "status");
		json_t *lines = json_object_get(h, "badness");
		int k = side_of(c, ds_str(h, "label"), (int)json_integer_value(
				json_array_get(c->p.ds.host_files, i)));
		bool bad = !strcmp(status, "badness") ||
			   !strcmp(status, "panic") || json_array_size(lines);

		if (k < 0 || (!bad && !strcmp(status, "ok")) ||
		    made_up_for(c, i))
			continue;
		health_add(&c->p, bad ? "badness" : "incomplete", json_pack(
			"{s:s, s:I, s:s, s:s, s:s, s:s, s:O}",
			"side", side_name[k],
			"boot", (json_int_t)ds_int(h, "boot"),
			"group", ds_str(h, "group"), "status", status,
			"reason", ds_str(h, "reason"),
			"console", ds_str(h, "console"),
			"lines", lines ? lines : json_null()));
	}
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

/* Every group must have as many boots as the kernel has replicates. */
static void put_gaps(struct cmp *c)
{
	for (int k = 0; k < SIDES; k++) {
		const struct side *s = &c->p.side[k];

		for (size_t i = 0; i < s->nr; i++) {
			size_t n = 0;

			if (i && !strcmp(s->boots[i - 1]->group,
					 s->boots[i]->group))
				continue;
			for (size_t j = 0; j < s->nr; j++)
				n += !strcmp(s->boots[j]->group,
					     s->boots[i]->group);
			if (n < s->replicates)
				health_note(&c->p, json_sprintf("%s: only %zu of %zu boots have "
					    "the boot line \"%s\"",
					    side_name[k], n, s->replicates,
					    s->boots[i]->group));
		}
	}
}

void health_build(struct cmp *c)
{
	put_hosts(c);
	put_boots(c);
	put_gaps(c);
}

/* What does not return to where it began is a leak, in any round. */
void leaks_find(struct cmp *c, const struct series *sr)
{
	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < sr->nr[k]; i++) {
			const struct ds_sample *s = sr->obs[k][i].s;
			size_t bad = 0, first = 0;

			if (strcmp(s->kind, "memory") &&
			    strcmp(s->kind, "tables") &&
			    strcmp(s->kind, "accounting"))
				return;
			for (size_t j = 0; j < s->nr; j++)
				if (s->values[j] != 0 && !bad++)
					first = j;
			if (!bad)
				continue;
			health_add(&c->p, "leaks", json_pack(
				"{s:s, s:s, s:s, s:s, s:I, s:I, s:o, s:I, s:I}",
				"side", side_name[k], "scenario", s->scenario,
				"metric", s->metric, "unit", s->unit,
				"boot", (json_int_t)sr->obs[k][i].boot,
				"n", (json_int_t)s->n, "left",
				json_num(s->values[first]), "rounds",
				(json_int_t)bad, "of", (json_int_t)s->nr));
		}
}
