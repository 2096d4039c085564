// SPDX-License-Identifier: GPL-2.0-only
/* text.c - text that somebody else wrote: what is a name, what may be shown */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "common/util.h"

bool kpt_is_name(const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t n = strspn(s, plain);

	return n && n <= KPT_NAME_MAX && !s[n];
}

/* The bytes of the UTF-8 character at @s, which is @c then; 0: it is none. */
static size_t decode(const unsigned char *s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = *s < 0x80 ? 1 : *s < 0xc0 ? 0 : *s < 0xe0 ? 2 :
		   *s < 0xf0 ? 3 : *s < 0xf8 ? 4 : 0;

	*c = n < 2 ? *s : *s & (0x7fU >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3fU);
	}
	if (*c < least[n] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
		return 0;
	return n;
}

/*
 * Control characters, invisible ones and what changes how the rest is read:
 * Unicode's categories Cc and Cf, its separators of lines, and no characters.
 */
static bool is_hidden(uint32_t c)
{
	static const uint32_t range[][2] = {
		{ 0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x600, 0x605 },
		{ 0x61c, 0x61c }, { 0x6dd, 0x6dd }, { 0x70f, 0x70f },
		{ 0x115f, 0x1160 }, { 0x180e, 0x180e }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 },
		{ 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffb }, { 0xfffe, 0xffff }, { 0x110bd, 0x110bd },
		{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < ARRAY_SIZE(range); i++)
		if (c >= range[i][0] && c <= range[i][1])
			return true;
	return false;
}

size_t kpt_hidden(const char *s)
{
	uint32_t c;
	size_t n = decode((const unsigned char *)s, &c);

	return n > 1 && is_hidden(c) ? n : 0;
}

/* One character as it is shown, in @out; how many bytes of @s it was. */
static size_t show(const char *s, char out[12])
{
	uint32_t c;
	size_t n = decode((const unsigned char *)s, &c);

	if (n && !is_hidden(c)) {
		memcpy(out, s, n);
		out[n] = '\0';
	} else if (n < 2) {
		snprintf(out, 12, "\\x%02x", (unsigned char)*s);
	} else {
		snprintf(out, 12, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
	}
	return n ? n : 1;
}

bool kpt_is_line(const char *s)
{
	uint32_t c;
	size_t n;

	for (; *s; s += n) {
		n = decode((const unsigned char *)s, &c);
		if (!n || is_hidden(c))
			return false;
	}
	return true;
}

const char *kpt_shown(char *buf, size_t len, const char *s)
{
	size_t used = 0, fits = 0, of, n;
	char out[12];

	for (; *s; s += of, used += n) {
		of = show(s, out);
		n = strlen(out);
		if (used + n >= len)
			break;
		memcpy(buf + used, out, n);
		/* Behind here there is room for three dots. */
		if (used + n + 3 < len)
			fits = used + n;
	}
	buf[used] = '\0';
	if (*s && len > 3)
		memcpy(buf + fits, "...", 4);
	return buf;
}
