/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/fact.h"

/**
 * redress_fact_new:
 * @name: such as "channel_log.credited"
 * @source: (nullable): who said so
 * @as_of: when the source said so
 *
 * Returns: (transfer full): a fact whose value is unknown
 */
RedressFact *
redress_fact_new (const char *name, const char *source, RedressTime as_of)
{
  RedressFact *self = g_new0 (RedressFact, 1);

  self->name = g_strdup (name);
  self->source = g_strdup (source);
  self->as_of = as_of;
  return self;
}

/**
 * redress_fact_copy:
 * @self: (nullable): a fact
 *
 * Returns: (transfer full) (nullable): a copy of @self
 */
RedressFact *
redress_fact_copy (const RedressFact *self)
{
  RedressFact *copy;

  if (self == NULL)
    return NULL;

  copy = redress_fact_new (self->name, self->source, self->as_of);
  copy->unit = g_strdup (self->unit);
  redress_value_copy (&self->value, &copy->value);
  return copy;
}

/**
 * redress_fact_free:
 * @self: (transfer full) (nullable): a fact
 */
void
redress_fact_free (RedressFact *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  redress_value_clear (&self->value);
  g_free (self->unit);
  g_free (self->source);
  g_free (self);
}
