/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * merge.h - boots of one run that were done in several folders
 *
 * A shard K of N does every Nth boot, by the plan alone: a boot is given to a
 * shard by its number and its boot line, never by its kernel. So all kernels of
 * a round are booted by one shard, and a host is never taken for a kernel.
 */
#ifndef KPT_VM_MERGE_H
#define KPT_VM_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/run/run.h"

struct vm_jobs;

/** vm_shard_parse - "K/N" into @r->shard and @r->shards; 0 or KPT_USAGE */
int vm_shard_parse(struct vm_run *r, const char *text);

/** vm_shard_has - is this boot this run's to do? @group: number of its boot line */
bool vm_shard_has(const struct vm_run *r, long long boot, size_t group);

/**
 * vm_merge_check - are the folders to be merged of this run?
 *
 * Return: 0, or KPT_USAGE with a message: which folder is not, and what differs.
 */
int vm_merge_check(const struct vm_run *r, const char *stamp);

/**
 * vm_merge_jobs - take the boots, their consoles and profiles from the folders
 *
 * A boot that ended well is taken before one that did not. Two that ended well
 * and are not the same to the byte are refused, and so is a kernel that is not
 * one build in all of them. What no folder has is missing: nothing is booted.
 *
 * Return: as vm_run_all().
 */
int vm_merge_jobs(struct vm_run *r, struct vm_jobs *jobs);

#endif
