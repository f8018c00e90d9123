/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/effect-report.h"

#include "wire/json.h"

#define MAX_EFFECTS 20
#define MAX_NAME 64
#define MAX_TEXT 1500

/**
 * redress_effect_report_clear:
 * @self: a report
 */
void
redress_effect_report_clear (RedressEffectReport *self)
{
  g_clear_pointer (&self->done, g_ptr_array_unref);
  g_clear_pointer (&self->failed, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
}

static gboolean
is_money (RedressPolicy *policy, const char *effect)
{
  return g_str_equal (effect, REDRESS_REFUND_SETTLED) || redress_policy_is_refund (policy, effect);
}

static gboolean
read_effect (JsonObject *object, RedressPolicy *policy, RedressEffectReport *report, GError **error)
{
  g_autoptr (RedressEvent) event = redress_event_new ();
  g_autofree char *state = NULL;

  if (!redress_json_read_string (object, "name", TRUE, MAX_NAME, &event->code, error) ||
      !redress_json_read_string (object, "state", TRUE, 0, &state, error) ||
      !redress_json_read_time (object, "at", TRUE, &event->at, error) ||
      !redress_json_read_string (object, "text", FALSE, MAX_TEXT, &event->text, error))
    return FALSE;
  if (!g_str_equal (state, "done") && !g_str_equal (state, "failed"))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "state: has an unknown value");
      return FALSE;
    }

  event->lane = is_money (policy, event->code) ? REDRESS_LANE_MONEY : REDRESS_LANE_SYSTEM;
  event->trouble = g_str_equal (state, "failed");
  event->source = g_strdup ("platform");
  if (event->trouble)
    g_ptr_array_add (report->failed, g_strdup (event->code));
  else if (g_str_equal (event->code, REDRESS_REFUND_SETTLED))
    report->is_settled = TRUE;
  else
    g_ptr_array_add (report->done, g_strdup (event->code));
  g_ptr_array_add (report->events, g_steal_pointer (&event));
  return TRUE;
}

/**
 * redress_effect_report_read:
 * @body: what a platform sent
 * @policy: the policy that judges the ticket
 * @report: (out caller-allocates): zeroed memory; what it says
 *
 * Returns: %FALSE with INVALID and a message that names the member
 */
gboolean
redress_effect_report_read (JsonObject *body,
                            RedressPolicy *policy,
                            RedressEffectReport *report,
                            GError **error)
{
  JsonArray *effects = NULL;

  report->done = g_ptr_array_new_with_free_func (g_free);
  report->failed = g_ptr_array_new_with_free_func (g_free);
  report->events = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_event_free);
  if (!redress_json_read_int (body, "round", TRUE, 1, REDRESS_INTEGER_MAX, &report->round, error) ||
      !redress_json_read_array (body, "effects", TRUE, MAX_EFFECTS, &effects, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (effects); i++)
    {
      JsonNode *node = json_array_get_element (effects, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                               "effects: must hold objects");
          return FALSE;
        }
      if (!read_effect (json_node_get_object (node), policy, report, error))
        return FALSE;
    }
  return TRUE;
}
