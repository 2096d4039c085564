/* SPDX-License-Identifier: GPL-2.0-only */
/* model.h - boots of two kernels that do not differ, of many kinds of noise */
#ifndef KPT_CALIBRATE_MODEL_H
#define KPT_CALIBRATE_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include <gsl/gsl_rng.h>

#define CAL_MAX_BOOTS	20

/** struct cal_design - boots of each kernel, and are they taken in turn? */
struct cal_design {
	size_t boots;
	bool in_turn;
};

/** struct cal_model - one metric: a value a boot, and the boot's number */
struct cal_model {
	double v[2][CAL_MAX_BOOTS];
	long long boot[2][CAL_MAX_BOOTS];
	size_t n[2];
	bool count;		/* an exact metric: noisy where boots differ */
};

/**
 * struct cal_kind - a kind of noise
 * @name:	in words, for the table
 * @promise:	is it noise a plan can be made for?
 */
struct cal_kind {
	const char *name;
	bool promise;
};

enum {
	CAL_NORMAL, CAL_HEAVY, CAL_SKEWED, CAL_MODES, CAL_DRIFT, CAL_LOST,
	CAL_COUNTS, CAL_KINDS
};
extern const struct cal_kind cal_kinds[CAL_KINDS];

/** cal_model_draw - both kernels of one metric, of the same distribution */
void cal_model_draw(gsl_rng *rng, const struct cal_design *d, size_t kind,
		    struct cal_model *m);

/** cal_model_scale - the second kernel's boots become @by times as large */
void cal_model_scale(struct cal_model *m, double by);

/** cal_model_exact - does every boot of a count repeat its kernel's others? */
bool cal_model_exact(const struct cal_model *m);

#endif
