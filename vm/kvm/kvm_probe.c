// SPDX-License-Identifier: GPL-2.0-only
/* kvm_probe.c - a vCPU that runs a small program, watched from outside */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/kvm/kvm_probe.h"

#define PROBE_MS	1900	/* all of it */
#define MEMORY		(2UL << 20)

#if !defined(__x86_64__) && !defined(__aarch64__)
const struct kvm_probe_ops *const kvm_probe_host;
#endif

int kvm_probe_fail(struct kvm_probe *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->why, p->len, fmt, ap);
	va_end(ap);
	return -1;
}

static int open_kvm(struct kvm_probe *p)
{
	static const char path[] = "/dev/kvm";
	int version;

	p->kvm = open(path, O_RDWR | O_CLOEXEC);
	if (p->kvm < 0 && errno == ENOENT)
		return kvm_probe_fail(p, "there is no %s: no virtualization in this machine, or switched off in its firmware, or the kernel's kvm modules are not loaded",
				      path);
	if (p->kvm < 0)
		return kvm_probe_fail(p, "%s: %s%s", path, strerror(errno),
				      errno == EACCES ?
				      "; root and the group kvm may use it" :
				      "");
	version = ioctl(p->kvm, KVM_GET_API_VERSION, 0);
	if (version != KVM_API_VERSION)
		return kvm_probe_fail(p, "%s: does not answer as KVM does",
				      path);
	return 0;
}

static int make_vcpu(struct kvm_probe *p)
{
	struct kvm_userspace_memory_region region = {
		.guest_phys_addr = kvm_probe_host->base, .memory_size = p->size,
	};
	int size;

	p->vm = ioctl(p->kvm, KVM_CREATE_VM, 0);
	if (p->vm < 0)
		return kvm_probe_fail(p, "KVM makes no machine: %s",
				      strerror(errno));
	p->memory = mmap(NULL, p->size, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->memory == MAP_FAILED)
		return kvm_probe_fail(p, "no memory for a guest");
	region.userspace_addr = (unsigned long)p->memory;
	if (ioctl(p->vm, KVM_SET_USER_MEMORY_REGION, &region))
		return kvm_probe_fail(p, "KVM takes no memory: %s",
				      strerror(errno));
	p->vcpu = ioctl(p->vm, KVM_CREATE_VCPU, 0);
	if (p->vcpu < 0)
		return kvm_probe_fail(p, "KVM makes no vCPU: %s",
				      strerror(errno));
	size = ioctl(p->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	p->run = size < (int)sizeof(*p->run) ? MAP_FAILED :
		 mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED,
		      p->vcpu, 0);
	if (p->run == MAP_FAILED)
		return kvm_probe_fail(p, "a vCPU's state cannot be mapped");
	return 0;
}

static int run_program(struct kvm_probe *p)
{
	int ret;

	do {
		if (ioctl(p->vcpu, KVM_RUN, 0) && errno != EINTR)
			return kvm_probe_fail(p, "a vCPU does not run: %s",
					      strerror(errno));
		ret = kvm_probe_host->done(p);
	} while (!ret);
	return ret < 0 ? ret : 0;
}

/* In a process of its own; what is wrong goes to the parent. */
static void probe(int to)
{
	char why[256] = "";
	struct kvm_probe p = { .size = MEMORY, .why = why,
			       .len = sizeof(why) };

	if (!open_kvm(&p) && !make_vcpu(&p) && !kvm_probe_host->setup(&p) &&
	    !run_program(&p))
		kpt_copy(why, sizeof(why), "+");
	if (write(to, why, strlen(why)) < 0)
		_exit(1);
	_exit(0);
}

bool vm_kvm_works(const char *arch, char *why, size_t len)
{
	struct pollfd pfd = { .events = POLLIN };
	int fds[2], got;
	ssize_t n = 0;
	pid_t pid;

	if (!kvm_probe_host || strcmp(kvm_probe_host->arch, arch)) {
		kpt_join(why, len, "this machine is %s and the guest is %s",
			 kvm_probe_host ? kvm_probe_host->arch :
			 "of an architecture without a probe", arch);
		return false;
	}
	if (pipe2(fds, O_CLOEXEC)) {
		kpt_join(why, len, "pipe: %s", strerror(errno));
		return false;
	}
	fflush(NULL);
	pid = fork();
	if (!pid)
		probe(fds[1]);
	close(fds[1]);
	pfd.fd = fds[0];
	got = pid < 0 ? -1 : poll(&pfd, 1, PROBE_MS);
	if (got > 0)
		n = read(fds[0], why, len - 1);
	why[n > 0 ? n : 0] = '\0';
	close(fds[0]);
	if (pid > 0) {
		/* A vCPU that cannot be stopped is not waited for. */
		kill(pid, SIGKILL);
		waitpid(pid, NULL, got > 0 ? 0 : WNOHANG);
	}
	if (!got)
		kpt_join(why, len, "a small program did not end on a vCPU in %d ms",
			 PROBE_MS);
	else if (n <= 0)
		kpt_join(why, len, "the probe ended without an answer");
	return !strcmp(why, "+");
}
