/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/messages.h"

#include "wire/shape.h"

static const RedressMember session_members[] = {
  { REDRESS_TEXT (RedressSession, access_token), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressSession, access_until), .required = TRUE },
  { REDRESS_TEXT (RedressSession, refresh_token), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressSession, refresh_until), .required = TRUE },
  { REDRESS_OBJECT (RedressSession, account, account), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressSession, server_time), .required = TRUE },
};

static const RedressShape redress_session_shape = {
  .members = session_members,
  .n_members = G_N_ELEMENTS (session_members),
  .create = (gpointer (*) (void))redress_session_new,
  .destroy = (GDestroyNotify)redress_session_free,
};

/**
 * redress_session_new:
 *
 * Returns: (transfer full): a session without tokens
 */
RedressSession *
redress_session_new (void)
{
  RedressSession *self = g_new0 (RedressSession, 1);

  self->access_until = REDRESS_TIME_UNKNOWN;
  self->refresh_until = REDRESS_TIME_UNKNOWN;
  self->server_time = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_session_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_session_free (RedressSession *self)
{
  if (self == NULL)
    return;

  g_free (self->access_token);
  g_free (self->refresh_token);
  redress_account_free (self->account);
  g_free (self);
}

/**
 * redress_session_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_session_to_json (const RedressSession *self)
{
  return redress_shape_to_json (&redress_session_shape, self);
}

/**
 * redress_session_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a session, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressSession *
redress_session_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_session_shape, object, error);
}
