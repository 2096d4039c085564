// SPDX-License-Identifier: GPL-2.0-only
/* warn.c - what would leave a campaign waiting for a person */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "bench/campaign/campaign.h"
#include "bench/machine.h"
#include "common/util.h"

/* "panic=0" waits for ever, as without it. */
static bool reboots_on_panic(const char *cmdline)
{
	static const char key[] = "panic=";
	const char *p = cmdline;
	bool reboots = false;

	while ((p = strstr(p, key))) {
		if (p == cmdline || strchr(" \t\n", p[-1]))
			reboots = atoi(p + strlen(key)) != 0;
		p += strlen(key);
	}
	return reboots;
}

static void look_panic(const struct campaign *c, const struct machine *m)
{
	bool kexec = !strcmp(c->method, "kexec");
	char here[4096] = "";

	if (!kexec && machine_read(m, "/proc/cmdline", here, sizeof(here)) < 0)
		return;
	if (reboots_on_panic(kexec ? c->cmdline : here))
		return;
	kpt_warn("a kernel that panics waits for a person: there is no panic=N %s; panic=10 reboots after 10 s",
		 kexec ? "in the command line (--append)" :
		 "in the command line of this boot, nor then in that of the entries, if they are alike");
}

/* @there: whether the machine has one at all */
static bool watchdog_works(const struct machine *m, bool *there)
{
	char pattern[512], state[32];
	bool works = false;
	glob_t g = { 0 };
	size_t i;

	*there = false;
	if (machine_path(m, pattern, sizeof(pattern),
			 "/sys/class/watchdog/watchdog*/state") ||
	    glob(pattern, 0, NULL, &g))
		return false;
	*there = true;
	for (i = 0; i < g.gl_pathc; i++)
		works |= kpt_read_file(g.gl_pathv[i], state,
				       sizeof(state)) > 0 &&
			 !strcmp(kpt_trim(state), "active");
	globfree(&g);
	return works;
}

void campaign_warn(const struct campaign *c)
{
	struct machine m = { .fd = -1 };
	bool there;

	kpt_copy(m.root, sizeof(m.root), c->root);
	look_panic(c, &m);
	if (watchdog_works(&m, &there))
		return;
	kpt_warn("a kernel that hangs waits for a person: no watchdog is at work; %s",
		 there ? "RuntimeWatchdogSec=, RebootWatchdogSec= and KExecWatchdogSec= in /etc/systemd/system.conf start that of this machine" :
		 "/sys/class/watchdog has none: load its driver, if the machine has one");
}
