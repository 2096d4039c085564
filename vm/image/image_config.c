// SPDX-License-Identifier: GPL-2.0-only
/* image_config.c - is a .config, or a build folder, the one of an image? */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/image/image_config.h"
#include "vm/kernel/kconfig.h"

/* "# Linux/ARCH VERSION Kernel Configuration", among the first lines. */
static bool read_head(const char *text, char *arch, size_t alen, char *version,
		      size_t vlen)
{
	const char *p = strstr(text, "# Linux/");
	size_t n;

	if (!p)
		return false;
	p += strlen("# Linux/");
	n = strcspn(p, " \n");
	if (kpt_join(arch, alen, "%.*s", (int)n, p) || p[n] != ' ')
		return false;
	p += n + 1;
	return !kpt_join(version, vlen, "%.*s", (int)strcspn(p, " \n"), p);
}

/* The head has ARCH= as make was given it: x86 is i386 or x86_64. */
static bool same_arch(const char *has, const char *want)
{
	if (!strcmp(has, "x86"))
		return !strcmp(want, "x86_64") || !strcmp(want, "i386");
	if (!strcmp(has, "arm"))
		return !strcmp(want, "arm");
	return !strncmp(has, want, strlen(has)) ||
	       !strncmp(has, want, strlen(want));
}

/*
 * A release begins with the version: 6.12.117 and 6.12.117+deb13-amd64. Where
 * a distribution counts its own way, 6.8.0-45-generic, the .config still has
 * the stable version: 6.8.12.
 */
static bool same_version(const char *version, const char *release)
{
	int v[3] = { 0 }, r[3] = { 0 }, end = 0;

	if (sscanf(version, "%d.%d.%d", &v[0], &v[1], &v[2]) < 2 ||
	    sscanf(release, "%d.%d.%d%n", &r[0], &r[1], &r[2], &end) < 2)
		return true;
	if (v[0] != r[0] || v[1] != r[1])
		return false;
	if (v[2] == r[2])
		return true;
	return !r[2] && end && release[end] == '-' &&
	       strspn(release + end + 1, "0123456789");
}

static bool same_local(const char *text, const char *release)
{
	char value[128];

	if (vm_kconfig_get(text, "CONFIG_LOCALVERSION", value, sizeof(value)) ||
	    value[0] != '"')
		return true;
	value[strlen(value) - 1] = '\0';
	return strstr(release, value + 1);
}

static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

bool vm_config_fits(const char *path, const char *name,
		    const struct vm_arch *arch, const struct vm_image *im,
		    char *why, size_t len)
{
	char has[32], version[64], *text;

	why[0] = '\0';
	if (!is_file(path)) {
		snprintf(why, len, "%.100s is no file", name);
		return false;
	}
	text = vm_read_text(path);
	if (text && read_head(text, has, sizeof(has), version,
			      sizeof(version))) {
		if (!same_arch(has, arch->kbuild_arch))
			snprintf(why, len, "%.100s is of a kernel for %s, and this run is for %s",
				 name, has, arch->name);
		else if (im->release[0] && !same_version(version, im->release))
			snprintf(why, len, "%.60s is of Linux %.30s, and the image is %.50s",
				 name, version, im->release);
	} else if (!text || !strstr(text, "CONFIG_")) {
		snprintf(why, len, "%.100s is no .config", name);
	}
	if (text && !why[0] && im->release[0] &&
	    !same_local(text, im->release))
		snprintf(why, len, "%.60s has another CONFIG_LOCALVERSION than the image, which is %.50s",
			 name, im->release);
	free(text);
	return !why[0];
}

bool vm_build_fits(const char *dir, const char *name,
		   const struct vm_image *im, char *why, size_t len)
{
	static const char define[] = "#define UTS_RELEASE \"";
	char path[VM_PATH + 64], text[512], *p;

	why[0] = '\0';
	kpt_join(path, sizeof(path), "%s/Module.symvers", dir);
	if (!is_file(path)) {
		snprintf(why, len, "no Module.symvers to build it with: %s",
			 name);
		return false;
	}
	kpt_join(path, sizeof(path), "%s/include/generated/utsrelease.h", dir);
	if (!im->release[0] || kpt_read_file(path, text, sizeof(text)) <= 0)
		return true;
	p = strstr(text, define);
	if (!p)
		return true;
	p += strlen(define);
	p[strcspn(p, "\"\n")] = '\0';
	if (strcmp(p, im->release))
		snprintf(why, len, "headers of %.40s, and the image is %.40s: %s",
			 p, im->release, name);
	return !why[0];
}
