// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - QEMU for one boot, and what became of it */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"
#include "vm/guest/guest.h"
#include "vm/guest/pin.h"
#include "vm/guest/plug.h"
#include "vm/qmp/qmp.h"

#define MAX_ARGS	160
#define QUIT_SECONDS	10

/* What a guest that does not stop writing may fill of the disk. */
static const struct { const char *name; long long mib; } most[] = {
	{ "console", 64 }, { "qemu.log", 64 }, { "records", 1024 },
};

/* What every guest boots with, whatever the architecture. */
#define CMDLINE \
	"panic=-1 slab_nomerge norandmaps nokaslr loglevel=5"

struct args {
	const char *v[MAX_ARGS];
	size_t n;
	char text[8192];
	size_t used;
};

static int add(struct args *a, const char *word, size_t len)
{
	if (a->n == MAX_ARGS - 1 || a->used + len + 1 > sizeof(a->text))
		return -E2BIG;
	memcpy(a->text + a->used, word, len);
	a->text[a->used + len] = '\0';
	a->v[a->n++] = a->text + a->used;
	a->used += len + 1;
	return 0;
}

/*
 * The machine has the CPUs the boot line brings up, and one where it says
 * nothing: idle ones would take their turns under instruction counting and
 * make every boot three times as long.
 */
static long long guest_cpus(const struct vm_guest *g)
{
	const char *p = strstr(g->boot, "maxcpus=");
	long long n = p ? atoll(p + 8) : 1;

	return n < 1 ? 1 : n;
}

/*
 * Counts repeat only if the emulator's main loop and its CPU take turns. When
 * the CPU halts, the loop moves the clock to the next timer, and may do so
 * before the last instructions are added to it: the timer is then late by as
 * many nanoseconds (icount_start_warp_timer() in QEMU). Recording makes them
 * take turns (replay_mutex_lock()); the recording itself is thrown away.
 *
 * QEMU records machines of one CPU only. And firmware that waits for its disk
 * in a loop, without a timer, would have the next turn after 2^31 instructions.
 */
static const char *record(const struct vm_guest *g)
{
	if (guest_cpus(g) > 1 || g->arch->disk[0])
		return "";
	return ",rr=record,rrfile=/dev/null";
}

/* Splits at blanks; a name in braces in a word becomes what it stands for. */
static int add_words(struct args *a, const char *text,
		     const struct vm_guest *g)
{
	char seed[24], cpus[24];
	const struct { const char *name, *value; } holes[] = {
		{ "{seed}", seed }, { "{cpus}", cpus },
		{ "{record}", record(g) },
	};
	int ret = 0;

	snprintf(seed, sizeof(seed), "%lld", g->seed);
	snprintf(cpus, sizeof(cpus), "%lld", guest_cpus(g));
	while (!ret && *(text += strspn(text, " \t"))) {
		size_t n = strcspn(text, " \t"), i;
		const char *hole = NULL;
		char word[1024];
		int len;

		for (i = 0; i < ARRAY_SIZE(holes); i++) {
			hole = strstr(text, holes[i].name);
			if (hole && hole < text + n)
				break;
		}
		if (i < ARRAY_SIZE(holes)) {
			len = snprintf(word, sizeof(word), "%.*s%s%.*s",
				       (int)(hole - text), text,
				       holes[i].value,
				       (int)(text + n - hole -
					     (long)strlen(holes[i].name)),
				       hole + strlen(holes[i].name));
			ret = (size_t)len < sizeof(word) ?
			      add(a, word, (size_t)len) : -E2BIG;
		} else {
			ret = add(a, text, n);
		}
		text += n;
	}
	return ret;
}

/* @qmp: QEMU's end of what it is spoken to by */
static int make_args(struct args *a, const struct vm_guest *g, int qmp)
{
	const char *first = g->arch->loader[0] ? g->arch->loader :
						 g->kernel->image;
	char cmdline[4096], monitor[128];
	size_t i;
	int ret;

	memset(a, 0, sizeof(*a));
	ret = kpt_join(cmdline, sizeof(cmdline),
		       "console=%s " CMDLINE " kptinit.records=%s %s%s%s",
		       g->arch->console, g->arch->records, g->cmdline,
		       g->boot[0] ? " " : "", g->boot);
	if (!ret)
		ret = add_words(a, g->arch->binary, g);
	if (!ret)
		ret = add_words(a, g->arch->args, g);
	if (!ret)
		ret = add_words(a, g->arch->mode, g);
	if (!ret)
		ret = add_words(a, g->devices, g);
	kpt_join(monitor, sizeof(monitor), VM_QMP_ARGS, qmp);
	if (!ret)
		ret = add_words(a, monitor, g);
	if (!ret && g->pin[0])
		ret = add_words(a, "-S", g);
	for (i = 0; !ret && g->qemu_args && i < g->qemu_args->n; i++)
		ret = add_words(a, g->qemu_args->v[i], g);
	if (!ret)
		ret = add_words(a, g->plugin, g);
	if (!ret)
		ret = add(a, "-kernel", 7);
	if (!ret)
		ret = add(a, first, strlen(first));
	if (!ret)
		ret = add_words(a, "-initrd initramfs -append", g);
	if (!ret)
		ret = add(a, cmdline, strlen(cmdline));
	return ret;
}

/* The folder a loader's disk is made of, with the kernel where it looks. */
static int make_disk(const struct vm_guest *g)
{
	char path[VM_PATH], *slash;
	int ret;

	if (!g->arch->disk[0])
		return 0;
	ret = kpt_join(path, sizeof(path), "%s/disk/%s", g->dir, g->arch->disk);
	slash = strrchr(path, '/');
	if (!ret) {
		*slash = '\0';
		ret = vm_mkdirs(path);
		*slash = '/';
	}
	if (!ret && symlink(g->kernel->image, path))
		ret = -errno;
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

static int start_qemu(struct vm_guest *g, int qmp)
{
	char log[VM_PATH];
	struct args a;
	int ret, fd;

	ret = make_disk(g);
	if (ret)
		return ret;
	ret = make_args(&a, g, qmp);
	if (ret) {
		kpt_error("QEMU's arguments or the kernel command line are too long");
		return ret;
	}
	kpt_join(log, sizeof(log), "%s/qemu.log", g->dir);
	fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		ret = -errno;
		kpt_error("%s: %s", log, strerror(errno));
		return ret;
	}
	g->pid = vm_spawn(a.v, g->dir, fd);
	close(fd);
	if (g->pid > 0)
		return 0;
	ret = g->pid;
	g->pid = 0;
	kpt_error("%s: %s", g->arch->binary, strerror(-ret));
	return ret;
}

int vm_guest_start(struct vm_guest *g)
{
	int ret, theirs;

	g->hung = false;
	g->monitor = NULL;
	g->state[0] = '\0';
	g->flood[0] = '\0';
	ret = vm_qmp_pair(&g->qmp, &theirs);
	if (ret) {
		kpt_error("socketpair: %s", strerror(-ret));
		return ret;
	}
	ret = start_qemu(g, theirs);
	close(theirs);
	g->started = vm_now();
	if (!ret && g->pin[0])
		ret = vm_pin_guest(g);
	if (ret)
		vm_guest_kill(g);
	return ret;
}

static void hang_up(struct vm_guest *g)
{
	if (g->qmp >= 0)
		close(g->qmp);
	g->qmp = -1;
	vm_qmp_close(g->monitor);
	g->monitor = NULL;
}

struct vm_qmp *vm_guest_monitor(struct vm_guest *g, long long seconds)
{
	if (g->qmp >= 0)
		g->monitor = vm_qmp_open(g->qmp, seconds);
	g->qmp = -1;
	return g->monitor;
}

/* Before it is ended for being late: it may tell what it was at. */
static void ask_state(struct vm_guest *g)
{
	struct vm_qmp *q = vm_guest_monitor(g, VM_QMP_SECONDS);
	char map[VM_PATH + 32];

	kpt_join(map, sizeof(map), "%s/System.map", g->kernel->dir);
	if (q)
		vm_qmp_state(q, map, g->state, sizeof(g->state));
}

static bool has_ended(struct vm_guest *g)
{
	pid_t got;

	if (!g->pid)
		return true;
	got = waitpid(g->pid, &g->wstatus, WNOHANG);
	if (got != g->pid && (got >= 0 || errno != ECHILD))
		return false;
	g->pid = 0;
	hang_up(g);
	return true;
}

static bool floods(struct vm_guest *g)
{
	char path[VM_PATH + 16];
	struct stat st;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(most); i++) {
		if (kpt_join(path, sizeof(path), "%s/%s", g->dir,
			     most[i].name) || stat(path, &st) ||
		    st.st_size <= most[i].mib << 20)
			continue;
		snprintf(g->flood, sizeof(g->flood), "%s of more than %lld MiB",
			 most[i].name, most[i].mib);
		return true;
	}
	return false;
}

bool vm_guest_poll(struct vm_guest *g)
{
	if (has_ended(g))
		return true;
	if (floods(g)) {
		vm_guest_kill(g);
		return true;
	}
	vm_plug_poll(g);
	if (vm_now() - g->started <= (double)g->timeout)
		return false;
	ask_state(g);
	vm_guest_stop(g);
	g->hung = true;
	return true;
}

void vm_guest_stop(struct vm_guest *g)
{
	static const struct timespec nap = { .tv_nsec = 10 * 1000 * 1000 };
	struct vm_qmp *q = g->pid ? vm_guest_monitor(g, VM_QMP_SECONDS) : NULL;
	double begun = vm_now();

	if (q && !vm_qmp_quit(q))
		while (!has_ended(g) && vm_now() - begun < QUIT_SECONDS)
			nanosleep(&nap, NULL);
	vm_guest_kill(g);
}

void vm_guest_kill(struct vm_guest *g)
{
	hang_up(g);
	if (!g->pid)
		return;
	kill(-g->pid, SIGKILL);
	while (waitpid(g->pid, &g->wstatus, 0) < 0 && errno == EINTR)
		;
	g->pid = 0;
}
