// SPDX-License-Identifier: GPL-2.0-only
/* procs.c - processes that go on beside a test */
#include <errno.h>
#include <linux/bpf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/soak/guest/soak.h"

#define BPF_MAX_INSNS	4096

pid_t soak_fork(void)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

pid_t soak_child(int (*what)(const struct soak *s, uint32_t nr),
		 const struct soak *s, uint32_t nr)
{
	pid_t pid = soak_fork();

	if (!pid)
		_exit(what(s, nr));
	return pid;
}

int soak_end(pid_t pid)
{
	int status;

	kill(pid, SIGTERM);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 1;
	return !WIFSIGNALED(status) || WTERMSIG(status) != SIGTERM;
}

/* "return 0" many times: all that matters is how much memory it is put in. */
int soak_bpf(uint32_t insns)
{
	static const char license[] = "GPL";
	static struct bpf_insn insn[BPF_MAX_INSNS];
	union bpf_attr attr;
	uint32_t i;
	long fd;

	if (insns > BPF_MAX_INSNS)
		insns = BPF_MAX_INSNS;
	for (i = 0; i + 1 < insns; i++)
		insn[i] = (struct bpf_insn){
			.code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = 0 };
	insn[i] = (struct bpf_insn){ .code = BPF_JMP | BPF_EXIT };
	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_SYSCALL;
	attr.prog_flags = BPF_F_SLEEPABLE;
	attr.insns = (uintptr_t)insn;
	attr.insn_cnt = insns;
	attr.license = (uintptr_t)license;
	fd = syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	if (fd < 0)
		return -errno;
	close((int)fd);
	return 0;
}
