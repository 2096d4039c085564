// SPDX-License-Identifier: GPL-2.0-only
/*
 * measured.c - was it measured on both kernels, in every boot, and alike?
 *
 * What one kernel has and the other has not, or what a boot lacks that the
 * others have, is missing, and a gate fails on it. What neither kernel can
 * measure is n/a.
 */
#include <string.h>

#include "analyze/judge/row.h"
#include "common/util.h"

/* How many boots of a side should have it. */
static size_t boots_of(const struct side *s, const char *group)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nr; i++)
		n += !strcmp(s->boots[i]->group, group);
	return n;
}

/* Why a side has no value of it, or not as many as it has boots. */
static void put_gap(json_t *row, int k, const struct half *h, size_t of)
{
	if (h->na)
		reason_add(row, REASON_na, json_pack("{s:s, s:s}", "side",
						     side_name[k], "text",
						     h->na));
	else if (!h->meta)
		reason_add(row, REASON_not_measured,
			   json_pack("{s:s}", "side", side_name[k]));
	if (h->nr && h->nr < of)
		reason_add(row, REASON_few_samples, json_pack(
			"{s:s, s:I, s:I}", "side", side_name[k],
			"boots", (json_int_t)h->nr, "of", (json_int_t)of));
}

static void put_verdict(json_t *row, const char *verdict)
{
	json_object_set_new(row, "verdict", json_string(verdict));
}

/* Neither kernel: one reason is enough where it is the same. */
static void put_na(json_t *row, const struct half h[SIDES])
{
	put_verdict(row, "n/a");
	if (h[BASE].na && h[PATCHED].na && !strcmp(h[BASE].na, h[PATCHED].na)) {
		reason_add(row, REASON_na, json_pack("{s:s, s:s}", "side", "",
						     "text", h[BASE].na));
		return;
	}
	for (int k = 0; k < SIDES; k++)
		put_gap(row, k, &h[k], 0);
}

static void put_missing(struct cmp *c, json_t *row,
			const struct half h[SIDES], const size_t of[SIDES])
{
	put_verdict(row, "missing");
	for (int k = 0; k < SIDES; k++) {
		put_gap(row, k, &h[k], of[k]);
		if (h[k].nr)
			json_object_set_new(row, side_name[k],
					    json_num(h[k].v[0].value));
		if (h[k].nr >= of[k] && of[k])
			continue;
		health_add(&c->p, "missing", json_pack(
			"{s:s, s:s, s:s, s:s, s:s, s:I, s:I}",
			"scenario", ds_str(row, "scenario"),
			"metric", ds_str(row, "metric"),
			"phase", ds_str(row, "phase"),
			"group", ds_str(row, "group"), "side", side_name[k],
			"boots", (json_int_t)h[k].nr,
			"of", (json_int_t)of[k]));
	}
}

/*
 * Not of what ran, but of the build: it is not known of an image, nor in records
 * of before it was recorded.
 */
static bool is_of_build(const json_t *row)
{
	return ds_of_build(ds_str(row, "kind"));
}

bool row_measured(struct cmp *c, json_t *row, const struct series *sr,
		  const struct half h[SIDES])
{
	size_t of[SIDES];
	bool any = false, all = true;

	for (int k = 0; k < SIDES; k++) {
		of[k] = boots_of(&c->p.side[k], sr->group);
		any |= h[k].nr > 0;
		all &= h[k].nr && h[k].nr >= of[k];
	}
	if (all)
		return true;
	if (any && !compat_allowed(&c->p, "metrics") && !is_of_build(row))
		put_missing(c, row, h, of);
	else
		put_na(row, h);
	return false;
}

/* What a sample means is the same in every boot of either kernel, or ... */
static const char *odd_meaning(const struct ds_sample *a,
			       const struct ds_sample *b, char x[80],
			       char y[80])
{
	const struct {
		const char *what, *a, *b;
	} words[] = {
		{ "unit", a->unit, b->unit }, { "kind", a->kind, b->kind },
		{ "per", a->per, b->per }, { "class", a->class, b->class },
		{ "better", a->better, b->better },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!strcmp(words[i].a, words[i].b))
			continue;
		snprintf(x, 80, "%.79s", words[i].a);
		snprintf(y, 80, "%.79s", words[i].b);
		return words[i].what;
	}
	if (a->scale != b->scale) {
		snprintf(x, 80, "%.10g", a->scale);
		snprintf(y, 80, "%.10g", b->scale);
		return "scale";
	}
	return NULL;
}

static void list_rungs(const struct bootval *b, char text[80])
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < b->n && used < 60; i++)
		used += (size_t)snprintf(text + used, 80 - used, "%s%.6g",
					 i ? " " : "", b->x[i]);
}

/* As many operations in every run, as many held at every rung. */
static const char *odd_design(const struct bootval *a, const struct bootval *b,
			      char x[80], char y[80])
{
	bool same = a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = a->x[i] == b->x[i];
	if (!same) {
		list_rungs(a, x);
		list_rungs(b, y);
		return "rungs";
	}
	if (a->nr_runs != b->nr_runs) {
		snprintf(x, 80, "%zu", a->nr_runs);
		snprintf(y, 80, "%zu", b->nr_runs);
		return "runs";
	}
	for (size_t i = 0; i < a->nr_runs; i++) {
		if (a->runs[i]->n == b->runs[i]->n)
			continue;
		snprintf(x, 80, "%lld", a->runs[i]->n);
		snprintf(y, 80, "%lld", b->runs[i]->n);
		return "n";
	}
	return NULL;
}

/* Where two do not measure the same, no difference of them means anything. */
static const char *odd(const struct series *sr, const struct half h[SIDES],
		       bool params, char x[80], char y[80])
{
	const struct ds_sample *first = h[BASE].meta;
	const char *what;

	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < sr->nr[k]; i++) {
			what = odd_meaning(first, sr->obs[k][i].s, x, y);
			if (what)
				return what;
		}
	for (int k = 0; !params && k < SIDES; k++)
		for (size_t i = 0; i < h[k].nr; i++) {
			what = odd_design(&h[BASE].v[0], &h[k].v[i], x, y);
			if (what)
				return what;
		}
	return NULL;
}

bool row_comparable(struct cmp *c, json_t *row, const struct series *sr,
		    const struct half h[SIDES])
{
	char x[80], y[80];
	const char *what = odd(sr, h, compat_allowed(&c->p, "params"), x, y);

	if (!what && !h[BASE].bad_line && !h[PATCHED].bad_line)
		return true;
	put_verdict(row, "incomparable");
	if (what)
		reason_add(row, REASON_incomparable, json_pack(
			"{s:s, s:s, s:s}", "what", what, "base", x,
			"patched", y));
	else
		reason_add(row, REASON_bad_ladder, json_pack("{s:s}", "side",
			side_name[h[BASE].bad_line ? BASE : PATCHED]));
	health_add(&c->p, "incomparable", json_pack("{s:s, s:s, s:s, s:s, s:s}",
		"scenario", ds_str(row, "scenario"),
		"metric", ds_str(row, "metric"), "phase", ds_str(row, "phase"),
		"group", ds_str(row, "group"),
		"what", what ? what : "rungs"));
	return false;
}
