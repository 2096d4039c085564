// SPDX-License-Identifier: GPL-2.0-only
/* record_read.c - reads records and checks each against the schema */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/record.h"
#include "common/record_local.h"
#include "common/text.h"
#include "common/util.h"

/* A longer line is no record of ours: a million iterations fit in it. */
#define MAX_LINE	(64UL << 20)
#define MAX_DEPTH	8
#define MAX_KNOWN	(32UL << 10)

extern char **environ;

struct kpt_reader {
	int fd;
	char *path;
	pid_t child;	/* decompressor, 0 for a plain file */
	char *buf;	/* what was read: from @from to @to not looked at */
	size_t from, to, cap;
	char *line;	/* in @buf, until the next is read */
	long nr;
	json_t *rec;
	struct kpt_vector values;
	bool apart;	/* values are kept out of the record */
	json_t *known;	/* by line: records that differed in values alone */
	char err[512];
};

static bool has_suffix(const char *s, const char *suffix)
{
	size_t a = strlen(s), b = strlen(suffix);

	return a > b && !strcmp(s + a - b, suffix);
}

static int open_filter(struct kpt_reader *r, const char *tool)
{
	char *argv[] = { (char *)tool, "-dc", "--", r->path, NULL };
	posix_spawn_file_actions_t fa;
	int fd[2];
	int ret;

	if (pipe2(fd, O_CLOEXEC))
		return -errno;
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, fd[1], 1);
	ret = -posix_spawnp(&r->child, tool, &fa, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&fa);
	close(fd[1]);
	if (ret)
		close(fd[0]);
	else
		r->fd = fd[0];
	return ret;
}

struct kpt_reader *kpt_reader_open(const char *path, char *err, size_t len)
{
	struct kpt_reader *r = calloc(1, sizeof(*r));
	int ret = 0;

	if (!r)
		goto no_memory;
	r->path = strdup(path);
	r->cap = 64UL << 10;
	r->buf = malloc(r->cap);
	r->fd = -1;
	if (!r->path || !r->buf)
		goto no_memory;
	r->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0)
		ret = -errno;
	if (!ret && (has_suffix(path, ".gz") || has_suffix(path, ".zst"))) {
		close(r->fd);
		r->fd = -1;
		ret = open_filter(r, has_suffix(path, ".gz") ? "gzip" : "zstd");
	}
	if (!ret)
		return r;
	snprintf(err, len, "%s: %s", path, strerror(-ret));
	kpt_reader_close(r);
	return NULL;

no_memory:
	snprintf(err, len, "%s: out of memory", path);
	kpt_reader_close(r);
	return NULL;
}

/* Makes room behind what is not looked at yet; 0, or -errno. */
static int make_room(struct kpt_reader *r)
{
	char *p;

	if (r->from) {
		memmove(r->buf, r->buf + r->from, r->to - r->from);
		r->to -= r->from;
		r->from = 0;
	}
	if (r->to < r->cap)
		return 0;
	if (2 * r->cap > MAX_LINE)
		return -EMSGSIZE;
	p = realloc(r->buf, 2 * r->cap);
	if (!p)
		return -ENOMEM;
	r->buf = p;
	r->cap *= 2;
	return 0;
}

/* Reads one line of at most MAX_LINE bytes; 1, 0 at the end, or -errno. */
static int next_line(struct kpt_reader *r, size_t *len)
{
	size_t seen = 0;
	char *end;
	ssize_t n;
	int err;

	while (!(end = memchr(r->buf + r->from + seen, '\n',
			      r->to - r->from - seen))) {
		seen = r->to - r->from;
		err = make_room(r);
		if (err)
			return err;
		n = read(r->fd, r->buf + r->to, r->cap - r->to);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (!n) {
			r->from = r->to;
			return seen ? -ENODATA : 0;
		}
		if (n > 0)
			r->to += (size_t)n;
	}
	r->line = r->buf + r->from;
	*len = (size_t)(end - r->line);
	*end = '\0';
	r->from += *len + 1;
	return 1;
}

static bool type_fits(const json_t *v, enum kpt_field_type type)
{
	switch (type) {
	case KPT_STR:
	case KPT_NAME:
	case KPT_NAME_OR_NONE:
	case KPT_LINE:
		return json_is_string(v);
	case KPT_INT:
		return json_is_integer(v);
	case KPT_NUM:
		return json_is_number(v);
	case KPT_ARR:
		return json_is_array(v);
	case KPT_OBJ:
		return json_is_object(v);
	}
	return false;
}

static int bad(struct kpt_reader *r, const char *what, const char *detail)
{
	char text[400], shown[400];

	/* What is wrong may be in words of the file's. */
	snprintf(text, sizeof(text), "%s%.300s", what, detail);
	kpt_shown(shown, sizeof(shown), text);
	snprintf(r->err, sizeof(r->err), "%s:%ld: %s", r->path, r->nr, shown);
	return -EBADMSG;
}

static int bad_field(struct kpt_reader *r, const struct kpt_field *f,
		     const char *why)
{
	char what[128];

	snprintf(what, sizeof(what), "%s record: \"%s\" is ", f->record,
		 f->key);
	return bad(r, what, why);
}

/* Text that is no name where a name belongs. */
static int check_text(struct kpt_reader *r, const struct kpt_field *f,
		      const json_t *v)
{
	const char *s = json_string_value(v);
	char shown[KPT_SHOWN], why[KPT_SHOWN + 80];

	if (f->type == KPT_LINE ? kpt_is_line(s) :
	    (f->type != KPT_NAME && f->type != KPT_NAME_OR_NONE) ||
	    kpt_is_name(s) || (!*s && f->type == KPT_NAME_OR_NONE))
		return 0;
	snprintf(why, sizeof(why), "\"%s\", not %s",
		 kpt_shown(shown, sizeof(shown), s),
		 f->type == KPT_LINE ? "a line of text" : "a name ("
		 KPT_NAME_WANTED ")");
	return bad_field(r, f, why);
}

static int check_record(struct kpt_reader *r)
{
	const char *type = json_string_value(json_object_get(r->rec, "type"));
	const struct kpt_field *f;
	bool known = false;

	if (!type)
		return bad(r, "no string \"type\"; is this a records file?", "");
	for (f = kpt_schema; f->record; f++) {
		const json_t *v;

		if (strcmp(f->record, type))
			continue;
		known = true;
		v = json_object_get(r->rec, f->key);
		if (!v && f->optional)
			continue;
		if (!v)
			return bad_field(r, f, "missing");
		if (!type_fits(v, f->type))
			return bad_field(r, f, "of the wrong JSON type");
		if (check_text(r, f, v))
			return -EBADMSG;
	}
	if (!known)
		return bad(r, "unknown record type: ", type);
	if (!strcmp(type, "env")) {
		const char *schema =
			json_string_value(json_object_get(r->rec, "schema"));

		if (strcmp(schema, KPT_SCHEMA))
			return bad(r, "this program reads " KPT_SCHEMA
				   ", the file is ", schema);
	}
	return 1;
}

/*
 * Deep nesting would overflow jansson's recursion; no record nests deeply. On
 * the way the long vector is taken out.
 */
static bool too_deep(struct kpt_reader *r, size_t *len)
{
	bool quoted = false;
	char *s = r->line;
	int depth = 0;
	size_t i;

	r->values.taken = false;
	for (i = 0; i < *len; i++) {
		if (quoted) {
			if (s[i] == '\\')
				i++;
			else if (s[i] == '"')
				quoted = false;
		} else if (s[i] == '"') {
			quoted = true;
		} else if (s[i] == '{' || s[i] == '[') {
			if (++depth > MAX_DEPTH)
				return true;
			if (r->apart && depth == 2 && s[i] == '[')
				*len = kpt_take_values(s, *len, i, &r->values);
		} else if (s[i] == '}' || s[i] == ']') {
			depth--;
		}
	}
	return false;
}

/* A decompressor that failed has cut the records off. */
static int finish(struct kpt_reader *r)
{
	int status = 0;

	if (r->child <= 0)
		return 0;
	if (waitpid(r->child, &status, 0) < 0)
		status = -1;
	r->child = 0;
	if (!status)
		return 0;
	bad(r, "the compressed file is damaged or its tool is missing", "");
	return -EIO;
}

/*
 * Without its values a sample has the same line in every boot: it is read and
 * checked once. The record is shared, so it is not for changing.
 */
static json_t *known_record(struct kpt_reader *r, size_t len)
{
	return r->values.taken ?
	       json_incref(json_object_getn(r->known, r->line, len)) : NULL;
}

static void remember(struct kpt_reader *r, size_t len)
{
	/* One that is not remembered is read again: no error. */
	if (!r->values.taken || json_object_size(r->known) >= MAX_KNOWN)
		return;
	json_object_setn_nocheck(r->known, r->line, len, r->rec);
}

int kpt_reader_next(struct kpt_reader *r, json_t **rec)
{
	json_error_t jerr;
	size_t len = 0;
	int ret;

	json_decref(r->rec);
	r->rec = NULL;
	*rec = NULL;
	r->nr++;
	ret = next_line(r, &len);
	if (!ret)
		return finish(r);
	if (ret == -ENODATA)
		return bad(r, "the last line is cut off: "
			   "the run was interrupted or the disk is full", "");
	if (ret == -EMSGSIZE) {
		bad(r, "a line of over 64 MiB is no record", "");
		return ret;
	}
	if (ret < 0) {
		bad(r, "read error: ", strerror(-ret));
		return ret;
	}
	if (too_deep(r, &len))
		return bad(r, "nested too deeply for a record", "");
	r->rec = known_record(r, len);
	if (r->rec) {
		*rec = r->rec;
		return 1;
	}
	r->rec = json_loadb(r->line, len, JSON_REJECT_DUPLICATES, &jerr);
	if (!r->rec)
		return bad(r, "not JSON: ", jerr.text);
	ret = check_record(r);
	if (ret > 0) {
		remember(r, len);
		*rec = r->rec;
	}
	return ret;
}

void kpt_reader_values_apart(struct kpt_reader *r)
{
	r->apart = true;
	r->known = json_object();
}

const double *kpt_reader_values(const struct kpt_reader *r, size_t *nr)
{
	*nr = r->values.taken ? r->values.nr : 0;
	return r->values.taken ? r->values.v : NULL;
}

const char *kpt_reader_error(const struct kpt_reader *r)
{
	return r->err;
}

const char *kpt_reader_type(const struct kpt_reader *r)
{
	const char *s = json_string_value(json_object_get(r->rec, "type"));

	return s ? s : "";
}

long kpt_reader_line(const struct kpt_reader *r)
{
	return r->nr;
}

void kpt_reader_close(struct kpt_reader *r)
{
	if (!r)
		return;
	if (r->fd >= 0)
		close(r->fd);
	if (r->child > 0)
		waitpid(r->child, NULL, 0);
	json_decref(r->rec);
	json_decref(r->known);
	free(r->values.v);
	free(r->buf);
	free(r->path);
	free(r);
}
