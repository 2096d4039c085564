/* SPDX-License-Identifier: GPL-2.0-only */
/* proc.h - child processes: run, listen, stop */
#ifndef KPT_VM_PROC_H
#define KPT_VM_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * vm_catch_signals - from now on SIGINT, SIGTERM and SIGHUP only set a flag
 *
 * Children run in process groups of their own and are told by us, so that
 * what is half done is always cleaned up.
 */
void vm_catch_signals(void);
/** vm_interrupted - the signal that came in, or 0 */
int vm_interrupted(void);

/**
 * vm_spawn - start a program in a process group of its own
 * @argv: program (looked up in PATH) and arguments
 * @dir: where it runs, NULL: here
 * @out: descriptor for its stdout and stderr
 *
 * Its stdin is /dev/null, and it dies with us.
 * Return: pid or -errno.
 */
pid_t vm_spawn(const char *const argv[], const char *dir, int out);

typedef void (*vm_line_fn)(const char *line, void *arg);

/**
 * vm_run - run a program, hand over what it says line by line
 * @tick: called at least every second too, with line == NULL; may be NULL
 *
 * Return: its exit status, 128 + signal, -EINTR when we were interrupted, or
 * another -errno. An interrupted program is asked to end; on a second signal,
 * or when it takes no notice for some seconds, it is killed.
 */
int vm_run(const char *const argv[], vm_line_fn tick, void *arg);

/**
 * vm_capture - run a program, keep what it says
 * @input: handed to its stdin; NULL: nothing
 *
 * Return: as vm_run(); @buf is always ended with NUL. When it is interrupted
 * that is told, and nothing more: what follows from no answer is no news.
 */
int vm_capture(const char *const argv[], const char *input, char *buf,
	       size_t len);

#define VM_HASH 65	/* sha256 in hex, with its NUL */

/** vm_sha256 - of text; 0 or -errno with a message */
int vm_sha256(const char *text, char hash[VM_HASH]);
/** vm_sha256_file - of a file; 0 or -errno with a message */
int vm_sha256_file(const char *path, char hash[VM_HASH]);

#endif
