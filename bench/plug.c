// SPDX-License-Identifier: GPL-2.0-only
/*
 * plug.c - memory plugged in by the host, one block after the other
 *
 * In a guest of kptvm the console is read by who can plug memory into the
 * machine (vm/guest/plug.h). There is no answer: memory comes and goes, and we look
 * for it without sleeping, since an idle guest that counts instructions for a
 * clock would have waited for hours before the host has read a word.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "bench/parse.h"
#include "bench/plug.h"
#include "common/util.h"

#define MEMORY "/sys/devices/system/memory"
#define PATIENCE_SECONDS 30

struct entry {
	uint64_t ino;
	int64_t off;
	unsigned short len;
	unsigned char type;
	char name[];
};

/* The kernel's memory blocks; no memory of ours is taken for it. */
static long count_blocks(const struct machine *m)
{
	static char buf[32768] __attribute__((aligned(8)));
	char path[512];
	long got, at, n = 0;
	int fd;

	if (machine_path(m, path, sizeof(path), MEMORY))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	while ((got = syscall(SYS_getdents64, fd, buf, sizeof(buf))) > 0)
		for (at = 0; at < got;) {
			const struct entry *e = (const void *)(buf + at);

			n += !strncmp(e->name, "memory", 6);
			at += e->len;
		}
	close(fd);
	return got < 0 ? -EIO : n;
}

static time_t now(void)
{
	return (time_t)(kpt_now_ns() / 1000000000ULL);
}

static int wait_blocks(const struct machine *m, long want)
{
	time_t begun = now();
	long n;

	while ((n = count_blocks(m)) != want) {
		if (n < 0)
			return (int)n;
		if (now() - begun > PATIENCE_SECONDS)
			return -ETIMEDOUT;
		sched_yield();
	}
	return 0;
}

/* One write a line, so that nobody's words come between. */
static void ask(const struct work *w, const char *what, uint64_t nr)
{
	char line[128];
	int n = snprintf(line, sizeof(line), "kptbench-host: %s %s %llu %zu\n",
			 w->device, what, (unsigned long long)nr, w->span);

	if (write(STDOUT_FILENO, line, (size_t)n) != n)
		kpt_warn("the host was not asked: %s", strerror(errno));
	if (isatty(STDOUT_FILENO))
		tcdrain(STDOUT_FILENO);
}

int plug_setup(struct work *w, const struct kpt_scenario *sc,
	       const char *mechanism, char *why, size_t len)
{
	char text[64] = "";
	long blocks;

	w->device = mechanism;
	if (strcmp(sc->kind, "hold")) {
		snprintf(why, len, "the host plugs memory at its own pace: kind = hold alone");
		return -EOPNOTSUPP;
	}
	if (machine_read(w->m, MEMORY "/block_size_bytes", text,
			 sizeof(text)) <= 0) {
		snprintf(why, len, "this kernel has no memory hotplug (CONFIG_MEMORY_HOTPLUG)");
		return -EOPNOTSUPP;
	}
	w->span = strtoul(text, NULL, 16);
	machine_read(w->m, MEMORY "/auto_online_blocks", text, sizeof(text));
	if (strncmp(text, "offline", 7)) {
		snprintf(why, len, "the kernel brings added memory online (boot with memhp_default_state=offline)");
		return -EOPNOTSUPP;
	}
	blocks = count_blocks(w->m);
	if (blocks < 0) {
		snprintf(why, len, MEMORY ": %s", strerror((int)-blocks));
		return (int)blocks;
	}
	w->area_len = (size_t)blocks;
	return 0;
}

int plug_hold(struct work *w, uint64_t count, uint64_t *held)
{
	int ret = 0;

	while (!ret && w->held != count) {
		bool more = w->held < count;
		uint64_t next = more ? w->held + 1 : w->held - 1;

		ask(w, more ? "plug" : "unplug", more ? w->held : next);
		ret = wait_blocks(w->m, (long)(w->area_len + next));
		if (!ret)
			w->held = next;
	}
	*held = w->held;
	return ret;
}

int plug_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	(void)w;
	(void)ops;
	(void)run;
	return -EOPNOTSUPP;
}

void plug_teardown(struct work *w)
{
	uint64_t held;

	if (w->held)
		plug_hold(w, 0, &held);
}
