/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/event.h"

#include "core/names.h"

static const char *const lane_names[] = {
  "customer",
  "system",
  "money",
};

/**
 * redress_lane_to_string:
 *
 * Returns: (transfer none): the word for a lane in code, wire and database
 */
const char *
redress_lane_to_string (RedressLane lane)
{
  return redress_names_get (lane_names, G_N_ELEMENTS (lane_names), lane);
}

/**
 * redress_lane_from_string:
 * @text: (nullable): a word
 * @lane: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no lane has this word
 */
gboolean
redress_lane_from_string (const char *text, RedressLane *lane)
{
  int found = redress_names_find (lane_names, G_N_ELEMENTS (lane_names), text);

  if (found < 0)
    return FALSE;

  *lane = (RedressLane)found;
  return TRUE;
}

/**
 * redress_event_new:
 *
 * Returns: (transfer full): an event at no known time
 */
RedressEvent *
redress_event_new (void)
{
  RedressEvent *self = g_new0 (RedressEvent, 1);

  self->at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_event_free:
 * @self: (transfer full) (nullable): an event
 */
void
redress_event_free (RedressEvent *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->text);
  g_free (self->source);
  g_free (self);
}
