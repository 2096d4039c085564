// SPDX-License-Identifier: GPL-2.0-only
/* env.c - the env record: which kernel, on what, measured how */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>

#include "bench/emit.h"
#include "bench/parse.h"
#include "bench/settings.h"
#include "common/util.h"

void env_build_id(const struct machine *m, char *hex, size_t len)
{
	unsigned char notes[4096];
	int got = machine_read(m, "/sys/kernel/notes", (char *)notes,
			       sizeof(notes));

	if (got <= 0 || parse_build_id(notes, (size_t)got, hex, len))
		kpt_copy(hex, len, "");
}

/* Another compiler lays this program out otherwise, and counts may move. */
#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

static void command_line(const struct machine *m, char *buf, size_t len)
{
	if (machine_read(m, "/proc/cmdline", buf, len) < 0)
		buf[0] = '\0';
	memmove(buf, kpt_trim(buf), strlen(kpt_trim(buf)) + 1);
}

/* CPU model, where /proc/cpuinfo has one in any of its dialects. */
static void machine_name(const struct machine *m, char *out, size_t len)
{
	static const char *const keys[] = {
		"model name", "Model", "cpu model", "cpu", "machine", "uarch",
		"CPU part", "vendor_id", "CPU",
	};
	char *buf = NULL, text[8192];
	size_t i;

	if (machine_read(m, "/sys/firmware/devicetree/base/model", out,
			 len) > 0)
		return;
	/* A file of many CPUs does not fit: the first one is enough. */
	machine_read(m, "/proc/cpuinfo", text, sizeof(text));
	buf = text;
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		char *line = strstr(buf, keys[i]), *colon;

		if (!line || (line != buf && line[-1] != '\n'))
			continue;
		line[strcspn(line, "\n")] = '\0';
		colon = strchr(line, ':');
		if (colon) {
			/* A bare part number means nothing by itself. */
			kpt_join(out, len, "%s%s",
				 strstr(line, "0x") ? "CPU part " : "",
				 kpt_trim(colon + 1));
			return;
		}
		line[strlen(line)] = '\n';
	}
	kpt_copy(out, len, "unknown");
}

static const char *ptlocks(const struct machine *m,
			   const struct collect_set *set)
{
	if (m->fd < 0)
		return collect_has(set, "slab.page_ptl.active") ? "allocated" :
			"n/a";
	if (!(m->info.flags & KPTB_INFO_SPLIT_PTE))
		return "none";
	return m->info.flags & KPTB_INFO_ALLOC_PTLOCKS ? "allocated" :
		"embedded";
}

static void levels(const struct machine *m, char *buf, size_t len)
{
	size_t l, n = 0;

	buf[0] = '\0';
	for (l = 0; m->fd >= 0 && l < KPTB_NR_LEVELS && n < len; l++)
		if (m->info.levels & (1u << l))
			n += (size_t)snprintf(buf + n, len - n, "%s%s",
					      n ? " " : "", level_name((unsigned int)l));
}

/* Bytes one table maps, which is not what a page of entries would. */
static void table_maps(struct emit *e, const struct machine *m)
{
	unsigned int l;

	if (m->fd < 0)
		return;
	kpt_rec_open(&e->w, "table_maps", '{');
	for (l = 0; l < KPTB_PGD; l++)
		if (m->info.levels & (1u << l))
			kpt_rec_int(&e->w, level_name(l),
				    1LL << (m->info.shift[l + 1] & 63));
	kpt_rec_close(&e->w, '}');
}

static void counters(struct emit *e)
{
	const struct collect_set *set = e->set;
	size_t i;

	kpt_rec_open(&e->w, "counters", '{');
	for (i = 0; i < set->nr_slots; i++)
		if (collect_is_cost(set, i))
			kpt_rec_str(&e->w, set->slots[i]->name,
				    set->owner[i]->avail ?
				    set->slots[i]->source : "n/a");
	kpt_rec_close(&e->w, '}');
}

static void config(struct emit *e)
{
	size_t i;

	kpt_rec_open(&e->w, "config", '{');
	for (i = 0; i < e->plan->config_len; i++)
		kpt_rec_str(&e->w, e->plan->config[i].name,
			    e->plan->config[i].value);
	kpt_rec_close(&e->w, '}');
}

/* A guest that an emulator counts for has none that matter. */
static void machine_settings(struct emit *e, const struct machine *m)
{
	const struct setting *s;
	char value[256];

	if (machine_exact(m))
		return;
	kpt_rec_open(&e->w, "settings", '{');
	for (s = settings; s->name; s++)
		if (s->recorded)
			kpt_rec_str(&e->w, s->name,
				    s->read(m, value, sizeof(value)) ? "n/a" :
				    value);
	kpt_rec_close(&e->w, '}');
}

int emit_env(struct emit *e, const struct machine *m, const char *boot_id)
{
	const struct kpt_plan *p = e->plan;
	struct kpt_writer *w = &e->w;
	char text[4096];
	struct utsname u;

	uname(&u);
	kpt_rec_begin(w, "env");
	kpt_rec_str(w, "schema", KPT_SCHEMA);
	kpt_rec_str(w, "label", p->label);
	kpt_rec_int(w, "boot", p->boot);
	if (p->relink)
		kpt_rec_int(w, "relink", p->relink);
	kpt_rec_str(w, "group", p->group);
	kpt_rec_str(w, "mode", p->mode);
	kpt_rec_int(w, "seed", p->seed);
	kpt_rec_str(w, "arch", p->arch);
	kpt_rec_str(w, "release", u.release);
	kpt_rec_str(w, "version", u.version);
	env_build_id(m, text, sizeof(text));
	kpt_rec_str(w, "build_id", text);
	kpt_rec_str(w, "config_name", p->config_name);
	kpt_rec_str(w, "config_digest", p->config_digest);
	config(e);
	kpt_rec_str(w, "source", p->source);
	kpt_rec_str(w, "tools", "kptbench " KPT_VERSION ", " COMPILER);
	command_line(m, text, sizeof(text));
	kpt_rec_str(w, "cmdline", text);
	kpt_rec_int(w, "page_size", m->page_size);
	kpt_rec_int(w, "cpus", m->cpus);
	machine_name(m, text, 256);
	kpt_rec_str(w, "machine", text);
	kpt_rec_str(w, "topology", m->topology);
	kpt_rec_str(w, "pinned", m->pinned);
	kpt_rec_int(w, "module_abi", m->fd >= 0 ? m->info.abi : 0);
	kpt_rec_str(w, "ptlocks", ptlocks(m, e->set));
	kpt_rec_int(w, "ptlock_size", m->fd >= 0 ? m->info.ptlock_size : 0);
	levels(m, text, sizeof(text));
	kpt_rec_str(w, "levels", text);
	table_maps(e, m);
	counters(e);
	machine_settings(e, m);
	if (boot_id[0])
		kpt_rec_str(w, "boot_id", boot_id);
	return kpt_rec_end(w);
}
