// SPDX-License-Identifier: GPL-2.0-only
/* text.c - what is a name, and what a terminal may get */
#include "common/text.h"
#include "tests/unit/tap.h"

static void names(void)
{
	char longest[KPT_NAME_MAX + 2];

	ok(kpt_is_name("pte-churn"), "a scenario");
	ok(kpt_is_name("vmstat.nr_page_table_pages"), "a metric");
	ok(kpt_is_name("6.12.117") && kpt_is_name("-r"), "a version, a dash");
	ok(!kpt_is_name(""), "nothing is no name");
	ok(!kpt_is_name("a b") && !kpt_is_name("a\n") && !kpt_is_name("a|b"),
	   "nor is what a table would break at");
	ok(!kpt_is_name("a=b") && !kpt_is_name("a/b") && !kpt_is_name("+a"),
	   "nor a formula or a path");
	ok(!kpt_is_name("gr\xc3\xb6\xc3\x9f" "e"), "nor are letters of others");
	memset(longest, 'x', sizeof(longest));
	longest[KPT_NAME_MAX + 1] = '\0';
	ok(!kpt_is_name(longest), "65 are too many");
	longest[KPT_NAME_MAX] = '\0';
	ok(kpt_is_name(longest), "64 are not");
}

static void is_shown(const char *text, const char *want, const char *what)
{
	char buf[80];

	is_str(kpt_shown(buf, sizeof(buf), text), want, what);
	ok(kpt_is_line(text) == !strcmp(text, want), "... %s a line of text",
	   strcmp(text, want) ? "and it is not" : "and it is");
}

static void shown(void)
{
	is_shown("", "", "nothing");
	is_shown("a \\ %s \"b\" <c>", "a \\ %s \"b\" <c>", "ASCII");
	is_shown("Gr\xc3\xb6\xc3\x9f" "e \xe5\xa4\xa7 \xf0\x9f\x90\xa7",
		 "Gr\xc3\xb6\xc3\x9f" "e \xe5\xa4\xa7 \xf0\x9f\x90\xa7",
		 "UTF-8");
	is_shown("a\nb\tc\r\x7f", "a\\x0ab\\x09c\\x0d\\x7f", "controls");
	is_shown("\x1b[31mred", "\\x1b[31mred", "an escape sequence");
	is_shown("\xc2\x9b" "31m", "\\u009b31m", "one of a single character");
	is_shown("a\xe2\x80\xae" "b", "a\\u202eb", "right to left");
	is_shown("a\xe2\x80\x8b" "b\xef\xbb\xbf", "a\\u200bb\\ufeff",
		 "what cannot be seen");
	is_shown("\xf3\xa0\x80\x81", "\\U000e0001", "a tag");
	is_shown("\xff\xfe", "\\xff\\xfe", "no UTF-8");
	is_shown("\xc0\x8a", "\\xc0\\x8a", "overlong UTF-8");
	is_shown("\xed\xa0\x80", "\\xed\\xa0\\x80", "half a pair");
	is_shown("\xe5\xa4", "\\xe5\\xa4", "cut UTF-8");
}

static void cut(void)
{
	char buf[10];

	is_str(kpt_shown(buf, sizeof(buf), "123456789"), "123456789",
	       "what fits to the byte");
	is_str(kpt_shown(buf, sizeof(buf), "1234567890"), "123456...",
	       "what does not is cut");
	is_str(kpt_shown(buf, sizeof(buf), "12345\xc3\xb6\xc3\xb6\xc3\xb6"),
	       "12345...", "... between characters");
	is_str(kpt_shown(buf, sizeof(buf), "\xe2\x80\xae\xe2\x80\xae"),
	       "\\u202e...", "... and between escapes");
	is_str(kpt_shown(buf, 3, "1234"), "12", "no room for dots");
	is_str(kpt_shown(buf, 1, "1234"), "", "no room at all");
}

int main(void)
{
	names();
	shown();
	cut();
	return tap_done();
}
