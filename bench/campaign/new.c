// SPDX-License-Identifier: GPL-2.0-only
/* new.c - a campaign is made */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/campaign/campaign.h"
#include "bench/campaign/asked.h"
#include "common/durable.h"
#include "common/util.h"

static int copy_plan(const struct campaign *c, const struct request *req)
{
	char path[512], *text;
	size_t room = 1 << 20;
	int ret;

	ret = campaign_path(c, path, sizeof(path), "plan");
	text = malloc(room);
	if (!text)
		return -ENOMEM;
	if (!ret)
		ret = kpt_read_file(req->plan, text, room);
	if (ret >= 0)
		ret = kpt_replace(path, text);
	free(text);
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

/*
 * What would be an error in the first boot is one now: afterwards the machine
 * has been rebooted for nothing, and nobody may be there.
 */
static int check(const struct campaign *c, struct request *req)
{
	struct machine m = { .fd = -1 };
	size_t i;
	int ret;

	/* The first boots are of every build of either kernel. */
	for (i = 0; i < 2 * (size_t)c->builds; i++) {
		const struct campaign_kernel *k = campaign_kernel_of(c, i);

		if (k->initrd[0] && access(k->initrd, R_OK)) {
			ret = -errno;
			kpt_error("--initrd %s=%s: %s", k->label, k->initrd,
				  strerror(-ret));
			return ret;
		}
	}
	kpt_copy(m.root, sizeof(m.root), c->root);
	ret = tune_dry(&m, &c->tune);
	if (!ret)
		ret = campaign_boot_check(c);
	plan_choose(req);
	if (ret)
		return ret;
	kpt_info("a dry run, on the kernel that runs now:");
	return campaign_dry_run(c, req->plan);
}

int campaign_new(struct campaign *c, struct campaign_asked *a)
{
	char other[256], path[512];
	int ret = campaign_take(c, a);

	if (ret)
		return ret;
	campaign_current(c->root, other, sizeof(other));
	if (other[0])
		return kpt_error("a campaign is under way in %s: finish it (resume) or end it (stop) first",
				 other);
	if (campaign_path(c, path, sizeof(path), "conf"))
		return KPT_FAIL;
	if (!access(path, F_OK))
		return kpt_error("%s: a campaign is there already: move the folder away, or give another by --dir",
				 c->dir);
	if (campaign_trust_place(c->dir) || check(c, &a->req))
		return kpt_error("campaign new: nothing was made");
	ret = campaign_path(c, path, sizeof(path), "boots");
	if (!ret)
		ret = campaign_make_dirs(path);
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	if (copy_plan(c, &a->req) || campaign_save(c) ||
	    campaign_set_current(c->root, c->dir))
		return KPT_FAIL;
	if (!memcmp(&c->kernel[0][0].ids, &c->kernel[1][0].ids,
		    sizeof(c->kernel[0][0].ids)))
		kpt_warn("both kernels have the same build ids: a null test, or a mistake");
	campaign_warn(c);
	campaign_print_order(c);
	printf("\n'kptbench campaign resume' starts it, and reboots this machine.\n");
	return KPT_PASS;
}
