// SPDX-License-Identifier: GPL-2.0-only
/* emulator.c - which emulator runs the guests */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/guest/emulator.h"

int vm_emulator(const struct vm_arch *arch, char said[VM_EMULATOR])
{
	char program[sizeof(arch->binary)], text[4096];
	const char *const argv[] = { program, "--version", NULL };
	int ret;

	kpt_copy(program, sizeof(program), arch->binary);
	program[strcspn(program, " ")] = '\0';
	ret = vm_capture(argv, NULL, text, sizeof(text));
	if (ret < 0 || ret == 127)
		return kpt_error("%s cannot be run; as root: apt-get install %s, or make deps ARCH=%s",
				 program, arch->packages, arch->name);
	if (arch->loader[0] && access(arch->loader, R_OK))
		return kpt_error("%s: %s; as root: apt-get install %s, or make deps ARCH=%s",
				 arch->loader, strerror(errno), arch->packages,
				 arch->name);
	text[strcspn(text, "\n")] = '\0';
	snprintf(said, VM_EMULATOR, "%.150s", ret ? "" : kpt_trim(text));
	return 0;
}

int vm_emulator_major(const char *said)
{
	int major;

	return sscanf(said, "QEMU emulator version %4d", &major) == 1 ? major :
									0;
}
