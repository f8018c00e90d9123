/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/proof/signing.h"

#include "audit/add-checkpoint.h"
#include "audit/checkpoint.h"
#include "core/error.h"
#include "server/log.h"
#include "server/proof/checkpoint-table.h"
#include "server/proof/signer-client.h"
#include "server/proof/tree.h"
#include "sql/transaction.h"

/* So long may an entry stand without a signature above it. */
#define TURN_SECONDS 2
/* Others wait behind no more than these: 16,384 entries, some 20 ms. */
#define TILES_AT_ONCE 64

struct _RedressSigning
{
  RedressServer *server;
  RedressJobs *jobs; /* (unowned) */
  char *socket_path;
  GThread *thread;
  GCancellable *cancellable;
  GMutex lock;
  GCond changed;
  gint state; /* atomic: RedressSigningState */

  /* Its own thread, and the database thread while that is waited for. */
  RedressNoteKey *key;      /* (nullable): public, of the signer; asked for once */
  GHashTable *signed_sizes; /* (element-type utf8 guint64): what the signer says it has signed */
  GHashTable *contradicted; /* (element-type utf8): logs of which it was told */
  gint64 n_failed;          /* turns, one after the other */
};

/* A log that has grown. */
typedef struct
{
  char *log;
  guint64 size;
  RedressHash root;
  guint64 old_size;
  GArray *proof;
  char *note; /* (nullable): signed */
} Growth;

/* One look at all logs. */
typedef struct
{
  RedressSigning *self;
  GPtrArray *growths;
  guint n_signed;
  gboolean has_more;
  GError *error;
} Turn;

static void
growth_free (Growth *self)
{
  g_free (self->log);
  g_clear_pointer (&self->proof, g_array_unref);
  g_free (self->note);
  g_free (self);
}

static Turn *
turn_new (RedressSigning *self)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->self = self;
  turn->growths = g_ptr_array_new_with_free_func ((GDestroyNotify)growth_free);
  return turn;
}

static void
turn_free (Turn *self)
{
  g_ptr_array_unref (self->growths);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Turn, turn_free)

/* Said once for each log, and for as long as the process lives: a person has to look. */
static void
note_contradiction (RedressSigning *self, const char *log, guint64 size, const char *words)
{
  RedressClock *clock = redress_server_get_clock (self->server);

  if (!g_hash_table_add (self->contradicted, g_strdup (log)))
    return;
  redress_log (clock, "log-contradicted", REDRESS_LOG_TEXT ("log", log),
               REDRESS_LOG_NUMBER ("size", (gint64)size), REDRESS_LOG_TEXT ("error", words));
  redress_metrics_add (redress_server_get_metrics (self->server),
                       "redress_log_contradictions_total", NULL, 1);
}

typedef struct
{
  RedressTree tree;
  gboolean has_more;
} Extending;

static RedressSqlOutcome
extend_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Extending *extending = data;

  return redress_tree_extend (&extending->tree, TILES_AT_ONCE, &extending->has_more, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/* A look first: most of the time nothing has become full, and a writing transaction costs. */
static gboolean
extend (const RedressTree *tree, gboolean *has_more, GError **error)
{
  Extending extending = { .tree = *tree };

  if (!redress_tree_extend (tree, 0, has_more, error))
    return FALSE;
  if (!*has_more)
    return TRUE;
  if (!redress_sql_transaction (tree->connection, REDRESS_SQL_WRITE, extend_in_transaction,
                                &extending, error))
    return FALSE;
  *has_more = extending.has_more;
  return TRUE;
}

/* (out): what the signer has seen of the log as far as is known here */
static gboolean
get_signed_size (RedressSigning *self,
                 const RedressTree *tree,
                 guint64 *signed_size,
                 guint64 *kept_size,
                 GError **error)
{
  const guint64 *told = g_hash_table_lookup (self->signed_sizes, tree->log);
  g_autoptr (RedressSignedHead) head = NULL;

  if (!redress_checkpoint_table_find (tree->connection, tree->log, &head, error))
    return FALSE;
  *kept_size = head != NULL ? head->size : 0;
  *signed_size = told != NULL ? *told : *kept_size;
  return TRUE;
}

static gboolean
add_growth (Turn *turn, const RedressTree *tree, guint64 signed_size, guint64 size, GError **error)
{
  g_autoptr (GArray) proof = redress_tree_prove_consistency (tree, signed_size, size, error);
  RedressHash root;
  Growth *growth;

  if (proof == NULL || !redress_tree_get_root (tree, size, &root, error))
    return FALSE;
  growth = g_new0 (Growth, 1);
  growth->log = g_strdup (tree->log);
  growth->size = size;
  growth->root = root;
  growth->old_size = signed_size;
  growth->proof = g_steal_pointer (&proof);
  g_ptr_array_add (turn->growths, growth);
  return TRUE;
}

static gboolean
look_at (Turn *turn, const RedressTree *tree, GError **error)
{
  RedressSigning *self = turn->self;
  guint64 size = 0, signed_size = 0, kept_size = 0;
  gboolean has_more = FALSE;

  if (!extend (tree, &has_more, error) || !redress_tree_get_size (tree, &size, error) ||
      !get_signed_size (self, tree, &signed_size, &kept_size, error))
    return FALSE;
  turn->has_more = turn->has_more || has_more;
  if (signed_size > size)
    {
      note_contradiction (self, tree->log, size, "fewer entries than were signed");
      return TRUE;
    }
  if (has_more || size == kept_size)
    return TRUE;
  return add_growth (turn, tree, signed_size, size, error);
}

/* Database thread. A log with a hole in it holds up no other. */
static void
look (gpointer data)
{
  Turn *turn = data;
  RedressSigning *self = turn->self;
  RedressSqlConnection *connection = redress_server_get_connection (self->server);
  g_autoptr (GPtrArray) logs = redress_checkpoint_table_list_logs (connection, &turn->error);

  for (guint i = 0; logs != NULL && i < logs->len && turn->error == NULL; i++)
    {
      RedressTree tree = { connection, logs->pdata[i] };
      g_autoptr (GError) failure = NULL;

      if (g_hash_table_contains (self->contradicted, tree.log) || look_at (turn, &tree, &failure))
        continue;
      if (g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
        note_contradiction (self, tree.log, 0, failure->message);
      else
        turn->error = g_steal_pointer (&failure);
    }
}

static RedressSqlOutcome
record_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Turn *turn = data;
  RedressSigning *self = turn->self;
  g_autofree char *key = redress_note_key_format (self->key);

  for (guint i = 0; i < turn->growths->len; i++)
    {
      const Growth *growth = turn->growths->pdata[i];
      RedressSignedHead head = { .log = growth->log,
                                 .size = growth->size,
                                 .note = growth->note,
                                 .key = key,
                                 .at =
                                     redress_clock_now (redress_server_get_clock (self->server)) };

      if (growth->note != NULL && !redress_checkpoint_table_put (connection, &head, error))
        return REDRESS_SQL_ROLLBACK;
    }
  return REDRESS_SQL_COMMIT;
}

/* Database thread. Logs that were signed before another failed are kept as well. */
static void
record (gpointer data)
{
  Turn *turn = data;
  g_autoptr (GError) failure = NULL;

  if (!redress_sql_transaction (redress_server_get_connection (turn->self->server),
                                REDRESS_SQL_WRITE, record_in_transaction, turn, &failure) &&
      turn->error == NULL)
    turn->error = g_steal_pointer (&failure);
}

static void
remember_size (RedressSigning *self, const char *log, guint64 size)
{
  g_hash_table_replace (self->signed_sizes, g_strdup (log), g_memdup2 (&size, sizeof size));
}

static gboolean
ask_key (RedressSigning *self, GError **error)
{
  g_autoptr (RedressSignerReply) reply = NULL;

  if (self->key != NULL)
    return TRUE;
  reply = redress_signer_client_ask (self->socket_path, "key\n", self->cancellable, error);
  if (reply == NULL)
    return FALSE;
  self->key = redress_note_key_parse (g_strchomp (reply->words), error);
  return self->key != NULL;
}

static gboolean
take_signature (Turn *turn, Growth *growth, const char *text, const char *lines, GError **error)
{
  RedressSigning *self = turn->self;
  g_autofree char *whole = g_strconcat (text, "\n", lines, NULL);
  g_autoptr (RedressSignedNote) note = redress_signed_note_parse (whole, -1, error);

  if (note == NULL || !redress_signed_note_check (note, self->key, NULL, error))
    return FALSE;
  growth->note = redress_signed_note_format (note);
  turn->n_signed++;
  remember_size (self, growth->log, growth->size);
  return TRUE;
}

/* What it has signed last, where that is not what is known here: asked again at once. */
static gboolean
take_size (Turn *turn, const Growth *growth, const char *words, GError **error)
{
  guint64 size = 0;
  g_autofree char *line = g_strchomp (g_strdup (words));

  if (!g_ascii_string_to_unsigned (line, 10, 0, G_MAXINT64, &size, error))
    return FALSE;
  if (size == growth->old_size)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "the signer refuses the size that it names itself");
      return FALSE;
    }
  remember_size (turn->self, growth->log, size);
  turn->has_more = TRUE;
  return TRUE;
}

static gboolean
ask_for (Turn *turn, Growth *growth, GError **error)
{
  RedressSigning *self = turn->self;
  g_autofree char *origin =
      g_strconcat (redress_note_key_get_name (self->key), "/", growth->log, NULL);
  g_autoptr (RedressCheckpoint) checkpoint =
      redress_checkpoint_new (origin, growth->size, &growth->root);
  g_autofree char *text = redress_checkpoint_format (checkpoint);
  /* The text of a note without signatures below it. */
  g_autofree char *request = redress_add_checkpoint_format (growth->old_size, growth->proof, text);
  g_autoptr (RedressSignerReply) reply =
      redress_signer_client_ask (self->socket_path, request, self->cancellable, error);

  if (reply == NULL)
    return FALSE;
  if (reply->status == 200)
    return take_signature (turn, growth, text, reply->words, error);
  if (reply->status == 409)
    return take_size (turn, growth, reply->words, error);
  if (reply->status == 422)
    {
      note_contradiction (self, growth->log, growth->size, g_strchomp (reply->words));
      return TRUE;
    }
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "the signer answered %u: %s",
               reply->status, g_strchomp (reply->words));
  return FALSE;
}

static void
ask_for_all (Turn *turn)
{
  if (!ask_key (turn->self, &turn->error))
    return;
  for (guint i = 0; i < turn->growths->len && turn->error == NULL; i++)
    ask_for (turn, turn->growths->pdata[i], &turn->error);
}

/* The next turn comes soon, so a failure is told once, and its end. */
static void
note_turn (RedressSigning *self, const Turn *turn)
{
  RedressClock *clock = redress_server_get_clock (self->server);
  RedressSigningState state = g_hash_table_size (self->contradicted) > 0
                                  ? REDRESS_SIGNING_CONTRADICTED
                                  : REDRESS_SIGNING_GOOD;

  if (turn->error != NULL && self->n_failed++ == 0)
    redress_log (clock, "logs-unsigned", REDRESS_LOG_TEXT ("error", turn->error->message));
  if (turn->error == NULL && self->n_failed > 0)
    {
      redress_log (clock, "logs-signed-again", REDRESS_LOG_NUMBER ("failed", self->n_failed));
      self->n_failed = 0;
    }
  if (turn->error != NULL && state == REDRESS_SIGNING_GOOD)
    state = REDRESS_SIGNING_AWAY;
  g_atomic_int_set (&self->state, state);
}

/* Returns whether there is more to do at once. */
static gboolean
take_turn (RedressSigning *self)
{
  g_autoptr (Turn) turn = turn_new (self);

  redress_jobs_run_database (self->jobs, look, turn);
  if (turn->error == NULL)
    ask_for_all (turn);
  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (turn->n_signed > 0)
    redress_jobs_run_database (self->jobs, record, turn);
  note_turn (self, turn);
  return turn->has_more && turn->error == NULL;
}

static gpointer
run (gpointer data)
{
  RedressSigning *self = data;

  g_mutex_lock (&self->lock);
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      gint64 next = g_get_monotonic_time () + TURN_SECONDS * G_TIME_SPAN_SECOND;
      gboolean has_more;

      g_mutex_unlock (&self->lock);
      has_more = take_turn (self);
      g_mutex_lock (&self->lock);
      while (!has_more && !g_cancellable_is_cancelled (self->cancellable) &&
             g_cond_wait_until (&self->changed, &self->lock, next))
        ;
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * redress_signing_start:
 * @server: a server that serves
 * @jobs: its threads
 * @socket_path: where redress-signer listens
 *
 * Returns: (transfer full): signs from now on
 */
RedressSigning *
redress_signing_start (RedressServer *server, RedressJobs *jobs, const char *socket_path)
{
  RedressSigning *self = g_new0 (RedressSigning, 1);

  self->server = server;
  self->jobs = jobs;
  self->socket_path = g_strdup (socket_path);
  self->cancellable = g_cancellable_new ();
  self->signed_sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->contradicted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("signing", run, self);
  return self;
}

/**
 * redress_signing_stop:
 * @self: (transfer full) (nullable): signs no more
 */
void
redress_signing_stop (RedressSigning *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->signed_sizes);
  g_hash_table_unref (self->contradicted);
  redress_note_key_free (self->key);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->socket_path);
  g_free (self);
}

/**
 * redress_signing_get_state:
 * @self: signs
 *
 * Returns: how that goes
 */
RedressSigningState
redress_signing_get_state (RedressSigning *self)
{
  return (RedressSigningState)g_atomic_int_get (&self->state);
}
