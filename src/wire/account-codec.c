/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember account_members[] = {
  { REDRESS_CODE (RedressAccount, id), .required = TRUE },
  { REDRESS_CODE (RedressAccount, name) },
  { REDRESS_TEXT (RedressAccount, display_name) },
  { REDRESS_ENUM (RedressAccount, role, role), .required = TRUE },
  { REDRESS_STRV (RedressAccount, scopes), .max = 1000 },
  { REDRESS_COUNT (RedressAccount, grants_version) },
  { REDRESS_DIGEST (RedressAccount, hand_in_key) },
};

const RedressShape redress_account_shape = {
  .members = account_members,
  .n_members = G_N_ELEMENTS (account_members),
  .create = (gpointer (*) (void))redress_account_new,
  .destroy = (GDestroyNotify)redress_account_free,
};

/**
 * redress_account_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_account_to_json (const RedressAccount *account)
{
  return redress_shape_to_json (&redress_account_shape, account);
}

/**
 * redress_account_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): an account, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressAccount *
redress_account_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_account_shape, object, error);
}
