// SPDX-License-Identifier: GPL-2.0-only
/* results.c - what guests sent, made into one records file */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/record.h"
#include "common/text.h"
#include "common/util.h"
#include "vm/base/files.h"
#include "vm/run/classes.h"
#include "vm/run/results.h"
#include "vm/run/size.h"
#include "vm/run/startup.h"

#define CONSOLE_END	(1 << 20)	/* bytes kept of either end of a long one */

static void rename_record(json_t *rec, const char *type,
			  const struct vm_who *who)
{
	bool env = !strcmp(type, "env");

	if (!env && strcmp(type, "end"))
		return;
	json_object_set_new(rec, "label", json_string(who->label));
	json_object_set_new(rec, "boot", json_integer(who->boot));
	json_object_set_new(rec, "group", json_string(who->group));
	if (!env)
		return;
	if (who->layout)
		json_object_set_new(rec, "layout", json_integer(who->layout));
	json_object_set_new(rec, "source", json_string(who->source));
	json_object_set_new(rec, "config_digest",
			    json_string(who->config_digest));
	if (who->no_config[0])
		json_object_set_new(rec, "config_na",
				    json_string(who->no_config));
	if (who->emulator[0])
		json_object_set_new(rec, "emulator",
				    json_string(who->emulator));
	if (who->build)
		json_object_set(rec, "build", who->build);
}

/* @more: samples that were put beside the guest's own */
static void check_end(json_t *rec, long long samples, long long audits,
		      long long more, struct vm_taken *t)
{
	const char *status = json_string_value(json_object_get(rec, "status"));
	long long s = json_integer_value(json_object_get(rec, "samples"));
	long long a = json_integer_value(json_object_get(rec, "audits"));
	char reason[400];

	t->whole = !strcmp(status, "ok") && s == samples && a == audits;
	if (strcmp(status, "ok"))
		snprintf(t->why, sizeof(t->why), "kptbench says: %s",
			 kpt_shown(reason, sizeof(reason), json_string_value(
				   json_object_get(rec, "reason"))));
	else if (!t->whole)
		snprintf(t->why, sizeof(t->why),
			 "%lld samples and %lld audits came of %lld and %lld sent",
			 samples, audits, s, a);
	json_object_set_new(rec, "samples", json_integer(s + more));
}

/*
 * How large its kernel is, and how it came up, belongs to the boot; no guest can
 * tell.
 */
static int put_facts(json_t *end, FILE *to, const struct vm_who *who)
{
	json_t *samples = json_object_get(end, "samples");
	int n = who->size ? vm_size_put(who->size, to) : 0, more = 0;

	if (n >= 0 && who->startup)
		more = vm_startup_put(who->startup, who->guest, to);
	if (n < 0 || more < 0)
		return n < 0 ? n : more;
	if (n + more)
		json_object_set_new(end, "samples", json_integer(
				    json_integer_value(samples) + n + more));
	return 0;
}

int vm_results_put(const json_t *rec, FILE *to)
{
	int bad = json_dumpf(rec, to, JSON_COMPACT);

	errno = EIO;
	return bad || fputc('\n', to) == EOF ? -errno : 0;
}

int vm_results_fact(FILE *to, const struct vm_fact *f)
{
	struct kpt_writer w;

	kpt_writer_init(&w, to);
	kpt_rec_begin(&w, "sample");
	kpt_rec_str(&w, "scenario", "");
	kpt_rec_str(&w, "params", "");
	kpt_rec_str(&w, "phase", "start");
	kpt_rec_int(&w, "n", 0);
	kpt_rec_str(&w, "metric", f->metric);
	kpt_rec_str(&w, "kind", f->kind);
	kpt_rec_str(&w, "unit", f->unit);
	kpt_rec_str(&w, "per", "op");
	kpt_rec_str(&w, "class", "exact");
	kpt_rec_str(&w, "better", "none");
	kpt_rec_str(&w, "source", f->source);
	kpt_rec_num(&w, "fixed", 0);
	kpt_rec_num(&w, "scale", 1);
	kpt_rec_open(&w, "values", '[');
	if (!f->na)
		kpt_rec_num(&w, NULL, (double)f->value);
	kpt_rec_close(&w, ']');
	if (f->na)
		kpt_rec_str(&w, "na", f->na);
	return kpt_rec_end(&w);
}

int vm_results_take(const char *from, FILE *to, const struct vm_who *who,
		    struct vm_taken *t)
{
	long long samples = 0, audits = 0, more = 0;
	struct kpt_reader *r;
	json_t *rec;
	int ret;

	memset(t, 0, sizeof(*t));
	kpt_copy(t->why, sizeof(t->why), "no record came");
	r = kpt_reader_open(from, t->why, sizeof(t->why));
	if (!r)
		return 0;
	while ((ret = kpt_reader_next(r, &rec)) != 0) {
		const char *type;

		if (ret < 0) {
			if (!t->damaged++)
				snprintf(t->why, sizeof(t->why),
					 "a damaged record: %.400s",
					 kpt_reader_error(r));
			if (ret != -EBADMSG)
				break;
			continue;
		}
		type = json_string_value(json_object_get(rec, "type"));
		samples += !strcmp(type, "sample");
		audits += !strcmp(type, "audit");
		if (!strcmp(type, "end"))
			check_end(rec, samples, audits, more, t);
		else if (!t->damaged)
			kpt_copy(t->why, sizeof(t->why),
				 "the records stop before their end record");
		rename_record(rec, type, who);
		ret = strcmp(type, "end") ? 0 : put_facts(rec, to, who);
		if (!ret)
			ret = vm_results_put(rec, to);
		if (!ret && who->classes && !strcmp(type, "sample"))
			ret = vm_classes_put(who->classes, rec, to, &more);
		if (ret) {
			kpt_error("records of %s: %s", who->label,
				  strerror(-ret));
			break;
		}
		t->records++;
		ret = 0;
	}
	kpt_reader_close(r);
	if (t->damaged)
		t->whole = false;
	return ret == -EIO || ret == -ENOSPC ? ret : 0;
}

int vm_results_host(FILE *to, const struct vm_who *who,
		    const struct vm_verdict *v, const char *console)
{
	struct kpt_writer w;
	char more[64];
	size_t i;

	kpt_writer_init(&w, to);
	kpt_rec_begin(&w, "host");
	kpt_rec_str(&w, "label", who->label);
	kpt_rec_int(&w, "boot", who->boot);
	kpt_rec_str(&w, "group", who->group);
	kpt_rec_str(&w, "status", v->status);
	kpt_rec_str(&w, "console", console);
	kpt_rec_open(&w, "badness", '[');
	for (i = 0; i < v->bad.n && i < VM_BAD_MAX; i++)
		kpt_rec_str(&w, NULL, v->bad.line[i]);
	if (v->bad.n > VM_BAD_MAX) {
		snprintf(more, sizeof(more), "... and %zu more",
			 v->bad.n - VM_BAD_MAX);
		kpt_rec_str(&w, NULL, more);
	}
	kpt_rec_close(&w, ']');
	kpt_rec_str(&w, "reason", v->reason);
	return kpt_rec_end(&w);
}

bool vm_results_finished(const char *path)
{
	char line[4096] = "";
	long size;
	FILE *f;
	size_t n;

	f = fopen(path, "re");
	if (!f)
		return false;
	/* The host record is the last line, and it is short when all is ok. */
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	fseek(f, size > 4000 ? size - 4000 : 0, SEEK_SET);
	n = fread(line, 1, sizeof(line) - 1, f);
	line[n] = '\0';
	fclose(f);
	return n && line[n - 1] == '\n' && strstr(line, "{\"type\":\"host\"") &&
	       strstr(strstr(line, "{\"type\":\"host\""),
		      "\"status\":\"ok\"");
}

void vm_results_status(const char *path, char *status, size_t len)
{
	static const char key[] = "\"status\":\"";
	char *line = NULL, *at;
	size_t size = 0;
	FILE *f;

	status[0] = '\0';
	f = fopen(path, "re");
	while (f && getline(&line, &size, f) > 0) {
		at = strncmp(line, "{\"type\":\"host\"", 14) ? NULL :
		     strstr(line, key);
		if (at)
			kpt_join(status, len, "%.*s",
				 (int)strcspn(at + sizeof(key) - 1, "\""),
				 at + sizeof(key) - 1);
	}
	free(line);
	if (f)
		fclose(f);
}

/* Whole lines: from the one after @at to the one before @end, if there is one. */
static int copy_lines(FILE *to, FILE *from, off_t at, off_t end)
{
	char *text = malloc((size_t)(end - at) + 1), *first = text, *last;
	size_t n;
	int ret = 0;

	if (!text)
		return -ENOMEM;
	if (fseeko(from, at, SEEK_SET))
		ret = -errno;
	n = ret ? 0 : fread(text, 1, (size_t)(end - at), from);
	last = memrchr(text, '\n', n);
	if (at)
		first = memchr(text, '\n', n);
	first = !first ? text : at ? first + 1 : first;
	if (!last || last < first)
		last = text + n - 1;
	n = n ? (size_t)(last + 1 - first) : 0;
	errno = EIO;
	if (!ret && fwrite(first, 1, n, to) != n)
		ret = -errno;
	free(text);
	return ret;
}

static int copy_ends(const char *to, FILE *from, off_t size)
{
	FILE *f = fopen(to, "we");
	int ret;

	if (!f)
		return -errno;
	ret = copy_lines(f, from, 0, CONSOLE_END);
	fprintf(f, "kptvm: of %lld bytes about %lld are left out here; all were judged\n",
		(long long)size, (long long)size - 2 * CONSOLE_END);
	if (!ret)
		ret = copy_lines(f, from, size - CONSOLE_END, size);
	errno = EIO;
	if (fclose(f) && !ret)
		ret = -errno;
	return ret;
}

int vm_results_console(const char *from, const char *to)
{
	struct stat st;
	FILE *f;
	int ret;

	if (stat(from, &st) || st.st_size <= 2 * CONSOLE_END)
		return vm_copy_file(from, to);
	f = fopen(from, "re");
	ret = f ? copy_ends(to, f, st.st_size) : -errno;
	if (f)
		fclose(f);
	if (ret)
		kpt_error("%s: %s", to, strerror(-ret));
	return ret;
}
