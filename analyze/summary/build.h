/* SPDX-License-Identifier: GPL-2.0-only */
/* build.h - in what the builds of two kernels differ */
#ifndef KPT_SUMMARY_BUILD_H
#define KPT_SUMMARY_BUILD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/records/pair.h"
#include "analyze/summary/pool.h"

/** struct build_symbol - bytes of a function or an object; 0: there is none */
struct build_symbol {
	const char *name;
	long long bytes[SIDES];
};

struct build_option {
	const char *name, *value[SIDES];
};

/**
 * struct build - symbols by the size of their difference, options by name
 * @known:	the records tell
 * @symbols_na:	why symbols are not known, or ""; likewise @options_na
 * @symbols_left: how many more differ between any kernels of the run
 */
struct build {
	bool known;
	const char *symbols_na, *options_na;
	struct build_symbol *symbol;
	struct build_option *option;
	size_t nr_symbols, nr_options;
	long long symbols_left, options_left;
};

void build_read(struct pool *p, const json_t *o, struct build *b);

#endif
