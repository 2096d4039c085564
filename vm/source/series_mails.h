/* SPDX-License-Identifier: GPL-2.0-only */
/* series_mails.h - the mails of a series, put in order */
#ifndef KPT_VM_SERIES_MAILS_H
#define KPT_VM_SERIES_MAILS_H

#include <stdbool.h>

#include "vm/base/paths.h"
#include "vm/source/queue.h"

/**
 * struct vm_letter - a mail that may be a patch
 * @path:	its file
 * @subject:	as it stands, brackets and all
 * @at:		n of [PATCH n/m], or -1
 * @of:		m
 */
struct vm_letter {
	char path[VM_PATH];
	char subject[512];
	long at, of;
};

struct vm_letters {
	struct vm_letter *v;
	size_t n;
};

/** vm_letters_add - a file, or, of an mbox, its mails; 0 or KPT_FAIL */
int vm_letters_add(struct vm_letters *l, const char *path);
void vm_letters_free(struct vm_letters *l);

/**
 * vm_letters_sort - the patches among them, in order
 * @q:		added to
 * @tell:	say what is left out, and what was sorted
 *
 * Return: 0 or KPT_FAIL with a message.
 */
int vm_letters_sort(struct vm_letters *l, struct vm_queue *q, bool tell);

#endif
