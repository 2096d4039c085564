// SPDX-License-Identifier: GPL-2.0-only
/* cmd_steps.c - kptvm steps: the kernels a series goes through */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/conf.h"
#include "vm/base/proc.h"
#include "vm/cmd/commands.h"
#include "vm/source/queue.h"
#include "vm/source/series.h"
#include "vm/source/source.h"

#define LOG_MAX (4 << 20)	/* one line a commit */

static struct {
	const char *variant, *series, *ksrc, *base, *rev;
	bool quiet;
} opt = { .variant = "patched" };

const struct kpt_option vm_steps_options[] = {
	OPT_STR(0, "variant", &opt.variant, "NAME",
		"kernel of configs/kernels (patched)"),
	OPT_STR(0, "series", &opt.series, "PATH",
		"patches that are the steps: an mbox, a folder or a quilt queue"),
	OPT_STR(0, "ksrc", &opt.ksrc, "TREE",
		"git tree whose commits are the steps, instead of patches"),
	OPT_STR(0, "base", &opt.base, "REV",
		"revision in that tree: the first kernel"),
	OPT_STR(0, "rev", &opt.rev, "REV",
		"revision in that tree: the last kernel (HEAD)"),
	OPT_FLAG('q', "quiet", &opt.quiet, "no progress"),
	OPT_END()
};

const char *const vm_steps_examples[] = {
	"kptvm steps --variant patched",
	"kptvm steps --series v2.mbx",
	"kptvm steps --ksrc ~/linux --base v6.12 --rev my-series",
	NULL
};

/* The number is as wide as the last one, so that names sort. */
static void put_step(size_t at, size_t of, const char *what,
		     const char *subject)
{
	char name[32];

	snprintf(name, sizeof(name), "%0*zu", of > 99 ? 3 : 2, at);
	printf("%s\t%s\t", at ? name : "base", what);
	for (; *subject; subject++)
		putchar((unsigned char)*subject < ' ' ? ' ' : *subject);
	putchar('\n');
}

static void put_patches(const struct vm_queue *q)
{
	char subject[512], what[32];
	size_t i;

	put_step(0, q->n, "0", "without the series");
	for (i = 0; i < q->n; i++) {
		snprintf(what, sizeof(what), "%zu", i + 1);
		vm_queue_subject(q->path[i], subject, sizeof(subject));
		put_step(i + 1, q->n, what, subject);
	}
}

static int steps_of_variant(void)
{
	struct vm_variant v;
	struct vm_queue q;
	int status = vm_variant_read(&v, opt.variant);

	if (status)
		return status;
	status = vm_queue_read(&q, v.queues, -1);
	if (!status && !q.n)
		status = kpt_error("kernel '%s' has no patches: there is nothing to walk through",
				   opt.variant);
	if (!status)
		put_patches(&q);
	vm_queue_free(&q);
	return status;
}

static int steps_of_series(void)
{
	char full[PATH_MAX];
	struct vm_series s;
	int status;

	if (!realpath(opt.series, full))
		return kpt_error("%s: %s", opt.series, strerror(errno));
	status = vm_series_read(&s, full, true);
	if (!status)
		put_patches(&s.queue);
	vm_series_free(&s);
	return status;
}

static size_t count_lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

/* Where branches were merged, the side that was merged is one step. */
static int print_commits(const char *base, const char *last)
{
	char range[2 * VM_COMMIT + 4];
	const char *const argv[] = { "git", "-C", opt.ksrc, "log", "--reverse",
				     "--first-parent", "--format=%H %s", range,
				     NULL };
	char *said = malloc(LOG_MAX), *save = NULL, *line;
	size_t n, i = 0;
	int status = 0;

	if (!said)
		return kpt_error("out of memory");
	kpt_join(range, sizeof(range), "%s..%s", base, last);
	if (vm_capture(argv, NULL, said, LOG_MAX)) {
		status = kpt_error("%s: git log: %s", opt.ksrc, said);
		goto out;
	}
	n = count_lines(said);
	put_step(0, n, base, opt.base);
	for (line = strtok_r(said, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *subject = line + strcspn(line, " ");

		if (*subject)
			*subject++ = '\0';
		put_step(++i, n, line, subject);
	}
out:
	free(said);
	return status;
}

static int steps_of_tree(void)
{
	const char *rev = opt.rev ? opt.rev : "HEAD";
	char base[VM_COMMIT], last[VM_COMMIT], said[512];
	const char *const before[] = { "git", "-C", opt.ksrc, "merge-base",
				       "--is-ancestor", base, last, NULL };

	if (vm_source_commit(opt.ksrc, opt.base, base) ||
	    vm_source_commit(opt.ksrc, rev, last))
		return KPT_FAIL;
	if (!strcmp(base, last))
		return kpt_error("%s and %s are the same commit: there is nothing to walk through",
				 opt.base, rev);
	if (vm_capture(before, NULL, said, sizeof(said)))
		return kpt_error("%s is no ancestor of %s: no walk leads from one to the other; git merge-base %s %s names one that does",
				 opt.base, rev, opt.base, rev);
	return print_commits(base, last);
}

int vm_cmd_steps(int argc, char **argv)
{
	int status = vm_begin_cache(opt.quiet);

	(void)argc;
	(void)argv;
	if (status)
		return status;
	if (opt.series && (opt.ksrc || opt.base || opt.rev))
		return vm_usage("--series has its own steps: no --ksrc, --base or --rev");
	if (opt.series)
		return steps_of_series();
	if (!opt.ksrc && (opt.base || opt.rev))
		return vm_usage("--base and --rev name revisions of --ksrc TREE, which is missing");
	if (opt.ksrc && !opt.base)
		return vm_usage("--base REV is missing: where in --ksrc TREE to begin");
	return opt.ksrc ? steps_of_tree() : steps_of_variant();
}
