// SPDX-License-Identifier: GPL-2.0-only
/* kconfig.c - .config: read, and verified against what was asked for */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/kernel/kconfig.h"

#define OPTIONAL "# optional "

int vm_kconfig_get(const char *config, const char *name, char *value,
		   size_t len)
{
	size_t n = strlen(name);
	const char *p = config;

	for (; (p = strstr(p, name)); p += n) {
		bool first = p == config || p[-1] == '\n';

		if (!first || p[n] != '=')
			continue;
		p += n + 1;
		n = strcspn(p, "\n");
		return kpt_join(value, len, "%.*s", (int)n, p);
	}
	return kpt_copy(value, len, "n");
}

/* One line of a fragment: an option and the value asked for. */
struct request {
	char name[128];
	char value[128];
	bool optional;
	char from[64];	/* the fragment's file name */
	int line;
};

static bool parse_request(struct request *r, const char *line)
{
	static const char unset[] = " is not set";
	const char *eq;
	size_t n;

	r->optional = !strncmp(line, OPTIONAL, strlen(OPTIONAL));
	if (r->optional)
		line += strlen(OPTIONAL);
	n = strcspn(line, "\n");
	if (!strncmp(line, "CONFIG_", 7)) {
		eq = memchr(line, '=', n);
		if (!eq)
			return false;
		return !kpt_join(r->name, sizeof(r->name), "%.*s",
				 (int)(eq - line), line) &&
		       !kpt_join(r->value, sizeof(r->value), "%.*s",
				 (int)(n - (size_t)(eq - line) - 1), eq + 1);
	}
	if (strncmp(line, "# CONFIG_", 9))
		return false;
	eq = strstr(line, unset);
	if (!eq || eq > line + n)
		return false;
	kpt_copy(r->value, sizeof(r->value), "n");
	return !kpt_join(r->name, sizeof(r->name), "%.*s",
			 (int)(eq - line - 2), line + 2);
}

struct requests {
	struct request *v;
	size_t n;
};

static int add_request(struct requests *all, const struct request *r)
{
	struct request *v;
	size_t i;

	for (i = 0; i < all->n; i++) {
		if (!strcmp(all->v[i].name, r->name)) {
			all->v[i] = *r;
			return 0;
		}
	}
	v = realloc(all->v, (all->n + 1) * sizeof(*v));
	if (!v)
		return -ENOMEM;
	all->v = v;
	v[all->n++] = *r;
	return 0;
}

static int read_fragment(struct requests *all, const struct vm_fragment *f)
{
	const char *line = f->text;
	struct request r;
	int ret = 0;

	memset(&r, 0, sizeof(r));
	for (; *line && !ret; line += strcspn(line, "\n"), line += *line != 0) {
		r.line++;
		if (!parse_request(&r, line))
			continue;
		kpt_copy(r.from, sizeof(r.from), f->name);
		ret = add_request(all, &r);
	}
	return ret;
}

int vm_kconfig_verify(const char *config, const struct vm_fragments *fragments)
{
	struct requests all = { NULL, 0 };
	char value[128];
	int missed = 0;
	size_t i;

	for (i = 0; i < fragments->n; i++) {
		if (read_fragment(&all, &fragments->v[i])) {
			free(all.v);
			kpt_error("out of memory");
			return -ENOMEM;
		}
	}
	for (i = 0; i < all.n; i++) {
		const struct request *r = &all.v[i];

		if (vm_kconfig_get(config, r->name, value, sizeof(value)))
			kpt_copy(value, sizeof(value), "(long)");
		if (!strcmp(value, r->value))
			continue;
		if (r->optional) {
			kpt_info("%s:%d: optional %s=%s is not in this kernel",
				 r->from, r->line, r->name, r->value);
			continue;
		}
		missed++;
		kpt_error("%s:%d: %s=%s did not take: the .config has %s",
			  r->from, r->line, r->name, r->value, value);
	}
	free(all.v);
	return missed;
}

/* What a reader of a report wants to know about the kernel's page tables. */
static const char *const matter[] = {
	"CONFIG_PREEMPT_RT", "CONFIG_PREEMPT_NONE", "CONFIG_PREEMPT_LAZY",
	"CONFIG_SMP",
	"CONFIG_NR_CPUS", "CONFIG_HZ", "CONFIG_DEBUG_SPINLOCK",
	"CONFIG_DEBUG_LOCK_ALLOC", "CONFIG_PROVE_LOCKING", "CONFIG_DEBUG_VM",
	"CONFIG_DEBUG_VM_PGFLAGS", "CONFIG_PAGE_POISONING", "CONFIG_KASAN",
	"CONFIG_DEBUG_KMEMLEAK", "CONFIG_SPLIT_PTE_PTLOCKS",
	"CONFIG_SPLIT_PMD_PTLOCKS", "CONFIG_PGTABLE_LEVELS",
	"CONFIG_TRANSPARENT_HUGEPAGE", "CONFIG_HAVE_ARCH_HUGE_VMAP",
	"CONFIG_PTDUMP_DEBUGFS", "CONFIG_MEMORY_HOTREMOVE",
	"CONFIG_ZONE_DEVICE", "CONFIG_SPARSEMEM_VMEMMAP", "CONFIG_SLUB_DEBUG",
	"CONFIG_NUMA", "CONFIG_MEMCG", "CONFIG_CC_VERSION_TEXT", "CONFIG_LD_VERSION",
	"CONFIG_LLD_VERSION",
};

/*
 * Before 6.12 there was a number of CPUs instead of the two options, and the
 * preprocessor made of it what they say now.
 */
static int split_by_number(const char *config, const char *name, char *value,
			   size_t len)
{
	bool pmd = !strcmp(name, "CONFIG_SPLIT_PMD_PTLOCKS");
	char least[32], cpus[32], has[32];

	if (!pmd && strcmp(name, "CONFIG_SPLIT_PTE_PTLOCKS"))
		return 0;
	if (vm_kconfig_get(config, "CONFIG_SPLIT_PTLOCK_CPUS", least,
			   sizeof(least)) ||
	    vm_kconfig_get(config, "CONFIG_NR_CPUS", cpus, sizeof(cpus)) ||
	    vm_kconfig_get(config, "CONFIG_ARCH_ENABLE_SPLIT_PMD_PTLOCK", has,
			   sizeof(has)) || !strcmp(least, "n"))
		return 0;
	return kpt_copy(value, len, atoi(cpus) >= atoi(least) &&
			(!pmd || !strcmp(has, "y")) ? "y" : "n");
}

int vm_kconfig_matter(struct kpt_plan *plan, const char *config)
{
	size_t i;
	int ret;

	plan->config_len = 0;
	for (i = 0; i < ARRAY_SIZE(matter); i++) {
		char *value = plan->config[plan->config_len].value;
		char text[256];
		size_t len;

		ret = vm_kconfig_get(config, matter[i], text, sizeof(text));
		if (!ret)
			ret = split_by_number(config, matter[i], text,
					      sizeof(text));
		if (!ret)
			ret = kpt_copy(plan->config[plan->config_len].name,
				       sizeof(plan->config[0].name),
				       matter[i] + strlen("CONFIG_"));
		if (ret)
			return ret;
		/* Strings lose their quotes; long ones their end. */
		len = strlen(text);
		if (len > 1 && text[0] == '"') {
			text[len - 1] = '\0';
			memmove(text, text + 1, len - 1);
		}
		snprintf(value, sizeof(plan->config[0].value), "%.60s", text);
		plan->config_len++;
	}
	return 0;
}
