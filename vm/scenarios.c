// SPDX-License-Identifier: GPL-2.0-only
/* scenarios.c - which scenarios a plan has */
#include <string.h>

#include "common/util.h"
#include "vm/conf.h"
#include "vm/paths.h"

static bool exists_on(const struct kpt_scenario *sc, const char *arch)
{
	return !arch || !sc->arch[0] || vm_has_word(sc->arch, arch);
}

bool vm_scenario_set(const char *word)
{
	return *word == '@' || !strcmp(word, "all") ||
	       !strcmp(word, "standard");
}

static bool has(const struct kpt_plan *plan, const char *name)
{
	size_t i;

	for (i = 0; i < plan->nr_scenarios; i++)
		if (!strcmp(plan->scenarios[i].name, name))
			return true;
	return false;
}

/* Adds the scenario @name where @word means it, and sets *@found then. */
static int add_scenario(struct kpt_plan *plan, const char *name,
			const char *word, const char *arch, bool *found)
{
	struct kpt_scenario sc;
	int status = vm_scenario_read(&sc, name);

	if (status || !kpt_scenario_is(&sc, word))
		return status;
	*found = true;
	if (has(plan, name))
		return 0;
	if (!exists_on(&sc, arch)) {
		if (!vm_scenario_set(word))
			kpt_warn("scenario %s exists on %s only: left out on %s",
				 name, sc.arch, arch);
		return 0;
	}
	if (plan->nr_scenarios == KPT_PLAN_MAX_SCENARIOS)
		return kpt_error("more than %d scenarios",
				 KPT_PLAN_MAX_SCENARIOS);
	/* What is asked for runs; "all" says which of them run unasked. */
	if (strcmp(word, "all"))
		sc.standard = 1;
	plan->scenarios[plan->nr_scenarios++] = sc;
	return 0;
}

static int add_word(struct kpt_plan *plan, const char *word, const char *arch,
		    const struct vm_names *names)
{
	bool found = false;
	int status = 0;
	size_t i;

	/* The files of other scenarios may be wrong, where one is named. */
	if (!vm_scenario_set(word))
		return vm_names_has(names, word) ?
		       add_scenario(plan, word, word, arch, &found) :
		       vm_unknown("scenario", word, names);
	for (i = 0; i < names->n && !status; i++)
		status = add_scenario(plan, names->v[i], word, arch, &found);
	if (status || found)
		return status;
	kpt_error("no scenario is in the group '%s'; kptvm list has the groups",
		  word);
	return KPT_USAGE;
}

int vm_scenarios_read(struct kpt_plan *plan, const char *which,
		      const char *arch)
{
	struct vm_names names;
	char dir[VM_PATH], list[4096];
	char *save = NULL, *w;
	int status = 0;

	plan->nr_scenarios = 0;
	if (!vm_top() ||
	    kpt_join(dir, sizeof(dir), "%s/configs/scenarios", vm_top()) ||
	    vm_names_read(&names, dir, ".conf"))
		return KPT_FAIL;
	if (kpt_copy(list, sizeof(list), which))
		status = kpt_error("--scenarios: list too long");
	for (w = strtok_r(list, ", ", &save); w && !status;
	     w = strtok_r(NULL, ", ", &save))
		status = add_word(plan, w, arch, &names);
	vm_names_free(&names);
	if (!status && !plan->nr_scenarios)
		status = kpt_error("no scenario is left to run on %s", arch);
	return status;
}
