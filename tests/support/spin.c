/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/spin.h"

/* Long enough for a sanitizer build on a busy machine: a test that passes never waits for it. */
#define DEADLINE_SECONDS 60
/* Between two looks at what wakes no main context, such as a file of another program. */
#define LOOK_MS 10

static gboolean
note_deadline (gpointer data)
{
  gboolean *passed = data;

  *passed = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static GSource *
attach (GSource *source, GSourceFunc function, gpointer data, GMainContext *context)
{
  g_source_set_callback (source, function, data, NULL);
  g_source_attach (source, context);
  return source;
}

/**
 * redress_test_spin_until:
 * @condition: what to wait for
 * @data: for @condition
 * @what: words for the failure
 *
 * Runs the thread's default main context until @condition holds. Fails the test when it does not
 * within the deadline.
 */
void
redress_test_spin_until (RedressTestCondition condition, gpointer data, const char *what)
{
  GMainContext *context = g_main_context_get_thread_default ();
  gboolean passed = FALSE;
  g_autoptr (GSource) deadline =
      attach (g_timeout_source_new_seconds (DEADLINE_SECONDS), note_deadline, &passed, context);
  g_autoptr (GSource) look = attach (g_timeout_source_new (LOOK_MS), look_again, NULL, context);

  while (!condition (data))
    {
      if (passed)
        g_error ("waited %d seconds in vain: %s", DEADLINE_SECONDS, what);
      g_main_context_iteration (context, TRUE);
    }
  g_source_destroy (look);
  g_source_destroy (deadline);
}

static gboolean
is_set (gpointer data)
{
  gpointer *location = data;

  return *location != NULL;
}

static gboolean
is_null (gpointer data)
{
  return !is_set (data);
}

/**
 * redress_test_spin_until_set:
 * @location: a pointer that becomes non-NULL
 * @what: words for the failure
 */
void
redress_test_spin_until_set (gpointer *location, const char *what)
{
  redress_test_spin_until (is_set, location, what);
}

/**
 * redress_test_spin_until_null:
 * @location: a pointer that becomes NULL, such as a weak pointer to a closed window
 * @what: words for the failure
 */
void
redress_test_spin_until_null (gpointer *location, const char *what)
{
  redress_test_spin_until (is_null, location, what);
}

/**
 * redress_test_await_finalized:
 * @object: (transfer full): an object of which nobody else keeps a reference for long
 * @what: words for the failure
 *
 * A worker thread lets go of its task, and so of what the task is about, after the answer came.
 */
void
redress_test_await_finalized (gpointer object, const char *what)
{
  gpointer weak = object;

  g_object_add_weak_pointer (G_OBJECT (object), &weak);
  g_object_unref (object);
  redress_test_spin_until_null (&weak, what);
}

/**
 * redress_test_spin_once:
 *
 * Dispatches everything that is ready now and returns.
 */
void
redress_test_spin_once (void)
{
  while (g_main_context_iteration (g_main_context_get_thread_default (), FALSE))
    {
    }
}

/**
 * redress_test_keep_result:
 * @source: (nullable): the object that finished
 * @result: its result
 * @location: a `GAsyncResult **`, set to a new reference
 *
 * A #GAsyncReadyCallback for redress_test_await_result().
 */
void
redress_test_keep_result (GObject *source, GAsyncResult *result, gpointer location)
{
  GAsyncResult **kept = location;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

/**
 * redress_test_await_result:
 * @location: where redress_test_keep_result() puts the result
 * @what: words for the failure
 *
 * Returns: (transfer full): the result; @location is NULL again
 */
GAsyncResult *
redress_test_await_result (GAsyncResult **location, const char *what)
{
  redress_test_spin_until_set ((gpointer *)location, what);
  return g_steal_pointer (location);
}
