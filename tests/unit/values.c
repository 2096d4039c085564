// SPDX-License-Identifier: GPL-2.0-only
/*
 * values.c - the vector of a sample: what the short cut reads is what the
 * JSON library reads, and what it cannot read it leaves to the library
 */
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/record.h"
#include "common/record_local.h"
#include "tests/unit/tap.h"

static size_t take(const char *list, struct kpt_vector *v, char *line,
		   size_t cap)
{
	const char head[] = "{\"type\":\"sample\",\"values\":";
	size_t len = (size_t)snprintf(line, cap, "%s%s,\"na\":\"x\"}", head,
				      list);

	v->taken = false;
	return kpt_take_values(line, len, sizeof(head) - 1, v);
}

/* Each of these is read by both; bit by bit the same. */
static void agreement(void)
{
	static const char *const lists[] = {
		"[0]", "[-0]", "[1,2,3]", "[-17,9007199254740993]",
		"[0.1,0.2,0.30000000000000004]", "[1.5]", "[-1234.5678]",
		"[123456789012345678]", "[0.000001]", "[12345678901.2345]",
		"[9007199254740991.5,9007199254740993.5]", "[4.35,2.675]",
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct kpt_vector v = { 0 };
		json_t *arr = json_loads(lists[i], 0, NULL);
		char line[200];
		bool same;

		take(lists[i], &v, line, sizeof(line));
		same = v.taken && v.nr == json_array_size(arr);
		for (size_t j = 0; same && j < v.nr; j++)
			same = v.v[j] == json_number_value(json_array_get(arr,
									  j));
		ok(same, "%s as the library reads it", lists[i]);
		ok(strstr(line, "\"values\":[],\"na\":\"x\"}"),
		   "... and the rest of the line is there");
		json_decref(arr);
		free(v.v);
	}
}

/* The library reads or refuses these; the line stays as it was. */
static void left_alone(void)
{
	static const char *const lists[] = {
		"[]", "[1,]", "[,1]", "[01]", "[1 ]", "[1e3]", "[.5]", "[5.]",
		"[-]", "[+1]", "[NaN]", "[null]", "[\"1\"]", "[1", "[[1]]",
		"[1234567890123456789]", "[1.0000000000000000001]", "[--1]",
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct kpt_vector v = { 0 };
		char line[200], was[200];
		size_t len;

		snprintf(was, sizeof(was), "{\"type\":\"sample\",\"values\":%s,"
			 "\"na\":\"x\"}", lists[i]);
		len = take(lists[i], &v, line, sizeof(line));
		ok(!v.taken && len == strlen(was) && !strcmp(line, was),
		   "%s is left to the library", lists[i]);
		free(v.v);
	}
}

/* A key in a string, or a second one, is not the vector. */
static void look_alikes(void)
{
	char line[] = "{\"a\\\"values\":[1]}", two[] = "{\"values\":[1],"
		"\"values\":[2]}";
	struct kpt_vector v = { 0 };
	size_t len;

	len = kpt_take_values(line, strlen(line), 13, &v);
	ok(line[13] == '[' && !v.taken && len == strlen(line),
	   "an escaped quote before the key");
	len = kpt_take_values(two, strlen(two), 10, &v);
	ok(v.taken && v.nr == 1 && len == strlen(two), "the first is taken");
	len = kpt_take_values(two, len, 22, &v);
	ok(v.nr == 1 && v.v[0] == 1 && !strcmp(two,
	   "{\"values\":[],\"values\":[2]}"), "the second is not");
	free(v.v);
}

/* Who copies records must find everything in them. */
static void copied(bool apart)
{
	static const char text[] = "{\"type\":\"sample\",\"scenario\":\"s\","
		"\"params\":\"\",\"phase\":\"op\",\"n\":1,\"metric\":\"m\","
		"\"kind\":\"cost\",\"unit\":\"ns\",\"per\":\"op\",\"class\":"
		"\"exact\",\"better\":\"lower\",\"source\":\"x\",\"fixed\":0,"
		"\"scale\":1,\"values\":[5,6]}\n";
	char path[] = "/tmp/kptbench-unit-XXXXXX", why[512] = "";
	struct kpt_reader *r;
	const double *v;
	size_t nr = 0;
	json_t *rec = NULL;
	int fd = mkstemp(path);

	ok(fd >= 0 && write(fd, text, sizeof(text) - 1) ==
	   (ssize_t)sizeof(text) - 1, "a sample is written");
	close(fd);
	r = kpt_reader_open(path, why, sizeof(why));
	if (r && apart)
		kpt_reader_values_apart(r);
	ok(r && kpt_reader_next(r, &rec) == 1, "... and read, numbers %s",
	   apart ? "apart" : "in it");
	v = r ? kpt_reader_values(r, &nr) : NULL;
	ok(json_array_size(json_object_get(rec, "values")) == (apart ? 0 : 2),
	   "... the record has %s", apart ? "none" : "both");
	ok(apart ? v && nr == 2 && v[0] == 5 && v[1] == 6 : !v,
	   "... and apart there are %s", apart ? "both" : "none");
	kpt_reader_close(r);
	unlink(path);
}

int main(void)
{
	copied(false);
	copied(true);
	agreement();
	left_alone();
	look_alikes();
	return tap_done();
}
