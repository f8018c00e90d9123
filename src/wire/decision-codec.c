/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember decision_members[] = {
  { REDRESS_COUNT (RedressDecision, round), .required = TRUE },
  { REDRESS_ENUM (RedressDecision, verdict, verdict), .required = TRUE },
  { REDRESS_ENUM (RedressDecision, recommended, verdict), .if_set = TRUE },
  { REDRESS_CODE (RedressDecision, reason_code) },
  { REDRESS_TEXT (RedressDecision, note) },
  { REDRESS_TEXT (RedressDecision, message) },
  { REDRESS_NULLABLE (RedressDecision, message_language), .max = REDRESS_CODE_MAX },
  { REDRESS_NULLABLE (RedressDecision, override_reason) },
  { REDRESS_AMOUNT (RedressDecision, amount) },
  { REDRESS_STRV (RedressDecision, cited) },
  { REDRESS_CODE (RedressDecision, actor), .required = TRUE },
  { REDRESS_TEXT (RedressDecision, actor_name) },
  { REDRESS_NULLABLE (RedressDecision, approved_by) },
  { REDRESS_NULLABLE (RedressDecision, approved_by_name) },
  { REDRESS_TIMESTAMP (RedressDecision, decided_at) },
  { REDRESS_TIMESTAMP (RedressDecision, recorded_at) },
  { REDRESS_TIMESTAMP (RedressDecision, effect_at) },
  { REDRESS_BOOL (RedressDecision, offline) },
  { REDRESS_BOOL (RedressDecision, is_void) },
  { REDRESS_CODE (RedressDecision, command_id) },
  { REDRESS_COUNT (RedressDecision, version) },
  { REDRESS_STRV (RedressDecision, effects) },
  { REDRESS_CODE (RedressDecision, effect_state) },
  { REDRESS_NULLABLE (RedressDecision, group) },
};

const RedressShape redress_decision_shape = {
  .members = decision_members,
  .n_members = G_N_ELEMENTS (decision_members),
  .create = (gpointer (*) (void))redress_decision_new,
  .destroy = (GDestroyNotify)redress_decision_free,
};

/**
 * redress_decision_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_decision_to_json (const RedressDecision *decision)
{
  return redress_shape_to_json (&redress_decision_shape, decision);
}

/**
 * redress_decision_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a decision, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressDecision *
redress_decision_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_decision_shape, object, error);
}
