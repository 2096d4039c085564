// SPDX-License-Identifier: GPL-2.0-only
/* cmd_cache.c - kptvm cache: what is kept, is it whole, and away with the rest */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/cache/cache.h"
#include "vm/cache/cache_entries.h"
#include "vm/cache/cache_sum.h"
#include "vm/cmd/commands.h"

#define DAY	86400

static struct {
	long long older;
	bool dry, remove;
} opt = { .older = -1 };

const struct kpt_option vm_cache_options[] = {
	OPT_INT(0, "older", &opt.older, 1, 36500, "DAYS",
		"prune: finished entries, too, that were not used for so long"),
	OPT_FLAG(0, "dry-run", &opt.dry,
		 "prune: remove nothing, tell what would be"),
	OPT_FLAG(0, "remove", &opt.remove,
		 "verify: remove what is damaged; it is made again when it is wanted"),
	OPT_END()
};

const char *const vm_cache_examples[] = {
	"kptvm cache list",
	"kptvm cache verify --remove",
	"kptvm cache prune --older 30 --dry-run",
	NULL
};

static const char *size_words(char *buf, size_t len, long long bytes)
{
	static const char *const unit[] = { "KiB", "MiB", "GiB", "TiB" };
	double size = (double)bytes / 1024;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(unit) - 1 && size >= 1000; i++)
		size /= 1024;
	snprintf(buf, len, "%.*f %s", size < 10 && i ? 1 : 0, size, unit[i]);
	return buf;
}

/* "about 3 h" is "3 h" in a column. */
static const char *age_words(char *buf, size_t len, time_t used)
{
	double age = difftime(time(NULL), used);

	kpt_about(buf, len, age > 0 ? age : 0);
	memmove(buf, buf + strlen("about "), strlen(buf) + 1 - strlen("about "));
	return buf;
}

static const char *state_words(const struct vm_entry *e)
{
	switch (e->state) {
	case VM_ENTRY_MADE:
		return "being made now";
	case VM_ENTRY_LEFT:
		return "half made, and nobody works on it";
	case VM_ENTRY_REST:
		return "what was kept beside an entry that is gone";
	case VM_ENTRY_OTHER:
		return "not an entry: of scripts, which make it again";
	case VM_ENTRY_WHOLE:
		break;
	}
	return e->what;
}

static void print(const struct vm_entry *e, const char *why)
{
	char size[32], age[64];

	printf("%-7s %9s %8s  %-16s  %s\n", e->kind[0] ? e->kind : "-",
	       size_words(size, sizeof(size), e->bytes),
	       age_words(age, sizeof(age), e->used), e->name, why);
}

static void print_title(void)
{
	printf("%-7s %9s %8s  %-16s  %s\n", "KIND", "SIZE", "USED AGO", "NAME",
	       "WHAT");
}

static void print_total(const char *what, size_t n, long long bytes)
{
	char size[32];

	printf("%s: %zu, %s\n", what, n,
	       size_words(size, sizeof(size), bytes));
}

static int list(struct vm_entries *all)
{
	long long bytes = 0;
	size_t i;

	if (all->n)
		print_title();
	for (i = 0; i < all->n; i++) {
		print(&all->v[i], state_words(&all->v[i]));
		bytes += all->v[i].bytes;
	}
	print_total("in all", all->n, bytes);
	return KPT_PASS;
}

static int take_away(const struct vm_entry *e)
{
	int ret = vm_cache_remove(e->dir);

	if (ret == -EWOULDBLOCK)
		kpt_info("%s: another kptvm works on it; it stays", e->dir);
	else if (ret)
		return kpt_error("%s: cannot be removed: %s", e->dir,
				 strerror(-ret));
	return 0;
}

static int verify(struct vm_entries *all)
{
	size_t i, whole = 0, damaged = 0, unknown = 0;
	char sum[VM_PATH + 16];
	int status = KPT_PASS;

	for (i = 0; i < all->n && !vm_interrupted(); i++) {
		const struct vm_entry *e = &all->v[i];
		int bad;

		if (e->state != VM_ENTRY_WHOLE)
			continue;
		vm_entry_path(e, sum, sizeof(sum), "sum");
		bad = vm_sum_verify(e->dir, sum);
		unknown += bad < 0;
		whole += !bad;
		if (bad <= 0)
			continue;
		damaged++;
		print(e, opt.remove ? "damaged; removed" : "damaged");
		if (opt.remove && take_away(e))
			status = KPT_FAIL;
	}
	printf("whole: %zu; damaged: %zu; without digests, so not known: %zu (source trees, and what was made before there were digests)\n",
	       whole, damaged, unknown);
	if (damaged && !opt.remove)
		kpt_info("kptvm cache verify --remove removes what is damaged; it is made again when it is wanted");
	return damaged || vm_interrupted() ? KPT_FAIL : status;
}

/* Why it goes, or NULL when it stays. */
static const char *why_not(const struct vm_entry *e)
{
	char sum[VM_PATH + 16];

	switch (e->state) {
	case VM_ENTRY_LEFT:
	case VM_ENTRY_REST:
		return state_words(e);
	case VM_ENTRY_WHOLE:
		vm_entry_path(e, sum, sizeof(sum), "sum");
		if (!vm_sum_holds(e->dir, sum, true))
			return "damaged: a file has another size";
		if (opt.older > 0 &&
		    difftime(time(NULL), e->used) > (double)opt.older * DAY)
			return "not used for long";
		return NULL;
	default:
		return NULL;
	}
}

static int prune(struct vm_entries *all)
{
	int status = KPT_PASS;
	long long bytes = 0;
	size_t i, n = 0;

	for (i = 0; i < all->n && !vm_interrupted(); i++) {
		const struct vm_entry *e = &all->v[i];
		const char *why = why_not(e);

		if (!why)
			continue;
		if (!n)
			print_title();
		print(e, why);
		if (!opt.dry && take_away(e)) {
			status = KPT_FAIL;
			continue;
		}
		n++;
		bytes += e->bytes;
	}
	print_total(opt.dry ? "would be removed" : "removed", n, bytes);
	return vm_interrupted() ? KPT_FAIL : status;
}

int vm_cmd_cache(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(struct vm_entries *all);
	} actions[] = {
		{ "list", list }, { "verify", verify }, { "prune", prune },
	};
	struct vm_entries all;
	size_t i;
	int status;

	for (i = 0; argc == 1 && i < ARRAY_SIZE(actions); i++)
		if (!strcmp(actions[i].name, argv[0]))
			break;
	if (argc != 1 || i == ARRAY_SIZE(actions))
		return vm_usage("cache: say what to do: list, verify or prune");
	if ((opt.dry || opt.older > 0) && actions[i].run != prune)
		return vm_usage("cache: --older and --dry-run are for prune");
	if (opt.remove && actions[i].run != verify)
		return vm_usage("cache: --remove is for verify");
	if (vm_begin_cache(false) || vm_entries_read(&all))
		return KPT_FAIL;
	status = actions[i].run(&all);
	vm_entries_free(&all);
	return fflush(stdout) || ferror(stdout) ? KPT_FAIL : status;
}
