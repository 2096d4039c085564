// SPDX-License-Identifier: GPL-2.0-only
/*
 * kptprof.c - a QEMU plugin that counts what measured windows execute
 *
 * classes=PREFIX counts instructions that do more than compute, by class. Only
 * these count themselves, all the time, so that the guest runs as fast, and
 * with the same translations, from begin to end. places=FILE has further
 * classes, of instructions by their addresses (profile/places.h). data=on
 * counts lines and pages of data as well, and instructions with interrupts
 * masked (profile/operation.h): for that translations are thrown away once,
 * before the first window.
 *
 * boot=FILE mark=NAME@ADDRESS ... counts all instructions up to where functions
 * of the kernel are first called.
 *
 * cover=PREFIX records which code is executed at all, from the kernel's begin on.
 *
 * out=PREFIX counts every instruction by address. Code is translated twice. As
 * long as no window is near it is translated as it is, but for the markers of
 * kmod/kptb_mark.h, and runs as fast as without a plugin. The marker before a
 * scenario's windows throws all translations away; from then on every kernel
 * instruction counts itself, until the marker behind them throws them away
 * again (RESETS_ONCE: until the guest ends).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/boot_count.h"
#include "profile/classes.h"
#include "profile/cover.h"
#include "profile/insn.h"
#include "profile/mark.h"
#include "profile/operation.h"
#include "profile/touched.h"
#include "profile/windows.h"

#define MAX_CODE	16	/* bytes of an instruction: x86 has up to 15 */

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

/* QEMU hands a plugin no pointer of its own, so this is its only state. */
static struct {
	qemu_plugin_id_t id;
	const struct mark_target *target;
	const struct classify_target *classify;
	struct places places;
	char out[256];		/* files are OUT-0, OUT-1, ... or none */
	char classes_out[256];	/* likewise */
	long scenario;
	enum phase phase;
	bool counting;		/* translated code counts itself */
	bool switching;		/* translations are being thrown away */
	bool failed;
	struct counts counts;
	struct windows windows;
	struct classes classes;
	struct boot_count boot;
	struct cover cover;
	/* the window that is open */
	bool open, whole, mixed;	/* whole: from ENTER to LEAVE */
	unsigned int vcpu;
	uint64_t ops;
	struct footprint footprint;	/* of an operation, in a profile */
	struct operation op;
} prof = { .scenario = -1, .cover.now = 1 };

static void fail(const char *what, int err)
{
	if (!prof.failed)
		fprintf(stderr, "kptprof: %s: %s; no profile from here on\n",
			what, strerror(-err));
	prof.failed = true;
}

/* ---- windows ---- */

static void fresh_footprint(void)
{
	if (prof.out[0] && !footprint_begin(&prof.footprint))
		fail("lines and pages", -ENOMEM);
}

static void open_window(unsigned int vcpu, bool whole)
{
	if (prof.failed || prof.open || prof.phase == PHASE_NONE ||
	    prof.switching || (prof.out[0] && !prof.counting))
		return;
	prof.open = true;
	prof.op.under_way = false;
	prof.whole = whole;
	prof.mixed = false;
	prof.vcpu = vcpu;
	prof.ops = 0;
	memset(prof.classes.now, 0, sizeof(prof.classes.now));
	if (prof.out[0])
		counts_clear(&prof.counts);
	fresh_footprint();
}

static void close_window(bool whole)
{
	int ret;

	if (!prof.open || prof.whole != whole)
		return;
	prof.open = false;
	prof.op.under_way = false;
	if (prof.op.err || prof.footprint.full)
		fail("lines, pages or the mask of interrupts",
		     prof.op.err ? prof.op.err : -ENOMEM);
	ret = classes_add(&prof.classes, prof.phase, prof.mixed);
	if (!ret && prof.out[0])
		ret = windows_add(&prof.windows, prof.phase, &prof.counts,
				  prof.ops, prof.mixed);
	if (ret)
		fail("window", ret);
}

static void on_op(unsigned int vcpu, uint64_t marker)
{
	open_window(vcpu, false);
	if (!prof.open)
		return;
	prof.mixed |= prof.vcpu != vcpu;
	prof.ops++;
	fresh_footprint();
	operation_begin(&prof.op, insn_in_kernel(marker));
	if (!insn_in_kernel(marker))
		return;
	prof.windows.moved |= prof.windows.marker &&
			      prof.windows.marker != marker;
	prof.windows.marker = marker;
}

static void write_classes(void)
{
	char path[sizeof(prof.classes_out) + 32];
	int ret;

	if (prof.classes.nr && prof.classes_out[0] && !prof.failed) {
		snprintf(path, sizeof(path), "%s-%ld", prof.classes_out,
			 prof.scenario);
		ret = classes_write(&prof.classes, path, prof.classify,
				    &prof.places);
		if (ret)
			fail(path, ret);
	}
	classes_clear(&prof.classes);
}

static void write_scenario(void)
{
	char path[sizeof(prof.out) + 32];
	int ret;

	prof.windows.unclosed = prof.open;
	prof.open = false;
	prof.op.under_way = false;
	write_classes();
	ret = cover_next(&prof.cover, prof.scenario, prof.target->name);
	if (ret)
		fail(prof.cover.out, ret);
	if (prof.out[0] && (prof.windows.nr[PHASE_WORK] || prof.windows.unclosed) &&
	    !prof.failed) {
		snprintf(path, sizeof(path), "%s-%ld", prof.out, prof.scenario);
		ret = windows_write(&prof.windows, path, prof.target->name);
		if (ret)
			fail(path, ret);
	}
	windows_clear(&prof.windows);
}

/* ---- translation ---- */

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
static void at_exit(qemu_plugin_id_t id, void *udata);

static void register_all(void)
{
	qemu_plugin_register_vcpu_tb_trans_cb(prof.id, translated);
	qemu_plugin_register_atexit_cb(prof.id, at_exit, NULL);
}

/* A reset throws away translations, and what is registered with them. */
static void switched(qemu_plugin_id_t id)
{
	(void)id;
	prof.counting = prof.out[0] && prof.phase != PHASE_NONE;
	prof.op.watched = prof.classes.data &&
			  (prof.counting || !prof.out[0]);
	prof.switching = false;
	register_all();
}

/*
 * A jump that asks QEMU for its target keeps the callbacks for its accesses
 * set, before QEMU 8.0 (its issue 1381); a reset frees them, and the next push
 * of an exception calls them. So with such a QEMU what counts is not taken out
 * again: the kernel's way from one scenario to the next is slower for that.
 */
#define RESETS_ONCE	(KPT_QEMU_API < 3)

static void throw_away(void)
{
	if (prof.switching)
		return;
	prof.switching = true;
	qemu_plugin_reset(prof.id, switched);
}

static void set_phase(enum phase phase)
{
	prof.phase = phase;
	prof.classes.run += phase == PHASE_NOP;
	if (!prof.out[0]) {
		if (prof.classes.data && !prof.op.watched && phase)
			throw_away();
		return;
	}
	if (prof.counting && RESETS_ONCE)
		return;
	if (prof.counting != (phase != PHASE_NONE))
		throw_away();
}

static void on_mark(unsigned int vcpu, void *udata)
{
	const struct count *n = udata;

	switch (n->mark) {
	case KPTB_MARK_SCENARIO:
		write_scenario();
		prof.scenario++;
		set_phase(PHASE_NONE);
		break;
	case KPTB_MARK_NOP:
		set_phase(PHASE_NOP);
		break;
	case KPTB_MARK_WORK:
		set_phase(PHASE_WORK);
		break;
	case KPTB_MARK_DONE:
		set_phase(PHASE_NONE);
		break;
	case KPTB_MARK_OP:
		on_op(vcpu, n->addr);
		break;
	case KPTB_MARK_CLOSE:
		operation_end(&prof.op, insn_in_kernel(n->addr));
		close_window(false);
		break;
	case KPTB_MARK_ENTER:
		open_window(vcpu, true);
		break;
	case KPTB_MARK_LEAVE:
		close_window(true);
		break;
	}
}

static void on_access(unsigned int vcpu, qemu_plugin_meminfo_t info,
		      uint64_t addr, void *udata)
{
	struct count *n = udata;
	struct touch new;

	(void)vcpu;
	if (!prof.open)
		return;
	if (qemu_plugin_mem_is_store(info))
		n->stores++;
	else
		n->loads++;
	new = footprint_add(&prof.footprint, addr, insn_access_size(info));
	n->lines += new.lines;
	n->pages += new.pages;
}

/*
 * Of user mode only what it asks the kernel for would be of interest.
 *
 * Return: its classes.
 */
static unsigned int count_classes(struct qemu_plugin_insn *insn, uint64_t addr,
				  const uint8_t *code, unsigned int before)
{
	unsigned int classes;

	if (!insn_in_kernel(addr) || (prof.out[0] && !prof.counting))
		return 0;
	classes = prof.classify->classes(code, qemu_plugin_insn_size(insn)) |
		  places_at(&prof.places, addr) << NR_CLASSES;
	operation_insn(&prof.op, insn, before & CLASS_BIT(SYSREG_INTERRUPTS));
	for (int i = 0; classes >> i; i++)
		if (classes >> i & 1)
			insn_count(insn, &prof.classes.now[i]);
	return classes;
}

static void on_block(unsigned int vcpu, void *udata)
{
	(void)vcpu;
	cover_entered(&prof.cover, udata);
}

/* A block that faults is left before its end: its rest counts as executed. */
static void cover_block_of(struct qemu_plugin_tb *tb, size_t nr)
{
	struct qemu_plugin_insn *first = qemu_plugin_tb_get_insn(tb, 0);
	struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(tb, nr - 1);
	uint64_t start = qemu_plugin_insn_vaddr(first);
	uint64_t end = qemu_plugin_insn_vaddr(last) +
		       qemu_plugin_insn_size(last);
	struct cover_block *b;

	if (!prof.cover.out[0] || !insn_in_kernel(start) || end <= start)
		return;
	b = cover_block(&prof.cover, start, end);
	if (!b)
		fail("blocks", -ENOMEM);
	else
		qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block,
			QEMU_PLUGIN_CB_NO_REGS, b);
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	uint8_t room[MAX_CODE];
	size_t i, nr = qemu_plugin_tb_n_insns(tb);
	const struct mark_target *t = prof.target;
	unsigned int classes = 0;	/* of the instruction before */

	(void)id;
	boot_translated(&prof.boot, tb, nr);
	operation_block(&prof.op, tb, nr);
	if (nr)
		cover_block_of(tb, nr);
	for (i = 0; i < nr && !prof.failed; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t addr = qemu_plugin_insn_vaddr(insn);
		const uint8_t *code = insn_code(insn, room, sizeof(room));
		unsigned int mark = 0;
		struct count *n;

		if (qemu_plugin_insn_size(insn) == t->len)
			mark = t->mark(code);
		classes = count_classes(insn, addr, code, classes);
		if (!mark && !prof.counting)
			continue;
		n = counts_at(&prof.counts, addr);
		if (!n) {
			fail("instructions", -ENOMEM);
			return;
		}
		n->mark = mark;
		n->clears = t->clears && t->clears(code);
		if (mark)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark,
				QEMU_PLUGIN_CB_R_REGS, n);
		if (!prof.counting)
			continue;
		insn_count(insn, &n->exec);
		qemu_plugin_register_vcpu_mem_cb(insn, on_access,
			QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, n);
	}
}

/* ---- begin and end ---- */

static void at_exit(qemu_plugin_id_t id, void *udata)
{
	(void)id;
	(void)udata;
	write_scenario();
	counts_free(&prof.counts);
	cover_free(&prof.cover);
	places_free(&prof.places);
	footprint_free(&prof.footprint);
	operation_free(&prof.op);
}

static bool take_prefix(const char *arg, const char *key, char prefix[256])
{
	size_t len = strlen(key);

	if (strncmp(arg, key, len) || strlen(arg + len) >= 256)
		return false;
	strcpy(prefix, arg + len);
	return true;
}

static bool take_places(const char *arg)
{
	int ret;

	if (strncmp(arg, "places=", 7))
		return false;
	ret = places_read(&prof.places, arg + 7);
	if (ret)
		fprintf(stderr, "kptprof: %s: %s\n", arg + 7, strerror(-ret));
	return !ret;
}

static bool take_data(const char *arg)
{
	bool on = !strcmp(arg, "data=on");

	prof.classes.data |= on;
	return on;
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
			int argc, char **argv)
{
	size_t i;

	if (info->version.cur >= QEMU_PLUGIN_TOO_NEW) {
		fprintf(stderr, "kptprof: this QEMU's plugin interface is %d, and callbacks take other arguments since %d\n",
			info->version.cur, QEMU_PLUGIN_TOO_NEW);
		return -1;
	}
	prof.target = mark_target(info->target_name);
	prof.classify = classify_target(info->target_name);
	if (!prof.target || !prof.classify || !info->system_emulation) {
		fprintf(stderr, "kptprof: knows no marker for %s\n",
			info->target_name);
		return -1;
	}
	if (argc == 1 && !strcmp(argv[0], "probe=on")) {
		fprintf(stderr, "kptprof: ready\n");
		return -1;
	}
	for (i = 0; i < (size_t)argc; i++) {
		if (take_prefix(argv[i], "out=", prof.out) ||
		    take_prefix(argv[i], "classes=", prof.classes_out) ||
		    take_prefix(argv[i], "boot=", prof.boot.boot.out) ||
		    take_prefix(argv[i], "cover=", prof.cover.out) ||
		    take_places(argv[i]) || take_data(argv[i]) ||
		    (!strncmp(argv[i], "mark=", 5) &&
		     boot_add(&prof.boot.boot, argv[i] + 5)))
			continue;
		fprintf(stderr, "kptprof: %s: want out=PREFIX, classes=PREFIX, places=FILE, data=on, cover=PREFIX, boot=FILE or mark=NAME@ADDRESS\n",
			argv[i]);
		return -1;
	}
	if (!prof.out[0] && !prof.classes_out[0]) {
		fprintf(stderr, "kptprof: out=PREFIX or classes=PREFIX is missing\n");
		return -1;
	}
	prof.id = id;
	prof.boot.executed = insn_total_new();
	operation_init(&prof.op, info->target_name, prof.classes.now);
	prof.classes.no_mask = prof.op.masked.why;
	register_all();
	return 0;
}
