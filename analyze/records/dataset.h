/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dataset.h - records as boots, samples and audits
 *
 * Boots are kept apart from here on: a sample always knows its boot.
 */
#ifndef KPT_DATASET_H
#define KPT_DATASET_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/records/json.h"

/**
 * struct ds_sample - one sample record; strings belong to the dataset
 * @n:	operations in the window, or objects held
 * @run:	which time in this boot, 0 where it was done once
 * @primary:	its scenario's verdict is about this metric
 * @na:	why there are no values, or NULL
 */
struct ds_sample {
	const char *scenario, *params, *phase, *metric, *kind, *unit, *per;
	const char *class, *better, *source, *na;
	long long n, run;
	bool primary;
	double fixed, scale;
	double *values;
	size_t nr;
};

/** ds_of_build - is this kind of the kernel as it was built, not of what ran? */
bool ds_of_build(const char *kind);

/**
 * struct ds_boot - one boot line of one replicate
 * @layout:	of memory, or 0: boots had none
 * @build:	which of several builds of the kernel this was, or 0: it has one
 * @whole:	env .. end, and no bad record between them
 * @broken:	what is wrong with it, or ""
 * @superseded:	a later, whole boot of the same name takes its place
 */
struct ds_boot {
	const char *label, *group;
	long long boot, layout, build;
	int file;
	long line;
	json_t *env, *end, *audits, *perfs, *sites;
	struct ds_sample *samples;
	size_t nr_samples, cap;
	long nr_audits;
	bool whole, superseded;
	char broken[256];
	json_t *seen;
};

/* What a problem means for a comparison. */
enum ds_weight { DS_NOTE, DS_BOOT_LOST, DS_REFUSE };

#define DS_TEXT	400

struct ds_problem {
	enum ds_weight weight;
	const char *path;
	long line;
	char text[DS_TEXT];
};

struct ds_kind;

struct dataset {
	struct ds_boot *boots;
	size_t nr_boots;
	struct ds_problem *problems;
	size_t nr_problems;
	struct ds_kind *kinds;	/* of problems */
	size_t nr_kinds;
	json_t *words;		/* every string once, as a key */
	json_t *hosts;		/* host records, in order */
	json_t *host_files;	/* the file of each, by index */
	const char *paths[2];
	int nr_files;
};

/**
 * ds_load - read one file more
 *
 * Whatever is wrong with the records becomes a problem of @ds, not an error.
 *
 * Return: 0; -ENOMEM; -ENOENT, -EIO, ... with @err filled when the file cannot
 * be read at all.
 */
int ds_load(struct dataset *ds, const char *path, char *err, size_t len);

/** ds_finish - after the last file: duplicate and superseded boots */
void ds_finish(struct dataset *ds);

void ds_free(struct dataset *ds);

/**
 * ds_perf_name - is this the name of a perf file, as kptbench makes them?
 *
 * Reports put it into a command for a shell.
 */
bool ds_perf_name(const char *name);

#endif
