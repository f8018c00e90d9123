/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "core/language.h"
#include "wire/shape.h"

static const RedressMember item_members[] = {
  { REDRESS_COUNT (RedressHistoryItem, ticket), .required = TRUE },
  { REDRESS_ENUM (RedressHistoryItem, kind, kind), .required = TRUE },
  { REDRESS_ENUM (RedressHistoryItem, state, state), .required = TRUE },
  { REDRESS_ENUM (RedressHistoryItem, verdict, verdict), .if_set = TRUE },
  { REDRESS_TEXT (RedressHistoryItem, title) },
  { REDRESS_TIMESTAMP (RedressHistoryItem, opened_at) },
};

static const RedressShape redress_item_shape = {
  .members = item_members,
  .n_members = G_N_ELEMENTS (item_members),
  .create = (gpointer (*) (void))redress_history_item_new,
  .destroy = (GDestroyNotify)redress_history_item_free,
};

static const RedressMember customer_members[] = {
  { REDRESS_CODE (RedressCustomer, ref), .required = TRUE },
  { REDRESS_TEXT (RedressCustomer, display_name) },
  { REDRESS_CODE (RedressCustomer, tier) },
  { REDRESS_NULLABLE (RedressCustomer, language), .max = REDRESS_LANGUAGE_TAG_MAX },
  { REDRESS_COUNT (RedressCustomer, cancels_90d) },
  { REDRESS_ARRAY (RedressCustomer, history, item), .max = 1000 },
};

/* A customer has no life of its own, so nothing creates or frees one. */
const RedressShape redress_customer_shape = {
  .members = customer_members,
  .n_members = G_N_ELEMENTS (customer_members),
};

/**
 * redress_customer_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_customer_to_json (const RedressCustomer *customer)
{
  return redress_shape_to_json (&redress_customer_shape, customer);
}

/**
 * redress_customer_from_json:
 * @object: what stands on the wire
 * @customer: (inout): a customer, or all zero; what it held is freed
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member; then
 * @customer is all zero
 */
gboolean
redress_customer_from_json (JsonObject *object, RedressCustomer *customer, GError **error)
{
  redress_customer_clear (customer);
  redress_customer_init (customer);
  if (redress_shape_read (&redress_customer_shape, object, customer, error))
    return TRUE;

  redress_customer_clear (customer);
  return FALSE;
}
