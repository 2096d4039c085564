// SPDX-License-Identifier: GPL-2.0-only
/* options_doc.c - what is installed beside a program: made from its tables */
#include "common/options_doc.h"

/* roff takes '-' for a hyphen and a leading dot for a request. */
static void roff(FILE *f, const char *s)
{
	if (*s == '.' || *s == '\'')
		fputs("\\&", f);
	for (; *s; s++) {
		if (*s == '-' || *s == '\\')
			fputc('\\', f);
		fputc(*s, f);
	}
}

static void roff_line(FILE *f, const char *before, const char *s)
{
	fputs(before, f);
	roff(f, s);
	fputc('\n', f);
}

static void man_command(FILE *f, const char *program,
			const struct kpt_command *c)
{
	const struct kpt_option *o;
	const char *const *ex;
	const char *value, *text;

	fprintf(f, ".SS %s %s", program, c->name);
	fprintf(f, " [options]%s%s\n", c->args ? " " : "",
		c->args ? c->args : "");
	roff_line(f, "", c->summary);
	for (o = c->options; o && o->type != KPT_OPT_END; o++) {
		if (o->type == KPT_OPT_ALIAS)
			continue;
		fprintf(f, ".TP\n.B ");
		if (o->shrt)
			fprintf(f, "\\-%c, ", o->shrt);
		fprintf(f, "\\-\\-");
		roff(f, o->name);
		if (o->arg)
			fprintf(f, " \\fI%s\\fR", o->arg);
		roff_line(f, "\n", o->help);
		for (size_t i = 0; o->list && o->list(i, &value, &text); i++) {
			roff_line(f, ".br\n", value);
			roff_line(f, "\\- ", text);
		}
	}
	for (ex = c->examples; ex && *ex; ex++) {
		if (ex == c->examples)
			fprintf(f, ".PP\nExamples:\n.PP\n.nf\n");
		roff_line(f, "", *ex);
		if (!ex[1])
			fprintf(f, ".fi\n");
	}
}

void kpt_man_page(FILE *f, const char *program, const char *about,
		  const struct kpt_command *commands)
{
	const struct kpt_command *c;

	fprintf(f, ".TH %s 1 \"\" \"%s %s\" \"kptbench\"\n", program, program,
		KPT_VERSION);
	fprintf(f, ".SH NAME\n%s \\- ", program);
	roff_line(f, "", "part of the kernel page-table benchmark suite");
	fprintf(f, ".SH SYNOPSIS\n.B %s\n.I COMMAND\n[options]\n", program);
	roff_line(f, ".SH DESCRIPTION\n", about);
	fprintf(f, ".SH COMMANDS\n");
	for (c = commands; c->name; c++)
		man_command(f, program, c);
	fprintf(f, ".SH EXIT STATUS\n0 success, 1 failure or a finding, "
		"2 a usage error, 4 skipped.\n");
}

/* The values of an option that has a list of them. */
static void complete_value(FILE *f, const struct kpt_command *c,
			   const struct kpt_option *o)
{
	const char *value, *text;

	if (!o->list)
		return;
	fprintf(f, "\t\"%s --%s\"", c->name, o->name);
	if (o->shrt)
		fprintf(f, " | \"%s -%c\"", c->name, o->shrt);
	fprintf(f, ") words=\"");
	for (size_t i = 0; o->list(i, &value, &text); i++)
		fprintf(f, "%s%s", i ? " " : "", value);
	fprintf(f, "\" ;;\n");
}

static void complete_options(FILE *f, const struct kpt_command *c)
{
	const struct kpt_option *o;

	fprintf(f, "\t\t%s) words=\"--help", c->name);
	for (o = c->options; o && o->type != KPT_OPT_END; o++)
		if (o->type != KPT_OPT_ALIAS)
			fprintf(f, " --%s", o->name);
	fprintf(f, "\" ;;\n");
}

void kpt_completion(FILE *f, const char *program,
		    const struct kpt_command *commands)
{
	const struct kpt_command *c;
	const struct kpt_option *o;

	fprintf(f, "# bash completion of %s %s, made from its option tables\n",
		program, KPT_VERSION);
	fprintf(f, "_%s()\n{\n", program);
	fputs("\tlocal cur=${COMP_WORDS[COMP_CWORD]} words=\n"
	      "\tlocal command=${COMP_WORDS[1]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\n\tcase \"$command $prev\" in\n", f);
	for (c = commands; c->name; c++)
		for (o = c->options; o && o->type != KPT_OPT_END; o++)
			complete_value(f, c, o);
	fputs("\tesac\n\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
	      "\t\twords=\"help --version", f);
	for (c = commands; c->name; c++)
		fprintf(f, " %s", c->name);
	fputs("\"\n\telif [ \"${cur:0:1}\" = - ]; then\n"
	      "\t\tcase \"$command\" in\n", f);
	for (c = commands; c->name; c++)
		complete_options(f, c);
	fputs("\t\tesac\n\tfi\n"
	      "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
	      "}\n", f);
	/* Where no word of ours fits, the shell's: file names. */
	fprintf(f, "complete -o default -F _%s %s\n", program, program);
}
