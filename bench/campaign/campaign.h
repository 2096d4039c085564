/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * campaign.h - two kernels, booted in turn on a real machine; of each there may
 * be several builds, linked with other padding
 *
 * A campaign is a folder. What was asked for is in "conf" and "plan", and
 * never changes. Each finished boot is one file in "boots", put there by one
 * rename: these files alone say what is done. "state" tells what was tried
 * last, "log" what happened. "records.jsonl" appears when all is done.
 *
 * The machine's current campaign is named in /var/lib/kptbench/current.
 */
#ifndef KPT_CAMPAIGN_H
#define KPT_CAMPAIGN_H

#include "bench/image.h"
#include "bench/tune.h"

#define CAMPAIGN_STATE	"/var/lib/kptbench"
#define CAMPAIGN_DIR	CAMPAIGN_STATE "/campaign"
#define CAMPAIGN_MAX	1000		/* boots of a kernel */
#define CAMPAIGN_BUILDS	32		/* builds of a kernel */
#define CAMPAIGN_NAME	96		/* see campaign_name() */
#define CAMPAIGN_ID	64		/* a boot id, with its NUL */

/** struct campaign_kernel - a build of one of the two */
struct campaign_kernel {
	char label[64];
	char image[256], initrd[256];
	char entry[128];	/* the boot loader's name of it */
	struct image_ids ids;
};

/**
 * struct campaign - what was asked for
 * @dir:	its folder
 * @root:	"" or the folder that stands for /
 * @cmdline:	for kexec
 * @method:	how a kernel is booted, see boot_method()
 * @command:	method command: what the shell runs
 * @scenarios, @events: for `kptbench run`, by comma; "" for the plan's
 * @kernel:	of either the builds, and how many
 * @boots:	of each kernel
 * @tries:	of one boot, until we give up
 * @settle:	seconds to wait for a quiet machine, -1 not to look
 * @timeout:	seconds a measurement may take, 0: any time
 * @perf:	1: in the first boot of either kernel, perf record as well
 */
struct campaign {
	char dir[256], root[256];
	struct campaign_kernel kernel[2][CAMPAIGN_BUILDS];
	char cmdline[2048], method[16], command[1024];
	char scenarios[1024], events[1024];
	long long builds, boots, seed, tries, settle, timeout, perf;
	struct tune_wish tune;
};

/**
 * struct campaign_state - what was tried last; boot ids are "" for none
 * @given_up: 1: it was tried too often; nothing is booted until somebody says so
 */
struct campaign_state {
	long long asked, tries, given_up;
	char asked_from[CAMPAIGN_ID];	/* the boot that asked for it */
	char measuring[CAMPAIGN_ID];	/* the last boot that was measured in */
};

/* file.c: all return 0 or -errno with a message printed */
int campaign_save(const struct campaign *c);
int campaign_load(struct campaign *c, const char *dir, const char *root);
int campaign_path(const struct campaign *c, char *buf, size_t len,
		  const char *name);
int campaign_state_load(const struct campaign *c, struct campaign_state *st);
int campaign_state_save(const struct campaign *c,
			const struct campaign_state *st);
/** campaign_log - add a line to the log, and tell it */
void campaign_log(const struct campaign *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/** campaign_boot_path - the file of a finished boot */
int campaign_boot_path(const struct campaign *c, char *buf, size_t len,
		       size_t i, const char *suffix);
/** campaign_done - is this boot finished? */
bool campaign_done(const struct campaign *c, size_t i);

/**
 * campaign_kernel_of - which kernel boot @i is of: pairs in random order, of
 * the builds in turn
 */
const struct campaign_kernel *campaign_kernel_of(const struct campaign *c,
						 size_t i);
/** campaign_build_of - which build of it, 1 and up */
long long campaign_build_of(const struct campaign *c, size_t i);
/** campaign_name - "base", or "base, build 3" where there are several */
const char *campaign_name(const struct campaign *c, size_t i, char *buf,
			  size_t len);

/**
 * campaign_step - do what there is to do in this boot: measure, then boot
 * the next kernel, or put the records together
 * @again: also where it was given up
 *
 * Returns when the machine is going down, or all is done. Return: 0;
 * -ECANCELED: given up earlier; or -errno; with a message printed.
 */
int campaign_step(const struct campaign *c, bool again);

/* run.c */
/**
 * campaign_run - measure boot @i into @out
 *
 * Return: 0, -EIO when it failed, -ETIMEDOUT when it was ended for being late,
 * or another -errno.
 */
int campaign_run(const struct campaign *c, size_t i, const char *out);
/** campaign_dry_run - would that go well, with @plan? told if it would not */
int campaign_dry_run(const struct campaign *c, const char *plan);

/* left.c */
/**
 * struct campaign_left - how far a campaign is
 * @done:	boots that are finished, of @total
 * @seconds:	that the others take, by what those took; -1: not known
 */
struct campaign_left {
	size_t done, total;
	double seconds;
};

/** campaign_left - look how far it is; 0 or -errno */
int campaign_left(const struct campaign *c, struct campaign_left *left);
/** campaign_left_words - "37 of 200 boots, about 5 h left" */
void campaign_left_words(const struct campaign_left *left, char *buf,
			 size_t len);

/* status.c */
/** campaign_print_order - the boots in their order, and which are done */
void campaign_print_order(const struct campaign *c);
/**
 * campaign_status - print that, how far it is, and the end of the log
 * @json: all of it as one JSON object instead (docs/schema.md)
 *
 * Return: a status, told.
 */
int campaign_status(const struct campaign *c, bool json);

/* place.c: @root is "" or what stands for / */
int campaign_make_dirs(const char *path);
/**
 * campaign_lock - be the only campaign at work on this machine
 *
 * Return: a file descriptor that holds the lock until we exit, or -errno.
 */
int campaign_lock(const char *root);
/** campaign_current - the folder of the campaign under way, or "" */
void campaign_current(const char *root, char *dir, size_t len);
/** campaign_set_current - put one under way; NULL: none */
int campaign_set_current(const char *root, const char *dir);

/* warn.c */
/** campaign_warn - tell what would leave it waiting for a person */
void campaign_warn(const struct campaign *c);

/* trust.c */
/**
 * campaign_trust - may nobody but root, and who asks, change it?
 *
 * Neither this file or folder nor one above it. Return: 0, -EPERM with a
 * message, or -errno.
 */
int campaign_trust(const char *path);
/** campaign_trust_all - the same of all that a campaign reads */
int campaign_trust_all(const struct campaign *c);
/** campaign_trust_place - the same of a folder that need not be there yet */
int campaign_trust_place(const char *dir);

/* boot.c */
/** campaign_method - is there such a method? lists them on stderr if not */
bool campaign_method(const char *name, bool *wants_entry);
bool campaign_methods(size_t i, const char **name, const char **what);
/** campaign_boot_check - is there what boots them? 0 or -errno, told */
int campaign_boot_check(const struct campaign *c);
/** campaign_boot - start the reboot into the kernel of boot @i; 0 or -errno */
int campaign_boot(const struct campaign *c, size_t i);

#endif
