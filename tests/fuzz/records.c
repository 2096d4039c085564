// SPDX-License-Identifier: GPL-2.0-only
/*
 * records.c - fuzz target: any bytes as a records file
 *
 * The whole way: kptstat compare on the file, the summary read back, every
 * report printed from it. No input may crash it, leak, make a summary that
 * cannot be read, or bring a number that is none into a report.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analyze/kptstat.h"
#include "analyze/report/report.h"
#include "analyze/summary/summary.h"
#include "common/util.h"
#include "tests/fuzz/fuzz.h"

#define X(name) extern const struct report_ops report_##name;
#include "reports.h"
#undef X

static const struct report_ops *const formats[] = {
#define X(name) &report_##name,
#include "reports.h"
#undef X
};

/* analyze/kptstat.c; the build renames its main() */
int kpt_program_main(int argc, char **argv);

static struct fuzz_file in, out;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_file_open(&in);
	fuzz_file_open(&out);
	return 0;
}

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = text; (p = strcasestr(p, word)); p++)
		if ((p == text || !isalpha((unsigned char)p[-1])) &&
		    !isalpha((unsigned char)p[len]))
			return true;
	return false;
}

static void check_report(const struct report_ops *ops, struct summary *summary,
			 bool named)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	if (!f)
		return;
	if (ops->print)
		ops->print(f, summary);
	else
		ops->print_many(f, &summary, 1);
	fclose(f);
	/* A name in the records may be one of these words. */
	if (!named && (has_word(text, "nan") || has_word(text, "inf") ||
		       has_word(text, "infinity")))
		fuzz_fail("not a number in report", ops->name);
	free(text);
}

/*
 * Bytes changed at random seldom make records that are used: a lost line makes
 * the counts of the end record wrong, and a digit seldom makes an odd number.
 * So half of the mutations change a number or a line, and most of them put
 * the counts right.
 */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
			       unsigned int seed);

/* Cuts @cut bytes at @at out and puts @len of @text there, if they fit. */
static size_t splice(uint8_t *data, size_t size, size_t max, size_t at,
		     size_t cut, const void *text, size_t len)
{
	if (size - cut + len > max)
		return size;
	memmove(data + at + len, data + at + cut, size - at - cut);
	memcpy(data + at, text, len);
	return size - cut + len;
}

static size_t change_number(uint8_t *data, size_t size, size_t max,
			    unsigned int *seed)
{
	static const char *const odd[] = { "0", "-0.0", "1", "-1", "2", "3",
		"5", "0.1", "1e-300", "5e-324", "1e300", "-1e300", "1e15",
		"9007199254740992", "9007199254740993", "-9007199254740992",
		"9223372036854775807", "18446744073709551615", "4294967295",
		"1000000000000", "1000000000001", "NaN", "null", "1e999" };
	const char *with = odd[(size_t)rand_r(seed) % ARRAY_SIZE(odd)];
	size_t at = size, n = 0, end;

	for (size_t i = 1; i < size; i++)
		if (strchr(":,[", data[i - 1]) && data[i - 1] &&
		    (isdigit(data[i]) || data[i] == '-') &&
		    (size_t)rand_r(seed) % ++n == 0)
			at = i;
	for (end = at; end < size && data[end] &&
	     strchr("+-.eE0123456789", data[end]); end++)
		;
	return splice(data, size, max, at, end - at, with, strlen(with));
}

static size_t line_start(const uint8_t *data, size_t at)
{
	while (at && data[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const uint8_t *data, size_t size, size_t at)
{
	const uint8_t *nl = memchr(data + at, '\n', size - at);

	return nl ? (size_t)(nl - data) + 1 : size;
}

/* A line goes, or comes again somewhere else. */
static size_t change_line(uint8_t *data, size_t size, size_t max,
			  unsigned int *seed)
{
	size_t at = line_start(data, (size_t)rand_r(seed) % size);
	size_t to = line_start(data, (size_t)rand_r(seed) % size);
	size_t len = line_end(data, size, at) - at;
	char copy[4096];

	if (rand_r(seed) % 2)
		return splice(data, size, max, at, len, "", 0);
	if (len > sizeof(copy))
		return size;
	memcpy(copy, data + at, len);
	return splice(data, size, max, to, 0, copy, len);
}

/* The number after "@key": in the line at @at becomes @n. */
static size_t set_count(uint8_t *data, size_t size, size_t max, size_t at,
			const char *key, int n)
{
	size_t end = line_end(data, size, at), len;
	uint8_t *p = memmem(data + at, end - at, key, strlen(key));
	char text[16];

	if (!p)
		return size;
	at = (size_t)(p - data) + strlen(key);
	for (end = at; end < size && isdigit(data[end]); end++)
		;
	len = (size_t)snprintf(text, sizeof(text), "%d", n);
	return splice(data, size, max, at, end - at, text, len);
}

static size_t put_counts_right(uint8_t *data, size_t size, size_t max)
{
	int samples = 0, audits = 0;

	for (size_t at = 0; at < size; at = line_end(data, size, at)) {
		size_t len = line_end(data, size, at) - at;

		if (memmem(data + at, len, "\"sample\"", 8)) {
			samples++;
		} else if (memmem(data + at, len, "\"audit\"", 7)) {
			audits++;
		} else if (memmem(data + at, len, "\"end\"", 5)) {
			size = set_count(data, size, max, at, "\"samples\":",
					 samples);
			size = set_count(data, size, max, at, "\"audits\":",
					 audits);
			samples = audits = 0;
		}
	}
	return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
			       unsigned int seed)
{
	int which = rand_r(&seed) % 6;

	if (!size || which < 3)
		size = LLVMFuzzerMutate(data, size, max);
	else if (which < 5)
		size = change_number(data, size, max, &seed);
	else
		size = change_line(data, size, max, &seed);
	return rand_r(&seed) % 8 ? put_counts_right(data, size, max) : size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[] = { "kptstat", "compare", "--json", out.path, "--format",
			 "none", in.path, NULL };
	bool named = fuzz_find(data, size, "nan") ||
		     fuzz_find(data, size, "inf") ||
		     fuzz_find(data, size, "\\u");
	struct summary *summary;

	fuzz_file_put(&in, data, size);
	fuzz_file_put(&out, NULL, 0);
	if (kpt_program_main(ARRAY_SIZE(argv) - 1, argv) == KPT_USAGE)
		return 0;
	if (!fuzz_file_size(&out))
		return 0;
	summary = summary_load(out.path);
	if (!summary)
		fuzz_fail("a summary that cannot be read", out.path);
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		check_report(formats[i], summary, named);
	summary_free(summary);
	return 0;
}
