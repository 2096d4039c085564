// SPDX-License-Identifier: GPL-2.0-only
/* cmd_relink.c - kptvm relink: several builds of one kernel for a campaign */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/cmd/commands.h"

static const char *folder;
static long long builds = 5, seed = 1;

const struct kpt_option vm_relink_options[] = {
	OPT_STR('o', "output", &folder, "FOLDER",
		"where the images go: FOLDER/1, FOLDER/2, ..."),
	OPT_INT('n', "builds", &builds, 2, 32, "N", "how many builds (5)"),
	OPT_INT(0, "seed", &seed, 0, 1000000, "N",
		"of the padding: the same seed, the same builds (1)"),
	OPT_END()
};

const char *const vm_relink_examples[] = {
	"kptvm relink -o ~/base -- make -C ~/linux -j8 bzImage",
	"kptvm relink -o ~/patched -n 8 -- make -C ~/linux O=~/out ARCH=arm64 LLVM=1 -j8 Image",
	"kptbench campaign new -n 20 $(for i in 1 2 3 4 5; do echo -k base=$HOME/base/$i/bzImage -k patched=$HOME/patched/$i/bzImage; done)",
	NULL
};

int vm_cmd_relink(int argc, char **argv)
{
	char script[VM_PATH], n[32], s[32];
	const char **words;
	int i;

	if (!folder)
		return vm_usage("relink: --output FOLDER is wanted");
	if (!argc)
		return vm_usage("relink: the command that builds the image is wanted, as in: kptvm relink -o FOLDER -- make -j8 bzImage");
	if (!vm_top() ||
	    kpt_join(script, sizeof(script), "%s/vm/relink.sh", vm_top()))
		return KPT_FAIL;
	words = calloc((size_t)argc + 6, sizeof(*words));
	if (!words)
		return kpt_error("out of memory");
	snprintf(n, sizeof(n), "%lld", builds);
	snprintf(s, sizeof(s), "%lld", seed);
	words[0] = "sh";
	words[1] = script;
	words[2] = folder;
	words[3] = n;
	words[4] = s;
	for (i = 0; i < argc; i++)
		words[5 + i] = argv[i];
	execvp("sh", (char **)words);
	return kpt_error("sh: %s", strerror(errno));
}
