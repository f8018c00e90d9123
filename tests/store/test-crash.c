/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"
#include "store/step-killer.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define TICKET 7

static const char *program;

/* A folder with a store in which everything is prepared for the call that is killed. */
typedef struct
{
  RedressTestStore base;
  GHashTable *content; /* (element-type utf8 GBytes): files as they were, by path */
} Fixture;

static void
keep_folder (GHashTable *content, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      char *text = NULL;
      gsize size = 0;

      if (g_file_get_contents (file, &text, &size, NULL))
        g_hash_table_insert (content, g_steal_pointer (&file), g_bytes_new_take (text, size));
    }
}

static void
remove_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
}

static void
restore (Fixture *self)
{
  GHashTableIter iter;
  gpointer path, bytes;

  remove_files (self->base.paths.data);
  remove_files (self->base.paths.cache);
  g_hash_table_iter_init (&iter, self->content);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    g_assert_true (g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL),
                                             (gssize)g_bytes_get_size (bytes),
                                             G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
prepare_record (RedressTestStore *store)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (TICKET);
  g_autoptr (RedressDraft) draft = redress_draft_new (TICKET);

  redress_test_store_put_ticket (store, ticket);
  draft->note = g_strdup ("typed");
  g_assert_true (redress_test_store_save_draft (store, draft, NULL));
}

static void
prepare_take_back (RedressTestStore *store)
{
  prepare_record (store);
  g_object_unref (redress_test_outbox_record (store, TICKET));
}

static void
prepare_settle (RedressTestStore *store)
{
  prepare_take_back (store);
  redress_clock_advance (store->clock, REDRESS_MINUTE);
  redress_test_outbox_take (store, 1);
}

static char *
get_only_id (RedressTestStore *store)
{
  g_autoptr (GPtrArray) entries = redress_test_store_list_outbox (store);

  if (entries->len == 0)
    return NULL;
  g_assert_cmpuint (entries->len, ==, 1);
  return g_strdup (((RedressOutboxEntry *)g_ptr_array_index (entries, 0))->command->command_id);
}

static void
tell (const char *what)
{
  g_assert_cmpint (write (REDRESS_STEP_FD, what, strlen (what)), ==, (gssize)strlen (what));
}

static void
do_record (RedressTestStore *store)
{
  g_autoptr (RedressCommand) command = redress_test_decision_new (TICKET);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  redress_case_free (redress_test_store_load_case (store, TICKET, NULL));
  tell ("!");
  entry = redress_test_store_record (store, command, 10, &error);
  g_assert_no_error (error);
  tell (entry->command->command_id);
}

static void
do_take_back (RedressTestStore *store)
{
  g_autofree char *id = get_only_id (store);
  g_autoptr (RedressDraft) draft = NULL;

  tell ("!");
  draft = redress_test_outbox_take_back (store, id, NULL);
  g_assert_nonnull (draft);
  tell ("done");
}

static void
do_settle (RedressTestStore *store)
{
  g_autofree char *id = NULL;

  redress_clock_advance (store->clock, REDRESS_MINUTE);
  id = redress_test_outbox_take_one (store);
  tell ("!");
  redress_test_outbox_settle (store, id, 409);
  tell ("done");
}

static void
do_page (RedressTestStore *store)
{
  RedressChangePage *page = redress_test_page_new ("after");

  for (gint64 id = 100; id < 110; id++)
    redress_test_page_add (page, redress_test_summary_new (id));
  tell ("!");
  redress_test_store_apply (store, page);
  tell ("done");
}

static gboolean
has_draft (RedressTestStore *store)
{
  RedressCase *found = redress_test_store_load_case (store, TICKET, NULL);
  gboolean has = found->draft != NULL;

  redress_case_free (found);
  return has;
}

static void
check_record (RedressTestStore *store, const char *told)
{
  g_autofree char *id = get_only_id (store);

  /* "!" and then, if it was reported, the id. */
  if (strlen (told) > 1)
    g_assert_cmpstr (id, ==, told + 1);
  g_assert_cmpint (id != NULL, ==, !has_draft (store));
}

static void
check_take_back (RedressTestStore *store, const char *told)
{
  g_autofree char *id = get_only_id (store);

  if (strlen (told) > 1)
    g_assert_null (id);
  g_assert_cmpint (id == NULL, ==, has_draft (store));
}

static void
check_settle (RedressTestStore *store, const char *told)
{
  g_autofree char *id = get_only_id (store);
  RedressOutboxState state;

  g_assert_nonnull (id);
  state = redress_test_outbox_get_state (store, id);
  g_assert_true (state == REDRESS_OUTBOX_CONFLICT || state == REDRESS_OUTBOX_RECORDED);
  if (strlen (told) > 1)
    g_assert_cmpint (state, ==, REDRESS_OUTBOX_CONFLICT);
}

static void
check_page (RedressTestStore *store, const char *told)
{
  g_autofree char *cursor = redress_store_get_cursor_sync (store->store, NULL);
  gboolean is_applied = g_strcmp0 (cursor, "after") == 0;

  if (strlen (told) > 1)
    g_assert_true (is_applied);
  for (gint64 id = 100; id < 110; id++)
    {
      RedressCase *found = redress_test_store_load_case (store, id, NULL);

      g_assert_cmpint (found != NULL, ==, is_applied);
      redress_case_free (found);
    }
}

/**
 * Scene:
 * @prepare: what was done before
 * @act: what the child does, and is killed in
 * @check: what must hold afterwards
 * @stride: every how many system calls
 */
typedef struct
{
  const char *name;
  void (*prepare) (RedressTestStore *store);
  void (*act) (RedressTestStore *store);
  void (*check) (RedressTestStore *store, const char *told);
  guint stride;
} Scene;

static const Scene scenes[] = {
  { "record", prepare_record, do_record, check_record, 1 },
  { "take-back", prepare_take_back, do_take_back, check_take_back, 3 },
  { "settle", prepare_settle, do_settle, check_settle, 3 },
  { "page", prepare_record, do_page, check_page, 3 },
};

static void
set_up (Fixture *self, gconstpointer data)
{
  const Scene *scene = data;

  redress_test_store_set_up (&self->base, NULL);
  self->content =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  scene->prepare (&self->base);
  redress_test_store_close (&self->base);
  keep_folder (self->content, self->base.paths.data);
  keep_folder (self->content, self->base.paths.cache);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_hash_table_unref (self->content);
  redress_test_store_tear_down (&self->base, NULL);
}

static void
check_after (Fixture *self, const Scene *scene, const char *told)
{
  redress_test_store_open (&self->base);
  g_assert_null (redress_store_get_damage_report (self->base.store));
  g_assert_false (redress_store_get_notes (self->base.store) & REDRESS_STORE_CACHE_REBUILT);
  scene->check (&self->base, told);
  redress_test_store_close (&self->base);
}

static void
test_scene (Fixture *self, gconstpointer data)
{
  const Scene *scene = data;
  const char *const arguments[] = {
    program, "--act", scene->name, self->base.paths.data, self->base.paths.cache, NULL
  };
  guint n_unreported = 0;

  for (guint step = 0;; step += scene->stride)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      RedressStepOutcome outcome;

      restore (self);
      outcome = redress_step_kill (arguments, step, told);
      if (outcome == REDRESS_STEP_FORBIDDEN)
        {
          g_test_skip ("this machine does not let a process be traced");
          return;
        }
      g_assert_cmpuint (told->len, >, 0);
      check_after (self, scene, told->str);
      n_unreported += told->len == 1;
      if (outcome == REDRESS_STEP_ENDED)
        {
          g_test_message ("killed at %u of %u system calls before the end", n_unreported,
                          step / scene->stride);
          g_assert_cmpuint (n_unreported, >, 5);
          return;
        }
    }
}

/* The child: opens the store of the parent and does what it is killed in. */
static int
act (char **argv)
{
  RedressTestStore store = { .paths = { argv[3], argv[4] } };

  redress_test_store_set_key (&store);
  store.clock = redress_clock_new_manual (REDRESS_TEST_NOW);
  redress_test_store_open (&store);
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (g_str_equal (scenes[i].name, argv[2]))
      scenes[i].act (&store);
  _exit (0);
}

int
main (int argc, char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--act"))
    return act (argv);
  program = "/proc/self/exe";
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autofree char *path = g_strconcat ("/store/crash/", scenes[i].name, NULL);

      g_test_add (path, Fixture, &scenes[i], set_up, test_scene, tear_down);
    }
  return g_test_run ();
}
