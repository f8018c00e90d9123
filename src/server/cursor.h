/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/feed.h"

G_BEGIN_DECLS

/**
 * RedressCursorPlace:
 * @platform: (owned): a platform
 * @seq: position reached in its feed
 * @is_copying: the first copy is not finished
 * @mark: how far the first copy has come
 */
typedef struct
{
  char *platform;
  gint64 seq;
  gboolean is_copying;
  RedressFeedMark mark;
} RedressCursorPlace;

/**
 * RedressCursor:
 * @epoch: (owned): of the feeds
 * @grants_version: of the account
 * @places: (owned) (element-type RedressCursorPlace): one for each scope
 *
 * What an account has seen of its feeds. For the desk it is an opaque text that only this
 * server can make.
 */
typedef struct
{
  char *epoch;
  gint64 grants_version;
  GPtrArray *places;
} RedressCursor;

RedressCursor *redress_cursor_new (const char *epoch, gint64 grants_version);
void redress_cursor_free (RedressCursor *self);
RedressCursorPlace *redress_cursor_add (RedressCursor *self, const char *platform, gint64 seq);
RedressCursorPlace *redress_cursor_find (const RedressCursor *self, const char *platform);
char *redress_cursor_to_text (const RedressCursor *self, GBytes *key, const char *account);
/* NULL with INVALID: not one that was made with @key for @account. */
RedressCursor *
redress_cursor_from_text (const char *text, GBytes *key, const char *account, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCursor, redress_cursor_free)

G_END_DECLS
