/* SPDX-License-Identifier: GPL-2.0-only */
/* settings.h - what a machine is set to, that its numbers depend on */
#ifndef KPT_SETTINGS_H
#define KPT_SETTINGS_H

#include "bench/machine.h"

/**
 * struct setting - one switch of the kernel or the firmware
 * @name:	as in the env record
 * @what:	in words
 * @recorded:	goes into the env record
 * @read:	its value as one word or a few; 0 or -errno when there is none
 * @advice:	what to do about this value, or NULL when it is as it should
 */
struct setting {
	const char *name, *what;
	bool recorded;
	int (*read)(const struct machine *m, char *buf, size_t len);
	const char *(*advice)(const char *value);
};

extern const struct setting settings[];	/* ends with name == NULL */

#endif
