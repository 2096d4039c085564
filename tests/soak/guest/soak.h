/* SPDX-License-Identifier: GPL-2.0-only */
/* soak.h - what the long tests in a guest share */
#ifndef KPT_SOAK_H
#define KPT_SOAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/util.h"
#include "kmod/kptbench_uapi.h"

#define SOAK_MODULE	"/kptbench.ko"
#define SOAK_DEVICE	"/dev/kptbench"

/**
 * struct soak - what the kernel's command line asks for
 * @test:	soak.test=NAME
 * @amount:	soak.amount=N: iterations or seconds, as the test says
 * @seed:	soak.seed=N
 * @params:	kptbench.PARAM=VALUE, as the module takes them
 */
struct soak {
	char test[32];
	long long amount;
	long long seed;
	char params[1024];
};

/** struct soak_test - a test; @run returns 0, or 1 after soak_fail() */
struct soak_test {
	const char *name;
	int (*run)(const struct soak *s);
};

extern const struct soak_test soak_ioctls, soak_faults, soak_reload,
	soak_beside, soak_boots, soak_loads;

/* ---- say.c ---- */
/** soak_say - "soak: ..." on the console, where the test on the host reads */
void soak_say(const char *fmt, ...) KPT_PRINTF(1, 2);
/** soak_fail - the same, as "soak: FAIL ..."; returns 1 */
int soak_fail(const char *fmt, ...) KPT_PRINTF(1, 2);
/** soak_quiet - the console gets no message of the kernel, or those it got */
void soak_quiet(bool quiet);
/**
 * soak_health - has the kernel complained since it started?
 *
 * A warning, an oops, a bad page and a report of KASAN taint the kernel, and a
 * report of lockdep turns lockdep off; both are there whatever the console
 * shows.
 *
 * Return: 0, or 1 after soak_fail(), with the kernel's last messages.
 */
int soak_health(void);

/* ---- rnd.c: numbers that a seed decides ---- */
struct soak_rnd { uint64_t s; };

uint64_t soak_rnd(struct soak_rnd *r);
/** soak_below - 0 .. @n - 1 */
uint32_t soak_below(struct soak_rnd *r, uint32_t n);
/** soak_one_in - true once in @n times */
bool soak_one_in(struct soak_rnd *r, uint32_t n);

/* ---- device.c ---- */
#define SOAK_MECHS	64

/** struct soak_mechs - the module's mechanisms, and which work here */
struct soak_mechs {
	size_t n;
	struct kptb_mech v[SOAK_MECHS];
};

/** soak_open - a device of the module; -errno */
int soak_open(const char *device);
int soak_mechs_read(int fd, struct soak_mechs *m);
/**
 * soak_setup - KPTB_IOC_SETUP
 * @size: 0 where a mechanism chooses by itself
 *
 * Return: 0 or -errno.
 */
int soak_setup(int fd, const char *name, uint64_t size, uint32_t cpus);
/** soak_run - KPTB_IOC_RUN; 0 or -errno */
int soak_run(int fd, uint64_t ops);
/** soak_hold - KPTB_IOC_HOLD; 0 or -errno */
int soak_hold(int fd, uint64_t count);
/** soak_size - a size that suits the mechanism, some pages or its own */
uint64_t soak_size(const char *mechanism);

/* ---- module.c ---- */
/**
 * soak_load - load the module
 * @name: "kptbench", or eight other letters: then every "kptbench" in it is
 *	that, so that it stands beside the first with a device of its own
 *
 * Return: 0 or -errno.
 */
int soak_load(const char *name, const char *params);
/** soak_unload - 0 or -errno; -EWOULDBLOCK where it is in use */
int soak_unload(const char *name);

/* ---- procs.c: what goes on beside a test ---- */
/** soak_fork - fork() a child that ends when its parent does */
pid_t soak_fork(void);
/** soak_child - a process that does @what until it is ended */
pid_t soak_child(int (*what)(const struct soak *s, uint32_t nr),
		 const struct soak *s, uint32_t nr);
/** soak_end - ends it; 0, or 1 when it had failed before */
int soak_end(pid_t pid);
/** soak_bpf - loads a program of @insns instructions; 0 or -errno */
int soak_bpf(uint32_t insns);

#endif
