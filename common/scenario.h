/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario.h - what a scenario is, as a file on the host and as a plan in a
 * guest
 *
 * One table of keys (scenario.c) serves both: configs/scenarios/X.conf says
 * "key = value", the plan says "key value". kptvm reads the first and writes
 * the second, kptbench reads the second.
 */
#ifndef KPT_SCENARIO_H
#define KPT_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define KPT_LADDER_MAX	32
#define KPT_PLAN_MAGIC	"kptbench-plan 1"

/**
 * struct kpt_scenario - one scenario, every parameter resolved
 * @name:	file name without .conf
 * @title:	one line in words
 * @mechanism:	churn mechanism of the module, "user" for user-space work
 * @control:	churn: a mechanism that does the same but for the tables, whose
 *		cost is measured beside; "" for none
 * @kind:	"churn" (cost of operations), "hold" (state on a ladder), "command"
 *		(cost of running a program)
 * @command:	the program and its arguments, by blanks
 * @packages:	Debian packages it comes from, blank separated; in a plan for a
 *		guest with their versions
 * @folder:	on the host: what a guest has below / for it
 * @per:	what results are given per: op, table, GiB, block
 * @arch:	architectures it exists on, blank separated; "" for all
 * @boot:	extra kernel command line; scenarios with the same share a boot
 * @deferred:	1: churn: what operations leave to workers and callbacks is
 *		counted as well, where a counter can tell it from waiting
 * @ops:	churn: operations a window
 * @iterations:	windows measured (churn), rounds of the ladder (hold)
 * @warmup:	windows thrown away
 * @runs:	times the whole of it is done in one boot
 * @primary:	metrics the verdict is about, blank separated; "": those every
 *		collector has as its main ones
 * @size:	bytes an operation maps, 0 for the mechanism's own
 * @huge:	1: huge mappings allowed
 * @memory:	of a process: what its ranges are made of; "" for the
 *		mechanism's own
 * @cpus:	0: one CPU; N: N at once; -1: all
 * @counts:	of a file that lists several: each is a scenario of its own
 *		(kpt_scenario_at()); a plan has none
 * @nr_counts:	valid entries of @counts, 0: @cpus alone
 * @workers:	with @cpus, of a process: "processes", each with memory of its
 *		own, or "threads" of one; "" for those of the module
 * @beside:	what another CPU does meanwhile: a mechanism of the module; ""
 *		for nothing
 * @groups:	names of groups it is in, blank separated
 * @standard:	1: part of the "standard" scenarios, which run unless others
 *		are asked for
 * @ladder:	hold: counts, ascending
 * @ladder_len:	valid entries of @ladder
 * @scale:	amount of @per one operation or object is, usually 1
 */
struct kpt_scenario {
	char name[32];
	char title[128];
	char mechanism[32];
	char control[32];
	char kind[16];
	char per[16];
	char groups[64];
	char arch[64];
	char memory[16];
	char command[256];
	char packages[256];
	char folder[256];
	char workers[16];
	char beside[32];
	char boot[256];
	long long deferred;
	long long ops;
	long long iterations;
	long long warmup;
	long long runs;
	char primary[256];
	long long size;
	long long huge;
	long long cpus;
	long long counts[KPT_LADDER_MAX];
	size_t nr_counts;
	long long standard;
	long long ladder[KPT_LADDER_MAX];
	size_t ladder_len;
	double scale;
};

#define KPT_PLAN_MAX_SCENARIOS	192
#define KPT_PLAN_MAX_CONFIG	48

/**
 * struct kpt_plan - everything one boot is to do, and who it is
 * @relink: which of several builds of the kernel runs, 0: there is one; of a
 *	real machine alone, and in no plan's file
 * @scenarios: the first @nr_scenarios; reading a plan does not touch the others,
 *	for kptbench forks, and would copy the tables of their pages each time
 *
 * Strings as the env record (docs/schema.md) has them.
 */
struct kpt_plan {
	char label[64];
	long long boot, relink;
	char group[256];
	char mode[16];
	long long seed;
	char arch[32];
	char config_name[32];
	char config_digest[80];
	char source[256];
	struct { char name[48]; char value[64]; } config[KPT_PLAN_MAX_CONFIG];
	size_t config_len, nr_scenarios;
	struct kpt_scenario scenarios[KPT_PLAN_MAX_SCENARIOS];
};

/** kpt_scenario_init - fill in the defaults */
void kpt_scenario_init(struct kpt_scenario *sc, const char *name);

/**
 * kpt_scenario_set - set one parameter from text
 * @err: on error, one line saying what is wrong and what is right
 *
 * Return: 0, -ENOENT for an unknown key, -EINVAL or -ERANGE for a bad value.
 */
int kpt_scenario_set(struct kpt_scenario *sc, const char *key,
		     const char *value, char *err, size_t err_len);

/**
 * kpt_scenario_check - is it whole and consistent?
 *
 * Return: 0 or -EINVAL with @err filled.
 */
int kpt_scenario_check(const struct kpt_scenario *sc, char *err,
		       size_t err_len);

/**
 * kpt_scenario_at - scenario @i of a file, the one for its count of CPUs @i
 *
 * Of a file with one count it is that of the file. With several, NAME of the
 * file has NAME-1, NAME-2, NAME-4: names, since reports tell scenarios apart
 * by them.
 *
 * Return: false past the last.
 */
bool kpt_scenario_at(const struct kpt_scenario *file, size_t i,
		     struct kpt_scenario *sc);

/**
 * kpt_scenario_is - does a word that chooses scenarios mean this one?
 * @word: "all" (but those of packages), "standard", "@GROUP" or a name; that of
 *	a file with several counts of CPUs means all of them
 */
bool kpt_scenario_is(const struct kpt_scenario *sc, const char *word);

/** kpt_scenario_params - the params string of the sample record */
void kpt_scenario_params(const struct kpt_scenario *sc, char *buf, size_t len);

/** kpt_scenario_write - as a plan has it: its name, then a key a line */
void kpt_scenario_write(const struct kpt_scenario *sc, FILE *f);

/** kpt_plan_write - print a plan; 0 or -errno */
int kpt_plan_write(const struct kpt_plan *plan, FILE *f);

/**
 * kpt_plan_read - read a plan
 *
 * Return: 0 or -errno with @err naming the line and what is wrong.
 */
int kpt_plan_read(struct kpt_plan *plan, FILE *f, char *err, size_t err_len);

#endif
