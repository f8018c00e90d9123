/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressDatabaseFile:
 * @name: of the file
 * @application_id: what marks it as ours
 * @durable: a commit survives a power cut
 * @scripts: folder of its migrations in the resource of this library
 *
 * One of the databases of the store.
 */
typedef struct
{
  const char *name;
  gint32 application_id;
  gboolean durable;
  const char *scripts;
} RedressDatabaseFile;

extern const RedressDatabaseFile redress_cache_file;
extern const RedressDatabaseFile redress_search_file;
extern const RedressDatabaseFile redress_outbox_file;

gboolean redress_database_file_inspect (const RedressDatabaseFile *self,
                                        const char *folder,
                                        gboolean is_thorough,
                                        GError **error);
RedressSqlConnection *
redress_database_file_open (const RedressDatabaseFile *self, const char *folder, GError **error);
RedressSqlConnection *redress_database_file_open_read_only (const RedressDatabaseFile *self,
                                                            const char *folder,
                                                            GError **error);
gboolean
redress_database_file_remove (const RedressDatabaseFile *self, const char *folder, GError **error);
void redress_database_file_remove_kept (const RedressDatabaseFile *self, const char *folder);
char *redress_database_file_read_script (const char *path);

G_END_DECLS
