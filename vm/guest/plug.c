// SPDX-License-Identifier: GPL-2.0-only
/* plug.c - memory plugged into a running guest, and taken out again */
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/base/progress.h"
#include "vm/guest/plug.h"
#include "vm/qmp/qmp.h"

#define ASKS	"kptbench-host: "
/* No guest of ours asks for more, and a broken one shall not have it. */
#define MOST		64
#define MOST_BYTES	(8LL << 30)

/* One kind of device: how QEMU is told, by the guest's number of it. */
struct device {
	const char *name;
	int (*plug)(struct vm_qmp *q, unsigned int nr, long long bytes,
		    char *why, size_t len);
	int (*unplug)(struct vm_qmp *q, unsigned int nr, long long bytes,
		      char *why, size_t len);
};

static const struct device devices[] = {
	{ "dimm", vm_qmp_dimm_plug, vm_qmp_dimm_unplug },
	{ "virtio-mem", vm_qmp_virtio_plug, vm_qmp_virtio_unplug },
};

/* "kptvm.NAME" of a boot line; where it was found is where to go on. */
static const char *next_name(const char *boot, char *name, size_t len)
{
	size_t n, head = strlen(VM_PLUG_WORD);

	for (boot += strspn(boot, " "); *boot; boot += strspn(boot, " ")) {
		n = strcspn(boot, " ");
		if (n > head && !strncmp(boot, VM_PLUG_WORD, head)) {
			snprintf(name, len, "%.*s", (int)(n - head),
				 boot + head);
			return boot + n;
		}
		boot += n;
	}
	return NULL;
}

/* "KIND.NAME" of arch.conf, or "KIND.PART" for PART-REST, whose {} is REST. */
static const char *find(const struct vm_arch *arch, const char *kind,
			const char *name, const char **rest)
{
	const char *dash = strrchr(name, '-'), *found;
	char key[80];

	*rest = "";
	snprintf(key, sizeof(key), "%s.%s", kind, name);
	found = vm_arch_device(arch, key);
	if (found || !dash)
		return found;
	*rest = dash + 1;
	snprintf(key, sizeof(key), "%s.%.*s", kind, (int)(dash - name), name);
	found = vm_arch_device(arch, key);
	return found && strspn(*rest, "0123456789MG") == strlen(*rest) &&
	       **rest ? found : NULL;
}

/* The line at @from, with @rest for each {}. */
static int fill(char *to, size_t len, const char *from, const char *rest)
{
	size_t used = 0, more = strlen(rest);

	for (; *from && *from != '\n'; from++) {
		bool hole = !strncmp(from, "{}", 2);
		size_t n = hole ? more : 1;

		if (used + n >= len)
			return KPT_FAIL;
		memcpy(to + used, hole ? rest : from, n);
		used += n;
		from += hole;
	}
	to[used] = '\0';
	return 0;
}

/* What arch.conf has of a kind for every device the boot line names. */
static int collect(const struct vm_arch *arch, const char *kind,
		   const char *boot, bool needed, char *words, size_t len)
{
	char name[64];
	size_t used = 0;

	words[0] = '\0';
	while ((boot = next_name(boot, name, sizeof(name)))) {
		const char *rest, *found = find(arch, kind, name, &rest);

		if (!found && needed)
			return kpt_error("%s has no device '%s': its arch.conf has no %s.%s",
					 arch->name, name, kind, name);
		if (!found || !*found || *found == '\n')
			continue;
		if (used && used + 1 < len)
			words[used++] = ' ';
		if (fill(words + used, len - used, found, rest))
			return kpt_error("%s: %s.%s is too long", arch->name,
					 kind, name);
		used += strlen(words + used);
	}
	return 0;
}

bool vm_plug_sets_ram(const struct vm_arch *arch, const char *boot)
{
	char name[64];
	const char *rest;

	while ((boot = next_name(boot, name, sizeof(name))))
		if (find(arch, "guest", name, &rest))
			return true;
	return false;
}

int vm_plug_cmdline(const struct vm_arch *arch, const char *boot, char *words,
		    size_t len)
{
	if (!vm_plug_sets_ram(arch, boot))
		return kpt_copy(words, len, arch->cmdline) ? KPT_FAIL : 0;
	return collect(arch, "guest", boot, false, words, len);
}

int vm_plug_args(const struct vm_arch *arch, const char *boot, char *args,
		 size_t len)
{
	return collect(arch, "device", boot, true, args, len);
}

int vm_plug_drivers(const struct vm_arch *arch, const char *boot, char *names,
		    size_t len)
{
	return collect(arch, "drivers", boot, false, names, len);
}

static void obey(struct vm_guest *g, const char *line)
{
	char name[32], verb[16], why[256] = "no such wish", shown[128];
	struct vm_qmp *q = vm_guest_monitor(g, VM_QMP_SECONDS);
	long long bytes = 0;
	unsigned int nr;
	int fields, ret = -1;
	size_t i;

	fields = sscanf(line, "%31s %15s %u %lld", name, verb, &nr, &bytes);
	for (i = 0; q && i < ARRAY_SIZE(devices); i++) {
		if (fields != 4 || strcmp(devices[i].name, name) ||
		    nr >= MOST || bytes <= 0 || bytes > MOST_BYTES)
			continue;
		if (!strcmp(verb, "plug"))
			ret = devices[i].plug(q, nr, bytes, why, sizeof(why));
		else if (!strcmp(verb, "unplug"))
			ret = devices[i].unplug(q, nr, bytes, why,
						sizeof(why));
	}
	if (!ret)
		return;
	vm_progress_clear();
	kpt_error("%s: %s", kpt_shown(shown, sizeof(shown), line), q ? why : "QEMU does not answer");
}

void vm_plug_poll(struct vm_guest *g)
{
	char path[VM_PATH + 16], line[512];
	FILE *f;

	if (!g->devices[0] ||
	    kpt_join(path, sizeof(path), "%s/console", g->dir))
		return;
	f = fopen(path, "re");
	if (!f)
		return;
	if (!fseek(f, g->console_read, SEEK_SET)) {
		while (fgets(line, sizeof(line), f)) {
			/* The rest of it is still to come. */
			if (!strchr(line, '\n') && feof(f))
				break;
			g->console_read = ftell(f);
			line[strcspn(line, "\r\n")] = '\0';
			if (!strncmp(line, ASKS, strlen(ASKS)))
				obey(g, line + strlen(ASKS));
		}
	}
	fclose(f);
}
