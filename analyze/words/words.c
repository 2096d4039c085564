// SPDX-License-Identifier: GPL-2.0-only
/* words.c - rows of a summary as people read them */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyze/words/words.h"

const char *words_percent(const struct row *row, char buf[WORDS_LEN])
{
	double base = row_value(row, ROW_BASE);
	double diff = row_value(row, ROW_DIFF), pc;

	buf[0] = '\0';
	/* A distance from zero has no percentage worth reading. */
	if (isnan(base) || isnan(diff) || base <= 0 ||
	    row->better == BETTER_ZERO || row_has(row, REASON_below_fixed) ||
	    row_has(row, REASON_in_units))
		return buf;
	pc = 100 * diff / base;
	snprintf(buf, WORDS_LEN, fabs(pc) > 0 && fabs(pc) < 0.05 ?
		 "%+.2g%%" : "%+.1f%%", pc);
	return buf;
}

const char *words_direction(const struct row *row)
{
	double diff = row_value(row, ROW_DIFF);

	return isnan(diff) ? "" : words_more(row->unit, diff);
}

const char *words_unit(const struct summary *s, const struct row *row)
{
	if (!s->env[BASE].exact)
		return row->unit;
	if (!strcmp(row->unit, "cycles"))
		return "instructions (as emulated cycles)";
	if (!strcmp(row->unit, "ns"))
		return "virtual ns (1 per instruction)";
	return row->unit;
}

const char *words_unit_per(const struct summary *s, const struct row *row,
			   char *buf, size_t len)
{
	char n[WORDS_LEN];

	buf[0] = '\0';
	say(buf, len, "%s", words_unit(s, row));
	if (row->has_at)
		say(buf, len, " with %s held", words_num(row->at.n, n));
	else if (*row->per)
		say(buf, len, " per %s%s", row->per, row->phase == PHASE_HELD ?
		    " held" : "");
	return buf;
}

const char *words_counts(const struct summary *s, const struct row *row)
{
	bool exact = s->env[BASE].exact;

	if (!strcmp(row->of, "cost.instructions"))
		return "Kernel instructions";
	if (!strcmp(row->of, "cost.user_instructions"))
		return "User-mode instructions";
	if (!strcmp(row->of, "cost.cycles") && !exact)
		return "Kernel cycles";
	if (!strcmp(row->of, "cost.ns") && !exact)
		return "Nanoseconds";
	return row->of;
}

const char *words_what(const struct summary *s, const struct row *row)
{
	return row->kind == KIND_COST ? words_counts(s, row) :
					words_metric(row->metric);
}

const char *words_unit_code(const struct summary *s, const struct row *row)
{
	if (s->env[BASE].exact && !strcmp(row->unit, "ns"))
		return "virtual-ns";
	if (s->env[BASE].exact && !strcmp(row->unit, "cycles"))
		return "instructions";
	return row->unit;
}

const char *words_amount(const struct row *row, enum row_number which,
			 char buf[WORDS_LEN])
{
	double v = row_value(row, which);
	double most = fmax(fabs(or_0(row->value[ROW_BASE])),
			   fabs(or_0(row->value[ROW_PATCHED])));
	bool sign = which == ROW_DIFF;
	int places = 4;

	if (row->class != CLASS_NOISY || isnan(v) || most >= 1e15)
		return sign ? words_signed(v, buf) : words_num(v, buf);
	if (most > 0)
		places = 4 - (int)floor(log10(most));
	places = places < 0 ? 0 : places > 9 ? 9 : places;
	snprintf(buf, WORDS_LEN, sign && v != 0 ? "%+.*f" : "%.*f", places, v);
	return buf;
}

void words_entry(const struct finding *entry, char *buf, size_t len)
{
	buf[0] = '\0';
	if (entry->sentence || *entry->code) {
		words_note(entry, buf, len);
		return;
	}
	for (size_t i = 0; i < entry->nr_said; i++) {
		const struct member *m = &entry->said[i];
		char num[WORDS_LEN];
		const char *text = m->text ? m->text :
					     words_num(m->number, num);

		if (*text)
			say(buf, len, "%s%s: %s", *buf ? "; " : "", m->key,
			    text);
	}
}
