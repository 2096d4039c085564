/* SPDX-License-Identifier: GPL-2.0-only */
/* pin.h - a guest's CPUs on CPUs of the host; its memory in huge pages */
#ifndef KPT_VM_PIN_H
#define KPT_VM_PIN_H

#include "vm/guest/guest.h"

#define VM_PIN_MAX 64

/* Where every Debian mounts it. */
#define VM_HUGE_ARGS "-mem-path /dev/hugepages -mem-prealloc"

/**
 * vm_pin_parse - the CPUs of a list like "2,3"
 *
 * Return: how many, or -1 with a message.
 */
int vm_pin_parse(const char *list, int *cpu, size_t max);

/**
 * vm_pin_guest - pin the CPUs of a guest started with -S, and let it run
 *
 * The guest's first CPU goes to the first of @g->pin, and so on.
 * Return: 0, or -errno with a message.
 */
int vm_pin_guest(struct vm_guest *g);

/**
 * vm_huge_check - are there huge pages for a guest?
 * @args: QEMU's, which tell its memory
 *
 * Return: 0 or KPT_FAIL, with a message that says what to do.
 */
int vm_huge_check(const char *args);

#endif
