// SPDX-License-Identifier: GPL-2.0-only
/* facts.c - memory and accounting that differ, each fact once */
#include <stdlib.h>
#include <string.h>

#include "analyze/report/facts_local.h"
#include "analyze/words/words.h"

static struct fact *fact_of(struct facts *all, const char *key)
{
	size_t at;

	all->v = names_list(&all->index, key, all->v, sizeof(*all->v), &at);
	all->nr = all->index.nr;
	return at == NAMES_NONE ? NULL : &all->v[at];
}

/* Rows of state told here; constructors and builds have lines of their own. */
static bool is_fact(const struct row *row)
{
	return row->kind != KIND_COST && row->kind != KIND_CLASS &&
	       !row_of_build(row) &&
	       row->phase != PHASE_OP &&
	       !row_has(row, REASON_absolute) &&
	       strcmp(words_fact(row->metric), "constructed");
}

/* Rows of one fact in one comparison have the same. */
static void place_key(const struct row *row, char *buf, size_t len)
{
	snprintf(buf, len, "%s\x1f%s\x1f%s\x1f%s",
		 words_fact(row->metric), row->scenario,
		 row->phase_word, row->group);
}

/**
 * struct places - what each place of a comparison has to tell
 * @lead:	the row that is first in rank, or NULL
 * @bytes:	the first that differs in bytes, or NULL
 */
struct places {
	struct names keys;
	const struct row **lead, **bytes;
};

static size_t place_of(struct places *p, const struct row *row)
{
	char key[700];

	place_key(row, key, sizeof(key));
	return names_add(&p->keys, key);
}

static void places_free(struct places *p)
{
	names_free(&p->keys);
	free(p->lead);
	free(p->bytes);
}

static int places_read(struct places *p, const struct summary *s)
{
	p->lead = calloc(s->nr_rows + 1, sizeof(*p->lead));
	p->bytes = calloc(s->nr_rows + 1, sizeof(*p->bytes));
	if (!p->lead || !p->bytes)
		return -1;
	summary_each_row(s, row) {
		const struct row *was;
		size_t at;

		if (!row_judged(row))
			continue;
		at = place_of(p, row);
		if (at == NAMES_NONE)
			return -1;
		if (!strcmp(row->unit, "bytes") && row_differs(row) &&
		    !p->bytes[at])
			p->bytes[at] = row;
		if (!is_fact(row))
			continue;
		was = p->lead[at];
		if (!was || words_fact_rank(row->metric) <
			    words_fact_rank(was->metric))
			p->lead[at] = row;
	}
	return 0;
}

/* Why a change of accounting is not accounting alone. */
static void say_not_shift(const struct row *row, char *buf)
{
	static const enum kpt_reason codes[] = { REASON_check_worse,
		REASON_memory_grew, REASON_tables_grew, REASON_tables_unknown,
		REASON_uncounted };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		const struct reason *e = row_reason(row, codes[i]);

		if (!e)
			continue;
		say(buf, VALUE_LEN, " (");
		words_reason(row, e, buf, VALUE_LEN);
		say(buf, VALUE_LEN, ")");
	}
}

static void say_value(const struct row *row, char *buf)
{
	char a[WORDS_LEN], b[WORDS_LEN];

	buf[0] = '\0';
	say(buf, VALUE_LEN, "%s -> %s", words_amount(row, ROW_BASE, a),
	    words_amount(row, ROW_PATCHED, b));
	if (strcmp(row->unit, "objects"))
		say(buf, VALUE_LEN, " %s", row->unit);
	if (row->verdict == VERDICT_INCONCLUSIVE)
		say(buf, VALUE_LEN, " (not enough evidence)");
	else if (row->verdict == VERDICT_UNRESOLVED)
		say(buf, VALUE_LEN, " (not resolved)");
	else if (row->verdict == VERDICT_SHIFT)
		say(buf, VALUE_LEN, " (accounting only)");
	else if (row->kind == KIND_ACCOUNTING)
		say_not_shift(row, buf);
}

/* Bytes go with the objects they are the bytes of. */
static void say_bytes(const struct row *bytes, const struct row *lead,
		      char *buf)
{
	double objects = or_0(row_value(lead, ROW_DIFF));
	char a[WORDS_LEN];

	if (bytes && strcmp(lead->unit, "bytes") && objects != 0)
		say(buf, VALUE_LEN, " of %s bytes",
		    words_num(or_0(row_value(bytes, ROW_DIFF)) / objects, a));
}

static void say_about(const struct row *row, char *buf, size_t len)
{
	char title[300], n[WORDS_LEN];

	words_title(row, title, sizeof(title));
	buf[0] = '\0';
	if (row->has_at)
		say(buf, len, " with %s held, %s", words_num(row->at.n, n),
		    title);
	else if (row->phase == PHASE_HELD)
		say(buf, len, " per %s", title);
	else
		say(buf, len, " %s", title);
}

static int weight_of(const struct row *row)
{
	bool memory = row->kind == KIND_MEMORY;
	bool tables = row->kind == KIND_TABLES;

	if (row->phase == PHASE_HELD)
		return memory ? 0 : tables ? 1 : row->has_at ? 4 : 2;
	return memory ? 5 : tables ? 6 : 3;
}

static void gather_row(struct facts *all, size_t k, const struct row *row,
		       const struct row *bytes)
{
	char about[400], name[500];
	struct fact *f;

	say_about(row, about, sizeof(about));
	snprintf(name, sizeof(name), "%.90s%s", words_metric(row->metric),
		 about);
	f = fact_of(all, name);
	if (!f)
		return;
	f->metric = words_metric(row->metric);
	snprintf(f->about, sizeof(f->about), "%s", about);
	f->weight = weight_of(row);
	f->at = row->has_at;
	say_value(row, f->value[k]);
	say_bytes(bytes, row, f->value[k]);
}

static void gather(struct facts *all, const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++) {
		struct places p = { .lead = NULL };

		if (!places_read(&p, c->s[k]))
			for (size_t i = 0; i < p.keys.nr; i++)
				if (p.lead[i] && row_differs(p.lead[i]))
					gather_row(all, k, p.lead[i],
						   p.bytes[i]);
		places_free(&p);
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
	struct names values = { NULL, 0 };

	for (size_t j = 0; j < nr; j++) {
		size_t i;

		if (v[j].at)
			continue;
		i = names_place(&values, v[j].value[0], j);
		for (i = c->n > 1 ? 0 : i; i < j; i++)
			if (!v[i].gone && !v[i].at &&
			    same_values(c, &v[i], &v[j]))
				break;
		if (i < j)
			merge_into(c, &v[i], &v[j]);
	}
	names_free(&values);
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
	gather(all, c);
	names_free(&all->index);
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), by_weight);
	merge(all, c);
}
