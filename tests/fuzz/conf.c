// SPDX-License-Identifier: GPL-2.0-only
/*
 * conf.c - fuzz target: any bytes as a file of configs/
 *
 * The same bytes serve as a scenario, an architecture and a kernel. A scenario
 * that is read makes a plan, and kptbench must be able to read that plan.
 */
#include <libgen.h>

#include "common/util.h"

#include "tests/fuzz/fuzz.h"
#include "vm/base/conf.h"
#include "vm/base/paths.h"

static struct fuzz_file in;

/* configs/ beside this program, with every file a link to the one in memory */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const files[] = { "scenarios/x.conf",
		"arch/x/arch.conf", "kernels/x.conf" };
	char copy[VM_PATH], top[VM_PATH], path[VM_PATH + 64];

	(void)argc;
	snprintf(copy, sizeof(copy), "%s", (*argv)[0]);
	if (kpt_join(top, sizeof(top), "%s/top", dirname(copy)))
		fuzz_fail("name too long", copy);
	fuzz_file_open(&in);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), "%s/configs/%s", top, files[i]);
		if (vm_mkdirs(dirname(path)))
			fuzz_fail("cannot be made", path);
		snprintf(path, sizeof(path), "%s/configs/%s", top, files[i]);
		unlink(path);
		if (symlink(in.path, path))
			fuzz_fail("cannot be linked", path);
	}
	setenv("KPTBENCH_TOP", top, 1);
	return 0;
}

static void check_plan(const struct kpt_plan *plan)
{
	static struct kpt_plan again;
	char err[512] = "", *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	if (!f)
		return;
	if (kpt_plan_write(plan, f))
		fuzz_fail("cannot be written", "plan");
	fclose(f);
	f = fmemopen(text, len, "r");
	if (!f || kpt_plan_read(&again, f, err, sizeof(err)))
		fuzz_fail("cannot be read again", err);
	fclose(f);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct kpt_plan plan;
	struct vm_variant variant;
	struct vm_arch arch;

	fuzz_file_put(&in, data, size);
	if (!vm_scenarios_read(&plan, "x", "arm64"))
		check_plan(&plan);
	vm_arch_read(&arch, "x", NULL);
	vm_arch_read(&arch, "x", "exact");
	vm_variant_read(&variant, "x");
	return 0;
}
