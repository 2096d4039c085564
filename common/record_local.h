/* SPDX-License-Identifier: GPL-2.0-only */
/* record_local.h - what the parts of the record reader share */
#ifndef KPT_RECORD_LOCAL_H
#define KPT_RECORD_LOCAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

/**
 * kpt_record_check - is this a record as the schema wants it?
 * @why: what is wrong with it, in words that may be the record's
 *
 * Return: 0 or -EBADMSG.
 */
int kpt_record_check(const struct json_t *rec, char *why, size_t len);

/** struct kpt_vector - numbers taken out of a line, kept from line to line */
struct kpt_vector {
	double *v;
	size_t nr, cap;
	bool taken;
};

/**
 * kpt_take_values - take the numbers out of a line, leaving "[]"
 * @line:	ends with NUL at @len
 * @at:		an opening bracket outside of any string
 *
 * Return: the line's new length; @len when that is not the vector of a sample
 * as the writer writes it, and the line is as it was.
 */
size_t kpt_take_values(char *line, size_t len, size_t at, struct kpt_vector *v);

#endif
