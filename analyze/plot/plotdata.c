// SPDX-License-Identifier: GPL-2.0-only
/* plotdata.c - the list of plots, and how their numbers and words are kept */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/walk.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define X(name) extern const struct plot_ops plot_##name;
#include "plots.h"
#undef X

const struct plot_ops *const plot_list[] = {
#define X(name) &plot_##name,
#include "plots.h"
#undef X
	NULL
};

static size_t char_len(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/*
 * Letters every font has. One that no font has gnuplot's PNG draws as a box
 * twenty times too large, over everything else.
 */
static bool has_glyph(const char *s)
{
	static const struct {
		unsigned long first, last;
	} known[] = {
		{ 0x20, 0x7e }, { 0xa1, 0x24f }, { 0x391, 0x3a1 },
		{ 0x3a3, 0x3ce }, { 0x400, 0x45f }, { 0x2026, 0x2026 },
		{ 0x2192, 0x2192 },
	};
	size_t n = char_len(s);
	unsigned long code = (unsigned char)*s;

	if (n > 1)
		code &= 0x7f >> n;
	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)s[i] & 0x3f);
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (code >= known[i].first && code <= known[i].last)
			return true;
	return false;
}

/*
 * A gnuplot string in which nothing is syntax. Single quotes, for between
 * double ones gnuplot runs what stands in backticks; and none inside, for
 * gnuplot 5.4 ends at a doubled one that comes first. What its SVG lets pass
 * although XML forbids it goes, too.
 */
static void put_string(FILE *f, const char *s)
{
	fputc('\'', f);
	for (; *s; s += char_len(s)) {
		if (*s == '\'')
			fputs("\xe2\x80\x99", f);
		else if (has_glyph(s) && strncmp(s, "&#x", 3) &&
			 strncmp(s, "]]>", 3))
			fwrite(s, 1, char_len(s), f);
		else
			fputc('?', f);
	}
	fputs("'\n", f);
}

/* The widest letters of a kind, so that no text is wider than this says. */
static double char_em(const char *s)
{
	unsigned char ch = (unsigned char)*s;

	if (ch >= 0x80)
		return ch >= 0xc6 && ch <= 0xc9 ? 1.45 : 1.15;
	if (strchr("mwMW@%", ch))
		return 1;
	if (strchr("<>#+=~^&", ch))
		return 0.85;
	if (strchr("fijlrtI.,:;'|!()[]/ -", ch))
		return 0.42;
	return ch >= 'A' && ch <= 'Z' ? 0.79 : 0.65;
}

double plot_em(const char *s)
{
	double em = 0;

	for (; *s; s += char_len(s))
		em += char_em(s);
	return em;
}

/* The ends of a name tell more than its middle. */
static void shorten(char *buf, size_t len, const char *s, double em)
{
	static const char dots[] = "\xe2\x80\xa6";
	const char *tail = s + strlen(s), *p = s;
	double left = (em - char_em(dots)) / 2, right = left;

	if (plot_em(s) <= em) {
		kpt_copy(buf, len, s);
		return;
	}
	for (; *p && char_em(p) <= left; p += char_len(p))
		left -= char_em(p);
	while (tail > p) {
		const char *q = tail - 1;

		while (q > p && ((unsigned char)*q & 0xc0) == 0x80)
			q--;
		if (char_em(q) > right)
			break;
		right -= char_em(q);
		tail = q;
	}
	kpt_join(buf, len, "%.*s%s%s", (int)(p - s), s, dots, tail);
}

static double put(struct plot_out *o, double em, const char *fmt, va_list ap)
{
	char text[2048], cut[2048];

	/* A text cut short may end within a letter. */
	if (vsnprintf(text, sizeof(text), fmt, ap) >= (int)sizeof(text))
		for (size_t n = strlen(text); n && text[n - 1] & 0x80; n--)
			text[n - 1] = '\0';
	shorten(cut, sizeof(cut), text, em);
	put_string(o->labels, cut);
	return plot_em(cut);
}

double plot_set(struct plot_out *o, const char *name, double em,
		const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(o->labels, "%s = ", name);
	em = put(o, em, fmt, ap);
	va_end(ap);
	return em;
}

double plot_item(struct plot_out *o, const char *array, size_t at, double em,
		 const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(o->labels, "%s[%zu] = ", array, at);
	em = put(o, em, fmt, ap);
	va_end(ap);
	return em;
}

void plot_number(struct plot_out *o, const char *name, double v)
{
	fprintf(o->labels, "%s = %.15g\n", name, v);
}

void plot_array(struct plot_out *o, const char *name, size_t nr)
{
	fprintf(o->labels, "array %s[%zu]\n", name, nr ? nr : 1);
}

void plot_value(struct plot_out *o, double v)
{
	if (isfinite(v))
		fprintf(o->dat, " %.15g", v);
	else
		fputs(" NaN", o->dat);
}

static const struct env *side(const struct plot_out *o, size_t at, int k)
{
	return &o->s[at]->env[k];
}

/* Is there another whose base is the same in this way, or is not? */
static bool another(const struct plot_out *o, size_t at,
		    bool (*alike)(const struct env *a, const struct env *b),
		    bool same)
{
	for (size_t k = 0; k < o->n; k++)
		if (k != at && alike(side(o, k, BASE), side(o, at, BASE)) ==
			       same)
			return true;
	return false;
}

/* The same kernels once more, by another compiler. */
static bool other_compiler(const struct env *a, const struct env *b)
{
	return env_same_machine(a, b) && !strcmp(a->label, b->label) &&
	       strcmp(env_compiler(a), env_compiler(b));
}

static bool one_patched(const struct plot_out *o)
{
	for (size_t k = 1; k < o->n; k++)
		if (strcmp(side(o, k, PATCHED)->label,
			   side(o, 0, PATCHED)->label))
			return false;
	return true;
}

/* One comparison by several compilers: they tell the columns apart. */
static bool by_compilers(const struct plot_out *o, size_t at)
{
	return one_patched(o) && another(o, at, other_compiler, true);
}

void plot_column_name(const struct plot_out *o, size_t at, char *buf,
		      size_t len)
{
	const struct env *b = side(o, at, BASE), *p = side(o, at, PATCHED);
	bool mixed = another(o, at, env_same_machine, false);
	bool twice = another(o, at, env_same_machine, true);

	buf[0] = '\0';
	if (mixed || !twice)
		say(buf, len, "%s %s", b->arch, b->config_name);
	if (!twice)
		return;
	if (by_compilers(o, at)) {
		char cc[100];

		say(buf, len, "%s%s", *buf ? ", " : "",
		    words_compiler(b, cc, sizeof(cc)));
		return;
	}
	say(buf, len, "%s%s", *buf ? ", " : "", p->label);
	/* Kernels of one name, or of several bases, have a release. */
	if (another(o, at, env_same_kernel, false))
		say(buf, len, " %s against %s", p->release, b->release);
}

static int out_open(struct plot_out *o, const char *dir, const char *name)
{
	char path[4200];

	o->dat = o->labels = NULL;
	if (kpt_join(path, sizeof(path), "%s/%s.dat", dir, name))
		return -ENAMETOOLONG;
	o->dat = fopen(path, "we");
	if (o->dat && !kpt_join(path, sizeof(path), "%s/%s.labels", dir, name))
		o->labels = fopen(path, "we");
	if (o->labels)
		return 0;
	kpt_error("%s: cannot be written: %s", path, strerror(errno));
	if (o->dat)
		fclose(o->dat);
	return -EIO;
}

static int out_close(struct plot_out *o, const char *dir, const char *name)
{
	int bad = ferror(o->dat) | ferror(o->labels);

	bad |= fclose(o->dat);
	bad |= fclose(o->labels);
	if (bad)
		kpt_error("%s/%s.dat: not written whole", dir, name);
	return bad ? -EIO : 0;
}

bool plot_fits(const struct plot_ops *plot, struct summary *const *s, size_t n)
{
	return n > 1 ? plot->write_many && plot->of_walk == s[0]->walk :
		       plot->write != NULL;
}

const char *plot_filtered(const struct plot_out *o)
{
	return o->s[0]->is_filtered ? ", filtered" : "";
}

static void write_plot(struct plot_out *o, const struct plot_ops *plot,
		       struct summary *const *s, size_t n)
{
	const struct env *b = &s[0]->env[BASE];
	const char *filtered = plot->whole_run ? "" : plot_filtered(o);

	if (n == 1) {
		plot_set(o, "subject", 40, "%s %s, %s mode%s", b->arch,
			 b->config_name, b->mode, filtered);
		plot->write(o, s[0]);
		return;
	}
	if (another(o, 0, env_same_machine, false))
		plot_set(o, "subject", 40, "%zu comparisons%s", n, filtered);
	else if (by_compilers(o, 0))
		plot_set(o, "subject", 40, "%s %s, %zu compilers%s", b->arch,
			 b->config_name, n, filtered);
	else
		plot_set(o, "subject", 40, "%s %s, %zu kernels against %s%s",
			 b->arch, b->config_name, n, b->label, filtered);
	plot->write_many(o, s, n);
}

int plot_data(struct summary *const *s, size_t n, const char *dir)
{
	struct plot_out o;
	int err = 0;

	for (size_t i = 0; !err && plot_list[i]; i++) {
		const struct plot_ops *plot = plot_list[i];

		if (!plot_fits(plot, s, n))
			continue;
		o.s = s;
		o.n = n;
		err = out_open(&o, dir, plot->name);
		if (err)
			break;
		write_plot(&o, plot, s, n);
		err = out_close(&o, dir, plot->name);
	}
	return err;
}
