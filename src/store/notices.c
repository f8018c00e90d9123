/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/notices.h"

struct _RedressNotices
{
  gatomicrefcount ref_count;
  GMainContext *context; /* (owned) */
  RedressNewsFunc func;
  gpointer data;
  gboolean is_stopped; /* read and set in the context's thread alone */

  GMutex lock;       /* guards the next */
  RedressNews *news; /* (owned) (nullable): not delivered yet */
  gboolean is_begun; /* somebody can listen */
};

static RedressNews *
news_new (void)
{
  RedressNews *self = g_new0 (RedressNews, 1);

  self->tickets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->evidence = g_ptr_array_new_with_free_func (g_free);
  self->troubles = g_ptr_array_new_with_free_func ((GDestroyNotify)g_error_free);
  return self;
}

/**
 * redress_news_free:
 * @self: (transfer full) (nullable): news
 */
void
redress_news_free (RedressNews *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->tickets);
  g_ptr_array_unref (self->evidence);
  g_ptr_array_unref (self->troubles);
  g_clear_pointer (&self->overlay, redress_overlay_unref);
  g_clear_error (&self->failure);
  g_free (self);
}

/**
 * redress_notices_new:
 * @context: where @func is called
 * @func: gets the news
 * @data: for @func
 *
 * Returns: (transfer full): where the worker puts its news
 */
RedressNotices *
redress_notices_new (GMainContext *context, RedressNewsFunc func, gpointer data)
{
  RedressNotices *self = g_new0 (RedressNotices, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->context = g_main_context_ref (context);
  self->func = func;
  self->data = data;
  g_mutex_init (&self->lock);
  return self;
}

/**
 * redress_notices_ref:
 * @self: notices
 *
 * Returns: (transfer full): @self
 */
RedressNotices *
redress_notices_ref (RedressNotices *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * redress_notices_unref:
 * @self: (transfer full): notices
 */
void
redress_notices_unref (RedressNotices *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->news, redress_news_free);
  g_free (self);
}

/**
 * redress_notices_stop:
 * @self: notices
 *
 * No more calls. In the thread of the context alone.
 */
void
redress_notices_stop (RedressNotices *self)
{
  self->is_stopped = TRUE;
}

static gboolean
deliver_cb (gpointer data)
{
  RedressNotices *self = data;
  g_autoptr (RedressNews) news = NULL;

  g_mutex_lock (&self->lock);
  news = g_steal_pointer (&self->news);
  g_mutex_unlock (&self->lock);
  if (news != NULL && !self->is_stopped)
    self->func (news, self->data);
  return G_SOURCE_REMOVE;
}

/* Locked. The answers of the worker come by the same way and priority, so the news of a job are
 * there before its answer. */
static void
schedule (RedressNotices *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "redress_notices");
  g_source_set_callback (source, deliver_cb, redress_notices_ref (self),
                         (GDestroyNotify)redress_notices_unref);
  g_source_attach (source, self->context);
}

/**
 * redress_notices_begin:
 * @self: notices
 *
 * From now on news are delivered, and what is there already: of the opening, when nobody could
 * listen yet.
 */
void
redress_notices_begin (RedressNotices *self)
{
  g_mutex_lock (&self->lock);
  self->is_begun = TRUE;
  if (self->news != NULL)
    schedule (self);
  g_mutex_unlock (&self->lock);
}

/* Locks. */
static RedressNews *
begin (RedressNotices *self)
{
  g_mutex_lock (&self->lock);
  if (self->news != NULL)
    return self->news;
  self->news = news_new ();
  if (self->is_begun)
    schedule (self);
  return self->news;
}

void
redress_notices_add_ticket (RedressNotices *self, gint64 ticket)
{
  g_hash_table_add (begin (self)->tickets, g_memdup2 (&ticket, sizeof ticket));
  g_mutex_unlock (&self->lock);
}

void
redress_notices_add_queues (RedressNotices *self)
{
  begin (self)->queues = TRUE;
  g_mutex_unlock (&self->lock);
}

void
redress_notices_add_outbox (RedressNotices *self)
{
  begin (self)->outbox = TRUE;
  g_mutex_unlock (&self->lock);
}

void
redress_notices_add_policies (RedressNotices *self)
{
  begin (self)->policies = TRUE;
  g_mutex_unlock (&self->lock);
}

void
redress_notices_add_work (RedressNotices *self)
{
  begin (self)->work = TRUE;
  g_mutex_unlock (&self->lock);
}

void
redress_notices_add_evidence (RedressNotices *self, const char *sha256)
{
  g_ptr_array_add (begin (self)->evidence, g_strdup (sha256));
  g_mutex_unlock (&self->lock);
}

void
redress_notices_add_trouble (RedressNotices *self, const GError *trouble)
{
  g_ptr_array_add (begin (self)->troubles, g_error_copy (trouble));
  g_mutex_unlock (&self->lock);
}

void
redress_notices_add_failure (RedressNotices *self, const GError *failure)
{
  RedressNews *news = begin (self);

  if (news->failure == NULL)
    news->failure = g_error_copy (failure);
  g_mutex_unlock (&self->lock);
}

void
redress_notices_set_overlay (RedressNotices *self, RedressOverlay *overlay)
{
  RedressNews *news = begin (self);

  g_clear_pointer (&news->overlay, redress_overlay_unref);
  news->overlay = redress_overlay_ref (overlay);
  g_mutex_unlock (&self->lock);
}
