/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/messages.h"

#include "wire/shape.h"

static const RedressMember answer_members[] = {
  { REDRESS_CODE (RedressAnswer, command_id), .required = TRUE },
  { REDRESS_UINT (RedressAnswer, status), .required = TRUE, .min = 100, .max = 599 },
  { REDRESS_OBJECT (RedressAnswer, problem, problem) },
  { REDRESS_CODE (RedressAnswer, platform) },
  { REDRESS_COUNT (RedressAnswer, seq) },
  { REDRESS_COUNT (RedressAnswer, audit_index), .min = -1 },
  { REDRESS_COUNT (RedressAnswer, ticket) },
  { REDRESS_COUNT (RedressAnswer, rev) },
  { REDRESS_COUNT (RedressAnswer, version) },
  { REDRESS_ENUM (RedressAnswer, state, state) },
  { REDRESS_OBJECT (RedressAnswer, claim, claim) },
  { REDRESS_OBJECT (RedressAnswer, decision, decision) },
};

static const RedressShape redress_answer_shape = {
  .members = answer_members,
  .n_members = G_N_ELEMENTS (answer_members),
  .create = (gpointer (*) (void))redress_answer_new,
  .destroy = (GDestroyNotify)redress_answer_free,
};

/**
 * redress_answer_new:
 *
 * Returns: (transfer full): an answer without a leaf in the log
 */
RedressAnswer *
redress_answer_new (void)
{
  RedressAnswer *self = g_new0 (RedressAnswer, 1);

  self->audit_index = -1;
  return self;
}

/**
 * redress_answer_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_answer_free (RedressAnswer *self)
{
  if (self == NULL)
    return;

  g_free (self->command_id);
  redress_problem_free (self->problem);
  g_free (self->platform);
  redress_claim_free (self->claim);
  redress_decision_free (self->decision);
  g_free (self);
}

/**
 * redress_answer_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_answer_to_json (const RedressAnswer *self)
{
  return redress_shape_to_json (&redress_answer_shape, self);
}

/**
 * redress_answer_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): an answer, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressAnswer *
redress_answer_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_answer_shape, object, error);
}
