// SPDX-License-Identifier: GPL-2.0-only
/* qmp.c - QEMU's machine protocol: one JSON object a line, both ways */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/qmp/qmp.h"
#include "vm/qmp/qmp_local.h"

/*
 * Two, since a socket has no place that reading and writing share. One that
 * did not answer in time is not waited for again: @mute.
 */
struct vm_qmp {
	FILE *in, *out;
	bool mute;
};

int vm_qmp_pair(int *ours, int *theirs)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd))
		return -errno;
	if (fcntl(fd[1], F_SETFD, 0)) {
		int err = errno;

		close(fd[0]);
		close(fd[1]);
		return -err;
	}
	*ours = fd[0];
	*theirs = fd[1];
	return 0;
}

/* The next object that is no event; NULL when there is none. */
static json_t *answer(struct vm_qmp *q)
{
	const size_t flags = JSON_DISABLE_EOF_CHECK;
	json_t *got;

	while ((got = json_loadf(q->in, flags, NULL))) {
		if (!json_object_get(got, "event"))
			break;
		json_decref(got);
	}
	return got;
}

/* The answer to a command, be it what it returned or an error; or NULL. */
static json_t *answer_to(struct vm_qmp *q, const char *name, json_t *arguments)
{
	json_t *ask, *got;

	ask = json_pack("{s:s, s:o*}", "execute", name, "arguments",
			arguments);
	if (!ask || q->mute || json_dumpf(ask, q->out, JSON_COMPACT) ||
	    fputc('\n', q->out) == EOF || fflush(q->out)) {
		json_decref(ask);
		return NULL;
	}
	json_decref(ask);
	got = answer(q);
	q->mute = !got;
	return got;
}

/* Returns what the command returned; NULL when it failed. */
static json_t *command(struct vm_qmp *q, const char *name, json_t *arguments)
{
	json_t *got = answer_to(q, name, arguments);
	json_t *ret = json_incref(json_object_get(got, "return"));

	json_decref(got);
	return ret;
}

int vm_qmp_do(struct vm_qmp *q, const char *name, json_t *arguments, char *why,
	      size_t len)
{
	json_t *got = answer_to(q, name, arguments);
	const char *text = json_string_value(json_object_get(
				json_object_get(got, "error"), "desc"));
	int ret = json_object_get(got, "return") ? 0 : -EIO;

	if (ret)
		snprintf(why, len, "%s: %s", name,
			 text ? text : "QEMU does not answer");
	json_decref(got);
	return ret;
}

/* How long an answer is waited for. */
static bool wait_for(struct vm_qmp *q, long long seconds)
{
	struct timeval limit = { .tv_sec = (time_t)seconds };

	return !setsockopt(fileno(q->in), SOL_SOCKET, SO_RCVTIMEO, &limit,
			   sizeof(limit));
}

struct vm_qmp *vm_qmp_open(int fd, long long seconds)
{
	struct vm_qmp *q = calloc(1, sizeof(*q));
	int other = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	json_t *hello, *ready;

	if (q) {
		q->in = fdopen(fd, "r");
		q->out = other < 0 ? NULL : fdopen(other, "w");
	}
	if (!q || !q->in || !q->out) {
		if (!q || !q->in)
			close(fd);
		if (other >= 0 && (!q || !q->out))
			close(other);
		vm_qmp_close(q);
		return NULL;
	}
	hello = wait_for(q, seconds) ? answer(q) : NULL;
	ready = json_object_get(hello, "QMP") ?
		command(q, "qmp_capabilities", NULL) : NULL;
	json_decref(hello);
	if (!ready || !wait_for(q, VM_QMP_SECONDS)) {
		json_decref(ready);
		vm_qmp_close(q);
		return NULL;
	}
	json_decref(ready);
	return q;
}

void vm_qmp_close(struct vm_qmp *q)
{
	if (!q)
		return;
	if (q->in)
		fclose(q->in);
	if (q->out)
		fclose(q->out);
	free(q);
}

int vm_qmp_run(struct vm_qmp *q)
{
	json_t *ret = command(q, "cont", NULL);

	json_decref(ret);
	return ret ? 0 : -EIO;
}

int vm_qmp_quit(struct vm_qmp *q)
{
	json_t *ret = command(q, "quit", NULL);

	json_decref(ret);
	return ret ? 0 : -EIO;
}

int vm_qmp_threads(struct vm_qmp *q, pid_t *thread, size_t n)
{
	json_t *cpus = command(q, "query-cpus-fast", NULL);
	json_t *cpu;
	size_t i;

	if (!json_is_array(cpus)) {
		json_decref(cpus);
		return -EIO;
	}
	json_array_foreach(cpus, i, cpu)
		if (i < n)
			thread[i] = (pid_t)json_integer_value(
				json_object_get(cpu, "thread-id"));
	i = json_array_size(cpus);
	json_decref(cpus);
	return (int)i;
}

/* The last symbol at or below an address; the map is sorted. */
static void find_symbol(const char *map, unsigned long long pc, char *name,
			size_t len)
{
	unsigned long long at;
	char line[512], symbol[256];
	FILE *f = fopen(map, "re");

	name[0] = '\0';
	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%llx %*c %255s", &at, symbol) != 2)
			continue;
		if (at > pc)
			break;
		snprintf(name, len, "%s+0x%llx", symbol, pc - at);
	}
	/* Behind the last one is no kernel's text. */
	if (feof(f))
		name[0] = '\0';
	fclose(f);
}

/* Every architecture's dump names it one of these, before "=" or blanks. */
static bool find_pc(const char *registers, unsigned long long *pc)
{
	static const char *const names[] = { "RIP=", "EIP=", " PC=", "PC ",
					     "pc ", "NIP ", "pc: ", "R15=" };
	const char *p;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		p = strstr(registers, names[i]);
		if (p && sscanf(p + strlen(names[i]), "%llx", pc) == 1)
			return true;
	}
	return false;
}

int vm_qmp_state(struct vm_qmp *q, const char *map, char *text, size_t len)
{
	json_t *status = command(q, "query-status", NULL);
	json_t *regs = command(q, "human-monitor-command",
			       json_pack("{s:s}", "command-line",
					 "info registers"));
	const char *word = json_string_value(json_object_get(status,
							     "status"));
	const char *dump = json_string_value(regs);
	unsigned long long pc;
	char symbol[300] = "";
	int ret = word ? 0 : -EIO;

	if (word && dump && find_pc(dump, &pc)) {
		if (map)
			find_symbol(map, pc, symbol, sizeof(symbol));
		kpt_join(text, len, "QEMU says %s, CPU 0 is at 0x%llx%s%s",
			 word, pc, symbol[0] ? " " : "", symbol);
	} else if (word) {
		kpt_join(text, len, "QEMU says %s", word);
	}
	json_decref(regs);
	json_decref(status);
	return ret;
}
