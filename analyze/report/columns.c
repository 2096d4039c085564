// SPDX-License-Identifier: GPL-2.0-only
/* columns.c - one or several summaries, side by side */
#include <errno.h>
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/report/columns.h"
#include "analyze/words/words.h"
#include "common/util.h"

static const json_t *env(const json_t *s, const char *side)
{
	return json_object_get(s, side);
}

static bool same(const struct columns *c, const char *side, const char *key)
{
	const json_t *first = json_object_get(env(c->s[0], side), key);

	for (size_t i = 1; i < c->n; i++)
		if (!json_equal(first, json_object_get(env(c->s[i], side),
						       key)))
			return false;
	return true;
}

/* Several kernels of one configuration must have the very same base. */
static int check_base(const struct columns *c)
{
	if (same(c, "base", "build_id") && same(c, "base", "label"))
		return 0;
	kpt_error("report: these are several kernels of %s %s, but not with "
		  "one base: compare each with the same kernel",
		  ds_str(env(c->s[0], "base"), "arch"),
		  ds_str(env(c->s[0], "base"), "config_name"));
	return -EINVAL;
}

int columns_set(struct columns *c, json_t *const *s, size_t n)
{
	memset(c, 0, sizeof(*c));
	if (n > COLUMNS_MAX) {
		kpt_error("report: %zu summaries do not fit side by side, %d "
			  "do; leave some out", n, COLUMNS_MAX);
		return -EINVAL;
	}
	c->s = s;
	c->n = n;
	c->kernels = n > 1 && same(c, "base", "arch") &&
		     same(c, "base", "config_name");
	for (size_t i = 0; i < n; i++) {
		const json_t *b = env(s[i], "base"), *p = env(s[i], "patched");

		if (c->kernels) {
			kpt_copy(c->name[i], sizeof(c->name[i]),
				 ds_str(p, "label"));
			continue;
		}
		kpt_copy(c->group[i], sizeof(c->group[i]), ds_str(b, "arch"));
		kpt_copy(c->name[i], sizeof(c->name[i]),
			 *ds_str(b, "config_name") ? ds_str(b, "config_name") :
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
