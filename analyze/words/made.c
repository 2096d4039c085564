// SPDX-License-Identifier: GPL-2.0-only
/* words_made.c - what built the kernels and what ran them, in a sentence */
#include <stdlib.h>
#include <string.h>

#include "analyze/words/words.h"

/* CONFIG_LD_VERSION is 24000 for 2.40, CONFIG_LLD_VERSION 140006 for 14.0.6. */
static void linker(const struct env *env, char *buf, size_t len)
{
	long ld = atol(env_option(env, "LD_VERSION"));
	long lld = atol(env_option(env, "LLD_VERSION"));

	buf[0] = '\0';
	if (ld > 0)
		say(buf, len, ", GNU ld %ld.%ld", ld / 10000, ld / 100 % 100);
	else if (lld > 0)
		say(buf, len, ", LLD %ld.%ld.%ld", lld / 10000,
		    lld / 100 % 100, lld % 100);
}

/* Where the version begins: the first number that is not in parentheses. */
static const char *version_in(const char *text)
{
	int deep = 0;

	for (const char *p = text; *p; p++) {
		deep += (*p == '(') - (*p == ')');
		if (!deep && *p >= '0' && *p <= '9' && p > text &&
		    p[-1] == ' ')
			return p;
	}
	return NULL;
}

const char *words_compiler(const struct env *env, char *buf, size_t len)
{
	const char *text = env_compiler(env);
	const char *family = strstr(text, "clang") ? "clang" :
			     strstr(text, "gcc") ? "gcc" : NULL;
	const char *version = version_in(text);

	buf[0] = '\0';
	if (family && version)
		say(buf, len, "%s %.*s", family, (int)strcspn(version, " ,"),
		    version);
	else
		say(buf, len, "%s", text);
	return buf;
}

static void built_by(const struct env *env, char *buf, size_t len)
{
	const char *cc = env_compiler(env);
	char ld[64];

	buf[0] = '\0';
	linker(env, ld, sizeof(ld));
	say(buf, len, "%s%s", *cc ? cc : "a compiler that is not recorded",
	    ld);
}

const char *words_made(const struct summary *s, char *buf, size_t len)
{
	const struct env *base = &s->env[BASE], *patched = &s->env[PATCHED];
	const char *was = base->emulator, *is = patched->emulator;
	char a[300], b[300], ran[700] = "";

	buf[0] = '\0';
	built_by(base, a, sizeof(a));
	built_by(patched, b, sizeof(b));
	if (*was && !strcmp(was, is))
		say(ran, sizeof(ran), " Run by %s.", is);
	else if (*was || *is)
		say(ran, sizeof(ran), " Base run by %s, patched by %s.",
		    *was ? was : "an emulator that is not recorded",
		    *is ? is : "an emulator that is not recorded");
	else if (base->exact)
		say(ran, sizeof(ran), " The emulator is not recorded.");
	if (!strcmp(a, b))
		say(buf, len, "Kernels built by %s.%s", a, ran);
	else
		say(buf, len, "Base built by %s; patched by %s.%s", a, b, ran);
	return buf;
}
