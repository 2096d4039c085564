// SPDX-License-Identifier: GPL-2.0-only
/*
 * agree.c - the emulator's counts of instructions, held against a machine's
 *
 * The first summary was counted by QEMU, the others by a PMU. A row of each is
 * what an operation takes on the base kernel; its difference is what the patches
 * changed. Where both know the difference, it must have one sign: a count that
 * does not is no use to a cover letter.
 */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "analyze/report/model.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"
#include "common/util.h"

/* What a machine says of a difference that was counted. */
enum says { SAYS_SAME, SAYS_SIGN, SAYS_OPPOSITE, SAYS_OPEN, SAYS_KINDS };

static const char *const words_of[SAYS_KINDS] = {
	"agrees", "same sign", "OPPOSITE SIGN", "not resolved",
};

/**
 * struct found - of one machine, over all scenarios
 * @lo:		a machine's count in parts of QEMU's, the lowest and the highest
 * @at:		of which scenario each is
 */
struct found {
	size_t rows, says[SAYS_KINDS], alone;
	double lo, hi;
	const char *at[2];
};

static int sign(double v)
{
	return (v > 0) - (v < 0);
}

/* Does a row know its difference? Where nothing differs, it knows that. */
static bool resolved(const struct row *row)
{
	return row_told(row) || row->verdict == VERDICT_EQUIVALENT;
}

static enum says compare(const struct row *exact, const struct row *machine)
{
	double want = exact->value[ROW_DIFF], got = machine->value[ROW_DIFF];

	if (!resolved(exact) || isnan(want) || isnan(got) || !resolved(machine))
		return SAYS_OPEN;
	if (machine->has_ci ?
	    want >= machine->ci[0] && want <= machine->ci[1] : want == got)
		return SAYS_SAME;
	/* Too small to matter has no sign that matters. */
	if (machine->verdict == VERDICT_EQUIVALENT &&
	    exact->verdict == VERDICT_EQUIVALENT)
		return SAYS_SAME;
	if (sign(want) == sign(got))
		return SAYS_SIGN;
	return sign(want) && sign(got) ? SAYS_OPPOSITE : SAYS_OPEN;
}

static bool wanted(const struct row *row)
{
	return row->kind == KIND_COST && !strcmp(row->of, "cost.instructions") &&
	       row->piece != PIECE_CONTROL && row->piece != PIECE_DEFERRED;
}

static const struct row *find(const struct summary *s, const struct row *of)
{
	summary_each_row(s, row)
		if (wanted(row) && row->phase == of->phase &&
		    row->piece == of->piece && !strcmp(row->group, of->group) &&
		    !strcmp(row->scenario, of->scenario) &&
		    !strcmp(row->params, of->params))
			return row;
	return NULL;
}

static double ratio_of(const struct row *exact, const struct row *machine)
{
	return machine->value[ROW_BASE] / exact->value[ROW_BASE];
}

static void put_row(struct model *m, struct model_table *t,
		    const struct row *exact, const struct row *machine)
{
	double ratio = ratio_of(exact, machine);
	char buf[2][WORDS_LEN], title[128];

	model_cell(m, t, "%s%s", words_title(exact, title, sizeof(title)),
		   exact->piece == PIECE_OPERATION ? ", all of it" : "");
	model_cell(m, t, "%s", words_amount(exact, ROW_BASE, buf[0]));
	model_cell(m, t, "%s", words_amount(machine, ROW_BASE, buf[0]));
	if (isfinite(ratio))
		model_cell(m, t, "%+.2f%%", 100 * (ratio - 1));
	else
		model_cell(m, t, "n/a");
	model_cell(m, t, "%s", words_amount(exact, ROW_DIFF, buf[0]));
	model_cell(m, t, "%s", words_amount(machine, ROW_DIFF, buf[0]));
	if (machine->has_ci)
		model_sub(m, t, "%s to %s", words_short(machine->ci[0], buf[0]),
			  words_short(machine->ci[1], buf[1]));
	model_cell(m, t, "%s", words_of[compare(exact, machine)]);
}

static void count(struct found *found, const struct row *exact,
		  const struct row *machine)
{
	double ratio = ratio_of(exact, machine);

	found->rows++;
	found->says[compare(exact, machine)]++;
	if (!isfinite(ratio))
		return;
	if (!found->at[0] || ratio < found->lo) {
		found->lo = ratio;
		found->at[0] = exact->scenario;
	}
	if (!found->at[1] || ratio > found->hi) {
		found->hi = ratio;
		found->at[1] = exact->scenario;
	}
}

static struct model_table *begin(struct model *m)
{
	struct model_table *t = model_table(m);

	model_column(m, t, false, NULL, "operation");
	model_column(m, t, true, "base", "QEMU");
	model_column(m, t, true, "base", "machine");
	model_column(m, t, true, "base", "more or fewer");
	model_column(m, t, true, "patched minus base", "QEMU");
	model_column(m, t, true, "patched minus base", "machine");
	model_column(m, t, false, NULL, "the difference");
	return t;
}

static void put_found(struct model *m, const struct found *f)
{
	if (!f->rows) {
		model_para(m, "n/a: no operation was counted on both.");
		return;
	}
	model_para(m, "Of %zu operations the difference agrees in %zu, has the same sign in %zu, the opposite sign in %zu, and is not resolved in %zu.",
		   f->rows, f->says[SAYS_SAME], f->says[SAYS_SIGN],
		   f->says[SAYS_OPPOSITE], f->says[SAYS_OPEN]);
	if (f->at[0])
		model_para(m, "On the base kernel the machine counts between %+.2f%% (%s) and %+.2f%% (%s) more than QEMU; a negative number is fewer.",
			   100 * (f->lo - 1), f->at[0], 100 * (f->hi - 1),
			   f->at[1]);
	if (f->alone)
		model_para(m, "n/a: %zu operation%s that QEMU counted %s not counted on the machine.",
			   f->alone, f->alone == 1 ? "" : "s",
			   f->alone == 1 ? "was" : "were");
}

static const char *counter(const struct summary *s)
{
	const char *name = s->env[BASE].counter;

	return *name ? name : "a counter that is not recorded";
}

static void put_machine(struct model *m, const struct summary *exact,
			const struct summary *machine)
{
	const struct env *e = &exact->env[BASE], *h = &machine->env[BASE];
	struct found found = { 0 };
	struct model_table *t;

	model_heading(m, 2, "%s, by %s",
		      *h->machine ? h->machine : "a machine without a name",
		      counter(machine));
	if (!strcmp(h->build_id, e->build_id) && *e->build_id)
		model_para(m, "Both ran the same base kernel, build %s.",
			   e->build_id);
	else
		model_para(m, "The base kernels are two builds (QEMU: %s %s, %s; machine: %s %s, %s), which differ in more than what counted them.",
			   e->release, e->config_name,
			   *e->build_id ? e->build_id : "no build id", h->release,
			   h->config_name,
			   *h->build_id ? h->build_id : "no build id");
	summary_each_row(exact, row) {
		const struct row *other = wanted(row) && row_judged(row) ?
					  find(machine, row) : NULL;

		if (other && row_judged(other))
			count(&found, row, other);
		else if (wanted(row) && row_judged(row))
			found.alone++;
	}
	put_found(m, &found);
	if (!found.rows)
		return;
	t = begin(m);
	summary_each_row(exact, row) {
		const struct row *other = wanted(row) && row_judged(row) ?
					  find(machine, row) : NULL;

		if (other && row_judged(other))
			put_row(m, t, row, other);
	}
}

static int check(struct summary *const *s, size_t n)
{
	if (n < 2)
		return kpt_error("agree: name two summaries: one counted by QEMU, then one of a machine"),
		       -EINVAL;
	if (!s[0]->env[BASE].exact)
		return kpt_error("agree: the first summary was not counted in mode exact, but in mode %s",
				 s[0]->env[BASE].mode), -EINVAL;
	for (size_t i = 1; i < n; i++)
		if (strcmp(s[i]->env[BASE].arch, s[0]->env[BASE].arch))
			return kpt_error("agree: %s and %s are not one architecture",
					 s[0]->env[BASE].arch,
					 s[i]->env[BASE].arch), -EINVAL;
	return 0;
}

static int print_many(FILE *f, struct summary *const *s, size_t n)
{
	struct model m = { 0 };
	int err = check(s, n);

	if (err)
		return err;
	model_heading(&m, 1, "Instructions: QEMU's count against a machine's");
	model_para(&m, "Kernel instructions per operation. QEMU: %s, by %s. A machine also counts what interrupts an operation, and a string instruction once, which QEMU on x86_64 counts by its repetitions (docs/numbers.md).",
		   *s[0]->env[BASE].emulator ? s[0]->env[BASE].emulator :
					       "a version that is not recorded",
		   counter(s[0]));
	for (size_t i = 1; i < n; i++)
		put_machine(&m, s[0], s[i]);
	err = model_md(f, &m);
	model_free(&m);
	return err;
}

const struct report_ops report_agree = {
	.name = "agree",
	.summary = "Markdown: do a machine's counts of instructions agree with QEMU's?",
	.print_many = print_many,
};
