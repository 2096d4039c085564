// SPDX-License-Identifier: GPL-2.0-only
/* store.c - the database: made, opened, checked, merged */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyze/history/store.h"
#include "common/util.h"

/* "kpth", so that no other database is taken for a store. */
#define APPLICATION	1802532968
#define SCHEMA		1

#define STRING(x) #x
#define TEXT_OF(x) STRING(x)

/*
 * What tells one kernel from another is all that it was recorded with: a
 * kernel that was built again is another, a run that was given twice is not.
 * Values of a line are those of its boots, as a JSON list: another run of a
 * kernel that repeats to the digit adds nothing.
 */
static const char schema[] =
	"PRAGMA application_id = " TEXT_OF(APPLICATION) ";"
	"PRAGMA user_version = " TEXT_OF(SCHEMA) ";"
	"CREATE TABLE IF NOT EXISTS kernel (id INTEGER PRIMARY KEY, " HS_KERNEL ", "
	"name TEXT NOT NULL, date TEXT NOT NULL, UNIQUE (" HS_KERNEL "));"
	"CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, " HS_LINE ", "
	"UNIQUE (" HS_LINE "));"
	"CREATE TABLE IF NOT EXISTS value (kernel INTEGER NOT NULL REFERENCES kernel, "
	"line INTEGER NOT NULL REFERENCES line, boots TEXT NOT NULL, "
	"exact INTEGER NOT NULL, "
	"UNIQUE (line, kernel, boots));";

int hs_error(const struct hs_store *s, const char *what)
{
	return kpt_error("history: %s: %s: %s", s->path, what,
			 sqlite3_errmsg(s->db));
}

sqlite3_stmt *hs_prepare(const struct hs_store *s, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
		hs_error(s, "cannot be read");
	return st;
}

int hs_run(const struct hs_store *s, const char *sql)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 :
	       hs_error(s, "cannot be written");
}

static long long pragma(const struct hs_store *s, const char *sql)
{
	sqlite3_stmt *st = hs_prepare(s, sql);
	long long v = -1;

	if (st && sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	else if (st)
		hs_error(s, "cannot be read");
	sqlite3_finalize(st);
	return v;
}

/* Two may find it empty at once: the second finds the tables of the first. */
static int make(const struct hs_store *s)
{
	if (!hs_run(s, "BEGIN IMMEDIATE") && !hs_run(s, schema) &&
	    !hs_run(s, "COMMIT"))
		return 0;
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return KPT_FAIL;
}

/*
 * An empty database is a store to be; any other has to say that it is one. In
 * one transaction, since another may be making it.
 */
static int check(const struct hs_store *s)
{
	long long id, version, tables;

	if (hs_run(s, "BEGIN"))
		return KPT_FAIL;
	id = pragma(s, "PRAGMA application_id");
	version = pragma(s, "PRAGMA user_version");
	tables = pragma(s, "SELECT count(*) FROM sqlite_master");
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	if (id < 0 || version < 0 || tables < 0)
		return KPT_FAIL;
	if (!id && !tables)
		return make(s);
	if (id != APPLICATION)
		return kpt_error("history: %s: is a database, but no history of kptstat",
				 s->path);
	if (version != SCHEMA)
		return kpt_error("history: %s: has schema %lld, and this kptstat knows %d",
				 s->path, version, SCHEMA);
	return 0;
}

struct hs_store *hs_open(const char *path, bool make)
{
	struct hs_store *s = calloc(1, sizeof(*s));
	int flags = SQLITE_OPEN_READWRITE;

	if (!s || !(s->path = strdup(path))) {
		kpt_error("history: out of memory");
		free(s);
		return NULL;
	}
	if (!make && access(path, R_OK)) {
		kpt_error("history: %s: %s; 'kptstat history add' makes it", path,
			  strerror(errno));
		hs_close(s);
		return NULL;
	}
	if (make)
		flags |= SQLITE_OPEN_CREATE;
	else if (access(path, W_OK))
		flags = SQLITE_OPEN_READONLY;
	if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK) {
		hs_error(s, "cannot be opened");
		hs_close(s);
		return NULL;
	}
	/* Two runs that add at once wait for each other. */
	sqlite3_busy_timeout(s->db, 60000);
	/* A file from elsewhere runs nothing of its own. */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (check(s)) {
		hs_close(s);
		return NULL;
	}
	return s;
}

void hs_close(struct hs_store *s)
{
	if (!s)
		return;
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

static long long count(const struct hs_store *s, const char *table)
{
	char sql[80];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM main.%s", table);
	return pragma(s, sql);
}

/* Numbers of kernels and lines are a store's own: what they are is joined. */
static const char merge[] =
	"BEGIN IMMEDIATE;"
	"INSERT OR IGNORE INTO main.kernel (" HS_KERNEL ", name, date) "
	"SELECT " HS_KERNEL ", name, date FROM other.kernel ORDER BY id;"
	"INSERT OR IGNORE INTO main.line (" HS_LINE ") "
	"SELECT " HS_LINE " FROM other.line ORDER BY id;"
	"CREATE TEMP TABLE ours AS SELECT o.id AS theirs, m.id AS here "
	"FROM other.kernel o JOIN main.kernel m USING (" HS_KERNEL ");"
	"CREATE TEMP TABLE lines AS SELECT o.id AS theirs, m.id AS here "
	"FROM other.line o JOIN main.line m USING (" HS_LINE ");"
	"INSERT OR IGNORE INTO main.value (kernel, line, boots, exact) "
	"SELECT k.here, l.here, v.boots, v.exact FROM other.value v "
	"JOIN ours k ON k.theirs = v.kernel JOIN lines l ON l.theirs = v.line "
	"ORDER BY v.rowid;"
	"COMMIT;";

int hs_merge(struct hs_store *s, const char *path, struct hs_added *added)
{
	struct hs_store *other = hs_open(path, false);
	long long kernels = count(s, "kernel"), values = count(s, "value");
	sqlite3_stmt *st;
	int ret = KPT_FAIL;

	/* Opened for its checks, and attached for the work. */
	if (!other)
		return KPT_FAIL;
	hs_close(other);
	st = hs_prepare(s, "ATTACH ?1 AS other");
	if (!st)
		return KPT_FAIL;
	sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC);
	if (sqlite3_step(st) == SQLITE_DONE)
		ret = 0;
	else
		hs_error(s, "cannot be read");
	sqlite3_finalize(st);
	if (!ret && hs_run(s, merge)) {
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
		ret = KPT_FAIL;
	}
	if (ret)
		return ret;
	added->kernels += count(s, "kernel") - kernels;
	added->values += count(s, "value") - values;
	added->known += pragma(s, "SELECT count(*) FROM other.value") -
			(count(s, "value") - values);
	sqlite3_exec(s->db, "DROP TABLE temp.ours; DROP TABLE temp.lines; "
		     "DETACH other", NULL, NULL, NULL);
	return 0;
}
