/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/open-case.h"

#include "config.h"

#include "app/format.h"
#include "core/permission.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (RedressOpenCase, redress_open_case, G_TYPE_OBJECT)

static void
redress_open_case_finalize (GObject *object)
{
  RedressOpenCase *self = REDRESS_OPEN_CASE (object);

  g_clear_pointer (&self->data, redress_case_free);
  g_clear_pointer (&self->account, redress_account_free);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_clear_object (&self->sync);
  g_clear_object (&self->reveals);
  G_OBJECT_CLASS (redress_open_case_parent_class)->finalize (object);
}

static void
redress_open_case_class_init (RedressOpenCaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_open_case_finalize;
}

static void
redress_open_case_init (RedressOpenCase *self)
{
}

RedressOpenCase *
redress_open_case_new (RedressCase *data, const RedressAccount *account, RedressClock *clock)
{
  RedressOpenCase *self = g_object_new (REDRESS_TYPE_OPEN_CASE, NULL);

  self->data = data;
  self->account = account != NULL ? redress_account_copy (account) : NULL;
  self->clock = redress_clock_ref (clock);
  return self;
}

const GError *
redress_open_case_get_piece_error (RedressOpenCase *self, const RedressEvidence *evidence)
{
  const GError *error = NULL;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), NULL);

  for (guint i = 0; self->sync != NULL && error == NULL && i < evidence->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, i);

      error = redress_sync_get_fetch_error (self->sync, self->data->summary->id, rendition->sha256);
    }
  return error;
}

RedressTime
redress_open_case_get_now (RedressOpenCase *self)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), REDRESS_TIME_UNKNOWN);

  return redress_clock_now (self->clock);
}

gboolean
redress_open_case_is_mine (RedressOpenCase *self)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), FALSE);

  const RedressClaim *claim = self->data->summary->claim;
  return claim != NULL && self->account != NULL &&
         g_strcmp0 (claim->holder, self->account->id) == 0;
}

const RedressClaim *
redress_open_case_get_foreign_claim (RedressOpenCase *self)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), NULL);

  const RedressClaim *claim = self->data->summary->claim;
  if (claim == NULL || redress_open_case_is_mine (self))
    return NULL;
  return claim->lease_until > redress_open_case_get_now (self) ? claim : NULL;
}

const char *
redress_open_case_get_reveal_obstacle (RedressOpenCase *self)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), NULL);

  if (self->account == NULL || !redress_role_may (self->account->role, REDRESS_ACTION_REVEAL))
    return _ ("This account may not reveal what is masked.");
  if (self->account->role == REDRESS_ROLE_AGENT && !redress_open_case_is_mine (self))
    return _ ("Claim the ticket first: only who holds it can reveal what is masked.");
  if (self->sync == NULL || redress_sync_get_status (self->sync) != REDRESS_SYNC_ONLINE)
    return _ ("Revealing needs the server: what is masked is not kept on this computer.");
  return NULL;
}

/* The last one that was not made void. */
static const RedressDecision *
find_standing (RedressTicket *ticket)
{
  for (guint i = ticket->decisions->len; i > 0; i--)
    {
      const RedressDecision *decision = g_ptr_array_index (ticket->decisions, i - 1);

      if (!decision->is_void)
        return decision;
    }
  return NULL;
}

const RedressDecision *
redress_open_case_get_last_decision (RedressOpenCase *self)
{
  GPtrArray *decisions;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), NULL);

  decisions = self->data->ticket != NULL ? self->data->ticket->decisions : NULL;
  return decisions != NULL && decisions->len > 0 ? g_ptr_array_index (decisions, decisions->len - 1)
                                                 : NULL;
}

const RedressDecision *
redress_open_case_get_first_decision (RedressOpenCase *self)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), NULL);

  if (self->data->ticket != NULL && self->data->ticket->previous_decision != NULL)
    return self->data->ticket->previous_decision;
  return self->data->previous != NULL ? find_standing (self->data->previous) : NULL;
}

const char *
redress_open_case_get_name_label (RedressOpenCase *self, const char *name)
{
  const RedressText *label;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), NULL);

  label =
      self->data->policy != NULL ? redress_policy_get_name_label (self->data->policy, name) : NULL;
  return label != NULL ? redress_text_get (label, redress_language ()) : name;
}

char *
redress_open_case_format_value (RedressOpenCase *self, const char *name, const RedressValue *value)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (self), NULL);

  return redress_policy_format_value (self->data->policy, name, value, redress_language ());
}
