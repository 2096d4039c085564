/* SPDX-License-Identifier: GPL-2.0-only */
/* guest.h - one boot: started, watched, judged */
#ifndef KPT_VM_GUEST_H
#define KPT_VM_GUEST_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/options.h"
#include "vm/base/conf.h"
#include "vm/guest/badness.h"
#include "vm/kernel/kernel.h"

struct vm_qmp;

/**
 * struct vm_guest - one boot of one kernel
 * @dir:	its own folder: initramfs goes in; console, records and
 *		qemu.log come out
 * @plugin:	QEMU's arguments for a plugin, or ""
 * @cmdline:	the architecture's words of the kernel's command line
 * @devices:	QEMU's arguments for what the boot line asks for, or ""
 * @boot:	extra kernel command line
 * @timeout:	seconds of wall time until it counts as hung
 * @pid:	QEMU while it runs, else 0
 * @pin:	host CPUs for the guest's, "2,3"; or ""
 * @qmp:	our end of what QEMU is spoken to by, before it was; or -1
 * @monitor:	the same, once it was spoken to; or NULL
 * @hung:	the timeout came
 * @state:	what it did when the timeout came, in words, or ""
 * @flood:	what it wrote too much of, so that it was ended, or ""
 * @wstatus:	of waitpid()
 */
struct vm_guest {
	const struct vm_arch *arch;
	const struct vm_kernel *kernel;
	const struct kpt_list *qemu_args;
	char plugin[768];
	char devices[1024];
	char cmdline[1024];
	char dir[VM_PATH];
	char boot[1024];
	const char *pin;
	long long seed;
	long long timeout;
	pid_t pid;
	int qmp;
	struct vm_qmp *monitor;
	double started;
	bool hung;
	char state[400];
	char flood[64];
	long console_read;	/* bytes of the console plug.c has read */
	int wstatus;
};

/** vm_guest_start - run QEMU; 0 or -errno with a message */
int vm_guest_start(struct vm_guest *g);
/** vm_guest_poll - has it ended? Stops it when its time is over. */
bool vm_guest_poll(struct vm_guest *g);
/**
 * vm_guest_monitor - what QEMU is spoken to by; NULL when it does not answer
 * @seconds: to wait for its first answer
 *
 * It lasts as long as the guest.
 */
struct vm_qmp *vm_guest_monitor(struct vm_guest *g, long long seconds);
/**
 * vm_guest_stop - end it, and with it what QEMU has to write
 *
 * No guest of ours heeds a power button: QEMU itself is told to quit, and
 * killed where it does not.
 */
void vm_guest_stop(struct vm_guest *g);
/** vm_guest_kill - end it now */
void vm_guest_kill(struct vm_guest *g);

/**
 * struct vm_verdict - what became of a guest
 * @status:	as the host record has it: ok, badness, panic, flood, hang,
 *		early, incomplete or qemu
 * @reason:	in words, "" when ok
 */
struct vm_verdict {
	const char *status;
	char reason[512];
	struct vm_badness bad;
};

/**
 * vm_guest_judge - look at what an ended guest left
 * @records_whole: its records end with an "end" record that says ok
 * @why: what is wrong with the records otherwise
 */
void vm_guest_judge(const struct vm_guest *g, bool records_whole,
		    const char *why, struct vm_verdict *v);

/** vm_guest_tail - the last @n lines of a file of the guest, to stderr */
void vm_guest_tail(const struct vm_guest *g, const char *file, int n);

#endif
