/* SPDX-License-Identifier: GPL-2.0-only */
/* names.h - texts, each once, and a number for each */
#ifndef KPT_NAMES_H
#define KPT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/** struct names - all zero to begin with; free it with names_free() */
struct names {
	struct json_t *index;
	size_t nr;
};

#define NAMES_NONE ((size_t)-1)

/**
 * names_place - the number of a text; a new one gets @number
 *
 * Return: the number; NAMES_NONE when out of memory.
 */
size_t names_place(struct names *n, const char *text, size_t number);

/** names_add - the same; a new one gets the next number, from 0 */
size_t names_add(struct names *n, const char *text);

/**
 * names_list - the place of a text in a list that has an element for each
 * @v:		the list, of @n->nr elements of @size; NULL where there are none
 * @at:		the number of the text; NAMES_NONE when out of memory
 *
 * Return: the list, which may have moved; the element of a new text is all 0.
 */
void *names_list(struct names *n, const char *text, void *v, size_t size,
		 size_t *at);

/** names_new - add a text; was it not there before? */
bool names_new(struct names *n, const char *text);

/** names_find - the number of a text; NAMES_NONE when it is not there */
size_t names_find(const struct names *n, const char *text);

/** names_key - a text that is there, to be kept for as long as @n is */
const char *names_key(const struct names *n, const char *text);

void names_free(struct names *n);

#endif
