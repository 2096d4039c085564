// SPDX-License-Identifier: GPL-2.0-only
/* profile.c - what is counted, kept, written, read; and markers in code */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyze/profile/profile.h"
#include "common/util.h"
#include "profile/boot.h"
#include "profile/mark.h"
#include "profile/touched.h"
#include "tests/unit/tap.h"

static char dir[] = "/tmp/kpt-unit-XXXXXX";

static const char *path_of(const char *name)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void counting(void)
{
	struct counts c = { 0 };
	struct count *first = counts_at(&c, 0xffff800000000000ull);
	uint64_t i, sum = 0;

	first->exec = 3;
	for (i = 0; i < 100000; i++)
		counts_at(&c, 4 * i)->exec += i;
	ok(counts_at(&c, 0xffff800000000000ull) == first,
	   "an entry stays where it is as the table grows");
	is_int((long long)c.nr, 100001, "an address has one entry");
	for (i = 0; i < c.nr; i++)
		sum += counts_get(&c, i)->exec;
	is_int((long long)sum, 100000ll * 99999 / 2 + 3, "nothing is lost");
	counts_clear(&c);
	is_int((long long)first->exec, 0, "cleared");
	counts_free(&c);
}

static void touching(void)
{
	struct touched t = { 0 };
	int i, fresh = 0;

	ok(touched_begin(&t), "a set begins");
	for (i = 0; i < 50000; i++)
		fresh += touched_add(&t, (uint64_t)(i % 20000) << 6);
	is_int(fresh, 20000, "each line is new once");
	touched_begin(&t);
	ok(touched_add(&t, 64), "and again in the next operation");
	ok(!touched_add(&t, 64), "... once");
	touched_free(&t);
}

/* Accesses of an operation: lines and pages are counted once each. */
static void footprints(void)
{
	struct footprint f = { .full = false };
	struct touch n;

	ok(footprint_begin(&f), "an operation begins");
	n = footprint_add(&f, 0xffff000000001000, 8);
	ok(n.lines == 1 && n.pages == 1, "a line, and its page");
	n = footprint_add(&f, 0xffff00000000103f, 1);
	ok(!n.lines && !n.pages, "the last byte of that line");
	n = footprint_add(&f, 0xffff000000001040, 1);
	ok(n.lines == 1 && !n.pages, "the next line of that page");
	n = footprint_add(&f, 0xffff000000001000, 1);
	ok(!n.lines && !n.pages, "the first once more");
	n = footprint_add(&f, 0xffff000000001ffc, 8);
	ok(n.lines == 2 && n.pages == 1, "an access across lines and pages");
	n = footprint_add(&f, 0xffff00000000107c, 8);
	ok(n.lines == 1 && !n.pages, "... of which one line is there");
	n = footprint_add(&f, 0x1000, 8);
	ok(n.lines == 1 && n.pages == 1, "another address of the same end");
	footprint_begin(&f);
	n = footprint_add(&f, 0x1000, 8);
	ok(n.lines == 1 && n.pages == 1, "again in the next operation");
	for (uint64_t i = 0; i < 1 << 20; i += 8)
		footprint_add(&f, i << 3, 8);
	n = footprint_add(&f, (1 << 23) - 64, 8);
	ok(!f.full && !n.lines, "many lines are all kept");
	footprint_free(&f);
}

static void markers(void)
{
	const struct mark_target *arm = mark_target("aarch64");
	const struct mark_target *x86 = mark_target("x86_64");
	const struct mark_target *riscv = mark_target("riscv64");

	/* As assemblers encode kptb_mark(5). */
	is_int(arm->mark((const uint8_t *)"\xbf\x60\x89\xd2"), 5,
	       "movz xzr, #0x4b05");
	is_int(arm->mark((const uint8_t *)"\xbf\x60\x89\xd3"), 0,
	       "one bit off is none");
	is_int(x86->mark((const uint8_t *)"\x0f\x1f\x80\x05\x74\x70\x6b"), 5,
	       "nopl 0x6b707405(%rax)");
	is_int(x86->mark((const uint8_t *)"\x0f\x1f\x80\x00\x00\x00\x00"), 0,
	       "a compiler's own nopl is none");
	is_int(riscv->mark((const uint8_t *)"\x13\x20\x50\x4b"), 5,
	       "slti x0, x0, 0x4b5");
	ok(!mark_target("m68k"), "an architecture without a marker");
}

static void boot(void)
{
	struct boot b = { .out = "", .nr = 0 };
	struct boot_mark *first, *last;

	ok(boot_add(&b, "start@ffff800080000010"), "a mark and where it is");
	ok(boot_add(&b, "done@ffff800080000020"), "another");
	ok(!boot_add(&b, "start"), "one without a place");
	ok(!boot_add(&b, "@10") && !boot_add(&b, "x@") && !boot_add(&b, "x@1g"),
	   "what is none");
	ok(!boot_add(&b, "a-name-that-is-longer-than-it-may-be@10"),
	   "a name that is too long");
	is_int(b.nr, 2, "two are there");
	ok(!boot_mark_at(&b, 0x10), "nothing is there");
	first = boot_mark_at(&b, 0xffff800080000010);
	last = boot_mark_at(&b, 0xffff800080000020);
	ok(!boot_reached(first, 100) && boot_counts(&b), "the first is reached");
	boot_reached(first, 300);
	is_int(first->at, 100, "... after 100 instructions, and not again");
	snprintf(b.out, sizeof(b.out), "/dev/full");
	is_int(boot_reached(last, 400), -ENOSPC, "what cannot be written is told");
	ok(!boot_counts(&b), "... and nothing is left to count");
}

static void fill(struct counts *c, uint64_t at, uint64_t exec)
{
	counts_clear(c);
	counts_at(c, at)->exec = exec;
	counts_at(c, at - 4)->exec = 1;
}

/* Written by the plugin, told who it is by kptvm, read by kptstat. */
static void round_trip(void)
{
	struct counts c = { 0 };
	struct windows w = { .marker = 0xffff000000001000ull };
	struct pf_file pf;
	char line[256];
	FILE *from, *to;

	fill(&c, 0xffff000000002000ull, 7);
	windows_add(&w, PHASE_NOP, &c, 64, false);
	windows_add(&w, PHASE_WORK, &c, 64, false);
	windows_add(&w, PHASE_WORK, &c, 64, false);
	fill(&c, 0xffff000000002000ull, 9);
	windows_add(&w, PHASE_WORK, &c, 64, false);
	windows_add(&w, PHASE_WORK, &c, 64, true);
	is_int(windows_write(&w, path_of("raw"), "aarch64"), 0, "written");
	windows_clear(&w);
	counts_free(&c);

	from = fopen(path_of("raw"), "r");
	to = fopen(path_of("whole"), "w");
	fprintf(to, PROFILE_MAGIC "\nlabel base\nscenario s\nvmlinux /v w\nmodule /m\n");
	if (!fgets(line, sizeof(line), from))
		line[0] = '\0';
	while (fgets(line, sizeof(line), from))
		fputs(line, to);
	fclose(from);
	fclose(to);

	is_int(pf_read(&pf, path_of("whole")), 0, "read back");
	is_str(pf.vmlinux, "/v w", "names keep their blanks");
	is_int((long long)pf.windows.nr[PHASE_WORK], 4, "every window");
	ok(pf_window(&pf, PHASE_WORK, 1) == &pf.windows.v[PHASE_WORK][0],
	   "one that is as another has its counts");
	is_int((long long)pf_window(&pf, PHASE_WORK, 2)->v[1].exec, 9,
	       "counts by address");
	ok(pf.windows.v[PHASE_WORK][3].mixed, "several CPUs are told");
	is_int((long long)pf.windows.marker, (long long)0xffff000000001000ull,
	       "the marker");
	pf_free(&pf);
}

#define HEAD PROFILE_MAGIC "\nlabel a\nscenario b\nvmlinux c\nmodule d\n" \
	"target aarch64\nmarker ff\n"

static void hostile(void)
{
	static const struct { const char *what, *text; } cases[] = {
		{ "nothing", "" },
		{ "another version", "kptprof 2\nend\n" },
		{ "no end", HEAD },
		{ "no module", PROFILE_MAGIC "\nlabel a\nscenario b\nvmlinux c\n"
		  "target aarch64\nend\n" },
		{ "a key twice", HEAD "label x\nend\n" },
		{ "more after the end", HEAD "end\nmoved\n" },
		{ "a count before any window", HEAD "10 1 0 0 0 0\nend\n" },
		{ "a window out of order", HEAD "window nop 1 1 0\nend\n" },
		{ "an unknown phase", HEAD "window warm 0 1 0\nend\n" },
		{ "as itself", HEAD "window nop 0 1 0 as 0\nend\n" },
		{ "as one to come", HEAD "window nop 0 1 0 as 5\nend\n" },
		{ "as a negative one", HEAD "window nop 0 1 0 as -1\nend\n" },
		{ "as one that is as another", HEAD "window nop 0 1 0\n"
		  "window nop 1 1 0 as 0\nwindow nop 2 1 0 as 1\nend\n" },
		{ "counts that do not add up", HEAD "window nop 0 1 3\n"
		  "10 1 0 0 0 0\nend\n" },
		{ "four counts", HEAD "window nop 0 1 1\n10 1 0 0 0\nend\n" },
		{ "six counts", HEAD "window nop 0 1 1\n10 1 0 0 0 0 0\nend\n" },
		{ "addresses that fall", HEAD "window nop 0 1 2\n"
		  "10 1 0 0 0 0\n10 1 0 0 0 0\nend\n" },
		{ "an unknown word", HEAD "hello\nend\n" },
		{ "a last line without its end", HEAD "end" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct pf_file pf;
		FILE *f = fopen(path_of("bad"), "w");

		fputs(cases[i].text, f);
		fclose(f);
		is_int(pf_read(&pf, path_of("bad")), -EBADMSG, cases[i].what);
		pf_free(&pf);
	}
}

int main(void)
{
	if (!mkdtemp(dir))
		return 1;
	/* Every refusal has its message, and none belongs into TAP. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	counting();
	touching();
	footprints();
	markers();
	boot();
	round_trip();
	hostile();
	unlink(path_of("raw"));
	unlink(path_of("whole"));
	unlink(path_of("bad"));
	rmdir(dir);
	return tap_done();
}
