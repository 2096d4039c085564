// SPDX-License-Identifier: GPL-2.0-only
/* dataset_sample.c - one sample or audit record into its boot */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/records/dataset_local.h"
#include "common/record.h"
#include "common/text.h"
#include "common/util.h"

#define EXACT_LIMIT	9007199254740992.0	/* 2^53 */

static bool one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(s, *list))
			return true;
	return false;
}

bool ds_of_build(const char *kind)
{
	return !strcmp(kind, "size") || !strcmp(kind, "boot");
}

static const char *check_words(const struct ds_sample *s)
{
	static const char *const phases[] = { "op", "held", "drained", "start",
					      NULL };
	static const char *const kinds[] = { "memory", "accounting", "tables",
					     "cost", "check", "class", "size",
					     "boot", NULL };
	static const char *const classes[] = { "exact", "count", "noisy",
					       NULL };
	static const char *const betters[] = { "lower", "higher", "zero",
					       "none", NULL };

	if (!one_of(s->phase, phases))
		return "phase is not op, held, drained or start";
	if (!one_of(s->kind, kinds))
		return "kind is not memory, accounting, tables, cost, check, class, size or boot";
	if (!one_of(s->class, classes))
		return "class is not exact, count or noisy";
	if (!one_of(s->better, betters))
		return "better is not lower, higher, zero or none";
	if (s->n < 0 || (s->n == 0 && !strcmp(s->phase, "op")))
		return "n is not a number of operations or objects";
	/* Values divided by what lies beyond need not be finite. */
	if (!(s->scale >= 1e-12 && s->scale <= 1e12) ||
	    !(fabs(s->fixed) <= EXACT_LIMIT))
		return "scale or fixed is not a usable number";
	return NULL;
}

/* What a counter or a count of things can never say. */
static const char *odd_value(const struct ds_sample *s, double v)
{
	if (!(fabs(v) <= EXACT_LIMIT))
		return "too large to be held exactly";
	if (v >= 0 || !strcmp(s->kind, "check"))
		return NULL;
	/* A difference of two counts. */
	if (!strcmp(kpt_part(s->metric), KPT_PART_TABLE))
		return NULL;
	if (!strcmp(s->phase, "op"))
		return "below 0: a counter wrapped or ran backwards";
	return strcmp(s->phase, "start") ? NULL : "below 0, which no count is";
}

static int take_values(struct dataset *ds, struct ds_boot *b,
		       struct ds_sample *s, long line, const json_t *arr,
		       const struct kpt_reader *r)
{
	const double *taken = kpt_reader_values(r, &s->nr);
	size_t i;

	if (!taken)
		s->nr = json_array_size(arr);
	if (s->na && s->nr) {
		ds_broken(ds, b, line, "%s of %s has values and a reason (na) "
			  "why it has none; record it anew", s->metric,
			  s->scenario);
		return -EBADMSG;
	}
	if (!s->na && !s->nr) {
		ds_broken(ds, b, line, "%s of %s has neither values nor a "
			  "reason (na); record it anew", s->metric,
			  s->scenario);
		return -EBADMSG;
	}
	s->values = malloc((s->nr + 1) * sizeof(*s->values));
	if (!s->values)
		return -ENOMEM;
	for (i = 0; i < s->nr; i++) {
		const json_t *v = taken ? NULL : json_array_get(arr, i);
		const char *odd;

		s->values[i] = taken ? taken[i] : json_number_value(v);
		odd = taken || json_is_number(v) ? odd_value(s, s->values[i]) :
						   "not a number";
		if (!odd)
			continue;
		ds_broken(ds, b, line, "value %zu of %s in %s is %s; this boot "
			  "is left out, boot it again", i + 1, s->metric,
			  s->scenario, odd);
		free(s->values);
		s->values = NULL;
		return -EBADMSG;
	}
	return 0;
}

const char *ds_word(struct dataset *ds, const json_t *rec, const char *key)
{
	const char *s = json_string_value(json_object_get(rec, key));
	void *at;

	if (!s)
		return "";
	at = json_object_iter_at(ds->words, s);
	if (!at && !json_object_set_new(ds->words, s, json_true()))
		at = json_object_iter_at(ds->words, s);
	return at ? json_object_iter_key(at) : NULL;
}

/* Is this the first of its name in the boot? 1: yes, 0: no; -ENOMEM. */
static int is_new(struct ds_boot *b, const char *const word[4], long long n,
		  long long run)
{
	/* No padding: the bytes are the key. Words are kept once. */
	const struct {
		const char *word[4];
		long long n, run;
	} key = { { word[0], word[1], word[2], word[3] }, n, run };
	const char *bytes = (const char *)&key;

	if (json_object_getn(b->seen, bytes, sizeof(key)))
		return 0;
	return json_object_setn_new_nocheck(b->seen, bytes, sizeof(key),
					    json_true()) ? -ENOMEM : 1;
}

int ds_add_sample(struct dataset *ds, struct ds_boot *b, json_t *rec, long line,
		  const struct kpt_reader *r)
{
	struct ds_sample s = {
		.scenario = ds_word(ds, rec, "scenario"),
		.params = ds_word(ds, rec, "params"),
		.phase = ds_word(ds, rec, "phase"),
		.metric = ds_word(ds, rec, "metric"),
		.kind = ds_word(ds, rec, "kind"),
		.unit = ds_word(ds, rec, "unit"),
		.per = ds_word(ds, rec, "per"),
		.class = ds_word(ds, rec, "class"),
		.better = ds_word(ds, rec, "better"),
		.source = ds_word(ds, rec, "source"),
		.n = ds_int(rec, "n"),
		.run = ds_int(rec, "run"),
		.primary = ds_int(rec, "primary") == 1,
		.fixed = json_number_value(json_object_get(rec, "fixed")),
		.scale = json_number_value(json_object_get(rec, "scale")),
	};
	const char *why;
	bool rung;
	int err;

	if (json_object_get(rec, "na"))
		s.na = ds_word(ds, rec, "na");
	if (!s.scenario || !s.params || !s.phase || !s.metric || !s.kind ||
	    !s.unit || !s.per || !s.class || !s.better || !s.source)
		return -ENOMEM;
	why = check_words(&s);
	if (why) {
		ds_broken(ds, b, line, "%s in %s: %s; see docs/schema.md",
		       s.metric, s.scenario, why);
		return 0;
	}
	/* A window is of one size, whatever it is; a ladder has its rungs. */
	rung = strcmp(s.phase, "op") && strcmp(s.phase, "start");
	err = is_new(b, (const char *const [4]){ s.scenario, s.params, s.phase,
		     s.metric }, rung ? s.n : 0, s.run);
	if (!err)
		ds_broken(ds, b, line, "%s of %s (%s, n=%lld) is there twice "
			  "in this boot; remove one", s.metric, s.scenario,
			  s.phase, s.n);
	if (err <= 0)
		return err;
	err = take_values(ds, b, &s, line, json_object_get(rec, "values"), r);
	if (err)
		return err == -ENOMEM ? err : 0;
	if (b->nr_samples == b->cap) {
		size_t cap = b->cap ? 2 * b->cap : 64;
		void *p = realloc(b->samples, cap * sizeof(s));

		if (!p) {
			free(s.values);
			return -ENOMEM;
		}
		b->samples = p;
		b->cap = cap;
	}
	b->samples[b->nr_samples++] = s;
	return 0;
}

#define MAX_ROWS	1024

/* A region or level that is no name; NULL when all are. */
static const char *odd_place(const json_t *row)
{
	static const char *const keys[] = { "region", "level" };

	for (size_t k = 0; k < ARRAY_SIZE(keys); k++)
		if (!kpt_is_name(ds_str(row, keys[k])))
			return keys[k];
	return NULL;
}

/* Counts of tables; what wrapped around is no count. */
int ds_add_audit(struct dataset *ds, struct ds_boot *b, json_t *rec, long line)
{
	static const char *const keys[] = { "tables", "boot", "constructed",
					    "ptlocks", "leaves", "entries" };
	const json_t *rows = json_object_get(rec, "rows");
	char shown[KPT_SHOWN];
	json_t *row, *v;
	size_t i;
	int err;

	b->nr_audits++;
	if (json_array_size(rows) > MAX_ROWS) {
		ds_broken(ds, b, line, "an audit of more than %d rows; this "
			  "boot is left out, boot it again", MAX_ROWS);
		return 0;
	}
	json_array_foreach(rows, i, row) {
		const char *odd = odd_place(row);

		if (odd) {
			ds_broken(ds, b, line, "row %zu of an audit: \"%s\" is "
				  "\"%s\", not a name (" KPT_NAME_WANTED ")",
				  i + 1, odd, kpt_shown(shown, sizeof(shown),
							ds_str(row, odd)));
			return 0;
		}
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
			v = json_object_get(row, keys[k]);
			if (json_is_integer(v) && json_integer_value(v) >= 0 &&
			    json_integer_value(v) <= (json_int_t)EXACT_LIMIT)
				continue;
			ds_broken(ds, b, line, "row %zu of an audit: \"%s\" is "
			       "no count; this boot is left out, boot it again",
			       i + 1, keys[k]);
			return 0;
		}
	}
	err = is_new(b, (const char *const [4]){ "audit", ds_word(ds, rec,
		     "scenario"), ds_word(ds, rec, "when") }, ds_int(rec, "n"),
		     0);
	if (!err)
		ds_broken(ds, b, line, "the audit of \"%s\" (%s, n=%lld) is "
			  "there twice in this boot; remove one",
			  ds_str(rec, "scenario"), ds_str(rec, "when"),
			  ds_int(rec, "n"));
	if (err <= 0)
		return err;
	return json_array_append(b->audits, rec) ? -ENOMEM : 0;
}

/* Names of calls are shown to people, and never read. */
int ds_add_sites(struct dataset *ds, struct ds_boot *b, json_t *rec, long line)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(rec, "rows"), i, row) {
		const json_t *site = json_object_get(row, "site");

		if (i < MAX_ROWS && json_is_string(site) &&
		    kpt_is_line(json_string_value(site)) &&
		    json_is_integer(json_object_get(row, "bytes")) &&
		    json_is_integer(json_object_get(row, "calls")))
			continue;
		ds_broken(ds, b, line, "row %zu of sites is no call with its "
			  "bytes and calls; this boot is left out, boot it "
			  "again", i + 1);
		return 0;
	}
	return json_array_append(b->sites, rec) ? -ENOMEM : 0;
}

bool ds_perf_name(const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ%._-";

	return *name && *name != '.' && *name != '-' &&
	       !name[strspn(name, plain)];
}

static const char *check_perf(const struct ds_boot *b, const json_t *rec)
{
	const char *file = ds_str(rec, "file"), *event = ds_str(rec, "event");

	if (!ds_perf_name(file) && !json_object_get(rec, "na"))
		return "\"file\" is no name that kptbench gives";
	if (!*event || strspn(event, "abcdefghijklmnopqrstuvwxyz:-") !=
		       strlen(event))
		return "\"event\" is none";
	if (ds_int(rec, "samples") < 0)
		return "\"samples\" is no count";
	if (strcmp(ds_str(rec, "build_id"), ds_str(b->env, "build_id")))
		return "\"build_id\" is not that of this boot's kernel";
	return NULL;
}

int ds_add_perf(struct dataset *ds, struct ds_boot *b, json_t *rec, long line)
{
	const char *why = check_perf(b, rec);
	int err;

	if (why) {
		ds_broken(ds, b, line, "perf of %s: %s; see docs/schema.md",
			  ds_str(rec, "scenario"), why);
		return 0;
	}
	err = is_new(b, (const char *const [4]){ "perf", ds_word(ds, rec,
		     "scenario") }, 0, 0);
	if (!err)
		ds_broken(ds, b, line, "perf of %s is there twice in this "
			  "boot; remove one", ds_str(rec, "scenario"));
	if (err <= 0)
		return err;
	return json_array_append(b->perfs, rec) ? -ENOMEM : 0;
}
