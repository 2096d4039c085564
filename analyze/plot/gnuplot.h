/* SPDX-License-Identifier: GPL-2.0-only */
/* gnuplot.h - pictures of data files that are there */
#ifndef KPT_GNUPLOT_H
#define KPT_GNUPLOT_H

#include <stddef.h>
#include <sys/types.h>

/**
 * gnuplot_templates - the folder with the templates
 * @given: that somebody named, or NULL: beside the program
 *
 * Return: 0 or -errno, without a message.
 */
int gnuplot_templates(const char *given, char *buf, size_t len);

/**
 * gnuplot_draw - begin to draw @dir/@name.dat as @name.svg and .png
 * @from:	the templates
 * @by:		which of them
 * @pid:	of gnuplot; stays 0 when there is nothing to draw
 *
 * Return: 0 or -errno after a message.
 */
int gnuplot_draw(const char *from, const char *dir, const char *name,
		 const char *by, pid_t *pid);

/** gnuplot_await - the end of it; 0 or -EIO after a message */
int gnuplot_await(pid_t pid, const char *name);

#endif
