// SPDX-License-Identifier: GPL-2.0-only
/* read.c - lines out of a store: points in order, and where they change */
#include <stdlib.h>
#include <string.h>

#include "analyze/history/store.h"
#include "analyze/stats/change.h"
#include "analyze/stats/stats.h"
#include "common/util.h"

static const char query[] =
	"SELECT k.arch, k.config, k.machine, k.emulator, k.mode, l.scenario, "
	"l.grp, l.params, l.metric, l.phase, l.unit, l.per, l.better, l.id, "
	"k.id, k.name, k.label, k.date, k.release, k.source, k.compiler, k.tools, "
	"v.boots, v.exact FROM value v JOIN kernel k ON k.id = v.kernel "
	"JOIN line l ON l.id = v.line "
	"ORDER BY 1, 2, 5, 3, 4, 6, 7, 9, 10, 8, l.id, k.id, v.rowid";

/* Columns of it, in that order. */
enum { ARCH, CONFIG, MACHINE, EMULATOR, MODE, SCENARIO, GROUP, PARAMS, METRIC,
       PHASE, UNIT, PER, BETTER, LINE, KERNEL, NAME, LABEL, DATE, RELEASE, SOURCE,
       COMPILER, TOOLS, BOOTS, EXACT };

static const char *text_at(struct pool *p, sqlite3_stmt *st, int column)
{
	const unsigned char *text = sqlite3_column_text(st, column);
	size_t len = text ? strlen((const char *)text) : 0;
	char *copy = pool_alloc(p, len + 1, 1);

	if (copy && text)
		memcpy(copy, text, len);
	return copy ? copy : "";
}

/* What tells one line from the next: the line itself, and the machine. */
static bool same_line(const struct hs_line *l, long long id, long long was,
		      sqlite3_stmt *st)
{
	const struct {
		const char *text;
		int column;
	} t[] = { { l->arch, ARCH }, { l->config, CONFIG },
		  { l->machine, MACHINE }, { l->emulator, EMULATOR },
		  { l->mode, MODE } };

	for (size_t i = 0; i < ARRAY_SIZE(t); i++)
		if (strcmp(t[i].text, (const char *)sqlite3_column_text(st,
							t[i].column)))
			return false;
	return id == was;
}

static struct hs_line *new_line(struct hs_lines *out, sqlite3_stmt *st)
{
	struct pool *p = &out->pool;
	struct hs_line *l;
	void *v = kpt_room(out->line, out->nr, sizeof(*l));

	if (!v)
		return NULL;
	out->line = v;
	l = &out->line[out->nr++];
	*l = (struct hs_line){
		.arch = text_at(p, st, ARCH), .config = text_at(p, st, CONFIG),
		.machine = text_at(p, st, MACHINE),
		.emulator = text_at(p, st, EMULATOR),
		.mode = text_at(p, st, MODE),
		.scenario = text_at(p, st, SCENARIO),
		.group = text_at(p, st, GROUP),
		.params = text_at(p, st, PARAMS),
		.metric = text_at(p, st, METRIC), .phase = text_at(p, st, PHASE),
		.unit = text_at(p, st, UNIT), .per = text_at(p, st, PER),
		.better = text_at(p, st, BETTER),
	};
	return l;
}

static struct hs_point *new_point(struct hs_lines *out, struct hs_line *l,
				  sqlite3_stmt *st)
{
	struct pool *p = &out->pool;
	void *v = kpt_room(l->point, l->nr, sizeof(*l->point));

	if (!v)
		return NULL;
	l->point = v;
	l->point[l->nr] = (struct hs_point){
		.kernel = sqlite3_column_int64(st, KERNEL),
		.name = text_at(p, st, NAME), .label = text_at(p, st, LABEL),
		.date = text_at(p, st, DATE),
		.release = text_at(p, st, RELEASE),
		.source = text_at(p, st, SOURCE),
		.compiler = text_at(p, st, COMPILER),
		.tools = text_at(p, st, TOOLS), .exact = true,
	};
	return &l->point[l->nr++];
}

/* "[1,2.5]"; a store from elsewhere may have anything there. */
static int add_boots(struct hs_point *at, const char *text)
{
	char *end;

	if (*text++ != '[')
		return -1;
	for (;;) {
		double v = strtod(text, &end);
		void *room = kpt_room(at->boot, at->nr, sizeof(*at->boot));

		if (!room)
			return -1;
		at->boot = room;
		if (end == text || !(v == v) || v - v != 0)
			return -1;
		at->boot[at->nr++] = v;
		text = end;
		if (*text == ']')
			return text[1] ? -1 : 0;
		if (*text++ != ',')
			return -1;
	}
}

static int take_rows(struct hs_store *s, sqlite3_stmt *st, struct hs_lines *out)
{
	struct hs_line *l = NULL;
	struct hs_point *at = NULL;
	long long was = -1;
	int ret;

	while ((ret = sqlite3_step(st)) == SQLITE_ROW) {
		long long id = sqlite3_column_int64(st, LINE);
		const char *boots;

		if (!l || !same_line(l, id, was, st)) {
			l = new_line(out, st);
			at = NULL;
		}
		was = id;
		if (l && (!at || at->kernel != sqlite3_column_int64(st, KERNEL)))
			at = new_point(out, l, st);
		if (!l || !at || out->pool.failed)
			return kpt_error("history: out of memory");
		boots = (const char *)sqlite3_column_text(st, BOOTS);
		if (!boots || add_boots(at, boots))
			return kpt_error("history: %s: values of %s %s are no list of numbers",
					 s->path, l->scenario, l->metric);
		at->exact &= sqlite3_column_int(st, EXACT) != 0;
	}
	return ret == SQLITE_DONE ? 0 : hs_error(s, "cannot be read");
}

static int by_version(const void *a, const void *b)
{
	const struct hs_point *x = a, *y = b;
	int d = hs_version(x->release, y->release);

	return d ? d : (x->kernel > y->kernel) - (x->kernel < y->kernel);
}

static int by_date(const void *a, const void *b)
{
	const struct hs_point *x = a, *y = b;
	int d = strcmp(x->date, y->date);

	return d ? d : (x->kernel > y->kernel) - (x->kernel < y->kernel);
}

static int by_added(const void *a, const void *b)
{
	const struct hs_point *x = a, *y = b;

	return (x->kernel > y->kernel) - (x->kernel < y->kernel);
}

static const char *with_label(struct pool *p, const struct hs_point *at)
{
	size_t len = strlen(at->name) + strlen(at->label) + 2;
	char *text = pool_alloc(p, len, 1);

	if (!text)
		return at->name;
	snprintf(text, len, "%s %s", at->name, at->label);
	return text;
}

/* A release without and with patches has one name: its role tells them apart. */
static void tell_apart(struct pool *p, struct hs_line *l)
{
	for (size_t i = 0, j; i < l->nr; i = j) {
		for (j = i + 1; j < l->nr; j++)
			if (strcmp(l->point[i].name, l->point[j].name))
				break;
		for (size_t k = i; j - i > 1 && k < j; k++)
			l->point[k].name = with_label(p, &l->point[k]);
	}
}

/* Exact counts change where they differ; others where a test says so. */
static int judge(struct hs_line *l, double alpha)
{
	double *mean = malloc(l->nr * sizeof(*mean));
	bool *cut = calloc(l->nr, sizeof(*cut));
	int n = mean && cut ? 0 : -1;

	l->exact = true;
	for (size_t i = 0; !n && i < l->nr; i++) {
		mean[i] = l->point[i].mean;
		l->exact &= l->point[i].exact;
	}
	if (!n && l->exact) {
		for (size_t i = 1; i < l->nr; i++)
			cut[i] = mean[i] != mean[i - 1];
	} else if (!n) {
		n = st_changes(mean, l->nr, alpha, cut) < 0;
		l->short_by = l->nr < ST_MIN_SERIES ? ST_MIN_SERIES - l->nr : 0;
	}
	for (size_t i = 0; !n && i < l->nr; i++) {
		l->point[i].cut = cut[i];
		l->cuts += cut[i];
	}
	free(mean);
	free(cut);
	return n ? kpt_error("history: out of memory") : 0;
}

int hs_read(struct hs_store *s, enum hs_order order, double alpha,
	    struct hs_lines *out)
{
	static int (*const by[])(const void *, const void *) = {
		[HS_BY_VERSION] = by_version, [HS_BY_DATE] = by_date,
		[HS_BY_ADDED] = by_added,
	};
	sqlite3_stmt *st = hs_prepare(s, query);
	int ret = st ? take_rows(s, st, out) : KPT_FAIL;

	sqlite3_finalize(st);
	for (size_t i = 0; !ret && i < out->nr; i++) {
		struct hs_line *l = &out->line[i];

		for (size_t j = 0; j < l->nr; j++)
			l->point[j].mean = st_mean(l->point[j].boot,
						   l->point[j].nr);
		qsort(l->point, l->nr, sizeof(*l->point), by[order]);
		tell_apart(&out->pool, l);
		ret = judge(l, alpha);
	}
	return ret;
}

static void free_line(struct hs_line *l)
{
	for (size_t i = 0; i < l->nr; i++)
		free(l->point[i].boot);
	free(l->point);
}

void hs_keep(struct hs_lines *l, bool (*wanted)(const struct hs_line *l))
{
	size_t n = 0;

	for (size_t i = 0; i < l->nr; i++) {
		if (wanted(&l->line[i]))
			l->line[n++] = l->line[i];
		else
			free_line(&l->line[i]);
	}
	l->nr = n;
}

void hs_free(struct hs_lines *l)
{
	for (size_t i = 0; i < l->nr; i++)
		free_line(&l->line[i]);
	free(l->line);
	pool_free(&l->pool);
}
