/* SPDX-License-Identifier: GPL-2.0-only */
/* places.h - configs/classes: what is counted at addresses of a kernel */
#ifndef KPT_VM_PLACES_H
#define KPT_VM_PLACES_H

#include <stddef.h>

#include "profile/places.h"

struct vm_arch;
struct vm_kernel;
struct vm_text;

/**
 * struct vm_place_class - one class on one kernel
 * @why:	its addresses are not known, in words, or ""
 */
struct vm_place_class {
	char name[32];
	char why[160];
	unsigned long long at[128];
	size_t nr;
};

/** struct vm_places - all classes that the architecture has */
struct vm_places {
	struct vm_place_class class[PLACE_CLASSES];
	size_t nr;
};

/**
 * vm_places_read - find them in what a kernel was built to
 *
 * Return: 0 or KPT_FAIL, with a message: a file is wrong.
 */
int vm_places_read(struct vm_places *e, const struct vm_arch *arch,
		    const struct vm_kernel *kernel);

/** vm_places_text - add them in the form that the plugin reads */
void vm_places_text(const struct vm_places *e, struct vm_text *t);

/**
 * vm_places_write - the same as @guest/places
 *
 * Return: 0 or KPT_FAIL, with a message.
 */
int vm_places_write(const struct vm_places *e, const char *guest);

#endif
