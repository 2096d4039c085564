// SPDX-License-Identifier: GPL-2.0-only
/* profile_syms.c - symbols and debug info, by elfutils */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyze/profile/syms.h"
#include "common/util.h"
#include "profile/mark.h"

/* The module is laid out here; no guest runs anything so low. */
#define MODULE_BASE	0x100000

/**
 * struct ps_syms - a kernel and the module
 * @text:	where .text of the module was in the guest; 0: not known
 * @text_len:	bytes of it
 * @laid_out:	where libdwfl has it
 * @name:	a symbol's name up to its first dot
 */
struct ps_syms {
	Dwfl *dwfl;
	Dwfl_Module *kernel, *module;
	uint64_t text, text_len, laid_out;
	char **name;
	size_t names;
};

static int no_debuginfo(Dwfl_Module *mod, void **data, const char *name,
			Dwarf_Addr base, const char *file, const char *link,
			GElf_Word crc, char **path)
{
	(void)mod, (void)data, (void)name, (void)base, (void)file;
	(void)link, (void)crc, (void)path;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	/* What is in the file itself, and nothing of this machine's. */
	.find_debuginfo = no_debuginfo,
	.section_address = dwfl_offline_section_address,
};

static Dwfl_Module *open_elf(struct ps_syms *s, const char *path,
			     const char *name, GElf_Addr base)
{
	Dwfl_Module *mod;

	if (access(path, R_OK)) {
		kpt_error("%s: %s; build it again with kptvm kernel --debug-info",
			  path, strerror(errno));
		return NULL;
	}
	mod = dwfl_report_elf(s->dwfl, name, path, -1, base, true);
	if (!mod)
		kpt_error("%s: %s", path, dwfl_errmsg(-1));
	return mod;
}

static bool has_symtab(Dwfl_Module *mod)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(mod, &bias);
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while (elf && (scn = elf_nextscn(elf, scn)))
		if (gelf_getshdr(scn, &sh) && sh.sh_type == SHT_SYMTAB &&
		    sh.sh_size > sh.sh_entsize)
			return true;
	return false;
}

static bool check_build_id(Dwfl_Module *mod, const char *path,
			   const char *want)
{
	const unsigned char *bits = NULL;
	char have[129] = "";
	GElf_Addr at;
	int n, i;

	n = dwfl_module_build_id(mod, &bits, &at);
	for (i = 0; i < n && i < 64; i++)
		snprintf(have + 2 * i, 3, "%02x", bits[i]);
	if (!strcmp(have, want))
		return true;
	kpt_error("%s: its build id is %s, and the kernel that was profiled said %s: not the same kernel",
		  path, have[0] ? have : "missing", want[0] ? want : "none");
	return false;
}

/* Offset of the module's OP marker in its .text. */
static bool find_marker(const struct pf_file *pf, Elf_Scn *scn,
			uint64_t *offset)
{
	const struct mark_target *t = mark_target(pf->target);
	Elf_Data *d = elf_getdata(scn, NULL);
	const uint8_t *code = d ? d->d_buf : NULL;
	size_t i, found = 0;

	for (i = 0; t && code && i + t->len <= d->d_size; i += t->align) {
		if (t->mark(code + i) != KPTB_MARK_OP)
			continue;
		*offset = i;
		found++;
	}
	return found == 1;
}

/* Where the guest had the module's code, by the marker it ran. */
static int place_module(struct ps_syms *s, const struct pf_file *pf)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(s->module, &bias);
	Elf_Scn *scn = NULL;
	uint64_t offset;
	size_t strings;
	GElf_Shdr sh;

	if (!elf || elf_getshdrstrndx(elf, &strings))
		return kpt_error("%s: not an ELF file", pf->module);
	while ((scn = elf_nextscn(elf, scn))) {
		const char *name;

		if (!gelf_getshdr(scn, &sh))
			continue;
		name = elf_strptr(elf, strings, sh.sh_name);
		if (name && !strcmp(name, ".text"))
			break;
	}
	if (!scn || !find_marker(pf, scn, &offset))
		return kpt_error("%s: has no marker, or several: not the module that was profiled",
				 pf->module);
	s->laid_out = sh.sh_addr;
	s->text_len = sh.sh_size;
	s->text = pf->windows.marker ? pf->windows.marker - offset : 0;
	return 0;
}

struct ps_syms *ps_open(const struct pf_file *pf, const char *build_id)
{
	struct ps_syms *s = calloc(1, sizeof(*s));
	Dwarf_Addr bias;

	if (!s)
		goto fail;
	s->dwfl = dwfl_begin(&callbacks);
	if (!s->dwfl)
		goto fail;
	s->kernel = open_elf(s, pf->vmlinux, "vmlinux", 0);
	s->module = s->kernel ? open_elf(s, pf->module, "kptbench",
					 MODULE_BASE) : NULL;
	dwfl_report_end(s->dwfl, NULL, NULL);
	if (!s->module || !check_build_id(s->kernel, pf->vmlinux, build_id) ||
	    place_module(s, pf))
		goto fail;
	if (!has_symtab(s->kernel)) {
		kpt_error("%s: is stripped, no address in it has a name; build it again with kptvm kernel --debug-info",
			  pf->vmlinux);
		goto fail;
	}
	if (!dwfl_module_getdwarf(s->kernel, &bias))
		kpt_warn("%s: no debug info: inlined functions and source lines are not told; kptvm kernel --debug-info builds the same kernel with it",
			 pf->vmlinux);
	return s;
fail:
	ps_close(s);
	return NULL;
}

void ps_close(struct ps_syms *s)
{
	size_t i;

	if (!s)
		return;
	if (s->dwfl)
		dwfl_end(s->dwfl);
	for (i = 0; i < s->names; i++)
		free(s->name[i]);
	free(s->name);
	free(s);
}

/* "f.isra.0" and "f.cold" are f, as the source has it. */
static const char *plain_name(struct ps_syms *s, const char *symbol)
{
	size_t len = strcspn(symbol, ".");
	char **more;

	if (!symbol[len] || !len)
		return symbol;
	more = realloc(s->name, (s->names + 1) * sizeof(*more));
	if (!more)
		return symbol;
	s->name = more;
	more[s->names] = strndup(symbol, len);
	return more[s->names] ? more[s->names++] : symbol;
}

/* Names of files from the top of their source tree on. */
static const char *short_file(Dwarf_Die *cu, const char *file)
{
	Dwarf_Attribute attr;
	const char *dir = dwarf_formstring(dwarf_attr(cu, DW_AT_comp_dir,
						      &attr));
	size_t len = dir ? strlen(dir) : 0;

	if (!file)
		return "";
	if (len && !strncmp(file, dir, len) && file[len] == '/')
		file += len + 1;
	return strncmp(file, "./", 2) ? file : file + 2;
}

static int number(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attr;
	Dwarf_Word v;

	return dwarf_formudata(dwarf_attr(die, name, &attr), &v) ||
	       v > 0x7fffffff ? 0 : (int)v;
}

/* The file and line an inlined function is called from. */
static void call_site(Dwarf_Die *cu, Dwarf_Die *inlined, struct ps_frame *f)
{
	int file = number(inlined, DW_AT_call_file);
	Dwarf_Files *files;
	size_t nr;

	f->line = number(inlined, DW_AT_call_line);
	f->file = !dwarf_getsrcfiles(cu, &files, &nr) && (size_t)file < nr ?
		  short_file(cu, dwarf_filesrc(files, (size_t)file, NULL,
					       NULL)) : "";
}

/* The chain of inlined functions, from the innermost one out. */
static void find_frames(Dwarf_Die *cu, Dwarf_Addr pc, struct ps_place *p)
{
	Dwarf_Line *line = dwarf_getsrc_die(cu, pc);
	struct ps_frame next = { NULL, "", 0 };
	Dwarf_Die *inner = NULL, *scope = NULL;
	int n, i;

	if (line) {
		next.file = short_file(cu, dwarf_linesrc(line, NULL, NULL));
		dwarf_lineno(line, &next.line);
	}
	n = dwarf_getscopes(cu, pc, &inner);
	/* The tree of what was compiled, and not that of the source. */
	n = n > 0 ? dwarf_getscopes_die(&inner[0], &scope) : 0;
	for (i = 0; i < n && p->nr < PS_DEPTH; i++) {
		int tag = dwarf_tag(&scope[i]);

		if (tag != DW_TAG_inlined_subroutine &&
		    tag != DW_TAG_subprogram)
			continue;
		next.name = dwarf_diename(&scope[i]);
		if (!next.name)
			next.name = "(no name)";
		p->frame[p->nr++] = next;
		if (tag == DW_TAG_subprogram)
			break;
		call_site(cu, &scope[i], &next);
	}
	free(inner);
	free(scope);
	if (!p->nr)
		p->frame[0] = next;	/* assembly: a line, no function */
}

static void find_in(struct ps_syms *s, Dwfl_Module *mod, uint64_t addr,
		    struct ps_place *place)
{
	Dwarf_Addr bias;
	Dwarf_Die *cu = dwfl_module_addrdie(mod, addr, &bias);
	const char *symbol;
	GElf_Off offset;
	GElf_Sym sym;

	if (cu)
		find_frames(cu, addr - bias, place);
	if (place->nr)
		return;
	symbol = dwfl_module_addrinfo(mod, addr, &offset, &sym, NULL, NULL,
				      NULL);
	place->nr = 1;
	place->frame[0].name = symbol ? plain_name(s, symbol) :
			       "(no symbol)";
}

void ps_find(struct ps_syms *s, uint64_t addr, struct ps_place *place)
{
	memset(place, 0, sizeof(*place));
	place->frame[0].file = "";
	if (s->text && addr - s->text < s->text_len)
		find_in(s, s->module, addr - s->text + s->laid_out, place);
	else if (addr >> 63 && dwfl_addrmodule(s->dwfl, addr) == s->kernel)
		find_in(s, s->kernel, addr, place);
	if (place->nr)
		return;
	place->nr = 1;
	place->frame[0].name = addr >> 63 ? "(not in vmlinux or module)" :
			       "(user space)";
}

/* A row, as ps_lines() hands it out, and to whom. */
struct rows {
	void (*row)(void *arg, const char *file, int line, uint64_t start,
		    uint64_t end);
	void *arg;
	Dwarf_Die *cu;
	Dwarf_Addr bias;
};

static void line_rows(const struct rows *r)
{
	Dwarf_Addr start, end;
	Dwarf_Lines *lines;
	size_t nr, i;
	int line;

	if (dwarf_getsrclines(r->cu, &lines, &nr))
		return;
	for (i = 0; i + 1 < nr; i++) {
		Dwarf_Line *l = dwarf_onesrcline(lines, i);
		bool last = false;

		if (dwarf_lineendsequence(l, &last) || last ||
		    dwarf_lineaddr(l, &start) ||
		    dwarf_lineaddr(dwarf_onesrcline(lines, i + 1), &end) ||
		    dwarf_lineno(l, &line) || end <= start)
			continue;
		r->row(r->arg, short_file(r->cu, dwarf_linesrc(l, NULL, NULL)),
		       line, start + r->bias, end + r->bias);
	}
}

/*
 * The line that calls an inlined function may have no code but that. A compiler
 * that splits a function calls its parts from its first line: that is no call.
 */
static bool is_call(Dwarf_Die *inlined, Dwarf_Die *from)
{
	const char *name = dwarf_diename(inlined), *in = dwarf_diename(from);

	return dwarf_tag(inlined) == DW_TAG_inlined_subroutine &&
	       (!name || !in || strcmp(name, in));
}

static void call_rows(const struct rows *r, Dwarf_Die *die, int depth)
{
	Dwarf_Addr base, start, end;
	struct ps_frame at;
	ptrdiff_t next;
	Dwarf_Die child;
	int tag;

	if (!depth || dwarf_child(die, &child))
		return;
	do {
		tag = dwarf_tag(&child);
		if (is_call(&child, die)) {
			call_site(r->cu, &child, &at);
			next = 0;
			while ((next = dwarf_ranges(&child, next, &base,
						    &start, &end)) > 0)
				r->row(r->arg, at.file, at.line,
				       start + r->bias, end + r->bias);
		}
		if (tag == DW_TAG_inlined_subroutine ||
		    tag == DW_TAG_lexical_block || tag == DW_TAG_subprogram)
			call_rows(r, &child, depth - 1);
	} while (!dwarf_siblingof(&child, &child));
}

int ps_lines(struct ps_syms *s,
	     void (*row)(void *arg, const char *file, int line, uint64_t start,
			 uint64_t end), void *arg)
{
	struct rows r = { .row = row, .arg = arg };

	if (!dwfl_module_getdwarf(s->kernel, &r.bias))
		return -ENODATA;
	while ((r.cu = dwfl_module_nextcu(s->kernel, r.cu, &r.bias))) {
		line_rows(&r);
		call_rows(&r, r.cu, 100);
	}
	return 0;
}
