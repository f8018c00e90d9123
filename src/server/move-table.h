/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressMoveTable:
 *
 * A table of the server on its way from SQLite to PostgreSQL.
 */
typedef struct
{
  char *name;
  GPtrArray *columns; /* (element-type utf8) */
  GPtrArray *types;   /* (element-type utf8): of SQLite, lower case */
  GPtrArray *key;     /* (element-type utf8): what rows are ordered by */
  GPtrArray *parents; /* (element-type utf8): tables whose rows these rows name */
} RedressMoveTable;

GPtrArray *redress_move_table_list (RedressSqlConnection *sqlite, GError **error);
gboolean redress_move_table_count (const RedressMoveTable *self,
                                   RedressSqlConnection *connection,
                                   gint64 *n,
                                   GError **error);
gboolean redress_move_table_copy (const RedressMoveTable *self,
                                  RedressSqlConnection *from,
                                  RedressSqlConnection *to,
                                  GError **error);
gboolean redress_move_table_compare (const RedressMoveTable *self,
                                     RedressSqlConnection *from,
                                     RedressSqlConnection *to,
                                     GError **error);
gboolean redress_move_table_set_sequence (const RedressMoveTable *self,
                                          RedressSqlConnection *from,
                                          RedressSqlConnection *to,
                                          GError **error);

G_END_DECLS
