// SPDX-License-Identifier: GPL-2.0-only
/* verdict.c - what became of a boot, by what the guest left */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/guest/guest.h"

#define CONSOLE_MAX	(1 << 20)	/* of which the end is shown */

/* A file of the guest's folder, as text; the end of it when it is long. */
static char *load(const struct vm_guest *g, const char *name)
{
	char path[VM_PATH];
	char *text = calloc(1, CONSOLE_MAX + 1);
	size_t n, i;
	FILE *f;

	if (!text || kpt_join(path, sizeof(path), "%s/%s", g->dir, name))
		return text;
	f = fopen(path, "re");
	if (!f)
		return text;
	/* Of a file that is shorter there is no such place: from its start. */
	if (fseek(f, -CONSOLE_MAX, SEEK_END))
		rewind(f);
	n = fread(text, 1, CONSOLE_MAX, f);
	fclose(f);
	for (i = 0; i < n; i++)
		if (!text[i])
			text[i] = ' ';
	return text;
}

void vm_guest_tail(const struct vm_guest *g, const char *file, int n)
{
	char *text = load(g, file);
	char *p, *end, shown[1024];

	if (!text)
		return;
	end = text + strlen(text);
	while (end > text && strchr("\r\n", end[-1]))
		*--end = '\0';
	for (p = end; p > text && n; p--)
		if (p[-1] == '\n' && !--n)
			break;
	while (*p) {
		size_t len = strcspn(p, "\r\n");
		size_t more = strspn(p + len, "\r\n");

		p[len] = '\0';
		if (len)
			fprintf(stderr, "  | %s\n",
				kpt_shown(shown, sizeof(shown), p));
		p += len + more;
	}
	free(text);
}

static const char *first_bad(const struct vm_badness *b)
{
	size_t i;

	/* The line that names the trouble says more than the one before. */
	for (i = 0; i < b->n && i < VM_BAD_MAX; i++)
		if (strstr(b->line[i], "panic") || strstr(b->line[i], "BUG") ||
		    strstr(b->line[i], "WARNING") ||
		    strstr(b->line[i], "Unable to handle"))
			return b->line[i];
	return b->n ? b->line[0] : "nothing is said of why";
}

static void set(struct vm_verdict *v, const char *status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void set(struct vm_verdict *v, const char *status, const char *fmt, ...)
{
	va_list ap;

	v->status = status;
	va_start(ap, fmt);
	vsnprintf(v->reason, sizeof(v->reason), fmt, ap);
	va_end(ap);
}

/* All of it, however long it is: what is bad may come last. */
static void scan_console(const struct vm_guest *g, struct vm_badness *b)
{
	char path[VM_PATH];
	FILE *f = kpt_join(path, sizeof(path), "%s/console", g->dir) ? NULL :
		  fopen(path, "re");

	if (!f)
		return;
	vm_badness_file(b, f, g->arch->allow);
	fclose(f);
}

void vm_guest_judge(const struct vm_guest *g, bool records_whole,
		    const char *why, struct vm_verdict *v)
{
	char *qemu_log = load(g, "qemu.log");
	const struct vm_badness *b = &v->bad;
	bool told = qemu_log && strstr(qemu_log, "terminating on signal");

	memset(v, 0, sizeof(*v));
	scan_console(g, &v->bad);
	free(qemu_log);
	if (b->panic)
		set(v, "panic", "the kernel panicked: %s", first_bad(b));
	else if (g->flood[0])
		set(v, "flood", "stopped: a %s%s%s", g->flood,
		    b->n ? "; it says: " : "", b->n ? first_bad(b) : "");
	else if (g->hung)
		set(v, "hang", "no end after %lld s%s%s%s%s", g->timeout,
		    b->n ? ": " : "", b->n ? first_bad(b) : "",
		    g->state[0] ? "; " : "", g->state);
	else if (WIFSIGNALED(g->wstatus))
		set(v, "qemu", "%s was killed by signal %d", g->arch->binary,
		    WTERMSIG(g->wstatus));
	else if (told)
		set(v, "qemu", "%s was told to end by a signal",
		    g->arch->binary);
	else if (WEXITSTATUS(g->wstatus) == 127)
		set(v, "qemu", "%s cannot be run; as root: apt-get install %s",
		    g->arch->binary, g->arch->packages);
	else if (WEXITSTATUS(g->wstatus))
		set(v, "qemu", "%s ended with status %d", g->arch->binary,
		    WEXITSTATUS(g->wstatus));
	else if (!b->done)
		set(v, "early", "the guest ended before its init was done%s%s",
		    b->n ? ": " : "", b->n ? first_bad(b) : "");
	else if (b->fail[0])
		set(v, "incomplete", "init: %s", b->fail);
	else if (b->status)
		set(v, "incomplete", "kptbench in the guest ended with status %d",
		    b->status);
	else if (!records_whole)
		set(v, "incomplete", "%s", why);
	else if (b->n)
		set(v, "badness", "%zu bad console line%s: %s", b->n,
		    b->n == 1 ? "" : "s", first_bad(b));
	else
		set(v, "ok", "%s", "");
}
