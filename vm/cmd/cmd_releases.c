// SPDX-License-Identifier: GPL-2.0-only
/* cmd_releases.c - kptvm releases: kernels that packages can be had of */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/conf.h"
#include "vm/base/paths.h"
#include "vm/cmd/commands.h"

static const char *arch_name = "arm64", *pattern = "*";
static bool newest;

const struct kpt_option vm_releases_options[] = {
	OPT_STR('a', "arch", &arch_name, "ARCH", "architecture (arm64)"),
	OPT_STR('l', "like", &pattern, "PATTERN",
		"packages with such a name alone, as '*-cloud-*' (all)"),
	OPT_FLAG('n', "newest", &newest,
		 "of each X.Y and flavour the newest alone"),
	OPT_END()
};

const char *const vm_releases_examples[] = {
	"kptvm releases --arch x86_64",
	"kptvm releases --arch x86_64 --like '*-cloud-*' trixie-backports sid",
	"make releases ARCH=x86_64 LIST=\"$(kptvm releases -a x86_64 -nl '*-cloud-*' | cut -d ' ' -f 1 | xargs)\"",
	NULL
};

int vm_cmd_releases(int argc, char **argv)
{
	struct vm_arch arch;
	char script[VM_PATH];
	const char **words;
	int i, status = vm_begin_cache(false);

	if (!status)
		status = vm_arch_read(&arch, arch_name, NULL);
	if (status)
		return status;
	if (!arch.debian[0])
		return kpt_error("configs/arch/%s/arch.conf names no Debian architecture",
				 arch.name);
	if (kpt_join(script, sizeof(script), "%s/vm/deb-list.sh", vm_top()))
		return kpt_error("%s: name too long", vm_top());
	words = calloc((size_t)argc + 6, sizeof(*words));
	if (!words)
		return kpt_error("out of memory");
	words[0] = "sh";
	words[1] = script;
	words[2] = arch.debian;
	words[3] = pattern;
	words[4] = newest ? "1" : "";
	for (i = 0; i < argc; i++)
		words[5 + i] = argv[i];
	execvp("sh", (char **)words);
	status = kpt_error("sh: %s", strerror(errno));
	free(words);
	return status;
}
