// SPDX-License-Identifier: GPL-2.0-only
/* row_read.c - the rows of a summary, from JSON */
#include <math.h>
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/summary/read.h"
#include "common/util.h"

static const struct word verdicts[] = {
	{ "n/a", VERDICT_NA }, { "missing", VERDICT_MISSING },
	{ "incomparable", VERDICT_INCOMPARABLE },
	{ "equivalent", VERDICT_EQUIVALENT }, { "improved", VERDICT_IMPROVED },
	{ "regressed", VERDICT_REGRESSED }, { "changed", VERDICT_CHANGED },
	{ "shift", VERDICT_SHIFT }, { "inconclusive", VERDICT_INCONCLUSIVE },
	{ "unresolved", VERDICT_UNRESOLVED }, { NULL, VERDICT_OTHER },
};

static const struct word kinds[] = {
	{ "cost", KIND_COST }, { "memory", KIND_MEMORY },
	{ "tables", KIND_TABLES }, { "accounting", KIND_ACCOUNTING },
	{ "check", KIND_CHECK }, { "class", KIND_CLASS }, { "size", KIND_SIZE },
	{ "boot", KIND_BOOT },
	{ NULL, KIND_OTHER },
};

static const struct word phases[] = {
	{ "start", PHASE_START }, { "op", PHASE_OP }, { "held", PHASE_HELD },
	{ "drained", PHASE_DRAINED }, { "end", PHASE_END },
	{ NULL, PHASE_OTHER },
};

static const struct word betters[] = {
	{ "lower", BETTER_LOWER }, { "higher", BETTER_HIGHER },
	{ "zero", BETTER_ZERO }, { NULL, BETTER_OTHER },
};

static const struct word classes[] = {
	{ "exact", CLASS_EXACT }, { "noisy", CLASS_NOISY },
	{ NULL, CLASS_OTHER },
};

static const struct word parts[] = {
	{ "table", PIECE_TABLE }, { "operation", PIECE_OPERATION },
	{ "control", PIECE_CONTROL },
	{ "deferred", PIECE_DEFERRED }, { NULL, PIECE_NONE },
};

static int code_of(const struct word *words, const char *word)
{
	while (words->word && strcmp(words->word, word))
		words++;
	return words->code;
}

enum kind read_kind(const char *word)
{
	return (enum kind)code_of(kinds, word);
}

enum phase read_phase(const char *word)
{
	return (enum phase)code_of(phases, word);
}

static void read_codes(const json_t *o, struct row *row)
{
	row->verdict_word = ds_str(o, "verdict");
	row->verdict = (enum verdict)code_of(verdicts, row->verdict_word);
	row->kind_word = ds_str(o, "kind");
	row->kind = read_kind(row->kind_word);
	row->phase_word = ds_str(o, "phase");
	row->phase = read_phase(row->phase_word);
	row->better_word = ds_str(o, "better");
	row->better = (enum better)code_of(betters, row->better_word);
	row->class_word = ds_str(o, "class");
	row->class = (enum row_class)code_of(classes, row->class_word);
	row->piece = (enum piece)code_of(parts, ds_str(o, "part"));
}

static void read_texts(const json_t *o, struct row *row)
{
	const struct {
		const char *key, **to;
	} texts[] = {
		{ "arch", &row->arch }, { "config", &row->config },
		{ "group", &row->group }, { "scenario", &row->scenario },
		{ "params", &row->params }, { "metric", &row->metric },
		{ "role", &row->role }, { "unit", &row->unit },
		{ "per", &row->per }, { "source", &row->source },
		{ "test", &row->test }, { "adjust", &row->adjust },
		{ "ratio_why", &row->ratio_why },
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		*texts[i].to = ds_str(o, texts[i].key);
	row->of = ds_str(o, *ds_str(o, "of") ? "of" : "metric");
}

static void read_values(const json_t *o, double v[ROW_NUMBERS])
{
	v[ROW_BASE] = ds_real(o, "base");
	v[ROW_PATCHED] = ds_real(o, "patched");
	v[ROW_DIFF] = ds_real(o, "diff");
}

static bool read_interval(const json_t *list, double v[2])
{
	for (size_t i = 0; i < 2; i++) {
		const json_t *e = json_array_get(list, i);

		v[i] = json_is_number(e) ? json_number_value(e) : NAN;
	}
	return json_is_array(list);
}

static void read_numbers(const json_t *o, struct row *row)
{
	const json_t *at = json_object_get(o, "at");

	read_values(o, row->value);
	row->has_at = at != NULL;
	row->at.n = ds_real(at, "n");
	read_values(at, row->at.value);
	row->ratio = ds_real(o, "ratio");
	row->has_ci = read_interval(json_object_get(o, "ci"), row->ci);
	row->has_ratio_ci = read_interval(json_object_get(o, "ratio_ci"),
					  row->ratio_ci);
	row->has_ratio_tost_ci = read_interval(json_object_get(o,
				"ratio_tost_ci"), row->ratio_tost_ci);
	row->p = ds_real(o, "p");
	row->p_adj = ds_real(o, "p_adj");
	row->p_perm = ds_real(o, "p_perm");
	row->tost_p = ds_real(o, "tost_p");
	row->margin = ds_real(o, "margin");
	row->mde = ds_real(o, "mde");
}

static void read_flags(const json_t *o, struct row *row)
{
	const json_t *paired = json_object_get(o, "interleaved");

	row->main = json_is_true(json_object_get(o, "main"));
	row->demoted = json_is_true(json_object_get(o, "demoted"));
	row->tells_paired = json_is_boolean(paired);
	row->paired = json_is_true(paired);
}

static void read_windows(struct pool *p, const json_t *w, struct row_windows *out)
{
	out->any = w != NULL;
	out->of = ds_real(w, "of");
	out->per = ds_real(w, "per");
	out->diff = vec_read(p, json_object_get(w, "diff"));
	for (int k = 0; k < SIDES; k++)
		out->value[k] = vec_read(p, json_object_get(w, side_name[k]));
}

static void read_ladder(struct pool *p, const json_t *l, struct ladder *out)
{
	out->n = vec_read(p, json_object_get(l, "n"));
	out->value = vec_read(p, json_object_get(l, "value"));
	out->alpha = ds_real(l, "alpha");
	out->residual = ds_real(l, "residual");
}

/* The lists that a row has for each kernel. */
static void read_side(struct pool *p, const json_t *o, int k, struct row *row)
{
	const char *side = side_name[k];
	const struct {
		const char *key;
		struct vec *to;
	} lists[] = {
		{ "boot_values", &row->boot_value[k] },
		{ "boot_means", &row->boot_mean[k] },
		{ "boot_numbers", &row->boot_number[k] },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		*lists[i].to = vec_read(p, json_object_get(json_object_get(o,
						lists[i].key), side));
	row->variance[k] = vec_read(p, json_object_get(json_object_get(
		json_object_get(o, "hier"), side), "t2"));
	row->boots[k] = ds_int(json_object_get(o, "boots"), side);
	read_ladder(p, json_object_get(json_object_get(o, "ladder"), side),
		    &row->ladder[k]);
}

struct row *rows_read(struct pool *p, const json_t *list, size_t *nr)
{
	struct row *rows = pool_list(p, list, sizeof(*rows), nr);

	for (size_t i = 0; i < *nr; i++) {
		const json_t *o = json_array_get(list, i);
		struct row *row = &rows[i];

		read_codes(o, row);
		read_texts(o, row);
		read_numbers(o, row);
		read_flags(o, row);
		row->has_ladder = json_object_get(o, "ladder") != NULL;
		for (int k = 0; k < SIDES; k++)
			read_side(p, o, k, row);
		read_windows(p, json_object_get(o, "windows"), &row->windows);
		row->reasons = reasons_read(p, json_object_get(o, "reasons"),
					    &row->nr_reasons);
	}
	return rows;
}
