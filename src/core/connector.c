/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/connector.h"

#include "core/names.h"

static const char *const telling_state_names[] = {
  "waiting",
  "sent",
  "dead",
};

/**
 * redress_telling_state_to_string:
 *
 * Returns: (transfer none): the word for a state on the wire
 */
const char *
redress_telling_state_to_string (RedressTellingState state)
{
  return redress_names_get (telling_state_names, G_N_ELEMENTS (telling_state_names), state);
}

/**
 * redress_telling_state_from_string:
 * @text: (nullable): a word
 * @state: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no state has this word
 */
gboolean
redress_telling_state_from_string (const char *text, RedressTellingState *state)
{
  int found = redress_names_find (telling_state_names, G_N_ELEMENTS (telling_state_names), text);

  if (found < 0)
    return FALSE;

  *state = (RedressTellingState)found;
  return TRUE;
}

/**
 * redress_connector_new:
 *
 * Returns: (transfer full): the way to no platform yet
 */
RedressConnector *
redress_connector_new (void)
{
  RedressConnector *self = g_new0 (RedressConnector, 1);

  self->stopped_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_connector_free:
 * @self: (transfer full) (nullable): the way to a platform
 */
void
redress_connector_free (RedressConnector *self)
{
  if (self == NULL)
    return;

  g_free (self->platform);
  g_free (self->host);
  g_free (self->stopped_by);
  g_free (self->stopped_why);
  g_free (self);
}

/**
 * redress_telling_new:
 *
 * Returns: (transfer full): an event of no time
 */
RedressTelling *
redress_telling_new (void)
{
  RedressTelling *self = g_new0 (RedressTelling, 1);

  self->made_at = self->leaves_at = REDRESS_TIME_UNKNOWN;
  self->next_at = self->tried_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_telling_free:
 * @self: (transfer full) (nullable): an event
 */
void
redress_telling_free (RedressTelling *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->platform);
  g_free (self->external_id);
  g_free (self->type);
  g_free (self->silence);
  g_free (self->words);
  g_free (self);
}

/**
 * redress_connectors_new:
 *
 * Returns: (transfer full): no platforms and no events
 */
RedressConnectors *
redress_connectors_new (void)
{
  RedressConnectors *self = g_new0 (RedressConnectors, 1);

  self->platforms = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_connector_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_telling_free);
  self->dead = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_telling_free);
  return self;
}

/**
 * redress_connectors_free:
 * @self: (transfer full) (nullable): platforms and events
 */
void
redress_connectors_free (RedressConnectors *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->platforms);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->dead);
  g_free (self);
}

static gboolean
has_platform (const RedressConnectors *self, const char *platform)
{
  for (guint i = 0; i < self->platforms->len; i++)
    if (g_str_equal (((RedressConnector *)g_ptr_array_index (self->platforms, i))->platform,
                     platform))
      return TRUE;
  return FALSE;
}

/**
 * redress_connectors_add_platforms:
 * @self: what the server told
 * @platforms: (nullable) (array zero-terminated=1): those of an account
 *
 * The server tells of those alone that have an address; the others are added behind them, without
 * one.
 */
void
redress_connectors_add_platforms (RedressConnectors *self, const char *const *platforms)
{
  for (guint i = 0; platforms != NULL && platforms[i] != NULL; i++)
    {
      RedressConnector *connector;

      if (has_platform (self, platforms[i]))
        continue;
      connector = redress_connector_new ();
      connector->platform = g_strdup (platforms[i]);
      g_ptr_array_add (self->platforms, connector);
    }
}

/**
 * redress_connectors_count_dead:
 * @self: what the server told
 *
 * Returns: how many events were given up, those that it did not list as well
 */
gint64
redress_connectors_count_dead (const RedressConnectors *self)
{
  gint64 n = 0;

  for (guint i = 0; i < self->platforms->len; i++)
    n += ((RedressConnector *)g_ptr_array_index (self->platforms, i))->dead;
  return n;
}

static gboolean
holds (GPtrArray *events, const RedressTelling *telling)
{
  for (guint i = 0; i < events->len; i++)
    {
      const RedressTelling *other = g_ptr_array_index (events, i);

      if (other->ticket == telling->ticket && other->id < telling->id &&
          other->state != REDRESS_TELLING_SENT)
        return TRUE;
    }
  return FALSE;
}

/**
 * redress_connectors_is_held:
 * @self: what the server told
 * @telling: one of its events
 *
 * Each ticket's events leave in their order.
 *
 * Returns: %TRUE: an earlier one of the ticket has to go first
 */
gboolean
redress_connectors_is_held (const RedressConnectors *self, const RedressTelling *telling)
{
  return telling->state == REDRESS_TELLING_WAITING && telling->ticket != 0 &&
         (holds (self->dead, telling) || holds (self->events, telling));
}

/**
 * redress_connectors_can_send:
 * @self: what the server told
 * @telling: one of its events
 * @now: the time
 *
 * Returns: %TRUE: the server would try it now
 */
gboolean
redress_connectors_can_send (const RedressConnectors *self,
                             const RedressTelling *telling,
                             RedressTime now)
{
  if (telling->state == REDRESS_TELLING_DEAD)
    return TRUE;
  return telling->state == REDRESS_TELLING_WAITING && telling->next_at != REDRESS_TIME_UNKNOWN &&
         telling->leaves_at <= now && !redress_connectors_is_held (self, telling);
}
