/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "store/cache.h"
#include "store/evidence-store.h"
#include "store/outbox.h"
#include "store/retention.h"

/* Tickets a slice: some 15 ms in which nobody else is served. */
#define TICKETS_PER_SLICE 50

typedef struct
{
  RedressDisk *disk;
  gboolean is_done;
} Slice;

static gboolean
adopt_once (RedressDisk *disk, GError **error)
{
  if (disk->has_adopted)
    return TRUE;
  disk->has_adopted = TRUE;
  return redress_evidence_store_adopt_files (disk, error);
}

/* The work that waits until nobody else wants the worker, a little at a time. */
static gboolean
run_slice (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Slice *slice = data;
  gboolean is_cleared = TRUE, is_filled = TRUE;

  if (!redress_outbox_journal_sync (slice->disk->journal, error) ||
      !adopt_once (slice->disk, error) ||
      !redress_retention_clear_up (slice->disk, &is_cleared, error) ||
      !redress_search_index_fill (slice->disk, TICKETS_PER_SLICE, &is_filled, error))
    return FALSE;
  slice->is_done = is_cleared && is_filled;
  return TRUE;
}

static void
sliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressStore *self = REDRESS_STORE (source);
  g_autoptr (GError) error = NULL;
  gpointer data = NULL;
  gboolean worked = redress_store_finish (result, &data, &error);

  self->is_working = FALSE;
  if (!worked)
    {
      g_debug ("work behind the window: %s", error->message);
      redress_store_report_damage (self, error);
      return;
    }
  if (self->has_work || !((Slice *)data)->is_done)
    redress_store_work (self);
}

/*
 * redress_store_work:
 *
 * Does what is to be done behind the window until there is nothing left.
 */
void
redress_store_work (RedressStore *self)
{
  Slice *slice;

  if (self->writer == NULL)
    return;
  self->has_work = self->is_working;
  if (self->is_working)
    return;
  self->is_working = TRUE;
  slice = g_new0 (Slice, 1);
  slice->disk = self->disk;
  redress_store_write_async (self, REDRESS_SQL_BACKGROUND, run_slice, slice, g_free, NULL,
                             sliced_cb, NULL);
}

static gboolean
run_mend (RedressSqlConnection *connection, gpointer data, GError **error)
{
  return redress_cache_mend (data, error);
}

static void
mended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressStore *self = REDRESS_STORE (source);
  g_autoptr (GError) error = NULL;

  self->is_checking = FALSE;
  if (!redress_store_finish (result, NULL, &error))
    redress_notices_add_trouble (self->notices, error);
}

/*
 * redress_store_report_damage:
 * @damage: why something could not be read
 *
 * Begins anew what is damaged. Other failures are none of its business.
 */
void
redress_store_report_damage (RedressStore *self, const GError *damage)
{
  if (self->is_checking || !g_error_matches (damage, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    return;
  self->is_checking = TRUE;
  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, run_mend, self->disk, NULL, NULL,
                             mended_cb, NULL);
}

typedef struct
{
  RedressDisk *disk;
  guint keep_closed_days;
  gint64 evidence_quota;
} Limits;

static gboolean
run_set_limits (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Limits *limits = data;

  limits->disk->keep_closed_days = limits->keep_closed_days;
  limits->disk->evidence_quota = limits->evidence_quota;
  redress_notices_add_work (limits->disk->notices);
  return TRUE;
}

/**
 * redress_store_set_limits:
 * @self: a store
 * @keep_closed_days: how long finished tickets stay
 * @evidence_quota: how many bytes of evidence may lie here; 0 for what the free space allows
 *
 * Sets what a person chose.
 */
void
redress_store_set_limits (RedressStore *self, guint keep_closed_days, gint64 evidence_quota)
{
  Limits *limits = g_new0 (Limits, 1);

  limits->disk = self->disk;
  limits->keep_closed_days = keep_closed_days;
  limits->evidence_quota = evidence_quota;
  redress_store_write_async (self, REDRESS_SQL_BACKGROUND, run_set_limits, limits, g_free, NULL,
                             NULL, NULL);
}
