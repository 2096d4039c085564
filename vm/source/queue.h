/* SPDX-License-Identifier: GPL-2.0-only */
/* queue.h - the patches of a kernel, in order */
#ifndef KPT_VM_QUEUE_H
#define KPT_VM_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct vm_queue - patches as they are to be applied
 * @path:	of each, ended with NULL
 * @options:	of each: -pN and -R, or ""
 * @n:		how many
 */
struct vm_queue {
	char **path;
	char **options;
	size_t n;
};

/**
 * vm_queue_read - the patches that the series of @queues name
 * @queues:	folders in our tree, blank separated; or files series.NAME there
 * @limit:	only that many of them, the first ones; negative: all
 *
 * Return: 0, KPT_USAGE when there are fewer than @limit, or KPT_FAIL, with a
 * message. Free with vm_queue_free() in any case.
 */
int vm_queue_read(struct vm_queue *q, const char *queues, long long limit);
void vm_queue_free(struct vm_queue *q);

/** vm_queue_add - one more; 0 or KPT_FAIL with a message */
int vm_queue_add(struct vm_queue *q, const char *path, const char *options);

/**
 * vm_queue_file - add what a series file names, in the folder it is in
 *
 * A line is what quilt writes, "NAME [-pN|-pab] [-R] [# comment]", and may
 * begin with guards: none is set, so that "+guard NAME" is left out, which is
 * told, and "-guard NAME" is taken. What has no diff is left out.
 *
 * Return: 0 or KPT_FAIL with a message.
 */
int vm_queue_file(struct vm_queue *q, const char *series);

/** vm_queue_cut - keep the first @limit, negative: all; 0 or KPT_USAGE */
int vm_queue_cut(struct vm_queue *q, long long limit);

/** vm_queue_subject - what a patch says it is about, else its file's name */
void vm_queue_subject(const char *path, char *buf, size_t len);

#endif
