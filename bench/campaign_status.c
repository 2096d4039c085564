// SPDX-License-Identifier: GPL-2.0-only
/* campaign_status.c - what of a campaign is done, and what happened last */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/campaign.h"
#include "common/util.h"

void campaign_print_order(const struct campaign *c)
{
	size_t i;

	printf("campaign:  %s\n", c->dir);
	printf("kernels:   %s, %s\n", c->kernel[0].label, c->kernel[1].label);
	printf("boots:     %lld of each, by %s, in this order:\n", c->boots,
	       c->method);
	for (i = 0; i < 2 * (size_t)c->boots; i++)
		printf("  %4zu  %-12s %s\n", i + 1,
		       c->kernel[campaign_kernel_of(c, i)].label,
		       campaign_done(c, i) ? "done" : "-");
}

/* The end of the log: what happened last is what one wants to see. */
static int print_log(const char *path, size_t lines)
{
	char text[8192], *at, *p;
	FILE *f = fopen(path, "re");
	bool whole = true;
	size_t len, n = 0;
	int ret = 0;

	if (!f)
		return errno == ENOENT ? 0 : -errno;
	if (!fseek(f, -(long)(sizeof(text) - 1), SEEK_END))
		whole = ftell(f) == 0;
	else
		rewind(f);
	len = fread(text, 1, sizeof(text) - 1, f);
	if (ferror(f))
		ret = -EIO;
	fclose(f);
	if (ret || !len)
		return ret;
	text[len] = '\0';
	for (at = p = text + len; p > text && n < lines; p--)
		if (p[-1] == '\n' && p[0]) {
			at = p;
			n++;
		}
	/* Where the window begins inside a line, that line is left out. */
	if (n < lines) {
		p = whole ? NULL : strchr(text, '\n');
		at = p ? p + 1 : text;
	}
	printf("\n%s", at);
	return 0;
}

int campaign_status(const struct campaign *c)
{
	char path[512];
	int ret;

	campaign_print_order(c);
	ret = campaign_path(c, path, sizeof(path), "log");
	if (!ret)
		ret = print_log(path, 10);
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	return KPT_PASS;
}
