// SPDX-License-Identifier: GPL-2.0-only
/* asked.c - a campaign as the options ask for it, checked */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "bench/campaign/campaign.h"
#include "bench/campaign/asked.h"
#include "bench/events.h"
#include "common/text.h"
#include "common/util.h"

/* "LABEL=VALUE": the value, and which kernel has that label, or 2. */
static int split(const struct campaign *c, const char *option,
		 const char *text, const char **value)
{
	size_t i, n = strcspn(text, "=");

	*value = text + n + 1;
	if (!text[n] || !n || !**value)
		return kpt_error("--%s %s: LABEL=... is wanted", option, text),
		       -1;
	for (i = 0; i < 2; i++)
		if (strlen(c->kernel[i][0].label) == n &&
		    !strncmp(c->kernel[i][0].label, text, n))
			return (int)i;
	return 2;
}

/*
 * What a kernel has beside its image, at @at: one for each build in order, or
 * one for all of them.
 */
static int take_list(struct campaign *c, const char *option,
		     const struct kpt_list *list, size_t at, size_t size)
{
	long long n[2] = { 0 }, b;
	const char *value;
	size_t i;

	for (i = 0; i < list->n; i++) {
		int k = split(c, option, list->v[i], &value);

		if (k == 2)
			kpt_error("--%s %s: no --kernel of that label", option,
				  list->v[i]);
		if (k < 0 || k == 2)
			return KPT_USAGE;
		if (n[k] == c->builds)
			return kpt_error("--%s %s: is one more than %s has builds (--kernel)",
					 option, list->v[i],
					 c->kernel[k][0].label), KPT_USAGE;
		if (kpt_copy((char *)&c->kernel[k][n[k]++] + at, size, value))
			return kpt_error("--%s %s: too long", option, value);
	}
	for (i = 0; i < 2; i++) {
		if (n[i] > 1 && n[i] != c->builds)
			return kpt_error("--%s: %s has %lld builds and %lld of these: one for each is wanted, or one for all",
					 option, c->kernel[i][0].label,
					 c->builds, n[i]), KPT_USAGE;
		for (b = 1; n[i] == 1 && b < c->builds; b++)
			memcpy((char *)&c->kernel[i][b] + at,
			       (char *)&c->kernel[i][0] + at, size);
	}
	return 0;
}

/* Labels end up in records and file names. */
static int take_label(struct campaign_kernel *to, const char *text, size_t len)
{
	if (!kpt_join(to->label, sizeof(to->label), "%.*s", (int)len, text) &&
	    kpt_is_name(to->label))
		return 0;
	kpt_error("--kernel %s: a label is of letters, digits, '.', '_', '-'",
		  text);
	return KPT_USAGE;
}

/* Two builds that are one would be taken for two replicates. */
static int take_image(struct campaign *c, int k, long long b, const char *text,
		      const char *image)
{
	struct campaign_kernel *to = &c->kernel[k][b];
	long long i;

	if (*image != '/' || kpt_copy(to->image, sizeof(to->image), image))
		return kpt_error("--kernel %s: the image's full path is wanted, from /",
				 text), KPT_USAGE;
	if (image_build_ids(to->image, &to->ids))
		return KPT_FAIL;
	for (i = 0; i < b; i++)
		if (!memcmp(&to->ids, &c->kernel[k][i].ids, sizeof(to->ids)))
			return kpt_error("--kernel %s: has the build ids of %s: builds %lld and %lld of %s are one; kptvm relink makes others",
					 text, c->kernel[k][i].image, i + 1,
					 b + 1, to->label);
	return 0;
}

/* The base first; what has a label that is there already is a build more. */
static int take_images(struct campaign *c, const struct campaign_asked *a,
		       long long n[2])
{
	const char *value;
	int kernels = 0, ret;
	size_t i;

	for (i = 0; i < a->kernels.n; i++) {
		const char *text = a->kernels.v[i];
		int k = split(c, "kernel", text, &value);

		if (k < 0)
			return KPT_USAGE;
		if (k == 2 && kernels == 2)
			return kpt_error("--kernel %s: is of a third label: a campaign has two kernels",
					 text), KPT_USAGE;
		if (k == 2)
			k = kernels++;
		if (n[k] == CAMPAIGN_BUILDS)
			return kpt_error("--kernel %s: a kernel has at most %d builds",
					 text, CAMPAIGN_BUILDS), KPT_USAGE;
		ret = take_label(&c->kernel[k][n[k]], text,
				 (size_t)(value - 1 - text));
		if (!ret)
			ret = take_image(c, k, n[k]++, text, value);
		if (ret)
			return ret;
	}
	return 0;
}

static int take_kernels(struct campaign *c, const struct campaign_asked *a)
{
	long long n[2] = { 0 };
	int ret = take_images(c, a, n);

	if (ret)
		return ret;
	if (!n[0] || !n[1])
		return kpt_error("campaign new: --kernel LABEL=IMAGE is wanted twice, the base first"),
		       KPT_USAGE;
	if (n[0] != n[1])
		return kpt_error("campaign new: %s has %lld builds and %s has %lld: as many are wanted",
				 c->kernel[0][0].label, n[0],
				 c->kernel[1][0].label, n[1]), KPT_USAGE;
	c->builds = n[0];
	if (c->boots % c->builds)
		return kpt_error("--boots %lld: %lld builds are booted in turn: a multiple of %lld is wanted",
				 c->boots, c->builds, c->builds), KPT_USAGE;
	ret = take_list(c, "initrd", &a->initrds,
			offsetof(struct campaign_kernel, initrd),
			sizeof(c->kernel[0][0].initrd));
	return ret ? ret : take_list(c, "entry", &a->entries,
				     offsetof(struct campaign_kernel, entry),
				     sizeof(c->kernel[0][0].entry));
}

/* Of one entry for several builds all boots would be of one build. */
static int check_entries(const struct campaign *c, const char *method)
{
	size_t i;

	for (i = 0; i < 2 * (size_t)c->builds; i++)
		if (!campaign_kernel_of(c, i)->entry[0])
			return kpt_error("--method %s: --entry LABEL=NAME is wanted for both kernels",
					 method), KPT_USAGE;
	for (i = 0; c->builds > 1 && i < 2; i++)
		if (!strcmp(c->kernel[i][0].entry, c->kernel[i][1].entry))
			return kpt_error("--method %s: --entry %s=NAME is wanted for each build",
					 method, c->kernel[i][0].label),
			       KPT_USAGE;
	return 0;
}

static int join_list(char *buf, size_t len, const struct kpt_list *list)
{
	size_t i, n = 0;

	for (i = 0; i < list->n && n < len; i++)
		n += (size_t)snprintf(buf + n, len - n, "%s%s", n ? "," : "",
				      list->v[i]);
	return n < len ? 0 : -ENAMETOOLONG;
}

/* What the boot loader put there for itself, the next kernel does not want. */
static void running_cmdline(const struct campaign *c, char *out, size_t len)
{
	char text[2048], path[512], *tok, *save;
	size_t n = 0;

	out[0] = '\0';
	if (kpt_join(path, sizeof(path), "%s/proc/cmdline", c->root) ||
	    kpt_read_file(path, text, sizeof(text)) < 0)
		return;
	for (tok = strtok_r(text, " \n", &save); tok && n < len;
	     tok = strtok_r(NULL, " \n", &save))
		if (strncmp(tok, "BOOT_IMAGE=", 11) &&
		    strncmp(tok, "initrd=", 7))
			n += (size_t)snprintf(out + n, len - n, "%s%s",
					      n ? " " : "", tok);
}

int campaign_take(struct campaign *c, const struct campaign_asked *a)
{
	const char *events[KPT_OPT_LIST_MAX + 1] = { NULL };
	bool wants_entry;
	int ret;

	ret = take_kernels(c, a);
	if (ret)
		return ret;
	memcpy(events, a->req.events.v, a->req.events.n * sizeof(events[0]));
	if (event_check(events))
		return KPT_USAGE;
	if (!campaign_method(a->method, &wants_entry))
		return KPT_USAGE;
	if (wants_entry && check_entries(c, a->method))
		return KPT_USAGE;
	if (!strcmp(a->method, "command") != !!*a->command)
		return kpt_error("--method command and --command go together"),
		       KPT_USAGE;
	running_cmdline(c, c->cmdline, sizeof(c->cmdline));
	if (a->noisy)
		c->settle = -1;
	c->tune.idle_us = a->idle_us;
	c->tune.irqs = a->irqs;
	c->perf = a->perf;
	if (kpt_copy(c->method, sizeof(c->method), a->method) ||
	    kpt_copy(c->command, sizeof(c->command), a->command) ||
	    (a->append && kpt_copy(c->cmdline, sizeof(c->cmdline),
				    a->append)) ||
	    join_list(c->scenarios, sizeof(c->scenarios), &a->req.scenarios) ||
	    join_list(c->events, sizeof(c->events), &a->req.events) ||
	    kpt_copy(c->tune.governor, sizeof(c->tune.governor), a->governor) ||
	    kpt_copy(c->tune.turbo, sizeof(c->tune.turbo), a->turbo) ||
	    kpt_copy(c->tune.smt, sizeof(c->tune.smt), a->smt))
		return kpt_error("campaign new: an option's text is too long");
	if (strpbrk(c->cmdline, "\n") || strpbrk(c->command, "\n"))
		return kpt_error("campaign new: text of one line is wanted");
	return tune_check(&c->tune) ? KPT_USAGE : 0;
}
