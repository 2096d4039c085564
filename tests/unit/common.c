// SPDX-License-Identifier: GPL-2.0-only
/* common.c - tests of what the programs share */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/record.h"
#include "common/scenario.h"
#include "common/util.h"
#include "tests/unit/tap.h"

static void test_numbers(void)
{
	long long v = 7;

	is_int(kpt_parse_int("42", 0, 100, &v), 0, "a number parses");
	is_int(v, 42, "... to its value");
	is_int(kpt_parse_int("2M", 0, 1LL << 40, &v), 0, "a unit parses");
	is_int(v, 2 << 20, "... as bytes");
	is_int(kpt_parse_int("0x10", 0, 100, &v), 0, "hex parses");
	is_int(v, 16, "... to its value");
	is_int(kpt_parse_int("", 0, 100, &v), -EINVAL, "nothing is no number");
	is_int(kpt_parse_int("12x", 0, 100, &v), -EINVAL, "12x is no number");
	is_int(kpt_parse_int("1KK", 0, 1 << 30, &v), -EINVAL, "1KK neither");
	is_int(kpt_parse_int("101", 0, 100, &v), -ERANGE, "above the bound");
	is_int(kpt_parse_int("9223372036854775807G", 0, 1LL << 62, &v), -ERANGE,
	       "a product that overflows");
	is_int(v, 16, "a refused number leaves the value alone");
}

static void test_about(void)
{
	static const struct { double seconds; const char *words; } cases[] = {
		{ 0, "about 0 s" }, { 89.4, "about 89 s" },
		{ 90, "about 2 min" }, { 5399, "about 90 min" },
		{ 5400, "about 2 h" }, { 47 * 3600.0, "about 47 h" },
		{ 48 * 3600.0, "about 2 days" }, { 8640000, "about 100 days" },
	};
	char text[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		kpt_about(text, sizeof(text), cases[i].seconds);
		ok(!strcmp(text, cases[i].words), "%.0f s: %s",
		   cases[i].seconds, text);
	}
}

static void test_scenario(void)
{
	struct kpt_scenario sc;
	char err[512] = "";
	char params[1024];

	kpt_scenario_init(&sc, "x");
	is_int(kpt_scenario_set(&sc, "opps", "1", err, sizeof(err)), -ENOENT,
	       "an unknown key is refused");
	ok(strstr(err, " ladder") != NULL, "... and the keys are listed");
	is_int(kpt_scenario_set(&sc, "kind", "chur", err, sizeof(err)), -EINVAL,
	       "part of a word is not the word");
	is_int(kpt_scenario_set(&sc, "ladder", "1 2 2", err, sizeof(err)),
	       -EINVAL, "a ladder ascends");
	is_int(kpt_scenario_set(&sc, "scale", "nan", err, sizeof(err)), -EINVAL,
	       "a scale is a number");
	is_int(kpt_scenario_set(&sc, "title", "two\nlines", err, sizeof(err)),
	       -EINVAL, "a title is one line");
	is_int(kpt_scenario_check(&sc, err, sizeof(err)), -EINVAL,
	       "a scenario without a mechanism is refused");
	kpt_scenario_set(&sc, "mechanism", "pte", err, sizeof(err));
	kpt_scenario_set(&sc, "title", "t", err, sizeof(err));
	is_int(kpt_scenario_check(&sc, err, sizeof(err)), 0, "a whole one is not");
	kpt_scenario_set(&sc, "iterations", "99", err, sizeof(err));
	kpt_scenario_params(&sc, params, sizeof(params));
	ok(strstr(params, "mechanism=pte") && strstr(params, "ops=64"),
	   "params name what makes samples comparable");
	ok(!strstr(params, "99"), "... and not the number of repetitions");
}

static void test_counts(void)
{
	struct kpt_scenario file, sc;
	char err[512] = "", params[1024], text[64];
	size_t i;

	kpt_scenario_init(&file, "fault-it");
	kpt_scenario_set(&file, "mechanism", "fault", err, sizeof(err));
	kpt_scenario_set(&file, "title", "t", err, sizeof(err));
	is_int(kpt_scenario_set(&file, "cpus", "1 4 2", err, sizeof(err)),
	       -EINVAL, "counts of CPUs ascend");
	is_int(kpt_scenario_set(&file, "cpus", "-1 2", err, sizeof(err)),
	       -ERANGE, "all CPUs is no count of several");
	is_int(kpt_scenario_set(&file, "cpus", "1 2 16", err, sizeof(err)), 0,
	       "a file lists counts of CPUs");
	is_int(kpt_scenario_check(&file, err, sizeof(err)), 0, "... and is whole");
	for (i = 0; kpt_scenario_at(&file, i, &sc); i++) {
		snprintf(text, sizeof(text), "fault-it-%lld", sc.cpus);
		ok(!strcmp(sc.name, text), "%s is a scenario", text);
		kpt_scenario_params(&sc, params, sizeof(params));
		snprintf(text, sizeof(text), "cpus=%lld ", sc.cpus);
		ok(strstr(params, text) != NULL, "... its params have %s", text);
		ok(kpt_scenario_is(&sc, sc.name) &&
		   kpt_scenario_is(&sc, "fault-it") &&
		   !kpt_scenario_is(&sc, "fault") &&
		   !kpt_scenario_is(&sc, "fault-it-3"),
		   "... chosen by its name and by its file's");
	}
	is_int((long long)i, 3, "each count is one");
	kpt_copy(file.name, sizeof(file.name), "a-name-of-twenty-nine-letters");
	is_int(kpt_scenario_check(&file, err, sizeof(err)), -EINVAL,
	       "a name that leaves no room for a count is refused");
	kpt_scenario_set(&file, "cpus", "-1", err, sizeof(err));
	is_int(kpt_scenario_check(&file, err, sizeof(err)), 0,
	       "... and is none with one count");
	ok(kpt_scenario_at(&file, 0, &sc) && !strcmp(sc.name, file.name) &&
	   sc.cpus == -1 && !kpt_scenario_at(&file, 1, &sc),
	   "one count is one scenario, by the file's name");
}

static void test_plan(void)
{
	static struct kpt_plan plan, back;
	char err[512] = "";
	char *text = NULL;
	size_t len = 0, cut;
	FILE *f;
	int refused = 1;

	kpt_copy(plan.label, sizeof(plan.label), "base");
	kpt_copy(plan.group, sizeof(plan.group), "rodata=on mem=1G");
	plan.boot = 3;
	plan.seed = 1;
	kpt_copy(plan.config[0].name, sizeof(plan.config[0].name), "CONFIG_SMP");
	kpt_copy(plan.config[0].value, sizeof(plan.config[0].value), "y");
	plan.config_len = 1;
	kpt_scenario_init(&plan.scenarios[0], "pte-hold");
	kpt_scenario_set(&plan.scenarios[0], "kind", "hold", err, sizeof(err));
	kpt_scenario_set(&plan.scenarios[0], "mechanism", "pte", err,
			 sizeof(err));
	kpt_scenario_set(&plan.scenarios[0], "title", "hold them", err,
			 sizeof(err));
	kpt_scenario_set(&plan.scenarios[0], "ladder", "1 2 4 512", err,
			 sizeof(err));
	kpt_scenario_set(&plan.scenarios[0], "scale", "0.0078125", err,
			 sizeof(err));
	plan.nr_scenarios = 1;

	f = open_memstream(&text, &len);
	is_int(kpt_plan_write(&plan, f), 0, "a plan is written");
	fclose(f);
	f = fmemopen(text, len, "r");
	is_int(kpt_plan_read(&back, f, err, sizeof(err)), 0, "... and read");
	fclose(f);
	ok(!memcmp(&plan, &back, sizeof(plan)), "... and is the same plan");

	for (cut = 0; cut + 1 < len; cut++) {
		f = fmemopen(text, cut ? cut : 1, "r");
		if (!kpt_plan_read(&back, f, err, sizeof(err)))
			refused = 0;
		fclose(f);
	}
	ok(refused, "a plan cut off anywhere is refused");
	free(text);
}

static int read_text(const char *text, size_t len, char *why, size_t why_len)
{
	char path[] = "/tmp/kptbench-unit-XXXXXX";
	struct kpt_reader *r;
	json_t *rec;
	int fd = mkstemp(path);
	int ret = -EIO;

	if (fd < 0 || write(fd, text, len) != (ssize_t)len)
		return -EIO;
	close(fd);
	r = kpt_reader_open(path, why, why_len);
	if (r) {
		ret = kpt_reader_next(r, &rec);
		kpt_copy(why, why_len, kpt_reader_error(r));
		kpt_reader_close(r);
	}
	unlink(path);
	return ret;
}

static void test_records(void)
{
	char *text = NULL, why[512] = "";
	struct kpt_writer w;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	static char deep[4000];

	kpt_writer_init(&w, f);
	kpt_rec_begin(&w, "audit");
	kpt_rec_str(&w, "scenario", "pte-hold");
	kpt_rec_str(&w, "note", "a \"b\" \\ \t\xff");
	kpt_rec_str(&w, "when", "start");
	kpt_rec_int(&w, "n", INT64_MIN);
	kpt_rec_open(&w, "rows", '[');
	kpt_rec_num(&w, NULL, 0.1);
	kpt_rec_num(&w, NULL, NAN);
	kpt_rec_num(&w, NULL, 1e300);
	kpt_rec_close(&w, ']');
	is_int(kpt_rec_end(&w), 0, "a record is written");
	fclose(f);
	is_int(read_text(text, len, why, sizeof(why)), 1, "... and read back");
	is_int(read_text(text, len - 1, why, sizeof(why)), -EBADMSG,
	       "without its newline it is refused");
	ok(strstr(why, "cut off"), "... as cut off");
	is_int(read_text("{\"type\":\"audit\"}\n", 17, why, sizeof(why)),
	       -EBADMSG, "a missing key is refused");
	ok(strstr(why, "\"scenario\" is missing"), "... by name");
	is_int(read_text("{\"type\":\"x\"}\n", 13, why, sizeof(why)), -EBADMSG,
	       "an unknown type is refused");
	is_int(read_text("\0\n", 2, why, sizeof(why)), -EBADMSG,
	       "a NUL byte is refused");
	memset(deep, '[', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\n';
	is_int(read_text(deep, sizeof(deep), why, sizeof(why)), -EBADMSG,
	       "deep nesting is refused");
	free(text);

	f = fopen("/dev/full", "w");
	kpt_writer_init(&w, f);
	kpt_rec_begin(&w, "end");
	is_int(kpt_rec_end(&w), -ENOSPC, "a full disk is told");
	fclose(f);
}

int main(void)
{
	test_numbers();
	test_about();
	test_scenario();
	test_counts();
	test_plan();
	test_records();
	return tap_done();
}
