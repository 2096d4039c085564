/* SPDX-License-Identifier: GPL-2.0-only */
/* durable.h - files that are whole after a power loss, or not there */
#ifndef KPT_DURABLE_H
#define KPT_DURABLE_H

/**
 * kpt_commit - make @tmp, which is written, the file @path
 *
 * Its data reach the disk before its name does. Return: 0 or -errno.
 */
int kpt_commit(const char *tmp, const char *path);

/**
 * kpt_replace - write @text to @path, whatever was there
 *
 * At any time, and after a power loss, the file is the old one or the new
 * one. Return: 0 or -errno.
 */
int kpt_replace(const char *path, const char *text);

/** kpt_remove - remove a file that may not be there; 0 or -errno */
int kpt_remove(const char *path);

#endif
