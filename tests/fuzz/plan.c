// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan.c - fuzz target: any bytes as a plan
 *
 * A plan that is read is written and read again, and must be the same.
 */
#include "common/scenario.h"
#include "tests/fuzz/fuzz.h"

static char *write_plan(const struct kpt_plan *plan)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	if (!f || kpt_plan_write(plan, f) || fclose(f))
		fuzz_fail("cannot be written", "plan");
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct kpt_plan plan;
	char err[512] = "", params[1024], *text, *again;
	FILE *f;
	int ret;

	if (!size)
		return 0;
	f = fmemopen((void *)data, size, "r");
	if (!f)
		return 0;
	ret = kpt_plan_read(&plan, f, err, sizeof(err));
	fclose(f);
	if (ret) {
		if (ret > 0 || !err[0])
			fuzz_fail("refused without a word", "plan");
		return 0;
	}
	for (size_t i = 0; i < plan.nr_scenarios; i++)
		kpt_scenario_params(&plan.scenarios[i], params, sizeof(params));
	text = write_plan(&plan);
	f = fmemopen(text, strlen(text), "r");
	if (!f || kpt_plan_read(&plan, f, err, sizeof(err)))
		fuzz_fail("cannot be read again", err);
	fclose(f);
	again = write_plan(&plan);
	if (strcmp(text, again))
		fuzz_fail("is another plan when read again", text);
	free(again);
	free(text);
	return 0;
}
