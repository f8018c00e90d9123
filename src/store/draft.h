/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/command.h"

G_BEGIN_DECLS

/**
 * RedressDraft:
 *
 * What an agent has typed and pressed on a ticket and not submitted. Saved at every key.
 */
typedef struct
{
  gint64 ticket;
  RedressVerdict verdict;
  char *reason_code;
  char *amount_text;
  char *message;          /* (nullable): NULL = as the template says */
  char *message_language; /* (nullable): NULL = the customer's */
  char *note;
  char *override_reason;
  char **cited;
  char **opened;
  char **asked;      /* need_info: slots and facts to ask for */
  RedressTime until; /* hold: REDRESS_TIME_UNKNOWN if none was chosen */
  RedressTime saved_at;
} RedressDraft;

RedressDraft *redress_draft_new (gint64 ticket);
RedressDraft *redress_draft_copy (const RedressDraft *self);
gboolean redress_draft_is_empty (const RedressDraft *self);
void redress_draft_free (RedressDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressDraft, redress_draft_free)

G_END_DECLS
