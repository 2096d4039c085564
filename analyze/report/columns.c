// SPDX-License-Identifier: GPL-2.0-only
/* columns.c - one or several summaries, side by side */
#include <errno.h>
#include <string.h>

#include "analyze/report/columns.h"
#include "analyze/words/words.h"
#include "common/util.h"

/* Are all bases alike in this way? */
static bool bases(const struct columns *c,
		  bool (*alike)(const struct env *a, const struct env *b))
{
	for (size_t i = 1; i < c->n; i++)
		if (!alike(&c->s[0]->env[BASE], &c->s[i]->env[BASE]))
			return false;
	return true;
}

static const char *compiler(const struct columns *c, size_t at)
{
	return env_compiler(&c->s[at]->env[BASE]);
}

static bool same_kernels(const struct summary *a, const struct summary *b)
{
	for (int k = 0; k < SIDES; k++)
		if (strcmp(a->env[k].label, b->env[k].label) ||
		    strcmp(env_source(&a->env[k]), env_source(&b->env[k])))
			return false;
	return true;
}

/* One comparison, each time by another compiler? */
static bool by_compilers(const struct columns *c)
{
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(compiler(c, i), compiler(c, k)) ||
			    !same_kernels(c->s[i], c->s[k]))
				return false;
	return true;
}

/* Builds of one version by different vendors are told apart by all they say. */
static void name_compilers(struct columns *c)
{
	bool twice = false;

	for (size_t i = 0; i < c->n; i++) {
		words_compiler(&c->s[i]->env[BASE], c->name[i],
			       sizeof(c->name[i]));
		for (size_t k = 0; k < i; k++)
			twice |= !strcmp(c->name[i], c->name[k]);
	}
	for (size_t i = 0; twice && i < c->n; i++)
		kpt_copy(c->name[i], sizeof(c->name[i]), compiler(c, i));
}

/* Several kernels of one configuration must have the very same base. */
static int check_base(const struct columns *c)
{
	const struct env *b = &c->s[0]->env[BASE];

	if (bases(c, env_same_kernel))
		return 0;
	kpt_error("report: these are several kernels of %s %s, but not with "
		  "one base: compare each with the same kernel", b->arch,
		  b->config_name);
	return -EINVAL;
}

int columns_set(struct columns *c, struct summary *const *s, size_t n)
{
	memset(c, 0, sizeof(*c));
	if (n > COLUMNS_MAX) {
		kpt_error("report: %zu summaries do not fit side by side, %d "
			  "do; leave some out", n, COLUMNS_MAX);
		return -EINVAL;
	}
	c->s = s;
	c->n = n;
	c->kernels = n > 1 && bases(c, env_same_machine);
	c->compilers = c->kernels && by_compilers(c);
	if (c->compilers) {
		c->kernels = false;
		name_compilers(c);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		const struct env *b = &s[i]->env[BASE];
		const struct env *p = &s[i]->env[PATCHED];

		if (c->kernels) {
			kpt_copy(c->name[i], sizeof(c->name[i]),
				 p->label);
			continue;
		}
		kpt_copy(c->group[i], sizeof(c->group[i]), b->arch);
		kpt_copy(c->name[i], sizeof(c->name[i]),
			 *b->config_name ? b->config_name :
			 "default");
	}
	return c->kernels ? check_base(c) : 0;
}

bool columns_all(const struct columns *c, const bool in[COLUMNS_MAX])
{
	for (size_t i = 0; i < c->n; i++)
		if (!in[i])
			return false;
	return true;
}

/* Is it each column with this word, and no other? */
static bool just(const struct columns *c, const bool in[COLUMNS_MAX],
		 const char *group, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (in[i] != ((group && !strcmp(c->group[i], group)) ||
			      (name && !strcmp(c->name[i], name))))
			return false;
	return true;
}

void columns_list(const struct columns *c, const bool in[COLUMNS_MAX],
		  char *buf, size_t len)
{
	buf[0] = '\0';
	if (columns_all(c, in))
		return;
	for (size_t i = 0; i < c->n; i++)
		if (in[i] && *c->group[i] && just(c, in, c->group[i], NULL)) {
			say(buf, len, "%s", c->group[i]);
			return;
		}
	for (size_t i = 0; i < c->n; i++)
		if (in[i] && just(c, in, NULL, c->name[i])) {
			say(buf, len, "%s", c->name[i]);
			return;
		}
	for (size_t i = 0; i < c->n; i++)
		if (in[i])
			say(buf, len, "%s%s%s%s", *buf ? ", " : "",
			    c->group[i], *c->group[i] ? " " : "", c->name[i]);
}

/* Which columns say the same as column @at? False: an earlier one did. */
static bool alike(const struct columns *c, const char *const *text, size_t at,
		  bool in[COLUMNS_MAX])
{
	for (size_t k = 0; k < at; k++)
		if (!strcmp(text[k], text[at]))
			return false;
	for (size_t k = 0; k < c->n; k++)
		in[k] = !strcmp(text[k], text[at]);
	return true;
}

void columns_grouped(const struct columns *c, const char *const *text,
		     char *buf, size_t len)
{
	for (size_t k = 0; k < c->n; k++) {
		bool in[COLUMNS_MAX] = { false };
		char where[400];

		if (!*text[k] || !alike(c, text, k, in))
			continue;
		columns_list(c, in, where, sizeof(where));
		say(buf, len, "%s%s%s%s%s", *buf ? "; " : "", text[k],
		    *where ? " [" : "", where, *where ? "]" : "");
	}
}
