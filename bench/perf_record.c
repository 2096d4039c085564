// SPDX-License-Identifier: GPL-2.0-only
/* perf_record.c - kptbench run --perf-record: where do the cycles go? */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "bench/perf_child.h"
#include "bench/perf_record.h"
#include "common/durable.h"
#include "common/util.h"

/* All windows may take a millisecond, in which perf takes four samples. */
#define LEAST_NS	2000000000ULL

int perf_record_name(char *buf, size_t len, const char *label,
		     const char *scenario)
{
	char name[256];
	size_t n = 0, i;

	if (kpt_join(name, sizeof(name), "%s-%s", label, scenario))
		return -ENAMETOOLONG;
	for (i = 0; name[i] && n < len; i++) {
		unsigned char c = (unsigned char)name[i];
		bool plain = c < 0x80 && (isalnum(c) || c == '_' ||
					  (i && (c == '.' || c == '-')));

		n += (size_t)snprintf(buf + n, len - n,
				      plain ? "%c" : "%%%02X", c);
	}
	return n < len ? kpt_join(buf + n, len - n, ".perf.data") :
			 -ENAMETOOLONG;
}

/* What the machine has of what a profile is wanted of. */
static const char *choose_event(const struct collect_set *set)
{
	if (collect_has(set, "cost.cycles"))
		return "cycles:k";
	if (collect_has(set, "cost.instructions"))
		return "instructions:k";
	return "cpu-clock:k";
}

/* Back to back, without the waits that make one window begin as another. */
static int windows(struct work *w, const struct kpt_scenario *sc, long long nr,
		   uint64_t least_ns)
{
	uint64_t start = kpt_now_ns();
	struct kptb_run run;
	long long i;
	int ret = 0;

	for (i = 0; !ret && (i < nr || kpt_now_ns() - start < least_ns); i++)
		ret = w->ops->run(w, (uint64_t)sc->ops, &run);
	return ret;
}

static int sampled(struct work *w, const struct kpt_scenario *sc,
		   const char *event, const char *file, long long *samples,
		   char *why, size_t len)
{
	struct perf_child perf;
	int ret = windows(w, sc, sc->warmup, 0), err;

	if (ret)
		goto failed;
	ret = perf_child_start(&perf, event, file, sc->cpus != 0, why, len);
	if (!ret)
		ret = perf_child_switch(&perf, true, why, len);
	if (ret)
		return ret;
	ret = windows(w, sc, sc->iterations, LEAST_NS);
	if (ret) {
		perf_child_kill(&perf);
		goto failed;
	}
	err = perf_child_switch(&perf, false, why, len);
	if (!err)
		err = perf_child_stop(&perf, samples, why, len);
	if (!err && !*samples) {
		snprintf(why, len, "%s: perf took no sample", event);
		err = -ENODATA;
	}
	return err;
failed:
	snprintf(why, len, "operations under perf: %s", strerror(-ret));
	return ret;
}

/* Returns -EOPNOTSUPP for a scenario that cannot run here. */
static int record(struct bench *b, const struct kpt_scenario *sc,
		  const char *event, const char *file, long long *samples,
		  char *why, size_t len)
{
	struct work w;
	int ret, err;

	work_init(&w, b->m, sc);
	if (work_available(b->m, sc, why, len))
		return -EOPNOTSUPP;
	kpt_info("%s: under perf, %s", sc->name, event);
	ret = w.ops->setup(&w, sc, sc->mechanism, why, len);
	if (!ret)
		ret = sampled(&w, sc, event, file, samples, why, len);
	else if (can_skip(ret))
		ret = -EOPNOTSUPP;
	w.ops->teardown(&w);
	err = w.ops->quiesce(&w);
	if (err && !ret) {
		snprintf(why, len, "waiting for freed tables: %s",
			 strerror(-err));
		ret = err;
	}
	return ret;
}

int perf_record_scenario(struct bench *b, const struct kpt_scenario *sc,
			 const char *dir)
{
	const char *event = choose_event(&b->set);
	char name[256], path[4096], tmp[4104], why[KPT_WHY_LEN] = "";
	long long samples = 0;
	int ret, err;

	if (strcmp(sc->kind, "churn"))
		return 0;
	ret = perf_record_name(name, sizeof(name), b->emit.plan->label,
			       sc->name);
	if (!ret)
		ret = kpt_join(path, sizeof(path), "%s/%s", dir, name);
	if (!ret)
		ret = kpt_join(tmp, sizeof(tmp), "%s.tmp", path);
	if (!ret)
		ret = kpt_remove(tmp);
	if (ret) {
		snprintf(why, sizeof(why), "its file's name: %s",
			 strerror(-ret));
		goto out;
	}
	ret = record(b, sc, event, tmp, &samples, why, sizeof(why));
	if (ret == -EOPNOTSUPP)
		return 0;
	if (!ret) {
		ret = kpt_commit(tmp, path);
		if (ret)
			snprintf(why, sizeof(why), "keeping its file: %s",
				 strerror(-ret));
	}
	if (ret)
		kpt_remove(tmp);
out:
	if (ret)
		kpt_error("%s: no profile: %s", sc->name, why);
	err = emit_perf(&b->emit, b->m, sc->name, event, name, samples,
			ret ? why : NULL);
	return ret ? ret : err;
}
