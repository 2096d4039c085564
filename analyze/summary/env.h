/* SPDX-License-Identifier: GPL-2.0-only */
/* env.h - one kernel of a summary, and the machine it ran on */
#ifndef KPT_SUMMARY_ENV_H
#define KPT_SUMMARY_ENV_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/pool.h"

/** struct env_option - an option of the .config; @value is "?" for no text */
struct env_option {
	const char *name, *value;
};

/**
 * struct env_boot - one boot
 * @group:	the boot line, "" for the default
 * @cmdline:	told with the first boot of a group alone
 */
struct env_boot {
	long long boot;
	const char *group, *status, *console, *cmdline;
};

/**
 * struct env - one kernel; a text that is not recorded is ""
 * @config_na:	why its .config is not known
 * @counter:	what counted instructions
 * @page_size:	and the other numbers are -1 when they are not recorded
 * @layouts:	of memory, 0 where that is not told
 * @builds:	of this kernel, each with other padding; 0 where there is one
 * @boots:	distinct boots; @boot has every one, with those of groups
 * @lists_boots: this summary tells of every boot
 */
struct env {
	const char *label, *mode, *arch, *release, *build_id, *source;
	const char *config_name, *config_digest, *config_na, *cmdline;
	const char *emulator, *tools, *machine, *topology, *ptlocks, *levels;
	const char *counter;
	long long page_size, cpus, ptlock_size, boots, layouts, builds;
	struct env_option *option;
	size_t nr_options;
	struct env_boot *boot;
	size_t nr_boots;
	bool exact, lists_boots;
};

/** env_read - @boots is the list of this kernel's boots, or NULL */
void env_read(struct pool *p, const json_t *o, const json_t *boots,
	      struct env *env);

/** env_option - the value of an option, "" where it is not recorded */
const char *env_option(const struct env *env, const char *name);

/** env_compiler - what its compiler says of itself, "" likewise */
const char *env_compiler(const struct env *env);

/** env_same_machine - are architecture and configuration of one name? */
bool env_same_machine(const struct env *a, const struct env *b);

/** env_same_kernel - are label and build id the same? */
bool env_same_kernel(const struct env *a, const struct env *b);

/** env_source - what it was built from, else its release */
const char *env_source(const struct env *env);

/** env_boot_of - a boot of a group by its number, or NULL */
const struct env_boot *env_boot_of(const struct env *env, const char *group,
				   long long boot);

#endif
