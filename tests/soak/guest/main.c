// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - stands in for kptbench in a guest, and runs a long test there
 *
 * init starts it as "kptbench run --plan FILE -o RECORDS" once the module is
 * loaded. Which test it is, the kernel's command line says (struct soak). For
 * kptvm it writes the one record that ends a boot.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/record.h"
#include "tests/soak/guest/soak.h"

static const struct soak_test *const tests[] = {
	&soak_ioctls, &soak_faults, &soak_reload, &soak_beside,
	&soak_boots, &soak_loads,
};

static int take_word(struct soak *s, const char *word)
{
	static const char prefix[] = "kptbench.";
	size_t used = strlen(s->params);

	if (!strncmp(word, "soak.test=", 10))
		return kpt_copy(s->test, sizeof(s->test), word + 10);
	if (!strncmp(word, "soak.amount=", 12))
		return kpt_parse_int(word + 12, 1, 1LL << 40, &s->amount);
	if (!strncmp(word, "soak.seed=", 10))
		return kpt_parse_int(word + 10, 0, 1LL << 40, &s->seed);
	if (strncmp(word, prefix, sizeof(prefix) - 1))
		return 0;
	return kpt_join(s->params + used, sizeof(s->params) - used, "%s%s",
			used ? " " : "", word + sizeof(prefix) - 1);
}

static int read_words(struct soak *s)
{
	char line[4096], *save = NULL, *word;

	if (kpt_read_file("/proc/cmdline", line, sizeof(line)) <= 0)
		return soak_fail("/proc/cmdline cannot be read");
	for (word = strtok_r(line, " \n", &save); word;
	     word = strtok_r(NULL, " \n", &save))
		if (take_word(s, word))
			return soak_fail("command line: %s", word);
	return 0;
}

static int run_test(const struct soak *s)
{
	int failed;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		if (!strcmp(tests[i]->name, s->test))
			break;
	if (i == ARRAY_SIZE(tests))
		return soak_fail("no test '%s'", s->test);
	failed = tests[i]->run(s);
	return soak_health() || failed;
}

/* What kptvm waits for: the record a boot ends with. */
static int write_end(const char *path, bool failed)
{
	FILE *f = fopen(path, "we");
	struct kpt_writer w;
	int err;

	if (!f)
		return soak_fail("%s cannot be opened", path);
	kpt_writer_init(&w, f);
	kpt_rec_begin(&w, "end");
	kpt_rec_str(&w, "label", "soak");
	kpt_rec_int(&w, "boot", 1);
	kpt_rec_str(&w, "group", "");
	kpt_rec_str(&w, "status", failed ? "failed" : "ok");
	kpt_rec_int(&w, "samples", 0);
	kpt_rec_int(&w, "audits", 0);
	kpt_rec_str(&w, "reason", failed ? "the console says what failed" : "");
	err = kpt_rec_end(&w);
	if (fclose(f) || err)
		return soak_fail("%s cannot be written", path);
	return 0;
}

int main(int argc, char **argv)
{
	struct soak s = { .amount = 1, .seed = 1 };
	const char *records = NULL;
	int i, failed;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 1; i < argc - 1; i++)
		if (!strcmp(argv[i], "-o"))
			records = argv[i + 1];
	if (!records) {
		fprintf(stderr, "soak: for guests: -o RECORDS is missing\n");
		return KPT_USAGE;
	}
	failed = read_words(&s) || run_test(&s);
	if (write_end(records, failed))
		failed = 1;
	return failed ? KPT_FAIL : KPT_PASS;
}
