/* SPDX-License-Identifier: GPL-2.0-only */
/* plotdata.h - the numbers behind the plots, one NAME.dat per NAME.gp */
#ifndef KPT_PLOTDATA_H
#define KPT_PLOTDATA_H

#include <jansson.h>
#include <stddef.h>

/** plot_data - write every .dat file into @dir; 0 or -errno */
int plot_data(const json_t *summary, const char *dir);

/** plot_title - what was compared, in a few words */
void plot_title(const json_t *summary, char *buf, size_t len);

#endif
