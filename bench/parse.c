// SPDX-License-Identifier: GPL-2.0-only
/* parse.c - pure functions that read the kernel's text files */
#include <ctype.h>
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/parse.h"

static int number(const char *s, char **end, uint64_t *value)
{
	if (!isdigit((unsigned char)*s))
		return -EBADMSG;
	errno = 0;
	*value = strtoull(s, end, 10);
	return errno == ERANGE ? -ERANGE : 0;
}

/* The line that begins with @key and a blank or a colon. */
static const char *find_line(const char *text, const char *key)
{
	size_t len = strlen(key);
	const char *line = text;

	while (line && *line) {
		if (!strncmp(line, key, len) &&
		    (line[len] == ' ' || line[len] == ':'))
			return line;
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return NULL;
}

/* A missing line of a file that was cut off may have been in what is gone. */
static int missing(const char *text)
{
	size_t len = strlen(text);

	return len && text[len - 1] != '\n' ? -EBADMSG : -ENOENT;
}

int parse_key(const char *text, const char *key, const char *unit,
	      uint64_t *value)
{
	const char *line = find_line(text, key);
	char *end;
	int ret;

	if (!line)
		return missing(text);
	line += strlen(key);
	line += strspn(line, ": \t");
	ret = number(line, &end, value);
	if (ret)
		return ret;
	if (unit) {
		size_t len = strlen(unit);

		end += strspn(end, " \t");
		if (strncmp(end, unit, len))
			return -EBADMSG;
		end += len;
	}
	return *end == '\n' ? 0 : -EBADMSG;
}

int parse_slabinfo(const char *text, const char *cache, struct slab_line *out)
{
	const char *line = find_line(text, cache);
	const char *end, *data;
	int n;

	if (!line)
		return missing(text);
	end = strchr(line, '\n');
	data = strstr(line, ": slabdata");
	if (!end || !data || data > end)
		return -EBADMSG;
	line += strlen(cache);
	n = sscanf(line, "%" SCNu64 "%" SCNu64 "%" SCNu64 "%" SCNu64 "%" SCNu64,
		   &out->active_objs, &out->num_objs, &out->objsize,
		   &out->objperslab, &out->pagesperslab);
	if (n != 5)
		return -EBADMSG;
	n = sscanf(data, ": slabdata %" SCNu64 "%" SCNu64, &out->active_slabs,
		   &out->num_slabs);
	return n == 2 ? 0 : -EBADMSG;
}

int parse_leading(const char *text, uint64_t *value)
{
	char *end;
	int ret = number(text, &end, value);

	if (ret)
		return ret;
	return *end == '\n' || *end == ' ' ? 0 : -EBADMSG;
}

static size_t align4(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

int parse_build_id(const void *notes, size_t len, char *hex, size_t hex_len)
{
	const unsigned char *p = notes;
	/* Note headers are three 32-bit words in both ELF classes. */
	Elf64_Nhdr nhdr;
	size_t i;

	while (len >= sizeof(nhdr)) {
		size_t name, desc;

		memcpy(&nhdr, p, sizeof(nhdr));
		name = align4(nhdr.n_namesz);
		desc = align4(nhdr.n_descsz);
		p += sizeof(nhdr);
		len -= sizeof(nhdr);
		if (name > len || desc > len - name)
			return -EBADMSG;
		if (nhdr.n_type == NT_GNU_BUILD_ID && nhdr.n_namesz == 4 &&
		    !memcmp(p, "GNU", 4)) {
			if (2 * (size_t)nhdr.n_descsz + 1 > hex_len)
				return -EBADMSG;
			for (i = 0; i < nhdr.n_descsz; i++)
				sprintf(hex + 2 * i, "%02x", p[name + i]);
			return 0;
		}
		p += name + desc;
		len -= name + desc;
	}
	return len ? -EBADMSG : -ENOENT;
}

int parse_cpulist(const char *text)
{
	uint64_t a, b;
	char *end;
	int n = 0;

	do {
		if (number(text, &end, &a))
			return -EBADMSG;
		b = a;
		if (*end == '-' && number(end + 1, &end, &b))
			return -EBADMSG;
		if (b < a || b - a > 65535)
			return -EBADMSG;
		n += (int)(b - a + 1);
		text = end + 1;
	} while (*end == ',');
	return *end == '\n' || !*end ? n : -EBADMSG;
}

int parse_next_cpu(const char *text, int cpu)
{
	uint64_t a, b, after = (uint64_t)(cpu + 1);
	char *end;

	/* Ascending, as the kernel writes it. */
	do {
		if (number(text, &end, &a))
			break;
		b = a;
		if (*end == '-' && number(end + 1, &end, &b))
			break;
		if (b >= after)
			return (int)(a > after ? a : after);
		text = end + 1;
	} while (*end == ',');
	return -ENOENT;
}
