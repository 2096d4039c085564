// SPDX-License-Identifier: GPL-2.0-only
/* dataset.c - records into boots, samples and audits; every oddity noted */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/dataset.h"
#include "common/record.h"
#include "common/util.h"

#define EXACT_LIMIT	9007199254740992.0	/* 2^53 */

const char *ds_str(const json_t *rec, const char *key)
{
	const char *s = json_string_value(json_object_get(rec, key));

	return s ? s : "";
}

long long ds_int(const json_t *rec, const char *key)
{
	return json_integer_value(json_object_get(rec, key));
}

static int grow(void **v, size_t n, size_t size)
{
	void *p;

	/* Doubling at powers of two keeps no capacity beside the count. */
	if (n & (n - 1))
		return 0;
	p = realloc(*v, (n ? 2 * n : 1) * size);
	if (!p)
		return -ENOMEM;
	*v = p;
	return 0;
}

static void KPT_PRINTF(5, 6) problem(struct dataset *ds, enum ds_weight weight,
				     const char *path, long line,
				     const char *fmt, ...)
{
	struct ds_problem *p;
	va_list ap;

	if (grow((void **)&ds->problems, ds->nr_problems, sizeof(*p)))
		return;
	p = &ds->problems[ds->nr_problems++];
	p->weight = weight;
	p->path = path;
	p->line = line;
	va_start(ap, fmt);
	vsnprintf(p->text, sizeof(p->text), fmt, ap);
	va_end(ap);
}

static void KPT_PRINTF(4, 5) broken(struct dataset *ds, struct ds_boot *b,
				    long line, const char *fmt, ...)
{
	char text[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!b->broken[0])
		snprintf(b->broken, sizeof(b->broken), "line %ld: %.180s", line,
			 text);
	problem(ds, DS_BOOT_LOST, ds->paths[b->file], line, "%s", text);
}

static bool one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(s, *list))
			return true;
	return false;
}

static const char *check_words(const struct ds_sample *s)
{
	static const char *const phases[] = { "op", "held", "drained", "start",
					      NULL };
	static const char *const kinds[] = { "memory", "accounting", "tables",
					     "cost", "check", NULL };
	static const char *const classes[] = { "exact", "count", "noisy",
					       NULL };
	static const char *const betters[] = { "lower", "higher", "zero",
					       "none", NULL };

	if (!one_of(s->phase, phases))
		return "phase is not op, held, drained or start";
	if (!one_of(s->kind, kinds))
		return "kind is not memory, accounting, tables, cost or check";
	if (!one_of(s->class, classes))
		return "class is not exact, count or noisy";
	if (!one_of(s->better, betters))
		return "better is not lower, higher, zero or none";
	if (s->n < 0 || (s->n == 0 && !strcmp(s->phase, "op")))
		return "n is not a number of operations or objects";
	if (!(s->scale > 0) || !isfinite(s->scale) || !isfinite(s->fixed))
		return "scale or fixed is not a usable number";
	return NULL;
}

static int not_a_value(struct dataset *ds, struct ds_boot *b,
		       struct ds_sample *s, long line, size_t at, bool number)
{
	broken(ds, b, line, "value %zu of %s in %s is %s; this boot is left "
	       "out, boot it again", at + 1, s->metric, s->scenario,
	       number ? "too large to be held exactly" : "not a number");
	free(s->values);
	s->values = NULL;
	return -EBADMSG;
}

static int take_values(struct dataset *ds, struct ds_boot *b,
		       struct ds_sample *s, long line, const json_t *arr,
		       const struct kpt_reader *r)
{
	const double *taken = kpt_reader_values(r, &s->nr);
	size_t i;
	json_t *v;

	if (!taken)
		s->nr = json_array_size(arr);
	if (s->na && s->nr) {
		broken(ds, b, line, "%s of %s has values and a reason (na) why "
		       "it has none; record it anew", s->metric, s->scenario);
		return -EBADMSG;
	}
	if (!s->na && !s->nr) {
		broken(ds, b, line, "%s of %s has neither values nor a reason "
		       "(na); record it anew", s->metric, s->scenario);
		return -EBADMSG;
	}
	s->values = malloc((s->nr + 1) * sizeof(*s->values));
	if (!s->values)
		return -ENOMEM;
	for (i = 0; taken && i < s->nr; i++) {
		s->values[i] = taken[i];
		if (!(fabs(taken[i]) <= EXACT_LIMIT))
			return not_a_value(ds, b, s, line, i, true);
	}
	json_array_foreach(arr, i, v) {
		s->values[i] = json_number_value(v);
		if (!json_is_number(v) || fabs(s->values[i]) > EXACT_LIMIT)
			return not_a_value(ds, b, s, line, i,
					   json_is_number(v));
	}
	return 0;
}

/*
 * A million samples say the same few words. Each is kept once, and the record
 * can go. Return: NULL when memory ran out.
 */
static const char *word(struct dataset *ds, const json_t *rec, const char *key)
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

static int add_sample(struct dataset *ds, struct ds_boot *b, json_t *rec,
		      long line, const struct kpt_reader *r)
{
	struct ds_sample s = {
		.scenario = word(ds, rec, "scenario"),
		.params = word(ds, rec, "params"),
		.phase = word(ds, rec, "phase"),
		.metric = word(ds, rec, "metric"),
		.kind = word(ds, rec, "kind"),
		.unit = word(ds, rec, "unit"),
		.per = word(ds, rec, "per"),
		.class = word(ds, rec, "class"),
		.better = word(ds, rec, "better"),
		.source = word(ds, rec, "source"),
		.n = ds_int(rec, "n"),
		.run = ds_int(rec, "run"),
		.primary = ds_int(rec, "primary") == 1,
		.fixed = json_number_value(json_object_get(rec, "fixed")),
		.scale = json_number_value(json_object_get(rec, "scale")),
	};
	char key[1024];
	const char *why;
	int err;

	if (json_object_get(rec, "na"))
		s.na = word(ds, rec, "na");
	if (!s.scenario || !s.params || !s.phase || !s.metric || !s.kind ||
	    !s.unit || !s.per || !s.class || !s.better || !s.source)
		return -ENOMEM;
	why = check_words(&s);
	if (why) {
		broken(ds, b, line, "%s in %s: %s; see docs/schema.md",
		       s.metric, s.scenario, why);
		return 0;
	}
	snprintf(key, sizeof(key), "%s\x1f%s\x1f%s\x1f%s\x1f%lld\x1f%lld",
		 s.scenario, s.params, s.phase, s.metric, s.n, s.run);
	if (json_object_get(b->seen, key)) {
		broken(ds, b, line, "%s of %s (%s, n=%lld) is there twice in "
		       "this boot; remove one", s.metric, s.scenario, s.phase,
		       s.n);
		return 0;
	}
	if (json_object_set_new(b->seen, key, json_true()))
		return -ENOMEM;
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

/* Counts of tables; what wrapped around is no count. */
static int add_audit(struct dataset *ds, struct ds_boot *b, json_t *rec,
		     long line)
{
	static const char *const keys[] = { "tables", "boot", "constructed",
					    "ptlocks", "leaves", "entries" };
	json_t *row, *v;
	size_t i;

	b->nr_audits++;
	json_array_foreach(json_object_get(rec, "rows"), i, row)
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
			v = json_object_get(row, keys[k]);
			if (json_is_integer(v) && json_integer_value(v) >= 0 &&
			    json_integer_value(v) <= (json_int_t)EXACT_LIMIT)
				continue;
			broken(ds, b, line, "row %zu of an audit: \"%s\" is "
			       "no count; this boot is left out, boot it again",
			       i + 1, keys[k]);
			return 0;
		}
	return json_array_append(b->audits, rec) ? -ENOMEM : 0;
}

static struct ds_boot *open_boot(struct dataset *ds, json_t *env, int file,
				 long line)
{
	struct ds_boot *b;

	if (grow((void **)&ds->boots, ds->nr_boots, sizeof(*b)))
		return NULL;
	b = &ds->boots[ds->nr_boots++];
	memset(b, 0, sizeof(*b));
	b->env = json_incref(env);
	b->label = ds_str(env, "label");
	b->group = ds_str(env, "group");
	b->boot = ds_int(env, "boot");
	b->file = file;
	b->line = line;
	b->audits = json_array();
	b->seen = json_object();
	return b->audits && b->seen ? b : NULL;
}

static void close_boot(struct dataset *ds, struct ds_boot *b, json_t *end,
		       long line)
{
	long long samples = ds_int(end, "samples");
	long long audits = ds_int(end, "audits");

	b->end = json_incref(end);
	if (strcmp(ds_str(end, "label"), b->label) ||
	    strcmp(ds_str(end, "group"), b->group) ||
	    ds_int(end, "boot") != b->boot)
		broken(ds, b, line, "this end record is that of boot %lld of "
		       "%s, but boot %lld of %s began; records were mixed up, "
		       "boot it again", ds_int(end, "boot"),
		       ds_str(end, "label"), b->boot, b->label);
	else if (!b->broken[0] && (long long)b->nr_samples != samples)
		broken(ds, b, line, "the end record counts %lld samples, %zu "
		       "are here; records were lost or added, boot it again",
		       samples, b->nr_samples);
	else if (!b->broken[0] && b->nr_audits != audits)
		broken(ds, b, line, "the end record counts %lld audits, %ld "
		       "are here; records were lost or added, boot it again",
		       audits, b->nr_audits);
	b->whole = !b->broken[0];
}

static void lost_end(struct ds_boot *b)
{
	if (!b->broken[0])
		kpt_join(b->broken, sizeof(b->broken),
			 "it has no end record: the guest stopped early");
}

static int take(struct dataset *ds, json_t *rec, int file, long line,
		long *open, const struct kpt_reader *r)
{
	const char *type = ds_str(rec, "type"), *path = ds->paths[file];
	struct ds_boot *b = *open >= 0 ? &ds->boots[*open] : NULL;

	if (!strcmp(type, "env")) {
		if (b)
			lost_end(b);
		if (!open_boot(ds, rec, file, line))
			return -ENOMEM;
		*open = (long)ds->nr_boots - 1;
		return 0;
	}
	if (!strcmp(type, "host")) {
		if (b) {
			lost_end(b);
			*open = -1;
		}
		json_array_append(ds->hosts, rec);
		json_array_append_new(ds->host_files, json_integer(file));
		return 0;
	}
	if (!b) {
		problem(ds, DS_BOOT_LOST, path, line, "a %s record outside of "
			"any boot: its env record is missing or comes later; "
			"keep the records in the order they were written",
			type);
		return 0;
	}
	if (!strcmp(type, "sample"))
		return add_sample(ds, b, rec, line, r);
	if (!strcmp(type, "audit"))
		return add_audit(ds, b, rec, line);
	if (!strcmp(type, "end")) {
		close_boot(ds, b, rec, line);
		*open = -1;
		return 0;
	}
	broken(ds, b, line, "record type %s is unknown here; see "
	       "docs/schema.md", type);
	return 0;
}

static int load_all(struct dataset *ds, struct kpt_reader *r, int file)
{
	long open = -1;
	json_t *rec;
	int ret, err;

	while ((ret = kpt_reader_next(r, &rec)) != 0) {
		const char *text = kpt_reader_error(r);
		long line = kpt_reader_line(r);
		const char *path = ds->paths[file];

		if (ret == 1) {
			err = take(ds, rec, file, line, &open, r);
			if (err)
				return err;
			continue;
		}
		if (ret != -EBADMSG)
			return ret;
		/* The message begins with "file:line: ", which we keep apart. */
		if (!strncmp(text, path, strlen(path))) {
			const char *cut = strstr(text, ": ");

			text = cut ? cut + 2 : text;
		}
		if (open >= 0)
			broken(ds, &ds->boots[open], line, "%s", text);
		else
			problem(ds, DS_BOOT_LOST, path, line, "%s", text);
	}
	if (open >= 0)
		lost_end(&ds->boots[open]);
	return 0;
}

int ds_load(struct dataset *ds, const char *path, char *err, size_t len)
{
	struct kpt_reader *r;
	size_t before = ds->nr_boots;
	int ret, file = ds->nr_files;

	if (file >= (int)ARRAY_SIZE(ds->paths)) {
		kpt_join(err, len, "more than %zu files", ARRAY_SIZE(ds->paths));
		return -E2BIG;
	}
	if (!ds->hosts)
		ds->hosts = json_array();
	if (!ds->host_files)
		ds->host_files = json_array();
	if (!ds->words)
		ds->words = json_object();
	if (!ds->hosts || !ds->host_files || !ds->words)
		return -ENOMEM;
	r = kpt_reader_open(path, err, len);
	if (!r)
		return -ENOENT;
	ds->paths[file] = path;
	ds->nr_files++;
	ret = load_all(ds, r, file);
	if (ret == -EIO || ret == -EMSGSIZE)
		kpt_join(err, len, "%s", kpt_reader_error(r));
	else if (ret)
		kpt_join(err, len, "%s: %s", path, strerror(-ret));
	else if (ds->nr_boots == before)
		problem(ds, DS_REFUSE, path, kpt_reader_line(r), "no boot in "
			"this file: is it a records file?");
	kpt_reader_close(r);
	return ret;
}

static bool same_boot(const struct ds_boot *a, const struct ds_boot *b)
{
	return a->file == b->file && a->boot == b->boot &&
	       !strcmp(a->label, b->label) && !strcmp(a->group, b->group);
}

void ds_finish(struct dataset *ds)
{
	for (size_t i = 0; i < ds->nr_boots; i++) {
		struct ds_boot *b = &ds->boots[i];

		for (size_t j = i + 1; j < ds->nr_boots; j++) {
			struct ds_boot *later = &ds->boots[j];

			if (!same_boot(b, later) || b->superseded)
				continue;
			if (b->whole && later->whole)
				problem(ds, DS_REFUSE, ds->paths[b->file],
					later->line, "boot %lld of %s%s%s is "
					"here a second time (first at line "
					"%ld); keep one of them", b->boot,
					b->label, b->group[0] ? ", group " : "",
					b->group, b->line);
			else if (later->whole)
				b->superseded = true;
			else if (b->whole)
				later->superseded = true;
		}
		if (!b->whole && !b->superseded)
			problem(ds, DS_BOOT_LOST, ds->paths[b->file], b->line,
				"boot %lld of %s%s%s is not whole (%.180s); "
				"it is left out, boot it again", b->boot,
				b->label, b->group[0] ? ", group " : "",
				b->group, b->broken);
	}
}

void ds_free(struct dataset *ds)
{
	for (size_t i = 0; i < ds->nr_boots; i++) {
		struct ds_boot *b = &ds->boots[i];

		for (size_t j = 0; j < b->nr_samples; j++)
			free(b->samples[j].values);
		free(b->samples);
		json_decref(b->seen);
		json_decref(b->audits);
		json_decref(b->end);
		json_decref(b->env);
	}
	free(ds->boots);
	free(ds->problems);
	json_decref(ds->words);
	json_decref(ds->hosts);
	json_decref(ds->host_files);
	memset(ds, 0, sizeof(*ds));
}
