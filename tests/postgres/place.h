/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/transaction.h"
#include "support/folder.h"

G_BEGIN_DECLS

/**
 * Place:
 *
 * An empty database of a test: a schema of its own in the PostgreSQL of REDRESS_TEST_DATABASE, or a
 * file of SQLite without that. @other is a second connection to it.
 */
typedef struct
{
  RedressTestFolder *folder;
  gboolean is_postgres;
  char *location;
  RedressSqlConnection *connection;
  RedressSqlConnection *other;
} Place;

void place_set_up (Place *self, gconstpointer data);
void place_tear_down (Place *self, gconstpointer data);
RedressSqlConnection *place_open (Place *self);

/* Fail the test where it does not work. */
void place_run (RedressSqlConnection *connection, const char *sql);
gint64 place_number (RedressSqlConnection *connection, const char *sql);
RedressSqlStatement *place_prepare (RedressSqlConnection *connection, const char *sql);
/* Fails the test unless it fails with that code. */
void place_fail (RedressSqlConnection *connection, const char *sql, int code);

G_END_DECLS
