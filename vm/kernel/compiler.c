// SPDX-License-Identifier: GPL-2.0-only
/* compiler.c - the compiler and linker of kernels */
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/kernel/compiler.h"

static bool is_clang(const char *cc)
{
	return !strncmp(cc, "clang", 5);
}

/* Clang is one program for all architectures, and is told which. */
static void command_of(const struct vm_arch *arch, const char *cc, char *buf,
		       size_t len)
{
	kpt_join(buf, len, "%s%s", is_clang(cc) ? "" : arch->cross, cc);
}

/* The next folder of PATH; false after the last. */
static bool next_folder(const char **at, char *dir, size_t len)
{
	size_t n;

	if (!*at || !**at)
		return false;
	n = strcspn(*at, ":");
	snprintf(dir, len, "%.*s", (int)n, *at);
	*at += n + ((*at)[n] == ':');
	return true;
}

/* What a program says it is, in one line; 0, or as vm_capture(). */
static int version_of(const char *name, char *said, size_t len)
{
	const char *const argv[] = { name, "--version", NULL };
	int ret = vm_capture(argv, NULL, said, len);

	said[strcspn(said, "\n")] = '\0';
	return ret;
}

/* By two names it is one: what follows the name it was called by is the same. */
static bool same_compiler(const char *a, const char *b)
{
	char x[4096], y[4096];

	if (version_of(a, x, sizeof(x)) || version_of(b, y, sizeof(y)))
		return false;
	return strchr(x, ' ') && strchr(y, ' ') &&
	       !strcmp(strchr(x, ' '), strchr(y, ' '));
}

/* The versions that are installed of a compiler, behind others. */
static void list_versions(const char *prefix, const char *family, char *buf,
			  size_t len)
{
	const char *at = getenv("PATH");
	char dir[VM_PATH], pattern[VM_PATH + 128];
	glob_t found;

	while (next_folder(&at, dir, sizeof(dir))) {
		kpt_join(pattern, sizeof(pattern), "%s/%s%s-[0-9]*", dir,
			 prefix, family);
		if (glob(pattern, 0, NULL, &found))
			continue;
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *name = found.gl_pathv[i] + strlen(dir) + 1 +
					   strlen(prefix);
			size_t n = strlen(buf);

			if (!vm_has_word(buf, name))
				snprintf(buf + n, len - n, " %s", name);
		}
		globfree(&found);
	}
}

/* Debian's package of it: gcc-11-aarch64-linux-gnu, clang-14. */
static void package_of(const struct vm_arch *arch, const char *cc, char *buf,
		       size_t len)
{
	struct utsname here;
	size_t machine;

	kpt_join(buf, len, "%s", cc);
	if (is_clang(cc) || uname(&here))
		return;
	/* Programs for a machine like this one are made by its own compiler. */
	machine = strcspn(arch->cross, "-");
	if (!arch->cross[0] || (strlen(here.machine) == machine &&
				!strncmp(here.machine, arch->cross, machine)))
		return;
	kpt_join(buf, len, "%s-%.*s", cc, (int)strlen(arch->cross) - 1,
		 arch->cross);
	for (; *buf; buf++)
		if (*buf == '_')
			*buf = '-';
}

static int not_there(const struct vm_arch *arch, const char *cc)
{
	char command[160], package[160], there[1000] = "";

	command_of(arch, cc, command, sizeof(command));
	package_of(arch, cc, package, sizeof(package));
	list_versions(arch->cross, "gcc", there, sizeof(there));
	list_versions("", "clang", there, sizeof(there));
	return kpt_error("there is no compiler %s here; as root, apt-get install %s installs it, if your release has it; there are:%s",
			 command, package, *there ? there : " none");
}

static bool is_name(const char *cc)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789.+_-";

	return strspn(cc, plain) == strlen(cc) && strlen(cc) < 60 &&
	       (!strncmp(cc, "gcc", 3) || is_clang(cc));
}

int vm_compiler_find(const struct vm_arch *arch, const char *given, char *name,
		     size_t len)
{
	const char *llvm = getenv("LLVM");
	char command[160], usual[160], said[4096];

	name[0] = '\0';
	if (!is_name(given)) {
		kpt_error("'%s' is no compiler of kernels: name one as gcc-12 or clang-14 are named, without a folder or the prefix of an architecture",
			  given);
		return KPT_USAGE;
	}
	if (llvm && *llvm) {
		kpt_error("LLVM=%s names the compiler already: leave out it or '%s'",
			  llvm, given);
		return KPT_USAGE;
	}
	command_of(arch, given, command, sizeof(command));
	if (version_of(command, said, sizeof(said)))
		return not_there(arch, given);
	command_of(arch, "gcc", usual, sizeof(usual));
	if (same_compiler(command, usual))
		return 0;
	return kpt_copy(name, len, given) ?
	       kpt_error("%s: name too long", given) : 0;
}

/* A tool by what it says it is. */
static int add_tool(struct vm_text *t, const char *prefix, const char *tool)
{
	char name[128], said[4096];

	kpt_join(name, sizeof(name), "%s%s", prefix, tool);
	if (version_of(name, said, sizeof(said)))
		return kpt_error("%s: cannot be run; make deps with this ARCH= installs it",
				 name);
	vm_text_add(t, "tool %s\n", said);
	return 0;
}

int vm_compiler_add(struct vm_text *t, const struct vm_arch *arch,
		    const char *cc)
{
	const char *llvm = getenv("LLVM");
	char command[160];

	if (llvm && *llvm) {
		vm_text_add(t, "LLVM %s\n", llvm);
		return add_tool(t, "", "clang") || add_tool(t, "", "ld.lld");
	}
	command_of(arch, *cc ? cc : "gcc", command, sizeof(command));
	return add_tool(t, "", command) || add_tool(t, arch->cross, "ld");
}

void vm_compiler_export(const struct vm_arch *arch, const char *cc)
{
	char command[160], flags[sizeof(arch->make) + sizeof(command) + 8];

	command_of(arch, cc, command, sizeof(command));
	setenv("ARCH", arch->kbuild_arch, 1);
	setenv("CROSS_COMPILE", arch->cross, 1);
	/* Where GNU make takes arguments from, besides its command line. */
	kpt_join(flags, sizeof(flags), "%s%s%s", arch->make,
		 *cc ? " CC=" : "", *cc ? command : "");
	setenv("GNUMAKEFLAGS", flags, 1);
	/* That ccache is called for it, too. */
	setenv("KPT_CC", *cc ? command : "", 1);
}
