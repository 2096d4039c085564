/* SPDX-License-Identifier: GPL-2.0-only */
/* qmp.h - what a running QEMU can be asked and told */
#ifndef KPT_VM_QMP_H
#define KPT_VM_QMP_H

#include <stddef.h>
#include <sys/types.h>

/* %d: QEMU's end of a pair of sockets, which it inherits. */
#define VM_QMP_ARGS "-chardev socket,id=qmp,fd=%d -mon chardev=qmp,mode=control"

#define VM_QMP_SECONDS 10	/* an answer takes less */

struct vm_qmp;

/**
 * vm_qmp_pair - a pair of sockets: ours, and one for a QEMU that is started
 *
 * Theirs stays open in programs that are run; close it once QEMU is.
 * Return: 0 or -errno.
 */
int vm_qmp_pair(int *ours, int *theirs);

/**
 * vm_qmp_open - speak to a QEMU for the first time
 * @fd: our end; taken over
 * @seconds: until it answers; first it makes its machine, and where that
 *	has memory in huge pages it clears all of it
 *
 * Return: the connection, or NULL when nobody answers.
 */
struct vm_qmp *vm_qmp_open(int fd, long long seconds);
void vm_qmp_close(struct vm_qmp *q);

/** vm_qmp_run - start the CPUs of a machine started with -S; 0 or -errno */
int vm_qmp_run(struct vm_qmp *q);

/**
 * vm_qmp_quit - let QEMU end itself, with all it has to write written
 *
 * Return: 0 when it says it will; or -errno.
 */
int vm_qmp_quit(struct vm_qmp *q);

/**
 * vm_qmp_dimm_plug, vm_qmp_dimm_unplug - a DIMM of memory (qmp_memory.c)
 * @nr: which; one that was taken out may come again
 *
 * Taking out is asking: it is gone when the guest lets go of it.
 * Return: 0, or -EIO with QEMU's words in @why.
 */
int vm_qmp_dimm_plug(struct vm_qmp *q, unsigned int nr, long long bytes,
		     char *why, size_t len);
int vm_qmp_dimm_unplug(struct vm_qmp *q, unsigned int nr, long long bytes,
		       char *why, size_t len);

/* The name that arch.conf gives the device. */
#define VM_QMP_VIRTIO_MEM "vmem0"

/** vm_qmp_virtio_plug, vm_qmp_virtio_unplug - likewise, of a virtio-mem device */
int vm_qmp_virtio_plug(struct vm_qmp *q, unsigned int nr, long long bytes,
		       char *why, size_t len);
int vm_qmp_virtio_unplug(struct vm_qmp *q, unsigned int nr, long long bytes,
			 char *why, size_t len);

/**
 * vm_qmp_threads - the threads that are the guest's CPUs
 *
 * Return: how many there are (the first @n are filled in), or -errno.
 */
int vm_qmp_threads(struct vm_qmp *q, pid_t *thread, size_t n);

/**
 * vm_qmp_state - what the machine does, in words
 *
 * QEMU's name of its state, and where its first CPU is: the address, and the
 * symbol where @map (a System.map) is there and tells.
 */
int vm_qmp_state(struct vm_qmp *q, const char *map, char *text, size_t len);

#endif
