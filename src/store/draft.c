/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/draft.h"

/**
 * redress_draft_new:
 * @ticket: whose draft it is
 *
 * Returns: (transfer full): an empty draft
 */
RedressDraft *
redress_draft_new (gint64 ticket)
{
  RedressDraft *self = g_new0 (RedressDraft, 1);

  self->ticket = ticket;
  self->until = REDRESS_TIME_UNKNOWN;
  self->saved_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_draft_copy:
 * @self: a draft
 *
 * Returns: (transfer full): the same draft
 */
RedressDraft *
redress_draft_copy (const RedressDraft *self)
{
  RedressDraft *copy = g_memdup2 (self, sizeof *self);

  copy->reason_code = g_strdup (self->reason_code);
  copy->amount_text = g_strdup (self->amount_text);
  copy->message = g_strdup (self->message);
  copy->message_language = g_strdup (self->message_language);
  copy->note = g_strdup (self->note);
  copy->override_reason = g_strdup (self->override_reason);
  copy->cited = g_strdupv (self->cited);
  copy->opened = g_strdupv (self->opened);
  copy->asked = g_strdupv (self->asked);
  return copy;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[0] == '\0';
}

static gboolean
is_blank_list (char *const *list)
{
  return list == NULL || list[0] == NULL;
}

/**
 * redress_draft_is_empty:
 * @self: a draft
 *
 * What was opened does not count: nobody typed it, and looking makes no draft.
 *
 * Returns: whether nothing would be lost without it
 */
gboolean
redress_draft_is_empty (const RedressDraft *self)
{
  return self->verdict == REDRESS_VERDICT_NONE && is_blank (self->reason_code) &&
         is_blank (self->amount_text) && self->message == NULL && self->message_language == NULL &&
         is_blank (self->note) && is_blank (self->override_reason) && is_blank_list (self->cited) &&
         is_blank_list (self->asked) && self->until == REDRESS_TIME_UNKNOWN;
}

/**
 * redress_draft_free:
 * @self: (transfer full) (nullable): a draft
 */
void
redress_draft_free (RedressDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->reason_code);
  g_free (self->amount_text);
  g_free (self->message);
  g_free (self->message_language);
  g_free (self->note);
  g_free (self->override_reason);
  g_strfreev (self->cited);
  g_strfreev (self->opened);
  g_strfreev (self->asked);
  g_free (self);
}
