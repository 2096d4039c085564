/* SPDX-License-Identifier: GPL-2.0-only */
/* machine.h - the machine under test: its files, its CPUs, its module */
#ifndef KPT_MACHINE_H
#define KPT_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kmod/kptbench_uapi.h"

#define KPT_WHY_LEN	192
#define KPT_MAX_MECHS	64

/**
 * struct machine - what every part of kptbench needs to know
 * @root:	"" or the folder that stands for /, with recorded files
 * @mode:	exact, kvm or metal
 * @fd:		the module's device, or -1
 * @why:	why there is no module, in words
 * @info:	valid when @fd >= 0
 * @mechs:	the module's mechanisms
 * @nr_mechs:	valid entries of @mechs
 * @page_size:	bytes
 * @cpus:	online
 * @online:	their numbers, as "0-3,8"; not all numbers need be there
 * @cpu:	the one the measuring thread is pinned to, or -1
 * @node:	the NUMA node of that CPU, or -1
 * @pinned:	how, or why not
 * @topology:	summary, or the reason there is none
 */
struct machine {
	char root[256];
	char mode[16];
	int fd;
	char why[KPT_WHY_LEN];
	struct kptb_info info;
	struct kptb_mech mechs[KPT_MAX_MECHS];
	size_t nr_mechs;
	long page_size;
	int cpus;
	char *online;
	int cpu, node;
	char pinned[KPT_WHY_LEN];
	char topology[256];
};

/**
 * machine_open - look at the machine and open the module's device
 * @root: NULL or "" for the running machine
 * @mode: as in struct machine
 *
 * A missing module is not an error: @m->why tells. A module that speaks
 * another ABI version is, since its results could not be read.
 *
 * Return: 0 or -errno, with a message printed.
 */
int machine_open(struct machine *m, const char *root, const char *mode);
void machine_close(struct machine *m);

/** machine_exact - are instructions the only clock (emulator with icount)? */
bool machine_exact(const struct machine *m);

/** machine_path - @path below the root; 0 or -ENAMETOOLONG */
int machine_path(const struct machine *m, char *buf, size_t len,
		 const char *path);

/**
 * machine_read - read a small file below the root
 *
 * Return: bytes read or -errno, as kpt_read_file().
 */
int machine_read(const struct machine *m, const char *path, char *buf,
		 size_t len);
/** machine_read_all - the same, however long it is, as kpt_read_all() */
long machine_read_all(const struct machine *m, const char *path, char **text);
/** machine_write - write to a switch below the root; 0 or -errno */
int machine_write(const struct machine *m, const char *path,
		  const char *text);

/** machine_mech - mechanism by name, or NULL */
const struct kptb_mech *machine_mech(const struct machine *m,
				     const char *name);

/**
 * machine_audit - let the module walk the kernel's page tables
 *
 * Return: 0, -ENODEV without a module, or the module's -errno.
 */
int machine_audit(const struct machine *m, struct kptb_audit *a);

/** machine_table_pages - pages of @n tables of a level */
static inline uint64_t machine_table_pages(const struct machine *m,
					   unsigned int level, uint64_t n)
{
	return n << (m->info.orders >> (4 * level) & 0xf);
}

/* topology (collect/topology.c) */

/**
 * topology_pin - choose a CPU and pin the calling thread to it
 *
 * Fills @m->topology, @m->cpu and @m->pinned.
 */
void topology_pin(struct machine *m);

/** topology_choose - the same choice, without pinning: fills @m->cpu */
void topology_choose(struct machine *m);

#endif
