// SPDX-License-Identifier: GPL-2.0-only
/* badness.c - console scan with an allow-list; pure, no I/O */
#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/badness.h"

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

static void init_line(struct vm_badness *b, const char *said)
{
	if (!strncmp(said, "done status=", 12)) {
		b->done = true;
		b->status = atoi(said + 12);
	} else if (!strncmp(said, "FAIL ", 5) && !b->fail[0]) {
		snprintf(b->fail, sizeof(b->fail), "%.190s", said + 5);
	} else if (!strncmp(said, "no module: ", 11)) {
		snprintf(b->no_module, sizeof(b->no_module), "%.190s",
			 said + 11);
	}
}

static void judge(struct vm_badness *b, const char *line, const char *allow)
{
	static const char init[] = "kptbench-init: ";
	const char *message = after_stamp(line);
	bool bad;

	if (!strncmp(line, init, sizeof(init) - 1)) {
		init_line(b, line + sizeof(init) - 1);
		return;
	}
	if (strstr(line, "Kernel panic"))
		b->panic = true;
	if (message)
		bad = *message && !allowed(message, allow);
	else
		bad = names_trouble(line) && !allowed(line, allow);
	if (!bad)
		return;
	if (b->n < VM_BAD_MAX)
		kpt_shown(b->line[b->n], VM_BAD_LEN, line);
	b->n++;
}

void vm_badness_scan(struct vm_badness *b, const char *text, const char *allow)
{
	char line[1024];

	memset(b, 0, sizeof(*b));
	while (*text) {
		size_t n = strcspn(text, "\n"), i, used = 0;

		for (i = 0; i < n && used < sizeof(line) - 1; i++)
			if (text[i] != '\r')
				line[used++] = text[i];
		line[used] = '\0';
		judge(b, line, allow);
		text += n + (text[n] == '\n');
	}
}
