// SPDX-License-Identifier: GPL-2.0-only
/*
 * costs.c - which cost of a scenario is shown
 *
 * Of a scenario with a control, each cost M is there three times: M is all of
 * the operation, M.control its control, M.table the one less the other. The
 * last is what the scenario is about; the row says which it is ("part"), and
 * of which metric ("of"). What an operation leaves to be done later is
 * M.deferred, with a control or without.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analyze/judge/row.h"
#include "common/record.h"
#include "common/util.h"

#define KEY_LEN	768

/* Rows of one scenario in one phase, booted with one command line. */
static const char *place(const json_t *row, char buf[KEY_LEN])
{
	snprintf(buf, KEY_LEN, "%s\x1f%s\x1f%s", ds_str(row, "scenario"),
		 ds_str(row, "phase"), ds_str(row, "group"));
	return buf;
}

/* The same, of one metric without what it is a part of. */
static const char *whole(const json_t *row, char buf[KEY_LEN])
{
	const char *metric = ds_str(row, "metric");
	size_t len = strlen(metric) - strlen(kpt_part(metric));

	snprintf(buf, KEY_LEN, "%s\x1f%s\x1f%s\x1f%.*s",
		 ds_str(row, "scenario"), ds_str(row, "phase"),
		 ds_str(row, "group"), (int)len, metric);
	return buf;
}

static bool is_cost(const json_t *row)
{
	return ds_is(row, "kind", "cost");
}

/* The costs that tables alone have a value of. */
static json_t *with_tables(const json_t *rows)
{
	json_t *all = json_object(), *row;
	char buf[KEY_LEN];
	size_t i;

	json_array_foreach((json_t *)rows, i, row)
		if (is_cost(row) && !ds_is(row, "verdict", "n/a") &&
		    !strcmp(kpt_part(ds_str(row, "metric")), KPT_PART_TABLE))
			json_object_set_new(all, whole(row, buf), json_true());
	return all;
}

static void put_part(json_t *row, const json_t *tables)
{
	const char *metric = ds_str(row, "metric"), *part = kpt_part(metric);
	char buf[KEY_LEN];

	if (!is_cost(row) || (strcmp(part, KPT_PART_DEFERRED) &&
			      !json_object_get(tables, whole(row, buf))))
		return;
	/* Without the dot. */
	json_object_set_new(row, "part", json_string(*part ? part + 1 :
						     "operation"));
	json_object_set_new(row, "of", json_stringn(metric, strlen(metric) -
						    strlen(part)));
}

/* Can it be the one that is shown? */
static bool can_be_main(const json_t *row)
{
	const json_t *part = json_object_get(row, "part");

	return is_cost(row) && (!part || ds_is(row, "part", "table")) &&
	       (part || !*kpt_part(ds_str(row, "metric")));
}

/* Instructions come before cycles, cycles before time. */
static int cost_rank(const json_t *row)
{
	static const char *const units[] = { "instructions", "cycles", "ns" };

	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (ds_is(row, "unit", units[i]))
			return (int)i;
	return ARRAY_SIZE(units);
}

/*
 * Several costs of one scenario move together; one of them is shown, the
 * others are in the full tables.
 */
int judge_main(struct cmp *c)
{
	json_t *best = json_object(), *tables = with_tables(c->comparisons);
	char buf[KEY_LEN];
	int err = best && tables ? 0 : -ENOMEM;
	json_t *row;
	size_t i;

	json_array_foreach(c->comparisons, i, row)
		put_part(row, tables);

	json_array_foreach(c->comparisons, i, row) {
		const json_t *v = json_object_get(best, place(row, buf));

		if (!can_be_main(row) || ds_is(row, "verdict", "n/a"))
			continue;
		if (!v || json_integer_value(v) > cost_rank(row))
			err |= json_object_set_new(best, buf,
						   json_integer(cost_rank(row)));
	}
	json_array_foreach(c->comparisons, i, row) {
		const json_t *v = json_object_get(best, place(row, buf));

		if (is_cost(row))
			err |= json_object_set_new(row, "main", json_boolean(
				can_be_main(row) && (!v ||
				json_integer_value(v) >= cost_rank(row))));
	}
	json_decref(tables);
	json_decref(best);
	return err ? -ENOMEM : 0;
}
