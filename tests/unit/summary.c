// SPDX-License-Identifier: GPL-2.0-only
/* summary.c - what a summary has, and what it has not, read from JSON */
#include "analyze/summary/summary.h"
#include "analyze/words/words.h"
#include "tests/unit/tap.h"

static const char text[] =
	"{\"schema\": \"kptbench.summary/2\", \"verdict\": \"leak\","
	" \"base\": {\"arch\": \"arm64\", \"mode\": \"exact\", \"cpus\": 2,"
	"  \"config\": {\"SMP\": \"y\"}},"
	" \"patched\": {\"arch\": \"arm64\", \"mode\": \"exact\"},"
	" \"boots\": {\"base\": [{\"boot\": 1, \"group\": \"a=b\","
	"   \"console\": \"c.log\"}]},"
	" \"comparisons\": ["
	"  {\"scenario\": \"s\", \"metric\": \"m\", \"verdict\": \"regressed\","
	"   \"kind\": \"cost\", \"phase\": \"op\", \"class\": \"exact\","
	"   \"better\": \"lower\", \"base\": 0, \"patched\": 2.5,"
	"   \"diff\": 2.5, \"ratio\": null, \"main\": true,"
	"   \"boot_values\": {\"base\": [0, null], \"patched\": []},"
	"   \"reasons\": [{\"code\": \"few_boots\", \"base\": 1, \"patched\": 2,"
	"    \"need\": 3}, {\"code\": \"of_tomorrow\"}]},"
	"  {\"scenario\": \"s\", \"metric\": \"m2\", \"verdict\": \"novel\","
	"   \"kind\": \"odd\", \"phase\": \"held\", \"class\": \"noisy\","
	"   \"at\": {\"n\": 4, \"base\": 1, \"patched\": 2, \"diff\": 1}}],"
	" \"health\": {\"leaks\": [{\"side\": \"patched\", \"left\": -1,"
	"   \"lines\": [\"x\", \"y\"], \"odd\": null}], \"notes\": ["
	"   {\"code\": \"walks_differ\", \"side\": \"base\", \"boot\": 3,"
	"    \"group\": \"g\"}, {\"code\": \"one_walk\", \"when\": \"held\","
	"    \"scenario\": \"\"}, {\"code\": \"of_tomorrow\"}, \"as it was\"]},"
	" \"timeline\": {\"metrics\": [{\"metric\": \"a\", \"kind\": \"tables\"}],"
	"  \"steps\": [{\"when\": \"start\", \"base\": {\"a\": 5}},"
	"   {\"when\": \"held\", \"n\": 2, \"base\": {}, \"patched\": {}},"
	"   {\"when\": \"held\", \"n\": 2, \"base\": {\"a\": 7}}]}}";

static void rows(const struct summary *s)
{
	const struct row *r = &s->rows[0], *odd = &s->rows[1];

	is_int(s->nr_rows, 2, "every row");
	is_int(r->verdict, VERDICT_REGRESSED, "a verdict is a code");
	ok(r->kind == KIND_COST && r->phase == PHASE_OP &&
	   r->class == CLASS_EXACT && r->better == BETTER_LOWER, "and the rest");
	ok(r->value[ROW_BASE] == 0, "0 is a number");
	ok(isnan(r->ratio), "null is none");
	ok(isnan(r->margin), "nor is what is not there");
	is_str(r->test, "", "a text that is not there is empty");
	ok(r->main && !r->demoted && !r->tells_paired, "flags");
	is_int(r->boot_value[BASE].nr, 2, "a list of two");
	ok(isnan(r->boot_value[BASE].v[1]), "one of them is none");
	ok(r->boot_value[PATCHED].v && !r->boot_value[PATCHED].nr,
	   "an empty list is there");
	ok(!r->boot_mean[BASE].v, "a list that is not there is not");
	ok(row_value(r, ROW_DIFF) == 2.5, "the row's own number");
	ok(row_value(odd, ROW_DIFF) == 1, "that of the rung it was judged by");
	is_int(odd->verdict, VERDICT_OTHER, "a verdict of tomorrow");
	is_str(odd->verdict_word, "novel", "keeps its word");
	is_str(words_verdict(odd), "novel", "and is told by it");
	is_int(odd->kind, KIND_OTHER, "as a kind does");
	ok(row_judged(odd) && row_differs(odd), "it is a verdict");
}

static void reasons(const struct summary *s)
{
	const struct reason *r = row_reason(&s->rows[0], REASON_few_boots);
	char why[WHY_LEN];

	ok(r && r->nr[PATCHED] == 2 && r->need == 3, "a reason, its numbers");
	is_str(s->rows[0].reasons[1].word, "of_tomorrow", "one of tomorrow");
	ok(!row_has(NULL, REASON_na), "no row has no reason");
	words_why(&s->rows[0], why, sizeof(why));
	is_str(why, "not enough evidence: 1 boots of base and 2 of patched, 3 "
	       "of each needed; ", "in words");
}

static void note(const struct summary *s, size_t i, const char *want)
{
	char buf[300];

	words_note(&health_of(s, HEALTH_NOTES)->v[i], buf, sizeof(buf));
	is_str(buf, want, want);
}

static void health(const struct summary *s)
{
	const struct finding *leak = &health_of(s, HEALTH_LEAKS)->v[0];
	char buf[300];

	ok(!s->ok, "a leak is not clean");
	ok(leak->left == -1 && leak->nr_lines == 2, "a leak");
	words_entry(leak, buf, sizeof(buf));
	is_str(buf, "side: patched; left: -1; lines: x", "all that it says");
	is_int(health_of(s, HEALTH_MISSING)->nr, 0, "a list that is not there");
	note(s, 0, "the page-table walks of boot 3 of base, g are not those of "
	     "its first boot; the first is shown");
	note(s, 1, "the held walk of the boot was taken on one kernel alone, "
	     "or with other counts held; it is left out");
	note(s, 2, "of_tomorrow");
	note(s, 3, "as it was");
}

static void kernels(const struct summary *s)
{
	const struct env *b = &s->env[BASE], *p = &s->env[PATCHED];

	ok(b->exact && b->cpus == 2, "a kernel");
	is_int(b->page_size, -1, "a number that is not recorded is not 0");
	is_str(env_option(b, "SMP"), "y", "an option");
	is_str(env_option(p, "SMP"), "", "one that is not recorded");
	ok(env_boot_of(b, "a=b", 1) && !env_boot_of(b, "", 1), "a boot");
	ok(b->lists_boots && !p->lists_boots, "who lists boots");
}

static void timeline(const struct summary *s)
{
	const struct timeline_metric *m = &s->timeline.metric[0];

	is_int(s->timeline.nr_steps, 3, "steps");
	is_int(m->nr[BASE], 2, "changes of base");
	ok(m->change[BASE][1].step == 2 && m->change[BASE][1].value == 7,
	   "the last of them");
	is_int(m->nr[PATCHED], 0, "none of patched");
	ok(s->timeline.step[1].has[PATCHED] && !s->timeline.step[0].has[PATCHED],
	   "a step without changes is a step");
}

/* What is nothing at all must be no summary to fall over. */
static void nothing(void)
{
	struct summary *s = summary_new(json_object());
	char buf[1200];

	ok(s && !s->nr_rows && !s->coverage.nr, "of nothing, nothing");
	words_example(s, buf, sizeof(buf));
	is_str(buf, "", "no example");
	summary_free(s);
}

int main(void)
{
	struct summary *s = summary_new(json_loads(text, 0, NULL));

	rows(s);
	reasons(s);
	health(s);
	kernels(s);
	timeline(s);
	summary_free(s);
	nothing();
	return tap_done();
}
