/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/overlay.h"

G_BEGIN_DECLS

/**
 * RedressNews:
 * @tickets: (element-type gint64): whose rows, details, drafts or outbox rows changed
 * @queues: membership or order of some queue may have changed
 * @outbox: an outbox row was added, changed or left
 * @policies: a policy arrived
 * @work: there is work to be done behind the window
 * @evidence: (element-type utf8): digests of pieces that arrived
 * @troubles: (element-type GError): what a person has to know
 * @overlay: (nullable): the newest, if it changed
 * @failure: (nullable): why a call of the sync failed
 */
typedef struct
{
  GHashTable *tickets;
  gboolean queues;
  gboolean outbox;
  gboolean policies;
  gboolean work;
  GPtrArray *evidence;
  GPtrArray *troubles;
  RedressOverlay *overlay;
  GError *failure;
} RedressNews;

void redress_news_free (RedressNews *self);

typedef void (*RedressNewsFunc) (RedressNews *news, gpointer user_data);

/**
 * RedressNotices:
 *
 * Carries what happened on the worker's thread to the thread of the windows, many events in one
 * turn of its main loop.
 */
typedef struct _RedressNotices RedressNotices;

RedressNotices *redress_notices_new (GMainContext *context, RedressNewsFunc func, gpointer data);
RedressNotices *redress_notices_ref (RedressNotices *self);
void redress_notices_unref (RedressNotices *self);
void redress_notices_begin (RedressNotices *self);
void redress_notices_stop (RedressNotices *self);

void redress_notices_add_ticket (RedressNotices *self, gint64 ticket);
void redress_notices_add_queues (RedressNotices *self);
void redress_notices_add_outbox (RedressNotices *self);
void redress_notices_add_policies (RedressNotices *self);
void redress_notices_add_work (RedressNotices *self);
void redress_notices_add_evidence (RedressNotices *self, const char *sha256);
void redress_notices_add_trouble (RedressNotices *self, const GError *trouble);
void redress_notices_add_failure (RedressNotices *self, const GError *failure);
void redress_notices_set_overlay (RedressNotices *self, RedressOverlay *overlay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressNotices, redress_notices_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressNews, redress_news_free)

G_END_DECLS
