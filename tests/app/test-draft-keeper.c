/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/draft-keeper.h"
#include "store/store-fixture.h"
#include "support/spin.h"

#include <signal.h>
#include <sys/resource.h>

typedef struct
{
  RedressTestStore base;
  RedressDraftKeeper *keeper;
  guint n_told;
} Fixture;

static void
failed_cb (Fixture *self, const GError *error)
{
  self->n_told++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  redress_test_store_set_up (&self->base, data);
  redress_test_store_fill (&self->base, 1, 3);
  self->keeper = redress_draft_keeper_new ();
  g_signal_connect_swapped (self->keeper, "failed", G_CALLBACK (failed_cb), self);
  redress_draft_keeper_set_store (self->keeper, self->base.store);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  redress_draft_keeper_set_store (self->keeper, NULL);
  g_clear_object (&self->keeper);
  redress_test_store_tear_down (&self->base, data);
}

/* From here on no file of this program may grow, as if the disk were full. */
static void
set_writable (gboolean writable)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = writable ? limit.rlim_max : 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
put (Fixture *self, gint64 ticket, const char *note)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (ticket);

  draft->note = g_strdup (note);
  redress_draft_keeper_put (self->keeper, draft);
}

typedef struct
{
  Fixture *fixture;
  gint64 ticket;
  const char *note;
} Expected;

static gboolean
is_saved (gpointer data)
{
  Expected *expected = data;
  RedressCase *found =
      redress_test_store_load_case (&expected->fixture->base, expected->ticket, NULL);
  gboolean is = found->draft != NULL && g_strcmp0 (found->draft->note, expected->note) == 0;

  redress_case_free (found);
  return is;
}

static void
await (Fixture *self, gint64 ticket, const char *note)
{
  Expected expected = { self, ticket, note };

  redress_test_spin_until (is_saved, &expected, note);
}

static void
test_the_last_word_counts (Fixture *self, gconstpointer data)
{
  put (self, 1, "a");
  put (self, 1, "ab");
  put (self, 2, "other");
  put (self, 1, "abc");
  await (self, 1, "abc");
  await (self, 2, "other");
  g_assert_cmpuint (self->n_told, ==, 0);
}

static gboolean
is_told (gpointer data)
{
  return ((Fixture *)data)->n_told > 0;
}

/* Nothing is lost while the disk takes nothing: it is said once, and saved when it can be. */
static void
test_a_full_disk (Fixture *self, gconstpointer data)
{
  set_writable (FALSE);
  put (self, 1, "first");
  put (self, 2, "second");
  redress_test_spin_until (is_told, self, "the failure");
  put (self, 3, "third");
  redress_test_store_catch_up (&self->base);
  set_writable (TRUE);
  await (self, 1, "first");
  await (self, 2, "second");
  await (self, 3, "third");
  g_assert_cmpuint (self->n_told, ==, 1);
}

static void
test_forgets (Fixture *self, gconstpointer data)
{
  RedressCase *found;

  set_writable (FALSE);
  put (self, 1, "first");
  put (self, 2, "second");
  redress_test_spin_until (is_told, self, "the failure");
  redress_draft_keeper_forget (self->keeper, 1);
  set_writable (TRUE);
  await (self, 2, "second");
  found = redress_test_store_load_case (&self->base, 1, NULL);
  g_assert_null (found->draft);
  redress_case_free (found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);
  g_test_add ("/app/draft-keeper/the-last-word-counts", Fixture, NULL, set_up,
              test_the_last_word_counts, tear_down);
  g_test_add ("/app/draft-keeper/a-full-disk", Fixture, NULL, set_up, test_a_full_disk, tear_down);
  g_test_add ("/app/draft-keeper/forgets", Fixture, NULL, set_up, test_forgets, tear_down);
  return g_test_run ();
}
