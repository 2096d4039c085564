// SPDX-License-Identifier: GPL-2.0-only
/* status.c - what of a campaign is done, and what happened last */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/campaign/campaign.h"
#include "common/record.h"
#include "common/util.h"

void campaign_print_order(const struct campaign *c)
{
	char name[CAMPAIGN_NAME];
	size_t i;

	printf("campaign:  %s\n", c->dir);
	printf("kernels:   %s, %s\n", c->kernel[0][0].label,
	       c->kernel[1][0].label);
	if (c->builds > 1)
		printf("builds:    %lld of each\n", c->builds);
	printf("boots:     %lld of each, by %s, in this order:\n", c->boots,
	       c->method);
	for (i = 0; i < 2 * (size_t)c->boots; i++)
		printf("  %4zu  %-12s %s\n", i + 1,
		       campaign_name(c, i, name, sizeof(name)),
		       campaign_done(c, i) ? "done" : "-");
}

#define LOG_LINES	10
#define LOG_TEXT	8192

/* The end of the log, in @text: what happened last is what one wants to see. */
static int load_log(const char *path, char text[LOG_TEXT], char **end)
{
	FILE *f = fopen(path, "re");
	bool whole = true;
	size_t len, n = 0;
	char *at, *p;
	int ret = 0;

	*end = text;
	text[0] = '\0';
	if (!f)
		return errno == ENOENT ? 0 : -errno;
	if (!fseek(f, -(long)(LOG_TEXT - 1), SEEK_END))
		whole = ftell(f) == 0;
	else
		rewind(f);
	len = fread(text, 1, LOG_TEXT - 1, f);
	if (ferror(f))
		ret = -EIO;
	fclose(f);
	if (ret || !len)
		return ret;
	text[len] = '\0';
	for (at = p = text + len; p > text && n < LOG_LINES; p--)
		if (p[-1] == '\n' && p[0]) {
			at = p;
			n++;
		}
	/* Where the window begins inside a line, that line is left out. */
	if (n < LOG_LINES) {
		p = whole ? NULL : strchr(text, '\n');
		at = p ? p + 1 : text;
	}
	*end = at;
	return 0;
}

static void json_kernel(struct kpt_writer *w, const struct campaign_kernel *k,
			long long build)
{
	size_t i;

	kpt_rec_open(w, NULL, '{');
	kpt_rec_str(w, "label", k->label);
	kpt_rec_int(w, "build", build);
	kpt_rec_str(w, "image", k->image);
	kpt_rec_str(w, "initrd", k->initrd);
	kpt_rec_str(w, "entry", k->entry);
	kpt_rec_open(w, "build_ids", '[');
	for (i = 0; i < k->ids.n; i++)
		kpt_rec_str(w, NULL, k->ids.id[i]);
	kpt_rec_close(w, ']');
	kpt_rec_close(w, '}');
}

static const char *state_of(const struct campaign *c, const char *records)
{
	struct campaign_state st;
	char current[256];

	if (!access(records, F_OK))
		return "finished";
	campaign_current(c->root, current, sizeof(current));
	if (strcmp(current, c->dir))
		return "stopped";
	return !campaign_state_load(c, &st) && st.given_up ? "given up" :
							     "under way";
}

static int print_json(const struct campaign *c, const char *records,
		      const struct campaign_left *left, char *log)
{
	struct kpt_writer w;
	char *line, *save;
	size_t i;

	kpt_writer_init(&w, stdout);
	kpt_rec_begin(&w, "campaign");
	kpt_rec_str(&w, "dir", c->dir);
	kpt_rec_str(&w, "state", state_of(c, records));
	kpt_rec_str(&w, "records", access(records, F_OK) ? "" : records);
	kpt_rec_int(&w, "boots_done", (int64_t)left->done);
	kpt_rec_int(&w, "boots_total", (int64_t)left->total);
	kpt_rec_num(&w, "seconds_left", left->seconds < 0 ? NAN :
		    round(left->seconds));
	kpt_rec_str(&w, "seconds_left_na", left->seconds < 0 ?
		    "not known until two boots in a row are done" : "");
	kpt_rec_str(&w, "method", c->method);
	kpt_rec_int(&w, "seed", c->seed);
	kpt_rec_str(&w, "scenarios", c->scenarios);
	kpt_rec_str(&w, "events", c->events);
	kpt_rec_open(&w, "kernels", '[');
	for (i = 0; i < 2; i++)
		for (long long b = 0; b < c->builds; b++)
			json_kernel(&w, &c->kernel[i][b], b + 1);
	kpt_rec_close(&w, ']');
	kpt_rec_open(&w, "boots", '[');
	for (i = 0; i < left->total; i++) {
		kpt_rec_open(&w, NULL, '{');
		kpt_rec_int(&w, "number", (int64_t)i + 1);
		kpt_rec_str(&w, "label", campaign_kernel_of(c, i)->label);
		kpt_rec_int(&w, "build", campaign_build_of(c, i));
		kpt_rec_int(&w, "done", campaign_done(c, i));
		kpt_rec_close(&w, '}');
	}
	kpt_rec_close(&w, ']');
	kpt_rec_open(&w, "log", '[');
	for (line = strtok_r(log, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		kpt_rec_str(&w, NULL, line);
	kpt_rec_close(&w, ']');
	return kpt_rec_end(&w);
}

static void print_text(const struct campaign *c, const char *records,
		       const struct campaign_left *left, const char *log)
{
	char words[128];

	campaign_print_order(c);
	campaign_left_words(left, words, sizeof(words));
	printf("\nstate:     %s\n", state_of(c, records));
	printf("done:      %s\n", words);
	if (*log)
		printf("\n%s", log);
}

int campaign_status(const struct campaign *c, bool json)
{
	char path[512], records[512], text[LOG_TEXT], *log;
	struct campaign_left left;
	int ret;

	ret = campaign_path(c, path, sizeof(path), "log");
	if (!ret)
		ret = load_log(path, text, &log);
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	ret = campaign_path(c, records, sizeof(records), "records.jsonl");
	if (!ret)
		ret = campaign_left(c, &left);
	if (!ret && json)
		ret = print_json(c, records, &left, log);
	else if (!ret)
		print_text(c, records, &left, log);
	if (!ret && (fflush(stdout) || ferror(stdout)))
		ret = -EIO;
	return ret ? kpt_error("campaign status: %s", strerror(-ret)) :
		     KPT_PASS;
}
