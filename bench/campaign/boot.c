// SPDX-License-Identifier: GPL-2.0-only
/* boot.c - how a machine is told which kernel is next */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "bench/campaign/campaign.h"
#include "common/util.h"

/* Shell, with the kernel in KPT_ variables, which may hold anything. */
static const struct method {
	const char *name, *what, *script;
	bool wants_entry;
	const char *program;	/* without it there is no such boot */
} methods[] = {
	{ "kexec", "load the image with kexec-tools, and jump into it",
	  "kexec -l \"$KPT_IMAGE\" ${KPT_INITRD:+--initrd=\"$KPT_INITRD\"} "
	  "--command-line=\"$KPT_CMDLINE\" || exit 1; sync; "
	  "if [ -d /run/systemd/system ]; then exec systemctl kexec; "
	  "else exec kexec -e; fi", false, "kexec" },
	{ "grub", "grub-reboot to the entry (GRUB_DEFAULT=saved), and reboot",
	  "grub-reboot \"$KPT_ENTRY\" && sync && exec reboot", true,
	  "grub-reboot" },
	{ "systemd-boot", "bootctl set-oneshot of the entry, and reboot",
	  "bootctl set-oneshot \"$KPT_ENTRY\" && sync && exec reboot", true,
	  "bootctl" },
	{ "command", "the shell command of --command, which sees KPT_LABEL, KPT_BUILD, KPT_IMAGE, KPT_INITRD, KPT_CMDLINE and KPT_ENTRY",
	  NULL, false, NULL },
};

bool campaign_methods(size_t i, const char **name, const char **what)
{
	if (i >= ARRAY_SIZE(methods))
		return false;
	*name = methods[i].name;
	*what = methods[i].what;
	return true;
}

static const struct method *find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(methods); i++)
		if (!strcmp(methods[i].name, name))
			return &methods[i];
	return NULL;
}

bool campaign_method(const char *name, bool *wants_entry)
{
	const struct method *m = find(name);
	size_t i;

	if (m) {
		*wants_entry = m->wants_entry;
		return true;
	}
	kpt_error("--method %s: there is none of that name; there are:", name);
	for (i = 0; i < ARRAY_SIZE(methods); i++)
		fprintf(stderr, "  %-12s %s\n", methods[i].name,
			methods[i].what);
	return false;
}

int campaign_boot_check(const struct campaign *c)
{
	const struct method *m = find(c->method);
	int status;

	if (!m)
		return -EINVAL;
	setenv("KPT_CHECK", m->program ? m->program : c->command, 1);
	status = system(m->program ? "command -v \"$KPT_CHECK\" >/dev/null" :
			"sh -n -c \"$KPT_CHECK\"");
	unsetenv("KPT_CHECK");
	if (!status)
		return 0;
	if (m->program)
		kpt_error("--method %s: there is no program %s in PATH: install it, or choose another method",
			  m->name, m->program);
	else
		kpt_error("--command: is no command of the shell");
	return -ENOENT;
}

int campaign_boot(const struct campaign *c, size_t i)
{
	const struct campaign_kernel *k = campaign_kernel_of(c, i);
	const struct method *m = find(c->method);
	char name[CAMPAIGN_NAME], build[24];
	int status;

	if (!m)
		return -EINVAL;
	campaign_name(c, i, name, sizeof(name));
	snprintf(build, sizeof(build), "%lld", campaign_build_of(c, i));
	setenv("KPT_LABEL", k->label, 1);
	setenv("KPT_BUILD", build, 1);
	setenv("KPT_IMAGE", k->image, 1);
	setenv("KPT_INITRD", k->initrd, 1);
	setenv("KPT_CMDLINE", c->cmdline, 1);
	setenv("KPT_ENTRY", k->entry, 1);
	status = system(m->script ? m->script : c->command);
	if (status == 0)
		return 0;
	if (status > 0 && WIFEXITED(status))
		kpt_error("booting %s by %s: exit status %d", name,
			  c->method, WEXITSTATUS(status));
	else
		kpt_error("booting %s by %s: could not be done", name,
			  c->method);
	return -EIO;
}
