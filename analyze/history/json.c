// SPDX-License-Identifier: GPL-2.0-only
/* json.c - a history for programs */
#include <errno.h>

#include "analyze/history/print.h"
#include "common/record.h"

static void put_point(struct kpt_writer *w, const struct hs_line *l, size_t i)
{
	const struct hs_point *p = &l->point[i];

	kpt_rec_open(w, NULL, '{');
	kpt_rec_str(w, "kernel", p->name);
	kpt_rec_str(w, "date", p->date);
	kpt_rec_str(w, "release", p->release);
	kpt_rec_str(w, "source", p->source);
	kpt_rec_str(w, "compiler", p->compiler);
	kpt_rec_num(w, "mean", p->mean);
	kpt_rec_open(w, "boots", '[');
	for (size_t k = 0; k < p->nr; k++)
		kpt_rec_num(w, NULL, p->boot[k]);
	kpt_rec_close(w, ']');
	kpt_rec_num(w, "change", hs_step(l, i));
	kpt_rec_close(w, '}');
}

int hs_print_json(FILE *f, const struct hs_lines *lines)
{
	struct kpt_writer w;

	kpt_writer_init(&w, f);
	kpt_rec_begin(&w, "history");
	kpt_rec_open(&w, "lines", '[');
	for (size_t i = 0; i < lines->nr; i++) {
		const struct hs_line *l = &lines->line[i];

		kpt_rec_open(&w, NULL, '{');
		kpt_rec_str(&w, "arch", l->arch);
		kpt_rec_str(&w, "config", l->config);
		kpt_rec_str(&w, "mode", l->mode);
		kpt_rec_str(&w, "machine", l->machine);
		kpt_rec_str(&w, "emulator", l->emulator);
		kpt_rec_str(&w, "scenario", l->scenario);
		kpt_rec_str(&w, "group", l->group);
		kpt_rec_str(&w, "params", l->params);
		kpt_rec_str(&w, "metric", l->metric);
		kpt_rec_str(&w, "phase", l->phase);
		kpt_rec_str(&w, "unit", l->unit);
		kpt_rec_str(&w, "per", l->per);
		kpt_rec_str(&w, "class", l->exact ? "exact" : "noisy");
		kpt_rec_int(&w, "kernels_short", (int64_t)l->short_by);
		kpt_rec_open(&w, "points", '[');
		for (size_t k = 0; k < l->nr; k++)
			put_point(&w, l, k);
		kpt_rec_close(&w, ']');
		kpt_rec_close(&w, '}');
	}
	kpt_rec_close(&w, ']');
	return kpt_rec_end(&w);
}
