// SPDX-License-Identifier: GPL-2.0-only
/* add.c - the kernels of a summary into a store */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/history/store.h"
#include "common/util.h"

/* What a kernel is called: as it was, where that says more than its role. */
static const char *name_of(const struct env *e)
{
	return strcmp(e->label, "base") && strcmp(e->label, "patched") &&
	       strcmp(e->label, "this") ? e->label : e->release;
}

/* The row there is, or a new one: its number, or -1 after a message. */
static long long put(const struct hs_store *s, sqlite3_stmt *insert,
		     sqlite3_stmt *find, const char *const *text, int n,
		     long long *added)
{
	sqlite3_stmt *const both[] = { insert, find };
	long long id = -1;

	for (size_t k = 0; k < ARRAY_SIZE(both); k++)
		for (int i = 0; i < n; i++)
			sqlite3_bind_text(both[k], i + 1, text[i], -1,
					  SQLITE_TRANSIENT);
	if (sqlite3_step(insert) == SQLITE_DONE &&
	    sqlite3_step(find) == SQLITE_ROW) {
		id = sqlite3_column_int64(find, 0);
		*added += sqlite3_changes(s->db);
	} else {
		hs_error(s, "cannot be written");
	}
	sqlite3_reset(insert);
	sqlite3_reset(find);
	return id;
}

/* "c1 = ?1 AND c2 = ?2 ...", of "c1, c2, ..." */
static void condition(const char *columns, char *sql, size_t len)
{
	size_t n = 0;
	int i = 0;

	while (*columns && n < len) {
		int word = (int)strcspn(columns, ",");

		n += (size_t)snprintf(sql + n, len - n, "%s%.*s = ?%d",
				      i ? " AND " : "", word, columns, i + 1);
		i++;
		columns += word;
		columns += strspn(columns, ", ");
	}
}

struct statements {
	sqlite3_stmt *kernel, *find_kernel, *line, *find_line, *value;
};

static int prepare(const struct hs_store *s, struct statements *st)
{
	char sql[1024], where[768];

	condition(HS_KERNEL, where, sizeof(where));
	kpt_join(sql, sizeof(sql), "SELECT id FROM kernel WHERE %s", where);
	st->find_kernel = hs_prepare(s, sql);
	condition(HS_LINE, where, sizeof(where));
	kpt_join(sql, sizeof(sql), "SELECT id FROM line WHERE %s", where);
	st->find_line = hs_prepare(s, sql);
	st->kernel = hs_prepare(s, "INSERT OR IGNORE INTO kernel (" HS_KERNEL
				", name, date) VALUES (?1, ?2, ?3, ?4, ?5, "
				"?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
	st->line = hs_prepare(s, "INSERT OR IGNORE INTO line (" HS_LINE
			      ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	st->value = hs_prepare(s, "INSERT OR IGNORE INTO value (kernel, line, "
			       "boots, exact) VALUES (?1, ?2, ?3, ?4)");
	return st->kernel && st->find_kernel && st->line && st->find_line &&
	       st->value ? 0 : KPT_FAIL;
}

static void finalize(struct statements *st)
{
	sqlite3_finalize(st->kernel);
	sqlite3_finalize(st->find_kernel);
	sqlite3_finalize(st->line);
	sqlite3_finalize(st->find_line);
	sqlite3_finalize(st->value);
}

static long long put_kernel(const struct hs_store *s, struct statements *st,
			    const struct env *e, const char *name,
			    const char *date, struct hs_added *added)
{
	const char *const text[] = { e->arch, e->config_name, e->mode,
		e->machine, e->emulator, e->tools, env_compiler(e), e->label,
		e->release, e->source, e->build_id, e->config_digest };

	sqlite3_bind_text(st->kernel, HS_KERNELS + 1, name, -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(st->kernel, HS_KERNELS + 2, date, -1, SQLITE_TRANSIENT);
	return put(s, st->kernel, st->find_kernel, text, HS_KERNELS,
		   &added->kernels);
}

static long long put_line(const struct hs_store *s, struct statements *st,
			  const struct row *row)
{
	const char *const text[] = { row->scenario, row->group, row->params,
		row->metric, row->phase_word, row->unit, row->per,
		row->better_word };
	long long added = 0;

	return put(s, st->line, st->find_line, text, HS_LINES, &added);
}

/* A value a boot; of boots that agree there is one, for all of them. */
static char *boots_of(const struct row *row, int k)
{
	const struct vec *v = row_boots(row, k);
	double one = row->value[k];
	size_t n = v->nr ? v->nr : 1, room = 32 * n + 3, at = 1;
	char *text = malloc(room);

	if (!text)
		return NULL;
	strcpy(text, "[");
	for (size_t i = 0; i < n; i++) {
		double x = v->nr ? v->v[i] : one;

		if (!isfinite(x)) {
			free(text);
			return NULL;
		}
		at += (size_t)snprintf(text + at, room - at, "%s%.17g",
				       i ? "," : "", x);
	}
	snprintf(text + at, room - at, "]");
	return text;
}

static int put_row(const struct hs_store *s, struct statements *st,
		   long long kernel, const struct row *row, int k,
		   struct hs_added *added)
{
	char *boots = boots_of(row, k);
	long long line;
	int ret = 0;

	/* What was not measured on this kernel is a gap in the line. */
	if (!boots)
		return 0;
	line = put_line(s, st, row);
	sqlite3_bind_int64(st->value, 1, kernel);
	sqlite3_bind_int64(st->value, 2, line);
	sqlite3_bind_text(st->value, 3, boots, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int(st->value, 4, row->class == CLASS_EXACT &&
			 !row->demoted);
	if (line < 0)
		ret = KPT_FAIL;
	else if (sqlite3_step(st->value) != SQLITE_DONE)
		ret = hs_error(s, "cannot be written");
	else if (sqlite3_changes(s->db))
		added->values++;
	else
		added->known++;
	sqlite3_reset(st->value);
	free(boots);
	return ret;
}

static int put_all(const struct hs_store *s, struct statements *st,
		   const struct summary *sum, const char *name,
		   const char *date, struct hs_added *added)
{
	for (int k = 0; k < SIDES; k++) {
		const struct env *e = &sum->env[k];
		bool named = name && k == PATCHED;
		long long kernel = put_kernel(s, st, e, named ? name :
					      name_of(e), date, added);

		if (kernel < 0)
			return KPT_FAIL;
		summary_each_row(sum, row)
			if (put_row(s, st, kernel, row, k, added))
				return KPT_FAIL;
	}
	return 0;
}

int hs_add(struct hs_store *s, const struct summary *sum, const char *name,
	   const char *date, struct hs_added *added)
{
	struct statements st = { NULL };
	int ret = prepare(s, &st);

	if (!ret)
		ret = hs_run(s, "BEGIN IMMEDIATE");
	if (!ret) {
		ret = put_all(s, &st, sum, name, date, added);
		if (!ret)
			ret = hs_run(s, "COMMIT");
		if (ret)
			sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	}
	finalize(&st);
	return ret;
}
