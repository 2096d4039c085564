/* SPDX-License-Identifier: GPL-2.0-only */
/* mail.h - a patch as a mail */
#ifndef KPT_VM_MAIL_H
#define KPT_VM_MAIL_H

#include <stdbool.h>
#include <stddef.h>

/** vm_mail_subject - as it was meant, "[PATCH 1/2] ..." and all; "" for none */
void vm_mail_subject(const char *path, char *buf, size_t len);

/** vm_mail_has_diff - is there one in it? A cover letter has none. */
bool vm_mail_has_diff(const char *path);

/**
 * vm_mail_is_plain - does patch(1) find the same diff in it as git am?
 *
 * Not so where it is encoded, or where a message has an indented diff.
 */
bool vm_mail_is_plain(const char *path);

/** vm_mail_count - how many mails an mbox may hold; 0: it is none */
size_t vm_mail_count(const char *path);

#endif
