// SPDX-License-Identifier: GPL-2.0-only
/* facts.c - memory, accounting and constructors, each fact once */
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/report/facts.h"
#include "analyze/report/matrix.h"
#include "analyze/words/words.h"

#define VALUE_LEN 300

/**
 * struct fact - one fact in every comparison
 * @metric:	"ptlock objects"
 * @about:	"kernel PMD table"
 * @value:	what each comparison says of it, "" where nothing
 * @weight:	what is held comes first, memory before accounting
 * @at:		one rung of a ladder tells it
 * @gone:	another fact says it, too
 */
struct fact {
	const char *metric;
	char about[400];
	char value[COLUMNS_MAX][VALUE_LEN];
	int weight;
	bool at, gone;
};

struct facts {
	struct fact *v;
	size_t nr;
	json_t *index;
};

static struct fact *fact_of(struct facts *all, const char *key)
{
	json_t *at = json_object_get(all->index, key);
	void *p;

	if (at)
		return &all->v[json_integer_value(at)];
	p = realloc(all->v, (all->nr + 1) * sizeof(*all->v));
	if (!p)
		return NULL;
	all->v = p;
	memset(&all->v[all->nr], 0, sizeof(*all->v));
	json_object_set_new(all->index, key, json_integer((json_int_t)all->nr));
	return &all->v[all->nr++];
}

/* Rows of state that are told here; constructors have a line of their own. */
static bool is_fact(const json_t *row)
{
	return !ds_is(row, "kind", "cost") && !ds_is(row, "phase", "op") &&
	       !reason_has(row, REASON_absolute) &&
	       strcmp(words_fact(ds_str(row, "metric")), "constructed");
}

/* Of the rows of one fact in one comparison, by place, the first in rank. */
static void place_key(const json_t *row, char *buf, size_t len)
{
	snprintf(buf, len, "%s\x1f%s\x1f%s\x1f%s",
		 words_fact(ds_str(row, "metric")), ds_str(row, "scenario"),
		 ds_str(row, "phase"), ds_str(row, "group"));
}

static json_t *leaders(const json_t *s)
{
	json_t *lead = json_object(), *row;
	char key[700];
	size_t i;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		const json_t *was;

		if (!is_fact(row) || !row_judged(row))
			continue;
		place_key(row, key, sizeof(key));
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
static void say_bytes(const json_t *s, const json_t *lead, char *buf)
{
	double objects = json_number_value(row_value(lead, "diff"));
	char key[700], other[700], a[WORDS_LEN];
	size_t i;
	json_t *row;

	place_key(lead, key, sizeof(key));
	if (ds_is(lead, "unit", "bytes") || objects == 0)
		return;
	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		json_t *each;

		if (!ds_is(row, "unit", "bytes") || !row_judged(row) ||
		    !row_differs(row))
			continue;
		place_key(row, other, sizeof(other));
		if (strcmp(key, other))
			continue;
		each = json_num(json_number_value(row_value(row, "diff")) /
				objects);
		say(buf, VALUE_LEN, " of %s bytes", words_num(each, a));
		json_decref(each);
		return;
	}
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
		json_t *lead = leaders(c->s[k]), *row;
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
			say_bytes(c->s[k], row, f->value[k]);
		}
		json_decref(lead);
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
static void merge(struct facts *all, const struct columns *c)
{
	for (size_t i = 0; i < all->nr; i++)
		for (size_t j = i + 1; !all->v[i].gone && j < all->nr; j++) {
			struct fact *a = &all->v[i], *b = &all->v[j];

			if (b->gone || a->at || b->at ||
			    a->weight != b->weight ||
			    strcmp(a->metric, b->metric) ||
			    !same_values(c, a, b))
				continue;
			say(a->about, sizeof(a->about), "%s%s",
			    a->weight < 3 ? "," : ";", b->about +
			    strlen(a->weight < 3 ? " per" : " at boot,"));
			for (size_t k = 0; k < c->n; k++)
				if (!*a->value[k])
					memcpy(a->value[k], b->value[k],
					       sizeof(a->value[k]));
			b->gone = true;
		}
}

static void put_grouped(struct model *m, const struct columns *c,
			const char *name, const char *about,
			const char *const *text)
{
	char buf[1600] = "";

	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "%s%s: %s.", name, about, buf);
}

static void put_constructors(struct model *m, const struct columns *c)
{
	struct matrix_line l[COLUMNS_MAX];
	const char *text[COLUMNS_MAX];
	bool any = false;

	for (size_t k = 0; k < c->n; k++) {
		const struct matrix_cell *cell;

		matrix_read(c->s[k], &l[k]);
		cell = &l[k].cell[MATRIX_CONSTRUCTED];
		text[k] = *cell->why ? cell->why : cell->text;
		any |= !*cell->why;
	}
	if (!any) {
		put_grouped(m, c, "Constructors: n/a", "", text);
		return;
	}
	put_grouped(m, c, "Constructor: ran, of tables allocated after boot, for", "", text);
}

/* Where nothing can be saved: why. */
static void put_no_effect(struct model *m, const struct columns *c)
{
	const char *text[COLUMNS_MAX];
	char buf[1600] = "";

	for (size_t k = 0; k < c->n; k++)
		text[k] = ds_str(c->s[k], "no_effect");
	for (size_t k = 0; k < c->n; k++)
		text[k] = *text[k] ? words_no_effect(text[k]) : "";
	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "ptlocks: %s.", buf);
}

static bool newly_counted(const struct columns *c)
{
	json_t *row;
	size_t i;

	for (size_t k = 0; k < c->n; k++)
		json_array_foreach(json_object_get(c->s[k], "comparisons"), i,
				   row)
			if (ds_is(row, "verdict", "shift"))
				return true;
	return false;
}

static void collect(struct facts *all, const struct columns *c)
{
	memset(all, 0, sizeof(*all));
	all->index = json_object();
	gather(all, c);
	json_decref(all->index);
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), by_weight);
	merge(all, c);
}

/* State that was measured on both kernels; what was not, by name. */
static size_t count_state(const struct columns *c, const char *not,
			  char *buf, size_t len)
{
	size_t i, n = 0;
	json_t *row;

	for (size_t k = 0; k < c->n; k++)
		json_array_foreach(json_object_get(c->s[k], "comparisons"), i,
				   row) {
			char title[300];

			if (ds_is(row, "kind", "cost"))
				continue;
			n += row_judged(row);
			if (not && ds_is(row, "verdict", not) &&
			    strlen(buf) < 300)
				say(buf, len, "%s%s of %s", *buf ? "; " : "",
				    words_metric(ds_str(row, "metric")),
				    words_title(row, title, sizeof(title)));
		}
	return n;
}

static void put_rest(struct model *m, const struct columns *c, size_t differ)
{
	char missing[700] = "", odd[700] = "";
	size_t n = count_state(c, "missing", missing, sizeof(missing));

	count_state(c, "incomparable", odd, sizeof(odd));
	if (*missing)
		model_item(m, "MISSING: %s.", missing);
	if (*odd)
		model_item(m, "NOT COMPARABLE: %s.", odd);
	if (!n)
		model_item(m, "Memory and accounting: not measured on both "
			   "kernels.");
	else if (!differ && !*missing && !*odd)
		model_item(m, "Memory and accounting: nothing differs in %zu "
			   "comparisons.", n);
}

void facts_put(struct model *m, const struct columns *c, size_t most)
{
	struct facts all;
	size_t put = 0, left = 0;

	collect(&all, c);
	put_no_effect(m, c);
	for (size_t i = 0; i < all.nr; i++) {
		const char *text[COLUMNS_MAX];

		if (all.v[i].gone)
			continue;
		if (put == most) {
			left++;
			continue;
		}
		for (size_t k = 0; k < c->n; k++)
			text[k] = all.v[i].value[k];
		put_grouped(m, c, all.v[i].metric, all.v[i].about, text);
		put++;
	}
	if (left && most)
		model_item(m, "%zu more facts differ; see the full report.",
			   left);
	put_rest(m, c, put + left);
	put_constructors(m, c);
	if (newly_counted(c))
		model_item(m, "Accounting only: memory already in use is now "
			   "counted.");
	free(all.v);
}

void facts_table(struct model *m, const struct columns *c)
{
	struct model_table *t = NULL;
	struct facts all;

	collect(&all, c);
	for (size_t i = 0; i < all.nr; i++) {
		if (all.v[i].gone)
			continue;
		if (!t) {
			t = model_table(m);
			model_column(m, t, false, NULL, "%s", "base -> patched");
			for (size_t k = 0; k < c->n; k++)
				model_column(m, t, false, *c->group[k] ?
					     c->group[k] : NULL, "%s",
					     c->name[k]);
		}
		model_cell(m, t, "%s%s", all.v[i].metric, all.v[i].about);
		for (size_t k = 0; k < c->n; k++)
			model_cell(m, t, "%s", *all.v[i].value[k] ?
				   all.v[i].value[k] : "-");
	}
	free(all.v);
}
