// SPDX-License-Identifier: GPL-2.0-only
/* builds.c - boots of several builds of each kernel: do they belong together? */
#include <string.h>

#include "analyze/records/pair.h"
#include "common/util.h"

/*
 * A build is another layout of one kernel: boots of one build have one build
 * id, and those of a pair are of builds of one number.
 */
static int one_build(const struct pair *c, const struct side *s,
		     const struct ds_boot *b, const struct ds_boot *first)
{
	if (b->build == first->build &&
	    strcmp(ds_str(b->env, "build_id"), ds_str(first->env, "build_id"))) {
		kpt_error("refused: %s:%ld: boot %lld of %s is of build %lld, and has another build id than boot %lld of that build: \"%s\", was \"%s\"",
			  c->ds.paths[s->file], b->line, b->boot, s->label,
			  b->build, first->boot, ds_str(b->env, "build_id"),
			  ds_str(first->env, "build_id"));
		return 1;
	}
	if (b->build != first->build && *ds_str(b->env, "build_id") &&
	    !strcmp(ds_str(b->env, "build_id"), ds_str(first->env, "build_id"))) {
		kpt_error("refused: %s:%ld: boot %lld of %s is of build %lld, and has the build id of build %lld: they are one build",
			  c->ds.paths[s->file], b->line, b->boot, s->label,
			  b->build, first->build);
		return 1;
	}
	return 0;
}

static int builds_of(const struct pair *c, const struct side *s)
{
	int bad = 0;

	for (size_t i = 1; s->builds && !bad && i < s->nr; i++) {
		if (!s->boots[i]->build != !s->boots[0]->build) {
			kpt_error("refused: %s:%ld: of boot %lld of %s the build is not told (relink), of others it is",
				  c->ds.paths[s->file],
				  s->boots[s->boots[i]->build ? 0 : i]->line,
				  s->boots[s->boots[i]->build ? 0 : i]->boot,
				  s->label);
			return 1;
		}
		for (size_t j = 0; j < i && !bad; j++)
			bad = one_build(c, s, s->boots[i], s->boots[j]);
	}
	return bad;
}

static int pairs_of_builds(const struct pair *c)
{
	const struct side *a = &c->side[BASE], *b = &c->side[PATCHED];

	for (size_t i = 0; c->interleaved && i < a->nr; i++)
		for (size_t j = 0; j < b->nr; j++)
			if (a->boots[i]->boot == b->boots[j]->boot &&
			    a->boots[i]->build != b->boots[j]->build) {
				kpt_error("refused: boot %lld is of build %lld of %s and of build %lld of %s: builds of a pair have one number",
					  a->boots[i]->boot,
					  a->boots[i]->build, a->label,
					  b->boots[j]->build, b->label);
				return 1;
			}
	return 0;
}

int builds_check(const struct pair *c)
{
	const struct side *a = &c->side[BASE], *b = &c->side[PATCHED];
	int bad;

	if (!a->builds && !b->builds)
		return 0;
	if (!a->builds || !b->builds) {
		kpt_error("refused: %s has %zu builds with other padding, and %s has one: what a layout of code adds is known of one kernel only; measure as many builds of each",
			  a->builds ? a->label : b->label,
			  a->builds + b->builds,
			  a->builds ? b->label : a->label);
		return 1;
	}
	bad = builds_of(c, a) + builds_of(c, b);
	return bad ? bad : pairs_of_builds(c);
}
