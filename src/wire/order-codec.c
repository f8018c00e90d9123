/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember line_members[] = {
  { REDRESS_TEXT (RedressOrderLine, title) },
  { REDRESS_COUNT (RedressOrderLine, quantity) },
  { REDRESS_AMOUNT (RedressOrderLine, amount), .required = TRUE },
};

static const RedressShape redress_line_shape = {
  .members = line_members,
  .n_members = G_N_ELEMENTS (line_members),
  .create = (gpointer (*) (void))redress_order_line_new,
  .destroy = (GDestroyNotify)redress_order_line_free,
};

static const RedressMember order_members[] = {
  { REDRESS_CODE (RedressOrder, number) },
  { REDRESS_TEXT (RedressOrder, title) },
  { REDRESS_ARRAY (RedressOrder, lines, line), .max = 1000 },
  { REDRESS_AMOUNT (RedressOrder, paid) },
  { REDRESS_CODE (RedressOrder, payment_method) },
  { REDRESS_CODE (RedressOrder, state) },
  { REDRESS_CODE (RedressOrder, state_at_request) },
  { REDRESS_TIMESTAMP (RedressOrder, state_as_of) },
  { REDRESS_TIMESTAMP (RedressOrder, placed_at) },
  { REDRESS_TIMESTAMP (RedressOrder, requested_at) },
};

/* An order has no life of its own, so nothing creates or frees one. */
const RedressShape redress_order_shape = {
  .members = order_members,
  .n_members = G_N_ELEMENTS (order_members),
};

/**
 * redress_order_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_order_to_json (const RedressOrder *order)
{
  return redress_shape_to_json (&redress_order_shape, order);
}

/**
 * redress_order_from_json:
 * @object: what stands on the wire
 * @order: (inout): an order, or all zero; what it held is freed
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID and a message that names the member; then
 * @order is all zero
 */
gboolean
redress_order_from_json (JsonObject *object, RedressOrder *order, GError **error)
{
  redress_order_clear (order);
  redress_order_init (order);
  if (redress_shape_read (&redress_order_shape, object, order, error))
    return TRUE;

  redress_order_clear (order);
  return FALSE;
}
