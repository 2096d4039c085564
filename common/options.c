// SPDX-License-Identifier: GPL-2.0-only
/* options.c - parses option tables and prints help made from them */
#include <errno.h>
#include <getopt.h>
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
	case KPT_OPT_END:
		break;
	}
	return kpt_error("--%s: bad option table", o->name);
}

static int run_command(int argc, char **argv, const char *program,
		       const struct kpt_command *cmd)
{
	struct option longs[MAX_OPTIONS + 2] = { 0 };
	char shorts[2 * MAX_OPTIONS + 4] = "+h";
	const struct kpt_option *o;
	size_t n = 0, s = strlen(shorts);
	int c;

	for (o = cmd->options; o && o->type != KPT_OPT_END; o++, n++) {
		bool arg = o->type != KPT_OPT_FLAG;

		if (n == MAX_OPTIONS)
			return kpt_error("%s: too many options", cmd->name);
		longs[n].name = o->name;
		longs[n].has_arg = arg ? required_argument : no_argument;
		longs[n].val = LONG_BASE + (int)n;
		if (o->shrt) {
			shorts[s++] = o->shrt;
			if (arg)
				shorts[s++] = ':';
		}
	}
	longs[n].name = "help";
	longs[n].val = 'h';
	/* '+' would stop at the first operand; options may follow it. */
	shorts[0] = 'h';
	shorts[s] = '\0';

	optind = 1;
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (c == 'h') {
			command_help(stdout, program, cmd);
			return 0;
		}
		if (c == '?') {
			kpt_error("try '%s %s --help'", program, cmd->name);
			return KPT_USAGE;
		}
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
	if (*name)
		kpt_error("no command '%s'", name);
	program_help(stderr, program, about, commands);
	return KPT_USAGE;
}
