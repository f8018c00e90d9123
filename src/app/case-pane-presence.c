/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/case-title-bar.h"

#include <glib/gi18n.h>

/* The server forgets somebody after a minute. */
#define TELL_EVERY (25 * REDRESS_SECOND)

/* Whoever holds the ticket is named beside it already. */
static gboolean
is_holder (RedressCasePane *self, const RedressOnlooker *onlooker)
{
  const RedressClaim *claim =
      self->open != NULL ? redress_open_case_get_foreign_claim (self->open) : NULL;

  return claim != NULL && g_strcmp0 (claim->holder_name, onlooker->name) == 0;
}

/* (nullable): nobody */
static char *
describe (RedressCasePane *self, GPtrArray *others)
{
  GString *names = g_string_new (NULL);
  gboolean writing = FALSE;
  g_autofree char *list = NULL;

  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      const RedressOnlooker *onlooker = g_ptr_array_index (others, i);

      if (is_holder (self, onlooker))
        continue;
      if (names->len > 0)
        /* Translators: between the names of people */
        g_string_append (names, _ (", "));
      g_string_append (names, onlooker->name);
      writing = writing || onlooker->is_writing;
    }
  list = g_string_free (names, FALSE);
  if (*list == '\0')
    return NULL;
  return g_strdup_printf (writing ? _ ("%s writes here, too") : _ ("%s looks at it, too"), list);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  g_autoptr (GPtrArray) others =
      redress_sync_tell_presence_finish (REDRESS_SYNC (source), result, NULL);
  g_autofree char *words = NULL;

  self->telling = FALSE;
  /* Another ticket may be open by now; its own answer comes. */
  if (self->told_ticket == self->ticket)
    words = describe (self, others);
  redress_case_title_bar_set_onlookers (REDRESS_CASE_TITLE_BAR (self->title_bar), words);
}

void
redress_case_pane_tell_presence (RedressCasePane *self)
{
  RedressTime now;

  if (self->sync == NULL || self->clock == NULL || self->ticket == 0 || self->dwell_id != 0 ||
      self->telling)
    return;
  if (!redress_sync_status_is_online (redress_case_pane_get_status (self)))
    {
      redress_case_title_bar_set_onlookers (REDRESS_CASE_TITLE_BAR (self->title_bar), NULL);
      self->told_ticket = 0;
      return;
    }
  now = redress_clock_now (self->clock);
  if (self->told_ticket == self->ticket && ABS (now - self->told_at) < TELL_EVERY)
    return;
  self->telling = TRUE;
  self->told_ticket = self->ticket;
  self->told_at = now;
  redress_sync_tell_presence_async (self->sync, self->ticket, self->looked != NULL, NULL, told_cb,
                                    g_object_ref (self));
}
