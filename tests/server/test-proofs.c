/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <string.h>

#include "audit/checkpoint.h"
#include "core/error.h"
#include "server/proof/checkpoint-table.h"
#include "server/proof/tree.h"
#include "support/signer-process.h"
#include "sql/transaction.h"
#include "support/spin.h"
#include "wire/codec.h"

/* What a desk can be shown of a log, it can hold against what it saw before. */

#define LOG "/v1/audit/kameng"

static const char *const kameng[] = { "kameng", NULL };

typedef struct
{
  RedressLoop loop;
  char *auditor;
  RedressSignerProcess *signer;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  redress_loop_set_up (&f->loop, data);
  f->auditor =
      redress_test_backend_add_account (f->loop.backend, "auditor", REDRESS_ROLE_AUDITOR, kameng);
  f->signer = redress_signer_process_new (f->loop.backend->folder);
  redress_signer_process_start (f->signer);
  f->loop.backend->signer = f->signer->socket_path;
  redress_test_backend_restart (f->loop.backend);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_loop_tear_down (&f->loop, data);
  redress_signer_process_free (f->signer);
  g_free (f->auditor);
}

/* What was signed last, where that is good. */
static RedressCheckpoint *
read_checkpoint (RedressTestAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressNoteKey) key =
      redress_note_key_parse (redress_test_answer_get (answer, "key"), &error);
  g_autoptr (RedressSignedNote) note =
      redress_signed_note_parse (redress_test_answer_get (answer, "note"), -1, &error);
  RedressCheckpoint *checkpoint;

  g_assert_no_error (error);
  redress_signed_note_check (note, key, NULL, &error);
  g_assert_no_error (error);
  checkpoint = redress_checkpoint_parse (note->text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (checkpoint->origin, ==, "redress.example/audit/kameng");
  return checkpoint;
}

typedef struct
{
  Fixture *fixture;
  guint64 size;
  RedressCheckpoint *checkpoint;
} Wait;

static gboolean
is_signed (gpointer data)
{
  Wait *wait = data;
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_get (
      wait->fixture->loop.backend, wait->fixture->auditor, LOG "/checkpoint");
  g_autoptr (RedressCheckpoint) checkpoint = NULL;

  if (answer->status != 200)
    return FALSE;
  checkpoint = read_checkpoint (answer);
  if (checkpoint->size < wait->size)
    return FALSE;
  wait->checkpoint = g_steal_pointer (&checkpoint);
  return TRUE;
}

static RedressCheckpoint *
wait_for (Fixture *f, guint64 size)
{
  Wait wait = { .fixture = f, .size = size };

  redress_test_spin_until (is_signed, &wait, "a signature above so many entries");
  return wait.checkpoint;
}

static GArray *
fetch_proof (Fixture *f, const char *what, guint64 value, guint64 size)
{
  g_autofree char *path = g_strdup_printf (
      LOG "/proof?%s=%" G_GUINT64_FORMAT "&size=%" G_GUINT64_FORMAT, what, value, size);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (f->loop.backend, f->auditor, path);
  GArray *proof = g_array_new (FALSE, FALSE, sizeof (RedressHash));
  JsonArray *hashes;

  redress_test_answer_expect (answer, 200);
  hashes = json_object_get_array_member (json_node_get_object (answer->json), "proof");
  for (guint i = 0; i < json_array_get_length (hashes); i++)
    {
      RedressHash hash;

      g_assert_true (redress_hash_parse (json_array_get_string_element (hashes, i), &hash));
      g_array_append_val (proof, hash);
    }
  return proof;
}

static void
check_grown (Fixture *f, const RedressCheckpoint *old, const RedressCheckpoint *new)
{
  g_autoptr (GArray) proof = fetch_proof (f, "from", old->size, new->size);
  g_autoptr (GError) error = NULL;

  redress_merkle_check_consistency (old->size, new->size, &old->root, &new->root, proof, &error);
  g_assert_no_error (error);
}

static void
check_entry (Fixture *f, const RedressTrailEntry *entry, const RedressCheckpoint *checkpoint)
{
  g_autoptr (GArray) proof = fetch_proof (f, "index", (guint64)entry->index, checkpoint->size);
  g_autoptr (GError) error = NULL;
  RedressHash leaf;

  redress_merkle_hash_leaf (entry->leaf, strlen (entry->leaf), &leaf);
  redress_merkle_check_inclusion ((guint64)entry->index, checkpoint->size, &leaf, proof,
                                  &checkpoint->root, &error);
  g_assert_no_error (error);
}

static void
test_grows (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCheckpoint) before = wait_for (f, 2), after = NULL;
  g_autoptr (RedressCommand) decision = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;
  g_autoptr (RedressTrailPage) page = NULL;

  g_assert_cmpuint (before->size, ==, 2);
  redress_loop_claim (&f->loop);
  decision = redress_loop_decision (&f->loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (&f->loop, f->loop.agent, decision);
  after = wait_for (f, 4);
  check_grown (f, before, after);

  answer = redress_test_backend_get (f->loop.backend, f->auditor, LOG "/entries");
  page = redress_trail_page_from_json (json_node_get_object (answer->json), NULL);
  g_assert_cmpuint (page->entries->len, ==, 4);
  for (guint i = 0; i < page->entries->len; i++)
    check_entry (f, page->entries->pdata[i], after);
}

static const guint64 sizes[] = { 1, 2, 255, 256, 257, 65535, 65536, 65537, 66048, 66100 };

typedef struct
{
  Fixture *fixture;
  guint64 size;
  RedressMerkleEdge edge;
  RedressCheckpoint *heads[G_N_ELEMENTS (sizes)]; /* what the tree was at those sizes */
} Filling;

static void
append (Filling *self, GBytes *leaf)
{
  RedressHash hash;

  redress_merkle_hash_leaf (g_bytes_get_data (leaf, NULL), g_bytes_get_size (leaf), &hash);
  redress_merkle_edge_append (&self->edge, &hash);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i] == self->edge.size)
      {
        redress_merkle_edge_get_root (&self->edge, &hash);
        self->heads[i] = redress_checkpoint_new ("made", sizes[i], &hash);
      }
}

static RedressSqlOutcome
fill_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Filling *filling = data;
  g_autoptr (RedressSqlStatement) insert = redress_sql_connection_prepare (
      connection,
      "insert into audit_leaf (platform, idx, leaf, action, actor, at) "
      "values ('kameng', $1, $2, 'made', 'server', 0)",
      error);
  g_autoptr (RedressSqlStatement) resize = redress_sql_connection_prepare (
      connection, "update audit_log set size = $1 where platform = 'kameng'", error);

  for (guint64 i = 2; i < filling->size; i++)
    {
      g_autofree char *leaf = g_strdup_printf ("entry %" G_GUINT64_FORMAT, i);

      redress_sql_statement_bind_int64 (insert, 1, (gint64)i);
      redress_sql_statement_bind_blob (insert, 2, leaf, strlen (leaf));
      g_assert_true (redress_sql_statement_run (insert, error));
    }
  redress_sql_statement_bind_int64 (resize, 1, (gint64)filling->size);
  g_assert_true (redress_sql_statement_run (resize, error));
  return REDRESS_SQL_COMMIT;
}

/* Database thread. */
static void
fill (gpointer data)
{
  Filling *filling = data;
  RedressSqlConnection *connection =
      redress_test_backend_get_connection (filling->fixture->loop.backend);
  g_autoptr (RedressSqlStatement) rows = NULL;
  g_autoptr (GError) error = NULL;

  redress_sql_transaction (connection, REDRESS_SQL_WRITE, fill_in_transaction, filling, &error);
  g_assert_no_error (error);
  rows = redress_sql_connection_prepare (
      connection, "select leaf from audit_leaf where platform = 'kameng' order by idx", &error);
  g_assert_no_error (error);
  while (redress_sql_statement_step (rows, &error) == REDRESS_SQL_ROW)
    {
      g_autoptr (GBytes) bytes = redress_sql_statement_dup_bytes (rows, 0);

      append (filling, bytes);
    }
  g_assert_no_error (error);
}

static void
clear_heads (Filling *filling)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    redress_checkpoint_free (filling->heads[i]);
}

/* Past the first tile of the second level, so that all that a tree is read from is there. */
static void
test_long (Fixture *f, gconstpointer data)
{
  static const guint64 places[] = { 2, 255, 256, 65535, 65536, 66099 };
  Filling filling = { .fixture = f, .size = 66100 };
  g_autoptr (RedressCheckpoint) checkpoint = NULL;
  RedressHash root;

  redress_test_backend_run (f->loop.backend, fill, &filling);
  checkpoint = wait_for (f, filling.size);
  redress_merkle_edge_get_root (&filling.edge, &root);
  g_assert_true (redress_hash_equal (&root, &checkpoint->root));

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *leaf = g_strdup_printf ("entry %" G_GUINT64_FORMAT, places[i]);
      RedressTrailEntry entry = { .index = (gint64)places[i], .leaf = leaf };

      check_entry (f, &entry, checkpoint);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_grown (f, filling.heads[i], checkpoint);
  clear_heads (&filling);
}

static void
run_script (gpointer data)
{
  gpointer *pair = data;
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (redress_test_backend_get_connection (pair[0]), pair[1],
                                     &error);
  g_assert_no_error (error);
}

static void
change (Fixture *f, const char *script)
{
  gpointer pair[] = { f->loop.backend, (gpointer)script };

  redress_test_backend_run (f->loop.backend, run_script, pair);
}

static gboolean
is_contradicted (gpointer f)
{
  RedressServer *server = redress_service_get_server (((Fixture *)f)->loop.backend->service);

  return redress_operations_get_signing (redress_server_get_operations (server)) ==
         REDRESS_SIGNING_CONTRADICTED;
}

/* Past the server: @script changes the database. */
static void
tamper (Fixture *f, const char *script)
{
  g_autoptr (RedressTestAnswer) readiness = NULL;

  change (f, script);
  redress_test_backend_restart (f->loop.backend);
  redress_test_spin_until (is_contradicted, f, "that the signer contradicts");
  readiness = redress_test_backend_get (f->loop.backend, NULL, "/readyz");
  redress_test_answer_expect (readiness, 200);
  g_assert_nonnull (strstr (readiness->body, "log-contradicted"));
}

/* A backup that knows less than was signed. */
static void
test_rolled_back (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCheckpoint) before = NULL;

  redress_loop_claim (&f->loop);
  before = wait_for (f, 3);
  tamper (f, "delete from audit_leaf where platform = 'kameng' and idx = 2;"
             "update audit_log set size = 2 where platform = 'kameng';"
             "delete from audit_checkpoint;");
}

/* Something was changed that was signed, and the log goes on. */
static void
test_changed (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCheckpoint) before = wait_for (f, 2), after = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;

  redress_loop_claim (&f->loop);
  tamper (f, "update audit_leaf set leaf = (select leaf from audit_leaf where platform = 'kameng' "
             "and idx = 0) where platform = 'kameng' and idx = 1;"
             "update audit_leaf set leaf = (select leaf from audit_leaf where platform = 'kameng' "
             "and idx = 1) where platform = 'kameng' and idx = 0;"
             "update audit_log set size = 4 where platform = 'kameng';"
             "insert into audit_leaf (platform, idx, leaf, action, actor, at) select platform, 3, "
             "leaf, action, actor, at from audit_leaf where platform = 'kameng' and idx = 0;");
  answer = redress_test_backend_get (f->loop.backend, f->auditor, LOG "/checkpoint");
  after = read_checkpoint (answer);
  g_assert_cmpuint (after->size, <=, 3);
}

/* What is missing in one log holds up no other that comes after it. */
static void
test_hole (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCheckpoint) before = wait_for (f, 2), after = NULL;

  tamper (f, "insert into audit_leaf (platform, idx, leaf, action, actor, at) select platform, 1, "
             "leaf, action, actor, at from audit_leaf where platform = 'cainiao' and idx = 0;"
             "update audit_log set size = 2 where platform = 'cainiao';"
             "delete from audit_leaf where platform = 'cainiao' and idx = 0;");
  redress_loop_claim (&f->loop);
  after = wait_for (f, 3);
  check_grown (f, before, after);
  change (f, "insert into audit_leaf (platform, idx, leaf, action, actor, at) select platform, 0, "
             "leaf, action, actor, at from audit_leaf where platform = 'cainiao' and idx = 1;");
}

/* The hashes: the proof of an entry is not good. The root: the signer does not sign. */
static void
test_tile (Fixture *f, gconstpointer data)
{
  Filling filling = { .fixture = f, .size = 600 };
  g_autoptr (RedressCheckpoint) checkpoint = NULL;
  g_autoptr (GArray) proof = NULL;
  RedressHash leaf;

  redress_test_backend_run (f->loop.backend, fill, &filling);
  checkpoint = wait_for (f, filling.size);
  change (f, "update audit_tile set hashes = (select hashes from audit_tile where platform = "
             "'kameng' and idx = 1) where platform = 'kameng' and idx = 0;");
  proof = fetch_proof (f, "index", 5, checkpoint->size);
  redress_merkle_hash_leaf ("entry 5", strlen ("entry 5"), &leaf);
  g_assert_false (
      redress_merkle_check_inclusion (5, checkpoint->size, &leaf, proof, &checkpoint->root, NULL));
  redress_loop_claim (&f->loop);
  tamper (f, "update audit_tile set root = (select root from audit_tile where platform = 'kameng' "
             "and idx = 1) where platform = 'kameng' and idx = 0;"
             "update audit_log set size = 602 where platform = 'kameng';"
             "insert into audit_leaf (platform, idx, leaf, action, actor, at) select platform, "
             "601, leaf, action, actor, at from audit_leaf where platform = 'kameng' and idx = 2;");
  clear_heads (&filling);
}

static gboolean
is_away (gpointer f)
{
  RedressServer *server = redress_service_get_server (((Fixture *)f)->loop.backend->service);

  return redress_operations_get_signing (redress_server_get_operations (server)) ==
         REDRESS_SIGNING_AWAY;
}

/* Work goes on without, and what was done meanwhile is signed later. */
static void
test_away (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCheckpoint) before = wait_for (f, 2), after = NULL;

  redress_signer_process_stop (f->signer);
  redress_loop_claim (&f->loop);
  redress_test_spin_until (is_away, f, "that the signer is away");
  redress_signer_process_start (f->signer);
  after = wait_for (f, 3);
  check_grown (f, before, after);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  static const char *const cainiao[] = { "cainiao", NULL };
  static const char *const bad[] = {
    "?size=2",          "?index=0",        "?index=2&size=2",
    "?from=3&size=2",   "?index=0&size=3", "?index=0&from=0&size=2",
    "?index=-1&size=2", "?index=x&size=2",
  };
  g_autofree char *stranger =
      redress_test_backend_add_account (f->loop.backend, "stranger", REDRESS_ROLE_AUDITOR, cainiao);
  g_autoptr (RedressCheckpoint) checkpoint = wait_for (f, 2);
  g_autoptr (RedressTestAnswer) head =
      redress_test_backend_get (f->loop.backend, stranger, LOG "/checkpoint");
  g_autoptr (RedressTestAnswer) proof =
      redress_test_backend_get (f->loop.backend, stranger, LOG "/proof?index=0&size=2");
  g_autoptr (RedressTestAnswer) nowhere =
      redress_test_backend_get (f->loop.backend, f->auditor, "/v1/audit/elsewhere/checkpoint");

  redress_test_answer_expect (head, 404);
  redress_test_answer_expect (proof, 404);
  g_assert_cmpstr (head->body, ==, nowhere->body);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat (LOG "/proof", bad[i], NULL);
      g_autoptr (RedressTestAnswer) answer =
          redress_test_backend_get (f->loop.backend, f->auditor, path);

      redress_test_answer_expect (answer, 400);
    }
}

#define PATH "/server/proofs/"
#define ADD(name, func) g_test_add (PATH name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("grows", test_grows);
  ADD ("long", test_long);
  ADD ("rolled-back", test_rolled_back);
  ADD ("changed", test_changed);
  ADD ("hole", test_hole);
  ADD ("tile", test_tile);
  ADD ("away", test_away);
  ADD ("refused", test_refused);
  return g_test_run ();
}
