/* SPDX-License-Identifier: GPL-2.0-only */
/* conf.h - configs/arch, configs/kernels and configs/scenarios, read */
#ifndef KPT_VM_CONF_H
#define KPT_VM_CONF_H

#include <stdbool.h>

#include "common/scenario.h"

/**
 * struct vm_arch - configs/arch/NAME/arch.conf
 * @like:		the architecture this one is a variant of, or ""
 * @kbuild_arch:	Kbuild's ARCH=
 * @cross:		Kbuild's CROSS_COMPILE=
 * @target:		make target of the image
 * @image:		the image, in the build folder
 * @cc:			compiler of static guest programs
 * @packages:		Debian packages
 * @cross_packages:	further ones, on machines of another architecture
 * @make:		arguments of make that only this one needs
 * @without:		lock configurations that do not exist there
 * @linear:		functions of its kernel: the one that makes the linear
 *			map, and the one called next; or ""
 * @debian:		what Debian calls it, or "": no kernels of packages
 * @objects:		about how many objects a build makes
 * @binary:		QEMU
 * @args:		its arguments; {seed} and {cpus} are replaced
 * @loader:		what it starts in place of the kernel, or ""
 * @disk:		the kernel's path in "disk", the boot's folder for the
 *			loader's disk, or ""
 * @mode:		arguments of the mode asked for
 * @modes:		names of the modes there are, blank separated
 * @devices:		what boots that ask for a device get, a line each; see
 *			vm_arch_device()
 * @console:		tty of the kernel's console
 * @records:		tty the records leave by
 * @cmdline:		kernel command line of the mode, beyond what every
 *			guest has
 * @also:		further words for the kernel, one boot a line, of a matrix
 * @allow:		console lines that are no badness in the mode:
 *			patterns, one a line
 */
struct vm_arch {
	char name[32];
	char like[32];
	char kbuild_arch[32];
	char cross[64];
	char target[64];
	char image[128];
	char cc[64];
	char packages[512];
	char cross_packages[512];
	char make[128];
	char without[128];
	char linear[128];
	char debian[32];
	long long objects;
	char binary[64];
	char args[2048];
	char loader[128];
	char disk[64];
	char mode[1024];
	char modes[256];
	char devices[1024];
	char console[32];
	char records[32];
	char cmdline[1024];
	char also[512];
	char allow[2048];
};

/**
 * vm_arch_read - read an architecture
 * @mode: "exact", "kvm", ...: key of its [qemu] section
 *
 * Return: 0, KPT_USAGE for an unknown name or mode (the valid ones are
 * listed) or KPT_FAIL, with a message.
 */
int vm_arch_read(struct vm_arch *arch, const char *name, const char *mode);

/** vm_has_word - is @word one of the blank separated @words? */
bool vm_has_word(const char *words, const char *word);

/** vm_arch_family - the architecture that a variant is like, or itself */
static inline const char *vm_arch_family(const struct vm_arch *arch)
{
	return arch->like[0] ? arch->like : arch->name;
}

/**
 * vm_arch_device - the value of [qemu] "device.NAME" or "drivers.NAME"
 *
 * Return: it, up to the end of the line; NULL for one there is not.
 */
const char *vm_arch_device(const struct vm_arch *arch, const char *key);

/**
 * struct vm_variant - configs/kernels/NAME.conf
 * @source:	debian:PACKAGE or git:TREE@REVISION
 * @rev:	with it, @source is git:TREE and this the revision, whatever
 *		either has in its name; not of the file
 * @queues:	folders of patches, blank separated, in our tree
 * @fragments:	further Kconfig fragments, blank separated, in our tree
 * @series:	a series on top of them, as vm_series_read() takes it, or "";
 *		not of the file
 * @patches:	how many patches of the series or, without one, of the queues,
 *		or negative: all; not of the file
 * @cc:		the compiler, see compiler.h, or "": the usual one; not of the file
 * @debug_info:	build it with debug info, for profiles; not of the file
 * @ccache:	take objects that were compiled before; not of the file
 */
struct vm_variant {
	char name[64];
	char title[128];
	char source[1024];
	char rev[256];
	char queues[512];
	char fragments[512];
	char series[1024];
	long long patches;
	char cc[64];
	bool debug_info;
	bool ccache;
};

/** vm_variant_init - no queue, nothing particular */
void vm_variant_init(struct vm_variant *v);

int vm_variant_read(struct vm_variant *v, const char *name);

/**
 * vm_scenario_read - read one scenario
 *
 * Return: 0 or KPT_FAIL, with a message.
 */
int vm_scenario_read(struct kpt_scenario *sc, const char *name);

/** vm_scenario_set - does @word choose by what scenarios have in common? */
bool vm_scenario_set(const char *word);

/**
 * vm_scenarios_metal - take "maxcpus=" out of their boot lines
 *
 * It says how many CPUs a guest is given; a real machine has those it has, and
 * a scenario that wants more is n/a there.
 */
void vm_scenarios_metal(struct kpt_plan *plan);

/**
 * vm_scenarios_read - fill @plan with scenarios
 * @which: separated by commas: names, "@GROUP", "standard" (those that run
 *	unasked), "all"
 * @arch: those that do not exist there are left out, with a note; NULL: any
 *
 * Return: 0, KPT_USAGE or KPT_FAIL, with a message.
 */
int vm_scenarios_read(struct kpt_plan *plan, const char *which,
		      const char *arch);

#endif
