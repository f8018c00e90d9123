/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/ledger.h"

static void
entry_free (gpointer data)
{
  SimEntry *entry = data;

  g_free (entry->command_id);
  g_free (entry);
}

void
sim_ledger_begin (SimLedger *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->mistakes = g_ptr_array_new_with_free_func (g_free);
}

void
sim_ledger_end (SimLedger *self)
{
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->mistakes, g_ptr_array_unref);
}

void
sim_ledger_complain (SimLedger *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->mistakes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

SimEntry *
sim_ledger_add (SimLedger *self, guint desk, const RedressCommand *command)
{
  SimEntry *entry = g_new0 (SimEntry, 1);

  entry->command_id = g_strdup (command->command_id);
  entry->ticket = command->ticket;
  entry->desk = desk;
  entry->is_decision = command->type == REDRESS_COMMAND_DECIDE;
  g_hash_table_replace (self->entries, entry->command_id, entry);
  return entry;
}

SimEntry *
sim_ledger_find (SimLedger *self, const char *command_id)
{
  return g_hash_table_lookup (self->entries, command_id);
}

void
sim_ledger_settle (SimLedger *self, const char *command_id, guint status)
{
  SimEntry *entry = sim_ledger_find (self, command_id);

  if (entry == NULL)
    sim_ledger_complain (self, "an answer came for %s, which nobody recorded", command_id);
  else if (entry->is_withdrawn)
    sim_ledger_complain (self, "%s was taken back and then answered with %u", command_id, status);
  else if (entry->status != 0 && entry->status != status)
    sim_ledger_complain (self, "%s has two answers: %u and %u", command_id, entry->status, status);
  else
    entry->status = status;
}
