// SPDX-License-Identifier: GPL-2.0-only
/* env.c - one kernel of a summary, and the machine it ran on */
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/summary/env.h"
#include "common/util.h"

static void read_texts(const json_t *o, struct env *env)
{
	const struct {
		const char *key, **to;
	} texts[] = {
		{ "label", &env->label }, { "mode", &env->mode },
		{ "arch", &env->arch }, { "release", &env->release },
		{ "build_id", &env->build_id }, { "source", &env->source },
		{ "config_name", &env->config_name },
		{ "config_digest", &env->config_digest },
		{ "config_na", &env->config_na },
		{ "cmdline", &env->cmdline }, { "emulator", &env->emulator },
		{ "tools", &env->tools }, { "machine", &env->machine },
		{ "topology", &env->topology }, { "ptlocks", &env->ptlocks },
		{ "levels", &env->levels },
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		*texts[i].to = ds_str(o, texts[i].key);
}

static long long number(const json_t *o, const char *key)
{
	return json_object_get(o, key) ? ds_int(o, key) : -1;
}

static void read_options(struct pool *p, json_t *config, struct env *env)
{
	const char *name;
	json_t *v;

	env->option = pool_alloc(p, json_object_size(config),
				 sizeof(*env->option));
	if (!env->option)
		return;
	json_object_foreach(config, name, v)
		env->option[env->nr_options++] = (struct env_option){
			name, json_is_string(v) ? json_string_value(v) : "?" };
}

static void read_boots(struct pool *p, const json_t *list, struct env *env)
{
	size_t i;
	json_t *o;

	env->lists_boots = json_is_array(list);
	env->boot = pool_list(p, list, sizeof(*env->boot), &env->nr_boots);
	for (i = 0; i < env->nr_boots; i++) {
		o = json_array_get(list, i);
		env->boot[i] = (struct env_boot){
			.boot = ds_int(o, "boot"), .group = ds_str(o, "group"),
			.status = ds_str(o, "status"),
			.console = ds_str(o, "console"),
			.cmdline = ds_str(o, "cmdline") };
	}
}

void env_read(struct pool *p, const json_t *o, const json_t *boots,
	      struct env *env)
{
	memset(env, 0, sizeof(*env));
	read_texts(o, env);
	env->exact = !strcmp(env->mode, "exact");
	env->counter = ds_str(json_object_get(o, "counters"),
			      "cost.instructions");
	env->page_size = number(o, "page_size");
	env->cpus = number(o, "cpus");
	env->ptlock_size = number(o, "ptlock_size");
	env->boots = number(o, "boots");
	env->layouts = ds_int(o, "layouts");
	env->builds = ds_int(o, "builds");
	read_options(p, json_object_get(o, "config"), env);
	read_boots(p, boots, env);
}

const char *env_option(const struct env *env, const char *name)
{
	for (size_t i = 0; i < env->nr_options; i++)
		if (!strcmp(env->option[i].name, name))
			return env->option[i].value;
	return "";
}

const char *env_compiler(const struct env *env)
{
	return env_option(env, "CC_VERSION_TEXT");
}

bool env_same_machine(const struct env *a, const struct env *b)
{
	return !strcmp(a->arch, b->arch) &&
	       !strcmp(a->config_name, b->config_name);
}

bool env_same_kernel(const struct env *a, const struct env *b)
{
	return !strcmp(a->label, b->label) &&
	       !strcmp(a->build_id, b->build_id);
}

const char *env_source(const struct env *env)
{
	return *env->source ? env->source : env->release;
}

const struct env_boot *env_boot_of(const struct env *env, const char *group,
				   long long boot)
{
	for (size_t i = 0; i < env->nr_boots; i++)
		if (env->boot[i].boot == boot &&
		    !strcmp(env->boot[i].group, group))
			return &env->boot[i];
	return NULL;
}
