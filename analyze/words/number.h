/* SPDX-License-Identifier: GPL-2.0-only */
/* number.h - numbers as people read them */
#ifndef KPT_WORDS_NUMBER_H
#define KPT_WORDS_NUMBER_H

#include <stddef.h>

#include "common/util.h"

#define WORDS_LEN 64

/** say - put more behind the text in @buf, as far as there is room */
void say(char *buf, size_t len, const char *fmt, ...) KPT_PRINTF(3, 4);

/** words_num - an amount with no more digits than it has; "n/a" for NAN */
const char *words_num(double v, char buf[WORDS_LEN]);
/** words_signed - the same with its sign, "0" without one */
const char *words_signed(double v, char buf[WORDS_LEN]);
/**
 * words_exact - every digit a number has: 15 or 17, so that it reads back
 * as the same double; "" for NAN
 */
const char *words_exact(double v, char buf[WORDS_LEN]);
/** words_more - "more", "fewer", "less", or "" for no difference */
const char *words_more(const char *unit, double diff);

/** words_short - a difference in about three digits, with its sign */
const char *words_short(double v, char buf[WORDS_LEN]);

/** words_round - an amount in about six digits; the full tables have all */
const char *words_round(double v, char buf[WORDS_LEN]);

#endif
