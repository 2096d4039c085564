// SPDX-License-Identifier: GPL-2.0-only
/* image.c - kernel images: which kernel is it, and where is it compressed? */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/base/proc.h"
#include "vm/image/image.h"
#include "vm/image/image_head.h"

#define TRIES	16	/* places where an unknown image may be compressed */

/* ---- which release ---- */

/* It becomes part of file names. */
static void take_release(struct vm_image *im, const char *p, size_t max)
{
	size_t n = 0;

	while (n < max && (isalnum((unsigned char)p[n]) ||
			   (p[n] && strchr("._+~-", p[n]))))
		n++;
	if (n && n < max && n < sizeof(im->release) &&
	    isdigit((unsigned char)p[0]))
		snprintf(im->release, sizeof(im->release), "%.*s", (int)n, p);
}

/* "(...)" with others inside: its length. */
static size_t parentheses(const char *p)
{
	size_t depth = 0, n;

	for (n = 0; p[n]; n++) {
		depth += p[n] == '(';
		if (p[n] == ')' && !--depth)
			return n + 1;
		if (!depth)
			return 0;
	}
	return 0;
}

/* "Linux version RELEASE (USER@HOST) (COMPILER) #1 SMP ..." */
static bool read_banner(struct vm_image *im, const struct vm_bytes *b)
{
	static const char start[] = "Linux version ";
	const size_t len = sizeof(start) - 1;
	const unsigned char *p = b->at, *end;
	char line[600];
	size_t n, by;

	if (!b->len)
		return false;
	end = p + b->len;
	while ((p = memmem(p, (size_t)(end - p), start, len))) {
		p += len;
		if (p < end && isdigit(*p))
			break;
	}
	if (!p)
		return false;
	for (n = 0; n < sizeof(line) - 1 && p + n < end && isprint(p[n]); n++)
		line[n] = (char)p[n];
	line[n] = '\0';
	take_release(im, line, n);
	by = strcspn(line, " ");
	by += line[by] == ' ';
	n = parentheses(line + by);
	if (!n || line[by + n] != ' ')
		return true;
	by += n + 1;
	n = parentheses(line + by);
	if (n > 2)
		snprintf(im->compiler, sizeof(im->compiler), "%.*s",
			 (int)(n - 2), line + by + 1);
	return true;
}

/* The header of a bzImage says where its text is: "RELEASE (USER@HOST) ..." */
static void read_bzimage(struct vm_image *im, const struct vm_bytes *b)
{
	size_t at = (size_t)vm_bytes_number(b, 0x20e, 2) + 0x200;

	if (at != 0x200 && at < b->len)
		take_release(im, (const char *)b->at + at, b->len - at);
}

/* As text that @path holds: this part of it, decompressed into @to. */
static int run_unpack(const struct vm_packed *p, const char *path,
		      const char *to, char *said, size_t len)
{
	char script[VM_PATH], at[32], n[32];
	const char *const argv[] = { "sh", script, p->format, path, at, n, to,
				     NULL };

	if (kpt_join(script, sizeof(script), "%s/vm/unpack.sh", vm_top()))
		return -ENAMETOOLONG;
	snprintf(at, sizeof(at), "%zu", p->at);
	snprintf(n, sizeof(n), "%zu", p->len);
	return vm_capture(argv, NULL, said, len);
}

/* Is there a kernel in what was unpacked? */
static bool read_unpacked(struct vm_image *im, const char *path)
{
	struct vm_bytes b;
	bool found = false;

	if (!vm_bytes_map(&b, path)) {
		found = read_banner(im, &b);
		if (found && !im->arch[0])
			kpt_copy(im->arch, sizeof(im->arch), vm_head_arch(&b));
	}
	vm_bytes_unmap(&b);
	return found;
}

static bool try_unpack(struct vm_image *im, const struct vm_packed *p,
		       const char *path, const char *to)
{
	char said[512];
	int ret = run_unpack(p, path, to, said, sizeof(said));

	if (!ret && read_unpacked(im, to)) {
		im->why[0] = '\0';
		return true;
	}
	unlink(to);
	snprintf(im->why, sizeof(im->why), "%.150s", ret > 0 && said[0] ?
		 kpt_trim(said) : "no kernel is found in it");
	return false;
}

/* Images of an unknown kind: every place that looks compressed. */
static bool search(struct vm_image *im, const struct vm_bytes *b,
		   const char *path, const char *to)
{
	struct vm_packed p = { NULL, 0, 0 };
	int tries = 0;

	for (; p.at < b->len && tries < TRIES && !vm_interrupted(); p.at++) {
		p.format = vm_head_format(b, p.at);
		if (!p.format)
			continue;
		p.len = b->len - p.at;
		tries++;
		if (try_unpack(im, &p, path, to))
			return true;
	}
	return false;
}

/* ---- all of it ---- */

static void peek(struct vm_image *im, const struct vm_bytes *b)
{
	memset(im, 0, sizeof(*im));
	kpt_copy(im->arch, sizeof(im->arch), vm_head_arch(b));
	im->zboot = vm_head_is_zboot(b);
	im->unified = vm_head_is_unified(b);
	if (vm_head_is_bzimage(b))
		read_bzimage(im, b);
	else if (!im->zboot && !vm_head_format(b, 0))
		read_banner(im, b);
}

int vm_image_peek(struct vm_image *im, const char *path)
{
	struct vm_bytes b;
	int ret = vm_bytes_map(&b, path);

	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	peek(im, &b);
	vm_bytes_unmap(&b);
	return 0;
}

int vm_image_unpack(struct vm_image *im, const char *path, const char *to)
{
	struct vm_packed p;
	struct vm_bytes b;
	int ret = vm_bytes_map(&b, path);

	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	peek(im, &b);
	p = vm_head_packed(&b);
	if (!p.format || !try_unpack(im, &p, path, to)) {
		/* What is not compressed needs no unpacking. */
		if (!p.format && read_banner(im, &b))
			im->plain = true;
		else if (!p.format && !search(im, &b, path, to) &&
			 !im->why[0])
			kpt_copy(im->why, sizeof(im->why),
				 "it is no kernel of a known form");
	}
	vm_bytes_unmap(&b);
	return vm_interrupted() ? KPT_FAIL : 0;
}

static bool is_config(const char *path)
{
	struct vm_bytes b;
	bool is = !vm_bytes_map(&b, path) && b.len &&
		  memmem(b.at, b.len, "CONFIG_", 7);

	vm_bytes_unmap(&b);
	return is;
}

int vm_image_config(const char *kernel, const char *to)
{
	static const char start[] = "IKCFG_ST", end[] = "IKCFG_ED";
	struct vm_packed p = { "gzip", 0, 0 };
	const unsigned char *from, *until;
	char said[512];
	struct vm_bytes b;
	int ret = vm_bytes_map(&b, kernel);

	if (ret)
		return ret;
	ret = -ENOENT;
	from = b.len ? memmem(b.at, b.len, start, 8) : NULL;
	until = from ? memmem(from, b.len - (size_t)(from - b.at), end, 8) :
		NULL;
	if (until) {
		p.at = (size_t)(from - b.at) + 8;
		p.len = (size_t)(until - b.at) - p.at;
		if (!run_unpack(&p, kernel, to, said, sizeof(said)) &&
		    is_config(to))
			ret = 0;
		else
			unlink(to);
	}
	vm_bytes_unmap(&b);
	return ret;
}
