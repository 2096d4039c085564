// SPDX-License-Identifier: GPL-2.0-only
/*
 * title.c - what a row is about, in the field's words
 *
 * A scenario is told by what it does (its parameters), so that a new one of a
 * known mechanism has a title without an entry here; one of a mechanism that
 * is not known keeps its name.
 */
#include <stdlib.h>
#include <string.h>

#include "analyze/words/words.h"
#include "common/util.h"

static const struct {
	const char *mechanism, *title;
} mechanisms[] = {
	{ "pte", "kernel PTE table" }, { "pmd", "kernel PMD table" },
	{ "split", "split of a leaf" }, { "user", "user PTE table" },
	{ "hotplug", "memory block" }, { "dimm", "DIMM" },
	{ "virtio-mem", "virtio-mem block" }, { "nop", "nothing" },
	{ "vmalloc", "vmalloc" }, { "vmap", "vmap" }, { "ioremap", "ioremap" },
};

static void say_size(const char *bytes, char *buf, size_t len)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB" };
	long long n = atoll(bytes);
	size_t u = 0;

	for (; n >= 1024 && !(n % 1024) && u + 1 < ARRAY_SIZE(units); u++)
		n /= 1024;
	if (n > 0)
		say(buf, len, " %lld %s", n, units[u]);
}

const char *words_mechanism(const struct row *row)
{
	char name[40];

	row_param(row, "mechanism", name, sizeof(name));
	for (size_t i = 0; *name && i < ARRAY_SIZE(mechanisms); i++)
		if (!strcmp(mechanisms[i].mechanism, name))
			return mechanisms[i].title;
	return "";
}

void words_size(const struct row *row, char *buf, size_t len)
{
	char v[40];

	buf[0] = '\0';
	row_param(row, "size", v, sizeof(v));
	say_size(v, buf, len);
	row_param(row, "huge", v, sizeof(v));
	if (!strcmp(v, "1"))
		say(buf, len, " huge");
	row_param(row, "memory", v, sizeof(v));
	if (*v)
		say(buf, len, " %s", v);
	row_param(row, "cpus", v, sizeof(v));
	if (!strcmp(v, "-1"))
		say(buf, len, ", all CPUs at once");
	else if (*v && strcmp(v, "0"))
		say(buf, len, ", %s CPU%s", v, strcmp(v, "1") ? "s at once" : "");
	if (*row->group)
		say(buf, len, ", %s", row->group);
}

const char *words_title(const struct row *row, char *buf, size_t len)
{
	const char *what = words_mechanism(row);
	bool boot = row->phase == PHASE_START || !*row->scenario;
	char size[200];

	buf[0] = '\0';
	if (row->kind == KIND_SIZE)
		say(buf, len, "size of the kernel");
	else if (boot)
		say(buf, len, "at boot%s%s", *row->group ? ", " : "",
		    row->group);
	else if (!*what)
		say(buf, len, "%s%s%s", row->scenario,
		    *row->group ? ", " : "", row->group);
	words_size(row, size, sizeof(size));
	if (!boot && *what)
		say(buf, len, "%s%s", what, size);
	return buf;
}
