// SPDX-License-Identifier: GPL-2.0-only
/* record_read.c - reads records and checks each against the schema */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
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
/* What a record has beside its numbers: an env record has some KiB. */
#define MAX_REST	(1UL << 20)
/* A long run of ours has a hundredth; a bomb of gzip has no end. */
#define MAX_MIB		256
#define MAX_RECORDS	4000000
/* So many lines that are no records are another file. */
#define MAX_BAD		100000
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
	long bad;	/* lines that are no records */
	size_t read;	/* bytes, decompressed */
	long long max_mib, max_records;
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
	posix_spawnattr_t attr;
	sigset_t pipe_gone;
	int fd[2];
	int ret;

	if (pipe2(fd, O_CLOEXEC))
		return -errno;
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, fd[1], 1);
	/* It is to end without a word where we have read enough. */
	sigemptyset(&pipe_gone);
	sigaddset(&pipe_gone, SIGPIPE);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &pipe_gone);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	ret = -posix_spawnp(&r->child, tool, &fa, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&fa);
	close(fd[1]);
	if (ret)
		close(fd[0]);
	else
		r->fd = fd[0];
	return ret;
}

static int limit(const char *name, long long *to, char *err, size_t len)
{
	const char *s = getenv(name);

	if (!s || !kpt_parse_int(s, 1, 1LL << 40, to))
		return 0;
	snprintf(err, len, "%s=%s: not a number above 0", name, s);
	return -EINVAL;
}

struct kpt_reader *kpt_reader_open(const char *path, char *err, size_t len)
{
	struct kpt_reader *r = calloc(1, sizeof(*r));
	int ret = 0;

	if (!r)
		goto no_memory;
	r->max_mib = MAX_MIB;
	r->max_records = MAX_RECORDS;
	if (limit("KPT_MAX_MIB", &r->max_mib, err, len) ||
	    limit("KPT_MAX_RECORDS", &r->max_records, err, len)) {
		free(r);
		return NULL;
	}
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
		if (n < 0)
			continue;
		r->to += (size_t)n;
		r->read += (size_t)n;
		if (r->read >> 20 >= (size_t)r->max_mib)
			return -EFBIG;
	}
	r->line = r->buf + r->from;
	*len = (size_t)(end - r->line);
	*end = '\0';
	r->from += *len + 1;
	return 1;
}

static int bad(struct kpt_reader *r, const char *what, const char *detail)
{
	char text[400], shown[400];

	r->bad++;
	/* What is wrong may be in words of the file's. */
	snprintf(text, sizeof(text), "%s%.300s", what, detail);
	kpt_shown(shown, sizeof(shown), text);
	snprintf(r->err, sizeof(r->err), "%s:%ld: %s", r->path, r->nr, shown);
	return -EBADMSG;
}

static int check_record(struct kpt_reader *r)
{
	char why[300];

	if (!kpt_record_check(r->rec, why, sizeof(why)))
		return 1;
	return bad(r, why, "");
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

static int too_much(struct kpt_reader *r)
{
	char what[128];

	if (r->bad > MAX_BAD) {
		snprintf(what, sizeof(what), "%d lines before it are no "
			 "records; is this a records file?", MAX_BAD);
		bad(r, what, "");
		return -EFBIG;
	}
	snprintf(what, sizeof(what), r->nr > r->max_records ?
		 "over %lld records; if that is right, set KPT_MAX_RECORDS" :
		 "over %lld MiB of records; if that is right, set KPT_MAX_MIB",
		 r->nr > r->max_records ? r->max_records : r->max_mib);
	bad(r, what, "");
	return -EFBIG;
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
	if (ret == -EFBIG || (ret > 0 && r->nr > r->max_records) ||
	    r->bad > MAX_BAD)
		return too_much(r);
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
	if (r->apart && len > MAX_REST)
		return bad(r, "over 1 MiB beside the numbers is no record", "");
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
