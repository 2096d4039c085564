// SPDX-License-Identifier: GPL-2.0-only
/* profile_file.c - reads a profile, and believes none of it unchecked */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/profile/file.h"
#include "common/text.h"
#include "common/util.h"

/* What is being read, and where. */
struct reading {
	struct pf_reading at;
	struct pf_file *pf;
	enum phase phase;	/* of the window whose counts come */
	uint64_t sum;
	bool end;
};

static int bad(const struct reading *r, const char *what)
{
	return pf_bad(&r->at, what);
}

static struct window *current(const struct reading *r)
{
	struct windows *w = &r->pf->windows;

	return w->nr[r->phase] ? &w->v[r->phase][w->nr[r->phase] - 1] : NULL;
}

/* A window is whole when its counts add up to what its line says. */
static int finish_window(const struct reading *r)
{
	const struct window *w = r->phase ? current(r) : NULL;

	if (w && w->as < 0 && !w->mixed && r->sum != w->total)
		return bad(r, "the counts of the window before do not add up");
	return 0;
}

static int begin_window(struct reading *r, const char *text)
{
	struct windows *ws = &r->pf->windows;
	struct window w = { .as = -1 }, *more;
	char name[8], rest[16] = "";
	size_t index;
	int n;

	n = sscanf(text, "%7s %zu %" SCNu64 " %" SCNu64 " %15[^\n]", name,
		   &index, &w.ops, &w.total, rest);
	r->phase = !strcmp(name, "nop") ? PHASE_NOP :
		   !strcmp(name, "work") ? PHASE_WORK : PHASE_NONE;
	if (n < 4 || !r->phase || index != ws->nr[r->phase])
		return bad(r, "not a window line, or out of order");
	w.mixed = !strcmp(rest, "mixed");
	if (rest[0] && !w.mixed &&
	    (sscanf(rest, "as %ld", &w.as) != 1 || w.as < 0 ||
	     (size_t)w.as >= index || ws->v[r->phase][w.as].as >= 0))
		return bad(r, "a window cannot be as that one");
	more = realloc(ws->v[r->phase], (index + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	ws->v[r->phase] = more;
	more[index] = w;
	ws->nr[r->phase]++;
	r->sum = 0;
	return 0;
}

static int add_count(struct reading *r, const char *text)
{
	struct window *w = r->phase ? current(r) : NULL;
	struct count c = { 0 }, *more;
	int used = 0;

	if (!w || w->as >= 0 || w->mixed)
		return bad(r, "a count outside a window");
	if (sscanf(text, "%" SCNx64 " %" SCNu64 " %" SCNu64 " %" SCNu64
		   " %" SCNu64 " %" SCNu64 "%n", &c.addr, &c.exec, &c.loads,
		   &c.stores, &c.lines, &c.pages, &used) != 6 || text[used])
		return bad(r, "want an address and five counts");
	if (w->nr && w->v[w->nr - 1].addr >= c.addr)
		return bad(r, "addresses must ascend");
	more = kpt_room(w->v, w->nr, sizeof(*more));
	if (!more)
		return -ENOMEM;
	w->v = more;
	w->v[w->nr++] = c;
	r->sum += c.exec;
	return 0;
}

static int set_word(const struct reading *r, char **to, const char *value)
{
	bool name = to == &r->pf->label || to == &r->pf->scenario;

	if (*to)
		return bad(r, "comes twice");
	if (name ? !kpt_is_name(value) : !kpt_is_line(value))
		return bad(r, name ? "not a name (" KPT_NAME_WANTED ")" :
				     "not a line of text");
	*to = strdup(value);
	return *to ? 0 : -ENOMEM;
}

static int read_line(void *arg, char *text)
{
	struct reading *r = arg;
	struct pf_file *pf = r->pf;
	const struct { const char *key; char **to; } words[] = {
		{ "label", &pf->label }, { "scenario", &pf->scenario },
		{ "vmlinux", &pf->vmlinux }, { "module", &pf->module },
		{ "target", &pf->target },
	};
	char *value = text + strcspn(text, " ");
	size_t i;
	int ret;

	if (r->end)
		return bad(r, "more after the end");
	if (*value) {
		*value++ = '\0';
		for (i = 0; i < ARRAY_SIZE(words); i++)
			if (!strcmp(text, words[i].key))
				return set_word(r, words[i].to, value);
		if (!strcmp(text, "marker"))
			return sscanf(value, "%" SCNx64,
				      &pf->windows.marker) == 1 ? 0 :
			       bad(r, "want an address");
		if (!strcmp(text, "window")) {
			ret = finish_window(r);
			return ret ? ret : begin_window(r, value);
		}
		value[-1] = ' ';
		return add_count(r, text);
	}
	if (!strcmp(text, "moved"))
		pf->windows.moved = true;
	else if (!strcmp(text, "unclosed"))
		pf->windows.unclosed = true;
	else if (!strcmp(text, "end"))
		r->end = true;
	else
		return bad(r, "not understood");
	return finish_window(r);
}

static int check_whole(struct reading *r)
{
	const struct pf_file *pf = r->pf;

	if (!r->end)
		return bad(r, "ends too early");
	if (!pf->label || !pf->scenario || !pf->vmlinux || !pf->module ||
	    !pf->target)
		return bad(r, "label, scenario, vmlinux, module or target is missing");
	return 0;
}

int pf_read(struct pf_file *pf, const char *path)
{
	struct reading r = { .pf = pf, .at = { .path = path,
			     .again = "make the profile anew" } };
	int ret = -ENOMEM;

	memset(pf, 0, sizeof(*pf));
	pf->path = strdup(path);
	if (pf->path)
		ret = pf_lines(&r.at, PROFILE_MAGIC,
			       "not a profile this version reads ("
			       PROFILE_MAGIC ")", read_line, &r);
	if (!ret)
		ret = check_whole(&r);
	if (ret == -ENOMEM)
		kpt_error("%s: out of memory", path);
	return ret;
}

void pf_free(struct pf_file *pf)
{
	free(pf->path);
	free(pf->label);
	free(pf->scenario);
	free(pf->vmlinux);
	free(pf->module);
	free(pf->target);
	windows_clear(&pf->windows);
	memset(pf, 0, sizeof(*pf));
}

const struct window *pf_window(const struct pf_file *pf, enum phase phase,
			       size_t i)
{
	const struct window *w = &pf->windows.v[phase][i];

	return w->as < 0 ? w : &pf->windows.v[phase][w->as];
}
