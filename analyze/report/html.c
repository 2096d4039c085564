// SPDX-License-Identifier: GPL-2.0-only
/* html.c - one page without a script and without anything from elsewhere */
#include <stdarg.h>
#include <string.h>

#include "analyze/report/anchor.h"
#include "analyze/report/html.h"
#include "common/text.h"

static const char css[] =
#include "html_css.h"
;

static void text(FILE *f, const char *s)
{
	for (; *s; s++) {
		unsigned char ch = (unsigned char)*s;

		if (ch == '&')
			fputs("&amp;", f);
		else if (ch == '<')
			fputs("&lt;", f);
		else if (ch == '>')
			fputs("&gt;", f);
		else if (ch == '"')
			fputs("&quot;", f);
		else if (ch == '\'')
			fputs("&#39;", f);
		else if (ch < ' ' || ch == 0x7f)
			fputc(' ', f);
		else if (kpt_hidden(s))
			s += kpt_hidden(s) - 1;
		else
			fputc(ch, f);
	}
}

void html(FILE *f, const char *markup, ...)
{
	va_list ap;

	va_start(ap, markup);
	for (; *markup; markup++) {
		if (*markup == '$')
			text(f, va_arg(ap, const char *));
		else
			fputc(*markup, f);
	}
	va_end(ap);
}

void html_heading(FILE *f, const struct summary *s, const char *name,
		  const char *text)
{
	char id[ANCHOR_LEN];

	html(f, "<h2 id=\"$\">$</h2>\n", anchor_section(s, name, id), text);
}

void html_begin(FILE *f, const char *title)
{
	html(f, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	     "<meta charset=\"utf-8\">\n"
	     "<meta name=\"viewport\" content=\"width=device-width, "
	     "initial-scale=1\">\n"
	     "<meta http-equiv=\"Content-Security-Policy\" "
	     "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	     "<title>$</title>\n<style>\n", title);
	fputs(css, f);
	html(f, "</style>\n</head>\n<body>\n");
}

void html_end(FILE *f, const char *schema)
{
	html(f, "<footer><p>Made by <code>kptstat report --format html</code> "
	     "from summary.json ($), and from nothing else. No number on this "
	     "page was typed.</p></footer>\n</body>\n</html>\n", schema);
}
