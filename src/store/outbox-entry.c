/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-entry.h"

G_DEFINE_FINAL_TYPE (RedressOutboxEntry, redress_outbox_entry, G_TYPE_OBJECT)

static void
redress_outbox_entry_finalize (GObject *object)
{
  RedressOutboxEntry *self = REDRESS_OUTBOX_ENTRY (object);

  redress_command_free (self->command);
  g_free (self->problem_code);
  g_free (self->problem_detail);
  g_clear_pointer (&self->theirs, redress_decision_free);

  G_OBJECT_CLASS (redress_outbox_entry_parent_class)->finalize (object);
}

static void
redress_outbox_entry_class_init (RedressOutboxEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_outbox_entry_finalize;
}

static void
redress_outbox_entry_init (RedressOutboxEntry *self)
{
  self->recorded_at = REDRESS_TIME_UNKNOWN;
  self->not_before = REDRESS_TIME_UNKNOWN;
}
