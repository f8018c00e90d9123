/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-private.h"
#include "store/store-private.h"

/* Steps of the engine that the window's thread may spend on a first page: half a millisecond. */
#define STEPS_ON_THE_SPOT 10000
/* More differences than this are told in fewer, larger pieces. */
#define MAX_SPLICES 64
/* While changes stream in, reading the list takes at most a fifth of the time. */
#define PAUSE_FACTOR 4
#define PAUSE_MIN_MS 50
/* Who steps through the views stays in few of them; and a window that begins paints its first frame
 * before a million ids are read. */
#define REST_MS 400
/* A timer longer than this would drift too far from the clock. */
#define WAKE_MAX_S 60

typedef struct
{
  RedressQueue *queue; /* (owned) */
  RedressReader *reader;
  RedressClock *clock;
  RedressQuestion *question;
  RedressIdList *old;
  GCancellable *cancellable;

  RedressIdList *ids;
  GArray *splices;
  guint n_late;
  RedressTime next_late;
  gint64 took_ms;
} Load;

static void start (RedressQueue *self);

static void
load_free (Load *load)
{
  redress_question_free (load->question);
  redress_id_list_unref (load->old);
  g_object_unref (load->cancellable);
  g_clear_pointer (&load->ids, redress_id_list_unref);
  g_clear_pointer (&load->splices, g_array_unref);
  g_object_unref (load->queue);
  g_free (load);
}

/* In the reader's thread. */
static gboolean
run_load (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Load *load = data;
  gint64 begin = redress_clock_monotonic_ms (load->clock);

  load->ids = redress_question_list_all (load->question, load->reader, load->cancellable, error);
  if (load->ids == NULL ||
      !redress_question_count_late (load->question, redress_reader_get_cache (load->reader, NULL),
                                    load->ids, &load->n_late, &load->next_late, error))
    return FALSE;
  load->splices = redress_id_list_diff (load->old, load->ids, MAX_SPLICES);
  load->took_ms = redress_clock_monotonic_ms (load->clock) - begin;
  return TRUE;
}

static gboolean
wake_cb (gpointer data)
{
  RedressQueue *self = data;

  self->wake = 0;
  redress_queue_refresh (self);
  return G_SOURCE_REMOVE;
}

/* The next ticket becomes late without any change. */
static void
set_wake (RedressQueue *self, RedressTime next_late)
{
  gint64 wait;

  g_clear_handle_id (&self->wake, g_source_remove);
  if (next_late == REDRESS_TIME_UNKNOWN || next_late == G_MAXINT64)
    return;
  wait = (next_late - redress_clock_now (self->store->clock)) / REDRESS_SECOND + 1;
  self->wake = g_timeout_add_seconds ((guint)CLAMP (wait, 1, WAKE_MAX_S), wake_cb, self);
}

static gboolean
pause_cb (gpointer data)
{
  RedressQueue *self = data;

  self->pause = 0;
  if (self->is_stale)
    start (self);
  return G_SOURCE_REMOVE;
}

/* Who hears of the rows may ask for others at once: then the rest is no longer of interest. */
static gboolean
show_list (RedressQueue *self, RedressIdList *ids, GArray *splices)
{
  guint n_loads = self->n_loads;

  if (splices != NULL)
    redress_queue_show (self, ids, splices);
  else
    redress_queue_replace (self, ids);
  return self->n_loads == n_loads;
}

static void
take_result (RedressQueue *self, Load *load)
{
  gboolean is_replacing = self->is_replacing;

  self->is_replacing = FALSE;
  if (!show_list (self, load->ids, is_replacing ? NULL : load->splices))
    return;
  redress_queue_set_late (self, load->n_late);
  redress_queue_take_error (self, NULL);
  redress_queue_set_loading (self, FALSE);
  set_wake (self, load->next_late);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gpointer data = NULL;
  gboolean done = redress_store_finish (result, &data, &error);
  Load *load = data;
  RedressQueue *self;

  /* After another query, or after its end, the queue waits for something else or nothing. */
  if (load == NULL || g_cancellable_is_cancelled (load->cancellable))
    return;
  self = load->queue;
  g_clear_object (&self->running);
  self->pause = g_timeout_add (
      (guint)CLAMP (PAUSE_MIN_MS + PAUSE_FACTOR * load->took_ms, PAUSE_MIN_MS, 10000), pause_cb,
      self);
  if (done)
    {
      take_result (self, load);
      return;
    }
  redress_store_report_damage (self->store, error);
  redress_queue_take_error (self, g_steal_pointer (&error));
  redress_queue_set_loading (self, FALSE);
}

static void
start (RedressQueue *self)
{
  Load *load = g_new0 (Load, 1);

  g_clear_handle_id (&self->pause, g_source_remove);
  self->is_stale = FALSE;
  self->running = g_cancellable_new ();
  load->queue = g_object_ref (self);
  load->reader = self->store->reading;
  load->clock = self->store->clock;
  load->question =
      redress_question_new (self->query, self->account, redress_store_get_overlay (self->store),
                            redress_clock_now (self->store->clock));
  load->old =
      self->is_replacing ? redress_id_list_new_take (NULL, 0) : redress_id_list_ref (self->ids);
  load->cancellable = g_object_ref (self->running);
  redress_store_read_async (self->store, REDRESS_SQL_INTERACTIVE, run_load, load,
                            (GDestroyNotify)load_free, self->running, loaded_cb, NULL);
}

static void
rest (RedressQueue *self)
{
  self->is_stale = TRUE;
  /* After what is to be painted, however long that takes on a slow machine. */
  self->pause = g_timeout_add_full (G_PRIORITY_LOW, REST_MS, pause_cb, self, NULL);
}

/* What can be had in no time is there at once; the rest is for the worker. */
static RedressIdList *
list_on_the_spot (RedressQueue *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressQuestion) question =
      redress_question_new (self->query, self->account, redress_store_get_overlay (self->store),
                            redress_clock_now (self->store->clock));
  RedressSqlConnection *cache;
  RedressIdList *ids;

  if (redress_question_has_text (question) || self->query->view == REDRESS_VIEW_TROUBLE)
    return NULL;
  cache = redress_store_get_window_cache (self->store, &error);
  if (cache == NULL)
    return NULL;
  redress_sql_connection_set_budget (cache, STEPS_ON_THE_SPOT);
  ids = redress_question_list_first (question, cache, REDRESS_QUEUE_FIRST, &error);
  redress_sql_connection_set_budget (cache, 0);
  return ids;
}

/*
 * redress_queue_load:
 *
 * Shows another query. If somebody asks for it while differences are told, it comes after them.
 */
void
redress_queue_load (RedressQueue *self)
{
  g_autoptr (RedressIdList) first = NULL;

  redress_queue_stop (self);
  self->n_loads++;
  if (self->old != NULL)
    {
      self->is_deferred = TRUE;
      return;
    }
  first = list_on_the_spot (self);
  self->is_replacing = first == NULL;
  if (first != NULL && !show_list (self, first, NULL))
    return;
  if (first != NULL)
    redress_queue_take_error (self, NULL);
  redress_queue_set_loading (self, first == NULL);
  if (first == NULL)
    start (self);
  else
    rest (self);
}

/*
 * redress_queue_refresh:
 *
 * Rows may have come, gone or moved.
 */
void
redress_queue_refresh (RedressQueue *self)
{
  self->is_stale = TRUE;
  if (self->n_loads > 0 && self->running == NULL && self->pause == 0)
    start (self);
}

/*
 * redress_queue_stop:
 *
 * Waits for nothing any more.
 */
void
redress_queue_stop (RedressQueue *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->wake, g_source_remove);
}
