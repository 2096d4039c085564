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
#include "common/util.h"

/* A longer line is no record of ours: a million iterations fit in it. */
#define MAX_LINE	(64UL << 20)
#define MAX_DEPTH	8

extern char **environ;

struct kpt_reader {
	FILE *f;
	char *path;
	pid_t child;	/* decompressor, 0 for a plain file */
	char *line;
	size_t cap;
	long nr;
	json_t *rec;
	struct kpt_vector values;
	bool apart;	/* values are kept out of the record */
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
	if (!ret) {
		r->f = fdopen(fd[0], "r");
		if (r->f)
			return 0;
		ret = -errno;
	}
	close(fd[0]);
	return ret;
}

struct kpt_reader *kpt_reader_open(const char *path, char *err, size_t len)
{
	struct kpt_reader *r = calloc(1, sizeof(*r));
	int ret = 0;

	if (!r)
		goto no_memory;
	r->path = strdup(path);
	r->cap = 4096;
	r->line = malloc(r->cap);
	if (!r->path || !r->line)
		goto no_memory;
	r->f = fopen(path, "re");
	if (!r->f)
		ret = -errno;
	if (!ret && (has_suffix(path, ".gz") || has_suffix(path, ".zst"))) {
		fclose(r->f);
		r->f = NULL;
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

/* Reads one line of at most MAX_LINE bytes; 1, 0 at the end, or -errno. */
static int next_line(struct kpt_reader *r, size_t *len)
{
	size_t n = 0;
	int c;

	while ((c = getc_unlocked(r->f)) != EOF && c != '\n') {
		if (n + 1 >= r->cap) {
			size_t cap = r->cap * 2;
			char *p;

			if (cap > MAX_LINE)
				return -EMSGSIZE;
			p = realloc(r->line, cap);
			if (!p)
				return -ENOMEM;
			r->line = p;
			r->cap = cap;
		}
		r->line[n++] = (char)c;
	}
	if (c == EOF && ferror(r->f))
		return -EIO;
	*len = n;
	if (c == EOF)
		return n ? -ENODATA : 0;
	r->line[n] = '\0';
	return 1;
}

static bool type_fits(const json_t *v, enum kpt_field_type type)
{
	switch (type) {
	case KPT_STR:
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
	snprintf(r->err, sizeof(r->err), "%s:%ld: %s%s", r->path, r->nr, what,
		 detail);
	return -EBADMSG;
}

static int check_record(struct kpt_reader *r)
{
	const char *type = json_string_value(json_object_get(r->rec, "type"));
	const struct kpt_field *f;
	bool known = false;
	char what[128];

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
		snprintf(what, sizeof(what), "%s record: \"%s\" is ", type,
			 f->key);
		if (!v)
			return bad(r, what, "missing");
		if (!type_fits(v, f->type))
			return bad(r, what, "of the wrong JSON type");
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

int kpt_reader_next(struct kpt_reader *r, json_t **rec)
{
	json_error_t jerr;
	size_t len;
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
	r->rec = json_loadb(r->line, len, JSON_REJECT_DUPLICATES, &jerr);
	if (!r->rec)
		return bad(r, "not JSON: ", jerr.text);
	ret = check_record(r);
	if (ret > 0)
		*rec = r->rec;
	return ret;
}

void kpt_reader_values_apart(struct kpt_reader *r)
{
	r->apart = true;
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

long kpt_reader_line(const struct kpt_reader *r)
{
	return r->nr;
}

void kpt_reader_close(struct kpt_reader *r)
{
	if (!r)
		return;
	if (r->f)
		fclose(r->f);
	if (r->child > 0)
		waitpid(r->child, NULL, 0);
	json_decref(r->rec);
	free(r->values.v);
	free(r->line);
	free(r->path);
	free(r);
}
