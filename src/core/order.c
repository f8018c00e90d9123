/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ticket.h"

/**
 * redress_order_line_new:
 *
 * Returns: (transfer full): an empty line
 */
RedressOrderLine *
redress_order_line_new (void)
{
  return g_new0 (RedressOrderLine, 1);
}

/**
 * redress_order_line_free:
 * @self: (transfer full) (nullable): a line
 */
void
redress_order_line_free (RedressOrderLine *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self);
}

/**
 * redress_order_init:
 * @self: (out caller-allocates): memory for an order
 *
 * Makes an order without lines and with unknown times.
 */
void
redress_order_init (RedressOrder *self)
{
  *self = (RedressOrder){
    .lines = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_order_line_free),
    .state_as_of = REDRESS_TIME_UNKNOWN,
    .placed_at = REDRESS_TIME_UNKNOWN,
    .requested_at = REDRESS_TIME_UNKNOWN,
  };
}

/**
 * redress_order_clear:
 *
 * Frees what an order holds and leaves zeroes. Does nothing to an order that is all zero.
 */
void
redress_order_clear (RedressOrder *self)
{
  g_free (self->number);
  g_free (self->title);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self->payment_method);
  g_free (self->state);
  g_free (self->state_at_request);
  *self = (RedressOrder){ 0 };
}
