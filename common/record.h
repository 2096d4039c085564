/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record.h - the only writer (record.c, libc alone) and the only reader
 * (record_read.c, jansson) of JSON Lines records. docs/schema.md tells what
 * the records hold; the table in record.c is the same in a form a program
 * can check.
 */
#ifndef KPT_RECORD_H
#define KPT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define KPT_SCHEMA	"kptbench.records/1"

/**
 * struct kpt_writer - writes one record at a time
 *
 * Errors stick: the first one is kept and every later call does nothing.
 */
struct kpt_writer {
	FILE *f;
	int err;
	int depth;
	bool comma;
};

void kpt_writer_init(struct kpt_writer *w, FILE *f);
/** kpt_rec_begin - begin a record: {"type":"@type" */
void kpt_rec_begin(struct kpt_writer *w, const char *type);
/**
 * kpt_rec_end - end the record, newline, flush
 *
 * Return: 0 or the first -errno since kpt_writer_init().
 */
int kpt_rec_end(struct kpt_writer *w);
/* In an array, key is NULL. */
void kpt_rec_str(struct kpt_writer *w, const char *key, const char *value);
void kpt_rec_int(struct kpt_writer *w, const char *key, int64_t value);
/* A double that is not finite is written as null. */
void kpt_rec_num(struct kpt_writer *w, const char *key, double value);
void kpt_rec_open(struct kpt_writer *w, const char *key, char bracket);
void kpt_rec_close(struct kpt_writer *w, char bracket);

/*
 * A cost M of a scenario with a control has two series beside M: M.control,
 * and M.table, which is the operation less its control.
 */
#define KPT_PART_CONTROL	".control"
#define KPT_PART_TABLE		".table"
#define KPT_PART_DEFERRED	".deferred"

/** kpt_part - KPT_PART_* that the name of a metric ends in, or "" */
const char *kpt_part(const char *metric);

/* The schema, for the reader and for kptstat check. */
enum kpt_field_type {
	KPT_STR,	/* any text */
	KPT_NAME,	/* see kpt_is_name() */
	KPT_NAME_OR_NONE,
	KPT_LINE,	/* see kpt_is_line() */
	KPT_INT, KPT_NUM, KPT_ARR, KPT_OBJ,
};

struct kpt_field {
	const char *record;
	const char *key;
	enum kpt_field_type type;
	bool optional;
};

extern const struct kpt_field kpt_schema[];	/* ends with record == NULL */

/* ---- reading (record_read.c, needs jansson) ---- */
struct json_t;

struct kpt_reader;

/**
 * kpt_reader_open - open a records file; .gz and .zst are read through
 * gzip and zstd
 *
 * Return: a reader, or NULL with @err filled.
 */
struct kpt_reader *kpt_reader_open(const char *path, char *err, size_t len);
/**
 * kpt_reader_next - the next record, checked against the schema
 * @rec: owned by the reader and not for changing, valid until the next call
 *
 * Return: 1 with a record, 0 at the end, -EBADMSG for a line that is not a
 * valid record (the caller may go on), another -errno on a read error.
 */
int kpt_reader_next(struct kpt_reader *r, struct json_t **rec);
/**
 * kpt_reader_values_apart - from now on, keep the numbers of samples out of the
 * records: much faster for who wants the numbers alone
 */
void kpt_reader_values_apart(struct kpt_reader *r);
/**
 * kpt_reader_values - the numbers of the record just read, where they are apart
 *
 * "values" of a sample is an empty array in the record then. Return: NULL when
 * they are in the record, since the line is not as our writer writes it.
 */
const double *kpt_reader_values(const struct kpt_reader *r, size_t *nr);
/** kpt_reader_error - what was wrong, with file and line */
const char *kpt_reader_error(const struct kpt_reader *r);
/** kpt_reader_type - the "type" of the line just read, "" where it has none */
const char *kpt_reader_type(const struct kpt_reader *r);
long kpt_reader_line(const struct kpt_reader *r);
void kpt_reader_close(struct kpt_reader *r);

#endif
