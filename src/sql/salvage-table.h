/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/salvage.h"

G_BEGIN_DECLS

/* One table on its way from a damaged database. It is read by `$1 <= rowid` in ascending order, or
 * as a whole in both directions where the table has no rowid. */
typedef struct
{
  RedressSqlStatement *read;     /* (owned): rowid or anything, then the columns */
  RedressSqlStatement *backward; /* (owned) (nullable): only without rowid */
  RedressSqlStatement *write;    /* (owned): the columns as $1..$n */
  guint n_columns;
  RedressSqlSalvage *salvage;
} RedressSqlSalvageTable;

gboolean redress_sql_salvage_table_copy (RedressSqlSalvageTable *self, GError **error);
void redress_sql_salvage_table_clear (RedressSqlSalvageTable *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressSqlSalvageTable, redress_sql_salvage_table_clear)

G_END_DECLS
