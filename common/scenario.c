// SPDX-License-Identifier: GPL-2.0-only
/* scenario.c - the table of scenario keys: values set, checked and printed */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/scenario.h"
#include "common/util.h"

enum key_type { TEXT, WORD, NUMBER, REAL, LADDER, CPUS };

struct key {
	const char *name;
	enum key_type type;
	size_t offset, size;
	long long min, max;
	const char *words;	/* WORD: the valid ones, blank separated */
	int param;		/* part of what makes samples comparable */
};

#define AT(m)	offsetof(struct kpt_scenario, m), \
		sizeof(((struct kpt_scenario *)0)->m)
#define MAX_OPS (1LL << 24)

static const struct key keys[] = {
	{ "title", TEXT, AT(title), 0, 0, NULL, 0 },
	{ "mechanism", TEXT, AT(mechanism), 0, 0, NULL, 1 },
	{ "control", TEXT, AT(control), 0, 0, NULL, 0 },
	{ "kind", WORD, AT(kind), 0, 0, "churn hold command", 1 },
	{ "per", WORD, AT(per), 0, 0, "op table GiB block", 1 },
	{ "groups", TEXT, AT(groups), 0, 0, NULL, 0 },
	{ "arch", TEXT, AT(arch), 0, 0, NULL, 0 },
	{ "boot", TEXT, AT(boot), 0, 0, NULL, 1 },
	{ "deferred", NUMBER, AT(deferred), 0, 1, NULL, 0 },
	{ "ops", NUMBER, AT(ops), 1, MAX_OPS, NULL, 1 },
	{ "iterations", NUMBER, AT(iterations), 1, 1000000, NULL, 0 },
	{ "warmup", NUMBER, AT(warmup), 0, 1000000, NULL, 0 },
	{ "runs", NUMBER, AT(runs), 1, 1000, NULL, 0 },
	{ "primary", TEXT, AT(primary), 0, 0, NULL, 0 },
	{ "size", NUMBER, AT(size), 0, 1LL << 40, NULL, 1 },
	{ "huge", NUMBER, AT(huge), 0, 1, NULL, 1 },
	{ "memory", TEXT, AT(memory), 0, 0, NULL, 1 },
	{ "command", TEXT, AT(command), 0, 0, NULL, 1 },
	{ "packages", TEXT, AT(packages), 0, 0, NULL, 1 },
	{ "folder", TEXT, AT(folder), 0, 0, NULL, 0 },
	{ "cpus", CPUS, AT(cpus), -1, 8192, NULL, 1 },
	{ "workers", WORD, AT(workers), 0, 0, "processes threads", 1 },
	{ "beside", TEXT, AT(beside), 0, 0, NULL, 1 },
	{ "standard", NUMBER, AT(standard), 0, 1, NULL, 0 },
	{ "scale", REAL, AT(scale), 0, 0, NULL, 1 },
	{ "ladder", LADDER, AT(ladder), 1, MAX_OPS, NULL, 0 },
};

void kpt_scenario_init(struct kpt_scenario *sc, const char *name)
{
	memset(sc, 0, sizeof(*sc));
	kpt_copy(sc->name, sizeof(sc->name), name);
	kpt_copy(sc->kind, sizeof(sc->kind), "churn");
	kpt_copy(sc->per, sizeof(sc->per), "op");
	sc->ops = 64;
	sc->iterations = 16;
	sc->warmup = 4;
	sc->runs = 1;
	sc->standard = 1;
	sc->scale = 1;
}

static const struct key *find_key(const char *name, char *err, size_t len)
{
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	n = (size_t)snprintf(err, len, "unknown key '%s'; the keys are:", name);
	for (i = 0; i < ARRAY_SIZE(keys) && n < len; i++)
		n += (size_t)snprintf(err + n, len - n, " %s", keys[i].name);
	return NULL;
}

static int is_word(const char *words, const char *value)
{
	size_t len = strlen(value);
	const char *p;

	for (p = words; len && (p = strstr(p, value)); p++)
		if ((p == words || p[-1] == ' ') && (!p[len] || p[len] == ' '))
			return 1;
	return 0;
}

/* Ascending counts, at most KPT_LADDER_MAX. */
static int parse_counts(const struct key *k, long long min, const char *value,
			long long *v, size_t *nr, char *err, size_t err_len)
{
	char text[1024], *save = NULL, *tok;
	size_t n = 0;
	int ret;

	if (kpt_copy(text, sizeof(text), value)) {
		snprintf(err, err_len, "%s: too long", k->name);
		return -ERANGE;
	}
	for (tok = strtok_r(text, " \t", &save); tok;
	     tok = strtok_r(NULL, " \t", &save)) {
		ret = n == KPT_LADDER_MAX ? -ERANGE : 0;
		if (!ret)
			ret = kpt_parse_int(tok, min, k->max, &v[n]);
		if (!ret && n && v[n] <= v[n - 1])
			ret = -EINVAL;
		if (ret) {
			snprintf(err, err_len,
				 "%s: '%s': want at most %d counts, ascending, from %lld to %lld",
				 k->name, tok, KPT_LADDER_MAX, min, k->max);
			return ret;
		}
		n++;
	}
	*nr = n;
	return 0;
}

static int set_ladder(struct kpt_scenario *sc, const struct key *k,
		      const char *value, char *err, size_t err_len)
{
	long long v[KPT_LADDER_MAX];
	size_t n;
	int ret = parse_counts(k, k->min, value, v, &n, err, err_len);

	/* A refused ladder leaves the old one alone. */
	if (ret)
		return ret;
	memcpy(sc->ladder, v, n * sizeof(v[0]));
	sc->ladder_len = n;
	return 0;
}

static int set_number(const struct key *k, const char *value, long long *at,
		      char *err, size_t err_len)
{
	int ret = kpt_parse_int(value, k->min, k->max, at);

	if (ret)
		snprintf(err, err_len,
			 "%s: '%s' is no whole number from %lld to %lld",
			 k->name, value, k->min, k->max);
	return ret;
}

/* One number may say "one CPU" or "all"; of several each is a count. */
static int set_cpus(struct kpt_scenario *sc, const struct key *k,
		    const char *value, char *err, size_t err_len)
{
	long long v[KPT_LADDER_MAX];
	size_t n;
	int ret;

	if (!strpbrk(value, " \t")) {
		ret = set_number(k, value, &sc->cpus, err, err_len);
		sc->nr_counts = ret ? sc->nr_counts : 0;
		return ret;
	}
	ret = parse_counts(k, 1, value, v, &n, err, err_len);
	if (ret)
		return ret;
	memcpy(sc->counts, v, n * sizeof(v[0]));
	sc->nr_counts = n;
	sc->cpus = v[0];
	return 0;
}

int kpt_scenario_set(struct kpt_scenario *sc, const char *name,
		     const char *value, char *err, size_t err_len)
{
	const struct key *k = find_key(name, err, err_len);
	void *at;
	char *end;
	double d;

	if (!k)
		return -ENOENT;
	at = (char *)sc + k->offset;
	switch (k->type) {
	case LADDER:
		return set_ladder(sc, k, value, err, err_len);
	case CPUS:
		return set_cpus(sc, k, value, err, err_len);
	case WORD:
		if (!is_word(k->words, value)) {
			snprintf(err, err_len, "%s: '%s' is none of: %s", name,
				 value, k->words);
			return -EINVAL;
		}
		/* There is one mechanism that runs commands. */
		if (at == sc->kind && !strcmp(value, "command") &&
		    !sc->mechanism[0])
			kpt_copy(sc->mechanism, sizeof(sc->mechanism), value);
		return kpt_copy(at, k->size, value);
	case TEXT:
		/* A plan is read by line and word. */
		if (strpbrk(value, "\n\r") || kpt_copy(at, k->size, value)) {
			snprintf(err, err_len, "%s: longer than %zu characters",
				 name, k->size - 1);
			return -EINVAL;
		}
		return 0;
	case NUMBER:
		return set_number(k, value, at, err, err_len);
	case REAL:
		d = strtod(value, &end);
		if (end == value || *end || !isfinite(d) || d <= 0) {
			snprintf(err, err_len, "%s: '%s' is no number above 0",
				 name, value);
			return -EINVAL;
		}
		*(double *)at = d;
		return 0;
	}
	return -EINVAL;
}

int kpt_scenario_check(const struct kpt_scenario *sc, char *err, size_t err_len)
{
	struct kpt_scenario last;
	const char *what = NULL;

	if (!sc->mechanism[0])
		what = "mechanism: missing";
	else if (strchr(sc->mechanism, ' '))
		what = "mechanism: one word, please";
	else if (!sc->title[0])
		what = "title: missing; say in one line what one operation is";
	else if (!strcmp(sc->kind, "hold") && sc->ladder_len < 2)
		what = "ladder: 'kind = hold' wants at least two counts";
	else if (strchr(sc->control, ' '))
		what = "control: one mechanism, please";
	else if (!strcmp(sc->kind, "hold") && sc->control[0])
		what = "control: only for 'kind = churn'";
	else if (strcmp(sc->kind, "hold") && sc->ladder_len)
		what = "ladder: only for 'kind = hold'";
	else if (!strcmp(sc->kind, "command") != !!sc->command[0])
		what = "command: 'kind = command' and it go together";
	else if (!strcmp(sc->kind, "command") !=
		 !strcmp(sc->mechanism, "command"))
		what = "mechanism: 'kind = command' has no other";
	else if ((sc->packages[0] || sc->folder[0]) && !sc->command[0])
		what = "packages, folder: only for 'kind = command'";
	else if (sc->beside[0] && (strcmp(sc->kind, "churn") || sc->cpus))
		what = "beside: only for 'kind = churn' on one CPU";
	else if (strchr(sc->beside, ' '))
		what = "beside: one mechanism, please";
	else if (sc->command[0] && !strcmp(sc->workers, "threads"))
		what = "workers: a command is run by processes, not by threads";
	else if (sc->workers[0] && !sc->cpus)
		what = "workers: only with 'cpus'";
	else if (!kpt_scenario_at(sc, sc->nr_counts ? sc->nr_counts - 1 : 0,
				  &last))
		what = "cpus: the name of the file and a count have more than 31 characters";
	if (!what)
		return 0;
	kpt_copy(err, err_len, what);
	return -EINVAL;
}

bool kpt_scenario_at(const struct kpt_scenario *file, size_t i,
		     struct kpt_scenario *sc)
{
	if (i >= (file->nr_counts ? file->nr_counts : 1))
		return false;
	*sc = *file;
	if (!file->nr_counts)
		return true;
	sc->cpus = file->counts[i];
	memset(sc->counts, 0, sizeof(sc->counts));
	sc->nr_counts = 0;
	return !kpt_join(sc->name, sizeof(sc->name), "%s-%lld", file->name,
			 sc->cpus);
}

/* Is it for one of the counts that the file @name lists? */
static bool is_of_file(const struct kpt_scenario *sc, const char *name)
{
	char own[sizeof(sc->name)];

	return sc->cpus > 0 &&
	       !kpt_join(own, sizeof(own), "%s-%lld", name, sc->cpus) &&
	       !strcmp(own, sc->name);
}

bool kpt_scenario_is(const struct kpt_scenario *sc, const char *word)
{
	if (*word == '@')
		return is_word(sc->groups, word + 1);
	/* What would be downloaded is not run unasked. */
	return (!strcmp(word, "all") && !sc->packages[0]) ||
	       !strcmp(word, sc->name) || is_of_file(sc, word) ||
	       (!strcmp(word, "standard") && sc->standard);
}

static void print_counts(const long long *v, size_t nr, char *buf, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < nr && n < len; i++)
		n += (size_t)snprintf(buf + n, len - n, "%s%lld", i ? " " : "",
				      v[i]);
}

static void print_value(const struct kpt_scenario *sc, const struct key *k,
			char *buf, size_t len)
{
	const void *at = (const char *)sc + k->offset;

	buf[0] = '\0';
	switch (k->type) {
	case TEXT:
	case WORD:
		kpt_copy(buf, len, at);
		break;
	case CPUS:
		if (sc->nr_counts) {
			print_counts(sc->counts, sc->nr_counts, buf, len);
			break;
		}
		/* fallthrough */
	case NUMBER:
		snprintf(buf, len, "%lld", *(const long long *)at);
		break;
	case REAL:
		snprintf(buf, len, "%.17g", *(const double *)at);
		break;
	case LADDER:
		print_counts(sc->ladder, sc->ladder_len, buf, len);
		break;
	}
}

void kpt_scenario_params(const struct kpt_scenario *sc, char *buf, size_t len)
{
	size_t i, n = 0;
	char value[1024];

	buf[0] = '\0';
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (!keys[i].param)
			continue;
		print_value(sc, &keys[i], value, sizeof(value));
		if (!value[0] || n >= len)
			continue;
		n += (size_t)snprintf(buf + n, len - n, "%s%s=%s",
				      n ? " " : "", keys[i].name, value);
	}
}

void kpt_scenario_write(const struct kpt_scenario *sc, FILE *f)
{
	char value[1024];
	size_t i;

	fprintf(f, "scenario %s\n", sc->name);
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		print_value(sc, &keys[i], value, sizeof(value));
		if (value[0])
			fprintf(f, "\t%s %s\n", keys[i].name, value);
	}
}
