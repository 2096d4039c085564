/* SPDX-License-Identifier: GPL-2.0-only */
/* columns.h - one or several summaries, side by side */
#ifndef KPT_COLUMNS_H
#define KPT_COLUMNS_H

#include "analyze/summary/summary.h"

#define COLUMNS_MAX 20

/**
 * struct columns - summaries, each with a name that tells it from the others
 * @group:	the architecture, or "" where the names alone tell them apart
 * @name:	the configuration; of several kernels with one base, the kernel;
 *		of several compilers, the compiler
 * @kernels:	they are several kernels with one base
 * @compilers:	they are one comparison, built by several compilers
 */
struct columns {
	struct summary *const *s;
	size_t n;
	char group[COLUMNS_MAX][64], name[COLUMNS_MAX][96];
	bool kernels, compilers;
};

/**
 * columns_set - name the summaries
 *
 * Return: 0; -EINVAL after a message when they do not belong side by side.
 */
int columns_set(struct columns *c, struct summary *const *s, size_t n);

/**
 * columns_list - the names of some: "rt", "arm64", "arm64 rt, x86_64 debug"
 *
 * "" where it is all of them.
 */
void columns_list(const struct columns *c, const bool in[COLUMNS_MAX],
		  char *buf, size_t len);

/** columns_grouped - what each says, once: "1 -> 0 [rt]; 2 -> 0 [debug]" */
void columns_grouped(const struct columns *c, const char *const *text,
		     char *buf, size_t len);

/** columns_all - is it all of them? */
bool columns_all(const struct columns *c, const bool in[COLUMNS_MAX]);

#endif
