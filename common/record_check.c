// SPDX-License-Identifier: GPL-2.0-only
/* record_check.c - one record against the schema, which is in record.c */
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "common/record.h"
#include "common/record_local.h"
#include "common/text.h"

static bool type_fits(const json_t *v, enum kpt_field_type type)
{
	switch (type) {
	case KPT_STR:
	case KPT_NAME:
	case KPT_NAME_OR_NONE:
	case KPT_LINE:
		return json_is_string(v);
	case KPT_INT:
		return json_is_integer(v);
	case KPT_NUM:
		return json_is_number(v);
	case KPT_ARR:
		return json_is_array(v);
	case KPT_OBJ:
		return json_is_object(v);
	}
	return false;
}

static int bad_field(const struct kpt_field *f, const char *is, char *why,
		     size_t len)
{
	snprintf(why, len, "%s record: \"%s\" is %s", f->record, f->key, is);
	return -EBADMSG;
}

/* Text that is no name where a name belongs. */
static int check_text(const struct kpt_field *f, const json_t *v, char *why,
		      size_t len)
{
	const char *s = json_string_value(v);
	char shown[KPT_SHOWN], is[KPT_SHOWN + 80];
	bool good = true;

	if (f->type == KPT_LINE)
		good = kpt_is_line(s);
	else if (f->type == KPT_NAME)
		good = kpt_is_name(s);
	else if (f->type == KPT_NAME_OR_NONE)
		good = !*s || kpt_is_name(s);
	if (good)
		return 0;
	snprintf(is, sizeof(is), "\"%s\", not %s",
		 kpt_shown(shown, sizeof(shown), s), f->type == KPT_LINE ?
		 "a line of text" : "a name (" KPT_NAME_WANTED ")");
	return bad_field(f, is, why, len);
}

static int check_field(const json_t *rec, const struct kpt_field *f, char *why,
		       size_t len)
{
	const json_t *v = json_object_get(rec, f->key);

	if (!v)
		return f->optional ? 0 : bad_field(f, "missing", why, len);
	if (!type_fits(v, f->type))
		return bad_field(f, "of the wrong JSON type", why, len);
	return check_text(f, v, why, len);
}

int kpt_record_check(const json_t *rec, char *why, size_t len)
{
	const char *type = json_string_value(json_object_get(rec, "type"));
	const char *schema;
	bool known = false;

	if (!type) {
		snprintf(why, len,
			 "no string \"type\"; is this a records file?");
		return -EBADMSG;
	}
	for (const struct kpt_field *f = kpt_schema; f->record; f++) {
		if (strcmp(f->record, type))
			continue;
		known = true;
		if (check_field(rec, f, why, len))
			return -EBADMSG;
	}
	if (!known) {
		snprintf(why, len, "unknown record type: %.100s", type);
		return -EBADMSG;
	}
	schema = json_string_value(json_object_get(rec, "schema"));
	if (strcmp(type, "env") || !strcmp(schema, KPT_SCHEMA))
		return 0;
	snprintf(why, len, "this program reads " KPT_SCHEMA ", the file is "
		 "%.100s", schema);
	return -EBADMSG;
}
