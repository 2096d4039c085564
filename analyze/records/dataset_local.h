/* SPDX-License-Identifier: GPL-2.0-only */
/* dataset_local.h - what the parts of the dataset share */
#ifndef KPT_DATASET_LOCAL_H
#define KPT_DATASET_LOCAL_H

#include "analyze/records/dataset.h"

struct kpt_reader;

/** ds_grow - room for one more behind @n of @size bytes; 0 or -ENOMEM */
int ds_grow(void **v, size_t n, size_t size);

/** ds_problem - note what is wrong; of many alike the first ones are kept */
void ds_problem(struct dataset *ds, enum ds_weight weight, const char *path,
		long line, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/** ds_problems_end - say how many more there were of each kind */
void ds_problems_end(struct dataset *ds);

/** ds_broken - note what makes a boot unusable; the first reason is kept */
void ds_broken(struct dataset *ds, struct ds_boot *b, long line,
	       const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/**
 * ds_word - a string of a record, kept once for all that say the same
 *
 * A million samples say the same few words; the record can go, and two strings
 * are the same when their addresses are. Return: "" where @rec has none, NULL
 * when memory ran out.
 */
const char *ds_word(struct dataset *ds, const json_t *rec, const char *key);

/**
 * ds_add_sample, ds_add_audit, ds_add_sites, ds_add_perf - one record into its boot
 *
 * What is wrong with it breaks the boot and is no error. Return: 0 or -ENOMEM.
 */
int ds_add_sample(struct dataset *ds, struct ds_boot *b, json_t *rec, long line,
		  const struct kpt_reader *r);
int ds_add_audit(struct dataset *ds, struct ds_boot *b, json_t *rec, long line);
int ds_add_sites(struct dataset *ds, struct ds_boot *b, json_t *rec, long line);
int ds_add_perf(struct dataset *ds, struct ds_boot *b, json_t *rec, long line);

#endif
