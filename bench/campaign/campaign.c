// SPDX-License-Identifier: GPL-2.0-only
/* campaign.c - what a campaign does in the boot it finds itself in */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/campaign/campaign.h"
#include "bench/machine.h"
#include "bench/parse.h"
#include "bench/quiet.h"
#include "common/durable.h"
#include "common/util.h"

/** struct here - the running boot */
struct here {
	struct machine m;
	char build_id[128], boot_id[CAMPAIGN_ID];
};

/* splitmix64: a few lines, and the same order everywhere from one seed. */
static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15ull;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ x >> 27) * 0x94d049bb133111ebull;
	return x ^ x >> 31;
}

/* The builds in turn, so that drift hits all of them. */
long long campaign_build_of(const struct campaign *c, size_t i)
{
	return (long long)(i / 2) % c->builds + 1;
}

/* Boots come in pairs, one of either kernel, so that drift hits both. */
const struct campaign_kernel *campaign_kernel_of(const struct campaign *c,
						 size_t i)
{
	int first = mix(mix((uint64_t)c->seed) + i / 2) & 1;

	return &c->kernel[i % 2 ? !first : first][campaign_build_of(c, i) - 1];
}

const char *campaign_name(const struct campaign *c, size_t i, char *buf,
			  size_t len)
{
	const char *label = campaign_kernel_of(c, i)->label;

	if (c->builds == 1)
		snprintf(buf, len, "%s", label);
	else
		snprintf(buf, len, "%s, build %lld", label,
			 campaign_build_of(c, i));
	return buf;
}

static int look(const struct campaign *c, struct here *h)
{
	unsigned char notes[4096];
	int got;

	memset(h, 0, sizeof(*h));
	/* Just its files: kptbench run opens the module. */
	kpt_copy(h->m.root, sizeof(h->m.root), c->root);
	h->m.fd = -1;
	got = machine_read(&h->m, "/proc/sys/kernel/random/boot_id",
			   h->boot_id, sizeof(h->boot_id));
	if (got <= 0)
		return kpt_error("/proc/sys/kernel/random/boot_id: cannot be read: without it boots cannot be told apart"),
		       -ENODATA;
	h->boot_id[strcspn(h->boot_id, "\n")] = '\0';
	got = machine_read(&h->m, "/sys/kernel/notes", (char *)notes,
			   sizeof(notes));
	if (got <= 0 || parse_build_id(notes, (size_t)got, h->build_id,
				       sizeof(h->build_id)))
		return kpt_error("/sys/kernel/notes: no build id there: without it kernels cannot be told apart"),
		       -ENODATA;
	return 0;
}

/* Both kernels may be one: then any of the two is the other as well. */
static bool runs(const struct here *h, const struct campaign_kernel *k)
{
	return image_has(&k->ids, h->build_id);
}

static const char *name_of(const struct campaign *c, const struct here *h)
{
	long long b;
	int i;

	for (i = 0; i < 2; i++)
		for (b = 0; b < c->builds; b++)
			if (runs(h, &c->kernel[i][b]))
				return c->kernel[i][b].label;
	return "neither kernel of this campaign";
}

static bool contains(const char *line, const char *key, const char *value)
{
	char want[256];

	return !kpt_join(want, sizeof(want), "\"%s\":\"%s\"", key, value) &&
	       strstr(line, want);
}

/*
 * Is this the whole of a boot? Its env names the kernel that runs, and its
 * last line is an end that says ok. Lines are as common/record.c writes them.
 * @unsampled: scenarios that perf record failed on, which spoils nothing
 */
static int whole(const char *path, const struct campaign_kernel *k,
		 const struct here *h, int *unsampled, char *why, size_t len)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t got, last = 0;
	int envs = 0, ends = 0;
	bool ok = false;
	FILE *f = fopen(path, "re");

	if (!f) {
		snprintf(why, len, "%s: %s", path, strerror(errno));
		return -EIO;
	}
	while ((got = getline(&line, &cap, f)) > 0) {
		last = line[got - 1];
		ok = false;
		if (!strncmp(line, "{\"type\":\"env\",", 14) &&
		    contains(line, "label", k->label) &&
		    contains(line, "build_id", h->build_id))
			envs++;
		*unsampled += !strncmp(line, "{\"type\":\"perf\",", 15) &&
			      strstr(line, ",\"na\":\"");
		if (!strncmp(line, "{\"type\":\"end\",", 14)) {
			ends++;
			ok = contains(line, "status", "ok");
		}
	}
	free(line);
	fclose(f);
	if (envs == 1 && ends == 1 && ok && last == '\n')
		return 0;
	snprintf(why, len, ends ? "a scenario failed, or its records are of another kernel" :
		 "its records are cut off");
	return -EBADMSG;
}

static int run_whole(const struct campaign *c, size_t i, const struct here *h,
		     const char *out, char *why, size_t len)
{
	const struct campaign_kernel *k = campaign_kernel_of(c, i);
	char name[CAMPAIGN_NAME];
	int ret = campaign_run(c, i, out), bad, unsampled = 0;

	if (ret == -ETIMEDOUT) {
		snprintf(why, len, "it took longer than %lld s (--timeout), and was ended",
			 c->timeout);
		return -EIO;
	}
	if (ret && ret != -EIO)
		return ret;
	bad = whole(out, k, h, &unsampled, why, len);
	if (!ret)
		return bad;
	/* Its failure is perf's alone where all it measured is there. */
	if (bad || !unsampled) {
		snprintf(why, len, "kptbench run failed");
		return ret;
	}
	campaign_log(c, "boot %zu, %s: measured; scenarios without samples of perf: %d",
		     i + 1, campaign_name(c, i, name, sizeof(name)), unsampled);
	return 0;
}

static int measure(const struct campaign *c, size_t i, const struct here *h)
{
	char tmp[512], path[512], why[640] = "", words[128];
	char name[CAMPAIGN_NAME];
	struct campaign_state st;
	struct campaign_left left;
	int ret, err;

	ret = campaign_state_load(c, &st);
	if (ret)
		return ret;
	kpt_copy(st.measuring, sizeof(st.measuring), h->boot_id);
	ret = campaign_state_save(c, &st);
	if (ret)
		return ret;
	if (campaign_boot_path(c, tmp, sizeof(tmp), i, "tmp") ||
	    campaign_boot_path(c, path, sizeof(path), i, "jsonl"))
		return -ENAMETOOLONG;
	ret = kpt_remove(tmp);
	if (!ret)
		ret = tune_apply(&h->m, &c->tune);
	if (!ret)
		ret = run_whole(c, i, h, tmp, why, sizeof(why));
	err = tune_restore(&h->m);
	if (!ret && !err)
		ret = kpt_commit(tmp, path);
	if (ret || err) {
		campaign_log(c, "boot %zu, %s: not measured: %s", i + 1,
			     campaign_name(c, i, name, sizeof(name)), ret == -EIO || ret == -EBADMSG ? why :
			     strerror(ret ? -ret : -err));
		return -EAGAIN;
	}
	if (campaign_left(c, &left))
		return -ENOMEM;
	campaign_left_words(&left, words, sizeof(words));
	campaign_log(c, "boot %zu, %s: done; %s", i + 1,
		     campaign_name(c, i, name, sizeof(name)), words);
	return 0;
}

/* Why the kernel asked for is not booted into again and again. */
static int give_up(const struct campaign *c, size_t i,
		   struct campaign_state *st)
{
	char name[CAMPAIGN_NAME];

	campaign_log(c, "boot %zu, %s: given up after %lld tries; what is done is kept; see to it, then: kptbench campaign resume --again",
		     i + 1, campaign_name(c, i, name, sizeof(name)),
		     st->tries);
	st->tries = 0;
	st->given_up = 1;
	st->asked_from[0] = '\0';
	campaign_state_save(c, st);
	return -EIO;
}

static int boot_next(const struct campaign *c, size_t i, const struct here *h)
{
	const struct campaign_kernel *k = campaign_kernel_of(c, i);
	struct campaign_state st;
	char name[CAMPAIGN_NAME];
	int ret = campaign_state_load(c, &st);

	if (ret)
		return ret;
	if (st.asked != (long long)i) {
		st.asked = (long long)i;
		st.tries = 0;
	} else if (st.asked_from[0] && strcmp(st.asked_from, h->boot_id) &&
		   !runs(h, k)) {
		campaign_log(c, "boot %zu, %s: asked for, but what runs has build id %s: %s",
			     i + 1, campaign_name(c, i, name, sizeof(name)),
			     h->build_id, name_of(c, h));
	}
	if (st.tries >= c->tries)
		return give_up(c, i, &st);
	st.tries++;
	kpt_copy(st.asked_from, sizeof(st.asked_from), h->boot_id);
	ret = campaign_state_save(c, &st);
	if (ret)
		return ret;
	campaign_log(c, "boot %zu, %s: booting, try %lld", i + 1,
		     campaign_name(c, i, name, sizeof(name)), st.tries);
	return campaign_boot(c, i);
}

static int append(FILE *to, const char *path)
{
	char buf[65536];
	FILE *f = fopen(path, "re");
	size_t got;
	int ret = 0;

	if (!f)
		return -errno;
	while ((got = fread(buf, 1, sizeof(buf), f)))
		if (fwrite(buf, 1, got, to) != got)
			ret = -EIO;
	if (ferror(f))
		ret = -EIO;
	fclose(f);
	return ret;
}

static int finish(const struct campaign *c)
{
	char tmp[512], path[512];
	int ret = 0;
	size_t i;
	FILE *f;

	if (campaign_path(c, path, sizeof(path), "records.jsonl") ||
	    campaign_path(c, tmp, sizeof(tmp), "records.tmp"))
		return -ENAMETOOLONG;
	f = fopen(tmp, "we");
	if (!f)
		ret = -errno;
	for (i = 0; !ret && i < 2 * (size_t)c->boots; i++) {
		char boot[512];

		ret = campaign_boot_path(c, boot, sizeof(boot), i, "jsonl");
		if (!ret)
			ret = append(f, boot);
	}
	if (f && fclose(f) && !ret)
		ret = -errno;
	if (!ret)
		ret = kpt_commit(tmp, path);
	if (ret) {
		kpt_error("%s: %s", path, strerror(-ret));
		return ret;
	}
	campaign_log(c, "all %lld boots are done: kptstat compare --base %s --patched %s %s",
		     2 * c->boots, c->kernel[0][0].label, c->kernel[1][0].label,
		     path);
	return 0;
}

/* A boot is one replicate: it is measured in once, whatever became of it. */
static bool used(const struct campaign *c, const struct here *h)
{
	struct campaign_state st;

	return campaign_state_load(c, &st) ||
	       !strcmp(st.measuring, h->boot_id);
}

static size_t next_boot(const struct campaign *c, size_t i)
{
	while (i < 2 * (size_t)c->boots && campaign_done(c, i))
		i++;
	return i;
}

/* A machine that somebody booted is not taken from them again and again. */
static int look_given_up(const struct campaign *c, bool again)
{
	struct campaign_state st;
	int ret = campaign_state_load(c, &st);

	if (ret || !st.given_up)
		return ret;
	if (!again) {
		kpt_error("%s: given up earlier, see its log: nothing is booted or measured; 'kptbench campaign resume --again' goes on",
			  c->dir);
		return -ECANCELED;
	}
	st.given_up = 0;
	return campaign_state_save(c, &st);
}

int campaign_step(const struct campaign *c, bool again)
{
	struct here h;
	size_t i, n = 2 * (size_t)c->boots;
	int ret = look(c, &h);

	if (ret)
		return ret;
	/* Left set by a run that was killed in this very boot. */
	ret = tune_restore(&h.m);
	if (!ret)
		ret = look_given_up(c, again);
	if (ret)
		return ret;
	i = next_boot(c, 0);
	if (i < n && runs(&h, campaign_kernel_of(c, i)) &&
	    !used(c, &h)) {
		if (c->settle >= 0) {
			ret = quiet_wait(&h.m, c->settle);
			if (ret)
				return ret;
		}
		ret = measure(c, i, &h);
		if (ret && ret != -EAGAIN)
			return ret;
		if (!ret)
			i = next_boot(c, i);
	}
	return i < n ? boot_next(c, i, &h) : finish(c);
}
