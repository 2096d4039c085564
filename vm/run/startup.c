// SPDX-License-Identifier: GPL-2.0-only
/*
 * startup.c - the instructions of a boot
 *
 * A phase lies between the first calls of two functions that every kernel has
 * and calls once: init/main.c, start_kernel() and kernel_init(). What is before
 * start_kernel() is firmware, unpacking of the image and the architecture's own
 * first steps, so the boot as a whole is counted from there.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"
#include "profile/boot.h"
#include "vm/base/conf.h"
#include "vm/kernel/kernel.h"
#include "vm/run/results.h"
#include "vm/run/size_elf.h"
#include "vm/run/startup.h"

/* The first of these that a kernel has; the architecture's are in arch.conf. */
static const struct {
	const char *mark;
	const char *name[2];
} points[VM_POINTS] = {
	[VM_START_KERNEL] = { "start", { "start_kernel" } },
	[VM_LINEAR] = { "linear", { NULL } },
	[VM_LINEAR_END] = { "linear.end", { NULL } },
	/* mm_core_init() is since 6.4; before, mm_init() is no one symbol. */
	[VM_MM] = { "mm", { "mm_core_init", "mem_init" } },
	[VM_SCHED] = { "sched", { "sched_init" } },
	[VM_INIT] = { "init", { "kernel_init" } },
	/* The last step before the first program. */
	[VM_DONE] = { "done", { "rcu_end_inkernel_boot" } },
};

/* From one point to another; from VM_POINTS: from the machine's first step. */
static const struct {
	const char *metric;
	enum vm_point from, to;
} phases[] = {
	{ "boot.instructions", VM_START_KERNEL, VM_DONE },
	{ "boot.early", VM_POINTS, VM_START_KERNEL },
	{ "boot.setup", VM_START_KERNEL, VM_MM },
	{ "boot.linear", VM_LINEAR, VM_LINEAR_END },
	{ "boot.memory", VM_MM, VM_SCHED },
	{ "boot.core", VM_SCHED, VM_INIT },
	{ "boot.initcalls", VM_INIT, VM_DONE },
};

/* Names that are looked for: two of a point at most. */
struct wanted {
	char linear[2][64];
	struct vm_address v[2 * VM_POINTS + 1];
	enum vm_point of[2 * VM_POINTS];
	size_t n;
};

static void want(struct wanted *w, enum vm_point p, const char *name)
{
	if (!name || !*name)
		return;
	w->of[w->n] = p;
	w->v[w->n++].name = name;
}

static void want_all(struct wanted *w, const char *linear)
{
	size_t i, k;

	sscanf(linear, "%63s %63s", w->linear[0], w->linear[1]);
	want(w, VM_LINEAR, w->linear[0]);
	want(w, VM_LINEAR_END, w->linear[1]);
	for (i = 0; i < VM_POINTS; i++)
		for (k = 0; k < ARRAY_SIZE(points[i].name); k++)
			want(w, i, points[i].name[k]);
}

void vm_startup_read(struct vm_startup *s, const struct vm_arch *arch,
		     const struct vm_kernel *kernel)
{
	struct wanted w = { .n = 0 };
	char path[VM_PATH + 16];
	const char *why;
	size_t i;

	memset(s, 0, sizeof(*s));
	if (kernel->foreign) {
		kpt_copy(s->why, sizeof(s->why),
			 "of this kernel there is an image only, and no vmlinux with its symbols");
		return;
	}
	want_all(&w, arch->linear);
	kpt_join(path, sizeof(path), "%s/vmlinux", kernel->dir);
	why = vm_size_addresses(path, w.v);
	if (*why) {
		snprintf(s->why, sizeof(s->why), "vmlinux: %s", why);
		return;
	}
	for (i = 0; i < w.n; i++) {
		enum vm_point p = w.of[i];

		if (!s->has[p])
			kpt_copy(s->name[p], sizeof(s->name[p]), w.v[i].name);
		/* Of two symbols with one name nobody knows which it is. */
		if (s->has[p] || w.v[i].nr != 1)
			continue;
		s->has[p] = true;
		s->at[p] = w.v[i].at;
	}
}

void vm_startup_args(const struct vm_startup *s, char *buf, size_t len)
{
	size_t i, used = 0;

	*buf = '\0';
	for (i = 0; i < VM_POINTS; i++) {
		if (!s->has[i])
			continue;
		used += (size_t)snprintf(buf + used, len - used,
			"%smark=%s@%llx", used ? "," : ",boot=boot,",
			points[i].mark, s->at[i]);
		if (used >= len) {
			*buf = '\0';
			return;
		}
	}
}

/* Return: 0, or why what the plugin left tells nothing. */
static const char *read_counts(const char *path, bool seen[VM_POINTS],
			       uint64_t at[VM_POINTS])
{
	const char *why = "the boot did not come to its last phase";
	char line[128], name[24];
	uint64_t n;
	FILE *f = fopen(path, "re");
	size_t i;

	if (!f)
		return why;
	if (!fgets(line, sizeof(line), f) || strcmp(line, BOOT_MAGIC "\n"))
		why = "what the plugin wrote is damaged";
	while (why && fgets(line, sizeof(line), f)) {
		if (!strcmp(line, "end\n"))
			why = NULL;
		else if (sscanf(line, "mark %23s %" SCNu64, name, &n) == 2)
			for (i = 0; i < VM_POINTS; i++) {
				if (strcmp(points[i].mark, name))
					continue;
				seen[i] = true;
				at[i] = n;
			}
	}
	fclose(f);
	return why;
}

/* Why a phase is not known, or NULL. */
static const char *no_point(const struct vm_startup *s, enum vm_point p,
			    const bool seen[VM_POINTS], char *buf, size_t len)
{
	if (p == VM_POINTS || seen[p])
		return NULL;
	if (!s->name[p][0])
		snprintf(buf, len, "arch.conf names no function for it (linear)");
	else
		snprintf(buf, len, "vmlinux has no one function %s()",
			 s->name[p]);
	return buf;
}

int vm_startup_put(const struct vm_startup *s, const char *guest, FILE *to)
{
	const char *no_counts = s->why;
	bool seen[VM_POINTS] = { false };
	uint64_t at[VM_POINTS];
	char path[VM_PATH + 8];
	size_t i;
	int ret = 0;

	kpt_join(path, sizeof(path), "%s/boot", guest);
	if (!*no_counts)
		no_counts = read_counts(path, seen, at);
	for (i = 0; i < ARRAY_SIZE(phases) && !ret; i++) {
		enum vm_point from = phases[i].from, end = phases[i].to;
		struct vm_fact f = { .metric = phases[i].metric,
				     .kind = "boot", .unit = "instructions",
				     .source = "kptprof", .na = no_counts };
		char why[128];

		if (!f.na)
			f.na = no_point(s, from, seen, why, sizeof(why));
		if (!f.na)
			f.na = no_point(s, end, seen, why, sizeof(why));
		if (!f.na)
			f.value = (long long)(at[end] - (from == VM_POINTS ? 0 :
							 at[from]));
		ret = vm_results_fact(to, &f);
	}
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret ? ret : (int)ARRAY_SIZE(phases);
}
