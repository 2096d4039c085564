/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * profile.h - where the instructions of an operation went, on two kernels
 *
 * Everything is whole until it is printed: an amount is twice what a window
 * of operations took, since the median of windows is that of the two in the
 * middle. pr_per() makes instructions per operation of it.
 */
#ifndef KPT_PROFILE_H
#define KPT_PROFILE_H

#include <stdio.h>

#include "analyze/records/dataset.h"
#include "analyze/profile/syms.h"

enum { PR_BASE, PR_PATCHED, PR_SIDES };
enum pr_what { PR_EXEC, PR_LOADS, PR_STORES, PR_LINES, PR_PAGES, PR_WHATS };

/**
 * struct pr_node - a function, where it is called or inlined
 * @name:	of the function
 * @self:	what its own code took, without that of its children
 */
struct pr_node {
	char *name;
	long long self[PR_SIDES][PR_WHATS];
	struct pr_node *child, *next;
};

/**
 * struct pr_line - a source line of a function
 * @n:		what it took, with what is inlined there
 */
struct pr_line {
	char *file;
	int line;
	long long n;
};

struct pr_lines {
	struct pr_line *v;
	size_t nr;
};

/**
 * struct pr_profile - one scenario on both kernels
 * @of:		function whose lines are asked for, or NULL
 * @per:	what amounts are per: table, op, ...
 * @divisor:	of every amount
 * @total:	what the records say an operation costs, fixed cost taken off
 * @fixed:	what a window of no operations took
 * @rest:	counted by the kernel, and in no window, or the other way
 * @root:	functions; its children are those that were called
 * @tree:	top folders of each kernel's sources, and of the module's
 */
struct pr_profile {
	char scenario[64], label[PR_SIDES][64], per[32], source[64];
	const char *of;
	double divisor;
	long long total[PR_SIDES], rest[PR_SIDES];
	long long fixed[PR_SIDES][PR_WHATS];
	struct pr_node root;
	struct pr_lines lines[PR_SIDES];
	char tree[PR_SIDES][2][4096];
};

/**
 * struct pr_kernel - a kernel of a run, and where that run is
 * @folder:	of the run
 * @label:	the kernel's
 * @records:	the run's
 */
struct pr_kernel {
	const char *folder, *label;
	struct dataset records;
};

/**
 * pr_load - read one scenario for two kernels
 *
 * Return: 0; -ENODATA after a message when there is no profile of it, and why;
 * another -errno after a message. Free with pr_free() either way.
 */
int pr_load(struct pr_profile *p, const struct pr_kernel kernel[PR_SIDES],
	    const char *scenario, const char *of);
void pr_free(struct pr_profile *p);

/** pr_add - @n more for a place */
int pr_add(struct pr_profile *p, int side, const struct ps_place *place,
	   const long long n[PR_WHATS]);

/** pr_per - an amount per operation */
double pr_per(const struct pr_profile *p, long long amount);
/** pr_sum - of everything below a node, and itself */
long long pr_sum(const struct pr_node *node, int side, enum pr_what what);

/** pr_print - the table by function; @rows at most, 0: all */
void pr_print(FILE *f, const struct pr_profile *p, size_t rows);
/** pr_print_lines - source lines of the function asked for, side by side */
int pr_print_lines(FILE *f, const struct pr_profile *p);
/**
 * pr_where - where the difference is, as the entry of a summary's "where"
 *
 * Return: a new object, or NULL when out of memory.
 */
json_t *pr_where(const struct pr_profile *p);
/** pr_flame - difference flame graph, as SVG; 0 or -errno */
int pr_flame(FILE *f, const struct pr_profile *p);

#endif
