// SPDX-License-Identifier: GPL-2.0-only
/*
 * bpf.c - a BPF program loaded and compiled, and closed again
 *
 * The kernel puts what it compiled into memory for code (execmem), several
 * programs in one piece, and makes it read-only and executable. The last user
 * of a program is its file; the memory is freed after a grace period.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/work.h"

#define INSNS_MAX	32768
#define SIZE_DEFAULT	4096	/* bytes, if the scenario says nothing */

static struct bpf_insn program[INSNS_MAX];
static uint32_t nr_insns;

/* Sets a register again and again, and returns: what matters is its length. */
static void write_program(uint32_t insns)
{
	uint32_t i;

	for (i = 0; i + 1 < insns; i++)
		program[i] = (struct bpf_insn){
			.code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = 0 };
	program[i] = (struct bpf_insn){ .code = BPF_JMP | BPF_EXIT };
	nr_insns = insns;
}

/* A type of program that is freed after a plain grace period: not sleepable. */
static int load(void)
{
	static const char license[] = "GPL";
	union bpf_attr attr;
	long fd;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	attr.insns = (uintptr_t)program;
	attr.insn_cnt = nr_insns;
	attr.license = (uintptr_t)license;
	fd = syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	return fd < 0 ? -errno : (int)fd;
}

/* Was it compiled? An interpreted program has no memory for code. */
static int check_compiled(int fd, char *why, size_t len)
{
	struct bpf_prog_info info;
	union bpf_attr attr;

	memset(&info, 0, sizeof(info));
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = sizeof(info);
	attr.info.info = (uintptr_t)&info;
	if (syscall(SYS_bpf, BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr))) {
		snprintf(why, len, "BPF_OBJ_GET_INFO_BY_FD: %s",
			 strerror(errno));
		return -errno;
	}
	if (info.jited_prog_len)
		return 0;
	snprintf(why, len, "this kernel interprets BPF programs (CONFIG_BPF_JIT, net.core.bpf_jit_enable): none is in memory for code");
	return -EOPNOTSUPP;
}

static int one_program(struct work *w)
{
	int fd = load();

	(void)w;
	if (fd < 0)
		return fd;
	return close(fd) ? -errno : 0;
}

static int bpf_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return work_repeat(w, ops, run, one_program);
}

static int try_one(char *why, size_t len)
{
	int fd = load(), ret;

	if (fd == -ENOSYS || fd == -EPERM || fd == -EINVAL) {
		snprintf(why, len, "this kernel loads no BPF program of ours: %s (%s)",
			 strerror(-fd), fd == -EPERM ? "root may" :
			 "CONFIG_BPF_SYSCALL, CONFIG_NET");
		return -EOPNOTSUPP;
	}
	if (fd < 0) {
		snprintf(why, len, "BPF_PROG_LOAD of %u instructions: %s",
			 nr_insns, strerror(-fd));
		return fd;
	}
	ret = check_compiled(fd, why, len);
	close(fd);
	return ret;
}

static int bpf_setup(struct work *w, const struct kpt_scenario *sc,
		     const char *mechanism, char *why, size_t len)
{
	size_t size = sc->size ? (size_t)sc->size : SIZE_DEFAULT;

	if (w->m->root[0])
		return work_needs(w, mechanism, false,
				  "no programs while replaying recorded files",
				  why, len);
	if (size % sizeof(program[0]) || size > sizeof(program)) {
		snprintf(why, len, "wants a multiple of %zu bytes up to %zu",
			 sizeof(program[0]), sizeof(program));
		return -EOPNOTSUPP;
	}
	write_program((uint32_t)(size / sizeof(program[0])));
	w->idle = !strcmp(mechanism, "nop");
	return try_one(why, len);
}

const struct work_ops bpf_work = {
	.name = "bpf",
	.summary = "a BPF program of size bytes loaded, compiled and closed",
	.setup = bpf_setup,
	.run = bpf_run,
	.hold = work_no_hold,
	.quiesce = work_quiesce,
	.settle = work_quiesce,
	.teardown = work_nothing,
};
