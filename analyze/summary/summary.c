// SPDX-License-Identifier: GPL-2.0-only
/* summary.c - a summary, from its JSON */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/summary/read.h"
#include "analyze/summary/summary.h"
#include "common/util.h"

static struct shown read_shown(const json_t *filter, const char *key)
{
	const json_t *o = json_object_get(filter, key);

	return (struct shown){ ds_int(o, "shown"), ds_int(o, "of") };
}

static void read_filtered(struct summary *s)
{
	const json_t *o = json_object_get(s->json, "filter");

	s->is_filtered = o != NULL;
	s->filtered = (struct filtered){
		.only = ds_str(o, "only"), .metrics = ds_str(o, "metrics"),
		.rows = read_shown(o, "rows"),
		.scenarios = read_shown(o, "scenarios"),
		.names = read_shown(o, "names"),
	};
}

static void read_steps(struct summary *s)
{
	const json_t *list = json_object_get(s->json, "steps");

	s->walk = json_is_array(list);
	s->steps = pool_list(&s->pool, list, sizeof(*s->steps), &s->nr_steps);
	for (size_t i = 0; i < s->nr_steps; i++) {
		const json_t *o = json_array_get(list, i);

		s->steps[i] = (struct step){ ds_str(o, "name"),
			ds_str(o, "label"), ds_str(o, "subject") };
	}
}

static void read_head(struct summary *s)
{
	s->schema = ds_str(s->json, "schema");
	s->verdict = ds_str(s->json, "verdict");
	s->ok = !strcmp(s->verdict, "ok");
	s->command = ds_str(s->json, "command");
	s->fail_on = json_string_value(json_object_get(s->json, "fail_on"));
	s->no_effect = ds_str(s->json, "no_effect");
	s->margin = ds_real(s->json, "margin");
}

#define PIECE_KEY 800

/* Pieces of one cost have the same but for the piece. */
static const char *piece_key(const struct row *row, enum piece piece,
			     char key[PIECE_KEY])
{
	snprintf(key, PIECE_KEY, "%d\x1f%d\x1f%s\x1f%s\x1f%s", (int)piece,
		 (int)row->phase, row->of, row->group, row->scenario);
	return key;
}

/* Of every row another may be asked for: they are found by what they are. */
static void index_pieces(struct summary *s)
{
	char key[PIECE_KEY];

	names_free(&s->pieces);
	for (size_t i = 0; i < s->nr_rows; i++) {
		const struct row *row = &s->rows[i];

		if (row->piece == PIECE_NONE)
			continue;
		piece_key(row, row->piece, key);
		if (names_place(&s->pieces, key, i) == NAMES_NONE)
			s->pool.failed = true;
	}
}

/* Rows, and what else a filter leaves out some of. */
static void read_lists(struct summary *s)
{
	s->rows = rows_read(&s->pool, json_object_get(s->json, "comparisons"),
			    &s->nr_rows);
	s->where = where_read(&s->pool, json_object_get(s->json, "where"),
			      &s->nr_where);
	s->perf = perf_read(&s->pool, json_object_get(s->json, "perf"),
			    &s->nr_perf);
	index_pieces(s);
	read_filtered(s);
}

static void read_all(struct summary *s)
{
	const json_t *boots = json_object_get(s->json, "boots");

	read_head(s);
	for (int k = 0; k < SIDES; k++)
		env_read(&s->pool, json_object_get(s->json, side_name[k]),
			 json_object_get(boots, side_name[k]), &s->env[k]);
	read_lists(s);
	health_read(&s->pool, json_object_get(s->json, "health"), &s->health);
	coverage_read(&s->pool, json_object_get(s->json, "coverage"),
		      &s->coverage);
	timeline_read(&s->pool, json_object_get(s->json, "timeline"),
		      &s->timeline);
	build_read(&s->pool, json_object_get(s->json, "build"), &s->build);
	read_steps(s);
}

struct summary *summary_new(json_t *json)
{
	struct summary *s = calloc(1, sizeof(*s));

	if (!s) {
		json_decref(json);
		kpt_error("summary: out of memory");
		return NULL;
	}
	s->json = json;
	read_all(s);
	if (!s->pool.failed)
		return s;
	kpt_error("summary: out of memory");
	summary_free(s);
	return NULL;
}

int summary_read_again(struct summary *s)
{
	read_lists(s);
	return s->pool.failed ? -ENOMEM : 0;
}

void summary_fail_on(struct summary *s, const char *words)
{
	json_object_set_new(s->json, "fail_on", json_string(words));
	read_head(s);
}

int summary_print(FILE *f, const struct summary *s)
{
	int err = json_dumpf(s->json, f, JSON_INDENT(1) |
			     JSON_REAL_PRECISION(15));

	if (!err && fputc('\n', f) == EOF)
		err = -1;
	return err ? -EIO : 0;
}

char *summary_text(const struct summary *s)
{
	return json_dumps(s->json, JSON_COMPACT | JSON_SORT_KEYS |
			  JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
}

void summary_free(struct summary *s)
{
	if (!s)
		return;
	pool_free(&s->pool);
	names_free(&s->pieces);
	json_decref(s->json);
	free(s);
}

const struct row *summary_piece(const struct summary *s, const struct row *row,
				enum piece piece)
{
	char key[PIECE_KEY];
	size_t at;

	if (!s->pieces.nr || (row->piece != PIECE_TABLE &&
	    (row->piece != PIECE_NONE || piece != PIECE_DEFERRED)))
		return NULL;
	at = names_find(&s->pieces, piece_key(row, piece, key));
	return at == NAMES_NONE ? NULL : &s->rows[at];
}

const struct findings *health_of(const struct summary *s,
				 enum health_list list)
{
	return &s->health.list[list];
}
