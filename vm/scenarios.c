// SPDX-License-Identifier: GPL-2.0-only
/* scenarios.c - which scenarios a plan has */
#include <string.h>

#include "common/util.h"
#include "vm/conf.h"
#include "vm/paths.h"

static bool exists_on(const struct kpt_scenario *sc, const char *arch)
{
	return !sc->arch[0] || vm_has_word(sc->arch, arch);
}

static int add_scenario(struct kpt_plan *plan, const char *name,
			const char *arch, bool all)
{
	struct kpt_scenario *sc = &plan->scenarios[plan->nr_scenarios];
	size_t i;
	int status;

	for (i = 0; i < plan->nr_scenarios; i++)
		if (!strcmp(plan->scenarios[i].name, name))
			return 0;
	if (plan->nr_scenarios == KPT_PLAN_MAX_SCENARIOS)
		return kpt_error("more than %d scenarios",
				 KPT_PLAN_MAX_SCENARIOS);
	status = vm_scenario_read(sc, name);
	if (status)
		return status;
	if (exists_on(sc, arch) && (!all || sc->standard))
		plan->nr_scenarios++;
	else if (!all)
		kpt_warn("scenario %s exists on %s only: left out on %s", name,
			 sc->arch, arch);
	return 0;
}

int vm_scenarios_read(struct kpt_plan *plan, const char *which,
		      const char *arch)
{
	bool all = !strcmp(which, "all");
	struct vm_names names;
	char dir[VM_PATH], list[4096];
	char *save = NULL, *w;
	int status = 0;
	size_t i;

	plan->nr_scenarios = 0;
	if (kpt_join(dir, sizeof(dir), "%s/configs/scenarios", vm_top()) ||
	    vm_names_read(&names, dir, ".conf"))
		return KPT_FAIL;
	for (i = 0; all && !status && i < names.n; i++)
		status = add_scenario(plan, names.v[i], arch, all);
	if (kpt_copy(list, sizeof(list), all ? "" : which))
		status = kpt_error("--scenarios: list too long");
	for (w = strtok_r(list, ", ", &save); w && !status;
	     w = strtok_r(NULL, ", ", &save)) {
		if (vm_names_has(&names, w))
			status = add_scenario(plan, w, arch, all);
		else
			status = vm_unknown("scenario", w, &names);
	}
	vm_names_free(&names);
	if (!status && !plan->nr_scenarios)
		status = kpt_error("no scenario is left to run on %s", arch);
	return status;
}
