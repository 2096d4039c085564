// SPDX-License-Identifier: GPL-2.0-only
/* words.c - numbers as people read them: exact amounts keep every digit */
#include <math.h>

#include "analyze/words/number.h"
#include "analyze/words/words.h"
#include "tests/unit/tap.h"

static void reads(double v, const char *want)
{
	char buf[WORDS_LEN];

	is_str(words_num(v, buf), want, want);
}

static void exact(void)
{
	reads(9803.203125, "9803.203125");
	reads(9803203125 / 1e6, "9803.203125");
	reads(12.001953125, "12.001953125");
	reads(-0.0078125, "-0.0078125");
	reads(123456789.015625, "123456789.015625");
	reads(0.1 + 0.2, "0.3");
	reads(1e-6, "0.000001");
	reads(2.5, "2.5");
	reads(1000, "1000");
	reads(0, "0");
	reads(-1e14, "-100000000000000");
}

/* What is no decimal is cut at three places, and never looks like one. */
static void rounded(void)
{
	reads(1.0 / 3, "0.333");
	reads(9803 + 1.0 / 3, "9803.333");
	reads(123456789 + 1.0 / 3, "123456789.333");
	reads(123456789012 + 1.0 / 3, "123456789012.333");
	reads(1.0 / 300, "0.00333");
	reads(1.0 / 1024 / 1024, "9.54e-07");
	reads(1e16, "1e+16");
}

static void signs(void)
{
	char buf[WORDS_LEN];

	is_str(words_signed(0.203125, buf), "+0.203125", "a sign before it");
	is_str(words_signed(0, buf), "0", "none before no difference");
	is_str(words_num(NAN, buf), "n/a", "no number");
}

/* What a machine of one node says of itself, its node says again. */
static void nodes(void)
{
	is_str(words_fact("node0.nr_page_table_pages"), "PageTables",
	       "tables of a node");
	is_str(words_fact("node0.nr_sec_page_table_pages"), "SecPageTables",
	       "secondary tables of a node");
	is_str(words_fact("node0.nr_mapped"), "node0.nr_mapped",
	       "what is no table");
}

int main(void)
{
	nodes();
	exact();
	rounded();
	signs();
	return tap_done();
}
