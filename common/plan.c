// SPDX-License-Identifier: GPL-2.0-only
/* plan.c - plans, written and read */
#include <errno.h>
#include <string.h>

#include "common/scenario.h"
#include "common/util.h"

enum head_type { HEAD_TEXT, HEAD_NUM };

static const struct head {
	const char *name;
	enum head_type type;
	size_t offset, size;
} heads[] = {
#define PLAN(m) offsetof(struct kpt_plan, m), sizeof(((struct kpt_plan *)0)->m)
	{ "label", HEAD_TEXT, PLAN(label) },
	{ "boot", HEAD_NUM, PLAN(boot) },
	{ "group", HEAD_TEXT, PLAN(group) },
	{ "mode", HEAD_TEXT, PLAN(mode) },
	{ "seed", HEAD_NUM, PLAN(seed) },
	{ "arch", HEAD_TEXT, PLAN(arch) },
	{ "config_name", HEAD_TEXT, PLAN(config_name) },
	{ "config_digest", HEAD_TEXT, PLAN(config_digest) },
	{ "source", HEAD_TEXT, PLAN(source) },
};

int kpt_plan_write(const struct kpt_plan *plan, FILE *f)
{
	size_t i;

	fprintf(f, "%s\n", KPT_PLAN_MAGIC);
	for (i = 0; i < ARRAY_SIZE(heads); i++) {
		const void *at = (const char *)plan + heads[i].offset;

		if (heads[i].type == HEAD_NUM)
			fprintf(f, "%s %lld\n", heads[i].name,
				*(const long long *)at);
		else
			fprintf(f, "%s %s\n", heads[i].name, (const char *)at);
	}
	for (i = 0; i < plan->config_len; i++)
		fprintf(f, "config %s %s\n", plan->config[i].name,
			plan->config[i].value);
	for (i = 0; i < plan->nr_scenarios; i++)
		kpt_scenario_write(&plan->scenarios[i], f);
	/* The reader knows a cut-off plan by this line. */
	fprintf(f, "end\n");
	if (fflush(f) || ferror(f))
		return errno ? -errno : -EIO;
	return 0;
}

static int plan_config(struct kpt_plan *plan, char *value)
{
	char *space = strchr(value, ' ');
	int ret;

	if (!space || plan->config_len == KPT_PLAN_MAX_CONFIG)
		return -EINVAL;
	*space++ = '\0';
	ret = kpt_copy(plan->config[plan->config_len].name,
		       sizeof(plan->config[0].name), value);
	if (!ret)
		ret = kpt_copy(plan->config[plan->config_len].value,
			       sizeof(plan->config[0].value), space);
	plan->config_len++;
	return ret;
}

static int plan_line(struct kpt_plan *plan, char *key, char *value, char *err,
		     size_t len)
{
	size_t i;

	if (!strcmp(key, "scenario")) {
		if (plan->nr_scenarios == KPT_PLAN_MAX_SCENARIOS ||
		    !*value ||
		    strlen(value) >= sizeof(plan->scenarios[0].name)) {
			snprintf(err, len, "too many scenarios or a bad name");
			return -E2BIG;
		}
		kpt_scenario_init(&plan->scenarios[plan->nr_scenarios++],
				  value);
		return 0;
	}
	if (plan->nr_scenarios)
		return kpt_scenario_set(
			&plan->scenarios[plan->nr_scenarios - 1], key, value,
			err, len);
	snprintf(err, len, "bad line '%s'", key);
	if (!strcmp(key, "config"))
		return plan_config(plan, value);
	for (i = 0; i < ARRAY_SIZE(heads); i++) {
		void *at = (char *)plan + heads[i].offset;

		if (strcmp(heads[i].name, key))
			continue;
		if (heads[i].type == HEAD_NUM)
			return kpt_parse_int(value, 0, 1LL << 62, at);
		return kpt_copy(at, heads[i].size, value);
	}
	return -ENOENT;
}

int kpt_plan_read(struct kpt_plan *plan, FILE *f, char *err, size_t err_len)
{
	char line[2048], why[512] = "";
	int nr = 0, ret = 0, ended = 0;
	size_t i;

	memset(plan, 0, offsetof(struct kpt_plan, scenarios));
	while (!ret && !ended && fgets(line, sizeof(line), f)) {
		char *key, *value;

		nr++;
		if (!strchr(line, '\n')) {
			kpt_copy(why, sizeof(why), "line too long or cut off");
			ret = -EMSGSIZE;
			break;
		}
		key = kpt_trim(line);
		if (nr == 1) {
			if (strcmp(key, KPT_PLAN_MAGIC)) {
				kpt_copy(why, sizeof(why), "not a plan: the first line must be '"
					 KPT_PLAN_MAGIC "'");
				ret = -EBADMSG;
			}
			continue;
		}
		if (!strcmp(key, "end")) {
			ended = 1;
			break;
		}
		value = key + strcspn(key, " \t");
		if (*value)
			*value++ = '\0';
		ret = plan_line(plan, key, kpt_trim(value), why, sizeof(why));
	}
	if (!ret && !ended) {
		kpt_copy(why, sizeof(why), "no 'end' line: the plan is cut off");
		ret = -ENODATA;
	}
	for (i = 0; !ret && i < plan->nr_scenarios; i++) {
		ret = kpt_scenario_check(&plan->scenarios[i], why, sizeof(why));
		if (ret || !plan->scenarios[i].nr_counts)
			continue;
		kpt_copy(why, sizeof(why), "cpus: a scenario of a plan has one count");
		ret = -EINVAL;
	}
	if (ret)
		snprintf(err, err_len, "plan line %d: %s", nr, why);
	return ret;
}
