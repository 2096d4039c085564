// SPDX-License-Identifier: GPL-2.0-only
/* badness.c - console scan with an allow-list, line by line */
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/guest/badness.h"

/* Bad wherever they stand, with or without a time stamp before them. */
static const char *const always[] = {
	"WARNING:", "BUG:", "BUG at", "Oops", "Bad page state",
	"Bad page map", "Bad rss-counter", "kernel BUG", "Call Trace",
	"Call trace", "Kernel panic", "KASAN:", "KFENCE:", "UBSAN:",
	"KCSAN:", "kmemleak:", "possible circular locking",
	"possible recursive locking", "inconsistent lock state",
	"invalid wait context", "suspicious RCU usage",
	"detected stalls", "self-detected stall", "soft lockup",
	"hard LOCKUP", "blocked for more than", "sleeping function called",
	"scheduling while atomic", "refcount_t:", "Unable to handle kernel",
	"unable to handle", "general protection fault", "double fault",
	"stack guard page", "Slab corruption", "Redzone overwritten",
	"Poison overwritten", "Object already free", "nobody cared",
	"Internal error", "Out of memory", "oom-kill", "segfault",
	"non-zero pgtables_bytes", "unsafe memory access",
	": bad pmd ", ": bad pud ", ": bad p4d ", ": bad pgd ", "bad pte",
	"page allocation failure", "allocation failure:", "CFI failure at",
	"memory corruption", "corruption detected", "list_add corruption",
	"list_del corruption", "saturated; leaking memory",
	"trying to register non-static key", "divide error:",
	"invalid opcode:", "kernel NULL pointer", "Undefined instruction",
	"undefined instruction", "Unhandled fault", "SError Interrupt",
	"Bad mode in", "bad unlock balance", "held lock freed",
	"possible deadlock", "workqueue lockup", "rcu: INFO:",
	"---[ end trace", "------------[ cut here ]", "unreferenced object",
	"stack-protector:", "usercopy: Kernel memory", "Unhandled exception",
	"VFS: Busy inodes", "unregister_netdevice: waiting",
};

/* Patterns: said by every guest, or by lockdep of itself, at a high level. */
static const char *const fine[] = {
	"reboot: Power down",
	"reboot: Restarting system",
	"reboot: machine restart",
	"reboot: System halted",
	"kptbench: loading out-of-tree module taints kernel.",
	/* A kernel that is locked down, of what it leaves out. */
	"Could not create tracefs '*' entry",
	"Tracing disabled due to lockdown",
	"Can not register tracer * due to lockdown",
	"blktrace: Warning: could not register the block tracer",
	/* libpfm4 looks for tracepoints there. */
	"NOTICE: Automounting of tracing to debugfs is deprecated *",
	"Lock dependency validator: Copyright *",
	"... MAX_LOCK*: *[0-9]",
	"... *HASH_SIZE: *[0-9]",
	" memory used by lock dependency info: *",
	" memory used for stack traces: *",
	" per task-struct memory footprint: *",
};

static const char *after_stamp(const char *line)
{
	const char *p = line;

	if (*p++ != '[')
		return NULL;
	while (*p == ' ')
		p++;
	if (!isdigit((unsigned char)*p))
		return NULL;
	p += strspn(p, "0123456789.");
	if (*p++ != ']')
		return NULL;
	/* The caller's id, where CONFIG_PRINTK_CALLER is on. */
	if (*p == '[')
		p += strcspn(p, "]") + 1;
	return *p == ' ' ? p + 1 : p;
}

static bool allowed(const char *message, const char *allow)
{
	char pattern[256];
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(fine); i++)
		if (!fnmatch(fine[i], message, 0))
			return true;
	while (allow && *allow) {
		n = strcspn(allow, "\n");
		if (n && n < sizeof(pattern)) {
			memcpy(pattern, allow, n);
			pattern[n] = '\0';
			if (!fnmatch(pattern, message, 0))
				return true;
		}
		allow += n + (allow[n] == '\n');
	}
	return false;
}

static bool names_trouble(const char *line)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(always); i++)
		if (strstr(line, always[i]))
			return true;
	return false;
}

/*
 * Where the kernel breaks into a line that somebody else began: "mounting[
 * 3.201234] BUG: ...". Such a stamp has a point in it; a "[1]" has none.
 */
static const char *broken_into(const char *line)
{
	const char *p = line + 1;

	while ((p = strchr(p, '['))) {
		const char *d = p + 1 + strspn(p + 1, " ");
		size_t n = strspn(d, "0123456789");

		if (n && d[n] == '.' && after_stamp(p))
			return p;
		p++;
	}
	return NULL;
}

static void init_line(struct vm_badness *b, const char *said)
{
	if (!strncmp(said, "done status=", 12)) {
		b->done = true;
		b->status = atoi(said + 12);
	} else if (!strncmp(said, "FAIL ", 5) && !b->fail[0]) {
		kpt_shown(b->fail, sizeof(b->fail), said + 5);
	} else if (!strncmp(said, "no module: ", 11)) {
		kpt_shown(b->no_module, sizeof(b->no_module), said + 11);
	}
}

static void add(struct vm_badness *b, const char *line)
{
	if (b->n < VM_BAD_MAX)
		kpt_shown(b->line[b->n], VM_BAD_LEN, line);
	b->n++;
}

/*
 * What stands before the kernel's first line is firmware's, and a warning of
 * it is none of the kernel's: it is dropped once that line has come. A kernel
 * that says nothing before init starts has said what stands there itself.
 */
static void see_kernel(struct vm_badness *b, bool firmware)
{
	if (!b->kernel && firmware)
		b->n = 0;
	b->kernel = true;
}

static bool is_first(const char *line)
{
	return !strncmp(line, "Linux version ", 14) ||
	       !strncmp(line, "Booting Linux on ", 17);
}

void vm_badness_line(struct vm_badness *b, const char *line, const char *allow)
{
	static const char init[] = "kptbench-init: ";
	const char *message = after_stamp(line), *tail = broken_into(line);
	char head[VM_LINE_MAX];
	bool bad;

	/* Both parts of it, each on its own. */
	if (tail) {
		snprintf(head, sizeof(head), "%.*s", (int)(tail - line), line);
		vm_badness_line(b, head, allow);
		vm_badness_line(b, tail, allow);
		return;
	}
	if (!strncmp(line, init, sizeof(init) - 1)) {
		see_kernel(b, false);
		init_line(b, line + sizeof(init) - 1);
		return;
	}
	if (message || is_first(line))
		see_kernel(b, true);
	if (strstr(line, "Kernel panic"))
		b->panic = true;
	if (message)
		bad = *message && !allowed(message, allow);
	else
		bad = names_trouble(line) && !allowed(line, allow);
	/* Firmware does not know these. */
	if (bad && strstr(line, "CPU: ") && strstr(line, "PID: "))
		b->kernel = true;
	if (bad)
		add(b, line);
}

int vm_badness_file(struct vm_badness *b, FILE *f, const char *allow)
{
	char line[VM_LINE_MAX];
	size_t used = 0;
	int ch;

	memset(b, 0, sizeof(*b));
	/* A line that is too long is judged by its beginning. */
	while ((ch = getc_unlocked(f)) != EOF) {
		if (ch == '\n') {
			line[used] = '\0';
			vm_badness_line(b, line, allow);
			used = 0;
		} else if (ch != '\r' && used < sizeof(line) - 1) {
			line[used++] = ch ? (char)ch : ' ';
		}
	}
	line[used] = '\0';
	if (used)
		vm_badness_line(b, line, allow);
	return ferror(f) ? -EIO : 0;
}
