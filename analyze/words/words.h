/* SPDX-License-Identifier: GPL-2.0-only */
/* words.h - numbers and rows of a summary as people read them */
#ifndef KPT_WORDS_H
#define KPT_WORDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/util.h"

#define WORDS_LEN 64

/** say - put more behind the text in @buf, as far as there is room */
void say(char *buf, size_t len, const char *fmt, ...) KPT_PRINTF(3, 4);

/** words_num - an amount with no more digits than it has; "n/a" for null */
const char *words_num(const json_t *v, char buf[WORDS_LEN]);
/** words_signed - the same with its sign, "0" without one */
const char *words_signed(const json_t *v, char buf[WORDS_LEN]);
/**
 * words_exact - every digit a number has: 15 or 17, so that it reads back
 * as the same double; "" for what is no number
 */
const char *words_exact(const json_t *v, char buf[WORDS_LEN]);
/** words_percent - change from base to patched, "" when base is 0 */
const char *words_percent(const json_t *row, char buf[WORDS_LEN]);
/** words_direction - slower, faster, more, fewer, less, or "" */
const char *words_direction(const json_t *row);

/**
 * words_unit - the unit of a row, in the summary's mode of measurement
 *
 * Under QEMU's instruction counting cycles are instructions, and the virtual
 * clock is, too: neither may pass for hardware.
 */
const char *words_unit(const json_t *summary, const json_t *row);

/** words_unit_code - the same as one word, for programs */
const char *words_unit_code(const json_t *summary, const json_t *row);

/** words_is - string member @key of @row is @value */
bool words_is(const json_t *row, const char *key, const char *value);
const char *words_str(const json_t *row, const char *key);

/**
 * words_made - what built the kernels of a summary, and what ran them
 *
 * Counts are those of one compiler and one emulator: the sentence stands
 * beside the headline of every report.
 */
const char *words_made(const json_t *s, char *buf, size_t len);
double words_real(const json_t *row, const char *key);

/**
 * words_boots - the numbers a row was judged from, one a boot
 * @side: base or patched
 *
 * Noisy metrics are judged by the mean of a boot, exact ones (demoted, too) by
 * its value. Return: an array, or NULL.
 */
const json_t *words_boots(const json_t *row, const char *side);

/**
 * words_amount - a number of a row as it is to be shown
 * @key: base, patched or diff (with its sign)
 *
 * Exact amounts keep every digit they have; noisy ones get five digits that
 * count, the difference as many places as the others.
 */
const char *words_amount(const json_t *row, const char *key,
			 char buf[WORDS_LEN]);

/** words_count - rows with this verdict; of several costs, the one shown */
size_t words_count(const json_t *summary, const char *verdict);

/**
 * words_example - how one row of this summary is to be read, in a sentence
 *
 * Return: the row it is about, or NULL (and "") when there is none.
 */
const json_t *words_example(const json_t *summary, char *buf, size_t len);

/** words_entry - an entry of a list in "health", as "key: value; ..." */
void words_entry(const json_t *entry, char *buf, size_t len);

#define WHERE_LEN 2048

/**
 * words_where - an entry of "where": a scenario, and the functions that differ
 *
 * Return: false when no function does; the sentence says that then.
 */
bool words_where(const json_t *entry, char *buf, size_t len);

#define PERF_LEN 1024

/** words_perf_about - what a list of these is */
extern const char words_perf_about[];

/**
 * words_perf - an entry of "perf": a scenario, and the command that shows more
 * @head:	what it is about
 * @command:	for a shell; the reader of records lets no name do harm there
 * @between:	before the second file: "", or what breaks the line
 *
 * Return: false when there is no such command; @head says why then.
 */
bool words_perf(const json_t *entry, char *head, size_t hlen, char *command,
		size_t clen, const char *between);

/** words_in_totals - not raw by design, and not of another mm than init_mm */
bool words_in_totals(const json_t *row);

/** words_part - a count of one side of a coverage row */
long long words_part(const json_t *row, const char *side, const char *key);

/** words_differs - does the row say anything but "no difference"? */
bool words_differs(const json_t *row);

/**
 * words_mark_main - tell of every cost row whether it is the one to show
 *
 * Several costs of one scenario move together; instructions come before
 * cycles, cycles before time. The rest is in the full tables. Sets "main" of
 * each cost row of "comparisons".
 *
 * Return: 0, or -ENOMEM.
 */
int words_mark_main(json_t *summary);

/** words_main_cost - is this the cost row to show of its scenario? */
bool words_main_cost(const json_t *row);

/** words_shown - a row of text and pictures: of costs, the main one alone */
bool words_shown(const json_t *row);

/**
 * words_value - a number of a row as it is to be shown
 * @key: base, patched or diff
 *
 * A ladder whose slopes are equal was judged at one rung: then that rung's.
 */
const json_t *words_value(const json_t *row, const char *key);

#endif
