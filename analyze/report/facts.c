// SPDX-License-Identifier: GPL-2.0-only
/* facts.c - memory and accounting that differ, each fact once */
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/report/facts_local.h"
#include "analyze/words/words.h"

static struct fact *fact_of(struct facts *all, const char *key)
{
	size_t at = json_place(all->index, key, all->nr);
	void *p;

	if (at < all->nr)
		return &all->v[at];
	p = realloc(all->v, (all->nr + 1) * sizeof(*all->v));
	if (!p)
		return NULL;
	all->v = p;
	memset(&all->v[all->nr], 0, sizeof(*all->v));
	return &all->v[all->nr++];
}

/* Rows of state that are told here; constructors have a line of their own. */
static bool is_fact(const json_t *row)
{
	return !ds_is(row, "kind", "cost") && !ds_is(row, "phase", "op") &&
	       !reason_has(row, REASON_absolute) &&
	       strcmp(words_fact(ds_str(row, "metric")), "constructed");
}

/* Rows of one fact in one comparison have the same. */
static void place_key(const json_t *row, char *buf, size_t len)
{
	snprintf(buf, len, "%s\x1f%s\x1f%s\x1f%s",
		 words_fact(ds_str(row, "metric")), ds_str(row, "scenario"),
		 ds_str(row, "phase"), ds_str(row, "group"));
}

/* By place, the row that is first in rank; and of @bytes the first of all. */
static json_t *leaders(const json_t *s, json_t *bytes)
{
	json_t *lead = json_object(), *row;
	char key[700];
	size_t i;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		const json_t *was;

		if (!row_judged(row))
			continue;
		place_key(row, key, sizeof(key));
		if (ds_is(row, "unit", "bytes") && row_differs(row) &&
		    !json_object_get(bytes, key))
			json_object_set(bytes, key, row);
		if (!is_fact(row))
			continue;
		was = json_object_get(lead, key);
		if (!was || words_fact_rank(ds_str(row, "metric")) <
			    words_fact_rank(ds_str(was, "metric")))
			json_object_set(lead, key, row);
	}
	return lead;
}

/* Why a change of accounting is not accounting alone. */
static void say_not_shift(const json_t *row, char *buf)
{
	static const enum kpt_reason codes[] = { REASON_check_worse,
		REASON_memory_grew, REASON_tables_grew, REASON_tables_unknown,
		REASON_uncounted };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		const json_t *e = reason_find(row, codes[i]);

		if (!e)
			continue;
		say(buf, VALUE_LEN, " (");
		words_reason(row, e, buf, VALUE_LEN);
		say(buf, VALUE_LEN, ")");
	}
}

static void say_value(const json_t *row, char *buf)
{
	char a[WORDS_LEN], b[WORDS_LEN];

	buf[0] = '\0';
	say(buf, VALUE_LEN, "%s -> %s", words_amount(row, "base", a),
	    words_amount(row, "patched", b));
	if (!ds_is(row, "unit", "objects"))
		say(buf, VALUE_LEN, " %s", ds_str(row, "unit"));
	if (ds_is(row, "verdict", "inconclusive"))
		say(buf, VALUE_LEN, " (not enough evidence)");
	else if (ds_is(row, "verdict", "unresolved"))
		say(buf, VALUE_LEN, " (not resolved)");
	else if (ds_is(row, "verdict", "shift"))
		say(buf, VALUE_LEN, " (accounting only)");
	else if (ds_is(row, "kind", "accounting"))
		say_not_shift(row, buf);
}

/* Bytes go with the objects they are the bytes of. */
static void say_bytes(const json_t *bytes, const json_t *lead, char *buf)
{
	double objects = json_number_value(row_value(lead, "diff"));
	char key[700], a[WORDS_LEN];
	const json_t *row;
	json_t *each;

	place_key(lead, key, sizeof(key));
	row = json_object_get(bytes, key);
	if (!row || ds_is(lead, "unit", "bytes") || objects == 0)
		return;
	each = json_num(json_number_value(row_value(row, "diff")) / objects);
	say(buf, VALUE_LEN, " of %s bytes", words_num(each, a));
	json_decref(each);
}

static void say_about(const json_t *row, char *buf, size_t len)
{
	const json_t *at = json_object_get(row, "at");
	char title[300], n[WORDS_LEN];

	words_title(row, title, sizeof(title));
	buf[0] = '\0';
	if (at)
		say(buf, len, " with %s held, %s",
		    words_num(json_object_get(at, "n"), n), title);
	else if (ds_is(row, "phase", "held"))
		say(buf, len, " per %s", title);
	else
		say(buf, len, " %s", title);
}

static int weight_of(const json_t *row)
{
	bool memory = ds_is(row, "kind", "memory");

	if (ds_is(row, "phase", "held"))
		return memory ? 0 : ds_is(row, "kind", "tables") ? 1 :
		       json_object_get(row, "at") ? 4 : 2;
	return memory ? 5 : ds_is(row, "kind", "tables") ? 6 : 3;
}

static void gather(struct facts *all, const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++) {
		json_t *bytes = json_object(), *row;
		json_t *lead = leaders(c->s[k], bytes);
		const char *key;

		json_object_foreach(lead, key, row) {
			char about[400], name[500];
			struct fact *f;

			if (!row_differs(row))
				continue;
			say_about(row, about, sizeof(about));
			snprintf(name, sizeof(name), "%.90s%s",
				 words_metric(ds_str(row, "metric")), about);
			f = fact_of(all, name);
			if (!f)
				continue;
			f->metric = words_metric(ds_str(row, "metric"));
			snprintf(f->about, sizeof(f->about), "%s", about);
			f->weight = weight_of(row);
			f->at = json_object_get(row, "at") != NULL;
			say_value(row, f->value[k]);
			say_bytes(bytes, row, f->value[k]);
		}
		json_decref(lead);
		json_decref(bytes);
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;

	return x->weight != y->weight ? x->weight - y->weight :
	       strcmp(x->metric, y->metric) ? strcmp(x->metric, y->metric) :
					      strcmp(x->about, y->about);
}

static bool same_values(const struct columns *c, const struct fact *a,
			const struct fact *b)
{
	for (size_t k = 0; k < c->n; k++)
		if (*a->value[k] && *b->value[k] &&
		    strcmp(a->value[k], b->value[k]))
			return false;
	return true;
}

/*
 * "PageTables per kernel PTE table, split of a leaf", "PageTables at boot;
 * rodata=full": one line for both.
 */
static void merge_into(const struct columns *c, struct fact *a, struct fact *b)
{
	bool held = a->weight < 3;
	const char *head = held ? " per" : " at boot,", *rest = b->about;

	if (!strncmp(rest, head, strlen(head)))
		rest += strlen(head);
	if (a->more || strlen(a->about) + strlen(rest) + 2 > sizeof(a->about))
		a->more++;
	else
		say(a->about, sizeof(a->about), "%s%s", held ? "," : ";", rest);
	for (size_t k = 0; k < c->n; k++)
		if (!*a->value[k])
			memcpy(a->value[k], b->value[k], sizeof(a->value[k]));
	b->gone = true;
}

/*
 * Facts of one weight and metric. Those of one comparison are found by their
 * value; where some of several have none, they are compared with each other.
 */
static void merge_alike(struct fact *v, size_t nr, const struct columns *c)
{
	json_t *index = json_object();

	for (size_t j = 0; j < nr; j++) {
		json_t *at = json_object_get(index, v[j].value[0]);
		size_t i = at ? (size_t)json_integer_value(at) : j;

		if (v[j].at)
			continue;
		for (i = c->n > 1 ? 0 : i; i < j; i++)
			if (!v[i].gone && !v[i].at &&
			    same_values(c, &v[i], &v[j]))
				break;
		if (i < j)
			merge_into(c, &v[i], &v[j]);
		else
			json_object_set_new(index, v[j].value[0],
					    json_integer((json_int_t)j));
	}
	json_decref(index);
}

static void merge(struct facts *all, const struct columns *c)
{
	for (size_t i = 0, j; i < all->nr; i = j) {
		for (j = i + 1; j < all->nr; j++)
			if (all->v[i].weight != all->v[j].weight ||
			    strcmp(all->v[i].metric, all->v[j].metric))
				break;
		merge_alike(&all->v[i], j - i, c);
	}
}

const char *facts_about(const struct fact *fact, char *buf, size_t len)
{
	buf[0] = '\0';
	say(buf, len, "%s", fact->about);
	if (fact->more)
		say(buf, len, " and %zu more", fact->more);
	return buf;
}

void facts_collect(struct facts *all, const struct columns *c)
{
	memset(all, 0, sizeof(*all));
	all->index = json_object();
	gather(all, c);
	json_decref(all->index);
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), by_weight);
	merge(all, c);
}
