/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export.h"

/**
 * redress_audit_entry_new:
 *
 * Returns: (transfer full): an empty entry
 */
RedressAuditEntry *
redress_audit_entry_new (void)
{
  return g_new0 (RedressAuditEntry, 1);
}

/**
 * redress_audit_entry_free:
 * @self: (transfer full) (nullable): an entry
 */
void
redress_audit_entry_free (RedressAuditEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->sha256);
  g_free (self->leaf);
  g_free (self);
}

/**
 * redress_export_new:
 *
 * Returns: (transfer full): an export without a ticket
 */
RedressExport *
redress_export_new (void)
{
  RedressExport *self = g_new0 (RedressExport, 1);

  self->at = REDRESS_TIME_UNKNOWN;
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_audit_entry_free);
  return self;
}

/**
 * redress_export_free:
 * @self: (transfer full) (nullable): an export
 */
void
redress_export_free (RedressExport *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->ticket);
  g_free (self->log);
  g_free (self->head_sha256);
  g_ptr_array_unref (self->entries);
  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self->reason);
  g_free (self);
}
