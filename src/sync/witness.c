/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/witness-private.h"

#include <errno.h>

/* How old what is known may be while nothing was decided here. */
#define LOOK_SECONDS 30

static void next_head (RedressWitness *self);
static void set_timer (RedressWitness *self, guint seconds);

static void
known_free (gpointer data)
{
  RedressKnownLog *known = data;

  redress_log_proof_free (known->proof);
  g_free (known);
}

RedressKnownLog *
redress_witness_get_known (RedressWitness *self, const char *log)
{
  RedressKnownLog *known = g_hash_table_lookup (self->known, log);

  if (known != NULL)
    return known;
  known = g_new0 (RedressKnownLog, 1);
  known->proof = redress_log_proof_new (log);
  g_hash_table_insert (self->known, g_strdup (log), known);
  return known;
}

static void
set_state (RedressWitness *self, RedressKnownLog *known, RedressLogState state)
{
  RedressLogProof *proof = known->proof;

  if (proof->state == state)
    return;
  proof->state = state;
  proof->bad_since =
      state != REDRESS_LOG_UNCHANGED ? redress_clock_now (self->clock) : REDRESS_TIME_UNKNOWN;
}

void
redress_witness_note_unproved (RedressKnownLog *known, gint64 entry, RedressTime since)
{
  RedressLogProof *proof = known->proof;

  if (proof->state != REDRESS_LOG_UNCHANGED && proof->state != REDRESS_LOG_UNPROVED)
    return;
  if (proof->state == REDRESS_LOG_UNPROVED && proof->bad_since < since)
    return;
  proof->state = REDRESS_LOG_UNPROVED;
  proof->entry = entry;
  proof->bad_since = since;
}

/* Whether something that was decided here was looked for in it in vain. */
static gboolean
has_bad_entry (RedressWitness *self, const char *log)
{
  GPtrArray *own = redress_own_entries_get (self->own);

  for (guint i = 0; i < own->len; i++)
    {
      const RedressOwnEntry *entry = own->pdata[i];

      if (g_str_equal (entry->log, log) && entry->bad_since != REDRESS_TIME_UNKNOWN)
        return TRUE;
    }
  return FALSE;
}

static void
report (RedressWitness *self)
{
  g_autoptr (GPtrArray) proofs =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_log_proof_free);
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &known))
    g_ptr_array_add (proofs, redress_log_proof_copy (((RedressKnownLog *)known)->proof));
  self->func (proofs, self->owner);
}

/* Whether all is proved that could be. */
static gboolean
is_settled (RedressWitness *self)
{
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &known))
    if (((RedressKnownLog *)known)->n_ungrown > 0)
      return FALSE;
  return redress_own_entries_get (self->own)->len == 0;
}

void
redress_witness_end_look (RedressWitness *self)
{
  self->is_looking = FALSE;
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_pointer (&self->memory, redress_log_memory_free);
  g_clear_pointer (&self->leaf, g_free);
  report (self);
  if (!self->is_online)
    return;
  set_timer (self, is_settled (self) ? LOOK_SECONDS : self->wait);
  self->wait = MIN (2 * self->wait, LOOK_SECONDS);
}

void
redress_witness_ask (RedressWitness *self, const char *path, GAsyncReadyCallback callback)
{
  RedressCall call = { .method = "GET", .path = path };

  redress_http_send_async (self->http, &call, self->cancellable, callback, self);
}

/* (out) (nullable): the reply, or %NULL where there was none. FALSE: there is no witness any more.
 */
gboolean
redress_witness_receive (GAsyncResult *result, RedressReply **reply)
{
  g_autoptr (GError) error = NULL;

  *reply = redress_http_send_finish (result, &error);
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static char *
build_key_path (RedressWitness *self)
{
  return g_build_filename (self->folder, "key", NULL);
}

gboolean
redress_witness_is_answer (const RedressReply *reply)
{
  return reply != NULL && reply->status < 500 && reply->status != 401 && reply->status != 429;
}

/* The first key is the one: another would let anybody sign another past. */
static gboolean
check_key (RedressWitness *self, const char *key)
{
  g_autofree char *path = build_key_path (self);
  g_autofree char *pinned = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_get_contents (path, &pinned, NULL, &error))
    return g_str_equal (pinned, key);
  if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return FALSE;
  g_clear_error (&error);
  if (!g_file_set_contents_full (path, key, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &error))
    g_message ("%s", error->message);
  return TRUE;
}

/* What the memory says, for people. */
static void
take_memory (RedressWitness *self, RedressKnownLog *known, const RedressLogMemory *memory)
{
  RedressLogProof *proof = known->proof;

  proof->size = redress_log_memory_get_size (memory);
  proof->since = memory->since;
  g_free (proof->note_path);
  proof->note_path = g_strdup (memory->path);
  if (memory->checkpoint != NULL)
    known->root = memory->checkpoint->root;
  if (memory->conflict == NULL)
    {
      if (known->n_ungrown == 0 && !has_bad_entry (self, proof->log))
        set_state (self, known, REDRESS_LOG_UNCHANGED);
      return;
    }
  proof->state = REDRESS_LOG_CHANGED;
  proof->bad_since = memory->conflict_since;
  g_free (proof->conflict_path);
  proof->conflict_path = g_strconcat (memory->path, ".conflict", NULL);
}

static void
advance (RedressWitness *self, const RedressWitnessHead *head, const GArray *proof)
{
  RedressKnownLog *known = redress_witness_get_known (self, head->log);
  g_autoptr (RedressNoteKey) key = redress_note_key_parse (head->key, NULL);
  g_autoptr (RedressSignedNote) note = redress_signed_note_parse (head->note, -1, NULL);
  g_autofree char *origin = NULL;
  g_autoptr (GError) error = NULL;

  if (key == NULL || note == NULL)
    return;
  origin = g_strconcat (redress_note_key_get_name (key), "/", head->log, NULL);
  if (redress_log_memory_advance (self->memory, origin, key, note, proof,
                                  redress_clock_now (self->clock), &error))
    known->n_ungrown = 0;
  else
    g_debug ("log %s: %s", head->log, error->message);
  take_memory (self, known, self->memory);
}

/* Whoever cannot show that a log only grew may have changed it: that is no reason to be silent. */
static void
note_ungrown (RedressWitness *self, const RedressWitnessHead *head)
{
  RedressKnownLog *known = redress_witness_get_known (self, head->log);
  RedressTime now = redress_clock_now (self->clock);

  if (known->n_ungrown++ < REDRESS_WITNESS_FAILURES_ALLOWED)
    self->wait = REDRESS_WITNESS_OWN_LOOK_SECONDS;
  else
    redress_witness_note_unproved (known, (gint64)redress_log_memory_get_size (self->memory), now);
}

static void
got_growth_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  RedressWitness *self = data;
  const RedressWitnessHead *head;
  g_autoptr (RedressReply) reply = NULL;
  g_autoptr (GArray) proof = NULL;

  if (!redress_witness_receive (result, &reply))
    return;
  head = self->heads->pdata[self->next_head - 1];
  proof = redress_witness_read_proof (reply);
  if (proof != NULL)
    advance (self, head, proof);
  if (self->memory->conflict == NULL && redress_log_memory_get_size (self->memory) < head->size &&
      redress_witness_is_answer (reply))
    note_ungrown (self, head);
  next_head (self);
}

static RedressLogMemory *
open_memory (RedressWitness *self, const RedressWitnessHead *head, GError **error)
{
  g_autofree char *path = redress_log_memory_build_path (self->folder, head->log);

  return redress_log_memory_open (path, error);
}

/* Returns whether an answer has to be waited for. */
static gboolean
look_at (RedressWitness *self, const RedressWitnessHead *head)
{
  RedressKnownLog *known = redress_witness_get_known (self, head->log);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (RedressHash));
  g_autoptr (GError) error = NULL;
  g_autofree char *escaped = NULL, *path = NULL;
  guint64 size;

  g_clear_pointer (&self->memory, redress_log_memory_free);
  self->memory = open_memory (self, head, &error);
  if (self->memory == NULL)
    {
      g_message ("%s", error->message);
      set_state (self, known, REDRESS_LOG_FORGOTTEN);
      return FALSE;
    }
  if (!check_key (self, head->key))
    {
      set_state (self, known, REDRESS_LOG_OTHER_KEY);
      return FALSE;
    }
  size = redress_log_memory_get_size (self->memory);
  if (self->memory->conflict != NULL || size == 0 || head->size <= size)
    {
      advance (self, head, none);
      return FALSE;
    }
  escaped = g_uri_escape_string (head->log, NULL, FALSE);
  path = g_strdup_printf ("/v1/audit/%s/proof?from=%" G_GUINT64_FORMAT "&size=%" G_GUINT64_FORMAT,
                          escaped, size, head->size);
  redress_witness_ask (self, path, got_growth_cb);
  return TRUE;
}

static void
next_head (RedressWitness *self)
{
  while (self->next_head < self->heads->len)
    if (look_at (self, self->heads->pdata[self->next_head++]))
      return;
  redress_witness_look_for_own (self);
}

static void
got_heads_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  RedressWitness *self = data;
  g_autoptr (RedressReply) reply = NULL;

  if (!redress_witness_receive (result, &reply))
    return;
  self->heads = redress_witness_read_heads (reply);
  self->next_head = 0;
  if (self->heads == NULL)
    {
      redress_witness_end_look (self);
      return;
    }
  self->has_looked = TRUE;
  next_head (self);
}

static gboolean
look_cb (gpointer data)
{
  RedressWitness *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  if (self->is_looking || !self->is_online)
    return G_SOURCE_REMOVE;
  self->is_looking = TRUE;
  redress_witness_ask (self, "/v1/audit", got_heads_cb);
  return G_SOURCE_REMOVE;
}

static void
clear_timer (RedressWitness *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
set_timer (RedressWitness *self, guint seconds)
{
  clear_timer (self);
  self->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timer, look_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/**
 * redress_witness_new:
 * @http: the way to the server, for as long as the witness is there
 * @folder: where it remembers; made if it is not there
 * @clock: the clock
 * @func: is told after each look
 * @owner: for @func
 *
 * Returns: (transfer full): a witness
 */
RedressWitness *
redress_witness_new (RedressHttp *http,
                     const char *folder,
                     RedressClock *clock,
                     RedressWitnessFunc func,
                     gpointer owner)
{
  RedressWitness *self = g_new0 (RedressWitness, 1);
  g_autofree char *own = g_build_filename (folder, "own", NULL);

  self->http = http;
  self->folder = g_strdup (folder);
  self->clock = redress_clock_ref (clock);
  self->func = func;
  self->owner = owner;
  self->wait = REDRESS_WITNESS_OWN_LOOK_SECONDS;
  self->cancellable = g_cancellable_new ();
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_message ("%s: %s", folder, g_strerror (errno));
  self->own = redress_own_entries_open (own);
  return self;
}

/**
 * redress_witness_free:
 * @self: (transfer full) (nullable): a witness
 */
void
redress_witness_free (RedressWitness *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  clear_timer (self);
  g_hash_table_unref (self->known);
  redress_own_entries_free (self->own);
  redress_clock_unref (self->clock);
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_pointer (&self->memory, redress_log_memory_free);
  g_free (self->leaf);
  g_free (self->folder);
  g_free (self);
}

/**
 * redress_witness_set_online:
 * @self: a witness
 * @online: whether the server can be asked
 */
void
redress_witness_set_online (RedressWitness *self, gboolean online)
{
  if (self->is_online == online)
    return;
  self->is_online = online;
  if (online)
    set_timer (self, 0);
  else
    clear_timer (self);
}

/* A server without a signer can prove nothing, and never could: nothing is expected of it. */
static gboolean
signs_nothing (RedressWitness *self)
{
  g_autofree char *path = build_key_path (self);

  return self->has_looked && g_hash_table_size (self->known) == 0 &&
         !g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * redress_witness_note_answer:
 * @self: a witness
 * @command: as it was sent
 * @answer: what the server said of it
 */
void
redress_witness_note_answer (RedressWitness *self, GBytes *command, const RedressAnswer *answer)
{
  RedressOwnEntry *own;
  g_autoptr (GError) error = NULL;

  if (signs_nothing (self))
    return;
  own = redress_witness_expect (command, answer);
  if (own == NULL)
    return;
  if (!redress_own_entries_add (self->own, own, &error))
    g_message ("%s", error->message);
  self->wait = REDRESS_WITNESS_OWN_LOOK_SECONDS;
  if (self->is_online && !self->is_looking)
    set_timer (self, self->wait);
}
