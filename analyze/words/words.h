/* SPDX-License-Identifier: GPL-2.0-only */
/* words.h - rows of a summary as people read them */
#ifndef KPT_WORDS_H
#define KPT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/summary.h"
#include "analyze/words/number.h"
#include "common/util.h"

/** words_percent - change from base to patched, "" when base is 0 */
const char *words_percent(const struct row *row, char buf[WORDS_LEN]);

/** words_direction - "more", "fewer" or "less", as a row has it */
const char *words_direction(const struct row *row);

/** words_counts - what is counted, as a heading: "Kernel instructions" */
const char *words_counts(const struct summary *s, const struct row *row);

/** words_what - the same of any row: "PageTables" */
const char *words_what(const struct summary *s, const struct row *row);

/**
 * words_unit - the unit of a row, in the summary's mode of measurement
 *
 * Under QEMU's instruction counting cycles are instructions, and the virtual
 * clock is, too: neither may pass for hardware.
 */
const char *words_unit(const struct summary *s, const struct row *row);

/**
 * words_unit_per - the unit of the numbers that are shown of a row
 *
 * "pages per table held", a slope; but "pages with 2 held" where the row was
 * judged at one rung.
 */
const char *words_unit_per(const struct summary *s, const struct row *row,
			   char *buf, size_t len);

/** words_unit_code - the same as one word, for programs */
const char *words_unit_code(const struct summary *s, const struct row *row);

/**
 * words_made - what built the kernels of a summary, and what ran them
 *
 * Counts are those of one compiler and one emulator: the sentence stands
 * beside the headline of every report.
 */
const char *words_made(const struct summary *s, char *buf, size_t len);

/**
 * words_compiler - what built a kernel, in short: "gcc 12.2.0"
 *
 * Return: @buf; "" where it is not recorded.
 */
const char *words_compiler(const struct env *env, char *buf, size_t len);

/**
 * words_amount - a number of a row as it is to be shown; ROW_DIFF with its sign
 *
 * Exact amounts keep every digit they have; noisy ones get five digits that
 * count, the difference as many places as the others.
 */
const char *words_amount(const struct row *row, enum row_number which,
			 char buf[WORDS_LEN]);

/**
 * words_example - how one row of this summary is to be read, in a sentence
 *
 * Return: the row it is about, or NULL (and "") when there is none.
 */
const struct row *words_example(const struct summary *s, char *buf,
				size_t len);

/** words_entry - an entry of a list of its health, as "key: value; ..." */
void words_entry(const struct finding *entry, char *buf, size_t len);

/** words_verdict - the verdict of a row as a reader takes it */
const char *words_verdict(const struct row *row);

/** words_reason - one reason of a row, put behind @buf */
void words_reason(const struct row *row, const struct reason *e, char *buf,
		  size_t len);

/** words_why - all reasons of a row, and what a test of its boots says */
void words_why(const struct row *row, char *buf, size_t len);

#define WHY_LEN 1200

/** words_consoles - how many consoles were read, and what they had */
void words_consoles(const struct summary *s, char *buf, size_t len);

/** words_note - a note of its health */
void words_note(const struct finding *note, char *buf, size_t len);

/** words_by_design - why a region is in no total */
const char *words_by_design(const char *code);

/** words_no_effect - why no lock object can be saved */
const char *words_no_effect(const char *code);

/** words_no_savings - why there is no figure per GiB */
const char *words_no_savings(const char *code);

/**
 * words_title - what a row is about: "kernel PTE table", "vmalloc 2 MiB huge"
 *
 * Return: @buf.
 */
const char *words_title(const struct row *row, char *buf, size_t len);

/** words_mechanism - the part of it that names what is done, or "" */
const char *words_mechanism(const struct row *row);

/** words_size - the rest of it: " 2 MiB huge", ", rodata=full" */
void words_size(const struct row *row, char *buf, size_t len);

/** words_fact - metrics with the same of these tell one fact */
const char *words_fact(const char *metric);

/** words_fact_rank - the metric with the lowest tells it */
size_t words_fact_rank(const char *metric);

/** words_metric - a metric by its name in reports */
const char *words_metric(const char *metric);

/**
 * words_filter - what a filtered summary leaves out: "filtered: --only pte-*:
 * 3 of 24 scenarios; ..."
 *
 * Return: @buf, "" for a whole summary.
 */
const char *words_filter(const struct summary *s, char *buf, size_t len);

/** words_none - "was measured", or, of a filtered summary, what that did */
const char *words_none(const struct summary *s);

#define WHERE_LEN 2048

/**
 * words_where - a scenario, and the functions that differ
 *
 * Return: false when no function does; the sentence says that then.
 */
bool words_where(const struct where *entry, char *buf, size_t len);

#define PERF_LEN 1024

/** words_perf_about - what a list of these is */
extern const char words_perf_about[];

/**
 * words_perf - a scenario, and the command that shows more
 * @head:	what it is about
 * @command:	for a shell; the reader of records lets no name do harm there
 * @between:	before the second file: "", or what breaks the line
 *
 * Return: false when there is no such command; @head says why then.
 */
bool words_perf(const struct perf *entry, char *head, size_t hlen,
		char *command, size_t clen, const char *between);

#endif
