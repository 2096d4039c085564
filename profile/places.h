/* SPDX-License-Identifier: GPL-2.0-only */
/* places.h - classes of instructions by where they are, not by what they do */
#ifndef KPT_PROFILE_PLACES_H
#define KPT_PROFILE_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "profile/classify.h"

#define PLACES_MAGIC	"kptprof-places 1"
#define PLACE_CLASSES	8

/* The classes of an instruction are the bits of one number. */
_Static_assert(NR_CLASSES + PLACE_CLASSES <= 32, "too many classes");

/**
 * struct place - an address
 * @classes:	bit i: it belongs to class i of struct places
 */
struct place {
	uint64_t addr;
	unsigned int classes;
};

/**
 * struct places - all of them, by address once they are read
 * @name:	of a class: "exception.taken" is the metric class.exception.taken
 */
struct places {
	char name[PLACE_CLASSES][32];
	size_t nr_names;
	struct place *v;
	size_t nr;
};

/**
 * places_read - from the file that kptvm made
 *
 * A line "class NAME", then a line "at ADDRESS" for each of it, in hexadecimal;
 * "end". Return: 0 or -errno.
 */
int places_read(struct places *e, const char *path);

/** places_at - classes of the instruction at an address, a bit each */
unsigned int places_at(const struct places *e, uint64_t addr);

void places_free(struct places *e);

#endif
