/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/messages.h"

#include "wire/shape.h"

static const RedressMember problem_members[] = {
  { REDRESS_UINT (RedressProblem, status), .required = TRUE, .min = 100, .max = 599 },
  { REDRESS_CODE (RedressProblem, code), .required = TRUE },
  { REDRESS_TEXT (RedressProblem, title) },
  { REDRESS_NULLABLE (RedressProblem, detail) },
  { REDRESS_NULLABLE (RedressProblem, member) },
};

static gpointer
create_problem (void)
{
  return g_new0 (RedressProblem, 1);
}

const RedressShape redress_problem_shape = {
  .members = problem_members,
  .n_members = G_N_ELEMENTS (problem_members),
  .create = create_problem,
  .destroy = (GDestroyNotify)redress_problem_free,
};

/**
 * redress_problem_new:
 * @status: status of the answer
 * @code: stable code such as "version_changed"
 * @title: one sentence for people
 * @detail: (nullable): what was special this time
 *
 * Returns: (transfer full): a problem
 */
RedressProblem *
redress_problem_new (guint status, const char *code, const char *title, const char *detail)
{
  RedressProblem *self = create_problem ();

  self->status = status;
  self->code = g_strdup (code);
  self->title = g_strdup (title);
  self->detail = g_strdup (detail);
  return self;
}

/**
 * redress_problem_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_problem_free (RedressProblem *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->member);
  g_free (self);
}

/**
 * redress_problem_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_problem_to_json (const RedressProblem *self)
{
  return redress_shape_to_json (&redress_problem_shape, self);
}

/**
 * redress_problem_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a problem, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressProblem *
redress_problem_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_problem_shape, object, error);
}
