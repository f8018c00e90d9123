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
  copy->evidence = g_strdup (self->evidence);
  copy->entries =
      g_memdup2 (self->entries, (redress_fact_count_entries (self) + 1) * sizeof (guint));
  return copy;
}

/**
 * redress_fact_count_entries:
 *
 * Returns: how many entries of its piece of evidence say it; 0 where nobody said which
 */
guint
redress_fact_count_entries (const RedressFact *self)
{
  guint count = 0;

  while (self->entries != NULL && self->entries[count] != 0)
    count++;
  return count;
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
  g_free (self->evidence);
  g_free (self->entries);
  g_free (self);
}
