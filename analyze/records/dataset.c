// SPDX-License-Identifier: GPL-2.0-only
/* dataset.c - records into boots, samples and audits; every oddity noted */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/records/dataset_local.h"
#include "common/record.h"
#include "common/util.h"

static struct ds_boot *open_boot(struct dataset *ds, json_t *env, int file,
				 long line)
{
	struct ds_boot *b;

	if (ds_grow((void **)&ds->boots, ds->nr_boots, sizeof(*b)))
		return NULL;
	b = &ds->boots[ds->nr_boots++];
	memset(b, 0, sizeof(*b));
	b->env = json_incref(env);
	b->label = ds_word(ds, env, "label");
	b->group = ds_word(ds, env, "group");
	b->boot = ds_int(env, "boot");
	b->layout = ds_int(env, "layout");
	b->build = ds_int(env, "relink");
	b->file = file;
	b->line = line;
	b->audits = json_array();
	b->perfs = json_array();
	b->sites = json_array();
	b->seen = json_object();
	return b->label && b->group && b->audits && b->perfs && b->sites &&
	       b->seen ? b : NULL;
}

static void close_boot(struct dataset *ds, struct ds_boot *b, json_t *end,
		       long line)
{
	long long samples = ds_int(end, "samples");
	long long audits = ds_int(end, "audits");

	b->end = json_incref(end);
	if (strcmp(ds_str(end, "label"), b->label) ||
	    strcmp(ds_str(end, "group"), b->group) ||
	    ds_int(end, "boot") != b->boot)
		ds_broken(ds, b, line, "this end record is that of boot %lld "
			  "of %s, but boot %lld of %s began; records were "
			  "mixed up, boot it again", ds_int(end, "boot"),
			  ds_str(end, "label"), b->boot, b->label);
	else if (!b->broken[0] && (long long)b->nr_samples != samples)
		ds_broken(ds, b, line, "the end record counts %lld samples, "
			  "%zu are here; records were lost or added, boot it "
			  "again", samples, b->nr_samples);
	else if (!b->broken[0] && b->nr_audits != audits)
		ds_broken(ds, b, line, "the end record counts %lld audits, "
			  "%ld are here; records were lost or added, boot it "
			  "again", audits, b->nr_audits);
	b->whole = !b->broken[0];
}

static void lost_end(struct ds_boot *b)
{
	if (!b->broken[0])
		kpt_join(b->broken, sizeof(b->broken),
			 "it has no end record: the guest stopped early");
}

/* What @open is behind an env record that could not be used. */
#define REFUSED	(-2)

static int take(struct dataset *ds, json_t *rec, int file, long line,
		long *open, const struct kpt_reader *r)
{
	const char *type = ds_str(rec, "type"), *path = ds->paths[file];
	struct ds_boot *b = *open >= 0 ? &ds->boots[*open] : NULL;

	if (!strcmp(type, "env")) {
		if (b)
			lost_end(b);
		if (!open_boot(ds, rec, file, line))
			return -ENOMEM;
		*open = (long)ds->nr_boots - 1;
		return 0;
	}
	if (!strcmp(type, "host")) {
		if (b)
			lost_end(b);
		*open = -1;
		json_array_append(ds->hosts, rec);
		json_array_append_new(ds->host_files, json_integer(file));
		return 0;
	}
	if (*open == REFUSED)
		return 0;
	if (!b) {
		ds_problem(ds, DS_BOOT_LOST, path, line, "a %s record outside of "
			"any boot: its env record is missing or comes later; "
			"keep the records in the order they were written",
			type);
		return 0;
	}
	if (!strcmp(type, "sample"))
		return ds_add_sample(ds, b, rec, line, r);
	if (!strcmp(type, "audit"))
		return ds_add_audit(ds, b, rec, line);
	if (!strcmp(type, "sites"))
		return ds_add_sites(ds, b, rec, line);
	if (!strcmp(type, "perf"))
		return ds_add_perf(ds, b, rec, line);
	if (!strcmp(type, "end")) {
		close_boot(ds, b, rec, line);
		*open = -1;
		return 0;
	}
	ds_broken(ds, b, line, "record type %s is unknown here; see "
	       "docs/schema.md", type);
	return 0;
}

static int load_all(struct dataset *ds, struct kpt_reader *r, int file)
{
	long open = -1;
	json_t *rec;
	int ret, err;

	while ((ret = kpt_reader_next(r, &rec)) != 0) {
		const char *text = kpt_reader_error(r);
		long line = kpt_reader_line(r);
		const char *path = ds->paths[file];

		if (ret == 1) {
			err = take(ds, rec, file, line, &open, r);
			if (err)
				return err;
			continue;
		}
		if (ret != -EBADMSG)
			return ret;
		/* Its "file:line: " at the beginning is kept apart. */
		if (!strncmp(text, path, strlen(path))) {
			const char *cut = strstr(text, ": ");

			text = cut ? cut + 2 : text;
		}
		if (!strcmp(kpt_reader_type(r), "env")) {
			/* Whose boot is lost then, nobody knows. */
			if (open >= 0)
				lost_end(&ds->boots[open]);
			open = REFUSED;
			ds_problem(ds, DS_REFUSE, path, line, "%s; the boot that "
				"begins here cannot be used", text);
		} else if (open >= 0)
			ds_broken(ds, &ds->boots[open], line, "%s", text);
		else if (open != REFUSED)
			ds_problem(ds, DS_BOOT_LOST, path, line, "%s", text);
	}
	if (open >= 0)
		lost_end(&ds->boots[open]);
	return 0;
}

int ds_load(struct dataset *ds, const char *path, char *err, size_t len)
{
	struct kpt_reader *r;
	size_t before = ds->nr_boots;
	int ret, file = ds->nr_files;

	if (file >= (int)ARRAY_SIZE(ds->paths)) {
		kpt_join(err, len, "more than %zu files",
			 ARRAY_SIZE(ds->paths));
		return -E2BIG;
	}
	if (!ds->hosts)
		ds->hosts = json_array();
	if (!ds->host_files)
		ds->host_files = json_array();
	if (!ds->words)
		ds->words = json_object();
	if (!ds->hosts || !ds->host_files || !ds->words)
		return -ENOMEM;
	r = kpt_reader_open(path, err, len);
	if (!r)
		return -ENOENT;
	kpt_reader_values_apart(r);
	ds->paths[file] = path;
	ds->nr_files++;
	ret = load_all(ds, r, file);
	if (ret == -EIO || ret == -EMSGSIZE || ret == -EFBIG)
		kpt_join(err, len, "%s", kpt_reader_error(r));
	else if (ret)
		kpt_join(err, len, "%s: %s", path, strerror(-ret));
	else if (ds->nr_boots == before)
		ds_problem(ds, DS_REFUSE, path, kpt_reader_line(r), "no boot in "
			"this file: is it a records file?");
	kpt_reader_close(r);
	return ret;
}

/* Boots of one name have the same key: strings are kept once. */
static void boot_key(const struct ds_boot *b, char *key, size_t len)
{
	snprintf(key, len, "%d %p %p %lld", b->file, (const void *)b->label,
		 (const void *)b->group, b->boot);
}

static void judge_boot(struct dataset *ds, struct ds_boot *b,
		       const struct ds_boot *whole)
{
	const char *path = ds->paths[b->file];
	const char *comma = b->group[0] ? ", group " : "";

	if (!b->whole && whole)
		b->superseded = true;
	else if (!b->whole)
		ds_problem(ds, DS_BOOT_LOST, path, b->line, "boot %lld of %s%s%s "
			"is not whole (%.180s); it is left out, boot it again",
			b->boot, b->label, comma, b->group, b->broken);
	if (!b->whole || whole == b)
		return;
	ds_problem(ds, DS_REFUSE, path, b->line, "boot %lld of %s%s%s is here a "
		"second time (first at line %ld); keep one of them", b->boot,
		b->label, comma, b->group, whole->line);
	/* Who goes on all the same counts it once. */
	snprintf(b->broken, sizeof(b->broken), "it is here a second time");
	b->whole = false;
}

/*
 * A machine booted once ran one kernel: two labels, or the two files of a
 * comparison, that name the same boot are of the same numbers. One label has
 * it twice where kptbench run was told --again.
 */
static int judge_machine(struct dataset *ds, json_t *ids, size_t i)
{
	const struct ds_boot *b = &ds->boots[i], *first;
	const char *id = ds_str(b->env, "boot_id");
	const json_t *at = *id && b->whole ? json_object_get(ids, id) : NULL;

	if (!*id || !b->whole)
		return 0;
	if (!at)
		return json_object_set_new(ids, id, json_integer(
					   (json_int_t)i));
	first = &ds->boots[json_integer_value(at)];
	if (first->file != b->file || first->label != b->label)
		ds_problem(ds, DS_REFUSE, ds->paths[b->file], b->line, "boot "
			   "%lld of %s is the same boot of the machine as boot "
			   "%lld of %s at %.100s:%ld; give one of them",
			   b->boot, b->label, first->boot, first->label,
			   ds->paths[first->file], first->line);
	return 0;
}

void ds_finish(struct dataset *ds)
{
	json_t *whole = json_object(), *ids = json_object();
	int err = whole && ids ? 0 : -ENOMEM;
	char key[96];

	for (size_t i = 0; !err && i < ds->nr_boots; i++) {
		boot_key(&ds->boots[i], key, sizeof(key));
		if (ds->boots[i].whole && !json_object_get(whole, key))
			err = json_object_set_new(whole, key, json_integer(
						  (json_int_t)i));
	}
	for (size_t i = 0; !err && i < ds->nr_boots; i++) {
		const json_t *at;

		boot_key(&ds->boots[i], key, sizeof(key));
		at = json_object_get(whole, key);
		judge_boot(ds, &ds->boots[i], at ?
			   &ds->boots[json_integer_value(at)] : NULL);
		err = judge_machine(ds, ids, i);
	}
	json_decref(whole);
	json_decref(ids);
	/* Without memory to look, none is known to be there once. */
	for (size_t i = 0; err && i < ds->nr_boots; i++)
		ds->boots[i].whole = false;
	ds_problems_end(ds);
}

void ds_free(struct dataset *ds)
{
	for (size_t i = 0; i < ds->nr_boots; i++) {
		struct ds_boot *b = &ds->boots[i];

		for (size_t j = 0; j < b->nr_samples; j++)
			free(b->samples[j].values);
		free(b->samples);
		json_decref(b->seen);
		json_decref(b->perfs);
		json_decref(b->sites);
		json_decref(b->audits);
		json_decref(b->end);
		json_decref(b->env);
	}
	free(ds->boots);
	free(ds->problems);
	free(ds->kinds);
	json_decref(ds->words);
	json_decref(ds->hosts);
	json_decref(ds->host_files);
	memset(ds, 0, sizeof(*ds));
}
