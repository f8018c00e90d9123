/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ticket.h"

/**
 * redress_history_item_new:
 *
 * Returns: (transfer full): an empty item
 */
RedressHistoryItem *
redress_history_item_new (void)
{
  RedressHistoryItem *self = g_new0 (RedressHistoryItem, 1);

  self->opened_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_history_item_free:
 * @self: (transfer full) (nullable): an item
 */
void
redress_history_item_free (RedressHistoryItem *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self);
}

/**
 * redress_customer_init:
 * @self: (out caller-allocates): memory for a customer
 *
 * Makes a customer without history.
 */
void
redress_customer_init (RedressCustomer *self)
{
  *self = (RedressCustomer){
    .history = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_history_item_free),
  };
}

/**
 * redress_customer_clear:
 *
 * Frees what a customer holds and leaves zeroes. Does nothing to one that is all zero.
 */
void
redress_customer_clear (RedressCustomer *self)
{
  g_free (self->ref);
  g_free (self->display_name);
  g_free (self->tier);
  g_free (self->language);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  *self = (RedressCustomer){ 0 };
}
