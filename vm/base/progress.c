// SPDX-License-Identifier: GPL-2.0-only
/* progress.c - progress lines; building watched */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"

static bool line_shown;

double vm_now(void)
{
	return (double)kpt_now_ns() / 1e9;
}

static void left_text(char *buf, size_t len, size_t done, size_t total,
		      double spent)
{
	double left;

	buf[0] = '\0';
	if (!done || !total || spent < 1)
		return;
	left = done < total ? spent * (double)(total - done) / (double)done : 0;
	if (left >= 60)
		snprintf(buf, len, ", %d min %02d s left", (int)left / 60,
			 (int)left % 60);
	else
		snprintf(buf, len, ", %d s left", (int)left);
}

void vm_progress(const char *what, size_t done, size_t total, double started)
{
	static double last;
	double now = vm_now();
	char left[64];

	if (kpt_quiet || !isatty(STDERR_FILENO) || now - last < 0.2)
		return;
	last = now;
	left_text(left, sizeof(left), done, total, now - started);
	if (total)
		fprintf(stderr, "\r\033[Kkptvm: %s: %zu of %s%zu%s", what, done,
			done > total ? "more than " : "", total, left);
	else
		fprintf(stderr, "\r\033[Kkptvm: %s: %d s", what,
			(int)(now - started));
	line_shown = true;
}

void vm_progress_clear(void)
{
	if (line_shown)
		fprintf(stderr, "\r\033[K");
	line_shown = false;
}

#define TAIL		40
#define TAIL_LINE	240
#define ARGS		1024	/* a queue is handed over patch by patch */

/*
 * A program that works for us, watched line by line. Kbuild prints two blanks
 * and a word for each thing it makes.
 */
struct build {
	const char *what;
	size_t expected, made;
	double started;
	FILE *log;
	char tail[TAIL][TAIL_LINE];
	size_t lines;
	bool no_space;		/* it said that the disk is full */
};

static void begin(struct build *b, const char *what, size_t expected)
{
	memset(b, 0, sizeof(*b));
	b->what = what;
	b->expected = expected;
	b->started = vm_now();
	kpt_info("%s ...", what);
}

static void take_line(const char *line, void *arg)
{
	struct build *b = arg;

	if (line) {
		if (b->log)
			fprintf(b->log, "%s\n", line);
		if (!strncmp(line, "  ", 2) && isupper((unsigned char)line[2]))
			b->made++;
		if (strstr(line, "No space left on device"))
			b->no_space = true;
		snprintf(b->tail[b->lines++ % TAIL], TAIL_LINE, "%s",
			 line);
	}
	vm_progress(b->what, b->made, b->expected, b->started);
}

/* make's own lines about leaving folders say nothing. */
static bool is_noise(const char *line)
{
	return !strncmp(line, "make", 4) && strstr(line, "ing directory");
}

static void end(struct build *b, int status)
{
	int spent = (int)(vm_now() - b->started + 0.5);
	size_t i = b->lines > TAIL ? b->lines - TAIL : 0;

	vm_progress_clear();
	if (!status) {
		kpt_info("%s: done in %d s", b->what, spent);
		return;
	}
	if (status == -EINTR) {
		kpt_error("%s: interrupted; nothing of it is kept", b->what);
		return;
	}
	for (; i < b->lines; i++)
		if (!is_noise(b->tail[i % TAIL]))
			fprintf(stderr, "  | %s\n", b->tail[i % TAIL]);
	if (b->no_space)
		kpt_error("%s: the disk is full; make room or set XDG_CACHE_HOME to a larger one",
			  b->what);
	else if (status < 0)
		kpt_error("%s: %s", b->what, strerror(-status));
	else
		kpt_error("%s: failed (status %d)", b->what, status);
}

int vm_script(const char *script, const char *const *args, const char *what,
	      size_t expected, const char *log)
{
	char path[VM_PATH];
	const char *argv[ARGS] = { "sh", path };
	struct build b;
	size_t n = 2;
	int ret;

	while (*args && n < ARGS - 1)
		argv[n++] = *args++;
	if (*args || kpt_join(path, sizeof(path), "%s/vm/%s", vm_top(),
			      script))
		return kpt_error("%s: too many arguments, or too long a path",
				 script);
	begin(&b, what, expected);
	b.log = log ? fopen(log, "a") : NULL;
	ret = vm_run(argv, take_line, &b);
	if (b.log)
		fclose(b.log);
	end(&b, ret);
	return ret ? KPT_FAIL : 0;
}
