// SPDX-License-Identifier: GPL-2.0-only
/* lost.c - boots that were lost, by no fault of the kernel */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/base/files.h"
#include "vm/base/paths.h"
#include "vm/run/lost.h"

#define HANGS	2	/* one may be the host's */

static int path_of(char *path, size_t len, const char *dir)
{
	return kpt_join(path, len, "%s/lost.tsv", dir) ?
	       kpt_error("%s: name too long", dir) : 0;
}

int vm_lost_note(const struct vm_run *r, const char *name,
		 const struct vm_verdict *v)
{
	char path[VM_PATH + 32], host[256] = "?", reason[512];
	int bad;
	FILE *f;

	if (strcmp(v->status, "qemu") && strcmp(v->status, "hang"))
		return 0;
	if (path_of(path, sizeof(path), r->dir))
		return KPT_FAIL;
	gethostname(host, sizeof(host) - 1);
	f = fopen(path, "ae");
	if (!f)
		return kpt_error("%s: %s", path, strerror(errno));
	bad = fprintf(f, "%s\t%s\t%s\t%s\n", name, v->status, host,
		      kpt_shown(reason, sizeof(reason), v->reason)) < 0;
	errno = EIO;
	return fclose(f) || bad ? kpt_error("%s: %s", path, strerror(errno)) :
	       0;
}

/* Lines of @name with @status */
static size_t count(const struct vm_run *r, const char *name,
		    const char *status)
{
	char path[VM_PATH + 32], wanted[192], *line = NULL;
	size_t n = 0, size = 0, len;
	FILE *f;

	if (path_of(path, sizeof(path), r->dir))
		return 0;
	kpt_join(wanted, sizeof(wanted), "%s\t%s\t", name, status);
	len = strlen(wanted);
	f = fopen(path, "re");
	while (f && getline(&line, &size, f) > 0)
		n += !strncmp(line, wanted, len);
	free(line);
	if (f)
		fclose(f);
	return n;
}

bool vm_lost_is(const struct vm_run *r, const char *name, const char *status)
{
	bool kept = r->keep_failed || r->merge;

	return !strcmp(status, "qemu") ||
	       (kept && !strcmp(status, "hang") &&
		count(r, name, status) < HANGS);
}

int vm_lost_join(const struct vm_run *r)
{
	char (*path)[VM_PATH + 32] = calloc(r->merge->n + 1, sizeof(*path));
	const char **from = calloc(r->merge->n + 1, sizeof(*from));
	int status = path && from ? 0 : kpt_error("out of memory");
	bool any = false;
	size_t i;

	for (i = 0; i < r->merge->n && !status; i++) {
		status = path_of(path[i], sizeof(path[i]), r->merge->v[i]);
		from[i] = path[i];
		any |= !status && vm_exists(path[i]);
	}
	if (!status && any)
		status = path_of(path[i], sizeof(path[i]), r->dir);
	if (!status && any && vm_join_files(path[i], from, i))
		status = KPT_FAIL;
	free(path);
	free(from);
	return status;
}
