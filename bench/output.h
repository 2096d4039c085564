/* SPDX-License-Identifier: GPL-2.0-only */
/* output.h - the file records go to */
#ifndef KPT_OUTPUT_H
#define KPT_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

/**
 * output_scan - what a records file holds already
 * @label: boots of this label are looked at
 * @boot_id: of the running boot
 * @last: largest boot number of that label, 0 without any
 * @again: this very boot of the machine is in the file already
 *
 * Return: 0 (also for a file that is not there) or -errno.
 */
int output_scan(const char *path, const char *label, const char *boot_id,
		long long *last, bool *again);

/**
 * output_open - open for appending; "-" is standard output
 *
 * A last line without its end, left by a run that was cut off, is ended, so
 * that it spoils no record of ours. A terminal line is set to pass bytes
 * unchanged.
 *
 * Return: the stream, or NULL with a message printed.
 */
FILE *output_open(const char *path);

/** output_settle - wait until a serial line is silent: it interrupts us */
void output_settle(FILE *f);

/** output_close - everything on its way; 0 or -errno */
int output_close(FILE *f);

#endif
