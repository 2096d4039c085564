// SPDX-License-Identifier: GPL-2.0-only
/* file.c - a campaign on disk */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/campaign/campaign.h"
#include "common/durable.h"
#include "common/util.h"

#define CONF_MAGIC "kptbench-campaign 1"

/* Strings have a size, numbers none. */
struct field {
	const char *key;
	size_t at, size;
};

#define STR(key, type, member) \
	{ key, offsetof(type, member), sizeof(((type *)0)->member) }
#define NUM(key, type, member) { key, offsetof(type, member), 0 }
#define C(m) STR(#m, struct campaign, m)
#define N(m) NUM(#m, struct campaign, m)
#define K(m) STR(#m, struct campaign_kernel, m)

/* KEY.KERNEL, and of other builds than the first KEY.KERNEL.BUILD. */
static const struct field kernel_fields[] = {
	K(label), K(image), K(initrd), K(entry), { 0 },
};

static const struct field conf_fields[] = {
	C(cmdline), C(method), C(command), C(scenarios), C(events),
	N(builds), N(boots), N(seed), N(tries), N(settle), N(timeout), N(perf),
	STR("governor", struct campaign, tune.governor),
	STR("turbo", struct campaign, tune.turbo),
	STR("smt", struct campaign, tune.smt),
	NUM("idle_us", struct campaign, tune.idle_us),
	NUM("irqs", struct campaign, tune.irqs),
	{ 0 },
};

static const struct field state_fields[] = {
	NUM("asked", struct campaign_state, asked),
	NUM("tries", struct campaign_state, tries),
	NUM("given_up", struct campaign_state, given_up),
	STR("asked_from", struct campaign_state, asked_from),
	STR("measuring", struct campaign_state, measuring),
	{ 0 },
};

int campaign_path(const struct campaign *c, char *buf, size_t len,
		  const char *name)
{
	int ret = kpt_join(buf, len, "%s/%s", c->dir, name);

	if (ret)
		kpt_error("%s: the path is too long", c->dir);
	return ret;
}

int campaign_boot_path(const struct campaign *c, char *buf, size_t len,
		       size_t i, const char *suffix)
{
	char name[64];

	snprintf(name, sizeof(name), "boots/%04zu.%s", i + 1, suffix);
	return campaign_path(c, buf, len, name);
}

bool campaign_done(const struct campaign *c, size_t i)
{
	char path[512];

	return !campaign_boot_path(c, path, sizeof(path), i, "jsonl") &&
	       !access(path, F_OK);
}

static void write_fields(FILE *f, const struct field *k, const void *data,
			 const char *suffix)
{
	const char *base = data;

	for (; k->key; k++) {
		if (k->size)
			fprintf(f, "%s%s %s\n", k->key, suffix, base + k->at);
		else
			fprintf(f, "%s%s %lld\n", k->key, suffix,
				*(const long long *)(base + k->at));
	}
}

static void write_kernels(FILE *f, const struct campaign *c)
{
	char suffix[32];
	long long b;
	size_t i, j;

	for (i = 0; i < 2; i++)
		for (b = 0; b < c->builds; b++) {
			const struct campaign_kernel *k = &c->kernel[i][b];

			snprintf(suffix, sizeof(suffix), b ? ".%zu.%lld" :
				 ".%zu", i, b + 1);
			write_fields(f, kernel_fields, k, suffix);
			for (j = 0; j < k->ids.n; j++)
				fprintf(f, "id%s %s\n", suffix, k->ids.id[j]);
		}
}

/* The last line tells a file that is whole from one that is not. */
static int save(const char *path, const struct field *k, const void *data,
		const struct campaign *kernels)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	int ret = 0;

	if (!f)
		return -ENOMEM;
	fprintf(f, CONF_MAGIC "\n");
	write_fields(f, k, data, "");
	if (kernels)
		write_kernels(f, kernels);
	fprintf(f, "end\n");
	if (fclose(f))
		ret = -ENOMEM;
	if (!ret)
		ret = kpt_replace(path, text);
	free(text);
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

static int set_field(const struct field *k, void *data, const char *key,
		     const char *value)
{
	char *base = data;

	for (; k->key; k++) {
		if (strcmp(k->key, key))
			continue;
		if (k->size)
			return kpt_copy(base + k->at, k->size, value);
		return kpt_parse_int(value, -1, INT64_MAX,
				     (long long *)(base + k->at));
	}
	return -ENOENT;
}

static int add_id(struct image_ids *ids, const char *value)
{
	if (strlen(value) != IMAGE_ID_LEN - 1)
		return -EINVAL;
	if (ids->n == IMAGE_MAX_IDS)
		return -E2BIG;
	memcpy(ids->id[ids->n++], value, IMAGE_ID_LEN);
	return 0;
}

static int set_kernel(struct campaign *c, char *key, const char *value)
{
	char *kernel = strchr(key, '.'), *build;
	struct campaign_kernel *to;
	long long k, b = 1;

	if (!c || !kernel)
		return -ENOENT;
	*kernel++ = '\0';
	build = strchr(kernel, '.');
	if (build)
		*build++ = '\0';
	if (kpt_parse_int(kernel, 0, 1, &k) ||
	    (build && kpt_parse_int(build, 2, CAMPAIGN_BUILDS, &b)))
		return -ENOENT;
	to = &c->kernel[k][b - 1];
	return !strcmp(key, "id") ? add_id(&to->ids, value) :
				    set_field(kernel_fields, to, key, value);
}

static int read_lines(const char *path, char *text, const struct field *k,
		      void *data, struct campaign *kernels)
{
	char *line, *save, *value;
	int nr = 0;

	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		nr++;
		if (nr == 1 && strcmp(line, CONF_MAGIC))
			break;
		if (nr == 1)
			continue;
		if (!strcmp(line, "end"))
			return 0;
		value = strchr(line, ' ');
		if (!value)
			break;
		*value++ = '\0';
		if (set_field(k, data, line, value) &&
		    set_kernel(kernels, line, value))
			break;
	}
	kpt_error("%s:%d: %s", path, nr, line ?
		  "not what a campaign has there" : "it is cut off");
	return -EBADMSG;
}

static int load(const char *path, const struct field *k, void *data,
		struct campaign *kernels)
{
	size_t room = 1 << 18;
	char *text = malloc(room);
	int ret = text ? kpt_read_file(path, text, room) : -ENOMEM;

	if (ret >= 0)
		ret = read_lines(path, text, k, data, kernels);
	free(text);
	return ret;
}

int campaign_save(const struct campaign *c)
{
	char path[512];
	int ret = campaign_path(c, path, sizeof(path), "conf");

	return ret ? ret : save(path, conf_fields, c, c);
}

int campaign_load(struct campaign *c, const char *dir, const char *root)
{
	char path[512];
	int ret;

	memset(c, 0, sizeof(*c));
	c->builds = 1;	/* older ones do not tell */
	if (kpt_copy(c->dir, sizeof(c->dir), dir) ||
	    kpt_copy(c->root, sizeof(c->root), root ? root : ""))
		return -ENAMETOOLONG;
	ret = campaign_path(c, path, sizeof(path), "conf");
	if (!ret)
		ret = load(path, conf_fields, c, c);
	if (ret && ret != -EBADMSG)
		kpt_error("%s: %s: is a campaign there? 'kptbench campaign new' makes one",
			  path, strerror(-ret));
	if (!ret && (c->boots < 1 || c->boots > CAMPAIGN_MAX))
		ret = kpt_error("%s: boots %lld: from 1 to %d", path, c->boots,
				CAMPAIGN_MAX) ? -EBADMSG : 0;
	if (!ret && (c->builds < 1 || c->builds > CAMPAIGN_BUILDS))
		ret = kpt_error("%s: builds %lld: from 1 to %d", path,
				c->builds, CAMPAIGN_BUILDS) ? -EBADMSG : 0;
	return ret;
}

int campaign_state_load(const struct campaign *c, struct campaign_state *st)
{
	char path[512];
	int ret;

	memset(st, 0, sizeof(*st));
	st->asked = -1;
	ret = campaign_path(c, path, sizeof(path), "state");
	if (ret)
		return ret;
	ret = load(path, state_fields, st, NULL);
	if (ret == -ENOENT)
		return 0;
	if (ret && ret != -EBADMSG)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

int campaign_state_save(const struct campaign *c,
			const struct campaign_state *st)
{
	char path[512];
	int ret = campaign_path(c, path, sizeof(path), "state");

	return ret ? ret : save(path, state_fields, st, NULL);
}

/* For people: a line that power loss tears does no harm. */
void campaign_log(const struct campaign *c, const char *fmt, ...)
{
	char path[512], text[1024];
	va_list ap;
	FILE *f;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	kpt_info("%s", text);
	if (campaign_path(c, path, sizeof(path), "log"))
		return;
	f = fopen(path, "ae");
	if (!f) {
		kpt_warn("%s: %s", path, strerror(errno));
		return;
	}
	fprintf(f, "%s\n", text);
	fflush(f);
	fsync(fileno(f));
	fclose(f);
}
