/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/account.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * RedressHome:
 *
 * The folders of this desk and which accounts have worked here. One process owns a home at a
 * time. Calls touch the disk and belong on a worker thread.
 */
typedef struct _RedressHome RedressHome;

/* @data_dir, @cache_dir: (nullable): the user's XDG folders. CONFLICT: another desk has the
 * home; the message names its process. NO_SPACE: it cannot be written. */
RedressHome *redress_home_open (const char *data_dir, const char *cache_dir, GError **error);
void redress_home_close (RedressHome *self);

/* First 16 hex digits of SHA-256 (server origin + account id): the folder of an account. */
char *redress_home_get_key (const char *server, const char *account_id);
RedressStorePaths *redress_home_get_paths (RedressHome *self, const char *key);
void redress_store_paths_free (RedressStorePaths *paths);

/**
 * RedressHomeEntry:
 */
typedef struct
{
  char *key;
  char *server;
  RedressAccount *account;
} RedressHomeEntry;
void redress_home_entry_free (RedressHomeEntry *self);

/* Remembers the account as the one that worked here last. */
gboolean redress_home_remember (RedressHome *self,
                                const char *server,
                                const RedressAccount *account,
                                GError **error);
/* (nullable): the account that worked here last. */
RedressHomeEntry *redress_home_get_last (RedressHome *self);
/* (element-type RedressHomeEntry): every account that worked here. */
GPtrArray *redress_home_list (RedressHome *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressHomeEntry, redress_home_entry_free)

G_END_DECLS
