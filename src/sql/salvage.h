/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressSqlSalvage:
 * @n_tables: tables found in the damaged file
 * @n_missing: tables that are not in the damaged file, or not readable at all
 * @n_rows: rows copied
 * @n_refused: rows that were read but do not fit the schema, or were there already
 * @n_gaps: places where rows may be missing
 */
typedef struct
{
  guint n_tables;
  guint n_missing;
  gint64 n_rows;
  gint64 n_refused;
  guint n_gaps;
} RedressSqlSalvage;

gboolean redress_sql_salvage (const char *damaged,
                              RedressSqlConnection *target,
                              RedressSqlSalvage *salvage,
                              GError **error);

G_END_DECLS
