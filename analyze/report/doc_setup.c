// SPDX-License-Identifier: GPL-2.0-only
/* doc_setup.c - the sections about what was compared, and how to read it */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/words/words.h"

static void print_options(FILE *f, const struct env *env)
{
	char buf[4000] = "";

	for (size_t i = 0; i < env->nr_options; i++)
		say(buf, sizeof(buf), "%s%s=%s", i ? " " : "",
		    env->option[i].name, env->option[i].value);
	if (buf[0])
		doc_wrap(f, "  options  ", "           ", "%s", buf);
}

static void print_side(FILE *f, const char *name, const struct env *env)
{
	char first[32];

	snprintf(first, sizeof(first), "  %-8s ", name);
	doc_wrap(f, first, "           ", "%s (%s, %lld boots)",
		 *env->source ? env->source : "source not recorded",
		 env->release, env->boots);
	if (*env->config_na)
		doc_wrap(f, "           ", "           ",
			 "its .config is not known: %s", env->config_na);
}

void doc_setup(FILE *f, const struct summary *s)
{
	const struct env *b = &s->env[BASE];
	const struct env *p = &s->env[PATCHED];

	doc_title(f, "What was compared");
	print_side(f, "base", b);
	print_side(f, "patched", p);
	if (*b->build_id && !strcmp(p->build_id, b->build_id))
		doc_wrap(f, "  note     ", "           ", "both are the same "
			 "kernel (build id %s)", b->build_id);
	doc_wrap(f, "  config   ", "           ", "%s %s, %lld-byte pages, "
		 "levels %s, %lld CPU%s", b->arch,
		 *b->config_name ? b->config_name :
		 "(configuration without a name)", b->page_size,
		 *b->levels ? b->levels :
		 "not known without a module", b->cpus,
		 b->cpus == 1 ? "" : "s");
	print_options(f, b);
	if (b->ptlock_size > 0)
		doc_wrap(f, "  ptlocks  ", "           ", "%s, %lld bytes each",
			 b->ptlocks, b->ptlock_size);
	else
		doc_wrap(f, "  ptlocks  ", "           ",
			 "%s; their size is not known without a module",
			 b->ptlocks);
	doc_wrap(f, "  machine  ", "           ", "%s", b->machine);
	doc_wrap(f, "  mode     ", "           ", "%s%s", b->mode,
		 b->exact && b->layouts > 1 ? ": QEMU counts instructions, "
		 "and boots of one layout of memory repeat to the digit, "
		 "which shows that the emulator repeats; a difference that is "
		 "the same in every layout is not one layout's" :
		 b->exact ? ": QEMU counts instructions, and a boot repeats to "
		 "the digit. That shows that the emulator repeats; a "
		 "difference is one of this layout of code and memory" :
		 b->builds ? ": a build of a kernel is one replicate" :
		 ": a boot is one replicate");
}

void doc_legend(FILE *f, const struct summary *s)
{
	bool exact = s->env[BASE].exact;
	char example[1200];

	doc_title(f, "How to read this");
	if (words_example(s, example, sizeof(example)))
		doc_wrap(f, "", "", "Example: %s", example);
	doc_wrap(f, "", "", "diff is patched minus base. A number per table "
		 "held is a slope: what one table more adds.");
	doc_wrap(f, "", "", "Tables, early: allocated before the page "
		 "allocator was up, where no constructor can run; later: "
		 "after it; ctor: those whose constructor ran; lock: those "
		 "with an allocated ptlock.");
	if (exact && s->env[BASE].layouts > 1)
		doc_wrap(f, "", "", "Instructions are counted by QEMU in kernel "
			 "mode. They are not cycles and not time. Windows of "
			 "boots in the same layout of memory are paired. A "
			 "difference that is the same in all of them is exact; "
			 "else the mean over the layouts is given with its "
			 "95%% interval, and it is \"not resolved\" if it "
			 "cannot be told from 0.");
	else if (exact)
		doc_wrap(f, "", "", "Instructions are counted by QEMU in kernel "
			 "mode. They are not cycles and not time. Windows of "
			 "one boot are paired: \"not resolved\" means that "
			 "they scatter more than the kernels differ.");
	else
		doc_wrap(f, "", "", "%s differ, so each is one replicate: "
			 "the ratio is patched / base with its 95%% interval; "
			 "p is adjusted for the number of metrics tested; a "
			 "difference inside the margin does not matter.",
			 s->env[BASE].builds ? "Builds" : "Boots");
}
