/* SPDX-License-Identifier: GPL-2.0-only */
/* classes.h - what the plugin counted by class, as samples of the scenario */
#ifndef KPT_VM_CLASSES_H
#define KPT_VM_CLASSES_H

#include <jansson.h>
#include <stdio.h>

#include "common/scenario.h"

struct vm_classes;
struct vm_places;

/**
 * vm_classes_open - what the plugin left of an ended guest
 * @group: what the guest was to do
 * @layout: of this boot, see layout.h: it has an order of its own
 * @guest: the folder it ran in
 * @places: of its kernel; what of them is not known is told as n/a
 *
 * Return: something for vm_classes_put(), NULL without memory.
 */
struct vm_classes *vm_classes_open(const struct kpt_plan *group,
				   long long layout, const char *guest,
				   const struct vm_places *places);
void vm_classes_close(struct vm_classes *c);

/**
 * vm_classes_put - write the classes of the windows that a sample is of
 * @sample: a sample record; for another than a scenario's instructions nothing
 *	    is written
 * @to: appended to: one sample a class, class.NAME
 * @put: what was written is added
 *
 * Return: 0 or -errno with a message.
 */
int vm_classes_put(struct vm_classes *c, const json_t *sample, FILE *to,
		   long long *put);

#endif
