// SPDX-License-Identifier: GPL-2.0-only
/* size_elf.c - sections and symbols of a kernel, by libelf */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/run/size_elf.h"

#ifdef HAVE_LIBELF
#include <gelf.h>

/**
 * struct file - an ELF file that is read
 * @sym:	its symbol table, or NULL
 * @strings:	section with the names of symbols
 */
struct file {
	int fd;
	Elf *elf;
	Elf_Data *sym;
	size_t nr_sym, strings;
};

/* Sections between two symbols are of one kind, whatever their flags. */
struct range {
	const char *begin, *end;
	GElf_Addr from, to;
};

static void close_file(struct file *f)
{
	if (f->elf)
		elf_end(f->elf);
	if (f->fd >= 0)
		close(f->fd);
}

/* "" or why not. */
static const char *open_file(struct file *f, const char *path)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	memset(f, 0, sizeof(*f));
	f->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (f->fd < 0)
		return "it is not kept with the build";
	elf_version(EV_CURRENT);
	f->elf = elf_begin(f->fd, ELF_C_READ_MMAP, NULL);
	if (!f->elf || elf_kind(f->elf) != ELF_K_ELF)
		return "it is no ELF file";
	while (!f->sym && (scn = elf_nextscn(f->elf, scn))) {
		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_SYMTAB ||
		    !sh.sh_entsize)
			continue;
		f->sym = elf_getdata(scn, NULL);
		f->nr_sym = f->sym ? sh.sh_size / sh.sh_entsize : 0;
		f->strings = sh.sh_link;
	}
	return f->nr_sym ? "" : "it has no symbol table";
}

static const char *symbol(const struct file *f, size_t i, GElf_Sym *sym)
{
	if (!gelf_getsym(f->sym, (int)i, sym))
		return NULL;
	return elf_strptr(f->elf, f->strings, sym->st_name);
}

static void find_ranges(const struct file *f, struct range *r, size_t nr)
{
	const char *name;
	GElf_Sym sym;
	size_t i, j;

	for (i = 0; i < f->nr_sym; i++) {
		name = symbol(f, i, &sym);
		for (j = 0; name && j < nr; j++) {
			if (!strcmp(name, r[j].begin))
				r[j].from = sym.st_value;
			else if (!strcmp(name, r[j].end))
				r[j].to = sym.st_value;
		}
	}
}

static bool in_range(const struct range *r, const GElf_Shdr *sh)
{
	return r->from && sh->sh_addr >= r->from && sh->sh_addr < r->to;
}

/* Some architectures count what is freed from addresses of their own (percpu). */
static void add_sections(struct vm_size *size, const struct file *f)
{
	struct range r[] = {
		{ "__init_begin", "__init_end", 0, 0 },
		{ "__start_rodata", "__end_rodata", 0, 0 },
	};
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;
	size_t i;

	for (i = VM_SIZE_TEXT; i <= VM_SIZE_INIT; i++)
		size->bytes[i] = 0;
	find_ranges(f, r, ARRAY_SIZE(r));
	while ((scn = elf_nextscn(f->elf, scn))) {
		enum vm_size_of of = VM_SIZE_RODATA;

		if (!gelf_getshdr(scn, &sh) || !(sh.sh_flags & SHF_ALLOC))
			continue;
		if (in_range(&r[0], &sh))
			of = VM_SIZE_INIT;
		else if (in_range(&r[1], &sh))
			of = VM_SIZE_RODATA;
		else if (sh.sh_flags & SHF_EXECINSTR)
			of = VM_SIZE_TEXT;
		else if (sh.sh_type == SHT_NOBITS)
			of = VM_SIZE_BSS;
		else if (sh.sh_flags & SHF_WRITE)
			of = VM_SIZE_DATA;
		size->bytes[of] += (long long)sh.sh_size;
	}
}

struct found {
	GElf_Addr at;
	long long bytes;
	const char *name;
	int bind, type;
};

/* At one place the global name first: it is the same in every kernel. */
static int by_place(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->bind != y->bind)
		return x->bind == STB_GLOBAL || y->bind == STB_LOCAL ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct vm_symbol *)a)->name,
		      ((const struct vm_symbol *)b)->name);
}

/* Names that the build numbers, and padding before functions. */
static bool is_made_up(const char *name)
{
	static const char *const begin[] = { "__UNIQUE_ID_", "__initcall__",
		"__ksymtab_", "__kstrtab", "__crc_", "__pfx_", "__cfi_",
		"__key.", "__already_done.", "linux_banner", "vermagic" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(begin); i++)
		if (!strncmp(name, begin[i], strlen(begin[i])))
			return true;
	return !*name || *name == '.' || *name == '$';
}

static struct found *find_symbols(const struct file *f, size_t *nr)
{
	struct found *v = calloc(f->nr_sym + 1, sizeof(*v));
	GElf_Sym sym;
	size_t i, n = 0;

	for (i = 0; v && i < f->nr_sym; i++) {
		const char *name = symbol(f, i, &sym);
		int type = GELF_ST_TYPE(sym.st_info);

		if (!name || !sym.st_size || sym.st_shndx == SHN_UNDEF ||
		    (type != STT_FUNC && type != STT_OBJECT))
			continue;
		v[n++] = (struct found){ sym.st_value, (long long)sym.st_size,
					 name, GELF_ST_BIND(sym.st_info), type };
	}
	*nr = n;
	if (v)
		qsort(v, n, sizeof(*v), by_place);
	return v;
}

/* What has one name is one symbol. */
static void merge(struct vm_size *size)
{
	size_t i, n = 0;

	qsort(size->sym, size->nr_sym, sizeof(*size->sym), by_name);
	for (i = 0; i < size->nr_sym; i++) {
		struct vm_symbol *s = &size->sym[i];

		if (n && !strcmp(size->sym[n - 1].name, s->name)) {
			size->sym[n - 1].bytes += s->bytes;
			free(s->name);
		} else {
			size->sym[n++] = *s;
		}
	}
	size->nr_sym = n;
}

static int add_symbols(struct vm_size *size, const struct file *f)
{
	size_t nr, i;
	struct found *v = find_symbols(f, &nr);
	int ret = 0;

	size->sym = calloc(nr + 1, sizeof(*size->sym));
	if (!v || !size->sym)
		ret = -ENOMEM;
	size->bytes[VM_SIZE_FUNCTIONS] = 0;
	for (i = 0; !ret && i < nr; i++) {
		struct vm_symbol *s = &size->sym[size->nr_sym];

		/* Another name of the same bytes. */
		if (i && v[i].at == v[i - 1].at)
			continue;
		if (v[i].type == STT_FUNC)
			size->bytes[VM_SIZE_FUNCTIONS] += v[i].bytes;
		if (is_made_up(v[i].name))
			continue;
		s->bytes = v[i].bytes;
		s->name = strndup(v[i].name, strcspn(v[i].name, "."));
		if (s->name)
			size->nr_sym++;
		else
			ret = -ENOMEM;
	}
	free(v);
	if (!ret)
		merge(size);
	return ret;
}

int vm_size_vmlinux(struct vm_size *size, const char *path)
{
	struct file f;
	const char *why = open_file(&f, path);
	int ret = 0;

	if (*why) {
		snprintf(size->no_vmlinux, sizeof(size->no_vmlinux),
			 "vmlinux: %s", why);
	} else {
		add_sections(size, &f);
		ret = add_symbols(size, &f);
	}
	close_file(&f);
	return ret;
}

long long vm_size_struct(struct vm_size *size, const char *path,
			 const char *name)
{
	struct file f;
	const char *why = open_file(&f, path), *is;
	long long bytes = -1;
	char want[80];
	GElf_Sym sym;
	size_t i;

	snprintf(want, sizeof(want), "kptb_sizeof_%s", name);
	if (*why)
		snprintf(size->no_structs, sizeof(size->no_structs),
			 "sizes.o: %s", why);
	for (i = 0; !*why && i < f.nr_sym && bytes < 0; i++) {
		is = symbol(&f, i, &sym);
		if (is && !strcmp(is, want))
			bytes = (long long)sym.st_size;
	}
	close_file(&f);
	return bytes;
}

const char *vm_size_symbols(const char *path,
			    void (*see)(void *with, const char *name,
					unsigned long long at), void *with)
{
	struct file f;
	const char *why = open_file(&f, path), *is;
	GElf_Sym sym;
	size_t i;

	for (i = 0; !*why && i < f.nr_sym; i++) {
		is = symbol(&f, i, &sym);
		if (is)
			see(with, is, sym.st_value);
	}
	close_file(&f);
	return why;
}
#else
#define WITHOUT "kptvm was built without libelf"

int vm_size_vmlinux(struct vm_size *size, const char *path)
{
	(void)path;
	kpt_copy(size->no_vmlinux, sizeof(size->no_vmlinux), WITHOUT);
	return 0;
}

long long vm_size_struct(struct vm_size *size, const char *path,
			 const char *name)
{
	(void)path;
	(void)name;
	kpt_copy(size->no_structs, sizeof(size->no_structs), WITHOUT);
	return -1;
}

const char *vm_size_symbols(const char *path,
			    void (*see)(void *with, const char *name,
					unsigned long long at), void *with)
{
	(void)path;
	(void)see;
	(void)with;
	return WITHOUT;
}
#endif

static void see_address(void *with, const char *name, unsigned long long at)
{
	struct vm_address *a;

	for (a = with; a->name; a++) {
		if (strcmp(name, a->name))
			continue;
		a->at = at;
		a->nr++;
	}
}

const char *vm_size_addresses(const char *path, struct vm_address *v)
{
	return vm_size_symbols(path, see_address, v);
}
