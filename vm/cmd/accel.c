// SPDX-License-Identifier: GPL-2.0-only
/* accel.c - --accel: which mode a run is in; and kptvm probe */
#include <stdio.h>
#include <string.h>

#include "common/util.h"
#include "vm/cmd/accel.h"
#include "vm/cmd/commands.h"
#include "vm/kvm/kvm_probe.h"

/* The mode each kind of acceleration measures in. */
#define MODE_TCG	"exact"
#define MODE_KVM	"kvm"

int vm_accel_choose(const char *accel, const char *arch, const char **mode)
{
	bool is_auto = !strcmp(accel, "auto"), kvm = !strcmp(accel, "kvm");
	const char *want = MODE_TCG;
	char why[256];

	if (!kvm && !is_auto && strcmp(accel, "tcg")) {
		kpt_error("--accel %s: there are kvm, tcg and auto", accel);
		return KPT_USAGE;
	}
	if (kvm || is_auto) {
		if (vm_kvm_works(arch, why, sizeof(why)))
			want = MODE_KVM;
		else if (kvm)
			return kpt_error("--accel kvm: KVM runs no kernel here: %s; --accel auto goes on without it",
					 why);
		else
			kpt_info("--accel auto: mode " MODE_TCG ", since KVM runs no kernel here: %s",
				 why);
	}
	if (*mode && strcmp(*mode, want)) {
		kpt_error("--accel %s means --mode %s here, and --mode %s was asked for",
			  accel, want, *mode);
		return KPT_USAGE;
	}
	*mode = want;
	return 0;
}

/* ---- kptvm probe ---- */

static const char *opt_arch;

const struct kpt_option vm_probe_options[] = {
	OPT_STR('a', "arch", &opt_arch, "ARCH",
		"of the guests (this machine's)"),
	OPT_END()
};

const char *const vm_probe_examples[] = { "kptvm probe", NULL };

int vm_cmd_probe(int argc, char **argv)
{
	char why[256];

	(void)argc;
	(void)argv;
	if (!opt_arch)
		opt_arch = kvm_probe_host ? kvm_probe_host->arch : "none";
	if (vm_kvm_works(opt_arch, why, sizeof(why))) {
		printf("KVM: yes\n");
		return KPT_PASS;
	}
	printf("KVM: no: %s\n", why);
	return KPT_FAIL;
}
