/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember summary_members[] = {
  { REDRESS_COUNT (RedressSummary, id), .required = TRUE, .min = 1 },
  { REDRESS_CODE (RedressSummary, platform), .required = TRUE },
  { REDRESS_CODE (RedressSummary, flow), .required = TRUE },
  { REDRESS_ENUM (RedressSummary, kind, kind), .required = TRUE },
  { REDRESS_CODE (RedressSummary, external_id), .required = TRUE },
  { REDRESS_CODE (RedressSummary, order_no) },
  { REDRESS_ENUM (RedressSummary, state, state), .required = TRUE },
  { REDRESS_COUNT (RedressSummary, rev), .required = TRUE },
  { REDRESS_COUNT (RedressSummary, version), .required = TRUE },
  { REDRESS_COUNT (RedressSummary, round), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressSummary, opened_at), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressSummary, due_at) },
  { REDRESS_CODE (RedressSummary, due_rule) },
  { REDRESS_BOOL (RedressSummary, due_provisional) },
  { REDRESS_AMOUNT (RedressSummary, amount), .required = TRUE },
  { REDRESS_CODE (RedressSummary, customer_ref) },
  { REDRESS_TEXT (RedressSummary, customer_name) },
  { REDRESS_CODE (RedressSummary, reason_code) },
  { REDRESS_TEXT (RedressSummary, reason_text) },
  { REDRESS_TEXT (RedressSummary, title) },
  { REDRESS_OBJECT (RedressSummary, claim, claim) },
  { REDRESS_OBJECT (RedressSummary, race, race) },
  { REDRESS_STRV (RedressSummary, labels) },
  { REDRESS_OBJECT (RedressSummary, incident, incident) },
  { REDRESS_TIMESTAMP (RedressSummary, closed_at) },
};

static gboolean
read_badges (JsonObject *object, gpointer self, GError **error)
{
  RedressSummary *summary = self;
  g_auto (GStrv) words = NULL;

  if (!redress_json_read_strv (object, "badges", FALSE, 100, &words, error))
    return FALSE;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      guint badge = redress_badge_from_string (words[i]);

      if (badge == 0)
        return redress_json_fail (error, "badges", "has an unknown value");
      summary->badges |= badge;
    }

  return TRUE;
}

static void
write_badges (JsonObject *object, gconstpointer self)
{
  const RedressSummary *summary = self;
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < REDRESS_N_BADGES; i++)
    if (summary->badges & 1u << i)
      json_array_add_string_element (array, redress_badge_to_string (1u << i));
  json_object_set_array_member (object, "badges", array);
}

static const RedressMember race_members[] = {
  { REDRESS_CODE (RedressRace, label) },      { REDRESS_CODE (RedressRace, state) },
  { REDRESS_TIMESTAMP (RedressRace, since) }, { REDRESS_TIMESTAMP (RedressRace, ships_at) },
  { REDRESS_TIMESTAMP (RedressRace, as_of) },
};

const RedressShape redress_race_shape = {
  .members = race_members,
  .n_members = G_N_ELEMENTS (race_members),
  .create = (gpointer (*) (void))redress_race_new,
  .destroy = (GDestroyNotify)redress_race_free,
};

/**
 * redress_race_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_race_to_json (const RedressRace *race)
{
  return redress_shape_to_json (&redress_race_shape, race);
}

/**
 * redress_race_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a race, or %NULL with %REDRESS_ERROR_INVALID and a message that names
 *   the member
 */
RedressRace *
redress_race_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_race_shape, object, error);
}

const RedressShape redress_summary_shape = {
  .members = summary_members,
  .n_members = G_N_ELEMENTS (summary_members),
  .create = (gpointer (*) (void))redress_summary_new,
  .destroy = (GDestroyNotify)g_object_unref,
  .read_rest = read_badges,
  .write_rest = write_badges,
};

/**
 * redress_summary_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_summary_to_json (RedressSummary *summary)
{
  return redress_shape_to_json (&redress_summary_shape, summary);
}

/**
 * redress_summary_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a summary, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressSummary *
redress_summary_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_summary_shape, object, error);
}
