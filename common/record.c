// SPDX-License-Identifier: GPL-2.0-only
/* record.c - writes records; libc alone, since it runs in a guest */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "common/record.h"

#define REQ(rec, key, type) { rec, key, type, false }
#define OPT(rec, key, type) { rec, key, type, true }

const struct kpt_field kpt_schema[] = {
	REQ("env", "schema", KPT_STR),
	REQ("env", "label", KPT_NAME),
	REQ("env", "boot", KPT_INT),
	REQ("env", "group", KPT_LINE),
	REQ("env", "mode", KPT_NAME),
	REQ("env", "seed", KPT_INT),
	REQ("env", "arch", KPT_NAME),
	REQ("env", "release", KPT_STR),
	REQ("env", "version", KPT_STR),
	REQ("env", "build_id", KPT_NAME_OR_NONE),
	REQ("env", "config_name", KPT_NAME_OR_NONE),
	REQ("env", "config_digest", KPT_STR),
	REQ("env", "config", KPT_OBJ),
	OPT("env", "config_na", KPT_STR),
	REQ("env", "source", KPT_STR),
	REQ("env", "cmdline", KPT_STR),
	REQ("env", "page_size", KPT_INT),
	REQ("env", "cpus", KPT_INT),
	REQ("env", "machine", KPT_STR),
	REQ("env", "topology", KPT_STR),
	REQ("env", "module_abi", KPT_INT),
	REQ("env", "ptlocks", KPT_STR),
	REQ("env", "ptlock_size", KPT_INT),
	REQ("env", "levels", KPT_STR),
	OPT("env", "table_maps", KPT_OBJ),
	REQ("env", "counters", KPT_OBJ),
	OPT("env", "build", KPT_OBJ),
	OPT("env", "settings", KPT_OBJ),

	REQ("sample", "scenario", KPT_NAME_OR_NONE),
	REQ("sample", "params", KPT_STR),
	REQ("sample", "phase", KPT_NAME),
	REQ("sample", "n", KPT_INT),
	REQ("sample", "metric", KPT_NAME),
	REQ("sample", "kind", KPT_NAME),
	REQ("sample", "unit", KPT_NAME),
	REQ("sample", "per", KPT_NAME),
	REQ("sample", "class", KPT_NAME),
	REQ("sample", "better", KPT_NAME),
	REQ("sample", "source", KPT_STR),
	REQ("sample", "fixed", KPT_NUM),
	REQ("sample", "scale", KPT_NUM),
	REQ("sample", "values", KPT_ARR),
	OPT("sample", "run", KPT_INT),
	OPT("sample", "primary", KPT_INT),
	OPT("sample", "na", KPT_STR),

	REQ("audit", "scenario", KPT_NAME_OR_NONE),
	REQ("audit", "when", KPT_NAME),
	REQ("audit", "n", KPT_INT),
	REQ("audit", "rows", KPT_ARR),

	REQ("sites", "scenario", KPT_NAME),
	REQ("sites", "when", KPT_NAME),
	REQ("sites", "n", KPT_INT),
	REQ("sites", "left", KPT_INT),
	REQ("sites", "rows", KPT_ARR),

	REQ("perf", "scenario", KPT_NAME_OR_NONE),
	REQ("perf", "build_id", KPT_NAME_OR_NONE),
	REQ("perf", "event", KPT_STR),
	REQ("perf", "file", KPT_STR),
	REQ("perf", "samples", KPT_INT),
	OPT("perf", "na", KPT_STR),

	REQ("end", "label", KPT_NAME),
	REQ("end", "boot", KPT_INT),
	REQ("end", "group", KPT_LINE),
	REQ("end", "status", KPT_NAME),
	REQ("end", "samples", KPT_INT),
	REQ("end", "audits", KPT_INT),
	REQ("end", "reason", KPT_STR),

	REQ("host", "label", KPT_NAME),
	REQ("host", "boot", KPT_INT),
	REQ("host", "group", KPT_LINE),
	REQ("host", "status", KPT_NAME),
	REQ("host", "console", KPT_STR),
	REQ("host", "badness", KPT_ARR),
	REQ("host", "reason", KPT_STR),
	{ NULL, NULL, KPT_STR, false },
};

void kpt_writer_init(struct kpt_writer *w, FILE *f)
{
	memset(w, 0, sizeof(*w));
	w->f = f;
}

static void put(struct kpt_writer *w, const char *s)
{
	if (w->err)
		return;
	errno = EIO;
	if (fputs(s, w->f) == EOF)
		w->err = -errno;
}

static void put_string(struct kpt_writer *w, const char *s)
{
	char buf[8];

	put(w, "\"");
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		/*
		 * /proc text is ASCII. Any other byte could be broken UTF-8,
		 * which no JSON reader takes, so it is written as Latin-1.
		 */
		if (c == '"' || c == '\\')
			snprintf(buf, sizeof(buf), "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			snprintf(buf, sizeof(buf), "\\u%04x", c);
		else
			snprintf(buf, sizeof(buf), "%c", c);
		put(w, buf);
	}
	put(w, "\"");
}

static void put_key(struct kpt_writer *w, const char *key)
{
	if (w->comma)
		put(w, ",");
	w->comma = true;
	if (key) {
		put_string(w, key);
		put(w, ":");
	}
}

const char *kpt_part(const char *metric)
{
	static const char *const parts[] = { KPT_PART_CONTROL, KPT_PART_TABLE,
		KPT_PART_DEFERRED };
	const char *dot = strrchr(metric, '.');

	for (size_t i = 0; dot && i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strcmp(dot, parts[i]))
			return parts[i];
	return "";
}

void kpt_rec_begin(struct kpt_writer *w, const char *type)
{
	w->comma = false;
	w->depth = 1;
	put(w, "{");
	kpt_rec_str(w, "type", type);
}

int kpt_rec_end(struct kpt_writer *w)
{
	/* An unbalanced open/close is a bug of the caller, told as such. */
	if (!w->err && w->depth != 1)
		w->err = -EINVAL;
	put(w, "}\n");
	if (!w->err && fflush(w->f))
		w->err = -errno;
	w->depth = 0;
	return w->err;
}

void kpt_rec_str(struct kpt_writer *w, const char *key, const char *value)
{
	put_key(w, key);
	put_string(w, value);
}

void kpt_rec_int(struct kpt_writer *w, const char *key, int64_t value)
{
	char buf[24];

	put_key(w, key);
	snprintf(buf, sizeof(buf), "%" PRId64, value);
	put(w, buf);
}

void kpt_rec_num(struct kpt_writer *w, const char *key, double value)
{
	char buf[40];

	put_key(w, key);
	if (!isfinite(value))
		snprintf(buf, sizeof(buf), "null");
	else if (fabs(value) < 1e15 && value == trunc(value))
		snprintf(buf, sizeof(buf), "%" PRId64, (int64_t)value);
	else
		snprintf(buf, sizeof(buf), "%.17g", value);
	put(w, buf);
}

void kpt_rec_open(struct kpt_writer *w, const char *key, char bracket)
{
	char buf[2] = { bracket, '\0' };

	put_key(w, key);
	put(w, buf);
	w->comma = false;
	w->depth++;
}

void kpt_rec_close(struct kpt_writer *w, char bracket)
{
	char buf[2] = { bracket, '\0' };

	put(w, buf);
	w->comma = true;
	w->depth--;
}
