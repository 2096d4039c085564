// SPDX-License-Identifier: GPL-2.0-only
/* options.c - parses option tables and prints help made from them */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "common/options.h"
#include "common/options_doc.h"
#include "common/util.h"

#define MAX_OPTIONS 48
#define HELP_WIDTH 72
#define LONG_BASE 256

static int print_wrapped(FILE *f, const char *text, int col, int indent)
{
	while (*text) {
		int word = (int)strcspn(text, " \n");

		if (col > indent && col + 1 + word > HELP_WIDTH) {
			fprintf(f, "\n%*s", indent, "");
			col = indent;
		} else if (col > indent) {
			fputc(' ', f);
			col++;
		}
		fprintf(f, "%.*s", word, text);
		col += word;
		text += word;
		text += strspn(text, " \n");
	}
	fputc('\n', f);
	return 0;
}

static void print_option(FILE *f, const struct kpt_option *o)
{
	const char *value, *text;
	char left[64];
	int n = 0;

	if (o->shrt)
		n = snprintf(left, sizeof(left), "  -%c, ", o->shrt);
	else
		n = snprintf(left, sizeof(left), "      ");
	snprintf(left + n, sizeof(left) - (size_t)n, "--%s%s%s", o->name,
		 o->arg ? " " : "", o->arg ? o->arg : "");
	if (strlen(left) > 24)
		fprintf(f, "%s\n%*s", left, 26, "");
	else
		fprintf(f, "%-26s", left);
	print_wrapped(f, o->help, 26, 26);
	for (size_t i = 0; o->list && o->list(i, &value, &text); i++) {
		fprintf(f, "%26s  %-12s  ", "", value);
		print_wrapped(f, text, 42, 42);
	}
}

static void command_help(FILE *f, const char *program,
			 const struct kpt_command *cmd)
{
	const struct kpt_option *o;
	const char *const *ex;

	fprintf(f, "Usage: %s %s [options]%s%s\n\n", program, cmd->name,
		cmd->args ? " " : "", cmd->args ? cmd->args : "");
	print_wrapped(f, cmd->summary, 0, 0);
	fprintf(f, "\nOptions:\n");
	for (o = cmd->options; o && o->type != KPT_OPT_END; o++)
		if (o->type != KPT_OPT_ALIAS)
			print_option(f, o);
	fprintf(f, "  -h, --help              print this\n");
	if (!cmd->examples || !cmd->examples[0])
		return;
	fprintf(f, "\nExamples:\n");
	for (ex = cmd->examples; *ex; ex++)
		fprintf(f, "  %s\n", *ex);
}

static void program_help(FILE *f, const char *program, const char *about,
			 const struct kpt_command *commands)
{
	const struct kpt_command *c;

	fprintf(f, "Usage: %s COMMAND [options]\n\n", program);
	print_wrapped(f, about, 0, 0);
	fprintf(f, "\nCommands:\n");
	for (c = commands; c->name; c++) {
		fprintf(f, "  %-10s  ", c->name);
		print_wrapped(f, c->summary, 14, 14);
	}
	fprintf(f, "\n'%s COMMAND --help' tells a command's options, with examples.\n",
		program);
}

static int add_words(const struct kpt_option *o, const char *arg)
{
	const char **value = o->value;
	char *both;

	if (!*value) {
		*value = arg;
		return 0;
	}
	/* Kept until the program ends, as what argv has is. */
	if (asprintf(&both, "%s,%s", *value, arg) < 0)
		return kpt_error("out of memory");
	*value = both;
	return 0;
}

static int set_value(const struct kpt_option *o, const char *arg)
{
	struct kpt_list *list;
	long long v;
	int ret;

	switch (o->type) {
	case KPT_OPT_FLAG:
		*(bool *)o->value = true;
		return 0;
	case KPT_OPT_STR:
		*(const char **)o->value = arg;
		return 0;
	case KPT_OPT_WORDS:
		return add_words(o, arg);
	case KPT_OPT_LIST:
		list = o->value;
		if (list->n == KPT_OPT_LIST_MAX)
			return kpt_error("--%s: at most %d of them", o->name,
					 KPT_OPT_LIST_MAX);
		list->v[list->n++] = arg;
		return 0;
	case KPT_OPT_INT:
		ret = kpt_parse_int(arg, o->min, o->max, &v);
		if (ret == -ERANGE)
			return kpt_error("--%s %s: must be from %lld to %lld",
					 o->name, arg, o->min, o->max);
		if (ret)
			return kpt_error("--%s %s: not a number", o->name, arg);
		*(long long *)o->value = v;
		return 0;
	case KPT_OPT_ALIAS:
	case KPT_OPT_END:
		break;
	}
	return kpt_error("--%s: bad option table", o->name);
}

/* How many letters differ; what is longer than a word is far from all. */
static size_t distance(const char *a, const char *b)
{
	size_t row[32], la = strlen(a), lb = strlen(b), i, j;

	if (lb >= ARRAY_SIZE(row) || la >= ARRAY_SIZE(row))
		return ARRAY_SIZE(row);
	for (j = 0; j <= lb; j++)
		row[j] = j;
	for (i = 1; i <= la; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (j = 1; j <= lb; j++) {
			size_t best = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[lb];
}

static bool is_near(const char *typed, const char *name)
{
	size_t most = strlen(typed) < 3 ? 1 : 2;

	return typed[0] && distance(typed, name) <= most;
}

static void no_option(const struct kpt_command *cmd, const char *arg)
{
	const struct kpt_option *o;
	char typed[64];

	snprintf(typed, sizeof(typed), "%.*s",
		 (int)strcspn(arg + 2, "="), arg + 2);
	for (o = cmd->options; o && o->type != KPT_OPT_END; o++)
		if (typed[0] && !strncmp(o->name, typed, strlen(typed)))
			break;
	if (o && o->type != KPT_OPT_END) {
		kpt_error("%s: --%s may mean more than one option", cmd->name,
			  typed);
		return;
	}
	for (o = cmd->options; o && o->type != KPT_OPT_END; o++)
		if (is_near(typed, o->name))
			break;
	if (o && o->type != KPT_OPT_END)
		kpt_error("%s: no option --%s; did you mean --%s?", cmd->name,
			  typed, o->name);
	else
		kpt_error("%s: no option --%s", cmd->name, typed);
}

/* @c: what getopt_long() returned of the argument before optind */
static int bad_option(const char *program, const struct kpt_command *cmd,
		      int c, const char *arg)
{
	if (c == ':' && optopt >= LONG_BASE)
		kpt_error("%s: --%s needs a value", cmd->name,
			  cmd->options[optopt - LONG_BASE].name);
	else if (c == ':')
		kpt_error("%s: -%c needs a value", cmd->name, optopt);
	else if (optopt >= LONG_BASE)
		kpt_error("%s: --%s takes no value", cmd->name,
			  cmd->options[optopt - LONG_BASE].name);
	else if (optopt == 'h')
		kpt_error("%s: --help takes no value", cmd->name);
	else if (optopt)
		kpt_error("%s: no option -%c", cmd->name, optopt);
	else
		no_option(cmd, arg);
	kpt_error("try '%s %s --help'", program, cmd->name);
	return KPT_USAGE;
}

static int run_command(int argc, char **argv, const char *program,
		       const struct kpt_command *cmd)
{
	struct option longs[MAX_OPTIONS + 2] = { 0 };
	char shorts[2 * MAX_OPTIONS + 4] = ":h";
	const struct kpt_option *o;
	size_t n = 0, s = strlen(shorts);
	int c;

	for (o = cmd->options; o && o->type != KPT_OPT_END; o++, n++) {
		const struct kpt_option *is = o;
		bool arg;

		while (is->type == KPT_OPT_ALIAS)
			is--;
		arg = is->type != KPT_OPT_FLAG;
		if (n == MAX_OPTIONS)
			return kpt_error("%s: too many options", cmd->name);
		longs[n].name = o->name;
		longs[n].has_arg = arg ? required_argument : no_argument;
		longs[n].val = LONG_BASE + (int)(is - cmd->options);
		if (o->shrt) {
			shorts[s++] = o->shrt;
			if (arg)
				shorts[s++] = ':';
		}
	}
	longs[n].name = "help";
	longs[n].val = 'h';
	shorts[s] = '\0';

	/* Our own messages: getopt's begin with argv[0], which is a command. */
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (c == 'h') {
			command_help(stdout, program, cmd);
			return 0;
		}
		if (c == '?' || c == ':')
			return bad_option(program, cmd, c, argv[optind - 1]);
		o = NULL;
		if (c >= LONG_BASE) {
			o = &cmd->options[c - LONG_BASE];
		} else {
			for (o = cmd->options; o->shrt != c; o++)
				;
		}
		if (set_value(o, optarg))
			return KPT_USAGE;
	}
	if (!cmd->args && optind < argc) {
		kpt_error("%s takes no argument, and '%s' is one", cmd->name,
			  argv[optind]);
		return KPT_USAGE;
	}
	return cmd->run(argc - optind, argv + optind);
}

int kpt_main(int argc, char **argv, const char *program, const char *about,
	     const struct kpt_command *commands)
{
	const struct kpt_command *c;
	const char *name = argc > 1 ? argv[1] : "";

	kpt_set_program(program);
	if (!strcmp(name, "help") || !strcmp(name, "--help") ||
	    !strcmp(name, "-h")) {
		if (argc > 2 && !strcmp(argv[2], "--man")) {
			kpt_man_page(stdout, program, about, commands);
			return 0;
		}
		if (argc > 2 && !strcmp(argv[2], "--completion")) {
			kpt_completion(stdout, program, commands);
			return 0;
		}
		for (c = commands; argc > 2 && c->name; c++) {
			if (!strcmp(c->name, argv[2])) {
				command_help(stdout, program, c);
				return 0;
			}
		}
		program_help(stdout, program, about, commands);
		return 0;
	}
	if (!strcmp(name, "--version")) {
		printf("%s %s\n", program, KPT_VERSION);
		return 0;
	}
	for (c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return run_command(argc - 1, argv + 1, program, c);
	for (c = commands; c->name && !is_near(name, c->name); c++)
		;
	if (*name && c->name)
		kpt_error("no command '%s'; did you mean '%s'?", name, c->name);
	else if (*name)
		kpt_error("no command '%s'", name);
	program_help(stderr, program, about, commands);
	return KPT_USAGE;
}
