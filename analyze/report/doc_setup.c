// SPDX-License-Identifier: GPL-2.0-only
/* doc_setup.c - the sections about what was compared, and how to read it */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/words/words.h"

static long long get(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static void print_options(FILE *f, const json_t *env)
{
	char buf[4000] = "";
	const char *key;
	json_t *v;

	json_object_foreach(json_object_get(env, "config"), key, v) {
		size_t n = strlen(buf);

		snprintf(buf + n, sizeof(buf) - n, "%s%s=%s", n ? " " : "", key,
			 json_is_string(v) ? json_string_value(v) : "?");
	}
	if (buf[0])
		doc_wrap(f, "  options  ", "           ", "%s", buf);
}

static void print_side(FILE *f, const char *name, const json_t *env)
{
	char first[32];

	snprintf(first, sizeof(first), "  %-8s ", name);
	doc_wrap(f, first, "           ", "%s (%s, %lld boots)",
		 *ds_str(env, "source") ? ds_str(env, "source") :
		 "source not recorded", ds_str(env, "release"),
		 get(env, "boots"));
	if (*ds_str(env, "config_na"))
		doc_wrap(f, "           ", "           ",
			 "its .config is not known: %s",
			 ds_str(env, "config_na"));
}

void doc_setup(FILE *f, const json_t *s)
{
	const json_t *b = json_object_get(s, "base");
	const json_t *p = json_object_get(s, "patched");
	bool exact = ds_is(b, "mode", "exact");

	doc_title(f, "What was compared");
	print_side(f, "base", b);
	print_side(f, "patched", p);
	if (*ds_str(b, "build_id") &&
	    ds_is(p, "build_id", ds_str(b, "build_id")))
		doc_wrap(f, "  note     ", "           ", "both are the same "
			 "kernel (build id %s)", ds_str(b, "build_id"));
	doc_wrap(f, "  config   ", "           ", "%s %s, %lld-byte pages, "
		 "levels %s, %lld CPU%s", ds_str(b, "arch"),
		 *ds_str(b, "config_name") ? ds_str(b, "config_name") :
		 "(configuration without a name)", get(b, "page_size"),
		 *ds_str(b, "levels") ? ds_str(b, "levels") :
		 "not known without a module", get(b, "cpus"),
		 get(b, "cpus") == 1 ? "" : "s");
	print_options(f, b);
	if (get(b, "ptlock_size"))
		doc_wrap(f, "  ptlocks  ", "           ", "%s, %lld bytes each",
			 ds_str(b, "ptlocks"), get(b, "ptlock_size"));
	else
		doc_wrap(f, "  ptlocks  ", "           ",
			 "%s; their size is not known without a module",
			 ds_str(b, "ptlocks"));
	doc_wrap(f, "  machine  ", "           ", "%s",
		 ds_str(b, "machine"));
	doc_wrap(f, "  mode     ", "           ", "%s%s", ds_str(b, "mode"),
		 exact && get(b, "layouts") > 1 ? ": QEMU counts instructions, "
		 "and boots of one layout of memory repeat to the digit, "
		 "which shows that the emulator repeats; a difference that is "
		 "the same in every layout is not one layout's" :
		 exact ? ": QEMU counts instructions, and a boot repeats to "
		 "the digit. That shows that the emulator repeats; a "
		 "difference is one of this layout of code and memory" :
		 ": a boot is one replicate");
}

void doc_legend(FILE *f, const json_t *s)
{
	bool exact = ds_is(json_object_get(s, "base"), "mode", "exact");
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
	if (exact && get(json_object_get(s, "base"), "layouts") > 1)
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
		doc_wrap(f, "", "", "Boots differ, so each is one replicate: "
			 "the ratio is patched / base with its 95%% interval; "
			 "p is adjusted for the number of metrics tested; a "
			 "difference inside the margin does not matter.");
}
