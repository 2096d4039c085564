// SPDX-License-Identifier: GPL-2.0-only
/* plan.c - what to do and as whom: the plan, the options, the output file */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bench/config.h"
#include "bench/output.h"
#include "bench/plan.h"
#include "common/text.h"
#include "common/util.h"
#include "install.h"

bool plan_in_list(const char *list, const char *name)
{
	size_t len = strlen(name);
	const char *p = list;

	while ((p = strstr(p, name))) {
		bool begins = p == list || strchr(", ", p[-1]);

		if (begins && (!p[len] || strchr(", ", p[len])))
			return true;
		p += len;
	}
	return false;
}

/* The words of -s, one by one: NULL behind the last. */
static const char *next_word(const struct request *req, size_t *i,
			     const char **at, char *word, size_t len)
{
	size_t n;

	while (*i < req->scenarios.n) {
		if (!*at)
			*at = req->scenarios.v[*i];
		*at += strspn(*at, ", ");
		n = strcspn(*at, ", ");
		if (n) {
			snprintf(word, len, "%.*s", (int)n, *at);
			*at += n;
			return word;
		}
		*at = NULL;
		++*i;
	}
	return NULL;
}

bool plan_wants(const struct request *req, const struct kpt_scenario *sc)
{
	const char *at = NULL;
	char word[256];
	size_t i = 0;

	if (!req->scenarios.n)
		return sc->standard;
	while (next_word(req, &i, &at, word, sizeof(word)))
		if (kpt_scenario_is(sc, word))
			return true;
	return false;
}

static int unknown_scenario(const struct request *req,
			    const struct kpt_plan *plan, const char *name)
{
	size_t i;

	kpt_error("-s %s: no such scenario in %s; it has:", name, req->plan);
	for (i = 0; i < plan->nr_scenarios; i++) {
		const struct kpt_scenario *sc = &plan->scenarios[i];

		fprintf(stderr, "  %-16s %s%s%s%s\n", sc->name, sc->title,
			sc->groups[0] ? " (" : "", sc->groups,
			sc->groups[0] ? ")" : "");
	}
	fprintf(stderr, "  What is in brackets are groups: -s @GROUP.\n");
	return -ENOENT;
}

static int check_names(const struct request *req, const struct kpt_plan *plan)
{
	const char *at = NULL;
	char word[256];
	size_t i = 0, k;

	while (next_word(req, &i, &at, word, sizeof(word))) {
		for (k = 0; k < plan->nr_scenarios; k++)
			if (kpt_scenario_is(&plan->scenarios[k], word))
				break;
		if (k == plan->nr_scenarios)
			return unknown_scenario(req, plan, word);
	}
	return 0;
}

static int check_mode(const struct kpt_plan *plan)
{
	if (!strcmp(plan->mode, "exact") || !strcmp(plan->mode, "kvm") ||
	    !strcmp(plan->mode, "metal"))
		return 0;
	kpt_error("--mode %s: is none of: exact kvm metal", plan->mode);
	return -EINVAL;
}

/* What is installed, or what lies beside the program in a checkout. */
void plan_choose(struct request *req)
{
	static char path[4096];
	ssize_t n;
	char *end;

	if (strcmp(req->plan, KPT_PLAN_DEFAULT) || !access(req->plan, F_OK))
		return;
	n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (n <= 0)
		return;
	path[n] = '\0';
	end = strrchr(path, '/');
	if (!end || (size_t)(end - path) + sizeof("/default.plan") >
	    sizeof(path))
		return;
	strcpy(end, "/default.plan");
	if (!access(path, R_OK))
		req->plan = path;
}

int plan_load(const struct request *req, struct kpt_plan *plan)
{
	char err[600];
	FILE *f = fopen(req->plan, "re");
	int ret;

	if (!f) {
		ret = -errno;
		kpt_error("--plan %s: %s: in a checkout, make build/default.plan makes it; else make install, or give a plan by --plan",
			  req->plan, strerror(-ret));
		return ret;
	}
	ret = kpt_plan_read(plan, f, err, sizeof(err));
	fclose(f);
	if (ret) {
		kpt_error("--plan %s: %s", req->plan, err);
		return ret;
	}
	ret = check_names(req, plan);
	if (ret)
		return ret;
	if (req->mode || !plan->mode[0])
		kpt_copy(plan->mode, sizeof(plan->mode),
			 req->mode ? req->mode : "metal");
	return check_mode(plan);
}

/* "results/base.jsonl" is labelled base, unless we are told otherwise. */
static void default_label(const struct request *req, struct kpt_plan *plan)
{
	const char *base = strrchr(req->output, '/');
	char *dot;

	base = base ? base + 1 : req->output;
	if (req->label)
		base = req->label;
	else if (plan->label[0])
		return;
	else if (!strcmp(req->output, "-"))
		base = "this";
	kpt_copy(plan->label, sizeof(plan->label), base);
	dot = req->label ? NULL : strchr(plan->label, '.');
	if (dot)
		*dot = '\0';
}

/* Who we are: what the plan leaves open comes from options and the file. */
int plan_complete(const struct request *req, struct kpt_plan *plan,
		  const char *boot_id)
{
	long long last;
	bool again;
	int ret;

	default_label(req, plan);
	if (!kpt_is_name(plan->label)) {
		char shown[KPT_SHOWN];

		kpt_error("label \"%s\" is not " KPT_NAME_WANTED ", as kptstat wants it; name another by --label",
			  kpt_shown(shown, sizeof(shown), plan->label));
		return -EINVAL;
	}
	if (req->boot)
		plan->boot = req->boot;
	plan->relink = req->relink;
	if (!plan->arch[0])
		arch_of_running(plan->arch, sizeof(plan->arch));
	ret = output_scan(req->output, plan->label, boot_id, &last, &again);
	if (ret) {
		kpt_error("-o %s: %s", req->output, strerror(-ret));
		return ret;
	}
	if (again && !req->again) {
		kpt_error("-o %s: this boot of the machine is in it already; a replicate is another boot: reboot first (or --again)",
			  req->output);
		return -EEXIST;
	}
	if (!plan->boot)
		plan->boot = last + 1;
	return 0;
}
