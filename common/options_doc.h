/* SPDX-License-Identifier: GPL-2.0-only */
/* options_doc.h - what is installed beside a program: made from its tables */
#ifndef KPT_OPTIONS_DOC_H
#define KPT_OPTIONS_DOC_H

#include "common/options.h"

#ifndef KPT_VERSION
#define KPT_VERSION "unknown (not built by the Makefile)"
#endif

/** kpt_man_page - the manual page, as roff; arguments as of kpt_main() */
void kpt_man_page(FILE *f, const char *program, const char *about,
		  const struct kpt_command *commands);

/** kpt_completion - a bash script that completes commands, options, values */
void kpt_completion(FILE *f, const char *program,
		    const struct kpt_command *commands);

#endif
