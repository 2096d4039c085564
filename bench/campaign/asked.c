// SPDX-License-Identifier: GPL-2.0-only
/* asked.c - a campaign as the options ask for it, checked */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "bench/campaign/campaign.h"
#include "bench/campaign/asked.h"
#include "bench/events.h"
#include "common/util.h"

static int split(const struct campaign *c, const char *option,
		 const char *text, const char **value)
{
	size_t i, n = strcspn(text, "=");

	*value = text + n + 1;
	if (!text[n] || !n || !**value)
		return kpt_error("--%s %s: LABEL=... is wanted", option, text),
		       -1;
	for (i = 0; i < 2; i++)
		if (strlen(c->kernel[i].label) == n &&
		    !strncmp(c->kernel[i].label, text, n))
			return (int)i;
	return 2;
}

static int take_list(struct campaign *c, const char *option,
		     const struct kpt_list *list, size_t at, size_t size)
{
	const char *value;
	size_t i;

	for (i = 0; i < list->n; i++) {
		int k = split(c, option, list->v[i], &value);

		if (k == 2)
			kpt_error("--%s %s: no --kernel of that label", option,
				  list->v[i]);
		if (k < 0 || k == 2)
			return KPT_USAGE;
		if (kpt_copy((char *)&c->kernel[k] + at, size, value))
			return kpt_error("--%s %s: too long", option, value);
	}
	return 0;
}

/* Labels end up in records and file names. */
static int take_kernels(struct campaign *c, const struct campaign_asked *a)
{
	const char *value;
	size_t i;
	int k;

	if (a->kernels.n != 2)
		return kpt_error("campaign new: --kernel LABEL=IMAGE is wanted twice, the base first"),
		       KPT_USAGE;
	for (i = 0; i < 2; i++) {
		struct campaign_kernel *to = &c->kernel[i];
		const char *text = a->kernels.v[i];

		k = split(c, "kernel", text, &value);
		if (k < 0)
			return KPT_USAGE;
		if (k != 2 || kpt_join(to->label, sizeof(to->label), "%.*s",
				       (int)(value - 1 - text), text) ||
		    strspn(to->label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") !=
			    strlen(to->label))
			return kpt_error("--kernel %s: two labels are wanted, each of letters, digits, '.', '_', '-'",
					 text), KPT_USAGE;
		if (*value != '/' || kpt_copy(to->image, sizeof(to->image),
					      value))
			return kpt_error("--kernel %s: the image's full path is wanted, from /",
					 text), KPT_USAGE;
		if (image_build_ids(to->image, &to->ids))
			return KPT_FAIL;
	}
	k = take_list(c, "initrd", &a->initrds,
		      offsetof(struct campaign_kernel, initrd),
		      sizeof(c->kernel[0].initrd));
	return k ? k : take_list(c, "entry", &a->entries,
				 offsetof(struct campaign_kernel, entry),
				 sizeof(c->kernel[0].entry));
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
	if (wants_entry && (!c->kernel[0].entry[0] || !c->kernel[1].entry[0]))
		return kpt_error("--method %s: --entry LABEL=NAME is wanted for both kernels",
				 a->method), KPT_USAGE;
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
