/* SPDX-License-Identifier: GPL-2.0-only */
/* store.h - the database behind a history, for history/ alone */
#ifndef KPT_HISTORY_STORE_H
#define KPT_HISTORY_STORE_H

#include <sqlite3.h>

#include "analyze/history/history.h"

struct hs_store {
	sqlite3 *db;
	char *path;
};

/** hs_error - say what SQLite says; KPT_FAIL */
int hs_error(const struct hs_store *s, const char *what);

/** hs_prepare - a statement, or NULL after a message */
sqlite3_stmt *hs_prepare(const struct hs_store *s, const char *sql);

/** hs_run - statements without parameters; 0 or KPT_FAIL after a message */
int hs_run(const struct hs_store *s, const char *sql);

/* Columns of a kernel and of a line, in the order of the tables. */
#define HS_KERNEL	"arch, config, mode, machine, emulator, tools, "	\
			"compiler, label, release, source, build_id, digest"
#define HS_LINE		"scenario, grp, params, metric, phase, unit, per, "	\
			"better"
#define HS_KERNELS	12
#define HS_LINES	8

#endif
