/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * RedressMessageBox:
 *
 * What the customer will read: the policy's words with the blanks filled, until somebody writes
 * something else, and what language it is in.
 *
 * Signal "edited": the words of a person changed. Signal "language-chosen": a person wants the
 * other language; the argument is its name.
 */
#define REDRESS_TYPE_MESSAGE_BOX (redress_message_box_get_type ())
G_DECLARE_FINAL_TYPE (RedressMessageBox, redress_message_box, REDRESS, MESSAGE_BOX, AdwBin)

/* The words of the policy; shown while there are no others. */
void redress_message_box_set_template (RedressMessageBox *self, const char *text);
/* @language: what the words are in. @customers: what the customer reads. */
void redress_message_box_set_language (RedressMessageBox *self,
                                       const char *language,
                                       const char *customers);
/* @text: (nullable): what a person wrote; NULL: as the template says. Text that is already
 * there is not touched, so that the cursor stays. */
void redress_message_box_set_written (RedressMessageBox *self, const char *text);
/* (transfer full) (nullable) */
char *redress_message_box_dup_written (RedressMessageBox *self);
/* Opens the editor. */
void redress_message_box_edit (RedressMessageBox *self);

G_END_DECLS
