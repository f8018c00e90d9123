/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection.h"
#include "support/signer-process.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/headless-desk.h"
#include "sync/real-server.h"

/* Whatever is done to the log where it is kept: this desk says so, by what it remembers itself. */

typedef struct
{
  RedressTestFolder *folder;
  RedressSignerProcess *signer;
  RedressRealServer *server;
  RedressHeadlessDesk desk;
  gint64 last; /* ticket that was decided */
  char *log;   /* that it stands in */
} Fixture;

static void
open_desk (Fixture *f)
{
  g_autofree char *home = redress_test_folder_build (f->folder, "desk");

  redress_headless_desk_open (&f->desk, home);
  redress_headless_desk_sign_in (&f->desk, redress_real_server_get_url (f->server), "agent",
                                 REDRESS_TEST_PASSWORD);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = redress_test_folder_new ();
  f->signer = redress_signer_process_new (f->folder);
  redress_signer_process_start (f->signer);
  f->server = redress_real_server_new (redress_test_folder_get_path (f->folder));
  redress_real_server_stop (f->server);
  redress_real_server_set_signer (f->server, f->signer->socket_path);
  redress_real_server_start (f->server);
  redress_real_server_add_user (f->server, "agent", "agent");
  redress_real_server_add_tickets (f->server, 40, 7, NULL);
  open_desk (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_headless_desk_close (&f->desk);
  redress_real_server_free (f->server);
  redress_signer_process_free (f->signer);
  redress_test_folder_free (f->folder);
  g_free (f->log);
}

/* (nullable): until the next turn of the loop */
static const RedressLogProof *
find_proof (Fixture *f)
{
  GPtrArray *proofs = redress_sync_get_proofs (f->desk.sync);

  for (guint i = 0; proofs != NULL && i < proofs->len; i++)
    if (g_str_equal (((RedressLogProof *)proofs->pdata[i])->log, f->log))
      return proofs->pdata[i];
  return NULL;
}

static void
note_log (Fixture *f)
{
  RedressCase *found = redress_headless_desk_load (&f->desk, f->last);

  g_free (f->log);
  f->log = g_strdup (found->summary->platform);
  redress_case_free (found);
}

static char *
read_own (Fixture *f)
{
  g_autoptr (GDir) homes = NULL;
  g_autofree char *home = redress_test_folder_build (f->folder, "desk/data");
  const char *name;
  char *text = NULL;

  homes = g_dir_open (home, 0, NULL);
  while (text == NULL && (name = g_dir_read_name (homes)) != NULL)
    {
      g_autofree char *path = g_build_filename (home, name, "witness", "own", NULL);

      g_file_get_contents (path, &text, NULL, NULL);
    }
  return text;
}

static gboolean
is_settled (gpointer data)
{
  return ((Fixture *)data)->desk.applied > 0;
}

static void
decide (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->last = redress_headless_desk_find_decidable (&f->desk, f->last);
  g_assert_cmpint (f->last, !=, 0);
  g_assert_true (redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, f->last, &error));
  redress_headless_desk_await_claim (&f->desk, f->last);
  note_log (f);
  f->desk.applied = 0;
  g_object_unref (redress_headless_desk_decide (&f->desk, f->last, 0));
  redress_test_spin_until (is_settled, f, "the decision to be applied");
}

static gboolean
is_proved (gpointer data)
{
  g_autofree char *own = read_own (data);
  const RedressLogProof *proof = find_proof (data);

  return own != NULL && own[0] == '\0' && proof != NULL && proof->state == REDRESS_LOG_UNCHANGED &&
         proof->size > 0;
}

typedef struct
{
  Fixture *fixture;
  RedressLogState state;
} Wanted;

static gboolean
is_in_state (gpointer data)
{
  const Wanted *wanted = data;
  const RedressLogProof *proof = find_proof (wanted->fixture);

  return proof != NULL && proof->state == wanted->state;
}

static const RedressLogProof *
await (Fixture *f, RedressLogState state)
{
  Wanted wanted = { f, state };

  redress_test_spin_until (is_in_state, &wanted, "the desk to say what became of the log");
  return find_proof (f);
}

static RedressSqlConnection *
open_database (Fixture *f)
{
  g_autofree char *path = redress_test_folder_build (f->folder, "server/redress.db");
  const RedressSqlOptions options = { .busy_timeout_ms = 10000 };
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *database = redress_sql_connection_open (path, &options, &error);

  g_assert_no_error (error);
  return database;
}

/* Past the server: the desk is closed meanwhile, and opened on what was made of it. */
static void
tamper (Fixture *f, const char *script)
{
  g_autoptr (RedressSqlConnection) database = NULL;
  g_autoptr (GError) error = NULL;

  redress_headless_desk_close (&f->desk);
  redress_real_server_stop (f->server);
  database = open_database (f);
  redress_sql_connection_run_script (database, script, &error);
  g_assert_no_error (error);
}

static void
go_on (Fixture *f)
{
  redress_real_server_start (f->server);
  open_desk (f);
}

static void
run (const char *program, const char *first, const char *second, const char *third)
{
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, program, first, second, third, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* Of the database and of what the signer remembers: whoever has both can do so. */
static void
keep (Fixture *f, const char *from, const char *to)
{
  static const char *const names[] = { "server", "signer" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *source = g_strconcat (names[i], from, NULL);
      g_autofree char *target = g_strconcat (names[i], to, NULL);
      g_autofree char *source_path = redress_test_folder_build (f->folder, source);
      g_autofree char *target_path = redress_test_folder_build (f->folder, target);

      run ("rm", "-rf", "--", target_path);
      run ("cp", "-a", source_path, target_path);
    }
}

static void
test_proved (Fixture *f, gconstpointer data)
{
  decide (f);
  redress_test_spin_until (is_proved, f, "the decision to be proved");
  g_assert_nonnull (find_proof (f)->note_path);
  g_assert_null (find_proof (f)->conflict_path);
  g_assert_cmpint (find_proof (f)->since, !=, REDRESS_TIME_UNKNOWN);
}

/* A copy of yesterday, of the signer's memory too, and another today. */
static void
test_other_past (Fixture *f, gconstpointer data)
{
  const RedressLogProof *proof;

  redress_headless_desk_close (&f->desk);
  redress_real_server_stop (f->server);
  redress_signer_process_stop (f->signer);
  keep (f, "", ".yesterday");
  redress_signer_process_start (f->signer);
  go_on (f);
  decide (f);
  redress_test_spin_until (is_proved, f, "the decision to be proved");

  redress_headless_desk_close (&f->desk);
  redress_real_server_stop (f->server);
  redress_signer_process_stop (f->signer);
  keep (f, ".yesterday", "");
  redress_signer_process_start (f->signer);
  go_on (f);
  proof = await (f, REDRESS_LOG_CHANGED);
  g_assert_true (g_file_test (proof->note_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (proof->conflict_path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (proof->bad_since, !=, REDRESS_TIME_UNKNOWN);

  /* It does not become good by itself. */
  redress_headless_desk_close (&f->desk);
  open_desk (f);
  await (f, REDRESS_LOG_CHANGED);
}

static void
test_other_key (Fixture *f, gconstpointer data)
{
  decide (f);
  redress_test_spin_until (is_proved, f, "the decision to be proved");
  tamper (f, "delete from audit_checkpoint;");
  redress_signer_process_free (f->signer);
  {
    g_autofree char *key = redress_test_folder_build (f->folder, "signer.key");
    g_autofree char *state = redress_test_folder_build (f->folder, "signer");

    run ("rm", "-rf", key, state);
  }
  f->signer = redress_signer_process_new (f->folder);
  redress_signer_process_start (f->signer);
  redress_real_server_set_signer (f->server, f->signer->socket_path);
  go_on (f);
  await (f, REDRESS_LOG_OTHER_KEY);
}

/* What cannot be read is not taken for what was never there. */
static void
test_forgotten (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;

  decide (f);
  redress_test_spin_until (is_proved, f, "the decision to be proved");
  path = g_strdup (find_proof (f)->note_path);
  redress_headless_desk_close (&f->desk);
  g_assert_true (g_file_set_contents (path, "redress-log-mem", -1, NULL));
  open_desk (f);
  await (f, REDRESS_LOG_FORGOTTEN);
}

static gboolean
has_listed_logs (gpointer data)
{
  return redress_sync_get_proofs (((Fixture *)data)->desk.sync) != NULL;
}

/* Of a server that never signed anything nothing is expected. */
static void
test_unsigned (Fixture *f, gconstpointer data)
{
  g_autofree char *home = redress_test_folder_build (f->folder, "desk");
  g_autofree char *own = NULL;

  redress_real_server_set_signer (f->server, NULL);
  tamper (f, "delete from audit_checkpoint;");
  run ("rm", "-rf", home, home);
  go_on (f);
  redress_test_spin_until (has_listed_logs, f, "a look at the logs");
  g_assert_cmpuint (redress_sync_get_proofs (f->desk.sync)->len, ==, 0);
  decide (f);
  own = read_own (f);
  g_assert_null (own);
}

/* Before it was signed, the verdict in the entry was turned round; the tree agrees with that. */
static void
test_other_verdict (Fixture *f, gconstpointer data)
{
  const RedressLogProof *proof;

  redress_signer_process_stop (f->signer);
  decide (f);
  tamper (f, "update audit_leaf set leaf = cast (json_set (cast (leaf as text), '$.verdict', "
             "'escalate') as blob) where action = 'decide';");
  redress_signer_process_start (f->signer);
  go_on (f);
  proof = await (f, REDRESS_LOG_UNPROVED);
  g_assert_cmpint (proof->entry, >=, 0);
  g_assert_cmpint (proof->bad_since, !=, REDRESS_TIME_UNKNOWN);
}

static gboolean
is_signed (gpointer data)
{
  static const char sql[] = "select count(*) from audit_checkpoint c join audit_leaf a on "
                            "a.platform = c.platform where a.action = 'decide' and a.idx < c.size";
  g_autoptr (RedressSqlConnection) database = open_database (data);
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  redress_sql_connection_get_int64 (database, sql, &n, &error);
  g_assert_no_error (error);
  return n > 0;
}

/* Decides; it is signed, and says afterwards that somebody else did so. The desk has not looked. */
static void
change_leaf (Fixture *f)
{
  decide (f);
  tamper (f, "select 1;");
  redress_real_server_start (f->server);
  redress_test_spin_until (is_signed, f, "the signature");
  tamper (f, "update audit_leaf set leaf = cast (json_set (cast (leaf as text), '$.actor', 'a-9') "
             "as blob) where action = 'decide' and idx = (select max (idx) from audit_leaf b where "
             "b.action = 'decide' and b.platform = audit_leaf.platform);");
}

/* Of a log that this desk sees for the first time. */
static void
test_other_leaf (Fixture *f, gconstpointer data)
{
  change_leaf (f);
  run ("sh", "-c", "rm -f -- \"$0\"/desk/data/*/witness/*.note",
       redress_test_folder_get_path (f->folder));
  go_on (f);
  await (f, REDRESS_LOG_UNPROVED);
}

static gboolean
knows_log (gpointer data)
{
  const RedressLogProof *proof = find_proof (data);

  return proof != NULL && proof->size > 0;
}

/* Of one that it knows: nobody can show that it only grew, and nothing contradicts. */
static void
test_not_only_grown (Fixture *f, gconstpointer data)
{
  const RedressLogProof *proof;
  guint64 size;

  f->last = redress_headless_desk_find_decidable (&f->desk, 0);
  note_log (f);
  f->last = 0;
  redress_test_spin_until (knows_log, f, "a look at the log");
  size = find_proof (f)->size;
  change_leaf (f);
  go_on (f);
  proof = await (f, REDRESS_LOG_UNPROVED);
  g_assert_cmpuint (proof->size, ==, size);
  g_assert_cmpint (proof->entry, ==, (gint64)size);
}

#define PATH "/sync/witness/"
#define ADD(name, func) g_test_add (PATH name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("proved", test_proved);
  ADD ("other-past", test_other_past);
  ADD ("other-key", test_other_key);
  ADD ("forgotten", test_forgotten);
  ADD ("unsigned", test_unsigned);
  ADD ("other-verdict", test_other_verdict);
  ADD ("other-leaf", test_other_leaf);
  ADD ("not-only-grown", test_not_only_grown);
  return g_test_run ();
}
