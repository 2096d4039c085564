// SPDX-License-Identifier: GPL-2.0-only
/* check.c - kptstat check: are these records whole and usable? */
#include <string.h>

#include "analyze/kptstat.h"
#include "analyze/records/dataset.h"
#include "common/text.h"
#include "common/util.h"

/* As many boots that failed are told one by one. */
#define MAX_TOLD	20

static size_t tell_failed(const struct dataset *ds)
{
	size_t failed = 0;
	long last = 0;

	for (size_t i = 0; i < ds->nr_boots; i++) {
		const struct ds_boot *b = &ds->boots[i];
		char why[400];

		if (!b->whole || !strcmp(ds_str(b->end, "status"), "ok"))
			continue;
		last = b->line;
		if (failed++ >= MAX_TOLD)
			continue;
		fprintf(stderr, "%s:%ld: boot %lld of %s ended with status "
			"%s: %s; see its console\n", ds->paths[b->file],
			b->line, b->boot, b->label, ds_str(b->end, "status"),
			kpt_shown(why, sizeof(why), ds_str(b->end, "reason")));
	}
	if (failed > MAX_TOLD)
		fprintf(stderr, "%s:%ld: the last of %zu more boots that did "
			"not end with status ok\n", ds->paths[0], last,
			failed - MAX_TOLD);
	return failed;
}

static int check_file(const char *path)
{
	struct dataset ds = { 0 };
	char err[512] = "";
	size_t whole = 0, samples = 0, superseded = 0;
	int bad = 0;

	if (ds_load(&ds, path, err, sizeof(err))) {
		ds_free(&ds);
		return kpt_error("%s", err);
	}
	ds_finish(&ds);
	for (size_t i = 0; i < ds.nr_problems; i++) {
		const struct ds_problem *p = &ds.problems[i];

		fprintf(stderr, "%s:%ld: %s\n", p->path, p->line, p->text);
		bad = 1;
	}
	for (size_t i = 0; i < ds.nr_boots; i++) {
		const struct ds_boot *b = &ds.boots[i];

		whole += b->whole;
		superseded += b->superseded;
		samples += b->nr_samples;
	}
	if (tell_failed(&ds))
		bad = 1;
	printf("%s: %s: %zu whole boots, %zu samples", path,
	       bad ? "bad" : "ok", whole, samples);
	if (superseded)
		printf(", %zu interrupted boots replaced by later ones",
		       superseded);
	putchar('\n');
	ds_free(&ds);
	return bad;
}

int cmd_check(int argc, char **argv)
{
	int bad = KPT_PASS;

	if (!argc) {
		kpt_error("check: no file named; try: kptstat check "
			  "records.jsonl");
		return KPT_USAGE;
	}
	for (int i = 0; i < argc; i++)
		if (check_file(argv[i]))
			bad = KPT_FAIL;
	return bad;
}
