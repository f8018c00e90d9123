/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember claim_members[] = {
  { REDRESS_CODE (RedressClaim, holder), .required = TRUE },
  { REDRESS_TEXT (RedressClaim, holder_name) },
  { REDRESS_ENUM (RedressClaim, mode, claim_mode), .required = TRUE },
  { REDRESS_COUNT (RedressClaim, token), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressClaim, lease_until), .required = TRUE },
};

const RedressShape redress_claim_shape = {
  .members = claim_members,
  .n_members = G_N_ELEMENTS (claim_members),
  .create = (gpointer (*) (void))redress_claim_new,
  .destroy = (GDestroyNotify)redress_claim_free,
};

/**
 * redress_claim_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_claim_to_json (const RedressClaim *claim)
{
  return redress_shape_to_json (&redress_claim_shape, claim);
}

/**
 * redress_claim_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a claim, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressClaim *
redress_claim_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_claim_shape, object, error);
}
