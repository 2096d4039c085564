// SPDX-License-Identifier: GPL-2.0-only
/* scenarios.c - which scenarios a plan has */
#include <string.h>

#include "common/util.h"
#include "vm/base/conf.h"
#include "vm/base/paths.h"

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

static int add_one(struct kpt_plan *plan, const struct kpt_scenario *sc,
		   const char *word)
{
	struct kpt_scenario *to = &plan->scenarios[plan->nr_scenarios];

	if (has(plan, sc->name))
		return 0;
	if (plan->nr_scenarios == KPT_PLAN_MAX_SCENARIOS)
		return kpt_error("more than %d scenarios",
				 KPT_PLAN_MAX_SCENARIOS);
	*to = *sc;
	/* What is asked for runs; "all" says which of them run unasked. */
	if (strcmp(word, "all"))
		to->standard = 1;
	plan->nr_scenarios++;
	return 0;
}

/* Adds what @word means of the file @name, and sets *@found if that is any. */
static int add_file(struct kpt_plan *plan, const char *name, const char *word,
		    const char *arch, bool *found)
{
	struct kpt_scenario file, sc;
	int status = vm_scenario_read(&file, name);
	bool here;
	size_t i;

	if (status)
		return status;
	here = exists_on(&file, arch);
	for (i = 0; !status && kpt_scenario_at(&file, i, &sc); i++) {
		if (!kpt_scenario_is(&sc, word))
			continue;
		if (!here && !*found && !vm_scenario_set(word))
			kpt_warn("scenario %s exists on %s only: left out on %s",
				 name, file.arch, arch);
		*found = true;
		if (here)
			status = add_one(plan, &sc, word);
	}
	return status;
}

/* "NAME-4" may be one of several of the file NAME: @buf becomes NAME then. */
static const char *file_of(const struct vm_names *names, const char *word,
			   char *buf, size_t len)
{
	char *dash;

	if (vm_names_has(names, word))
		return word;
	dash = kpt_copy(buf, len, word) ? NULL : strrchr(buf, '-');
	if (!dash || strspn(dash + 1, "0123456789") != strlen(dash + 1))
		return NULL;
	*dash = '\0';
	return vm_names_has(names, buf) ? buf : NULL;
}

static int add_word(struct kpt_plan *plan, const char *word, const char *arch,
		    const struct vm_names *names)
{
	char buf[sizeof(plan->scenarios[0].name)];
	bool found = false, set = vm_scenario_set(word);
	const char *file = set ? NULL : file_of(names, word, buf, sizeof(buf));
	int status = 0;
	size_t i;

	/* The files of other scenarios may be wrong, where one is named. */
	if (file)
		status = add_file(plan, file, word, arch, &found);
	for (i = 0; set && i < names->n && !status; i++)
		status = add_file(plan, names->v[i], word, arch, &found);
	if (status || found)
		return status;
	if (!set)
		return vm_unknown("scenario", word, names);
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

void vm_scenarios_metal(struct kpt_plan *plan)
{
	static const char cpus[] = "maxcpus=";
	char text[sizeof(plan->scenarios[0].boot)], *save, *w;

	for (size_t i = 0; i < plan->nr_scenarios; i++) {
		char *boot = plan->scenarios[i].boot;
		size_t n = 0, len = sizeof(plan->scenarios[i].boot);

		strcpy(text, boot);
		boot[0] = '\0';
		for (w = strtok_r(text, " ", &save); w;
		     w = strtok_r(NULL, " ", &save))
			if (strncmp(w, cpus, strlen(cpus)))
				n += (size_t)snprintf(boot + n, len - n,
						      "%s%s", n ? " " : "", w);
	}
}
