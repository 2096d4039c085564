// SPDX-License-Identifier: GPL-2.0-only
/* cmd.c - kptstat history: add, merge, show */
#include <stdlib.h>
#include <string.h>

#include "analyze/history/history.h"
#include "analyze/history/print.h"
#include "analyze/kptstat.h"
#include "analyze/summary/filter.h"
#include "common/text.h"
#include "common/util.h"

static const char *name, *date = "", *order = "version", *format = "text";
static const char *alpha_text = "0.01", *out_dir;
static struct filter filter;
static bool all, fail;

static const struct {
	const char *name, *what;
} orders[] = {
	[HS_BY_VERSION] = { "version", "by release, candidates before it" },
	[HS_BY_DATE] = { "date", "by the dates given to add" },
	[HS_BY_ADDED] = { "added", "as kernels were added" },
};

static bool list_orders(size_t i, const char **value, const char **text)
{
	if (i >= ARRAY_SIZE(orders))
		return false;
	*value = orders[i].name;
	*text = orders[i].what;
	return true;
}

static bool list_formats(size_t i, const char **value, const char **text)
{
	static const char *const formats[][2] = {
		{ "text", "plain text of 72 columns" },
		{ "md", "Markdown" },
		{ "table", "Markdown, a row a kernel and a column a line" },
		{ "json", "every line and boot, for programs" },
	};

	if (i >= ARRAY_SIZE(formats))
		return false;
	*value = formats[i][0];
	*text = formats[i][1];
	return true;
}

const struct kpt_option history_options[] = {
	OPT_STR(0, "name", &name, "NAME",
		"add: what the patched kernel is called (its label, else its release)"),
	OPT_STR(0, "date", &date, "YYYY-MM-DD",
		"add: of the kernels, for --order date"),
	OPT_NAME(0, "order", &order, list_orders, "NAME",
		 "show: of kernels (version), one of:"),
	OPT_WORDS(0, "only", &filter.only, "GLOBS",
		  "show: these scenarios alone, such as 'pte-*,pmd-*'; boot is what was read at boot"),
	OPT_WORDS(0, "metrics", &filter.metrics, "GLOBS",
		  "show: these metrics alone, such as 'cost.*'"),
	OPT_STR(0, "alpha", &alpha_text, "P",
		"show: of lines that vary and have no change, this share may be told one (0.01)"),
	OPT_NAME('f', "format", &format, list_formats, "NAME",
		 "show: the format (text), one of:"),
	OPT_FLAG('a', "all", &all, "show: lines without a change as well"),
	OPT_STR('o', "output", &out_dir, "DIR",
		"show: also draw each of these lines, into DIR"),
	OPT_FLAG(0, "fail", &fail,
		 "show: exit 1 where the last kernel changed a line for the worse"),
	OPT_END()
};

static bool is_date(const char *s)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof(form); i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return false;
	return true;
}

static int add_summary(struct hs_store *s, const char *path,
		       struct hs_added *added)
{
	struct summary *sum = summary_load(path);
	int ret = sum ? hs_add(s, sum, name, date, added) : KPT_FAIL;

	if (sum)
		summary_free(sum);
	return ret;
}

/* All that is named goes into the store, until one does not. */
static int put_all(const char *path, int argc, char **argv,
		   int (*put)(struct hs_store *s, const char *path,
			      struct hs_added *added))
{
	struct hs_store *s = hs_open(path, true);
	struct hs_added added = { 0 };
	int ret = 0;

	if (!s)
		return KPT_FAIL;
	for (int i = 0; i < argc && !ret; i++)
		ret = put(s, argv[i], &added);
	hs_close(s);
	printf("%s: %lld kernels, %lld values are new; %lld values were there\n",
	       path, added.kernels, added.values, added.known);
	return ret;
}

static int do_add(const char *path, int argc, char **argv)
{
	if (!argc)
		return kpt_error("history add: name a summary.json, or its folder"),
		       KPT_USAGE;
	if (*date && !is_date(date))
		return kpt_error("--date %s: wants YYYY-MM-DD", date), KPT_USAGE;
	if (name && (!*name || !kpt_is_line(name) || argc > 1))
		return kpt_error("--name %s: wants one line of text, and one summary",
				 name), KPT_USAGE;
	return put_all(path, argc, argv, add_summary);
}

static int do_merge(const char *path, int argc, char **argv)
{
	return argc ? put_all(path, argc, argv, hs_merge) :
		      (kpt_error("history merge: name another store"),
		       KPT_USAGE);
}

static bool is_asked_for(const struct hs_line *l)
{
	return filter_matches(filter.only, *l->scenario ? l->scenario :
			      FILTER_BOOT) &&
	       filter_matches(filter.metrics, l->metric);
}

static bool is_worse(const struct hs_line *l)
{
	double step = l->nr ? hs_step(l, l->nr - 1) : 0;

	return !strcmp(l->better, "lower") ? step > 0 :
	       !strcmp(l->better, "higher") ? step < 0 : false;
}

static int judge(const struct hs_lines *l)
{
	size_t worse = 0, few = 0;

	for (size_t i = 0; i < l->nr; i++) {
		worse += is_worse(&l->line[i]);
		few += l->line[i].short_by > 0;
	}
	if (few)
		kpt_warn("history: %zu lines of numbers that vary have too few kernels: they were not judged",
			 few);
	if (worse)
		return kpt_error("history: the last kernel is worse in %zu of %zu lines",
				 worse, l->nr);
	return l->nr > few ? KPT_PASS :
	       kpt_error("history: no line could be judged");
}

static int print(const struct hs_lines *l)
{
	if (!strcmp(format, "json"))
		return hs_print_json(stdout, l);
	if (!strcmp(format, "table"))
		return hs_print_table(stdout, l);
	return hs_print(stdout, l, all, !strcmp(format, "md"));
}

static int do_show(const char *path, int argc, double alpha, enum hs_order by)
{
	struct hs_store *s = argc ? NULL : hs_open(path, false);
	struct hs_lines l = { 0 };
	int ret;

	if (argc)
		return kpt_error("history show: takes one store"), KPT_USAGE;
	if (!s)
		return KPT_FAIL;
	ret = hs_read(s, by, alpha, &l);
	if (!ret)
		hs_keep(&l, is_asked_for);
	if (!ret && !l.nr)
		ret = kpt_error("history: %s: nothing of that is in it", path);
	if (!ret && print(&l))
		ret = kpt_error("history: cannot be written");
	if (!ret && out_dir && hs_plot(&l, out_dir, all))
		ret = KPT_FAIL;
	if (!ret && fail)
		ret = judge(&l);
	hs_free(&l);
	hs_close(s);
	return ret;
}

static int check(double *alpha, enum hs_order *by)
{
	const char *value, *text;
	char *end;
	size_t i;

	*alpha = strtod(alpha_text, &end);
	if (end == alpha_text || *end || !(*alpha > 0 && *alpha < 1))
		return kpt_error("--alpha %s: wants a share above 0 and below 1",
				 alpha_text), KPT_USAGE;
	for (i = 0; i < ARRAY_SIZE(orders); i++)
		if (!strcmp(orders[i].name, order))
			break;
	if (i == ARRAY_SIZE(orders))
		return kpt_error("--order %s: is none of version, date, added",
				 order), KPT_USAGE;
	*by = (enum hs_order)i;
	for (i = 0; list_formats(i, &value, &text); i++)
		if (!strcmp(value, format))
			return 0;
	return kpt_error("--format %s: is none of text, md, table, json", format),
	       KPT_USAGE;
}

int cmd_history(int argc, char **argv)
{
	enum hs_order by;
	double alpha;

	if (argc < 2)
		return kpt_error("history: say what to do, and with which store: add, merge or show"),
		       KPT_USAGE;
	if (check(&alpha, &by))
		return KPT_USAGE;
	if (!strcmp(argv[0], "add"))
		return do_add(argv[1], argc - 2, argv + 2);
	if (!strcmp(argv[0], "merge"))
		return do_merge(argv[1], argc - 2, argv + 2);
	if (!strcmp(argv[0], "show"))
		return do_show(argv[1], argc - 2, alpha, by);
	return kpt_error("history: '%s' is none of add, merge, show", argv[0]),
	       KPT_USAGE;
}
