/* SPDX-License-Identifier: GPL-2.0-only */
/* perf_child.h - `perf record` at work beside us, told when to sample */
#ifndef KPT_PERF_CHILD_H
#define KPT_PERF_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/**
 * struct perf_child - one recording
 * @said:	what perf printed
 * @control:	our end of what it is told through
 */
struct perf_child {
	pid_t pid;
	int control;
	FILE *said;
};

/**
 * perf_child_start - start perf, which samples nothing yet
 * @file:	it writes there
 * @all:	sample every CPU, not the calling thread alone
 *
 * Return: 0 or -errno with @why, as all of these: then perf is gone.
 */
int perf_child_start(struct perf_child *p, const char *event, const char *file,
		     bool all, char *why, size_t len);

/** perf_child_switch - sample from now on, or no longer; returns when it is so */
int perf_child_switch(struct perf_child *p, bool on, char *why, size_t len);

/**
 * perf_child_stop - let perf finish its file
 * @samples: how many perf says are in it
 */
int perf_child_stop(struct perf_child *p, long long *samples, char *why,
		    size_t len);

/** perf_child_kill - end it, whatever it does */
void perf_child_kill(struct perf_child *p);

#endif
