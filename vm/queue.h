/* SPDX-License-Identifier: GPL-2.0-only */
/* queue.h - the patches of a variant, in order */
#ifndef KPT_VM_QUEUE_H
#define KPT_VM_QUEUE_H

#include <stddef.h>

/**
 * struct vm_queue - patches as they are to be applied
 * @path:	of each, ended with NULL
 * @n:		how many
 */
struct vm_queue {
	char **path;
	size_t n;
};

/**
 * vm_queue_read - the patches that the series of @queues name
 * @queues:	folders in our tree, blank separated
 * @limit:	only that many of them, the first ones; negative: all
 *
 * Return: 0, KPT_USAGE when there are fewer than @limit, or KPT_FAIL, with a
 * message. Free with vm_queue_free() in any case.
 */
int vm_queue_read(struct vm_queue *q, const char *queues, long long limit);
void vm_queue_free(struct vm_queue *q);

/** vm_queue_subject - what a patch says it is about, else its file's name */
void vm_queue_subject(const char *path, char *buf, size_t len);

#endif
