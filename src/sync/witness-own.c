/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/witness-private.h"

#include <string.h>

static void next_entry (RedressWitness *self);

static void
list_wanted (RedressWitness *self)
{
  GPtrArray *own = redress_own_entries_get (self->own);

  self->wanted = g_ptr_array_new ();
  for (guint i = own->len; i > 0; i--)
    {
      RedressOwnEntry *entry = own->pdata[i - 1];
      const RedressKnownLog *known = g_hash_table_lookup (self->known, entry->log);

      if (known == NULL || known->proof->size <= (guint64)entry->index)
        continue;
      g_ptr_array_add (self->wanted, entry);
      /* It is signed: what becomes of it is known soon. */
      if (entry->bad_since == REDRESS_TIME_UNKNOWN)
        self->wait = REDRESS_WITNESS_OWN_LOOK_SECONDS;
    }
}

static RedressOwnEntry *
get_wanted (RedressWitness *self)
{
  return self->wanted->pdata[self->wanted->len - 1];
}

static void
note_found (RedressWitness *self)
{
  g_autoptr (GError) error = NULL;

  if (!redress_own_entries_remove (self->own, get_wanted (self), &error))
    g_message ("%s", error->message);
}

static void
note_missing (RedressWitness *self)
{
  RedressOwnEntry *entry = get_wanted (self);
  RedressKnownLog *known = redress_witness_get_known (self, entry->log);
  g_autoptr (GError) error = NULL;

  if (entry->bad_since == REDRESS_TIME_UNKNOWN &&
      entry->n_failed++ < REDRESS_WITNESS_FAILURES_ALLOWED)
    return;
  if (entry->bad_since == REDRESS_TIME_UNKNOWN &&
      !redress_own_entries_mark (self->own, entry, redress_clock_now (self->clock), &error))
    g_message ("%s", error->message);
  redress_witness_note_unproved (known, entry->index, entry->bad_since);
}

static void
go_on (RedressWitness *self)
{
  g_clear_pointer (&self->leaf, g_free);
  g_ptr_array_set_size (self->wanted, (int)self->wanted->len - 1);
  next_entry (self);
}

static gboolean
is_proved (RedressWitness *self, const GArray *proof)
{
  const RedressOwnEntry *entry = get_wanted (self);
  const RedressKnownLog *known = redress_witness_get_known (self, entry->log);
  RedressHash leaf;

  redress_merkle_hash_leaf (self->leaf, strlen (self->leaf), &leaf);
  return redress_merkle_check_inclusion ((guint64)entry->index, known->proof->size, &leaf, proof,
                                         &known->root, NULL);
}

static void
got_inclusion_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  RedressWitness *self = data;
  g_autoptr (RedressReply) reply = NULL;
  g_autoptr (GArray) proof = NULL;

  if (!redress_witness_receive (result, &reply))
    return;
  proof = redress_witness_read_proof (reply);
  if (proof != NULL && is_proved (self, proof))
    note_found (self);
  else if (redress_witness_is_answer (reply))
    note_missing (self);
  go_on (self);
}

static void
got_entry_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  RedressWitness *self = data;
  const RedressOwnEntry *entry;
  g_autoptr (RedressReply) reply = NULL;
  g_autofree char *escaped = NULL, *path = NULL;

  if (!redress_witness_receive (result, &reply))
    return;
  entry = get_wanted (self);
  self->leaf = redress_witness_read_entry (reply, entry);
  if (self->leaf == NULL)
    {
      if (redress_witness_is_answer (reply))
        note_missing (self);
      go_on (self);
      return;
    }
  escaped = g_uri_escape_string (entry->log, NULL, FALSE);
  path = g_strdup_printf ("/v1/audit/%s/proof?index=%" G_GINT64_FORMAT "&size=%" G_GUINT64_FORMAT,
                          escaped, entry->index,
                          redress_witness_get_known (self, entry->log)->proof->size);
  redress_witness_ask (self, path, got_inclusion_cb);
}

static void
next_entry (RedressWitness *self)
{
  const RedressOwnEntry *entry;
  g_autofree char *escaped = NULL, *path = NULL;

  if (self->wanted->len == 0)
    {
      redress_witness_end_look (self);
      return;
    }
  entry = get_wanted (self);
  escaped = g_uri_escape_string (entry->log, NULL, FALSE);
  path = g_strdup_printf ("/v1/audit/%s/entries?limit=1&size=%" G_GINT64_FORMAT, escaped,
                          entry->index + 1);
  redress_witness_ask (self, path, got_entry_cb);
}

/**
 * redress_witness_look_for_own:
 * @self: a witness that has looked at the logs
 *
 * Asks for the entries of what was decided here, and for the proof that they are in what was
 * signed. Ends the look.
 */
void
redress_witness_look_for_own (RedressWitness *self)
{
  list_wanted (self);
  next_entry (self);
}
