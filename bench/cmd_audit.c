// SPDX-License-Identifier: GPL-2.0-only
/* cmd_audit.c - `kptbench audit`: one machine's kernel tables, for a human */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "bench/commands.h"
#include "bench/emit.h"
#include "bench/parse.h"
#include "common/util.h"

static const char *opt_root;
static bool opt_json;

const struct kpt_option audit_options[] = {
	OPT_FLAG(0, "json", &opt_json, "print the audit record instead"),
	OPT_STR(0, "root", &opt_root, "DIR",
		"replay recorded /proc, /sys and /dev files below DIR"),
	OPT_END(),
};

const char *const audit_examples[] = {
	"kptbench audit",
	"kptbench audit --json | jq .rows",
	NULL,
};

struct sums {
	uint64_t tables, boot, constructed, ptlocks;
	uint64_t bare, by_design;	/* without constructor, born after boot */
	uint64_t pages, bare_pages;
};

static void print_bytes(char *buf, size_t len, uint64_t bytes)
{
	if (bytes < 10 * 1024)
		snprintf(buf, len, "%" PRIu64, bytes);
	else if (bytes < 10 * 1024 * 1024)
		snprintf(buf, len, "%" PRIu64 "K", bytes >> 10);
	else
		snprintf(buf, len, "%" PRIu64 "M", bytes >> 20);
}

static void add_row(struct sums *s, const struct machine *m,
		    const struct kptb_audit_row *r)
{
	uint64_t known = r->boot + r->constructed;
	uint64_t bare = r->tables > known ? r->tables - known : 0;

	s->tables += r->tables;
	s->pages += machine_table_pages(m, r->level, r->tables);
	s->boot += r->boot;
	s->constructed += r->constructed;
	s->ptlocks += r->ptlocks;
	if (r->region == KPTB_VMEMMAP || r->region == KPTB_SLAB) {
		s->by_design += bare;
		return;
	}
	s->bare += bare;
	s->bare_pages += machine_table_pages(m, r->level, bare);
}

static void print_table(const struct machine *m, const struct kptb_audit *a,
			struct sums *s)
{
	char bytes[32];
	uint32_t i;

	printf("%-9s %-5s %9s %9s %11s %9s %8s\n", "region", "level", "tables",
	       "boot", "constructed", "ptlocks", "bytes");
	for (i = 0; i < a->nr_rows; i++) {
		const struct kptb_audit_row *r = &a->rows[i];

		add_row(s, m, r);
		print_bytes(bytes, sizeof(bytes),
			    machine_table_pages(m, r->level, r->tables) *
			    (uint64_t)m->page_size);
		printf("%-9s %-5s %9" PRIu64 " %9" PRIu64 " %11" PRIu64
		       " %9" PRIu64 " %8s\n", region_name(r->region),
		       level_name(r->level), (uint64_t)r->tables,
		       (uint64_t)r->boot, (uint64_t)r->constructed,
		       (uint64_t)r->ptlocks, bytes);
	}
	print_bytes(bytes, sizeof(bytes), s->pages * (uint64_t)m->page_size);
	printf("%-15s %9" PRIu64 " %9" PRIu64 " %11" PRIu64 " %9" PRIu64
	       " %8s\n\n", "all", s->tables, s->boot, s->constructed,
	       s->ptlocks, bytes);
}

/* Size of a live lock object; the lock's own size where no slab tells. */
static uint64_t lock_size(const struct machine *m, const char **source)
{
	static char buf[1 << 18];
	struct slab_line line;

	*source = "/proc/slabinfo";
	if (machine_read(m, "/proc/slabinfo", buf, sizeof(buf)) >= 0 &&
	    !parse_slabinfo(buf, "page->ptl", &line))
		return line.objsize;
	*source = "sizeof(spinlock_t): the cache is not shown here";
	return m->info.ptlock_size;
}

static void print_words(const struct machine *m, const struct sums *s)
{
	const char *source;
	uint64_t size;

	printf("%" PRIu64 " of %" PRIu64
	       " tables born after boot ran no constructor.\n",
	       s->bare + s->by_design, s->tables - s->boot);
	if (s->by_design)
		printf("%" PRIu64 " of them map vmemmap or are slab objects, which have none by design.\n",
		       s->by_design);
	if (!(m->info.flags & KPTB_INFO_SPLIT_PTE)) {
		printf("This kernel has no split page-table locks: the series saves no lock.\n");
		return;
	}
	if (!(m->info.flags & KPTB_INFO_ALLOC_PTLOCKS)) {
		printf("Locks (%u bytes) are embedded in the page descriptor: the series\n"
		       "saves no memory here, and changes what is accounted only.\n",
		       m->info.ptlock_size);
	} else {
		size = lock_size(m, &source);
		printf("%" PRIu64 " kernel table%s an allocated lock of %" PRIu64
		       " bytes:\nthe series would save %" PRIu64
		       " bytes here (%s).\n", s->ptlocks,
		       s->ptlocks == 1 ? " holds" : "s hold", size,
		       s->ptlocks * size, source);
		if (!s->ptlocks && s->constructed)
			printf("No kernel table holds a lock: this kernel skips them already.\n");
	}
	if (s->bare)
		printf("With the series %" PRIu64
		       " more pages would be counted in PageTables;\n"
		       "that is accounting, not memory.\n", s->bare_pages);
}

static int json(const struct kptb_audit *a)
{
	struct kpt_writer w;

	kpt_writer_init(&w, stdout);
	kpt_rec_begin(&w, "audit");
	kpt_rec_str(&w, "scenario", "");
	kpt_rec_str(&w, "when", "start");
	kpt_rec_int(&w, "n", 0);
	audit_rows(&w, a);
	return kpt_rec_end(&w);
}

int cmd_audit(int argc, char **argv)
{
	static struct machine m;
	static struct kptb_audit a;
	struct sums s = { 0 };
	int ret;

	(void)argc;
	(void)argv;
	if (geteuid() && !opt_root)
		return kpt_error("audit: must be root: the walk is the module's, and its device is root's");
	if (machine_open(&m, opt_root, "metal"))
		return KPT_FAIL;
	if (m.fd < 0)
		return kpt_error("audit: %s", m.why);
	ret = machine_audit(&m, &a);
	if (ret) {
		kpt_error("audit: walking the kernel's tables: %s",
			  strerror(-ret));
		goto out;
	}
	if (opt_json) {
		ret = json(&a);
	} else {
		print_table(&m, &a, &s);
		print_words(&m, &s);
		if (a.retries)
			printf("Tables moved: the walk began anew %u times.\n",
			       a.retries);
	}
	if (!ret && fflush(stdout))
		ret = -errno;
	if (ret)
		kpt_error("audit: standard output: %s", strerror(-ret));
out:
	machine_close(&m);
	return ret ? KPT_FAIL : KPT_PASS;
}
