// SPDX-License-Identifier: GPL-2.0-only
/* cmd.c - kptstat cover: which code of a series was executed? */
#include <string.h>

#include "analyze/cover/cover.h"
#include "analyze/kptstat.h"
#include "analyze/records/dataset.h"
#include "common/util.h"

static struct {
	const char *in, *label;
	bool all, fail;
} opt = { .in = "results/latest", .label = "patched" };

const struct kpt_option cover_options[] = {
	OPT_STR('i', "in", &opt.in, "FOLDER",
		"folder of a kptvm run --profile (results/latest)"),
	OPT_STR('k', "kernel", &opt.label, "LABEL",
		"the kernel that has the patches (patched)"),
	OPT_FLAG('a', "all", &opt.all,
		 "show every hunk, not only those that were not executed"),
	OPT_FLAG(0, "fail", &opt.fail,
		 "exit status 1 if code of a hunk was built and not executed"),
	OPT_END()
};

/* What the kernel that was booted said it is. */
static const char *build_id(const struct dataset *ds, const char *label)
{
	size_t i;

	for (i = 0; i < ds->nr_boots; i++)
		if (!strcmp(ds->boots[i].label, label))
			return ds_str(ds->boots[i].env, "build_id");
	return "";
}

static struct ps_syms *open_kernel(const struct cv_run *r)
{
	char path[4096], err[512] = "a name too long";
	struct dataset ds = { 0 };
	struct ps_syms *s = NULL;

	if (kpt_join(path, sizeof(path), "%s/records.jsonl", opt.in) ||
	    ds_load(&ds, path, err, sizeof(err)))
		kpt_error("%s", err);
	else
		s = ps_open(&r->kernel, build_id(&ds, opt.label));
	ds_free(&ds);
	return s;
}

static bool idle(const struct cv_patches *p)
{
	size_t i;

	for (i = 0; i < p->nr_hunks; i++)
		if (p->hunk[i].code && !p->hunk[i].run)
			return true;
	return false;
}

int cmd_cover(int argc, char **argv)
{
	static struct cv_run r;
	struct cv_patches p = { 0 };
	struct ps_syms *s = NULL;
	int i, ret = 0;

	if (!argc) {
		kpt_error("cover: which patches? In the order in which they are applied");
		return KPT_USAGE;
	}
	for (i = 0; i < argc && !ret; i++)
		ret = cv_read_patch(&p, argv[i]);
	if (!ret && !p.nr_hunks)
		ret = kpt_error("%s: no hunk in it: not a patch", argv[0]);
	if (!ret)
		ret = cv_read_run(&r, opt.in, opt.label);
	if (!ret) {
		s = open_kernel(&r);
		ret = s ? cv_match(&p, &r, s) : KPT_FAIL;
	}
	if (!ret)
		cv_print(stdout, &p, &r, opt.all);
	if (!ret && opt.fail && idle(&p))
		ret = KPT_FAIL;
	ps_close(s);
	cv_run_free(&r);
	cv_patches_free(&p);
	return ret ? KPT_FAIL : KPT_PASS;
}
