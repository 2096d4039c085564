// SPDX-License-Identifier: GPL-2.0-only
/* image_head.c - headers of kernel images: what kind, and where compressed */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/image/image_head.h"

int vm_bytes_map(struct vm_bytes *b, const char *path)
{
	struct stat st;
	int fd, ret = 0;

	*b = (struct vm_bytes){ NULL, 0 };
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st))
		ret = -errno;
	else if (!S_ISREG(st.st_mode))
		ret = -EINVAL;
	else if (st.st_size) {
		b->at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
			     fd, 0);
		if (b->at == MAP_FAILED)
			ret = -errno;
		else
			b->len = (size_t)st.st_size;
	}
	close(fd);
	return ret;
}

void vm_bytes_unmap(struct vm_bytes *b)
{
	if (b->len)
		munmap((void *)b->at, b->len);
}

/* Numbers of headers are little-endian; what is not there reads as 0. */
uint32_t vm_bytes_number(const struct vm_bytes *b, size_t at, size_t size)
{
	uint32_t v = 0;

	if (at > b->len || size > b->len - at)
		return 0;
	while (size--)
		v = v << 8 | b->at[at + size];
	return v;
}

static bool is_at(const struct vm_bytes *b, size_t at, const void *what,
		  size_t len)
{
	return at <= b->len && len <= b->len - at &&
	       !memcmp(b->at + at, what, len);
}

/* ---- which architecture ---- */

struct machine_name {
	uint32_t number;
	const char *name;
};

static const char *machine(const struct machine_name *names, uint32_t n)
{
	for (; names->name; names++)
		if (names->number == n)
			return names->name;
	return "";
}

static const char *elf_machine(const struct vm_bytes *b)
{
	static const struct machine_name names[] = {
		{ 3, "i386" }, { 4, "m68k" }, { 8, "mips" }, { 20, "powerpc" },
		{ 21, "powerpc" }, { 22, "s390" }, { 40, "arm" },
		{ 43, "sparc64" }, { 62, "x86_64" }, { 183, "arm64" },
		{ 243, "riscv" }, { 258, "loongarch" }, { 0, NULL }
	};
	/* Byte 5: 2 is big-endian. */
	uint32_t n = vm_bytes_number(b, 18, 2);

	if (vm_bytes_number(b, 5, 1) == 2)
		n = (n & 0xff) << 8 | n >> 8;
	return machine(names, n);
}

bool vm_head_is_unified(const struct vm_bytes *b)
{
	size_t pe = vm_bytes_number(b, 0x3c, 4);
	size_t at = pe + 24 + vm_bytes_number(b, pe + 20, 2), i;

	if (!is_at(b, 0, "MZ", 2) || !is_at(b, pe, "PE\0\0", 4))
		return false;
	for (i = 0; i < vm_bytes_number(b, pe + 6, 2); i++)
		if (is_at(b, at + i * 40, ".linux\0", 8))
			return true;
	return false;
}

static const char *pe_machine(const struct vm_bytes *b)
{
	static const struct machine_name names[] = {
		{ 0x14c, "i386" }, { 0x5064, "riscv" }, { 0x6264, "loongarch" },
		{ 0x8664, "x86_64" }, { 0xaa64, "arm64" }, { 0, NULL }
	};
	uint32_t at = vm_bytes_number(b, 0x3c, 4);

	return is_at(b, at, "PE\0\0", 4) ?
	       machine(names, vm_bytes_number(b, (size_t)at + 4, 2)) : "";
}

bool vm_head_is_bzimage(const struct vm_bytes *b)
{
	return is_at(b, 0x202, "HdrS", 4) && vm_bytes_number(b, 0x1fe, 2) == 0xaa55;
}

const char *vm_head_arch(const struct vm_bytes *b)
{
	if (is_at(b, 0, "\177ELF", 4))
		return elf_machine(b);
	if (vm_head_is_bzimage(b))
		return vm_bytes_number(b, 0x236, 2) & 1 ? "x86_64" : "i386";
	if (is_at(b, 0x38, "ARM\x64", 4))
		return "arm64";
	if (is_at(b, 0x38, "RSC\x05", 4))
		return "riscv";
	if (is_at(b, 0x10008, "S390EP", 6))
		return "s390";
	if (is_at(b, 0x24, "\x18\x28\x6f\x01", 4))
		return "arm";
	return is_at(b, 0, "MZ", 2) ? pe_machine(b) : "";
}

/* ---- where it is compressed ---- */

const char *vm_head_format(const struct vm_bytes *b, size_t at)
{
	static const struct {
		const char *magic;
		size_t len;
		const char *name;
	} formats[] = {
		{ "\x1f\x8b\x08", 3, "gzip" },
		{ "\xfd" "7zXZ", 6, "xz" },
		{ "\x28\xb5\x2f\xfd", 4, "zstd" },
		{ "\x02\x21\x4c\x18", 4, "lz4" },
		{ "\x89LZO\0\r\n", 7, "lzo" },
		{ "BZh", 3, "bzip2" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		if (is_at(b, at, formats[i].magic, formats[i].len))
			return formats[i].name;
	return NULL;
}

/* Three bytes are no magic to search for, but where the payload must be. */
static const char *format_there(const struct vm_bytes *b, size_t at)
{
	const char *name = vm_head_format(b, at);

	return !name && is_at(b, at, "\x5d\0\0", 3) ? "lzma" : name;
}

bool vm_head_is_zboot(const struct vm_bytes *b)
{
	return is_at(b, 0, "MZ", 2) && is_at(b, 4, "zimg", 4);
}

/* Where the headers say it is; @format is NULL when they do not. */
struct vm_packed vm_head_packed(const struct vm_bytes *b)
{
	struct vm_packed p = { NULL, 0, 0 };

	if (vm_head_is_bzimage(b) && vm_bytes_number(b, 0x206, 2) >= 0x208) {
		size_t sectors = vm_bytes_number(b, 0x1f1, 1);

		p.at = ((sectors ? sectors : 4) + 1) * 512 +
		       vm_bytes_number(b, 0x248, 4);
		p.len = vm_bytes_number(b, 0x24c, 4);
	} else if (vm_head_is_zboot(b)) {
		p.at = vm_bytes_number(b, 8, 4);
		p.len = vm_bytes_number(b, 12, 4);
	} else {
		p.len = b->len;
	}
	p.format = format_there(b, p.at);
	return p;
}
