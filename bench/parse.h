/* SPDX-License-Identifier: GPL-2.0-only */
/* parse.h - pure functions that read the kernel's text files */
#ifndef KPT_PARSE_H
#define KPT_PARSE_H

#include <stddef.h>
#include <stdint.h>

/**
 * parse_key - value of a "key value" or "key: value unit" line
 * @text: whole file
 * @key: as the file has it, without the colon
 * @unit: unit that must follow ("kB"), or NULL for none
 * @value: result
 *
 * A line that does not end in a newline was cut off and is not believed; nor
 * is such a file believed to lack a line.
 *
 * Return: 0, -ENOENT without such a line, -EBADMSG for one that is not whole,
 * -ERANGE for a number beyond 64 bits.
 */
int parse_key(const char *text, const char *key, const char *unit,
	      uint64_t *value);

/** struct slab_line - a line of /proc/slabinfo */
struct slab_line {
	uint64_t active_objs, num_objs, objsize, objperslab, pagesperslab;
	uint64_t active_slabs, num_slabs;
};

/** parse_slabinfo - find a cache; errors as parse_key() */
int parse_slabinfo(const char *text, const char *cache, struct slab_line *out);

/** parse_leading - the number a sysfs file begins with ("12 N0=12") */
int parse_leading(const char *text, uint64_t *value);

/**
 * parse_build_id - the GNU build id in an ELF note section
 * @hex: result, at least 2 * 64 + 1 bytes
 *
 * Return: 0, -ENOENT without one, -EBADMSG for notes that are cut off.
 */
int parse_build_id(const void *notes, size_t len, char *hex, size_t hex_len);

/** parse_cpulist - how many CPUs "0-3,8" names, or -EBADMSG */
int parse_cpulist(const char *text);

/**
 * parse_next_cpu - the CPU of such a list that comes after @cpu
 * @cpu: -1 for the first
 *
 * Return: its number, or -ENOENT after the last one.
 */
int parse_next_cpu(const char *text, int cpu);

#endif
