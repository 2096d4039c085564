/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * options.h - option tables and the usage text made from them
 *
 * A program is a table of commands; a command is a table of options, a
 * sentence, and examples. `PROGRAM help`, `PROGRAM COMMAND --help` and the
 * man pages come from these tables alone.
 */
#ifndef KPT_OPTIONS_H
#define KPT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum kpt_opt_type { KPT_OPT_END, KPT_OPT_FLAG, KPT_OPT_INT, KPT_OPT_STR,
		    KPT_OPT_WORDS, KPT_OPT_LIST, KPT_OPT_ALIAS };

#define KPT_OPT_LIST_MAX 256

/* Repeated option: each use adds one. */
struct kpt_list {
	const char *v[KPT_OPT_LIST_MAX];
	size_t n;
};

struct kpt_option {
	enum kpt_opt_type type;
	char shrt;		/* 0: none */
	const char *name;
	void *value;
	const char *arg;	/* metavariable */
	const char *help;
	long long min, max;
	/** @list: for the help, value @i and what it is; false after the last */
	bool (*list)(size_t i, const char **value, const char **text);
};

/* Each macro checks that the variable has the option's type. */
#define KPT_CHECK(v, t) ((v) + 0 * sizeof((v) == (t)0))
#define OPT_FLAG(s, n, v, h) \
	{ KPT_OPT_FLAG, s, n, KPT_CHECK(v, bool *), NULL, h, 0, 0, NULL }
#define OPT_INT(s, n, v, lo, hi, a, h) \
	{ KPT_OPT_INT, s, n, KPT_CHECK(v, long long *), a, h, lo, hi, NULL }
#define OPT_STR(s, n, v, a, h) \
	{ KPT_OPT_STR, s, n, (void *)KPT_CHECK(v, const char **), a, h, 0, 0, \
	  NULL }
/* Words by comma, NULL when there are none; each use adds its own. */
#define OPT_WORDS(s, n, v, a, h) \
	{ KPT_OPT_WORDS, s, n, (void *)KPT_CHECK(v, const char **), a, h, 0, 0, \
	  NULL }
/* One of a list of names, which the help tells; the command checks it. */
#define OPT_NAME(s, n, v, l, a, h) \
	{ KPT_OPT_STR, s, n, (void *)KPT_CHECK(v, const char **), a, h, 0, 0, l }
#define OPT_LIST(s, n, v, a, h) \
	{ KPT_OPT_LIST, s, n, KPT_CHECK(v, struct kpt_list *), a, h, 0, 0, \
	  NULL }
/* Another name of the option before it, which no help tells. */
#define OPT_ALIAS(n) \
	{ KPT_OPT_ALIAS, 0, n, NULL, NULL, NULL, 0, 0, NULL }
#define OPT_END() { KPT_OPT_END, 0, NULL, NULL, NULL, NULL, 0, 0, NULL }

struct kpt_command {
	const char *name;
	const char *summary;	/* one line */
	const char *args;	/* positional arguments, e.g. "BASE PATCHED" */
	const struct kpt_option *options;
	const char *const *examples;	/* ends with NULL; "" kpt_command lines */
	int (*run)(int argc, char **argv); /* positional ones; exit status */
};

/**
 * kpt_main - parse, dispatch, print help
 * @commands: ends with name == NULL
 *
 * Return: exit status: that of the command, 0 for help, 2 for a bad option or
 * an unknown command (the valid ones are then listed).
 */
int kpt_main(int argc, char **argv, const char *program, const char *about,
	     const struct kpt_command *commands);

#endif
